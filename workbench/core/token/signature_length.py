"""How long a signature has to be, by the algorithm that the header names: whether a token was cut off."""

from collections.abc import Mapping
from functools import lru_cache

from workbench.core.token.segments import Segment, decode_object, decode_segment, decode_text

# In characters of base64url; see RFC 7518 section 3, RFC 8037, RFC 8812, RFC 9964.
_RSA = frozenset({171, 256, 342, 512, 683, 1366})  # moduli of 1,024 to 8,192 bits
_LENGTHS: Mapping[str, frozenset[int]] = {
    "none": frozenset({0}),
    **{name: frozenset({characters}) for name, characters in {
        "HS256": 43, "HS384": 64, "HS512": 86,
        "ES256": 86, "ES256K": 86, "ES384": 128, "ES512": 176,
        "Ed25519": 86, "Ed448": 152, "ML-DSA-44": 3227, "ML-DSA-65": 4412, "ML-DSA-87": 6170,
    }.items()},
    "EdDSA": frozenset({86, 152}),
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), _RSA),
}  # fmt: skip
_ANY = frozenset().union(*(lengths for name, lengths in _LENGTHS.items() if name != "none"))


@lru_cache(maxsize=32)
def signature_lengths(header: str) -> frozenset[int]:
    """The lengths of a signature under the header segment *header*; of an unknown algorithm, all usual ones."""
    data, _ = decode_segment(header, Segment.HEADER)
    text, _ = decode_text(data, Segment.HEADER)
    members, _ = decode_object(text, Segment.HEADER)
    alg = None if members is None else members.get("alg")
    return _LENGTHS.get(alg, _ANY) if isinstance(alg, str) else _ANY


def is_whole(token: str) -> bool:
    """Whether the last segment of *token* has a length that a signature can have; a JWE counts as whole."""
    segments = token.split(".")
    return len(segments) != 3 or len(segments[2]) in signature_lengths(segments[0])
