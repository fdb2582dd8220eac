"""Rules on exp, nbf and iat (RFC 7519 sections 4.1.4 to 4.1.6)."""

import re
from collections.abc import Iterator

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.edits import removing, setting
from workbench.core.lint.tokens.finding import Fix
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import FARTHEST_S, Subject
from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.text.units import duration
from workbench.core.text.wording import shown

LONGEST_S = 3_600
"""Seconds that a fix gives a token to live, if its kind has no shorter limit."""

_DAY_S = 86_400
_SHORTEST_S = 30
_SHORT_BUT_USABLE_S = 300
_NEAR_S = 20 * 365 * 86_400  # a moment this near to now is one that was meant
_SECONDS_AS_TEXT = re.compile(r"-?[0-9]{1,11}")
_FINER_UNITS = ((10**3, "milliseconds"), (10**6, "microseconds"), (10**9, "nanoseconds"))


def expiry_missing(subject: Subject) -> Iterator[Hit]:
    """JWT002: no ``exp``."""
    severity = subject.lacks("exp")
    if severity is not None:
        message = "exp is missing: the token never expires, and works for anyone who finds it."
        yield Hit(message, fix=_set_expiry(subject), severity=severity, source=subject.table.source)


def lifetime_too_long(subject: Subject) -> Iterator[Hit]:
    """JWT003: more from ``iat`` (without it, from now) to ``exp`` than tokens of the kind should live."""
    limit = subject.table.lifetime
    if limit is None or "exp" not in subject.times:
        return
    start = subject.times.get("iat", int(subject.now))
    lifetime = subject.times["exp"] - start
    if lifetime <= limit.longest_s:
        return
    since = "iat" if "iat" in subject.times else "now"
    far_too_long = limit.far_too_long_s is not None and lifetime > limit.far_too_long_s
    length = duration(lifetime) if lifetime > _DAY_S else f"{lifetime:,} s"  # the words for 3,601 s are 1 h
    message = f"exp is {length} after {since}: {limit.why}."
    severity = Severity.ERROR if far_too_long else None
    yield Hit(message, ("exp",), _set_expiry(subject), severity, source=limit.source)


def lifetime_too_short(subject: Subject) -> Iterator[Hit]:
    """JWT004: less than 30 seconds from ``iat`` to ``exp``, or no more than the leeway."""
    if not {"exp", "iat"} <= subject.times.keys():
        return
    lifetime = subject.times["exp"] - subject.times["iat"]
    if 0 < lifetime < _SHORTEST_S:
        why = "clocks that differ a little make it invalid from the start"
    elif 0 < lifetime <= subject.leeway_s:
        why = f"a leeway of {duration(subject.leeway_s)} more than doubles it"
    else:
        return
    longer = max(_SHORT_BUT_USABLE_S, 2 * subject.leeway_s)
    fix = setting(f"Set exp to {duration(longer)} after iat", "exp", subject.times["iat"] + longer)
    yield Hit(f"exp is only {duration(lifetime)} after iat: {why}.", ("exp",), fix)


def not_numeric_date(subject: Subject) -> Iterator[Hit]:
    """JWT005: a time that is not a finite JSON number."""
    for name in ("exp", "nbf", "iat"):
        if name not in subject.values or is_numeric_date(subject.values[name]):
            continue
        value = subject.values[name]
        if isinstance(value, str) and _SECONDS_AS_TEXT.fullmatch(value):
            fix = setting(f"Make {name} the number {int(value)}", name, int(value))
        else:
            fix = _set_expiry(subject) if name == "exp" else _without(subject, name)
        message = f"{name} is {shown(value)}; expected a number of seconds since 1970."
        yield Hit(message, (name,), fix)


def beyond_every_lifetime(subject: Subject) -> Iterator[Hit]:
    """JWT006: a time after the year 5138, most often one in milliseconds."""
    for name in ("exp", "nbf", "iat"):
        value = subject.values.get(name)
        if not is_numeric_date(value) or value <= FARTHEST_S:
            continue
        whole = int(value)
        for factor, unit in _FINER_UNITS:
            seconds = whole // factor
            if abs(seconds - int(subject.now)) <= _NEAR_S:
                message = f"{name} is {shown(value)}: these are {unit}, but NumericDate counts seconds."
                yield Hit(message, (name,), setting(f"Set {name} to {seconds}", name, seconds))
                break
        else:
            message = f"{name} is {shown(value)}, which is beyond the year 5138."
            if name == "exp" and subject.times.get("iat", 0) + LONGEST_S <= FARTHEST_S:
                fix = _set_expiry(subject)
            else:  # an hour after an iat that is itself near the end of time would lie beyond it again
                fix = setting(f"Set {name} to now", name, int(subject.now))
            yield Hit(message, (name,), fix)


def window_empty(subject: Subject) -> Iterator[Hit]:
    """JWT007: an ``exp`` that is not after ``iat``, or not after ``nbf``."""
    times = subject.times
    if "exp" not in times:
        return
    expires = times["exp"]
    if "iat" in times and expires <= times["iat"]:
        ago = f"{duration(times['iat'] - expires)} before iat" if expires < times["iat"] else "the very second of iat"
        yield Hit(f"exp is {ago}: the token is never valid.", ("exp",), _set_expiry(subject))
    if "nbf" in times and times["nbf"] >= expires:
        after = f"{duration(times['nbf'] - expires)} after exp" if times["nbf"] > expires else "the very second of exp"
        message = f"nbf is {after}: the token is never valid."
        yield Hit(message, ("nbf",), _without(subject, "nbf"))


def issued_in_the_future(subject: Subject) -> Iterator[Hit]:
    """JWT008: an ``iat`` that is ahead of the clock by more than the leeway."""
    issued = subject.times.get("iat")
    if issued is None or issued <= subject.now + subject.leeway_s:
        return
    ahead = duration(max(1, issued - int(subject.now)))
    message = f"iat is {ahead} ahead: the issuer's clock differs, or the claim is forged."
    yield Hit(message, ("iat",), setting("Set iat to now", "iat", int(subject.now)))


def issue_time_missing(subject: Subject) -> Iterator[Hit]:
    """JWT020: no ``iat``, in a token that must have one."""
    severity = subject.lacks("iat")
    if severity is not None:
        message = "iat is missing: the token does not say how old it is."
        yield Hit(message, fix=_set_before_expiry(subject, "iat"), severity=severity, source=subject.table.source)


def _set_before_expiry(subject: Subject, name: str) -> Fix:
    """A fix that gives ``iat`` or ``nbf`` a moment before the token expires."""
    now = int(subject.now)
    expires = subject.times.get("exp", now + LONGEST_S)
    if expires > now:
        return setting(f"Set {name} to now", name, now)
    return setting(f"Set {name} to one hour before exp", name, expires - LONGEST_S)


def _without(subject: Subject, name: str) -> Fix:
    """A fix that removes a time, or sets it, where tokens of the kind must have it."""
    return _set_before_expiry(subject, name) if name in subject.table.must else removing((name,))


def _set_expiry(subject: Subject) -> Fix:
    """End the token as long after it was issued (else from now) as suits its kind: most often an hour."""
    limit = subject.table.lifetime
    longest = LONGEST_S
    if limit is not None and not LONGEST_S <= limit.longest_s <= _DAY_S:
        longest = limit.longest_s
    words = "one hour" if longest == LONGEST_S else duration(longest)
    if "iat" in subject.times:
        return setting(f"Set exp to {words} after iat", "exp", subject.times["iat"] + longest)
    return setting(f"Set exp to {words} from now", "exp", int(subject.now) + longest)
