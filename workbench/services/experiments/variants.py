"""Replays requests with variants of a token at the running demo server."""

from collections.abc import Callable
from typing import Protocol

from workbench.core.answers.matrix import Cell, Matrix
from workbench.core.answers.outcome import Outcome, Request
from workbench.core.errors import UnsendableTokenError
from workbench.core.variants.answers import VariantAnswers, VariantsQuestion
from workbench.services.experiments.progress import Progress


class Client(Protocol):
    """Speaks HTTP with the demo server."""

    def replay(self, base_url: str, request: Request, compact: str, design: str) -> Outcome:
        """Send *request* and find out why it was answered so. Raises ServerUnreachableError, UnsendableTokenError."""


def replay_variants(
    client: Client,
    base_url: str,
    question: VariantsQuestion,
    stopped: Callable[[], bool] = lambda: False,
    report: Callable[[tuple[int, int]], None] = lambda _progress: None,
) -> VariantAnswers:
    """Send every request for the demo server with every variant, one after the other.

    A request for another server is never sent from here: the user said yes to single requests, not to a table of them.

    Args:
        client: speaks HTTP.
        base_url: of the running demo server.
        question: what is asked.
        stopped: asked before each request; what was answered up to then is the result.
        report: called now and then, in this thread, with how many were sent, and how many there are.

    Raises:
        ServerUnreachableError: an answer did not come.
    """
    requests = question.here
    pairs = [(variant, request) for variant in question.variants for request in requests]
    progress = Progress(lambda done, expected: report((done, expected)), len(pairs))
    cells: list[Cell] = []
    unsent: dict[tuple[str, str], str] = {}
    for done, (variant, request) in enumerate(pairs):
        progress.tell(done)
        if stopped():
            break
        if variant.problem or not variant.compact:
            unsent[variant.name, request.id] = variant.problem or "there is no token"
            continue
        try:
            outcome = client.replay(base_url, request, variant.compact, question.design)
        except UnsendableTokenError as error:
            unsent[variant.name, request.id] = str(error)
            continue
        cells.append(Cell.of(question.design, variant.name, outcome, len(variant.compact)))
    progress.tell(len(pairs))
    names = tuple(variant.name for variant in question.variants)
    matrix = Matrix(question.scenario, (question.design,), names, requests, tuple(cells))
    return VariantAnswers(question, matrix, unsent, len(pairs) - len(cells) - len(unsent))
