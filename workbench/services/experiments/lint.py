"""Logs one user in under each design, and lints the tokens that are really issued."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from workbench.core.errors import ComparisonStoppedError, LoginRefusedError
from workbench.core.lint.designs import LintedDesign, lint_design
from workbench.services.experiments.matrix import Account
from workbench.services.http_client.client import HttpClient


class LintableDesign(Protocol):
    """A design of the server."""

    @property
    def id(self) -> str:
        """The design's name in requests."""

    @property
    def claims(self) -> tuple[str, ...]:
        """Names of the claims that its tokens carry beside those that every token has."""

    @property
    def trusted_claims(self) -> tuple[str, ...]:
        """Names of the claims that its grants take rights from."""


def lint_every_design(
    client: HttpClient,
    base_url: str,
    designs: Sequence[LintableDesign],
    account: Account,
    *,
    now: Callable[[], float],
    registered: Iterable[str],
    on_progress: Callable[[int, int], None] = lambda _done, _expected: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[LintedDesign, ...]:
    """Log in once under each design; a refused log-in is a result.

    Args:
        client: speaks HTTP with the server.
        base_url: the server's address.
        designs: the designs, in the order of the results.
        account: the user to log in as.
        now: the server's clock, in seconds since 1970 UTC.
        registered: names of the registered claims.
        on_progress: called with the designs done and the designs expected, in this thread.
        cancelled: asked before each log-in.

    Raises:
        ComparisonStoppedError: `cancelled` answered true.
        ServerUnreachableError: an answer did not come.
    """
    names = frozenset(registered)
    linted: list[LintedDesign] = []
    for design in designs:
        if cancelled():
            raise ComparisonStoppedError("Logging in was stopped.", hint="The findings shown are those of before.")
        try:
            answer = client.login(base_url, account.username, account.demo_password, design.id)
        except LoginRefusedError as error:
            linted.append(LintedDesign(design.id, problem=f"{error} ({error.reason})"))
        else:
            linted.append(
                lint_design(
                    design.id, design.claims, design.trusted_claims, answer.access_token, now=now(), registered=names
                )
            )
        on_progress(len(linted), len(designs))
    return tuple(linted)
