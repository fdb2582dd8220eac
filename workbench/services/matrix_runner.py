"""Asks the running server every question of a matrix, over HTTP."""

from collections.abc import Callable, Sequence
from typing import Protocol

from workbench.core.errors import ComparisonStoppedError, LoginRefusedError
from workbench.core.exchange import Request
from workbench.core.issued_token import IssuedToken
from workbench.core.matrix import Cell, Matrix
from workbench.services.http_client import HttpClient


class Account(Protocol):
    """A user to log in as."""

    @property
    def username(self) -> str:
        """The name to log in with."""

    @property
    def demo_password(self) -> str:
        """The password to log in with."""


def ask_every_question(
    client: HttpClient,
    base_url: str,
    scenario: str,
    designs: Sequence[str],
    accounts: Sequence[Account],
    requests: Sequence[Request],
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _expected: None,
    cancelled: Callable[[], bool] = lambda: False,
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
        on_progress: called with the cells done and the cells expected, in this thread.
        cancelled: asked before each question.

    Raises:
        ComparisonStoppedError: `cancelled` answered true.
        ServerUnreachableError: an answer did not come.
    """
    expected = len(designs) * len(accounts) * len(requests)
    cells: list[Cell] = []
    tokens: list[IssuedToken] = []
    for design in designs:
        for account in accounts:
            if cancelled():
                raise ComparisonStoppedError("The comparison was stopped.")
            try:
                answer = client.login(base_url, account.username, account.demo_password, design)
            except LoginRefusedError as error:
                cells += [Cell(design, account.username, each.id, 401, error.reason) for each in requests]
                on_progress(len(cells), expected)
                continue
            tokens.append(IssuedToken.of(design, account.username, answer.access_token))
            for request in requests:
                if cancelled():
                    raise ComparisonStoppedError("The comparison was stopped.")
                outcome = client.replay(base_url, request, answer.access_token, design)
                cells.append(Cell.of(design, account.username, outcome))
                on_progress(len(cells), expected)
    users = tuple(account.username for account in accounts)
    return Matrix(scenario, tuple(designs), users, tuple(requests), tuple(cells), tuple(tokens))
