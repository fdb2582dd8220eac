"""What the demo server answers to variants of a token: variants down, requests across."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.core.answers.matrix import Matrix
from workbench.core.answers.outcome import Request
from workbench.core.variants.variant import Variant


@dataclass(frozen=True, slots=True)
class VariantsQuestion:
    """What is to be replayed: one set of tokens, all of them decided by one design.

    Attributes:
        base_url: where the demo server listens.
        scenario: id of the scenario, for the result.
        design: id of the design that decides.
        variants: the tokens.
        requests: what is asked with each.
    """

    base_url: str
    scenario: str
    design: str
    variants: tuple[Variant, ...]
    requests: tuple[Request, ...]

    @property
    def elsewhere(self) -> tuple[Request, ...]:
        """The requests for other servers than the demo server; they are never sent."""
        return tuple(each for each in self.requests if each.base_url is not None)

    @property
    def here(self) -> tuple[Request, ...]:
        """The requests for the demo server."""
        return tuple(each for each in self.requests if each.base_url is None)


@dataclass(frozen=True, slots=True)
class VariantAnswers:
    """The answers.

    Attributes:
        question: what was asked.
        matrix: the answers; where `Matrix` speaks of users, this is about variants.
        unsent: why a request was not sent with a variant, by variant and id of the request.
        left: how many were not sent because the user had enough.
    """

    question: VariantsQuestion
    matrix: Matrix
    unsent: Mapping[tuple[str, str], str] = field(default_factory=dict)
    left: int = 0
