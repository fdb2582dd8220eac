"""How long a signature has to be, by the algorithm that the header names: whether a token was cut off."""

from collections.abc import Mapping
from functools import lru_cache

from workbench.core.token.segments import Segment, decode_object, decode_segment, decode_text

SIGNATURE_OCTETS: Mapping[str, int] = {
    "HS256": 32, "HS384": 48, "HS512": 64,
    "ES256": 64, "ES256K": 64, "ES384": 96, "ES512": 132,
    "Ed25519": 64, "Ed448": 114,
    "ML-DSA-44": 2_420, "ML-DSA-65": 3_309, "ML-DSA-87": 4_627,
}  # fmt: skip
"""How long a signature is under each algorithm that leaves no choice: RFC 7518 section 3, 8037, 8812, 9864, 9964."""

_RSA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
_RSA_BITS = (1_024, 1_536, 2_048, 3_072, 4_096, 8_192)  # a signature is as long as the modulus


def base64url_length(octets: int) -> int:
    """How many characters so many octets take in a token: four for three, without padding."""
    return -(-4 * octets // 3)


def _characters(*octets: int) -> frozenset[int]:
    return frozenset(map(base64url_length, octets))


_LENGTHS: Mapping[str, frozenset[int]] = {
    "none": frozenset({0}),
    **{name: _characters(octets) for name, octets in SIGNATURE_OCTETS.items()},
    "EdDSA": _characters(SIGNATURE_OCTETS["Ed25519"], SIGNATURE_OCTETS["Ed448"]),
    **dict.fromkeys(_RSA, _characters(*(bits // 8 for bits in _RSA_BITS))),
}
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
