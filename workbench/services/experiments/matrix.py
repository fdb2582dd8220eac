"""Asks a server every question of a matrix, over HTTP."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

from workbench.core.answers.issued_token import IssuedToken
from workbench.core.answers.matrix import Cell, Matrix
from workbench.core.answers.outcome import Decision, Outcome, Request
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError
from workbench.services.experiments.progress import Progress
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import Trial

_LOG_INS_AT_ONCE = 4

Tell = Callable[[int, int], None]
Question = Callable[[], bool]


class Account(Protocol):
    """A user to log in as."""

    @property
    def username(self) -> str:
        """The name to log in with."""

    @property
    def demo_password(self) -> str:
        """The password to log in with."""


def compare(
    client: HttpClient,
    trial: Trial,
    *,
    designs: Sequence[str] = (),
    users: Sequence[str] = (),
    on_progress: Tell = lambda _done, _expected: None,
    cancelled: Question = lambda: False,
) -> Matrix:
    """Ask the server of a trial every question: one world from the first to the last, whatever happens meanwhile.

    Args:
        client: speaks HTTP.
        trial: answers, and tells its decisions without a second request.
        designs: ids of the designs to compare; all if there are none.
        users: names of the users to log in as; all if there are none.
        on_progress: called now and then with the cells done and the cells expected, in this thread.
        cancelled: asked before each question, and by the threads that log in.

    Raises:
        ComparisonStoppedError: `cancelled` answered true.
        ServerUnreachableError: an answer did not come.
    """
    info = trial.info
    return ask_every_question(
        client,
        info.url,
        info.scenario,
        designs or [design.id for design in info.designs],
        [user for user in info.users if user.username in users] if users else info.users,
        info.requests,
        decision_of=trial.decision,
        on_progress=on_progress,
        cancelled=cancelled,
    )


def ask_every_question(
    client: HttpClient,
    base_url: str,
    scenario: str,
    designs: Sequence[str],
    accounts: Sequence[Account],
    requests: Sequence[Request],
    *,
    decision_of: Callable[[str], Decision | None] | None = None,
    on_progress: Tell = lambda _done, _expected: None,
    cancelled: Question = lambda: False,
) -> Matrix:
    """Log every user in under every design, and replay every request with the token.

    A user who may not log in gets a 401 in every cell, for that is what every request without a token would get.

    Args:
        client: speaks HTTP.
        base_url: of the running server.
        scenario: its id, for the result.
        designs: ids of the designs to compare.
        accounts: the users to log in as.
        requests: the questions.
        decision_of: finds a decision by its request id; without it, the server is asked for each over HTTP.
        on_progress: called now and then with the cells done and the cells expected, in this thread.
        cancelled: asked before each question, and by the threads that log in.

    Raises:
        ComparisonStoppedError: `cancelled` answered true.
        ServerUnreachableError: an answer did not come.
    """

    def ask(request: Request, compact: str, design: str) -> Outcome:
        if decision_of is None:
            return client.replay(base_url, request, compact, design)
        outcome = client.send(base_url, request, compact, design)
        return replace(outcome, decision=decision_of(outcome.request_id))

    progress = Progress(on_progress, len(designs) * len(accounts) * len(requests))
    pairs = [(design, account) for design in designs for account in accounts]
    cells: list[Cell] = []
    tokens: list[IssuedToken] = []
    for (design, account), issued in zip(pairs, _log_in(client, base_url, pairs, cancelled), strict=True):
        if isinstance(issued, LoginRefusedError):
            cells += [Cell(design, account.username, each.id, 401, issued.reason) for each in requests]
            progress.tell(len(cells))
            continue
        tokens.append(IssuedToken.of(design, account.username, issued))
        for request in requests:
            _go_on(cancelled)
            outcome = ask(request, issued, design)
            cells.append(Cell.of(design, account.username, outcome, len(issued)))
            progress.tell(len(cells))
    users = tuple(account.username for account in accounts)
    return Matrix(scenario, tuple(designs), users, tuple(requests), tuple(cells), tuple(tokens))


def _log_in(
    client: HttpClient, base_url: str, pairs: Sequence[tuple[str, Account]], cancelled: Question
) -> list[str | LoginRefusedError]:
    """The token of each design and account, or why there is none.

    Several at once: a log-in is slow because its password hash is, and that needs no more than a core of its own. The
    requests come afterwards and one by one, so that nothing disturbs the times of their decisions.
    """

    def log_in(pair: tuple[str, Account]) -> str | LoginRefusedError:
        _go_on(cancelled)
        design, account = pair
        try:
            return client.login(base_url, account.username, account.demo_password, design).access_token
        except LoginRefusedError as error:
            return error.with_traceback(None)

    with ThreadPoolExecutor(_LOG_INS_AT_ONCE, thread_name_prefix="log-in") as pool:
        try:
            return list(pool.map(log_in, pairs))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _go_on(cancelled: Question) -> None:
    if cancelled():
        raise ComparisonStoppedError("The comparison was stopped.")
