"""The report on staleness: the answers to old tokens over time, and for how long they were wrong."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from workbench.core.designs.staleness import StalenessQuestion
from workbench.core.text.units import in_words, minutes
from workbench.core.timeline import Shade

_TOO_LARGE = 431  # Request Header Fields Too Large (RFC 6585 section 5)


class Validity(StrEnum):
    """How an answer to the old token compares with the correct answer now."""

    RIGHT = "right"
    TOO_MUCH = "still allowed"
    TOO_LITTLE = "still refused"
    ENDED = "ended"  # the token expired or was revoked, and is refused rightly
    UNREAD = "not read"  # the token is too large for the server, which makes no decision

    @property
    def is_wrong(self) -> bool:
        """Whether the present world justifies another answer."""
        return self in (Validity.TOO_MUCH, Validity.TOO_LITTLE)

    @property
    def shade(self) -> Shade:
        """Its shade on a time line."""
        match self:
            case Validity.RIGHT:
                return Shade.RIGHT
            case Validity.TOO_MUCH:
                return Shade.TOO_MUCH
            case Validity.TOO_LITTLE:
                return Shade.TOO_LITTLE
            case _:
                return Shade.QUIET


@dataclass(frozen=True, slots=True)
class Sample:
    """The answers to one question at one moment.

    Attributes:
        at_s: seconds after the login.
        status: HTTP status for the old token.
        reason: stable code of the server's reason.
        right_status: HTTP status for a token that was issued after the change; 401 if none can be.
        right_reason: the reason for that.
    """

    at_s: float
    status: int
    reason: str
    right_status: int
    right_reason: str

    @property
    def validity(self) -> Validity:
        """How the answer compares with the right one."""
        if self.status == _TOO_LARGE:
            return Validity.UNREAD
        allowed, justified = self.status < 400, self.right_status < 400
        if self.status == 401 and self.reason.startswith(("expiry.", "revocation.")):
            return Validity.ENDED
        if allowed and not justified:
            return Validity.TOO_MUCH
        return Validity.TOO_LITTLE if justified and not allowed else Validity.RIGHT

    @property
    def shade(self) -> Shade:
        """The shade of the answer on a time line."""
        return self.validity.shade

    @property
    def sentence(self) -> str:
        """The sample as a sentence for a tool tip."""
        old = f"minute {minutes(self.at_s)}: the old token gets {self.status} ({self.reason})"
        return f"{old}, a new login {self.right_status} ({self.right_reason}): {self.validity}"


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time in which every answer was the same.

    Attributes:
        start_s: of its first answer, in seconds after the login.
        end_s: when the first other answer came; for the last interval, of its last answer.
        status: HTTP status for the old token.
        right_status: HTTP status for a new token.
        validity: how the answers compare with the right ones.
    """

    start_s: float
    end_s: float
    status: int
    right_status: int
    validity: Validity

    @property
    def words(self) -> str:
        """The label of the bar: the status, and the correct one if it differs."""
        return f"{self.status}, should be {self.right_status}" if self.validity.is_wrong else str(self.status)

    @property
    def short(self) -> str:
        """The label of a short bar."""
        return str(self.status)

    @property
    def shade(self) -> Shade:
        """The shade of the bar."""
        return self.validity.shade


@dataclass(frozen=True)
class Course:
    """The answers under one design over time.

    Attributes:
        design: its id.
        change_s: when the world changed, in seconds after the login.
        lifetime_s: when the token expired, in seconds after the login.
        samples: in the order of time.
    """

    design: str
    change_s: float
    lifetime_s: int
    samples: tuple[Sample, ...]

    @cached_property
    def intervals(self) -> tuple[Interval, ...]:
        """The samples, merged where nothing changed between them."""
        groups = [list(group) for _, group in groupby(self.samples, key=_stretch)]
        ends = [group[0].at_s for group in groups[1:]] + [group[-1].at_s for group in groups[-1:]]
        return tuple(
            Interval(group[0].at_s, end, group[0].status, group[0].right_status, group[0].validity)
            for group, end in zip(groups, ends, strict=True)
        )

    @property
    def name(self) -> str:
        """The label of its row on a time line."""
        return self.design

    @property
    def shade(self) -> Shade:
        """The shade of its outcome."""
        return self.worst.shade if self.is_affected or self.wrong else Shade.QUIET

    @property
    def wrong(self) -> tuple[Interval, ...]:
        """The intervals of wrong answers."""
        return tuple(each for each in self.intervals if each.validity.is_wrong)

    @property
    def wrong_s(self) -> float:
        """For how many seconds the answers were wrong."""
        return sum(each.end_s - each.start_s for each in self.wrong)

    @property
    def worst(self) -> Validity:
        """The worst answer between the change and exp: wrong, else ended early, else right."""
        seen = {sample.validity for sample in self._after_change}
        order = (Validity.TOO_MUCH, Validity.TOO_LITTLE, Validity.ENDED)
        return next((each for each in order if each in seen), Validity.RIGHT)

    @property
    def is_affected(self) -> bool:
        """Whether the change makes any difference to the right answer, or to the token."""
        return self.is_decided or any(each.validity is Validity.ENDED for each in self._after_change)

    @property
    def is_decided(self) -> bool:
        """Whether the change makes a difference to the right answer."""
        before = self.samples[0].right_status < 400
        return any((each.right_status < 400) != before for each in self._after_change)

    @property
    def _after_change(self) -> tuple[Sample, ...]:
        return tuple(each for each in self.samples if self.change_s <= each.at_s < self.lifetime_s)

    @property
    def summary(self) -> str:
        """The outcome in two or three words."""
        if self.worst.is_wrong:
            return f"wrong {in_words(self.wrong_s)}"
        if self._is_never_read:
            return "never read"
        if not self.is_affected:
            return f"stays {_outcome(self.samples[0])}"
        return "ended immediately" if self.worst is Validity.ENDED else "right immediately"

    @property
    def verdict(self) -> str:
        """The outcome in a sentence."""
        if self.worst.is_wrong:
            return f"{self.worst} for {in_words(self.wrong_s)}, {self._until(self.wrong[-1].end_s)}: {self._contrast}"
        if self._is_never_read:
            return f"the token is too large for the server, which does not read it: always {_TOO_LARGE}"
        if not self.is_affected:
            return f"the change makes no difference here: {_outcome(self.samples[0])} before and after"
        if self.worst is Validity.ENDED:
            return "the old token was refused immediately; the user has to log in again"
        after = next(sample.status for sample in self.samples if sample.at_s >= self.change_s)
        return f"right immediately: {self.samples[0].status} before the change, {after} after it"

    @property
    def _is_never_read(self) -> bool:
        return all(sample.validity is Validity.UNREAD for sample in self.samples)

    @property
    def _contrast(self) -> str:
        interval = self.wrong[-1]
        return f"{interval.status}, and a new login gets {interval.right_status}"

    def _until(self, moment_s: float) -> str:
        if moment_s == self.lifetime_s:
            return "until exp"
        # Nothing is known between two questions: the later one is the worst case.
        return f"until minute {minutes(moment_s)} at the latest"


def _outcome(sample: Sample) -> str:
    return "allowed" if sample.status < 400 else "refused"


def _stretch(sample: Sample) -> tuple[Validity, int, int]:
    # An expired token is refused whatever a new one would get: that is one stretch.
    ended = sample.validity is Validity.ENDED
    return sample.validity, sample.status, 0 if ended else sample.right_status


@dataclass(frozen=True, slots=True)
class StalenessRun:
    """All designs with tokens of one lifetime.

    Attributes:
        lifetime_s: of the tokens, in seconds.
        change_s: when the world changed, in seconds after the login.
        courses: one a design.
    """

    lifetime_s: int
    change_s: float
    courses: tuple[Course, ...]

    @property
    def end_s(self) -> float:
        """The moment of the last sample."""
        return max((course.samples[-1].at_s for course in self.courses), default=float(self.lifetime_s))

    @property
    def rows(self) -> tuple[Course, ...]:
        """The rows of its time line."""
        return self.courses

    @property
    def origin(self) -> str:
        """The label of minute 0."""
        return "login"

    @property
    def marks(self) -> tuple[tuple[float, str], ...]:
        """The moments that its time line marks."""
        return ((self.change_s, "change"), (self.lifetime_s, "exp"))

    def course(self, design: str) -> Course | None:
        """The course of one design; None if it was not asked."""
        return next((each for each in self.courses if each.design == design), None)


@dataclass(frozen=True, slots=True)
class StalenessReport:
    """The outcome of an experiment.

    Attributes:
        question: what was measured.
        runs: one a lifetime.
    """

    question: StalenessQuestion
    runs: tuple[StalenessRun, ...]

    @property
    def designs(self) -> tuple[str, ...]:
        """The designs that were asked, in their order."""
        return tuple(course.design for course in self.runs[0].courses) if self.runs else ()

    def run(self, lifetime_s: int) -> StalenessRun | None:
        """The run with tokens of this lifetime; None if there was none."""
        return next((each for each in self.runs if each.lifetime_s == lifetime_s), None)
