"""The changes that fixes are made of: pure functions that leave alone what they do not find."""

from collections.abc import Mapping
from functools import partial

from workbench.core.claims.claim import Claim
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.nodes import Path
from workbench.core.lint.tokens.finding import Fix, HeaderEdit
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import named


def setting(label: str, name: str, value: object) -> Fix:
    """A fix that gives the claim *name* this value, at the end if it is not there."""
    return Fix(label, claims=lambda claims: claims.with_value(name, value))


def removing(path: Path) -> Fix:
    """A fix that removes a claim, a member of one, or an element."""
    return Fix(f"Remove {named(*path)}", claims=partial(_without, path=path))


def renaming(old: str, new: str, value: object) -> Fix:
    """A fix that replaces the claim *old* by *new*."""

    def edit(claims: ClaimSet) -> ClaimSet:
        row = claims.row(old)
        if row is None or new in claims:
            return claims
        renamed = Claim(new, json_text.dump_compact(value), value)
        # All duplicates of the name; the last is the one that counts.
        return ClaimSet(
            [renamed if each == row else claim for each, claim in enumerate(claims) if each == row or claim.name != old]
        )

    return Fix(f"Rename {named(old)} to {new}", claims=edit)


def setting_parameter(name: str, value: object, label: str = "") -> Fix:
    """A fix that gives the header parameter *name* this value."""
    return Fix(label or f"Set {name} to {json_text.dump(value)}", header=lambda header: {**header, name: value})


def removing_parameter(name: str) -> Fix:
    """A fix that removes a header parameter."""
    return Fix(f"Remove {name} from the header", header=_parameters_without(name))


def last_of_each(claims: ClaimSet) -> ClaimSet:
    """Only the last of every duplicate name, also inside values."""
    rows = {claim.name: row for row, claim in enumerate(claims)}
    # Decoding has already dropped the earlier of two members inside a value; rewriting it drops them from the text.
    return ClaimSet([_rewritten(claims[row]) for row in sorted(rows.values())])


def _rewritten(claim: Claim) -> Claim:
    if not isinstance(claim.value, list | Mapping):
        return claim
    return Claim(claim.name, json_text.dump_compact(claim.value), claim.value, claim.name_text)


def _parameters_without(name: str) -> HeaderEdit:
    return lambda header: {each: value for each, value in header.items() if each != name}


def _without(claims: ClaimSet, path: Path) -> ClaimSet:
    name, *inner = path
    if not inner:
        return ClaimSet([claim for claim in claims if claim.name != name])
    claim = claims.claim(str(name))
    return claims if claim is None else claims.with_value(claim.name, _pruned(claim.value, tuple(inner)))


def _pruned(value: object, path: Path) -> object:
    """A copy of *value* without the member or element that *path* leads to."""
    step, *rest = path
    inner = tuple(rest)
    if isinstance(value, Mapping):
        members = {name: _pruned(each, inner) if name == step and inner else each for name, each in value.items()}
        return members if inner else {name: each for name, each in members.items() if name != step}
    if isinstance(value, list):
        elements = [_pruned(each, inner) if index == step and inner else each for index, each in enumerate(value)]
        return elements if inner else [each for index, each in enumerate(elements) if index != step]
    return value
