"""Rules on exp, nbf and iat (RFC 7519 sections 4.1.4 to 4.1.6)."""

import re
from collections.abc import Iterator

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import FARTHEST_S, Subject
from workbench.core.lint.tokens.time_fixes import Moment, beginnings, expiries, seconds_of, set_time, without
from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.text.units import duration
from workbench.core.text.wording import shown

_DAY_S = 86_400
_SHORTEST_S = 30
_SHORT_BUT_USABLE_S = 300
_NEAR_S = 20 * 365 * 86_400  # a moment this near to now is one that was meant
_MOMENT = re.compile(r"[0-9]{4}")  # a number of seconds or a date, and not a time from now
_FINER_UNITS = ((10**3, "milliseconds"), (10**6, "microseconds"), (10**9, "nanoseconds"))


def expiry_missing(subject: Subject) -> Iterator[Hit]:
    """JWT002: no ``exp``."""
    severity = subject.lacks("exp")
    if severity is not None:
        message = "exp is missing: the token never expires, and works for anyone who finds it."
        yield Hit(
            message, fix=set_time(subject, "exp", expiries(subject)), severity=severity, source=subject.table.source
        )


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
    moments = [each for each in expiries(subject) if each[1] is not None and each[1] - start <= limit.longest_s]
    fix = set_time(subject, "exp", moments)
    yield Hit(message, ("exp",), fix, severity, source=limit.source, others=(("iat",),) * (since == "iat"))


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
    moment = f"Set exp to {duration(longer)} after iat", subject.times["iat"] + longer
    fix = set_time(subject, "exp", (moment, *expiries(subject)))
    yield Hit(f"exp is only {duration(lifetime)} after iat: {why}.", ("exp",), fix, others=(("iat",),))


def not_numeric_date(subject: Subject) -> Iterator[Hit]:
    """JWT005: a time that is not a finite JSON number."""
    for name in ("exp", "nbf", "iat"):
        if name not in subject.values or is_numeric_date(subject.values[name]):
            continue
        value = subject.values[name]
        seconds = seconds_of(value, subject.now) if isinstance(value, str) and _MOMENT.match(value) else None
        meant: list[Moment] = [] if seconds is None else [(f"Make {name} the number {seconds}", seconds)]
        others = expiries(subject) if name == "exp" else without(subject, name)
        message = f"{name} is {shown(value)}; expected a number of seconds since 1970."
        yield Hit(message, (name,), set_time(subject, name, (*meant, *others)))


def beyond_every_lifetime(subject: Subject) -> Iterator[Hit]:
    """JWT006: a time after the year 5138, most often one in milliseconds."""
    for name in ("exp", "nbf", "iat"):
        value = subject.values.get(name)
        if not is_numeric_date(value) or value <= FARTHEST_S:
            continue
        whole = int(value)
        others = expiries(subject) if name == "exp" else (*beginnings(subject, name), *without(subject, name))
        for factor, unit in _FINER_UNITS:
            seconds = whole // factor
            if abs(seconds - int(subject.now)) <= _NEAR_S:
                message = f"{name} is {shown(value)}: these are {unit}, but NumericDate counts seconds."
                moment = f"Set {name} to {seconds}", seconds
                yield Hit(message, (name,), set_time(subject, name, (moment, *others)))
                break
        else:
            message = f"{name} is {shown(value)}, which is beyond the year 5138."
            yield Hit(message, (name,), set_time(subject, name, others))


def window_empty(subject: Subject) -> Iterator[Hit]:
    """JWT007: an ``exp`` that is not after ``iat``, or not after ``nbf``."""
    times = subject.times
    if "exp" not in times:
        return
    expires = times["exp"]
    if "iat" in times and expires <= times["iat"]:
        ago = f"{duration(times['iat'] - expires)} before iat" if expires < times["iat"] else "the very second of iat"
        fix = set_time(subject, "exp", expiries(subject))
        yield Hit(f"exp is {ago}: the token is never valid.", ("exp",), fix, others=(("iat",),))
    if "nbf" in times and times["nbf"] >= expires:
        after = f"{duration(times['nbf'] - expires)} after exp" if times["nbf"] > expires else "the very second of exp"
        message = f"nbf is {after}: the token is never valid."
        yield Hit(message, ("nbf",), set_time(subject, "nbf", without(subject, "nbf")), others=(("exp",),))


def issued_in_the_future(subject: Subject) -> Iterator[Hit]:
    """JWT008: an ``iat`` that is ahead of the clock by more than the leeway."""
    issued = subject.times.get("iat")
    if issued is None or issued <= subject.now + subject.leeway_s:
        return
    ahead = duration(max(1, issued - int(subject.now)))
    message = f"iat is {ahead} ahead: the issuer's clock differs, or the claim is forged."
    moments = [each for each in beginnings(subject, "iat") if each[1] is not None and each[1] <= subject.now]
    yield Hit(message, ("iat",), set_time(subject, "iat", moments))


def issue_time_missing(subject: Subject) -> Iterator[Hit]:
    """JWT020: no ``iat``, in a token that must have one."""
    severity = subject.lacks("iat")
    if severity is not None:
        message = "iat is missing: the token does not say how old it is."
        fix = set_time(subject, "iat", beginnings(subject, "iat"))
        yield Hit(message, fix=fix, severity=severity, source=subject.table.source)
