"""A key as the rules see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workbench.core.keys.algorithms import LEAST_SECRET_OCTETS, PUBLIC_MEMBERS
from workbench.core.keys.private_value import PrivateValue
from workbench.core.keys.purpose import Half
from workbench.core.keys.signing_key import SigningKey
from workbench.core.keys.verification_key import VerificationKey
from workbench.core.token.segments import Segment, decode_segment


@dataclass(frozen=True)
class KeySubject(PrivateValue):
    """A key that is to be checked: its public numbers, or its secret, and what it says of itself.

    Attributes:
        name: what it is called in a sentence.
        kid: its key id, if it has one.
        alg: the algorithm that it is bound to, if any.
        members: what makes the key as JWK members, nothing private but an HMAC secret.
        half: which half of it the JWK holds that says what it is for.
        stated: what that JWK says; see `key_purpose.objections`.
    """

    name: str
    kid: str | None
    alg: str | None
    members: Mapping[str, str] = field(repr=False)
    half: Half
    stated: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of_ring(cls, key: SigningKey) -> "KeySubject":
        """A key of the ring."""
        jwk = key.private_jwk()
        members = {name: jwk[name] for name in PUBLIC_MEMBERS.get(jwk["kty"], ("kty", "k"))}
        half = Half.SECRET if key.is_secret else Half.PRIVATE
        return cls(key.name, key.kid, key.algorithm, members, half, key.stated)

    @classmethod
    def of_outside(cls, key: VerificationKey) -> "KeySubject":
        """A key to verify with; what it says of itself has been judged already."""
        return cls(key.name, key.kid, key.alg, key.jwk, Half.SECRET if key.is_secret else Half.PUBLIC)

    @cached_property
    def secret(self) -> bytes | None:
        """The octets of an HMAC secret; None for any other key."""
        return self._octets("k") if self.members["kty"] == "oct" else None

    @cached_property
    def rsa(self) -> tuple[int, int] | None:
        """Modulus and public exponent; None for any other key."""
        if self.members["kty"] != "RSA":
            return None
        return int.from_bytes(self._octets("n")), int.from_bytes(self._octets("e"))

    @cached_property
    def material(self) -> tuple[object, ...]:
        """What is the same for the same key, however its members are written."""
        if self.rsa is not None:
            return "RSA", *self.rsa
        names = (name for name in sorted(self.members) if name not in ("kty", "crv", "alg"))
        return self.members["kty"], self.members.get("crv"), *(self._octets(name) for name in names)

    @property
    def hash_alg(self) -> str:
        """The HMAC algorithm whose length a secret has to have: its own, or the shortest."""
        alg = self.alg or ""
        return alg if alg in LEAST_SECRET_OCTETS else next(iter(LEAST_SECRET_OCTETS))

    def _octets(self, name: str) -> bytes:
        return decode_segment(self.members[name], Segment.TOKEN)[0]
