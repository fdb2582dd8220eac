"""Figures that can be checked: a number with its formula, in names and in numbers.

What is shown and what is computed come from one expression, so that they cannot drift apart.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | Fraction
Operand: TypeAlias = "Formula | int"


class _Binding(IntEnum):
    """How tightly the outermost operation of an expression holds its parts together."""

    SUM = 0
    PRODUCT = 1
    SINGLE = 2


@dataclass(frozen=True, slots=True)
class Formula:
    """A number and its formula. Built with ``+ - * /`` from `known` numbers and plain ones.

    Attributes:
        value: the number itself, exact.
        symbols: the formula with names: ``requests a second × 86,400``.
        numbers: the formula with numbers: ``200 × 86,400``.
    """

    value: Number
    symbols: str
    numbers: str
    binding: _Binding = _Binding.SINGLE

    def __add__(self, other: Operand) -> "Formula":
        return _joined(self, " + ", _operand(other), _Binding.SUM, lambda a, b: a + b)

    def __radd__(self, other: int) -> "Formula":
        return _operand(other) + self

    def __sub__(self, other: Operand) -> "Formula":
        return _joined(self, " − ", _operand(other), _Binding.SUM, lambda a, b: a - b)

    def __mul__(self, other: Operand) -> "Formula":
        return _joined(self, " × ", _operand(other), _Binding.PRODUCT, lambda a, b: a * b)

    def __rmul__(self, other: int) -> "Formula":
        return _operand(other) * self

    def __truediv__(self, other: Operand) -> "Formula":
        return _joined(self, " ÷ ", _operand(other), _Binding.PRODUCT, lambda a, b: Fraction(a) / b)

    @property
    def result(self) -> str:
        """The number after the formula: exact if it ends within six decimals, else marked as rounded."""
        try:
            return figure(self.value)
        except ValueError:
            return f"about {float(self.value):,.4g}" if self.value < 1_000 else f"about {float(self.value):,.1f}"


def known(symbols: str, value: Number) -> Formula:
    """A number with a name."""
    return Formula(value, symbols, figure(value))


def rounded_up(inner: Formula) -> Formula:
    """The next whole number."""
    return Formula(math.ceil(inner.value), f"round up({inner.symbols})", f"round up({inner.numbers})")


def figure(value: Number) -> str:
    """A number as it is written in a formula; a fraction must end within six decimals, as typed ones do.

    Raises:
        ValueError: it would have to be rounded, so that checking the formula gave another result.
    """
    millionths = value * 1_000_000
    if millionths.denominator != 1:
        raise ValueError(f"{value} cannot be written as a decimal; divide in the formula instead")
    return f"{Decimal(millionths.numerator).scaleb(-6).normalize():,f}"


def _operand(value: Operand) -> Formula:
    return value if isinstance(value, Formula) else Formula(value, figure(value), figure(value))


def _joined(
    left: Formula, sign: str, right: Formula, binding: _Binding, compute: Callable[[Number, Number], Number]
) -> Formula:
    # a − (b + c) needs its brackets, a + (b + c) does not; and so with ÷ and ×.
    to_the_right = binding if sign in (" + ", " × ") else binding + 1
    return Formula(
        compute(left.value, right.value),
        _within(left, left.symbols, binding) + sign + _within(right, right.symbols, to_the_right),
        _within(left, left.numbers, binding) + sign + _within(right, right.numbers, to_the_right),
        binding,
    )


def _within(part: Formula, text: str, least: int) -> str:
    return text if part.binding >= least else f"({text})"
