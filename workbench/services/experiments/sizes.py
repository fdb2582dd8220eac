"""Measures how large the designs' tokens are: those of real log-ins, and those of a user who holds more and more."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

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
from workbench.core.designs.size_model import Counts, Held
from workbench.core.errors import ComparisonStoppedError
from workbench.core.token.compact import parse_compact
from workbench.core.token.size import measure
from workbench.services.http_client.client import HttpClient

UUID_LENGTH = 36


class Samples(Protocol):
    """Issues tokens of made-up holdings; see `Trial`."""

    @property
    def id_length(self) -> int:
        """Characters of an id of the scenario's records."""

    def held(self, username: str) -> Held:
        """What the user really holds."""

    def sample_token(self, username: str, design: str, counts: Counts, id_length: int) -> str:
        """The token of a user who holds so much."""


def measure_sizes(
    client: HttpClient,
    base_url: str,
    samples: Samples,
    designs: Sequence[str],
    question: SizeQuestion,
    password: str,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _expected: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> SizeReport:
    """Log the user in under every design, then let the same user hold more and more.

    Args:
        client: speaks HTTP.
        base_url: of the server that *samples* come from.
        samples: issues the tokens of made-up holdings.
        designs: ids of the designs to measure.
        question: for whom, and what grows.
        password: of the user.
        on_progress: called with the tokens measured and the tokens expected, in this thread.
        cancelled: asked before each token.

    Raises:
        ComparisonStoppedError: `cancelled` answered true.
        LoginRefusedError: the user gets no token.
        ServerUnreachableError: an answer did not come.
    """
    expected = len(designs) * (1 + len(COUNTS))
    done = 0

    def next_token() -> None:
        nonlocal done
        if cancelled():
            raise ComparisonStoppedError("The measurement was stopped.")
        on_progress(done, expected)
        done += 1

    sizes: list[DesignSize] = []
    for design in designs:
        next_token()
        answer = client.login(base_url, question.username, password, design)
        sizes.append(DesignSize(design, measure(parse_compact(answer.access_token))))
    id_length = UUID_LENGTH if question.ids is Ids.UUID else samples.id_length
    real = samples.held(question.username).counts
    curves: list[GrowthCurve] = []
    for design in designs:
        lengths: list[int] = []
        for count in COUNTS:
            next_token()
            counts = _with(real, question.growing, count)
            lengths.append(len(samples.sample_token(question.username, design, counts, id_length)))
        curves.append(GrowthCurve(design, tuple(lengths)))
    return SizeReport(question, tuple(sizes), Growth(question.growing, COUNTS, id_length, tuple(curves)))


def _with(real: Counts, growing: Growing, count: int) -> Counts:
    """What the user really holds, with *count* of what is *growing*."""
    match growing:
        case Growing.RECORDS:
            return replace(real, readable=count)
        case Growing.ROLES:
            return replace(real, roles=count)
        case Growing.GROUPS:
            return replace(real, groups=count)
