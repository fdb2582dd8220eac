"""Works out what a formula says as it stands on the screen: nothing is known of how the program came to it."""

import math
import re
from fractions import Fraction

_SIGNS = {"×": "*", "÷": "/", "−": "-", "round up(": "up("}
_PLAIN = re.compile(r"(?:round up|[\d.,+×÷−() ])+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def calculate(text):
    """The exact value of a formula with the numbers filled in."""
    assert _PLAIN.fullmatch(text), f"a pocket calculator has no key for this: {text}"
    for sign, key in _SIGNS.items():
        text = text.replace(sign, key)
    text = _NUMBER.sub(lambda number: f"Fraction('{number[0].replace(',', '')}')", text)
    return eval(text, {"Fraction": Fraction, "up": lambda value: Fraction(math.ceil(value))})  # noqa: S307  digits, signs and brackets alone


def shape(text):
    """A formula without its names and numbers: what is left is the same in words and in figures."""
    return re.sub(r"(?:round up)?[^+×÷−()]+", lambda part: "n" if part[0].strip() else "", text).replace("nn", "n")
