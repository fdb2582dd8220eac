"""Leaves every part of a token out in turn, signs what remains, and asks a real server what that changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from workbench.core.answers.outcome import Outcome
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import ComparisonStoppedError
from workbench.core.signing.jose import sign
from workbench.core.variants.impact import Effect, Impact, ImpactQuestion, Readers, check_baseline, readers_of
from workbench.core.variants.omissions import omissions, untried
from workbench.services.experiments.progress import Progress
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import Trial


class TrialMaker(Protocol):
    """Makes servers for experiments."""

    def trial(self) -> Trial:
        """Make one in a copy of the present world. Raises ServerUnreachableError."""


class _StoppedError(Exception):
    """The user has had enough."""


class ImpactRunner:
    """Finds the impact of every claim, on a server of its own: the running server's decisions stay the user's own."""

    def __init__(self, client: HttpClient, trials: TrialMaker) -> None:
        self._client = client
        self._trials = trials

    def __call__(
        self,
        question: ImpactQuestion,
        stopped: Callable[[], bool] = lambda: False,
        report: Callable[[tuple[int, int]], None] = lambda _progress: None,
    ) -> Impact:
        """Replay every request with the whole token, then without each of its parts.

        Args:
            question: what is to be found out.
            stopped: asked before each request; what was found up to then is the result.
            report: called now and then, in this thread, with how many tokens were tried, and how many there are.

        Raises:
            BaselineRefusedError: the server refuses the whole token as well.
            ComparisonStoppedError: *stopped* answered true before the whole token was through.
            ServerUnreachableError: no server runs, or an answer did not come.
            SigningError: the key cannot sign under this header.
        """
        parts = tuple(omissions(question.claims, question.most_elements))
        progress = Progress(lambda done, expected: report((done, expected)), len(parts) + 1)
        with self._trials.trial() as trial:
            experiment = _Experiment(self._client, trial, question, stopped)
            progress.tell(0)
            try:
                baseline = experiment.replay(question.claims)
            except _StoppedError:
                raise ComparisonStoppedError("Stopped before anything was left out.", hint="") from None
            check_baseline(baseline)
            progress.tell(1)
            readers: Mapping[str, Readers] = readers_of(baseline)
            designs = {design.id: design.trusted_claims for design in trial.info.designs}
            trusted = designs.get(question.design, ())
            effects: list[Effect] = []
            for part in parts:
                try:
                    answers = experiment.replay(part.remaining())
                except _StoppedError:
                    break
                name = part.claim.name
                read_by = readers.get(name, Readers())
                effects.append(Effect.of(part, baseline, answers, read_by, in_reserve=name in trusted))
                progress.tell(len(effects) + 1)
        left = len(parts) - len(effects)
        return Impact(question, len(baseline), tuple(effects), untried(question.claims, question.most_elements), left)


class _Experiment:
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
            # A token that runs out on the way would make every claim after that look required.
            self._trial.move_clock(self._trial.clock_offset + self._moment - self._trial.now())
            outcome = self._client.send(self._info.url, request, compact, self._question.design)
            answers.append(replace(outcome, decision=self._trial.decision(outcome.request_id)))
        return answers
