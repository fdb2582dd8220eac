"""Figures in the size that people think in: ``7.05 GB``, ``30 min``."""

from fractions import Fraction

from workbench.core.text.wording import duration

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
_STEP = 1_000


def byte_words(count: int | Fraction) -> str:
    """A number of bytes with three digits and a decimal unit: ``384 B``, ``7.05 GB``."""
    if count < _STEP:
        return f"{count} B"
    size, unit = Fraction(count), 0
    # Not 1000: what is rounded to three digits must not read 1e+03.
    while size >= Fraction(9995, 10) and unit < len(_UNITS) - 1:
        size, unit = size / _STEP, unit + 1
    return f"{rate_words(size)} {_UNITS[unit]}"


def rate_words(rate: int | Fraction) -> str:
    """A number with three digits, or all before the point: ``0.38``, ``560``, ``12,300``."""
    if rate == 0:
        return "0"
    if rate < Fraction(1, _STEP):
        return "< 0.001"
    return f"{float(rate):,.0f}" if rate >= 100 else f"{float(rate):.3g}"


def duration_words(seconds: int) -> str:
    """A length of time in its two largest units: ``0 s``, ``1 h 30 min``."""
    return duration(seconds) if seconds else "0 s"
