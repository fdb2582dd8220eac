"""Bytes, rates, shares and lengths of time in the size that people think in: ``7.05 GB``, ``5 %``, ``30 min``."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.core.text.wording import counted

if TYPE_CHECKING:
    from fractions import Fraction


_UNITS = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
_STEP = 1_000

_MINUTE_S = 60
_HOUR_S = 60 * _MINUTE_S
_DAY_S = 24 * _HOUR_S
_YEAR_S = 365 * _DAY_S


def byte_words(count: int | Fraction) -> str:
    """A number of bytes with three digits and a decimal unit: ``384 B``, ``7.05 GB``."""
    from fractions import Fraction

    if count < _STEP:
        return f"{count} B"
    size, unit = Fraction(count), 0
    # Not 1000: what is rounded to three digits must not read 1e+03.
    while size >= Fraction(9995, 10) and unit < len(_UNITS) - 1:
        size, unit = size / _STEP, unit + 1
    return f"{rate_words(size)} {_UNITS[unit]}"


def rate_words(rate: float | Fraction, digits: int = 3) -> str:
    """A number with so many digits, or all before the point: ``0.38``, ``560``, ``12,300``; ``< 0.001`` for less."""
    from fractions import Fraction

    if rate == 0:
        return "0"
    if rate < Fraction(1, _STEP):
        return "< 0.001"
    return f"{float(rate):,.0f}" if rate >= 10 ** (digits - 1) else f"{float(rate):.{digits}g}"


def plain_number(value: float) -> str:
    """A number as people write it, with up to six decimals and never an exponent: ``1,000,000,000``, ``1.4``."""
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")


def percent(part: int, whole: int) -> str:
    """A share without decimals; ``< 1 %`` for one that would be rounded to nothing."""
    return f"{part * 100 / whole:,.0f} %" if part * 100 >= whole else "< 1 %"


def duration(seconds: float) -> str:
    """A length of time in its two largest units: ``29 min 58 s``; *seconds* must be finite and not negative."""
    seconds = math.floor(seconds)
    if seconds >= 1000 * _YEAR_S:
        years = seconds // _YEAR_S
        return f"{years:,} years" if years < 10**12 else "more than 1,000,000,000,000 years"
    units = (("year", _YEAR_S), ("day", _DAY_S), ("h", _HOUR_S), ("min", _MINUTE_S), ("s", 1))
    for (name, length), (smaller_name, smaller) in pairwise(units):
        if seconds >= length:
            rest = seconds % length // smaller
            first = _with_unit(seconds // length, name)
            return f"{first} {_with_unit(rest, smaller_name)}" if rest else first
    return _with_unit(seconds, "s")


def in_words(seconds: float) -> str:
    """A length of time in seconds below a minute, in minutes above: ``25 min``, ``2.5 min``, ``58 s``."""
    return f"{seconds:.0f} s" if seconds < 60 else f"{minutes(seconds)} min"


def minutes(seconds: float) -> str:
    """A moment or a length in minutes: ``2``, ``2.5``; what is finer than half a minute as ``24:58``."""
    if seconds % 30 == 0:
        return f"{seconds / 60:g}"
    whole, rest = divmod(round(seconds), 60)
    return f"{whole}:{rest:02d}"


def _with_unit(count: int, unit: str) -> str:
    # Symbols of units have no plural.
    return counted(count, unit) if unit in ("year", "day") else f"{count} {unit}"
