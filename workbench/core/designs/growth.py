"""How large the tokens of the designs are for one user, and how they grow with what the user holds."""

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.designs.size_model import Counts
from workbench.core.token.size import TokenSize

COUNTS = (1, 2, 5, 10, 22, 46, 100, 215, 464, 1000, 2154, 4642, 10_000)
"""How many the user holds at each measured point: three points a decade."""


class Growing(StrEnum):
    """What the user holds more and more of."""

    RECORDS = "records"  # that the access lists let the user read
    ROLES = "roles"
    GROUPS = "groups"


class Ids(StrEnum):
    """How long the ids of made-up records are."""

    SCENARIO = "scenario"  # as long as the longest of the scenario's own
    UUID = "uuid"  # 36 characters


@dataclass(frozen=True, slots=True)
class SizeQuestion:
    """What is to be measured.

    Attributes:
        username: the user whose tokens are measured.
        growing: what the user holds more of.
        ids: how long made-up ids are.
        holding: what the token is to be sized for, and how long ids are; None for what the user really has.
    """

    username: str
    growing: Growing = Growing.RECORDS
    ids: Ids = Ids.SCENARIO
    holding: tuple[Counts, int] | None = None


@dataclass(frozen=True, slots=True)
class DesignSize:
    """The size of a design's token for the real user, from a real login.

    Attributes:
        design: id of the design.
        size: of the token.
        proof_bytes: what a proof of possession adds to the headers of each request; 0 for a bearer token.
    """

    design: str
    size: TokenSize
    proof_bytes: int = 0

    @property
    def header_bytes(self) -> int:
        """Octets of the headers that every request needs for this token, their line ends included."""
        return self.size.header_bytes + self.proof_bytes


@dataclass(frozen=True, slots=True)
class GrowthCurve:
    """Token bytes of one design, one figure for each of the counts of its `Growth`."""

    design: str
    token_bytes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """How the token of each design grows; every figure is the length of a token that was issued.

    Attributes:
        growing: what the user holds more of.
        counts: how many at each point.
        id_length: characters of a made-up record's id.
        curves: one a design, in the order of the designs.
    """

    growing: Growing
    counts: tuple[int, ...]
    id_length: int
    curves: tuple[GrowthCurve, ...]

    def largest_at(self, point: int) -> int:
        """Bytes of the largest token at this point."""
        return max((curve.token_bytes[point] for curve in self.curves), default=0)


@dataclass(frozen=True, slots=True)
class SizeReport:
    """The tokens of the real user, and how they would grow."""

    question: SizeQuestion
    sizes: tuple[DesignSize, ...]
    growth: Growth
