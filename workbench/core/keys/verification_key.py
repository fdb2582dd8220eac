"""Keys to verify with that come from outside: what each permits, and why it may not count.

Nothing here is kept: such a key lives as long as it is shown, and ``repr`` never gives a secret away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from workbench.core.keys.algorithms import ALGORITHMS, LEAST_SECRET_OCTETS, PUBLIC_MEMBERS, RSA_BITS
from workbench.core.keys.private_value import PrivateValue
from workbench.core.keys.public_key_octets import public_key_form
from workbench.core.keys.purpose import Half, objections
from workbench.core.text.wording import counted
from workbench.core.token.segments import Segment, decode_segment, encode_segment

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey

# The algorithms of a key type, and of a curve where there is one: RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 8812
# section 3.2, RFC 9864 section 2.2, RFC 9964.
_PERMITTED: Mapping[tuple[str, str | None], tuple[str, ...]] = {
    ("oct", None): tuple(LEAST_SECRET_OCTETS),
    ("RSA", None): ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    ("EC", "P-256"): ("ES256",),
    ("EC", "P-384"): ("ES384",),
    ("EC", "P-521"): ("ES512",),
    ("EC", "secp256k1"): ("ES256K",),
    ("OKP", "Ed25519"): ("EdDSA", "Ed25519"),
    ("OKP", "Ed448"): ("EdDSA", "Ed448"),
    ("AKP", None): ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87"),
}


@dataclass(frozen=True, slots=True)
class VerificationKey(PrivateValue):
    """A public key, or a shared secret, to verify with.

    Attributes:
        name: what it is called in a sentence: ``the certificate's key``, ``key 2 of the set``.
        jwk: the members that verifying takes; of a private key only the public ones are here.
        kid: its key id, if it has one.
        alg: the algorithm that it is bound to; None leaves all that its type permits.
        contradictions: sentences on why it does not count under strict rules, such as ``use`` for encryption.
        notes: further sentences that the user should read.
        limited_to: the algorithms that its form leaves, of an RSASSA-PSS key; empty for all of its type.
        other_readings: of a typed secret, the JWK of each other way to read it: ``as hex``, ``with its line end``.
        in_set: it is one of a set, from which a token chooses by its ``kid``; a key on its own is used for any token.
    """

    name: str
    jwk: Mapping[str, str] = field(repr=False, hash=False)
    kid: str | None = None
    alg: str | None = None
    contradictions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    limited_to: tuple[str, ...] = ()
    other_readings: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False, hash=False)
    in_set: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "jwk", MappingProxyType(dict(self.jwk)))

    @property
    def is_secret(self) -> bool:
        """Whether it is a shared secret."""
        return self.jwk["kty"] == "oct"

    @property
    def type_words(self) -> str:
        """Its type for people: ``RSA, 2,048 bits``, ``EC P-256``, ``secret of 32 octets``."""
        kty = self.jwk["kty"]
        if kty == "oct":
            octets = len(decode_segment(self.jwk["k"], Segment.TOKEN)[0])
            return f"secret of {counted(octets, 'byte')}"
        if kty == "RSA":
            modulus, _ = decode_segment(self.jwk["n"], Segment.TOKEN)
            return f"RSA, {int.from_bytes(modulus).bit_length():,} bits"
        return f"{kty} {self.jwk['alg']}" if kty == "AKP" else f"{kty} {self.jwk['crv']}"

    @property
    def algorithms(self) -> tuple[str, ...]:
        """What may be verified with it: its own algorithm, or all of its type, as far as this program knows them."""
        permitted = permitted_algorithms(self.jwk)
        if self.alg is not None:
            permitted = tuple(each for each in permitted if each == self.alg)
        if self.limited_to:
            permitted = tuple(each for each in permitted if each in self.limited_to)
        return tuple(each for each in permitted if each in ALGORITHMS)

    def weakness(self, alg: str) -> str:
        """A sentence on how the key is too short for *alg*; empty if it is long enough."""
        if self.is_secret:
            octets, least = len(decode_segment(self.jwk["k"], Segment.TOKEN)[0]), LEAST_SECRET_OCTETS.get(alg, 0)
            if octets < least:
                has = f"{counted(octets, 'byte')}"
                return f"The secret has {has}; {alg} asks for {least} or more (RFC 7518, 3.2)."
        elif self.jwk["kty"] == "RSA":
            bits = int.from_bytes(decode_segment(self.jwk["n"], Segment.TOKEN)[0]).bit_length()
            if bits < RSA_BITS:
                return f"The RSA key has {bits:,} bits; {alg} asks for 2,048 or more (RFC 7518, 3.3)."
        return ""


def permitted_algorithms(jwk: Mapping[str, str]) -> tuple[str, ...]:
    """Every algorithm that the type of a key permits, also those that this program does not know."""
    if jwk["kty"] == "AKP":
        return (jwk["alg"],)
    return _PERMITTED.get((jwk["kty"], jwk.get("crv")), ())


def of_ring(key: SigningKey, *, in_set: bool = False) -> VerificationKey:
    """A key of the ring to verify with, on its own or as one of all; of a private key its public half."""
    jwk = key.private_jwk()
    members = {name: jwk[name] for name in PUBLIC_MEMBERS.get(jwk["kty"], ("kty", "k"))}
    contradictions = tuple(contradictions_of(members, key.stated, Half.SECRET if key.is_secret else Half.PRIVATE))
    return VerificationKey(key.name, members, key.kid, key.algorithm, contradictions, in_set=in_set)


def of_secret(octets: bytes, other_readings: Mapping[str, bytes] | None = None) -> VerificationKey:
    """A shared secret that somebody typed, and what it would be in other readings of the text."""
    members = {"kty": "oct", "k": encode_segment(octets)}
    others = {words: {"kty": "oct", "k": encode_segment(each)} for words, each in (other_readings or {}).items()}
    contradictions = tuple(contradictions_of(members, {}, Half.SECRET))
    return VerificationKey("the secret", members, contradictions=contradictions, other_readings=others)


def contradictions_of(members: Mapping[str, str], stated: Mapping[str, object], half: Half) -> Iterator[str]:
    """Why a key does not count under strict rules, as sentences.

    Args:
        members: what makes the key.
        stated: what its JWK says of it; see `key_purpose.objections`.
        half: which half of the key the JWK holds.
    """
    for objection in objections(stated, permitted_algorithms(members), half):
        if objection.forbids:
            yield objection.message
    form = public_key_form(decode_segment(members["k"], Segment.TOKEN)[0]) if members["kty"] == "oct" else ""
    if form:
        yield (
            f"The secret is {form}, a public key: an HMAC under it could be made by anybody who has the public key "
            "(algorithm confusion, RFC 8725, 2.1)."
        )
