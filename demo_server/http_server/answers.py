"""What the protected routes answer once a request is allowed.

Writes are checked, acknowledged and not kept: an answer never depends on the requests before it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from demo_server.segments import SegmentError, parse_object
from demo_server.world.lookups import DirectorySession
from demo_server.world.resources import Resource
from demo_server.world.routing import BodyType, Match, ResponseKind
from demo_server.world.scenario import Scenario

_MOST_RECORDS = 100
"""Ids in the answer to a list; the count is always the whole."""


class AnswerError(Exception):
    """An allowed request that cannot be answered.

    Attributes:
        status: 400 or 404.
        reason: stable code, such as ``record.unknown``.
    """

    def __init__(self, status: int, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.reason = reason


def answer(
    match: Match,
    user: str | None,
    claims: Mapping[str, Any],
    body: bytes,
    scenario: Scenario,
    directory: Callable[[], DirectorySession],
    records: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the JSON object that an allowed request gets.

    Whether a record exists is checked only now. A subject who may read every record gets 404 for an unknown one; a
    subject who needs a grant on the record itself was refused before, in the same way as for a record that exists.

    Args:
        match: the route of the request.
        user: the username of the token's subject; None if no user has its ``sub``.
        claims: the verified claims set.
        body: as received.
        scenario: what there is.
        directory: opens the directory, which few answers need: the users as they are now.
        records: where the answer is a list of records, the ids of those that the subject may read. How many there are
            beside these, the answer does not say.

    Raises:
        AnswerError: unknown record, user or tenant (404), or a body that is not what the route takes (400).
    """
    route = match.route
    _require_what_the_path_names(match, scenario)
    sent = {} if route.body is None else _read_body(body, route.body)
    if route.answer is ResponseKind.SUBJECT:
        return {"username": user, "claims": dict(claims)}
    if route.answer is ResponseKind.RECORDS:
        if route.permission is None:
            records = scenario.records_of(route.service, match.tenant)
        return {"service": route.service, "count": len(records), "records": records[:_MOST_RECORDS]}
    if route.answer is ResponseKind.RECORD:
        return _shown(scenario.resources[match.resource or ""])
    if route.answer is ResponseKind.USERS:
        session = directory()
        names = [name for name in session.usernames() if _is_user(name, match, scenario)]
        return {"users": [_user(name, scenario, session) for name in names]}
    if route.answer is ResponseKind.TENANTS:
        return {"tenants": [{"id": tenant, "title": title} for tenant, title in scenario.tenants.items()]}
    return {
        "acknowledged": True,
        "kept": False,
        "detail": f"{route.method} was allowed; this demo server does not keep what is written",
        "received": sent,
    }


def _require_what_the_path_names(match: Match, scenario: Scenario) -> None:
    if match.resource is not None:
        record = scenario.resources.get(match.resource)
        if record is None or record.service != match.route.service:
            raise AnswerError(404, "record.unknown", f'there is no record "{match.resource}" here')
    if match.tenant is not None and match.tenant not in scenario.tenants:
        raise AnswerError(404, "tenant.unknown", f'there is no tenant "{match.tenant}"')
    if match.user is not None and not _is_user(match.user, match, scenario):
        raise AnswerError(404, "user.unknown", f'there is no user "{match.user}" here')


def _is_user(username: str, match: Match, scenario: Scenario) -> bool:
    """Return whether the user exists, and belongs to the tenant in the path, if there is one."""
    user = scenario.users.get(username)
    return user is not None and match.tenant in {None, user.tenant}


def _user(username: str, scenario: Scenario, directory: DirectorySession) -> dict[str, Any]:
    return {"id": scenario.users[username].id, "username": username, "roles": list(directory.roles(username))}


def _shown(record: Resource) -> dict[str, Any]:
    return {"id": record.id, "service": record.service, "title": record.title}


def _read_body(body: bytes, members: Mapping[str, BodyType]) -> dict[str, Any]:
    try:
        sent = parse_object(body)
    except SegmentError as error:
        raise AnswerError(400, "body.malformed", f"the body {error}") from None
    for name, expected in members.items():
        if name not in sent:
            raise AnswerError(400, "body.missing_member", f'the body has no "{name}"; expected {_EXPECTED[expected]}')
        if not _is_of_type(sent[name], expected):
            raise AnswerError(400, "body.wrong_type", f'"{name}" in the body is not {_EXPECTED[expected]}')
    return sent


_EXPECTED = {
    BodyType.STRING: "a string",
    BodyType.NUMBER: "a number",
    BodyType.BOOLEAN: "a boolean",
    BodyType.STRINGS: "an array of strings",
}


def _is_of_type(value: Any, expected: BodyType) -> bool:
    if expected is BodyType.STRING:
        return isinstance(value, str)
    if expected is BodyType.BOOLEAN:
        return isinstance(value, bool)
    if expected is BodyType.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
