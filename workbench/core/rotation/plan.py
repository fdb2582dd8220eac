"""How an issuer's key is replaced by another: what is published, what signs, and what is accepted at each moment.

A plan has three moments: the new key is published, begins to sign, and the old key is retired. From them follows what
every verifier must answer, without asking one; what a real server answers is compared with that elsewhere.
"""

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.errors import ExperimentError
from workbench.core.text.units import in_words, minutes

MARGIN_S = 2
"""How long before a turning point the last question is asked: long enough for the answers to come before it."""

FAR_S = 365 * 24 * 3600
"""When a key that is never retired is tried once more: a year later."""

_MOST_S = 7 * 24 * 3600
_STEPS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400)
_MOST_STEPS = 8


class RotatedKey(StrEnum):
    """The two keys of a rotation."""

    OLD = "old key"
    NEW = "new key"


class Row(StrEnum):
    """What is followed over the time, as its row is called."""

    OLD_PUBLISHED = "old key in the JWKS"
    NEW_PUBLISHED = "new key in the JWKS"
    SIGNER = "the server signs with"
    OLD_TOKEN = "last token of the old key"  # noqa: S105  no password
    NEW_TOKEN = "first token of the new key"  # noqa: S105
    OLD_TOKEN_CACHED = "old token, API with a cache"  # noqa: S105
    NEW_TOKEN_CACHED = "new token, API with a cache"  # noqa: S105
    STOLEN = "forged with the old key"


class State(StrEnum):
    """What is found in a row at a moment."""

    PUBLISHED = "published"
    ABSENT = "not there"
    OLD_SIGNS = "old key"
    NEW_SIGNS = "new key"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RotationPlan:
    """When what happens, in whole seconds after the begin.

    Attributes:
        publish_s: the new key comes into the JWKS.
        sign_s: the issuer signs with the new key from here on.
        retire_s: the old key leaves the JWKS, and is refused; None for never.
        lifetime_s: of the tokens.
        cache_s: for how long an API keeps the JWKS before it fetches it anew; 0 if it fetches it for every token.
        leeway_s: for how long after ``exp`` that API still takes a token, because clocks differ.
    """

    publish_s: int = 300
    sign_s: int = 900
    retire_s: int | None = 2700
    lifetime_s: int = 1800
    cache_s: int = 600
    leeway_s: int = 0

    def check(self) -> None:
        """See that the plan can be played.

        Raises:
            ExperimentError: a moment is out of reach.
        """
        if self.sign_s < MARGIN_S or self.publish_s < MARGIN_S:
            message = "The new key is published, and signs, after the begin."
            raise ExperimentError(message, hint="Choose minute 1 or later, so that there is a time before it.")
        if self.retire_s is not None and self.retire_s < MARGIN_S:
            raise ExperimentError("The old key is retired after the begin.", hint="Choose minute 1 or later.")
        times = (self.publish_s, self.sign_s, self.retire_s or 0, self.lifetime_s, self.cache_s, self.leeway_s)
        if max(times) > _MOST_S or min(times) < 0 or self.lifetime_s < 2 * MARGIN_S:
            raise ExperimentError("A time of the plan is out of reach.", hint="Choose one from 1 min to 7 days.")

    @property
    def old_issued_s(self) -> int:
        """When the last token of the old key is issued: just before the new one signs."""
        return self.sign_s - MARGIN_S

    @property
    def needed_until_s(self) -> int:
        """Until when the old key is needed: its last token ends, leeway and all."""
        return self.sign_s + self.lifetime_s + self.leeway_s

    def issued(self, row: Row) -> int | None:
        """When the token of a row is issued; None where the row has none, or a fresh one at each moment."""
        match row:
            case Row.OLD_TOKEN | Row.OLD_TOKEN_CACHED:
                return self.old_issued_s
            case Row.NEW_TOKEN | Row.NEW_TOKEN_CACHED:
                return self.sign_s
            case _:
                return None

    def expires(self, row: Row) -> int | None:
        """When the token of a row ends for whoever verifies it there; None where the row has none of its own."""
        issued = self.issued(row)
        if issued is None:
            return None
        leeway_s = self.leeway_s if row in (Row.OLD_TOKEN_CACHED, Row.NEW_TOKEN_CACHED) else 0
        return issued + self.lifetime_s + leeway_s

    def is_published(self, key: RotatedKey, at_s: float) -> bool:
        """Whether the JWKS has the key at that moment."""
        if key is RotatedKey.NEW:
            return at_s >= self.publish_s
        return self.retire_s is None or at_s < self.retire_s

    def fetched_s(self, at_s: float) -> float:
        """When the API fetched the JWKS that it has at that moment.

        It has bad luck: it fetched it just before the new key was published, and from then on after every cache time.
        """
        if not self.cache_s:
            return at_s
        first = (self.publish_s - MARGIN_S) % self.cache_s
        return first + (at_s - first) // self.cache_s * self.cache_s if at_s >= first else 0

    def expected(self, row: Row, at_s: float) -> State | None:
        """What has to be found in a row at that moment; None before there is anything."""
        match row:
            case Row.OLD_PUBLISHED:
                return _published(self.is_published(RotatedKey.OLD, at_s))
            case Row.NEW_PUBLISHED:
                return _published(self.is_published(RotatedKey.NEW, at_s))
            case Row.SIGNER:
                return State.NEW_SIGNS if at_s >= self.sign_s else State.OLD_SIGNS
            case Row.STOLEN:
                return _accepted(self.is_published(RotatedKey.OLD, at_s))
            case _:
                return self._expected_of_token(row, at_s)

    def _expected_of_token(self, row: Row, at_s: float) -> State | None:
        issued, expires = self.issued(row), self.expires(row)
        if issued is None or expires is None or at_s < issued:
            return None
        key = RotatedKey.OLD if row in (Row.OLD_TOKEN, Row.OLD_TOKEN_CACHED) else RotatedKey.NEW
        cached = row in (Row.OLD_TOKEN_CACHED, Row.NEW_TOKEN_CACHED)
        known = self.is_published(key, self.fetched_s(at_s) if cached else at_s)
        return _accepted(known and at_s < expires)

    def turning_points(self) -> tuple[int, ...]:
        """The moments at which something changes in one of the rows, in their order."""
        points = {self.publish_s, self.sign_s, self.needed_until_s}
        points |= {end for row in Row if (end := self.expires(row)) is not None}
        points |= {start for row in Row if (start := self.issued(row)) is not None}
        changes = [self.publish_s] if self.retire_s is None else [self.publish_s, self.retire_s]
        points |= set(changes)
        points |= {self._next_fetch(each) for each in changes}
        return tuple(sorted(points))

    def _next_fetch(self, at_s: int) -> int:
        """When the API fetches the JWKS for the first time from that moment on."""
        if not self.cache_s:
            return at_s
        first = (self.publish_s - MARGIN_S) % self.cache_s
        return at_s + (first - at_s) % self.cache_s

    @property
    def end_s(self) -> int:
        """The last moment of the time line: a little after the last turning point, later where nothing ends there."""
        last = self.turning_points()[-1]
        after = last // 16 if self.retire_s is not None else last // 3
        return -(-(last + max(60, after)) // 60) * 60

    def moments(self) -> tuple[int, ...]:
        """When to ask: at the begin, just before each turning point and at it, on the way, and at the end."""
        points = self.turning_points()
        step = next((each for each in _STEPS_S if self.end_s / each <= _MOST_STEPS), _STEPS_S[-1])
        asked = {0, self.end_s, *points, *(point - MARGIN_S for point in points), *range(step, self.end_s, step)}
        return tuple(sorted(moment for moment in asked if moment >= 0))

    def steady_until(self, at_s: float) -> float:
        """Until when an answer to a question of that moment may come and still be one of that moment."""
        following = (point for point in self.turning_points() if point > at_s)
        return min(next(following, at_s + MARGIN_S), at_s + MARGIN_S)

    @property
    def marks(self) -> tuple[tuple[float, str], ...]:
        """The moments that a time line marks, those that fall together named together."""
        named = [(self.publish_s, "publish"), (self.sign_s, "sign")]
        if self.retire_s is not None:
            named.append((self.retire_s, "retire"))
        return tuple(
            (float(at_s), " + ".join(name for other, name in named if other == at_s))
            for at_s in sorted({at_s for at_s, _ in named})
        )

    def name_of(self, at_s: float) -> str:
        """What happens at that moment, in a few words; empty if nothing does."""
        happens = [
            (self.publish_s, "new key published"),
            (self.sign_s, "new key signs"),
            (self.retire_s, "old key retired"),
            (self.expires(Row.OLD_TOKEN), "old token expires"),
            (self.expires(Row.NEW_TOKEN), "new token expires"),
        ]
        return ", ".join(words for moment, words in happens if moment == at_s)


def _published(there: bool) -> State:
    return State.PUBLISHED if there else State.ABSENT


def _accepted(counts: bool) -> State:
    return State.ACCEPTED if counts else State.REFUSED


class RotationFault(StrEnum):
    """What is wrong with a plan."""

    TOO_EARLY = "retired too early"
    NEVER = "never retired"
    UNPUBLISHED = "signs before it is published"
    CACHE = "published too late for a cache"
    NO_RESERVE = "no reserve for clocks that differ"
    LATE = "retired later than needed"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said of a plan.

    Attributes:
        fault: what is wrong; None if all is well.
        sentence: what comes of it, with figures.
        serious: whether users are shut out, or thieves let in, for no reason.
    """

    fault: RotationFault | None
    sentence: str
    serious: bool = False


def judge(plan: RotationPlan) -> tuple[Judgement, ...]:
    """Say what a plan does to users, and to whoever has stolen the old key; one that all is well if it is."""
    found = [*_faults_of_the_end(plan), *_faults_of_the_start(plan)]
    if any(each.serious for each in found):
        return tuple(found)
    end = f"The old key is gone at minute {minutes(plan.retire_s or 0)}, and a thief who has it is locked out."
    well = f"By the book: every token is accepted as long as it lives. {end}"
    return (Judgement(None, well), *found)


def _faults_of_the_end(plan: RotationPlan) -> list[Judgement]:
    if plan.retire_s is None:
        sentence = (
            "Never retired: whoever has stolen the old key signs tokens for any user, and they are accepted for ever. "
            f"No token needs that key after minute {minutes(plan.needed_until_s)}."
        )
        return [Judgement(RotationFault.NEVER, sentence, serious=True)]
    needed_s = plan.sign_s + plan.lifetime_s
    if plan.retire_s < needed_s:
        sentence = (
            f"Retired too early: tokens that the old key signed until minute {minutes(plan.sign_s)} live until minute "
            f"{minutes(needed_s)}, and are refused from minute {minutes(plan.retire_s)} on. Their users are logged out "
            f"up to {in_words(needed_s - max(plan.retire_s, plan.sign_s))} before their time. The least time of grace "
            f"is the longest lifetime of a token: {in_words(plan.lifetime_s)} after minute {minutes(plan.sign_s)}."
        )
        return [Judgement(RotationFault.TOO_EARLY, sentence, serious=True)]
    if plan.retire_s < plan.needed_until_s:
        sentence = (
            f"No reserve for clocks that differ: the API takes tokens up to {in_words(plan.leeway_s)} after exp, and "
            f"the old key is gone {in_words(plan.needed_until_s - plan.retire_s)} before that is over."
        )
        return [Judgement(RotationFault.NO_RESERVE, sentence)]
    if plan.retire_s > plan.needed_until_s:
        longer = in_words(plan.retire_s - plan.needed_until_s)
        sentence = (
            f"The old key stays {longer} longer than any token needs it: a reserve for you, and more time for whoever "
            "has stolen it."
        )
        return [Judgement(RotationFault.LATE, sentence)]
    return []


def _faults_of_the_start(plan: RotationPlan) -> list[Judgement]:
    if plan.sign_s < plan.publish_s:
        sentence = (
            f"Signs before it is published: from minute {minutes(plan.sign_s)} to {minutes(plan.publish_s)} nobody can "
            f"verify a new token, for {in_words(plan.publish_s - plan.sign_s)} every log-in is in vain."
        )
        return [Judgement(RotationFault.UNPUBLISHED, sentence, serious=True)]
    known_s = plan.publish_s - MARGIN_S + plan.cache_s
    if plan.sign_s < known_s:
        sentence = (
            f"Published too late for a cache: an API that fetched the JWKS just before minute "
            f"{minutes(plan.publish_s)} has it until minute {minutes(known_s)} and refuses the tokens of the new key "
            f"for {in_words(known_s - plan.sign_s)}, unless it fetches anew when it meets an unknown kid. "
            f"Publish {in_words(plan.cache_s)} before signing."
        )
        return [Judgement(RotationFault.CACHE, sentence, serious=True)]
    return []


@dataclass(frozen=True, slots=True)
class Preset:
    """A plan to begin with.

    Attributes:
        name: what it is called.
        detail: what is to be seen, in a few words.
        plan: the plan.
    """

    name: str
    detail: str
    plan: RotationPlan


PRESETS = (
    Preset("By the book", "published early, kept as long as a token lives", RotationPlan()),
    Preset("Retired too early", "users are logged out", RotationPlan(retire_s=1200)),
    Preset("Never retired", "a stolen key is good for ever", RotationPlan(retire_s=None)),
    Preset("Published too late", "caches do not know the new key", RotationPlan(publish_s=900)),
    Preset("Signs before it is published", "nobody can verify", RotationPlan(publish_s=1200)),
)
"""The right way, and the mistakes."""
