from fractions import Fraction

import pytest

from workbench.core.text.units import byte_words, duration, in_words, minutes, percent, plain_number, rate_words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 kB"),
        (15_310, "15.3 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (7_050_240_000, "7.05 GB"),
        (2_516_762_880_000, "2.52 TB"),
        (10**22, "10,000 EB"),
    ],
)
def test_bytes_have_three_digits_and_a_unit(count, words):
    assert byte_words(count) == words


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0, "0"),
        (Fraction(1, 2000), "< 0.001"),
        (Fraction(38, 100), "0.38"),
        (Fraction(10_000, 1_800), "5.56"),
        (560, "560"),
        (12_345, "12,345"),
    ],
)
def test_rates_have_three_digits_or_all_before_the_point(rate, words):
    assert rate_words(rate) == words


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (1, "1 s"), (1_800, "30 min"), (5_400, "1 h 30 min")])
def test_a_time_has_its_two_largest_units(seconds, words):
    assert duration(seconds) == words


def test_a_length_is_said_in_minutes():
    assert [in_words(each) for each in (58, 150, 1500, 1498)] == ["58 s", "2.5 min", "25 min", "24:58 min"]
    assert minutes(0) == "0"


def test_a_share_is_a_whole_figure_and_never_nothing():
    assert [percent(part, 8_168) for part in (0, 1, 409, 8_985)] == ["< 1 %", "< 1 %", "5 %", "110 %"]


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (10**9, "1,000,000,000"), (1_234_567.5, "1,234,567.5"), (1.4, "1.4"), (200.0, "200")]
)
def test_a_number_of_the_load_has_no_exponent(value, text):
    assert plain_number(value) == text


@pytest.mark.parametrize(("value", "text"), [(1.275, "1.3"), (99.6, "100"), (2e-6, "< 0.001"), (1_970, "1,970")])
def test_a_rate_can_have_two_digits(value, text):
    assert rate_words(value, 2) == text
