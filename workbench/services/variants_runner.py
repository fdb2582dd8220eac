"""Replays several tokens at once: every request with every variant, under one design."""

from collections.abc import Callable
from dataclasses import replace

from workbench.core.errors import ComparisonStoppedError, UnsendableTokenError
from workbench.core.matrix import Cell, Matrix
from workbench.core.variant import VariantsQuestion
from workbench.services.http_client import HttpClient
from workbench.services.impact_runner import TrialMaker
from workbench.services.progress import Progress


class VariantsRunner:
    """Asks a server of its own, a copy of the present world: all tokens are judged at one moment in one world."""

    def __init__(self, client: HttpClient, trials: TrialMaker) -> None:
        self._client = client
        self._trials = trials

    def __call__(
        self,
        question: VariantsQuestion,
        stopped: Callable[[], bool] = lambda: False,
        report: Callable[[tuple[int, int]], None] = lambda _progress: None,
    ) -> Matrix:
        """Replay everything.

        Args:
            question: tokens, requests and design.
            stopped: asked before each request.
            report: called now and then, in this thread, with the answers received and the answers expected.

        Returns:
            a matrix in which the names of the variants stand in the place of users. A token that no header can carry
            has no cells, and neither has a request to another server than the demo server.

        Raises:
            ComparisonStoppedError: *stopped* answered true.
            ServerUnreachableError: no server runs, or an answer did not come.
        """
        requests = tuple(request for request in question.requests if request.base_url is None)
        progress = Progress(lambda done, expected: report((done, expected)), len(question.variants) * len(requests))
        cells: list[Cell] = []
        done = 0
        with self._trials.trial() as trial:
            url, moment = trial.info.url, trial.now()
            for variant in question.variants:
                for request in requests:
                    if stopped():
                        raise ComparisonStoppedError("Stopped before every request was sent.")
                    # A token that runs out on the way would be judged otherwise than those before it.
                    trial.move_clock(trial.clock_offset + moment - trial.now())
                    try:
                        outcome = self._client.send(url, request, variant.compact, question.design)
                    except UnsendableTokenError:
                        done += len(requests)
                        break
                    outcome = replace(outcome, decision=trial.decision(outcome.request_id))
                    cells.append(Cell.of(question.design, variant.name, outcome, len(variant.compact)))
                    done += 1
                    progress.tell(done)
            scenario = trial.info.scenario
        names = tuple(variant.name for variant in question.variants)
        return Matrix(scenario, (question.design,), names, requests, tuple(cells))
