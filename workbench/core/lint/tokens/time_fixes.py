"""Fixes of exp, nbf and iat: of several moments the first that leaves the token a time to be valid in."""

from collections.abc import Iterable, Iterator, Mapping

from workbench.core.errors import TimeTextError
from workbench.core.lint.tokens.edits import removing, setting
from workbench.core.lint.tokens.finding import Fix
from workbench.core.lint.tokens.subject import FARTHEST_S, Subject
from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.text.typed_time import parse_time
from workbench.core.text.units import duration

LONGEST_S = 3_600
"""Seconds that a fix gives a token to live, if its kind has no shorter limit."""

_DAY_S = 86_400

Moment = tuple[str, int | None]
"""What a fix is called, and the seconds since 1970 that it sets; None removes the claim."""


def set_time(subject: Subject, name: str, moments: Iterable[Moment]) -> Fix | None:
    """The first of *moments* that makes no new error; None if each would."""
    for label, seconds in moments:
        times = {each: value for each, value in subject.times.items() if each != name}
        if seconds is None:
            if _is_sound(subject, times):
                return removing((name,))
        elif seconds <= FARTHEST_S and _is_sound(subject, {**times, name: seconds}):
            return setting(label, name, seconds)
    return None


def _is_sound(subject: Subject, times: Mapping[str, int]) -> bool:
    """Whether these times leave one to be valid in, and not far too long a one, unless it is that already."""
    expires = times.get("exp")
    if expires is None:
        return True
    if any(times[name] >= expires for name in ("iat", "nbf") if name in times):
        return False
    return not _lives_far_too_long(subject, times) or _lives_far_too_long(subject, subject.times)


def _lives_far_too_long(subject: Subject, times: Mapping[str, int]) -> bool:
    limit = subject.table.lifetime
    if limit is None or limit.far_too_long_s is None or "exp" not in times:
        return False
    return times["exp"] - times.get("iat", int(subject.now)) > limit.far_too_long_s


def expiries(subject: Subject) -> Iterator[Moment]:
    """Ends of the token as long after it begins (else from now) as suits its kind: most often an hour."""
    limit = subject.table.lifetime
    longest = LONGEST_S
    if limit is not None and not LONGEST_S <= limit.longest_s <= _DAY_S:
        longest = limit.longest_s
    words = "one hour" if longest == LONGEST_S else duration(longest)
    if "iat" in subject.times:
        yield f"Set exp to {words} after iat", subject.times["iat"] + longest
    yield f"Set exp to {words} from now", int(subject.now) + longest
    if "nbf" in subject.times:
        yield f"Set exp to {words} after nbf", subject.times["nbf"] + longest


def beginnings(subject: Subject, name: str) -> Iterator[Moment]:
    """Moments for ``iat`` or ``nbf`` before the token expires."""
    now = int(subject.now)
    yield f"Set {name} to now", now
    yield f"Set {name} to one hour before exp", subject.times.get("exp", now) - LONGEST_S


def without(subject: Subject, name: str) -> Iterator[Moment]:
    """Removes ``iat`` or ``nbf``, or sets it, where tokens of the kind must have it."""
    if name in subject.table.must:
        yield from beginnings(subject, name)
    else:
        yield "", None


def seconds_of(text: str, now: float) -> int | None:
    """The moment that a text means, in whole seconds since 1970; None if it means none that a claim can have."""
    try:
        seconds = parse_time(text, now).seconds
    except TimeTextError:
        return None
    return int(seconds) if is_numeric_date(seconds) and 0 <= seconds <= FARTHEST_S else None
