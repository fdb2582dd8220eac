"""Replays requests with variants of a token at the running demo server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from workbench.core.answers.matrix import Cell, Matrix
from workbench.core.errors import UnsendableTokenError
from workbench.core.variants.answers import VariantAnswers, VariantsQuestion

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome, Request
    from workbench.core.experiment import RunControl


class Client(Protocol):
    """Speaks HTTP with the demo server."""

    def replay(self, base_url: str, request: Request, compact: str, design: str) -> Outcome:
        """Send *request* and find out why it was answered so. Raises ServerUnreachableError, UnsendableTokenError."""


class VariantsExperiment:
    """Sends every request for the demo server with every variant, one after the other.

    A request for another server is never sent from here: the user agreed to single requests, not to a table of them.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self, question: VariantsQuestion, run: RunControl, /) -> VariantAnswers:
        """Replay; a step is a request. Once the run is stopped, what was answered up to then is the report.

        Raises:
            ServerUnreachableError: there was no answer.
        """
        requests = question.here
        pairs = [(variant, request) for variant in question.variants for request in requests]
        cells: list[Cell] = []
        unsent: dict[tuple[str, str], str] = {}
        for done, (variant, request) in enumerate(pairs, 1):
            if run.stopped():
                break
            if variant.problem or not variant.compact:
                unsent[variant.name, request.id] = variant.problem or "there is no token"
            else:
                try:
                    outcome = self._client.replay(question.base_url, request, variant.compact, question.design)
                    cells.append(Cell.of(question.design, variant.name, outcome, len(variant.compact)))
                except UnsendableTokenError as error:
                    unsent[variant.name, request.id] = str(error)
            run.progress(done, len(pairs))
        names = tuple(variant.name for variant in question.variants)
        matrix = Matrix(question.scenario, (question.design,), names, requests, tuple(cells))
        return VariantAnswers(question, matrix, unsent, len(pairs) - len(cells) - len(unsent))
