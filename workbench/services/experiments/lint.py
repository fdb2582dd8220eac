"""Logs one user in under each design, and lints the tokens that are really issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.errors import ComparisonStoppedError, LoginRefusedError
from workbench.core.lint.designs import LintedDesign, LintQuestion, LintReport, lint_design
from workbench.services.experiments.logins import Logins
from workbench.services.experiments.steps import Steps

if TYPE_CHECKING:
    from workbench.core.experiment import RunControl
    from workbench.core.lint.tokens import References
    from workbench.core.server.info import DesignInfo, UserInfo
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial


class LintExperiment:
    """Lints the tokens of one user on a trial server; a refused login is a result."""

    def __init__(self, host: ServerHost, client: HttpClient, references: References) -> None:
        """Keep *references*, the linter's data on claims and servers."""
        self._host = host
        self._client = client
        self._references = references

    def __call__(self, question: LintQuestion, run: RunControl, /) -> LintReport:
        """Log in once under each design; a step is a design.

        Raises:
            ComparisonStoppedError: the run was stopped.
            LoginRefusedError: the user does not exist.
            ServerUnreachableError: no server runs, or there was no answer.
        """
        stopped = ComparisonStoppedError("Logging in was stopped.", hint="The findings shown are the earlier ones.")
        with self._host.trial() as trial:
            info = trial.info
            user = info.user(question.username)
            steps = Steps(run, len(info.designs), stopped)
            logins = Logins(self._client, trial)
            linted: list[LintedDesign] = []
            for design in info.designs:
                with steps.step():
                    linted.append(self._lint(trial, logins, design, user))
        return LintReport(user.username, tuple(linted))

    def _lint(self, trial: Trial, logins: Logins, design: DesignInfo, user: UserInfo) -> LintedDesign:
        try:
            token = logins.log_in(user, design.id).access_token
        except LoginRefusedError as error:
            return LintedDesign(design.id, problem=f"{error} ({error.reason})")
        return lint_design(
            design.id,
            design.claims,
            design.trusted_claims,
            token,
            now=trial.now(),
            references=self._references,
            intended=design.intended,
        )
