"""A named state of the token, such as "bob as admin" or "wrong audience", and who signed it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workbench.core.claims.changes import Change, ChangeKind, differences
from workbench.core.errors import VariantError
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.signing.jose import maker_of
from workbench.core.token.compact import Reading
from workbench.core.token.segments import Segment

MOST_NAME = 80
"""Characters of a name; a longer one would not be read in a list."""

_MOST_NAMED = 2
_LONGEST_VALUE = 20
_DIGIT = re.compile("[A-Za-z0-9_-]")


class SignedHow(StrEnum):
    """Which key made the signature of a token, as far as the key ring shows."""

    KEY = "key"  # a key of the ring made it
    BROKEN = "broken"  # no key of the ring made it for this header and payload
    STALE = "stale"  # it belongs to the issued token, whose header or payload was changed
    NONE = "none"  # there is none


@dataclass(frozen=True, slots=True)
class Signed:
    """How a token was signed: enough to sign the same header and payload again, without any key material.

    Attributes:
        how: which kind of key made the signature.
        kid: id of the key that made it; empty if no key of the ring did.
        octets: length of the signature.
        shape: an invalid base64url signature, with A for each valid character; empty for a valid one.
    """

    how: SignedHow
    kid: str = ""
    octets: int = 0
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """A named state of the token.

    Attributes:
        name: the name that the user gave it.
        compact: the token, even if it is malformed.
        signed: how it was signed.
        differs: how it differed from the issued token when it was saved, in a few words.
        problem: why it cannot be sent as saved, such as a missing key; empty if it can.
    """

    name: str
    compact: str = field(repr=False)
    signed: Signed
    differs: str = ""
    problem: str = ""

    def renamed(self, name: str) -> "Variant":
        """The same token under another name."""
        return replace(self, name=name)


def checked_name(name: str, taken: Sequence[str]) -> str:
    """*name* without outer white space, if a variant can have it.

    Raises:
        VariantError: it is empty, too long, or among those that are *taken*.
    """
    name = " ".join(name.split())
    if not name:
        raise VariantError("A variant needs a name.", hint="Type one that says what is special about this token.")
    if len(name) > MOST_NAME:
        raise VariantError(f"A name has at most {MOST_NAME} characters.", hint="Shorten it.")
    if name in taken:
        raise VariantError(f"There is already a variant {name}.", hint="Choose another name, or remove that one first.")
    return name


def free_variant_name(wanted: str, taken: Sequence[str]) -> str:
    """*wanted*, shortened to the longest name allowed, with a number after it if the name is taken."""
    stem = " ".join(wanted.split())[: MOST_NAME - 5] or "token"
    names = (stem if number == 1 else f"{stem} {number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def suggested_name(
    reading: Reading, undo_words: str, design: str, user: str = "", *, issued: Reading | None = None
) -> str:
    """Suggest a name for a variant of the token: its user, and the last edit or whatever differs from the issued one.

    Args:
        reading: the token.
        undo_words: what undo would revert; empty for nothing.
        design: id of the design by which it was issued.
        user: the name of the user whom ``sub`` stands for; empty if that is not known.
        issued: the token from which it was made, if there is one.
    """
    subject = reading.claims.get("sub") if reading.claims is not None else None
    who = user or (subject if isinstance(subject, str) and subject else "token")
    if undo_words and not undo_words.startswith(("log in", "sign with", "open ")):
        return f"{who}: {undo_words}"
    changes = []
    if issued is not None and issued.claims is not None and reading.claims is not None:
        changes = [_name_words(each) for each in _real(differences(issued.claims, reading.claims))]
    if changes:
        return ", ".join([who, *changes[:_MOST_NAMED], *(["and more"] if len(changes) > _MOST_NAMED else [])])
    return f"{who} under {design}" if design else who


def _name_words(change: Change) -> str:
    """The change as a part of a name: ``roles added admin``, ``aud billing``, ``exp changed``."""
    if change.before is None or change.after is None:
        return _words(change)
    value = change.after.value
    if isinstance(value, str) and 0 < len(value) <= _LONGEST_VALUE:
        return f"{change.name} {value}"
    words = change.words
    return f"{change.name} {words if words.startswith(('added ', 'removed ')) else 'changed'}"


def signed_how(reading: Reading, keys: Sequence[SigningKey], issued: Reading | None = None) -> Signed:
    """How the token was signed.

    Args:
        reading: the token.
        keys: the keys of the ring.
        issued: the token from which it was made; with its signature on other segments, the token is stale.
    """
    octets = len(reading.signature or b"")
    signature = reading.segments[2] if len(reading.segments) == 3 else ""
    if not signature:
        return Signed(SignedHow.NONE)
    maker = maker_of(reading.jws, keys) if reading.jws is not None else None
    if maker is not None:
        return Signed(SignedHow.KEY, maker.kid, octets)
    if issued is not None and len(issued.segments) == 3 and issued.segments[2] == signature:
        return Signed(SignedHow.STALE, octets=octets)
    faulty = any(fault.segment is Segment.SIGNATURE for fault in reading.faults)
    return Signed(SignedHow.BROKEN, octets=octets, shape=_DIGIT.sub("A", signature) if faulty else "")


def signed_words(signed: Signed, keys: Sequence[SigningKey]) -> str:
    """Which key signed it, in a few words: ``demo-issuer``, ``mine, not trusted``, ``not signed``."""
    match signed.how:
        case SignedHow.NONE:
            return "not signed"
        case SignedHow.STALE:
            return "stale"
        case SignedHow.BROKEN:
            return "unknown key"
    key = next((key for key in keys if key.kid == signed.kid), None)
    if key is None:
        return "key deleted"
    return key.name if key.trusted or key.role is KeyRole.ISSUER else f"{key.name}, not trusted"


def difference_words(before: Reading | None, after: Reading) -> str:
    """How *after* differs from *before*, in a few words: ``roles: added admin; no aud``; empty if *before* is None."""
    if before is None:
        return ""
    if before.text == after.text:
        return "as issued"
    parts: list[str] = []
    if before.header_members is not None and after.header_members is not None:
        found = differences(before.header_members, after.header_members)
        # The signing key has a column of its own.
        parts += [f"header {_words(each)}" for each in _real(found) if each.name not in ("kid", "alg")]
    if before.claims is not None and after.claims is not None:
        parts = [*(_words(each) for each in _real(differences(before.claims, after.claims))), *parts]
    if not parts:
        same = before.segments[:2] == after.segments[:2]
        return "different signature" if same else "not readable" if after.claims is None else "same claims"
    rest = len(parts) - _MOST_NAMED
    return "; ".join(parts if rest <= 0 else [*parts[:_MOST_NAMED], f"{rest} more"])


def _real(changes: Sequence[Change]) -> list[Change]:
    return [each for each in changes if each.kind is not ChangeKind.SAME]


def _words(change: Change) -> str:
    if change.kind is ChangeKind.REMOVED:
        return f"no {change.name}"
    if change.kind is ChangeKind.ADDED:
        return f"new {change.name}"
    return f"{change.name}: {change.words}"


def renamed_places(pins: Mapping[tuple[str, str, str], int], old: str, new: str) -> dict[tuple[str, str, str], int]:
    """Pins by design, variant and request, with the variant *old* under its name *new*."""
    return {
        (design, new if variant == old else variant, request): status
        for (design, variant, request), status in pins.items()
    }
