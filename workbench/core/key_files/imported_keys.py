"""Keys that were read from outside and are not in the ring yet: what each may be bound to, and what to know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from workbench.core.errors import KeyImportError
from workbench.core.keys.algorithms import ALGORITHMS
from workbench.core.keys.private_value import PrivateValue
from workbench.core.keys.rsa_numbers import number
from workbench.core.keys.signing_key import SigningKey, usual_kid
from workbench.core.keys.verification_key import VerificationKey, permitted_algorithms
from workbench.core.text.wording import joined, quoted

MOST_KID_CHARACTERS = 256
MOST_NAME_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class ImportedKey(PrivateValue):
    """A private key or a secret, read and checked.

    Attributes:
        name: what to call it, if the user does not say.
        jwk: its private JWK, without ``kid`` (but with the ``alg`` of the type AKP).
        kid: its key id: that of its JWK, else its thumbprint, of a secret a random one.
        alg: the algorithm that its JWK names; empty if it names none, or one that does not fit such a key.
        use: what its JWK says it is for; see `SigningKey`.
        key_ops: what its JWK says may be done with it.
        notes: sentences that the user should read.
        limited_to: the algorithms that its form leaves, of an RSASSA-PSS key; empty for all of its type.
    """

    name: str
    jwk: Mapping[str, str] = field(repr=False, hash=False)
    kid: str
    alg: str = ""
    use: str = ""
    key_ops: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    limited_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "jwk", MappingProxyType(dict(self.jwk)))

    @property
    def type_words(self) -> str:
        """Its type for people: ``RSA, 2,048 bits``, ``EC P-256``, ``secret of 32 octets``."""
        return self._verifying.type_words

    @property
    def algorithms(self) -> tuple[str, ...]:
        """What it may be bound to; one of these is a key's algorithm, and nothing else is signed with it."""
        return tuple(alg for alg in _possible(self.jwk) if not self.limited_to or alg in self.limited_to)

    @property
    def algorithm(self) -> str:
        """What it is bound to, if the user does not say: its own, or for a secret the longest hash that it suits."""
        if self.alg in self.algorithms:
            return self.alg
        if self.jwk["kty"] != "oct":
            return self.algorithms[0]
        fits = [each for each in self.algorithms if not self._verifying.weakness(each)]
        return fits[-1] if fits else self.algorithms[0]

    def weakness(self, algorithm: str) -> str:
        """A sentence on how it is too short for *algorithm*; empty if it is long enough."""
        return self._verifying.weakness(algorithm)

    def same_as(self, key: SigningKey) -> bool:
        """Whether it is the key *key* of the ring, whatever that is called and bound to."""
        return {**self.jwk, "alg": ""} == {**key.jwk_private, "alg": ""}

    def to_signing_key(self, name: str, kid: str, algorithm: str, now: int) -> SigningKey:
        """A key for the ring; *now* in seconds since 1970 UTC."""
        members = {member: value for member, value in self.jwk.items() if member != "alg"}
        return SigningKey(kid, name, algorithm, now, members, use=self.use, key_ops=self.key_ops)

    @property
    def _verifying(self) -> VerificationKey:
        return VerificationKey(self.name, self.jwk)


@dataclass(frozen=True, slots=True)
class ImportedKeys:
    """What a file or a text holds.

    Attributes:
        form: what it is, in words: ``a private key (PKCS#8)``, ``a JWK set``.
        keys: the keys that can be imported, one or more.
        left_out: sentences on what else it holds, and why that cannot be imported.
    """

    form: str
    keys: tuple[ImportedKey, ...] = field(repr=False)
    left_out: tuple[str, ...] = ()

    def with_notes(self, notes: tuple[str, ...]) -> "ImportedKeys":
        """The same, with notes on the whole text, which the first key carries."""
        if not notes or not self.keys:
            return self
        first = replace(self.keys[0], notes=(*notes, *self.keys[0].notes))
        return replace(self, keys=(first, *self.keys[1:]))


def imported(
    jwk: Mapping[str, str],
    name: str,
    *,
    kid: object = None,
    alg: object = None,
    use: object = None,
    key_ops: object = None,
    notes: tuple[str, ...] = (),
    limited_to: tuple[str, ...] = (),
) -> ImportedKey:
    """A key to be imported, with notes on what is wrong in its JWK.

    Args:
        jwk: the private JWK, checked.
        name: what to call it; shortened, and without characters that cannot be seen.
        kid: the ``kid`` of its JWK, whatever that is; None if it has none.
        alg: likewise its ``alg``.
        use: likewise its ``use``.
        key_ops: likewise its ``key_ops``.
        notes: notes to begin with.
        limited_to: the algorithms that its form leaves; empty for all of its type.

    Raises:
        KeyImportError: its ``alg`` is not one that signs (RFC 7517 section 4.4): nothing else may be done with it.
    """
    all_notes = list(notes)
    own_kid = kid if isinstance(kid, str) and _is_usable_kid(kid) else None
    if kid is not None and own_kid is None:
        all_notes.append(f"Its kid is not a string of 1 to {MOST_KID_CHARACTERS} characters; it gets another one.")
    permitted = tuple(each for each in _possible(jwk) if not limited_to or each in limited_to)
    if limited_to:
        all_notes.append(f"It is an RSASSA-PSS key, which signs with {joined(permitted, 'or')} only (RFC 4055).")
    if alg is not None and alg not in ALGORITHMS:
        raise KeyImportError(
            f"Its alg is {quoted(alg)}, with which no token is signed: the key is for something else.",
            hint="Import a key for signatures. If it is one, correct its alg, or remove it.",
        )
    own_alg = alg if isinstance(alg, str) and alg in permitted else ""
    if alg is not None and not own_alg:
        all_notes.append(f"Its alg does not fit this key, which can sign with {', '.join(permitted)}.")
    own_use = use if isinstance(use, str) else ""
    if own_use not in ("", "sig"):
        all_notes.append('Its use is not "sig": it is not meant for signatures, and a strict verifier refuses them.')
    operations = _words(key_ops)
    if operations and "sign" not in operations:
        all_notes.append('Its key_ops are without "sign": it is not meant to sign.')
    return ImportedKey(
        plain_name(name), jwk, own_kid or usual_kid(jwk), own_alg, own_use, operations, tuple(all_notes), limited_to
    )


def plain_name(name: str) -> str:
    """*name* on one line, shortened, without characters that cannot be seen; ``imported`` if nothing is left."""
    seen = "".join(character for character in name if character.isprintable()).strip()
    return seen[:MOST_NAME_CHARACTERS].strip() or "imported"


def _possible(jwk: Mapping[str, str]) -> tuple[str, ...]:
    """The algorithms of a key's type that it is long enough for: a weak key signs too, if the hash fits in."""
    permitted = permitted_algorithms(jwk)
    if jwk["kty"] != "RSA":
        return permitted
    bits = number(jwk["n"]).bit_length()
    return tuple(alg for alg in permitted if _holds(alg, bits))


def _holds(alg: str, bits: int) -> bool:
    digest = int(alg[2:]) // 8
    if alg.startswith("PS"):  # RFC 8017 section 9.1.1, with a salt as long as the hash
        return (bits + 6) // 8 >= 2 * digest + 2
    return (bits + 7) // 8 >= digest + 30  # section 9.2: 19 octets that name the hash, 11 of padding


def _is_usable_kid(kid: str) -> bool:
    return 0 < len(kid) <= MOST_KID_CHARACTERS and kid.isprintable()


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(each for each in value if isinstance(each, str) and len(each) <= MOST_KID_CHARACTERS)[:20]
