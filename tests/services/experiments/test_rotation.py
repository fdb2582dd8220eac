"""Rotations played on real servers over HTTP: what the plan predicts is what is answered."""

from dataclasses import replace

import pytest

from tests.core.keys.ring import KEYS
from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.errors import ComparisonStoppedError, ExperimentError, ServerUnreachableError
from workbench.core.rotation.plan import FAR_S, RotatedKey, RotationPlan, Row, State
from workbench.core.server.directory_change import ChangeKind, Step, WorldChange
from workbench.services.experiments.rotation import RotationExperiment
from workbench.services.server_host import ServerHost

BOOK = RotationPlan()


def play_rotation(client, host, plan, run=UNWATCHED):
    return RotationExperiment(host, client)(plan, run)


def spans(report, row):
    return [(span.start_s / 60, span.end_s / 60, span.words) for span in report.course(row).intervals]


@pytest.mark.parametrize(
    "plan",
    [
        BOOK,
        replace(BOOK, retire_s=1200),
        replace(BOOK, retire_s=None),
        replace(BOOK, publish_s=900),
        replace(BOOK, publish_s=900, sign_s=300),
        replace(BOOK, retire_s=120),
        RotationPlan(publish_s=61, sign_s=67, retire_s=70, lifetime_s=5, cache_s=0, leeway_s=3),
    ],
    ids=["correct", "too early", "never", "cache", "unpublished", "before it is replaced", "close together"],
)
def test_the_server_answers_at_every_moment_what_the_plan_predicts(client, host, plan):
    report = play_rotation(client, host, plan)
    assert [each.sentence for each in report.differences] == []
    asked = {(each.row, each.at_s) for each in report.questions}
    predicted = {(row, at_s) for at_s in plan.moments() for row in Row if plan.expected(row, at_s) is not None}
    assert asked == predicted, "nothing is left out"
    assert report.asked == "GET /me as alice"


def test_tokens_of_both_keys_turn_from_200_to_401_at_their_moments_with_the_servers_reasons(client, host):
    report = play_rotation(client, host, replace(BOOK, retire_s=1200))
    assert spans(report, Row.OLD_TOKEN)[:2] == [(898 / 60, 20, "200"), (20, 2698 / 60, "401 key.retired")]
    assert spans(report, Row.NEW_TOKEN) == [(15, 45, "200"), (45, 48, "401 expiry.expired")]
    refused = next(each for each in report.questions if each.row is Row.OLD_TOKEN and each.at_s == 1200)
    assert "was retired at" in refused.answer.detail
    named = dict(report.kids)
    published = {each.at_s: {named[kid] for kid in each.kids} for each in report.documents}
    assert (published[0], published[900], published[1200]) == (
        {RotatedKey.OLD},
        {RotatedKey.OLD, RotatedKey.NEW},
        {RotatedKey.NEW},
    )


def test_a_stolen_key_that_is_never_retired_still_works_a_year_later(client, host):
    report = play_rotation(client, host, replace(BOOK, retire_s=None))
    assert (report.later.at_s, report.later.state, report.later.answer.status) == (FAR_S, State.ACCEPTED, 200)
    assert play_rotation(client, host, BOOK).later is None


def test_a_server_that_forgets_to_retire_is_told_as_different_and_not_painted_over(client, host):
    class Forgetful:
        def trial(self, **choices):
            trial = host.trial(**choices)
            rotate = trial.rotate
            trial.rotate = lambda old, new, **moments: rotate(old, new, **moments | {"retires_at": None})
            return trial

    report = play_rotation(client, Forgetful(), BOOK)
    assert {each.row for each in report.differences} == {Row.OLD_PUBLISHED, Row.STOLEN}
    assert all(each.at_s >= 2700 for each in report.differences)


def test_the_running_server_and_its_keys_are_left_alone(client, host):
    before = host.trusted_kids(), host.clock_offset
    play_rotation(client, host, BOOK)
    assert (host.trusted_kids(), host.clock_offset) == before


def test_progress_goes_from_moment_to_moment_and_the_rest_can_be_left_out(client, host):
    watched, stopped, count = Watched(), Watched(stop_after=1), len(BOOK.moments())
    play_rotation(client, host, BOOK, watched.run)
    assert watched.seen == [(done, count) for done in range(1, count + 1)]
    with pytest.raises(ComparisonStoppedError, match="stopped"):
        play_rotation(client, host, BOOK, stopped.run)
    assert stopped.seen == [(1, count)]


def test_what_cannot_be_played_says_why(client, host):
    with pytest.raises(ExperimentError, match="after the start"):
        play_rotation(client, host, replace(BOOK, sign_s=0))
    with pytest.raises(ServerUnreachableError):
        play_rotation(client, ServerHost(), BOOK)
    users = [user.username for user in host.info.users if not user.disabled]
    try:
        for user in users:
            host.apply(WorldChange((Step(ChangeKind.DISABLE, user, ""),)))
        with pytest.raises(ExperimentError, match="No user of the scenario can log in"):
            play_rotation(client, host, BOOK)
    finally:
        host.reset()


@pytest.mark.parametrize("scenario", ["clinic", "tenants"])
def test_every_scenario_can_be_played(client, scenario, request):

    other = ServerHost(scenario=scenario)
    request.addfinalizer(other.stop)
    other.start(KEYS["ES256"], ())
    assert play_rotation(client, other, BOOK).differences == ()
