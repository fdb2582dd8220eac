"""The answers of every design: every request of a scenario, for every user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.core.answers.decision import Asked
    from workbench.core.answers.issued_token import IssuedToken
    from workbench.core.answers.outcome import Outcome, Request

MOST_BODY = 2_000
"""Characters of an answer's body that a cell keeps: there are many cells, and a body may be very long."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The server's answer to one request.

    Attributes:
        design: id of the claim design.
        user: who logged in, by username.
        request: id of the request.
        status: HTTP status; 401 for each request of a user who could not log in.
        reason: stable code such as ``permission.refused``.
        claims_read: what the server read of the token.
        lookups: how many lookups it made in its directory.
        token_bytes: length of the token; 0 if there is none.
        elapsed_us: how long the server took to decide, in microseconds; 0 if it made no decision.
        outcome: the whole answer; None if no token was issued.
        asked: every question that the server asked outside the token, by kind.
    """

    design: str
    user: str
    request: str
    status: int
    reason: str
    claims_read: tuple[str, ...] = ()
    lookups: int = 0
    token_bytes: int = 0
    elapsed_us: float = 0.0
    outcome: Outcome | None = field(default=None, repr=False, compare=False)
    asked: tuple[Asked, ...] = ()

    @classmethod
    def of(cls, design: str, user: str, outcome: Outcome, token_bytes: int) -> Cell:
        """The cell that shows *outcome*, the answer to a request with a token of that length.

        Of a long body it keeps the beginning.
        """
        outcome = _shortened(outcome)
        decision = outcome.decision
        if decision is None:
            return cls(
                design,
                user,
                outcome.request.id,
                outcome.status,
                outcome.reason,
                token_bytes=token_bytes,
                outcome=outcome,
            )
        return cls(
            design,
            user,
            outcome.request.id,
            outcome.status,
            decision.reason,
            decision.claims_read,
            decision.lookups,
            token_bytes,
            decision.elapsed_us,
            outcome,
            decision.asked,
        )

    @property
    def questions(self) -> int:
        """How many questions left the server's process."""
        return sum(each.count for each in self.asked if not each.cached)

    @property
    def allowed(self) -> bool:
        """Whether the request was let through."""
        return self.status < 400

    @property
    def undecided(self) -> str:
        """Why the server decided nothing on this request, in words; empty where it did."""
        if self.outcome is None:
            return f"{self.user} cannot log in ({self.reason}), so there is no token to send."
        if self.outcome.decision is not None:
            return ""
        detail = self.outcome.detail or self.outcome.reason_phrase or "the server does not say why"
        return f"Answered before the token of {self.token_bytes:,} bytes was looked at: {detail}."

    def to_json(self) -> dict[str, object]:
        """The members that ``token-workbench matrix`` prints."""
        return {
            "design": self.design,
            "user": self.user,
            "request": self.request,
            "status": self.status,
            "reason": self.reason,
            "claims_read": list(self.claims_read),
            "lookups": self.lookups,
            "token_bytes": self.token_bytes,
        }


@dataclass(frozen=True, slots=True)
class MatrixQuestion:
    """Which part of a matrix to ask for.

    Attributes:
        designs: ids of the designs to compare; all if empty.
        users: usernames to log in with; all if empty.
    """

    designs: tuple[str, ...] = ()
    users: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """All cells of one comparison.

    Attributes:
        scenario: id of the scenario.
        designs: ids, in the order of the rows.
        users: usernames, in their order.
        requests: in the order of the columns.
        cells: one for each design, user and request.
        tokens: what each token reveals, one for each design and user who could log in.
    """

    scenario: str
    designs: tuple[str, ...]
    users: tuple[str, ...]
    requests: tuple[Request, ...]
    cells: tuple[Cell, ...]
    tokens: tuple[IssuedToken, ...] = ()

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str, str], Cell]:
        return {(cell.design, cell.user, cell.request): cell for cell in self.cells}

    def cell(self, design: str, user: str, request: str) -> Cell | None:
        """The cell at this place, or None if it was not asked for."""
        return self._by_place.get((design, user, request))

    def differs(self, cell: Cell, reference: str) -> bool:
        """Whether the design *reference* answers the same question with another status."""
        other = self.cell(reference, cell.user, cell.request)
        return other is not None and other.status != cell.status

    def differing(self, design: str, reference: str, user: str = "") -> int:
        """How many answers of *design* have another status than those of *reference*: to *user*, or to all users."""
        cells = (cell for cell in self.cells if cell.design == design and user in ("", cell.user))
        return sum(self.differs(cell, reference) for cell in cells)

    def costs(self, design: str, user: str = "") -> Costs | None:
        """What *design* costs *user*, or the most expensive user, over all requests; None if nothing was decided."""
        return Costs.of(cell for cell in self.cells if cell.design == design and user in ("", cell.user))

    def issued(self, design: str, user: str = "") -> tuple[IssuedToken, ...]:
        """What the tokens reveal under *design*: that of *user*, or those of all users."""
        return tuple(each for each in self.tokens if each.design == design and user in ("", each.user))

    def to_json(self) -> dict[str, object]:
        """The document that ``token-workbench matrix --format json`` prints."""
        return {
            "scenario": self.scenario,
            "requests": [{"id": each.id, "method": each.method, "path": each.path} for each in self.requests],
            "cells": [cell.to_json() for cell in self.cells],
        }


@dataclass(frozen=True, slots=True)
class Costs:
    """What the requests of one user cost under one design.

    Attributes:
        token_bytes: length of the token.
        asked: the questions of the request that asked the most, by kind.
        median_us: median of the time that the server took to decide, in microseconds; 0 if it decided nothing.
        requests: how many requests it decided.
    """

    token_bytes: int
    asked: tuple[Asked, ...]
    median_us: float
    requests: int

    @property
    def questions(self) -> int:
        """How many questions that request asked: each is a round trip in a real system."""
        return sum(each.count for each in self.asked if not each.cached)

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Costs | None:
        """The costs of these cells; None if there was no token in any of them."""
        with_token = [cell for cell in cells if cell.token_bytes]
        if not with_token:
            return None
        decided = [cell for cell in with_token if cell.elapsed_us]
        return cls(
            token_bytes=max(cell.token_bytes for cell in with_token),
            asked=max(decided, key=lambda cell: cell.questions).asked if decided else (),
            median_us=median(cell.elapsed_us for cell in decided) if decided else 0.0,
            requests=len(decided),
        )


def _shortened(outcome: Outcome) -> Outcome:
    rest = len(outcome.body) - MOST_BODY
    if rest <= 0:
        return outcome
    body = f"{outcome.body[:MOST_BODY]}\n… and {rest:,} more characters. Replay the request on the Bench to see all."
    return replace(outcome, body=body)
