"""Issues a token of every design for one user on a trial server, to show what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.designs.sample_tokens import Samples, SamplesQuestion, SampleToken
from workbench.core.errors import ComparisonStoppedError
from workbench.core.strict_json import text as json_text
from workbench.core.token.compact import parse_compact
from workbench.services.experiments.steps import Steps

if TYPE_CHECKING:
    from workbench.core.experiment import RunControl
    from workbench.core.server.login import LoginAnswer
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost


class SampleTokensExperiment:
    """Issues the tokens without a password: a disabled account has an example too."""

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: SamplesQuestion, run: RunControl, /) -> Samples:
        """Issue; a step is a token.

        Raises:
            ComparisonStoppedError: the run was stopped.
            LoginRefusedError: there is no such user.
            ServerUnreachableError: no server runs.
        """
        with self._host.trial() as trial:
            user, designs = trial.info.user(question.username), trial.info.designs
            steps = Steps(run, len(designs), ComparisonStoppedError("Issuing the tokens was stopped."))
            tokens: list[SampleToken] = []
            for design in designs:
                with steps.step():
                    tokens.append(_sample(trial.issue(user.username, design.id, self._client.thumbprint)))
        return Samples(question.username, tuple(tokens))


def _sample(answer: LoginAnswer) -> SampleToken:
    token = answer.access_token
    if answer.is_opaque:
        return SampleToken(answer.design, "", len(token))
    claims = parse_compact(token).claims
    names = tuple(claim.name for claim in claims)
    return SampleToken(answer.design, json_text.indent(claims.to_json()), len(token), names)
