"""The answers during a rotation, moment by moment: predicted from the plan, and given by a real server."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from workbench.core.rotation.plan import RotatedKey, RotationPlan, Row, State
from workbench.core.text.units import in_words, minutes
from workbench.core.text.wording import capitalized
from workbench.core.timeline import Shade

_ACCEPTED, _REFUSED = 200, 401


@dataclass(frozen=True, slots=True)
class Observation:
    """What a server answered in a row at a moment.

    Attributes:
        state: the state that this means.
        status: HTTP status; 0 where no request with a token was made.
        reason: stable code of the verifier's reason; empty if there is none.
        detail: the reason as a sentence; may be empty.
    """

    state: State
    status: int = 0
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One row at one moment.

    Attributes:
        row: the row.
        at_s: the moment, in seconds after the start.
        expected: what the plan predicts.
        answer: what the server answered; None before it was asked.
        shade: whether that answer is right for users and thieves.
    """

    row: Row
    at_s: float
    expected: State
    answer: Observation | None
    shade: Shade

    @property
    def state(self) -> State:
        """The state that was answered; before that, the predicted one."""
        return self.expected if self.answer is None else self.answer.state

    @property
    def differs(self) -> bool:
        """Whether the answer differs from the prediction."""
        return self.answer is not None and self.answer.state is not self.expected

    @property
    def words(self) -> str:
        """The state in a word, a refusal with its reason: ``200``, ``401 key.retired``, ``published``."""
        if self.state not in (State.ACCEPTED, State.REFUSED):
            return self.state.value
        if self.answer is None:
            return str(_ACCEPTED if self.state is State.ACCEPTED else _REFUSED)
        reason = self.answer.reason if self.state is State.REFUSED else ""
        return f"{self.answer.status} {reason}".strip()

    @property
    def short(self) -> str:
        """The state where there is little room."""
        return self.words.split(" ", 1)[0]

    @property
    def sentence(self) -> str:
        """The state as a sentence for a tool tip."""
        if self.answer is None:
            return f"minute {minutes(self.at_s)}: {self.words} is predicted; no server was asked yet"
        compared = f"but {self.expected} was predicted" if self.differs else "as predicted"
        why = f". {self.answer.detail}" if self.answer.detail else ""
        return f"minute {minutes(self.at_s)}: {self.words}, {compared}{why}"


def question(plan: RotationPlan, row: Row, at_s: float, answer: Observation | None = None) -> Question | None:
    """One row at one moment, with the answer if a server was asked; None before the row has a state."""
    expected = plan.expected(row, at_s)
    if expected is None:
        return None
    state = expected if answer is None else answer.state
    return Question(row, at_s, expected, answer, _shade(plan, row, at_s, state))


def _shade(plan: RotationPlan, row: Row, at_s: float, state: State) -> Shade:
    is_kept_without_need = plan.retire_s is None and at_s >= plan.needed_until_s
    match row:
        case Row.SIGNER:
            return Shade.QUIET
        case Row.NEW_PUBLISHED:
            if state is State.PUBLISHED:
                return Shade.RIGHT
            return Shade.TOO_LITTLE if at_s >= plan.sign_s else Shade.QUIET
        case Row.OLD_PUBLISHED:
            if state is State.ABSENT:
                return Shade.TOO_LITTLE if at_s < plan.sign_s + plan.lifetime_s else Shade.QUIET
            if is_kept_without_need:
                return Shade.TOO_MUCH
            return Shade.RIGHT if at_s < plan.needed_until_s else Shade.QUIET
        case Row.STOLEN:
            if state is State.REFUSED:
                return Shade.RIGHT
            return Shade.TOO_MUCH if is_kept_without_need else Shade.QUIET  # the price of the grace period
        case _:
            expires = plan.expires(row)
            alive = expires is not None and at_s < expires
            if state is State.ACCEPTED:
                return Shade.RIGHT if alive else Shade.TOO_MUCH
            return Shade.TOO_LITTLE if alive else Shade.QUIET


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which every answer was the same.

    Attributes:
        start_s: of its first answer, in seconds after the start.
        end_s: when the first other answer came; for the last stretch, of its last answer.
        first: its first question.
    """

    start_s: float
    end_s: float
    first: Question

    @property
    def words(self) -> str:
        """The label of the bar."""
        return f"{self.first.words}, not as predicted" if self.first.differs else self.first.words

    @property
    def short(self) -> str:
        """The label of a short bar."""
        return self.first.short

    @property
    def shade(self) -> Shade:
        """The shade of the bar."""
        return self.first.shade


@dataclass(frozen=True)
class RowCourse:
    """One row over the whole time.

    Attributes:
        row: the row.
        plan: the plan that predicts it.
        questions: in the order of time; at least one.
    """

    row: Row
    plan: RotationPlan
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        """The label of the row."""
        return self.row.value

    @property
    def samples(self) -> tuple[Question, ...]:
        """The questions that were asked."""
        return tuple(each for each in self.questions if each.answer is not None)

    @cached_property
    def intervals(self) -> tuple[Span, ...]:
        """The questions, merged where nothing changed between them."""
        groups = [list(group) for _, group in groupby(self.questions, key=_essence)]
        ends = [group[0].at_s for group in groups[1:]] + [group[-1].at_s for group in groups[-1:]]
        return tuple(Span(group[0].at_s, end, group[0]) for group, end in zip(groups, ends, strict=True))

    @property
    def shade(self) -> Shade:
        """The worst shade among its questions."""
        seen = {each.shade for each in self.questions}
        return next((each for each in (Shade.TOO_MUCH, Shade.TOO_LITTLE, Shade.RIGHT) if each in seen), Shade.QUIET)

    @property
    def wrong_s(self) -> float:
        """For how many seconds the answers were wrong for users or thieves."""
        return sum(each.end_s - each.start_s for each in self.intervals if each.shade.is_wrong)

    @property
    def summary(self) -> str:
        """The outcome in a few words."""
        differing = sum(each.differs for each in self.questions)
        if differing:
            return f"{differing} not as predicted"
        if self.row is Row.STOLEN and self.plan.retire_s is None:
            return "accepted forever"
        if self.row is Row.OLD_PUBLISHED and self.plan.retire_s is None:
            return "never retired"
        if self.shade.is_wrong:
            word = "missing" if self.row in (Row.OLD_PUBLISHED, Row.NEW_PUBLISHED) else "refused"
            return f"{word} {in_words(self.wrong_s)}"
        first = self.questions[0].state
        turn = next((each.at_s for each in self.questions if each.state is not first), None)
        if turn is None:
            return self.questions[0].short
        begins = self.row in (Row.SIGNER, Row.NEW_PUBLISHED)
        return f"from minute {minutes(turn)}" if begins else f"until minute {minutes(turn)}"

    @property
    def verdict(self) -> str:
        """The outcome in a sentence: each state with its start and end."""
        parts = [
            f"{span.first.words} from minute {minutes(span.start_s)} to {minutes(span.end_s)}"
            + {Shade.TOO_LITTLE: ", wrongly", Shade.TOO_MUCH: ", for no good reason"}.get(span.shade, "")
            for span in self.intervals
        ]
        return "; ".join(parts)


def _essence(each: Question) -> tuple[State, str, Shade, bool]:
    reason = each.answer.reason if each.answer is not None and each.state is State.REFUSED else ""
    return each.state, reason, each.shade, each.differs


@dataclass(frozen=True, slots=True)
class Document:
    """The JWK set that a server published at a moment.

    Attributes:
        at_s: the moment, in seconds after the start.
        kids: the ids of its keys, in order.
    """

    at_s: float
    kids: tuple[str, ...]


@dataclass(frozen=True)
class RotationReport:
    """A plan over its whole time.

    Attributes:
        plan: the plan.
        questions: of all rows, in the order of time.
        documents: the JWK sets that were read, in the order of time; empty before a server was asked.
        kids: which key has which id.
        asked: the request that was sent, and the user: ``GET /me as alice``; empty before a server was asked.
        later: the answer to a token forged with the old key a year later, if that key is never retired.
    """

    plan: RotationPlan
    questions: tuple[Question, ...]
    documents: tuple[Document, ...] = ()
    kids: tuple[tuple[str, RotatedKey], ...] = ()
    asked: str = ""
    later: Question | None = None

    @property
    def was_played(self) -> bool:
        """Whether a server was asked."""
        return bool(self.asked)

    @property
    def differences(self) -> tuple[Question, ...]:
        """The questions whose answer differs from the prediction."""
        later = () if self.later is None else (self.later,)
        return tuple(each for each in (*self.questions, *later) if each.differs)

    @cached_property
    def rows(self) -> tuple[RowCourse, ...]:
        """The rows from top to bottom."""
        of_row = {row: tuple(each for each in self.questions if each.row is row) for row in Row}
        return tuple(RowCourse(row, self.plan, found) for row, found in of_row.items() if found)

    @property
    def end_s(self) -> float:
        """The last moment of the time line."""
        return float(self.plan.end_s)

    @property
    def origin(self) -> str:
        """The label of minute 0."""
        return "0"

    @property
    def marks(self) -> tuple[tuple[float, str], ...]:
        """The moments that the time line marks."""
        return self.plan.marks

    def course(self, row: Row) -> RowCourse | None:
        """The course of one row; None if it has no questions."""
        return next((each for each in self.rows if each.row is row), None)

    @property
    def moments(self) -> tuple[float, ...]:
        """Every moment with a question."""
        return tuple(sorted({each.at_s for each in self.questions}))

    def at(self, at_s: float) -> tuple[Question, ...]:
        """The state of each row at a moment: the last question at that moment or before it."""
        found: dict[Row, Question] = {}
        for each in self.questions:
            if each.at_s <= at_s:
                found[each.row] = each
        return tuple(found[row] for row in Row if row in found)

    def published_at(self, at_s: float) -> str:
        """The keys in the JWKS at that moment, in words: as it was last read, else as the plan predicts."""
        document = next((each for each in reversed(self.documents) if each.at_s <= at_s), None)
        if document is None:
            keys: Sequence[str] = [key for key in RotatedKey if self.plan.is_published(key, at_s)]
        else:
            names = dict(self.kids)
            keys = [names.get(kid, kid) for kid in document.kids]
        return " and ".join(keys) if keys else "no key"


def predicted(plan: RotationPlan) -> RotationReport:
    """What the plan predicts for every moment, before a server is asked."""
    return RotationReport(plan, tuple(_every_question(plan, plan.moments())))


def _every_question(plan: RotationPlan, moments: Iterable[int]) -> Iterable[Question]:
    for at_s in moments:
        for row in Row:
            each = question(plan, row, at_s)
            if each is not None:
                yield each


def moment_words(report: RotationReport, at_s: float) -> str:
    """The state of everything at a moment, as sentences."""
    happens = report.plan.name_of(at_s)
    found = {each.row: each for each in report.at(at_s)}
    head = f"Minute {minutes(round(at_s))}{f' ({happens})' if happens else ''}: "
    signer = found[Row.SIGNER].state if Row.SIGNER in found else State.OLD_SIGNS
    parts = [f"{head}the JWKS has the {report.published_at(at_s)}; the {signer} signs."]
    for row in (Row.OLD_TOKEN, Row.NEW_TOKEN, Row.OLD_TOKEN_CACHED, Row.NEW_TOKEN_CACHED, Row.STOLEN):
        if row in found:
            each = found[row]
            differs = f" (predicted: {each.expected})" if each.differs else ""
            parts.append(f"{capitalized(row.value)}: {each.words}{differs}.")
    return " ".join(parts)
