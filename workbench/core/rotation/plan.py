"""The plan of a key rotation: which key is published, which one signs, and what is accepted at each moment.

A plan has three moments: the new key is published, the new key begins to sign, the old key is retired. They determine
what every verifier must answer; `report` compares that with what a real server answers.
"""

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.errors import ExperimentError

MARGIN_S = 2
"""Seconds from the last question to the turning point after it: long enough for the answers to arrive before it."""

FAR_S = 365 * 24 * 3600
"""When a key that is never retired is tried again: a year later."""

_MOST_S = 7 * 24 * 3600
_STEPS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400)
_MOST_STEPS = 8


class RotatedKey(StrEnum):
    """The two keys of a rotation."""

    OLD = "old key"
    NEW = "new key"


class Row(StrEnum):
    """The rows of the time line, by their labels."""

    OLD_PUBLISHED = "old key in the JWKS"
    NEW_PUBLISHED = "new key in the JWKS"
    SIGNER = "the server signs with"
    OLD_TOKEN = "last token of the old key"  # noqa: S105  no password
    NEW_TOKEN = "first token of the new key"  # noqa: S105
    OLD_TOKEN_CACHED = "old token, API with a cache"  # noqa: S105
    NEW_TOKEN_CACHED = "new token, API with a cache"  # noqa: S105
    STOLEN = "forged with the old key"


class State(StrEnum):
    """The state of a row at a moment."""

    PUBLISHED = "published"
    ABSENT = "not there"
    OLD_SIGNS = "old key"
    NEW_SIGNS = "new key"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RotationPlan:
    """The times of a rotation, in whole seconds after its start.

    Attributes:
        publish_s: when the new key is added to the JWKS.
        sign_s: when the issuer starts to sign with the new key.
        retire_s: when the old key is removed from the JWKS and refused; None for never.
        lifetime_s: of the tokens.
        cache_s: how long an API keeps the JWKS before it fetches it again; 0 if it fetches it for every token.
        leeway_s: how long after ``exp`` that API still accepts a token, because clocks differ.
    """

    publish_s: int = 300
    sign_s: int = 900
    retire_s: int | None = 2700
    lifetime_s: int = 1800
    cache_s: int = 600
    leeway_s: int = 0

    def check(self) -> None:
        """Check that the plan can be run.

        Raises:
            ExperimentError: a time is out of range.
        """
        if self.sign_s < MARGIN_S or self.publish_s < MARGIN_S:
            message = "The new key must be published, and sign, after the start."
            raise ExperimentError(message, hint="Choose minute 1 or later, so that there is a time before it.")
        if self.retire_s is not None and self.retire_s < MARGIN_S:
            raise ExperimentError("The old key must be retired after the start.", hint="Choose minute 1 or later.")
        times = (self.publish_s, self.sign_s, self.retire_s or 0, self.lifetime_s, self.cache_s, self.leeway_s)
        if max(times) > _MOST_S or min(times) < 0 or self.lifetime_s < 2 * MARGIN_S:
            raise ExperimentError("A time of the plan is out of range.", hint="Choose one from 1 min to 7 days.")

    @property
    def old_issued_s(self) -> int:
        """When the last token of the old key is issued: just before the new key signs."""
        return self.sign_s - MARGIN_S

    @property
    def needed_until_s(self) -> int:
        """Until when the old key is needed: the end of its last token, leeway included."""
        return self.sign_s + self.lifetime_s + self.leeway_s

    def issued(self, row: Row) -> int | None:
        """When the token of a row is issued; None if the row has none, or a new one at each moment."""
        match row:
            case Row.OLD_TOKEN | Row.OLD_TOKEN_CACHED:
                return self.old_issued_s
            case Row.NEW_TOKEN | Row.NEW_TOKEN_CACHED:
                return self.sign_s
            case _:
                return None

    def expires(self, row: Row) -> int | None:
        """When the verifier of a row stops accepting its token; None if the row has no token of its own."""
        issued = self.issued(row)
        if issued is None:
            return None
        leeway_s = self.leeway_s if row in (Row.OLD_TOKEN_CACHED, Row.NEW_TOKEN_CACHED) else 0
        return issued + self.lifetime_s + leeway_s

    def is_published(self, key: RotatedKey, at_s: float) -> bool:
        """Whether the key is in the JWKS at that moment."""
        if key is RotatedKey.NEW:
            return at_s >= self.publish_s
        return self.retire_s is None or at_s < self.retire_s

    def fetched_s(self, at_s: float) -> float:
        """When the API fetched the JWKS that it uses at that moment.

        This is the worst case: it fetched the JWKS just before the new key was published, and again after each cache
        time.
        """
        if not self.cache_s:
            return at_s
        first = (self.publish_s - MARGIN_S) % self.cache_s
        return first + (at_s - first) // self.cache_s * self.cache_s if at_s >= first else 0

    def expected(self, row: Row, at_s: float) -> State | None:
        """The correct state of a row at that moment; None before there is one."""
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
        """The moments at which a row changes, in order."""
        points = {self.publish_s, self.sign_s, self.needed_until_s}
        points |= {end for row in Row if (end := self.expires(row)) is not None}
        points |= {start for row in Row if (start := self.issued(row)) is not None}
        changes = [self.publish_s] if self.retire_s is None else [self.publish_s, self.retire_s]
        points |= set(changes)
        points |= {self._next_fetch(each) for each in changes}
        return tuple(sorted(points))

    def _next_fetch(self, at_s: int) -> int:
        """When the API next fetches the JWKS, from that moment on."""
        if not self.cache_s:
            return at_s
        first = (self.publish_s - MARGIN_S) % self.cache_s
        return at_s + (first - at_s) % self.cache_s

    @property
    def end_s(self) -> int:
        """The end of the time line: shortly after the last turning point, later if the old key is never retired."""
        last = self.turning_points()[-1]
        after = last // 16 if self.retire_s is not None else last // 3
        return -(-(last + max(60, after)) // 60) * 60

    def moments(self) -> tuple[int, ...]:
        """When to ask: at the start, just before and at each turning point, in between, and at the end."""
        points = self.turning_points()
        step = next((each for each in _STEPS_S if self.end_s / each <= _MOST_STEPS), _STEPS_S[-1])
        asked = {0, self.end_s, *points, *(point - MARGIN_S for point in points), *range(step, self.end_s, step)}
        return tuple(sorted(moment for moment in asked if moment >= 0))

    def steady_until(self, at_s: float) -> float:
        """Until when an answer may arrive and still belong to that moment."""
        following = (point for point in self.turning_points() if point > at_s)
        return min(next(following, at_s + MARGIN_S), at_s + MARGIN_S)

    @property
    def marks(self) -> tuple[tuple[float, str], ...]:
        """The moments that the time line marks; moments that coincide share a mark."""
        named = [(self.publish_s, "publish"), (self.sign_s, "sign")]
        if self.retire_s is not None:
            named.append((self.retire_s, "retire"))
        return tuple(
            (float(at_s), " + ".join(name for other, name in named if other == at_s))
            for at_s in sorted({at_s for at_s, _ in named})
        )

    def name_of(self, at_s: float) -> str:
        """What happens at that moment, in a few words; empty if nothing happens."""
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
