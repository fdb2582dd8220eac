"""What a JWK says that its key is for (RFC 7517 sections 4.2 to 4.4), and whether that lets it verify tokens."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.text.wording import joined, quoted


class Half(StrEnum):
    """Which half of a key a JWK holds."""

    SECRET = "secret"  # noqa: S105  there is but one half: what signs, verifies
    PRIVATE = "private"  # it signs, and its public half verifies
    PUBLIC = "public"


class Contradiction(StrEnum):
    """What a JWK says that does not fit a key which tokens are verified with."""

    ALG = "alg"
    USE = "use"
    KEY_OPS = "key_ops"
    INCONSISTENT = "inconsistent"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that a JWK says against verifying with its key.

    Attributes:
        about: what it says.
        message: one sentence.
        forbids: whether a verifier must not use the key; otherwise the JWK is only written wrongly.
    """

    about: Contradiction
    message: str
    forbids: bool = True


def objections(stated: Mapping[str, object], permitted: Sequence[str], half: Half) -> Iterator[Objection]:
    """What the members of a JWK say against verifying with its key.

    Args:
        stated: ``alg``, ``use`` and ``key_ops`` as far as they are there, whatever their type; others do not count.
        permitted: the algorithms that type and curve of the key permit.
        half: which half of the key the JWK holds.
    """
    if "alg" in stated and stated["alg"] not in permitted:
        allowed = joined(permitted, "or") or "none"
        words = f"Its alg is {quoted(stated['alg'])}; a key of this type permits {allowed}."
        yield Objection(Contradiction.ALG, words)
    if stated.get("use", "sig") != "sig":
        words = f'Its use is {quoted(stated["use"])}, not "sig": it is not meant for signatures.'
        yield Objection(Contradiction.USE, words)
    if "key_ops" in stated:
        yield from _on_operations(stated["key_ops"], half, has_use="use" in stated)


def _on_operations(operations: object, half: Half, *, has_use: bool) -> Iterator[Objection]:
    listed = list(operations) if isinstance(operations, Sequence) and not isinstance(operations, str) else []
    # The public half of a private key that may sign is there to verify; a secret has no other half.
    if "verify" not in listed and not (half is Half.PRIVATE and "sign" in listed):
        yield Objection(Contradiction.KEY_OPS, f'Its key_ops are {quoted(operations)}, without "verify".')
        return
    others = [each for each in listed if each not in ("sign", "verify")]
    if has_use and others:
        words = f'Its use is "sig", and its key_ops also have {quoted(others[0])}: the two must not contradict.'
        yield Objection(Contradiction.INCONSISTENT, words)
    texts = [each for each in listed if isinstance(each, str)]
    twice = next((each for each in texts if texts.count(each) > 1), None)
    if twice is not None:
        words = f"Its key_ops have {quoted(twice)} twice; each may be there once."
        yield Objection(Contradiction.DUPLICATE, words, forbids=False)
