"""Claims inside other claims: a grant can read ``realm_access.roles``, where ``realm_access`` is an object.

Which name means a claim of the token and which a path is settled when the design file is read, by what its ``[claims]``
writes. A token cannot change it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from demo_server.decision import Flip, GrantResult
from demo_server.policy.policy import Permission

Path = tuple[str, ...]
"""The names of the members on the way to a claim, the outermost first."""


def find_path(name: str, template: Mapping[str, Any]) -> Path | None:
    """Return the way to the claim *name*: where no claim has exactly this name, it is split at dots; None for none."""
    if name in template:
        return (name,)
    for outer in sorted(template, key=len, reverse=True):  # a name such as https://a.example has dots of its own
        inner = template[outer]
        if name.startswith(f"{outer}.") and isinstance(inner, Mapping):
            rest = find_path(name[len(outer) + 1 :], inner)
            if rest is not None:
                return (outer, *rest)
    return None


def names_in(template: Mapping[str, Any]) -> Iterator[str]:
    """Yield every name that a grant can read: of claims, and of those inside them with dots between."""
    for name, value in template.items():
        yield name
        if isinstance(value, Mapping):
            yield from (f"{name}.{inner}" for inner in names_in(value))


def with_paths(claims: Mapping[str, Any], paths: Mapping[str, Path]) -> Mapping[str, Any]:
    """Return the claims with those that *paths* lead to under the names that the grants have for them.

    A claim of the token that has such a name itself is hidden: the design does not mean it.
    """
    if not paths:
        return claims
    shown = {name: value for name, value in claims.items() if name not in paths}
    for name, path in paths.items():
        value: Any = claims
        for member in path:
            value = value.get(member, _NOTHING) if isinstance(value, Mapping) else _NOTHING
        if value is not _NOTHING:
            shown[name] = value
    return shown


def in_claims(permission: Permission, claims: Mapping[str, Any], paths: Mapping[str, Path]) -> Permission:
    """Return *permission* with the token's own claims as what was read and what a flip changes."""
    if not paths:
        return permission
    check = replace(permission.check, reads=_outermost(permission.check.reads, paths))
    grants = tuple(_in_claims(result, claims, paths) for result in permission.grants)
    return replace(permission, check=check, grants=grants)


_NOTHING = object()


def _in_claims(result: GrantResult, claims: Mapping[str, Any], paths: Mapping[str, Path]) -> GrantResult:
    flips = tuple(
        _whole_claim(flip, claims, paths[flip.target]) if flip.where == "claim" and flip.target in paths else flip
        for flip in result.flip
    )
    return replace(result, reads=_outermost(result.reads, paths), flip=flips)


def _outermost(reads: tuple[str, ...], paths: Mapping[str, Path]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(paths[name][0] if name in paths else name for name in reads))


def _whole_claim(flip: Flip, claims: Mapping[str, Any], path: Path) -> Flip:
    """Turn a change of a claim inside another into one that sets the outermost claim."""
    return replace(flip, change="set", target=path[0], value=_changed(claims.get(path[0]), path[1:], flip))


def _changed(value: Any, path: Path, flip: Flip) -> Any:
    if path:
        members = dict(value) if isinstance(value, Mapping) else {}
        inner = _changed(members.pop(path[0], _NOTHING), path[1:], flip)
        return members if inner is _NOTHING else {**members, path[0]: inner}
    if flip.change == "set":
        return flip.value
    if flip.change == "add":
        return [*(value if isinstance(value, list) else ()), flip.value]
    if isinstance(value, list):
        return [each for each in value if each != flip.value]
    return _NOTHING
