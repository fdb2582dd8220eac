"""Leaves every part of a token out in turn, signs what remains, and asks a real server what that changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.errors import ComparisonStoppedError
from workbench.core.signing.jose import sign
from workbench.core.variants.impact import Effect, Impact, ImpactQuestion, Readers, check_baseline, readers_of
from workbench.core.variants.omissions import omissions, untried

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome
    from workbench.core.claims.claim_set import ClaimSet
    from workbench.core.experiment import RunControl
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial


class _StoppedError(Exception):
    """The run was stopped between two requests."""


class ImpactExperiment:
    """Finds the impact of every claim on a trial server, so that the running server's log stays the user's own."""

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: ImpactQuestion, run: RunControl, /) -> Impact:
        """Replay every request with the whole token, then without each of its parts; a step is a token.

        Once the run is stopped, what was found up to then is the report.

        Raises:
            BaselineRefusedError: the server refuses the whole token as well.
            ComparisonStoppedError: the run was stopped before the whole token was replayed.
            ServerUnreachableError: no server runs, or there was no answer.
            SigningError: the key cannot sign under this header.
        """
        parts = tuple(omissions(question.claims, question.most_elements))
        expected = len(parts) + 1
        with self._host.trial() as trial:
            replays = _Replays(self._client, trial, question, run.stopped)
            try:
                baseline = replays.replay(question.claims)
            except _StoppedError:
                raise ComparisonStoppedError("Stopped before any claim was left out.", hint="") from None
            check_baseline(baseline)
            run.progress(1, expected)
            readers: Mapping[str, Readers] = readers_of(baseline)
            designs = {design.id: design.trusted_claims for design in trial.info.designs}
            trusted = designs.get(question.design, ())
            effects: list[Effect] = []
            for part in parts:
                try:
                    answers = replays.replay(part.remaining())
                except _StoppedError:
                    break
                name = part.claim.name
                read_by = readers.get(name, Readers())
                effects.append(Effect.of(part, baseline, answers, read_by, in_reserve=name in trusted))
                run.progress(len(effects) + 1, expected)
        left = len(parts) - len(effects)
        return Impact(question, len(baseline), tuple(effects), untried(question.claims, question.most_elements), left)


class _Replays:
    """Replays the scenario's requests with one claims set after the other, all at the same moment."""

    def __init__(self, client: HttpClient, trial: Trial, question: ImpactQuestion, stopped: Callable[[], bool]) -> None:
        self._client = client
        self._trial = trial
        self._question = question
        self._stopped = stopped
        self._info = trial.info
        self._moment = trial.now()

    def replay(self, claims: ClaimSet) -> Sequence[Outcome]:
        """The answers to all requests with a token of these claims."""
        compact = sign(self._question.header, claims, self._question.key)
        answers: list[Outcome] = []
        for request in self._info.requests:
            if self._stopped():
                raise _StoppedError
            # If the token expired on the way, every later claim would look required.
            self._trial.move_clock(self._trial.clock_offset + self._moment - self._trial.now())
            outcome = self._client.send(self._info.url, request, compact, self._question.design)
            answers.append(replace(outcome, decision=self._trial.decision(outcome.request_id)))
        return answers
