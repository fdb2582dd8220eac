import pytest

from tests.core.designs.staleness_samples import course, experiment, sample
from workbench.core.designs.staleness import parse_minute, parse_minutes
from workbench.core.designs.staleness_report import Validity
from workbench.core.errors import ExperimentError


@pytest.mark.parametrize(
    ("status", "reason", "right_status", "validity"),
    [
        (200, "granted", 200, Validity.RIGHT),
        (403, "permission.refused", 403, Validity.RIGHT),
        (200, "granted", 403, Validity.TOO_MUCH),
        (200, "granted", 401, Validity.TOO_MUCH),  # the account is disabled: nobody can log in
        (403, "permission.refused", 200, Validity.TOO_LITTLE),
        (401, "expiry.expired", 200, Validity.ENDED),  # refused rightly: log in again
        (401, "revocation.revoked", 200, Validity.ENDED),
        (401, "account.disabled", 401, Validity.RIGHT),
        (403, "permission.refused", 401, Validity.RIGHT),  # nothing is let in either way
        (401, "key.unknown", 200, Validity.TOO_LITTLE),
        (431, "Request Header Fields Too Large", 431, Validity.UNREAD),
    ],
)
def test_an_answer_is_wrong_where_a_new_log_in_gets_the_other(status, reason, right_status, validity):
    assert sample(60, status, right_status, reason).validity is validity


def test_a_token_that_goes_on_working_is_wrong_from_the_change_until_exp():
    found = course((0, 200, 200), (298, 200, 200), (300, 200, 403), (900, 200, 403), (1798, 200, 403), (1800, 401, 403))
    assert [(each.start_s, each.end_s, each.validity) for each in found.intervals] == [
        (0, 300, Validity.RIGHT),
        (300, 1800, Validity.TOO_MUCH),
        (1800, 1800, Validity.ENDED),
    ]
    assert found.wrong_s == 1500
    assert found.worst is Validity.TOO_MUCH
    assert found.summary == "wrong 25 min"
    assert found.verdict == "still allowed for 25 min, until exp: 200, and a new login gets 403"
    assert found.intervals[1].words == "200, should be 403"


def test_a_right_that_comes_late_is_wrong_as_well():
    found = course((0, 403, 403), (300, 403, 200), (1798, 403, 200), (1800, 401, 200))
    assert found.worst is Validity.TOO_LITTLE
    assert found.verdict == "still refused for 25 min, until exp: 403, and a new login gets 200"


def test_a_design_that_looks_up_is_right_at_once():
    found = course((0, 200, 200), (300, 403, 403), (1800, 401, 403))
    assert found.wrong == ()
    assert found.is_affected
    assert (found.summary, found.verdict) == (
        "right immediately",
        "right immediately: 200 before the change, 403 after it",
    )


@pytest.mark.parametrize(("status", "word"), [(200, "allowed"), (403, "refused")])
def test_a_change_that_decides_nothing_is_told_apart_from_one_that_works_at_once(status, word):
    found = course((0, status, status), (300, status, status), (1800, 401, status))
    assert not found.is_affected
    assert found.summary == f"stays {word}"
    assert found.verdict == f"the change makes no difference here: {word} before and after"


def test_a_token_that_is_too_large_is_not_taken_for_one_that_is_refused():
    found = course((0, 431, 431, "Too Large"), (300, 431, 431, "Too Large"), (1800, 431, 431, "Too Large"))
    assert found.summary == "never read"
    assert found.verdict.startswith("the token is too large for the server")


def test_a_revoked_token_ends_at_once_and_its_end_is_one_stretch():
    found = course((0, 200, 200), (300, 401, 403, "revocation.revoked"), (1800, 401, 200), (1900, 401, 403))
    assert found.summary == "ended immediately"
    assert [(each.start_s, each.end_s) for each in found.intervals] == [(0, 300), (300, 1900)]


def test_wrong_answers_that_end_before_exp_end_at_the_latest_when_asked_next():
    found = course((0, 200, 200), (300, 200, 403), (600, 200, 403), (900, 403, 403), (1800, 401, 403))
    assert found.verdict.startswith("still allowed for 10 min, until minute 15 at the latest")


def test_what_was_wrong_twice_is_added_up():
    found = course((0, 200, 200), (300, 200, 403), (600, 403, 403), (900, 200, 403), (1800, 401, 403))
    assert found.wrong_s == 300 + 900


def test_questions_are_asked_around_every_turning_point():
    asked = experiment(change_s=300).moments(1800)
    assert asked == (0, 298, 300, 600, 900, 1200, 1500, 1798, 1800, 1920)


@pytest.mark.parametrize(("lifetime_s", "change_s"), [(300, 150), (301, 150.5), (900, 300), (3600, 300)])
def test_a_change_that_would_come_after_the_end_comes_half_way(lifetime_s, change_s):
    wanted = experiment(change_s=300)
    assert wanted.change_in(lifetime_s) == change_s
    assert change_s in wanted.moments(lifetime_s)


@pytest.mark.parametrize("lifetime_s", [300, 900, 1800, 3600])
def test_every_lifetime_is_asked_some_times_on_the_way(lifetime_s):
    asked = experiment(change_s=300).moments(lifetime_s)
    assert list(asked) == sorted(set(asked))
    assert 8 <= len(asked) <= 13
    assert asked[-1] > lifetime_s


def test_moments_of_ones_own_take_the_place_of_every_few_minutes():
    asked = experiment(change_s=300, moments_s=(420.0, 1830.0)).moments(1800)
    assert asked == (0, 298, 300, 420, 1798, 1800, 1830, 1920)


def test_minutes_are_typed_with_commas_or_blanks():
    assert parse_minutes(" 6, 10 29.5;31") == (360, 600, 1770, 1860)
    assert parse_minutes("") == ()
    assert parse_minute("2.5") == 150


@pytest.mark.parametrize("text", ["soon", "-1", "1441", "nan", "inf", "6, x"])
def test_what_is_no_minute_is_refused_with_its_words(text):
    with pytest.raises(ExperimentError) as refused:
        parse_minutes(text)
    assert f'"{text.split()[-1]}"' in str(refused.value)


@pytest.mark.parametrize("text", ["", "5 6", "0"])
def test_a_change_needs_one_moment_after_the_log_in(text):
    with pytest.raises(ExperimentError):
        parse_minute(text)


def test_a_sample_tells_both_answers():
    assert sample(600, 200, 403, "granted").sentence == (
        "minute 10: the old token gets 200 (granted), a new login 403 (permission.refused): still allowed"
    )
