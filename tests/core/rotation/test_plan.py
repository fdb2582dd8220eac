"""The rotation of an issuer's key foretold from its plan, and compared with answers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import ExperimentError
from workbench.core.rotation.judgement import RotationFault, judge
from workbench.core.rotation.plan import MARGIN_S, RotatedKey, RotationPlan, Row, State
from workbench.core.rotation.report import Document, Observation, RotationReport, moment_words, predicted, question
from workbench.core.timeline import Shade

BOOK = RotationPlan()
EARLY = RotationPlan(retire_s=1200)
NEVER = RotationPlan(retire_s=None)

seconds = st.integers(MARGIN_S, 7200)
plans = st.builds(
    RotationPlan,
    publish_s=seconds,
    sign_s=seconds,
    retire_s=st.none() | seconds,
    lifetime_s=st.integers(2 * MARGIN_S, 7200),
    cache_s=st.just(0) | st.integers(30, 3600),
    leeway_s=st.sampled_from((0, 1, 60, 300)),
)


def spans(report, row):
    return [(span.start_s / 60, span.end_s / 60, span.words, span.shade) for span in report.course(row).intervals]


def faults(plan):
    return [each.fault for each in judge(plan)]


def test_by_the_book_every_token_lives_its_time_and_the_old_key_is_gone_afterwards():
    report = predicted(BOOK)
    assert spans(report, Row.OLD_PUBLISHED) == [(0, 45, "published", Shade.RIGHT), (45, 59, "not there", Shade.QUIET)]
    assert spans(report, Row.NEW_PUBLISHED) == [(0, 5, "not there", Shade.QUIET), (5, 59, "published", Shade.RIGHT)]
    assert spans(report, Row.SIGNER) == [(0, 15, "old key", Shade.QUIET), (15, 59, "new key", Shade.QUIET)]
    assert spans(report, Row.NEW_TOKEN) == [(15, 45, "200", Shade.RIGHT), (45, 59, "401", Shade.QUIET)]
    assert spans(report, Row.STOLEN) == [(0, 45, "200", Shade.QUIET), (45, 59, "401", Shade.RIGHT)]
    assert faults(BOOK) == [None]
    assert "locked out" in judge(BOOK)[0].sentence


def test_retired_too_early_the_old_keys_users_are_logged_out_and_the_sentence_says_for_how_long():
    assert spans(predicted(EARLY), Row.OLD_TOKEN)[1][1:] == ((45 * 60 - MARGIN_S) / 60, "401", Shade.TOO_LITTLE)
    (judgement,) = judge(EARLY)
    assert judgement.fault is RotationFault.TOO_EARLY
    assert "refused from minute 20 on" in judgement.sentence
    assert "up to 25 min too early" in judgement.sentence


def test_never_retired_a_stolen_key_is_accepted_for_ever():
    report = predicted(NEVER)
    assert spans(report, Row.STOLEN) == [(0, 45, "200", Shade.QUIET), (45, 60, "200", Shade.TOO_MUCH)]
    assert report.course(Row.STOLEN).summary == "accepted forever"
    assert faults(NEVER) == [RotationFault.NEVER]


def test_an_api_with_a_cache_refuses_a_key_that_was_published_only_when_it_signed():
    plan = replace(BOOK, publish_s=BOOK.sign_s)
    first = spans(predicted(plan), Row.NEW_TOKEN_CACHED)[0]
    assert first == (15, (15 * 60 - MARGIN_S + 600) / 60, "401", Shade.TOO_LITTLE)
    assert faults(plan) == [RotationFault.CACHE]
    assert spans(predicted(plan), Row.NEW_TOKEN)[0] == (15, 45, "200", Shade.RIGHT), "the server itself knows it"


def test_a_key_that_signs_before_it_is_published_is_refused_by_everybody():
    plan = replace(BOOK, publish_s=1200)
    assert faults(plan) == [RotationFault.UNPUBLISHED]
    assert spans(predicted(plan), Row.NEW_TOKEN)[0] == (15, 20, "401", Shade.TOO_LITTLE)


def test_leeway_asks_for_a_reserve_and_a_reserve_is_told_with_its_price():
    assert faults(replace(BOOK, leeway_s=60)) == [None, RotationFault.NO_RESERVE]
    assert faults(replace(BOOK, retire_s=2760, leeway_s=60)) == [None]
    assert faults(replace(BOOK, retire_s=3300)) == [None, RotationFault.LATE]
    assert "10 min longer" in judge(replace(BOOK, retire_s=3300))[1].sentence


@given(plans, st.integers(0, 30_000))
def test_between_two_turning_points_nothing_changes(plan, at_s):
    before = max((point for point in plan.turning_points() if point <= at_s), default=0)
    for row in Row:
        if row in (Row.OLD_TOKEN_CACHED, Row.NEW_TOKEN_CACHED) and not plan.cache_s:
            continue  # then the moment of fetching is the moment itself
        assert plan.expected(row, at_s) is plan.expected(row, before), row


@given(plans)
def test_every_turning_point_is_asked_at_and_just_before_and_an_answer_has_time_to_come(plan):
    plan.check()
    moments = plan.moments()
    for point in plan.turning_points():
        assert point in moments
        assert point < MARGIN_S or point - MARGIN_S in moments
    assert all(at_s < plan.steady_until(at_s) <= at_s + MARGIN_S for at_s in moments)
    assert moments[-1] == plan.end_s > plan.turning_points()[-1]


@given(plans, st.integers(0, 20_000))
def test_what_an_api_has_in_its_cache_is_never_older_than_that(plan, at_s):
    assert 0 <= plan.fetched_s(at_s) <= at_s
    assert at_s - plan.fetched_s(at_s) <= max(0, plan.cache_s - 1)


@given(plans)
def test_a_plan_is_judged_serious_exactly_where_its_time_line_shows_something_wrong(plan):
    wrong = {(each.row, each.shade) for each in predicted(plan).questions if each.shade.is_wrong}
    judged = judge(plan)
    if any(each.fault is RotationFault.NO_RESERVE for each in judged):
        wrong -= {(Row.OLD_TOKEN_CACHED, Shade.TOO_LITTLE)}
    assert bool(wrong) == any(each.serious for each in judged), judged
    assert all(each.sentence for each in judged)


@pytest.mark.parametrize(
    "plan",
    [replace(BOOK, sign_s=0), replace(BOOK, publish_s=1), replace(BOOK, retire_s=0), replace(BOOK, lifetime_s=10**7)],
)
def test_a_plan_that_cannot_be_played_says_what_to_change(plan):
    with pytest.raises(ExperimentError) as error:
        plan.check()
    assert error.value.hint.startswith("Choose")


def test_an_answer_that_was_not_foretold_is_shown_as_such_and_counted():
    odd = question(BOOK, Row.OLD_TOKEN, 1200, Observation(State.REFUSED, 401, "key.unknown", "Nobody knows it"))
    fine = question(BOOK, Row.SIGNER, 1200, Observation(State.NEW_SIGNS))
    report = RotationReport(BOOK, (odd, fine), asked="GET /me as alice")
    assert report.differences == (odd,)
    assert report.course(Row.OLD_TOKEN).summary == "1 not as predicted"
    assert report.course(Row.OLD_TOKEN).intervals[0].words == "401 key.unknown, not as predicted"
    assert odd.sentence == "minute 20: 401 key.unknown, but accepted was predicted. Nobody knows it"
    assert "401 key.unknown (predicted: accepted)" in moment_words(report, 1200)


def test_a_moment_is_told_with_the_keys_that_were_really_read():
    asked = question(BOOK, Row.SIGNER, 300, Observation(State.OLD_SIGNS))
    kids = (("a", RotatedKey.OLD), ("b", RotatedKey.NEW))
    report = RotationReport(BOOK, (asked,), (Document(0, ("a",)), Document(300, ("a", "b", "c"))), kids)
    assert moment_words(report, 299).startswith("Minute 4:59: the JWKS has the old key; the old key signs.")
    assert "(new key published): the JWKS has the old key and new key and c;" in moment_words(report, 300)
    assert predicted(BOOK).published_at(2700) == "new key"
