"""What a weakness is: wrappers around the parts of a strict server.

A weakness names the parts that it changes, and gives for each a function that takes the part and returns a flawed one.
The flawed part calls the one that it wraps for every case that is not its own. That is why any two weaknesses can be
combined, also on the same part, and why each opens one hole only.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from demo_server.checks.parts import (
    CheckFunction,
    Decode,
    DenyListId,
    FindKey,
    Order,
    Parse,
    Parts,
    RefusalText,
)
from demo_server.policy.grants import GrantFunction
from demo_server.policy.tenancy import FenceFunction

_Part = TypeVar("_Part")

Wrap = Callable[[_Part], _Part]
"""Takes a part, strict or already flawed, and returns a flawed one."""


def unchanged(part: _Part) -> _Part:
    """Return the part itself."""
    return part


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakness:
    """One flaw that can be switched on. Beside the id, each field wraps the part of the same name in `Parts`.

    Attributes:
        id: what ``--weakness`` takes, and what a decision names.
        checks: the wrapper of each check that is changed, by name.
        grants: the wrapper of each grant kind that is changed, by name.
    """

    id: str
    decode: Wrap[Decode] = unchanged
    parse: Wrap[Parse] = unchanged
    find_key: Wrap[FindKey] = unchanged
    checks: Mapping[str, Wrap[CheckFunction]] = field(default_factory=dict)
    order: Wrap[Order] = unchanged
    deny_list_id: Wrap[DenyListId] = unchanged
    grants: Mapping[str, Wrap[GrantFunction]] = field(default_factory=dict)
    fence: Wrap[FenceFunction] = unchanged
    refusal_text: Wrap[RefusalText] = unchanged


def weaken(parts: Parts, weaknesses: Iterable[Weakness]) -> Parts:
    """Return *parts* wrapped by each weakness in turn; *parts* itself without any.

    Raises:
        KeyError: a weakness names a check or a grant kind that does not exist.
    """
    for weakness in weaknesses:
        parts = Parts(
            decode=weakness.decode(parts.decode),
            parse=weakness.parse(parts.parse),
            find_key=weakness.find_key(parts.find_key),
            checks=_wrap_named(parts.checks, weakness.checks),
            order=weakness.order(parts.order),
            deny_list_id=weakness.deny_list_id(parts.deny_list_id),
            grants=_wrap_named(parts.grants, weakness.grants),
            fence=weakness.fence(parts.fence),
            refusal_text=weakness.refusal_text(parts.refusal_text),
        )
    return parts


def _wrap_named(parts: Mapping[str, _Part], wraps: Mapping[str, Wrap[_Part]]) -> Mapping[str, _Part]:
    return {**parts, **{name: wrap(parts[name]) for name, wrap in wraps.items()}}
