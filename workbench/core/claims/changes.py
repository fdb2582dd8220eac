"""How two claims sets differ, claim by claim, and each difference in a few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import shortened, with_article

if TYPE_CHECKING:
    from workbench.core.claims.claim import Claim
    from workbench.core.claims.claim_set import ClaimSet

_SHOWN_CHARACTERS = 32


class ChangeKind(StrEnum):
    """How a claim was changed."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    TYPE_CHANGED = "type_changed"


class Change(NamedTuple):
    """One claim before and after; one of the two may be None."""

    name: str
    kind: ChangeKind
    before: Claim | None
    after: Claim | None

    @property
    def words(self) -> str:
        """The change in two or three words, such as ``added admin`` or ``was viewer``; empty for no change."""
        if self.kind is ChangeKind.SAME:
            return ""
        if self.before is None or self.after is None:
            return self.kind.value
        if self.kind is ChangeKind.TYPE_CHANGED:
            return f"now {with_article(self.after.type_name)}"
        elements = _elements(self.name, self.before), _elements(self.name, self.after)
        if elements[0] is not None and elements[1] is not None:
            return _element_words(elements[0], elements[1])
        if self.before.type_name == "object":
            return "changed"
        return f"was {_shown(self.before.value)}"


def differences(issued: ClaimSet, edited: ClaimSet) -> tuple[Change, ...]:
    """Compare two sets by name: first the claims of *edited* in their order, then those that were removed.

    White space inside a value makes no difference; ``1`` and ``1.0`` do. Of a name that occurs more than once, the
    first is compared with the first, the second with the second.
    """
    before = dict(issued.numbered())
    changes = [_change(before.pop(key, None), after) for key, after in edited.numbered()]
    changes += [Change(claim.name, ChangeKind.REMOVED, claim, None) for claim in before.values()]
    return tuple(changes)


def changes(issued: ClaimSet, edited: ClaimSet) -> tuple[Change, ...]:
    """The ``differences`` without the claims that are the same, which costs little however many there are of those."""
    before = dict(issued.numbered())
    found: list[Change] = []
    for key, after in edited.numbered():
        earlier = before.pop(key, None)
        if earlier is None or earlier.text != after.text:
            found.append(_change(earlier, after))
    found += [Change(claim.name, ChangeKind.REMOVED, claim, None) for claim in before.values()]
    return tuple(change for change in found if change.kind is not ChangeKind.SAME)


def _change(before: Claim | None, after: Claim) -> Change:
    if before is None:
        kind = ChangeKind.ADDED
    elif before.text == after.text:  # nearly all, in a keystroke
        kind = ChangeKind.SAME
    elif before.type_name != after.type_name:
        kind = ChangeKind.TYPE_CHANGED
    elif _same_value(before, after):
        kind = ChangeKind.SAME
    else:
        kind = ChangeKind.CHANGED
    return Change(after.name, kind, before, after)


def _same_value(before: Claim, after: Claim) -> bool:
    # Compared as text, since Python takes True for 1, and 1.0 for 1.
    return before.text == after.text or json_text.dump_compact(before.value) == json_text.dump_compact(after.value)


def _elements(name: str, claim: Claim) -> list[str] | None:
    """The elements of an array, or the words of a ``scope`` (RFC 8693 section 4.2); None for anything else."""
    if isinstance(claim.value, Sequence) and not isinstance(claim.value, str):
        return [_shown(element) for element in claim.value]
    if name == "scope" and isinstance(claim.value, str):
        return claim.value.split()
    return None


def _element_words(before: list[str], after: list[str]) -> str:
    added = list((Counter(after) - Counter(before)).elements())
    removed = list((Counter(before) - Counter(after)).elements())
    parts = [f"{verb} {_named(elements)}" for verb, elements in (("added", added), ("removed", removed)) if elements]
    return ", ".join(parts) or "order changed"


def _named(elements: list[str]) -> str:
    return elements[0] if len(elements) == 1 else str(len(elements))


def _shown(value: object) -> str:
    text: str = value if isinstance(value, str) else json_text.dump(value)
    return shortened(text, _SHOWN_CHARACTERS)
