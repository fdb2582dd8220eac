"""Measures how large the designs' tokens are: those of real logins, and those of a user who holds more and more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.designs.growth import (
    COUNTS,
    DesignSize,
    Growing,
    Growth,
    GrowthCurve,
    Ids,
    SizeQuestion,
    SizeReport,
)
from workbench.core.errors import ComparisonStoppedError, ExperimentError
from workbench.core.requests.request import Request
from workbench.core.signing.possession import proof_bytes
from workbench.core.text.wording import capitalized
from workbench.core.token.compact import parse_compact
from workbench.core.token.size import measure, measure_opaque
from workbench.services.experiments.logins import Logins
from workbench.services.experiments.steps import Steps

if TYPE_CHECKING:
    from workbench.core.designs.size_model import Counts
    from workbench.core.experiment import RunControl
    from workbench.core.server.info import ServerInfo
    from workbench.core.server.login import LoginAnswer
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial

UUID_LENGTH = 36


class SizeExperiment:
    """Logs a user in under every design of a trial server, then lets the same user hold more and more."""

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: SizeQuestion, run: RunControl, /) -> SizeReport:
        """Measure; a step is a token.

        Raises:
            ComparisonStoppedError: the run was stopped.
            LoginRefusedError: the user gets no token, or does not exist.
            ServerUnreachableError: no server runs, or there was no answer.
            ExperimentError: there are not so many ids of this length.
        """
        stopped = ComparisonStoppedError("The measurement was stopped.")
        with self._host.trial() as trial:
            info = trial.info
            user = info.user(question.username)
            logins = Logins(self._client, trial)
            steps = Steps(run, len(info.designs) * (1 + len(COUNTS)), stopped)
            sizes: list[DesignSize] = []
            for design in info.designs:
                with steps.step():
                    answer = logins.log_in(user, design.id)
                    token = answer.access_token
                    if question.holding is not None:
                        token = _sample(trial, user.username, design.id, *question.holding)
                    size = measure_opaque(token) if answer.is_opaque else measure(parse_compact(token))
                    sizes.append(DesignSize(design.id, size, self._proof_bytes(info, answer) if answer.is_bound else 0))
            id_length = UUID_LENGTH if question.ids is Ids.UUID else trial.id_length
            real = trial.held(user.username).counts
            curves: list[GrowthCurve] = []
            for design in info.designs:
                lengths: list[int] = []
                for count in COUNTS:
                    with steps.step():
                        counts = _with(real, question.growing, count)
                        lengths.append(len(trial.sample_token(user.username, design.id, counts, id_length)))
                curves.append(GrowthCurve(design.id, tuple(lengths)))
        return SizeReport(question, tuple(sizes), Growth(question.growing, COUNTS, id_length, tuple(curves)))

    def _proof_bytes(self, info: ServerInfo, answer: LoginAnswer) -> int:
        """What the proof adds to the headers of a real request."""
        request = Request("probe", "GET", info.requests[0].path)
        sent = self._client.send(info.url, request, answer.access_token, answer.design).sent
        return 0 if sent is None else proof_bytes(sent)


def _sample(trial: Trial, username: str, design: str, counts: Counts, id_length: int) -> str:
    try:
        return trial.sample_token(username, design, counts, id_length)
    except ValueError as error:
        raise ExperimentError(f"{capitalized(str(error))}.", hint="") from None


def _with(real: Counts, growing: Growing, count: int) -> Counts:
    """What the user really holds, with *count* of what is *growing*."""
    match growing:
        case Growing.RECORDS:
            return replace(real, readable=count)
        case Growing.ROLES:
            return replace(real, roles=count)
        case Growing.GROUPS:
            return replace(real, groups=count)
