from datetime import UTC, timedelta, timezone

import pytest

from workbench.core.errors import TimeTextError
from workbench.core.strict_json.text import JsonNumber
from workbench.core.text.time_step import TimeStep
from workbench.core.text.typed_time import iso_text, parse_time

NOW = 1_700_000_000.5


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("1700000000", "1700000000"),
        (' "1700000000" ', "1700000000"),
        ("1.5e9", "1.5e9"),
        ("-1", "-1"),
        ("9" * 400, "9" * 400),
        ("now", "1700000000"),
        ("+5 min", "1700000300"),
        ("-1 h", "1699996400"),
        ("−1h", "1699996400"),
        ("in 2 hours", "1700007200"),
        ("3 days ago", "1699740800"),
        ("in 1.5 min", "1700000090"),
        ("in 1 h 30 min", "1700005400"),
        ("-1h30min", "1699994600"),
        ("1 day 2 hours ago", "1699906400"),
        ("2023-11-14T22:13:20Z", "1700000000"),
        ("2023-11-14T23:13:20+01:00", "1700000000"),
        ("2023-11-14 22:13:20 UTC", "1700000000"),
        ("2023-11-14", "1699920000"),
        ("15m", "1700000900"),
        ("+15m", "1700000900"),
        ("-5m", "1699999700"),
        ("+1w", "1700604800"),
        ("+1y", "1731536000"),
        ("1h", "1700003600"),
        ("1.5h", "1700005400"),
        ("5 min", "1700000300"),
        ("1 h 30 min", "1700005400"),
        ("2 hrs", "1700007200"),
        ("PT15M", "1700000900"),
        ("-PT1H30M", "1699994600"),
        ("P1DT1S", "1700086401"),
        ("15:30", "1699975800"),
        ("9:05:10", "1699952710"),
        ("today", "1700000000"),
        ("tomorrow", "1700086400"),
        ("Yesterday", "1699913600"),
        ("tomorrow 15:30", "1700062200"),
        ("tomorrow at 15:30", "1700062200"),
        ("3:30 pm", "1699975800"),
        ("3pm", "1699974000"),
        ("12:05 am", "1699920300"),
        ("noon", "1699963200"),
        ("tomorrow noon", "1700049600"),
        ("midnight", "1699920000"),
        ("now + 5m", "1700000300"),
        ("now-1h", "1699996400"),
        ("14 Nov 2023", "1699920000"),
        ("14. November 2023", "1699920000"),
        ("Nov 14, 2023", "1699920000"),
        ("November 14th 2023 22:13:20", "1700000000"),
        ("14.11.2023", "1699920000"),
        ("14.11.2023 22:13", "1699999980"),
        ("14.11.2023, 22:13:20", "1700000000"),
        ("Tue, 14 Nov 2023 22:13:20 +0000", "1700000000"),
        ("14 Nov 2023 23:13:20 +0100", "1700000000"),
        ("Tue, 14 Nov 2023 22:13:20 GMT", "1700000000"),
        ("14/11/2023 22:13:20", "1700000000"),
        ("11/14/2023 22:13:20", "1700000000"),
    ],
)
def test_a_moment_is_understood_as_people_type_it(typed, text):
    assert parse_time(typed, NOW, UTC).text == text


def test_a_time_without_a_zone_is_one_of_the_zone_given():
    assert parse_time("2023-11-14 22:13:20", NOW, timezone(timedelta(hours=2))).seconds == 1_700_000_000 - 7200


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "P",
        "PT",
        "25:00",
        "tomorrow 9",
        "5 months",
        "13/13/2020",
        "+5 parsecs",
        "in 5",
        "in 1 h 30",
        "2023-13-01",
        "[1]",
        "true",
        "1" * 5000,
    ],
)
def test_anything_else_is_refused_with_what_would_do(typed):
    with pytest.raises(TimeTextError) as caught:
        parse_time(typed, NOW, UTC)
    assert "2026-11-24T14:30Z" in caught.value.hint


@pytest.mark.parametrize("typed", ["5 months", "+1mo", "1 month ago", "P1M", "-P1Y", "P1Y2M3D"])
def test_a_month_is_refused_with_the_reason(typed):
    with pytest.raises(TimeTextError, match="no fixed length"):
        parse_time(typed, NOW, UTC)


@pytest.mark.parametrize("typed", ["13pm", "0 am", "32 Nov 2023", "14 Foo 2023", "31.2.2023", "now5m"])
def test_a_time_that_is_not_in_the_calendar_is_refused(typed):
    with pytest.raises(TimeTextError):
        parse_time(typed, NOW, UTC)


@pytest.mark.parametrize("typed", ["07/07/2020 12:35:40", "1/2/2020", "12/11/2023"])
def test_a_date_that_may_be_two_days_is_refused_as_ambiguous(typed):
    with pytest.raises(TimeTextError, match="is ambiguous: it may be day/month or month/day"):
        parse_time(typed, NOW, UTC)


@pytest.mark.parametrize(
    ("step", "value", "after"),
    [
        (TimeStep.NOW, 5, 1_700_000_000),
        (TimeStep.EXPIRE_NOW, 5, 1_699_999_999),
        (TimeStep.FIVE_MINUTES_LATER, 100, 400),
        (TimeStep.IN_FIVE_MINUTES, 100, 1_700_000_300),
        (TimeStep.IN_ONE_HOUR, "text", 1_700_003_600),
        (TimeStep.ONE_HOUR_EARLIER, JsonNumber("3700.9"), 100),
        (TimeStep.ONE_HOUR_LATER, "text", 1_700_003_600),
        (TimeStep.ONE_HOUR_LATER, True, 1_700_003_600),
        (TimeStep.ONE_HOUR_LATER, JsonNumber("1e400"), 1_700_003_600),
        (TimeStep.MILLISECONDS, 1_700_000_000, 1_700_000_000_000),
        (TimeStep.FIVE_MINUTES_LATER, 10**400, 10**400 + 300),
    ],
)
def test_a_step_changes_the_seconds_or_begins_with_now(step, value, after):
    assert step.applied(value, NOW) == after


def test_a_numeric_date_as_iso():
    assert iso_text(1_700_000_000) == "2023-11-14T22:13:20Z"
    assert iso_text(1e400) is None
    assert iso_text(10**30) is None
