"""Edits of a claims set that leave the text of other claims unchanged, and the description of an edit."""

from collections import Counter
from collections.abc import Mapping, Sequence

from workbench.core.claims.changes import Change, ChangeKind, changes
from workbench.core.claims.claim import Claim
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import shortened, with_article

_MOST = 28


def retyped(before: ClaimSet, text: str) -> ClaimSet:
    """The set that *text* holds, a JSON object typed or laid out for reading.

    What means the same as before keeps the text it had; what was changed is written without white space, which only
    lays the text out. A name may be a duplicate, since that is a fault one may want to try.

    Raises:
        JsonTextError: the text is not a JSON object.
    """
    known = dict(before.numbered())
    typed = ClaimSet.from_members(json_text.members(text), "")
    after = [_kept(known.get(key), claim) for key, claim in typed.numbered()]
    return before if tuple(after) == tuple(before) else ClaimSet(after)


def restored(claims: ClaimSet, before: ClaimSet, original: Claim) -> ClaimSet:
    """*claims* with *original* restored from *before*: in its row if it is there, else after its old neighbour."""
    if original.name in claims:
        return ClaimSet([original if claim.name == original.name else claim for claim in claims])
    earlier = before.names[: before.names.index(original.name)]
    places: dict[str, int] = {}
    for row, name in enumerate(claims.names):
        places.setdefault(name, row + 1)
    place = max((places.get(name, 0) for name in earlier), default=0)
    return ClaimSet([*claims[:place], original, *claims[place:]])


def free_name(claims: ClaimSet, wanted: str) -> str:
    """*wanted*, followed by the first number that makes it unique if the name is taken."""
    names = (wanted if number == 1 else f"{wanted}_{number}" for number in range(1, len(claims) + 2))
    return next(name for name in names if name not in claims)


def described(before: ClaimSet, after: ClaimSet, *, noun: str = "claim") -> str:
    """What was done to *before*, for a button: ``add "admin" to roles``, ``remove claim tenant``.

    Args:
        before: the set that there was.
        after: the set that it became.
        noun: what a member is called.

    Returns:
        the words; empty if both have the same text.
    """
    changed = changes(before, after)
    if len(changed) == 1:
        return _words(changed[0], noun)
    if len(changed) > 1:
        return _renaming(before, after, noun) or f"change {len(changed)} {noun}s"
    if before.names != after.names:
        return f"reorder the {noun}s"
    return "" if before.to_json() == after.to_json() else "change white space"


def _kept(before: Claim | None, claim: Claim) -> Claim:
    if before is not None and before.name_text == claim.name_text and before.text == claim.text:
        return before
    if not isinstance(claim.value, Mapping | list):
        return claim
    text = json_text.compact(claim.text)
    if before is not None and (before.text == text or json_text.compact(before.text) == text):
        return before
    return Claim(claim.name, text, claim.value, claim.name_text)


def _renaming(before: ClaimSet, after: ClaimSet, noun: str) -> str:
    if len(before) != len(after):
        return ""
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if (old.name, old.text) != (new.name, new.text)]
    if len(pairs) == 1 and pairs[0][0].text == pairs[0][1].text:
        old, new = pairs[0]
        return f"rename {noun} {shortened(old.name, _MOST)} to {shortened(new.name, _MOST)}"
    return ""


def _words(change: Change, noun: str) -> str:
    name = shortened(change.name, _MOST)
    if change.before is None:
        return f"add {noun} {name}"
    if change.after is None:
        return f"remove {noun} {name}"
    if change.kind is ChangeKind.TYPE_CHANGED:
        return f"make {name} {with_article(change.after.type_name)}"
    return _element_words(name, change.before.value, change.after.value) or _value_words(name, change.after)


def _value_words(name: str, claim: Claim) -> str:
    if isinstance(claim.value, list | Mapping):
        return f"change {name}"
    return f"set {name} to {shortened(claim.text, _MOST)}"


def _element_words(name: str, before: object, after: object) -> str:
    """``add "admin" to roles``, if one element came or went; empty otherwise."""
    if name == "scope" and isinstance(before, str) and isinstance(after, str):
        before, after = before.split(), after.split()
    if not isinstance(before, list) or not isinstance(after, list):
        return ""
    added, removed = _missing(after, before), _missing(before, after)
    if len(added) == 1 and not removed:
        return f"add {shortened(added[0], _MOST)} to {name}"
    if len(removed) == 1 and not added:
        return f"remove {shortened(removed[0], _MOST)} from {name}"
    return ""


def _missing(elements: Sequence[object], others: Sequence[object]) -> list[str]:
    """What *elements* hold and *others* do not, as JSON texts, so that 1 and true are two things."""
    texts = Counter(map(json_text.dump_compact, elements)), Counter(map(json_text.dump_compact, others))
    return list((texts[0] - texts[1]).elements())
