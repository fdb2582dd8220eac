"""The algorithms that tokens are signed with, as a table: what each one is, and what its keys and signatures look like.

See RFC 7518 section 3, RFC 8037 section 3.1, RFC 8812 section 3.2, RFC 9864 section 2.2 and RFC 9964.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.core.token.signature_length import SIGNATURE_OCTETS, base64url_length


class Family(StrEnum):
    """What an algorithm rests on."""

    SYMMETRIC = "symmetric"
    RSA = "RSA"
    ELLIPTIC_CURVE = "elliptic curve"
    EDWARDS = "Edwards curve"
    POST_QUANTUM = "post-quantum"


@dataclass(frozen=True, slots=True)
class KeyKind:
    """A kind of key: a JWS algorithm, with the curve where the algorithm leaves a choice.

    Attributes:
        name: by which such a key is asked for, and which a session file keeps: the ``alg``, or for EdDSA on Ed448 that
            curve, so that the algorithm of this name (RFC 9864) needs another one.
        alg: the algorithm as tokens name it.
        family: what it rests on.
        kty: key type of its JWK.
        crv: the one curve; None for key types without curves.
        hash: the hash function that it uses.
        signature_octets: length of a signature; with RSA it is as long as the modulus, see `with_rsa_bits`.
        private_part: what the private JWK holds, in a few words.
        description: what it is good for, in one short sentence.
    """

    name: str
    alg: str
    family: Family
    kty: str
    crv: str | None
    hash: str
    signature_octets: int
    private_part: str
    description: str

    @property
    def label(self) -> str:
        """The algorithm, and the curve where the algorithm leaves a choice: ``ES256``, ``EdDSA (Ed448)``."""
        is_usual = self.alg != "EdDSA" or self.name == self.alg
        return self.alg if is_usual else f"{self.alg} ({self.crv})"

    @property
    def key_bits(self) -> int:
        """Length of a new key: of the secret, the curve's field, or the modulus; 0 where nobody counts it in bits."""
        match self.family:
            case Family.SYMMETRIC | Family.RSA:
                return 8 * self.signature_octets
            case Family.POST_QUANTUM:
                return 0
        return CURVE_BITS[str(self.crv)]

    def with_rsa_bits(self, bits: int) -> "KeyKind":
        """The same kind with a modulus of this length; the kind itself where it has none."""
        if self.family is not Family.RSA:
            return self
        return replace(self, signature_octets=bits // 8, private_part=_rsa_private_part(bits))


RSA_BITS = 2_048
"""Length of the modulus of a new RSA key by default; RFC 7518 section 3.3 asks for as much or more."""

RSA_SIZES = (RSA_BITS, 3_072, 4_096)
"""The lengths of a modulus to choose from, in bits."""

CURVE_BITS: Mapping[str, int] = {
    "P-256": 256,
    "P-384": 384,
    "P-521": 521,
    "secp256k1": 256,
    "Ed25519": 255,
    "Ed448": 448,
}
"""How long the numbers of each curve's field are."""


LEAST_SECRET_OCTETS: Mapping[str, int] = {alg: SIGNATURE_OCTETS[alg] for alg in ("HS256", "HS384", "HS512")}
"""How long a secret has to be for each algorithm that signs with one: as long as its hash (RFC 7518 section 3.2)."""


def _symmetric(bits: int, description: str) -> KeyKind:
    alg = f"HS{bits}"
    octets = LEAST_SECRET_OCTETS[alg]
    kept = f"secret of {octets} bytes"
    return KeyKind(alg, alg, Family.SYMMETRIC, "oct", None, f"SHA-{bits}", octets, kept, description)


def _rsa(alg: str, description: str) -> KeyKind:
    kept = _rsa_private_part(RSA_BITS)
    return KeyKind(alg, alg, Family.RSA, "RSA", None, f"SHA-{alg[2:]}", RSA_BITS // 8, kept, description)


def _rsa_private_part(bits: int) -> str:
    return f"{bits:,} bits, eight numbers"


def _elliptic(alg: str, crv: str, bits: int, description: str) -> KeyKind:
    octets = SIGNATURE_OCTETS[alg]
    # RFC 7518 section 3.4: a signature is two numbers as long as a coordinate.
    kept = f"number of {octets // 2} bytes"
    return KeyKind(alg, alg, Family.ELLIPTIC_CURVE, "EC", crv, f"SHA-{bits}", octets, kept, description)


def _edwards(name: str, alg: str, crv: str, hash_: str, description: str) -> KeyKind:
    octets = SIGNATURE_OCTETS[crv]
    kept = f"seed of {octets // 2} bytes"
    return KeyKind(name, alg, Family.EDWARDS, "OKP", crv, hash_, octets, kept, description)


def _post_quantum(alg: str, description: str) -> KeyKind:
    octets = SIGNATURE_OCTETS[alg]
    return KeyKind(alg, alg, Family.POST_QUANTUM, "AKP", None, "SHAKE256", octets, "seed of 32 bytes", description)


ED448_BY_NAME = "Ed448-RFC9864"
"""The kind whose algorithm is named Ed448; a session file means EdDSA by the plain name."""

KINDS: tuple[KeyKind, ...] = (
    _symmetric(256, "One shared secret: anyone who can check a token can also make one."),
    _symmetric(384, "As HS256, with a longer hash and secret."),
    _symmetric(512, "As HS256, with the longest hash and secret."),
    _rsa("RS256", "Understood everywhere; a long signature."),
    _rsa("RS384", "As RS256 with a longer hash; the signature stays as long."),
    _rsa("RS512", "As RS256 with the longest hash; the signature stays as long."),
    _rsa("PS256", "RSA with the padding advised today (PSS); a long signature."),
    _rsa("PS384", "As PS256 with a longer hash."),
    _rsa("PS512", "As PS256 with the longest hash."),
    _elliptic("ES256", "P-256", 256, "A short signature, understood nearly everywhere."),
    _elliptic("ES384", "P-384", 384, "As ES256 on a larger curve."),
    _elliptic("ES512", "P-521", 512, "As ES256 on the largest curve, of 521 bits."),
    _elliptic("ES256K", "secp256k1", 256, "The curve of blockchains; few JWT libraries have it."),
    _edwards("EdDSA", "EdDSA", "Ed25519", "SHA-512", "Ed25519, by a deprecated name that all know."),
    _edwards("Ed448", "EdDSA", "Ed448", "SHAKE256", "As Ed25519 on a larger curve; few libraries have it."),
    _edwards("Ed25519", "Ed25519", "Ed25519", "SHA-512", "EdDSA on Ed25519 by its new name (RFC 9864)."),
    _edwards(ED448_BY_NAME, "Ed448", "Ed448", "SHAKE256", "EdDSA on Ed448 by its new name (RFC 9864)."),
    _post_quantum("ML-DSA-44", "Meant to withstand quantum computers; a very long signature."),
    _post_quantum("ML-DSA-65", "As ML-DSA-44, stronger and longer."),
    _post_quantum("ML-DSA-87", "As ML-DSA-44, strongest and longest."),
)
"""Every kind of key that can be made, in the order in which they are offered."""

ALGORITHMS: tuple[str, ...] = tuple(dict.fromkeys(kind.alg for kind in KINDS))
"""The algorithms as tokens name them, without ``none``."""

PUBLIC_MEMBERS: Mapping[str, tuple[str, ...]] = {
    # What makes the public key, and goes into its thumbprint: RFC 7638 section 3.2, RFC 8037 section 2, RFC 9964.
    "AKP": ("alg", "kty", "pub"),
    "EC": ("crv", "kty", "x", "y"),
    "OKP": ("crv", "kty", "x"),
    "RSA": ("e", "kty", "n"),
}


def kind_named(name: str) -> KeyKind | None:
    """The kind of that name, or the first on that curve. None if there is no such kind."""
    named = next((kind for kind in KINDS if name == kind.name), None)
    return named or next((kind for kind in KINDS if name == kind.crv), None)


def kind_of(alg: str, crv: str | None = None) -> KeyKind | None:
    """The kind of a key for *alg* on the curve *crv*; None if there is no such kind."""
    return next((kind for kind in KINDS if kind.alg == alg and crv in (None, kind.crv)), None)


def signature_words(octets: int) -> str:
    """What a signature of this length costs: ``signature 64 octets = 86 characters``."""
    return f"signature {octets:,} bytes = {base64url_length(octets):,} characters"
