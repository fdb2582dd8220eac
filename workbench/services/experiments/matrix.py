"""Compares designs: logs users in under each of them, and replays every request of the scenario over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.answers.issued_token import IssuedToken
from workbench.core.answers.matrix import Cell, Matrix, MatrixQuestion
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError
from workbench.services.experiments.logins import Logins
from workbench.services.experiments.steps import Steps

if TYPE_CHECKING:
    from workbench.core.experiment import RunControl
    from workbench.core.server.info import UserInfo
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial

_CONCURRENT_LOGINS = 4
_STOPPED = "The comparison was stopped."


class MatrixExperiment:
    """Asks a trial server every question: it sees one world from the first to the last, whatever happens meanwhile."""

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: MatrixQuestion, run: RunControl, /) -> Matrix:
        """Ask; a step is a cell.

        Raises:
            ComparisonStoppedError: the run was stopped.
            ServerUnreachableError: no server runs, or there was no answer.
        """
        with self._host.trial() as trial:
            info = trial.info
            designs = question.designs or tuple(design.id for design in info.designs)
            users = [user for user in info.users if not question.users or user.username in question.users]
            return ask_every_question(self._client, trial, designs, users, run)


def ask_every_question(
    client: HttpClient, trial: Trial, designs: Sequence[str], users: Sequence[UserInfo], run: RunControl
) -> Matrix:
    """Log every user in under every design, and replay every request with the token.

    A user who cannot log in gets a 401 in every cell: every request without a token would get that.

    Args:
        client: speaks HTTP.
        trial: a server that runs; it gives its decisions without a second request.
        designs: ids of the designs to compare.
        users: the users to log in.
        run: a step is a cell.

    Raises:
        ComparisonStoppedError: the run was stopped.
        ServerUnreachableError: there was no answer.
    """
    info = trial.info
    steps = Steps(run, len(designs) * len(users) * len(info.requests), ComparisonStoppedError(_STOPPED))
    pairs = [(design, user) for design in designs for user in users]
    cells: list[Cell] = []
    tokens: list[IssuedToken] = []
    for (design, user), issued in zip(pairs, _log_in(Logins(client, trial), pairs, steps), strict=True):
        if isinstance(issued, LoginRefusedError):
            cells += [Cell(design, user.username, each.id, 401, issued.reason) for each in info.requests]
            steps.skip(len(info.requests))
            continue
        tokens.append(IssuedToken.of(design, user.username, issued))
        for request in info.requests:
            with steps.step():
                outcome = client.send(info.url, request, issued, design)
                outcome = replace(outcome, decision=trial.decision(outcome.request_id))
                cells.append(Cell.of(design, user.username, outcome, len(issued)))
    names = tuple(user.username for user in users)
    return Matrix(info.scenario, tuple(designs), names, info.requests, tuple(cells), tuple(tokens))


def _log_in(logins: Logins, pairs: Sequence[tuple[str, UserInfo]], steps: Steps) -> list[str | LoginRefusedError]:
    """The token of each design and user, or why there is none.

    Several at the same time: a login is slow because its password hash is, and a hash keeps one core busy. The requests
    follow one by one, so that nothing disturbs the times of their decisions.
    """

    def log_in(pair: tuple[str, UserInfo]) -> str | LoginRefusedError:
        steps.check()
        design, user = pair
        try:
            return logins.log_in(user, design).access_token
        except LoginRefusedError as error:
            return error.with_traceback(None)

    with ThreadPoolExecutor(_CONCURRENT_LOGINS, thread_name_prefix="login") as pool:
        try:
            return list(pool.map(log_in, pairs))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
