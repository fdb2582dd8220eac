"""The rights of a user as ``authorization_details`` (RFC 9396), which the field of this name writes into a token.

There is one object for each record, since ``identifier`` is one string (RFC 9396 section 2.2), and one for each type of
thing that the user may do where no record is named. `demo_server.policy.authorization_details` says what they mean.
``locations`` is left out: the token is for one API, which ``aud`` names.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from demo_server.world.scenario import Scenario, User

_Actions = Mapping[str, Sequence[str]]
"""Actions by type: the verbs of permissions by their noun."""


def details_of(user: User, scenario: Scenario, open_to: Callable[[str], Sequence[str]]) -> list[dict[str, Any]]:
    """Return the objects: first what the user's roles allow, then what the access lists allow, record by record.

    Args:
        user: the user.
        scenario: says which permissions concern a record.
        open_to: returns the ids of the records on which the access lists let the user do an action.
    """
    return [*_by_roles(user, scenario), *_by_access_lists(scenario, open_to)]


def _by_roles(user: User, scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Yield an object for each type; what every route requires for a single record is left out: no role opens one."""
    given = scenario.permissions if user.system_admin else scenario.permissions_of(user.roles)
    on_records = {each for service in scenario.services for each in scenario.record_permissions(service)}
    for kind, actions in _by_type(sorted(given - (on_records - scenario.permissions_beside_records))).items():
        yield {"type": kind, "actions": actions}


def _by_access_lists(scenario: Scenario, open_to: Callable[[str], Sequence[str]]) -> Iterator[dict[str, Any]]:
    by_service = {service: _by_type(scenario.record_permissions(service)) for service in scenario.services}
    usual: _Actions = next(filter(None, by_service.values()), {})  # for records that the scenario does not have
    verbs = dict.fromkeys(verb for types in by_service.values() for verbs in types.values() for verb in verbs)
    records = {verb: dict.fromkeys(open_to(verb)) for verb in verbs}
    for record in dict.fromkeys(each for found in records.values() for each in found):
        known = scenario.resources.get(record)
        for kind, actions in (usual if known is None else by_service[known.service]).items():
            allowed = [verb for verb in actions if record in records[verb]]
            if allowed:
                yield {"type": kind, "actions": allowed, "identifier": record}


def _by_type(permissions: Iterable[str]) -> _Actions:
    found: dict[str, list[str]] = {}
    for permission in permissions:
        kind, _, verb = permission.partition(":")
        found.setdefault(kind, []).append(verb)
    return found
