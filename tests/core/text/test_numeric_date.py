import sys
from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.strict_json.text import JsonNumber
from workbench.core.text.numeric_date import countdown, is_numeric_date, local_time

BERN = timezone(timedelta(hours=1))
NOW = 1_764_000_000  # 2025-11-24 16:00:00 UTC


@pytest.mark.parametrize(
    ("seconds", "tz", "words"),
    [
        (NOW, BERN, "17:00:00 UTC+1"),
        (NOW + 0.999, BERN, "17:00:00 UTC+1"),
        (NOW + 1930, BERN, "17:32:10 UTC+1"),
        (NOW, UTC, "16:00:00 UTC"),
        (NOW, timezone(timedelta(hours=5, minutes=30)), "21:30:00 UTC+5:30"),
        (NOW, timezone(-timedelta(hours=3, minutes=30)), "12:30:00 UTC-3:30"),
        (NOW + 86_400, BERN, "2025-11-25 17:00:00 UTC+1"),
        (NOW - 86_400 * 365, BERN, "2024-11-24 17:00:00 UTC+1"),
        (0, UTC, "1970-01-01 00:00:00 UTC"),
        (-1, UTC, "1969-12-31 23:59:59 UTC"),
        (-62_135_596_800, UTC, "0001-01-01 00:00:00 UTC"),
        (-62_135_596_801, UTC, "before the year 1"),
        (253_402_300_799, UTC, "9999-12-31 23:59:59 UTC: milliseconds?"),
        (253_402_300_799, BERN, "year 9,999: milliseconds?"),
        (NOW * 1000, UTC, "year 57,868: milliseconds?"),
        (NOW * 1_000_000, UTC, "year 55,900,904: microseconds?"),
        (NOW * 1_000_000_000, UTC, "year 55,898,936,696: nanoseconds?"),
        (10**400, UTC, "beyond every calendar"),
        (1e300, UTC, "beyond every calendar"),
        (float("inf"), UTC, "not a time"),
        (float("nan"), UTC, "not a time"),
    ],
)
def test_a_moment_is_told_as_a_clock_on_the_wall_would(seconds, tz, words):
    assert local_time(seconds, tz, now=NOW) == words


def test_the_date_is_told_if_nobody_says_what_day_it_is():
    assert local_time(NOW, BERN) == "2025-11-24 17:00:00 UTC+1"


def test_today_is_the_day_of_the_time_zone():
    tokyo = timezone(timedelta(hours=9))  # there it is 1 o'clock on the next day
    assert local_time(NOW - 3600, tokyo, now=NOW) == "00:00:00 UTC+9"
    assert local_time(NOW - 3601, tokyo, now=NOW) == "2025-11-24 23:59:59 UTC+9"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no time zone data")
def test_summer_time_counts_at_the_moment_that_is_told():
    july = 1_751_371_200  # 2025-07-01 12:00:00 UTC
    assert local_time(july, ZoneInfo("Europe/Zurich"), now=NOW) == "2025-07-01 14:00:00 UTC+2"


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (0, "now"),
        (0.9, "now"),
        (1, "in 1 s"),
        (-2, "2 s ago"),
        (59, "in 59 s"),
        (60, "in 1 min"),
        (1798, "in 29 min 58 s"),
        (-61, "1 min 1 s ago"),
        (3600, "in 1 h"),
        (7_259, "in 2 h"),
        (7_260, "in 2 h 1 min"),
        (86_400, "in 1 day"),
        (3 * 86_400 + 4 * 3600, "in 3 days 4 h"),
        (365 * 86_400, "in 1 year"),
        (800 * 86_400, "in 2 years 70 days"),
        (55_880 * 365 * 86_400, "in 55,880 years"),
        (10**400, "in more than 1,000,000,000,000 years"),
        (float("inf"), "not a time"),
        (float("nan"), "not a time"),
    ],
)
def test_a_distance_is_told_in_its_two_largest_units(distance, words):
    assert countdown(NOW + distance, NOW) == words


def test_the_countdown_changes_when_the_clock_shows_another_second():
    assert countdown(NOW + 10, NOW + 0.999) == "in 10 s"
    assert countdown(NOW + 10, NOW + 1.0) == "in 9 s"


@given(st.integers() | st.floats() | st.integers(-(10**500), 10**500), st.floats(-1e11, 1e11))
def test_any_number_is_told_somehow(seconds, now):
    assert local_time(seconds, BERN, now=now)
    assert local_time(seconds, now=now)
    assert countdown(seconds, now)


@pytest.mark.parametrize("value", [0, -1, 1.5, 10**400, JsonNumber("1.76E9")])
def test_a_finite_number_is_a_numeric_date(value):
    assert is_numeric_date(value)


@pytest.mark.parametrize("value", [True, "1", None, [1], {}, JsonNumber("1e400"), float("nan"), float("-inf")])
def test_anything_else_is_not(value):
    assert not is_numeric_date(value)
