"""Finds the requests that a change of the world decides, by asking the policy with and without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from workbench.core.designs.dependence import Decided, Dependence
from workbench.core.errors import LoginRefusedError
from workbench.core.requests.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.core.server.directory_change import WorldChange
    from workbench.services.server_host import ServerHost, Trial

_PARAMETER = re.compile(r"\{[^{}]*\}")
_CLIENT_KEY = "x" * 43
"""Stands for the thumbprint of a client's key (RFC 7638), which the policy takes to be held."""


def dependence(host: ServerHost, change: WorldChange) -> Dependence:
    """Ask every request of the scenario under every design, before and after *change*, in a copy of the world.

    No request is sent. Requests on the record of the change that the scenario does not list are asked as well.

    Raises:
        ServerUnreachableError: no server runs.
        WorldChangeError: the scenario has no such user, role or record.
    """
    trial = host.trial()
    requests = (*trial.info.requests, *_about(change.record, trial))
    before = _allowed(trial, change.user, requests)
    trial.apply(change)
    # After a logout the server accepts none of the user's tokens, and only a new login would change that.
    after = [set[Request]() for _ in before] if change.logs_out else _allowed(trial, change.user, requests)
    pairs = list(zip(before, after, strict=True))
    counted = (Decided(each, sum((each in old) != (each in new) for old, new in pairs)) for each in requests)
    return Dependence(change, tuple(each for each in counted if each.designs))


def _allowed(trial: Trial, username: str, requests: Sequence[Request]) -> list[set[Request]]:
    """For each design, the requests that the user may make with a token issued now; none if the login is refused."""
    found = []
    for design in trial.info.designs:
        try:
            token = trial.admit(username, design.id, _CLIENT_KEY).access_token
        except LoginRefusedError:
            found.append(set[Request]())
            continue
        found.append({each for each in requests if _is_allowed(trial, token, design.id, each)})
    return found


def _is_allowed(trial: Trial, token: str, design: str, request: Request) -> bool:
    try:
        return trial.allows(token, design, [request])[0]
    except ValueError:  # no protected route answers it, so no right decides
        return False


def _about(record: str, trial: Trial) -> Iterator[Request]:
    """Yield the requests on *record* that the scenario does not list, one for each route that names a record alone."""
    listed = {each.label for each in trial.info.requests}
    for route in trial.routes(1) if record else ():
        path, parameters = _PARAMETER.subn(quote(record, safe=""), route.path)
        request = Request(f"{route.method} {path}", route.method, path)
        if parameters == 1 and request.label not in listed and trial.names_record(request):
            yield request
