from fractions import Fraction

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from tests.core.designs.pocket_calculator import calculate
from workbench.core.designs.formula import Formula, figure, known, rounded_up

NUMBERS = st.integers(1, 10**7).map(lambda value: known("n", value))


def combined(inner):
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda pair: pair[0] + pair[1]),
        pairs.map(lambda pair: pair[0] - pair[1]),
        pairs.map(lambda pair: pair[0] * pair[1]),
        pairs.map(lambda pair: pair[0] / pair[1] if pair[1].value else pair[0]),
        inner.map(rounded_up),
    )


@examples(st.recursive(NUMBERS, combined, max_leaves=8))
def test_whoever_works_the_figures_out_again_gets_the_value(worked):
    assert calculate(worked.numbers) == worked.value


def test_words_and_figures_are_one_formula():
    requests, token = known("requests a second", 200), known("token bytes", 384)
    worked = requests * known("seconds a day", 86_400) * (22 + token + 2)
    assert worked.symbols == "requests a second × seconds a day × (22 + token bytes + 2)"
    assert worked.numbers == "200 × 86,400 × (22 + 384 + 2)"
    assert worked.value == 200 * 86_400 * (22 + 384 + 2)
    assert worked.result == "7,050,240,000"


@pytest.mark.parametrize(
    ("worked", "figures"),
    [
        (known("a", 1) - (known("b", 2) - known("c", 3)), "1 − (2 − 3)"),
        (known("a", 1) + (known("b", 2) - known("c", 3)), "1 + 2 − 3"),
        (known("a", 1) / (known("b", 2) * known("c", 3)), "1 ÷ (2 × 3)"),
        (known("a", 1) * (known("b", 2) / known("c", 3)), "1 × 2 ÷ 3"),
        ((known("a", 1) + 2) * 3, "(1 + 2) × 3"),
        (3 * known("a", 1), "3 × 1"),
        (rounded_up(4 * known("a", 5) / 3), "round up(4 × 5 ÷ 3)"),
    ],
)
def test_brackets_stand_where_they_must(worked, figures):
    assert worked.numbers == figures
    assert calculate(figures) == worked.value


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1_234_567, "1,234,567"), (Fraction(19, 10), "1.9"), (Fraction("1200.000001"), "1,200.000001")],
)
def test_a_number_is_written_so_that_nothing_is_lost(value, text):
    assert figure(value) == text
    assert calculate(text) == value


def test_a_number_that_would_have_to_be_rounded_is_not_written_into_a_formula():
    with pytest.raises(ValueError, match="divide in the formula"):
        figure(Fraction(1, 3))


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (Fraction(19, 10), "1.9"),
        (Fraction(1, 3), "about 0.3333"),
        (Fraction(10_000, 1_800), "about 5.556"),
        (Fraction(10_000, 3), "about 3,333.3"),
    ],
)
def test_a_result_says_when_it_is_rounded(value, result):
    assert Formula(value, "", "").result == result
