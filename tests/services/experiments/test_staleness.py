"""Staleness measured on real servers over HTTP."""

import pytest

from tests.core.keys.ring import KEYS
from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.designs.staleness import LIFETIMES_S, MARGIN_S, Revocation, StalenessQuestion
from workbench.core.designs.staleness_report import Validity
from workbench.core.errors import (
    ClockSlippedError,
    ComparisonStoppedError,
    LoginRefusedError,
    ServerUnreachableError,
)
from workbench.core.experiment import RunControl
from workbench.core.server.directory_change import ChangeKind, Step, WorldChange, possible_changes
from workbench.services.experiments.staleness import StalenessExperiment
from workbench.services.server_host import ServerHost

TOKEN_ALONE = ("hybrid", "roles", "scopes", "broad-grants", "overage", "resource-ids", "rar")
"""The designs that ask nobody whether the account is still there."""


@pytest.fixture(scope="module")
def measure(host, client):
    def measure_it(change, request_id, *, lifetimes_s=(1800,), run=UNWATCHED, **more):
        request = next(each for each in host.info.requests if each.id == request_id)
        question = StalenessQuestion(change.user, change, request, lifetimes_s=lifetimes_s, **more)
        return StalenessExperiment(host, client)(question, run)

    return measure_it


def change(kind, user, name="", actions=()):
    return WorldChange((Step(kind, user, name, actions),))


def summaries(report, lifetime_s=1800):
    return {course.design: course.summary for course in report.run(lifetime_s).courses}


def test_carol_without_her_administrator_rights_is_let_in_by_her_token_until_exp(host, measure):
    first = possible_changes(host.directory_entry("carol"))[0]
    assert first.sentence.startswith("remove all administrator rights from carol")
    report = measure(first, "users")
    assert summaries(report) == {
        "hybrid": "wrong 25 min",
        "identity": "right immediately",
        "profile": "right immediately",
        "roles": "wrong 25 min",
        "scopes": "wrong 25 min",
        "delegated": "stays refused",
        "broad-grants": "wrong 25 min",
        "groups-acl": "wrong 25 min",
        "overage": "wrong 25 min",
        "resource-ids": "stays refused",
        "rar": "wrong 25 min",
        "everything": "wrong 25 min",
        "cached": "wrong 30 s",
        "versioned": "ended immediately",
        "short-refresh": "wrong 4.5 min",
        "reference": "right immediately",
        "cedar": "right immediately",
    }
    for design in ("roles", "broad-grants"):
        answers = {sample.at_s: sample.status for sample in report.run(1800).course(design).samples}
        assert answers[300] == answers[1800 - MARGIN_S] == 200
        assert answers[1800] == 401
    answers = {sample.at_s: sample.status for sample in report.run(1800).course("identity").samples}
    assert (answers[300 - MARGIN_S], answers[300]) == (200, 403)


def test_bob_reads_doc_3_by_the_ids_in_his_token_until_exp(measure):
    report = measure(change(ChangeKind.UNSHARE, "bob", "doc-3"), "doc-3-read")
    assert summaries(report) == {
        "hybrid": "right immediately",
        "identity": "right immediately",
        "profile": "right immediately",
        "roles": "stays allowed",
        "scopes": "stays allowed",
        "delegated": "right immediately",
        "broad-grants": "stays refused",
        "groups-acl": "right immediately",
        "overage": "right immediately",
        "resource-ids": "wrong 25 min",
        "rar": "wrong 25 min",
        "everything": "stays allowed",
        "cached": "wrong 30 s",
        "versioned": "ended immediately",
        "short-refresh": "stays allowed",
        "reference": "right immediately",
        "cedar": "right immediately",
    }


def test_a_disabled_account_goes_on_under_the_designs_that_trust_the_token_alone(measure):
    report = measure(change(ChangeKind.DISABLE, "bob"), "me")
    wrong = {course.design for course in report.run(1800).courses if course.wrong}
    assert wrong == {*TOKEN_ALONE, "cached", "short-refresh"}
    assert [report.run(1800).course(each).wrong_s for each in ("cached", "short-refresh")] == [30, 300]
    after = report.run(1800).course("roles").samples[-2]
    assert (after.right_status, after.right_reason) == (401, "login.disabled")


def test_a_right_given_reaches_a_token_with_the_next_log_in(measure):
    report = measure(change(ChangeKind.SHARE, "bob", "doc-1", ("read",)), "doc-1-read")
    assert {course.design: course.worst for course in report.run(1800).courses if course.wrong} == {
        "resource-ids": Validity.TOO_LITTLE,
        "rar": Validity.TOO_LITTLE,
        "cached": Validity.TOO_LITTLE,
    }


@pytest.mark.parametrize(
    ("revocation", "summary"), [(Revocation.NONE, "wrong 25 min"), (Revocation.LOG_OUT, "ended immediately")]
)
def test_a_log_out_counts_only_where_somebody_is_asked_whether_the_token_still_counts(measure, revocation, summary):
    report = measure(change(ChangeKind.LOG_OUT, "bob"), "me", revocation=revocation)
    found = summaries(report)
    assert (found.pop("versioned"), found.pop("reference")) == ("ended immediately",) * 2
    assert found.pop("short-refresh") == "wrong 5 min", "the access token lasts, and its refresh token has ended"
    assert set(found.values()) == {summary}


def test_revoking_with_every_change_leaves_nothing_wrong(host, measure):
    first = possible_changes(host.directory_entry("carol"))[0]
    report = measure(first, "users", revocation=Revocation.EVERY_CHANGE)
    found = summaries(report)
    assert found.pop("short-refresh") == "wrong 5 min", "it asks nobody"
    assert set(found.values()) == {"ended immediately"}
    disabled = measure(change(ChangeKind.DISABLE, "bob"), "me", revocation=Revocation.EVERY_CHANGE)
    assert {course.design for course in disabled.run(1800).courses if course.wrong} == {"short-refresh"}


def test_short_lifetimes_shorten_what_is_wrong(host, measure):
    report = measure(possible_changes(host.directory_entry("carol"))[0], "users", lifetimes_s=LIFETIMES_S)
    measured = {
        run.lifetime_s: (run.change_s, {each.design: each.wrong_s for each in run.courses}) for run in report.runs
    }
    assert [change_s for change_s, _ in measured.values()] == [150, 300, 300, 300], "half-way where 5 min is the end"
    for lifetime_s, (change_s, wrong_s) in measured.items():
        for design in ("roles", "scopes", "broad-grants", "groups-acl", "everything"):
            assert wrong_s[design] == lifetime_s - change_s
        assert wrong_s["identity"] == wrong_s["profile"] == 0


def test_questions_come_at_the_moments_that_were_chosen(measure):
    report = measure(
        change(ChangeKind.TAKE_ROLE, "bob", "viewer"),
        "documents",
        change_s=120,
        moments_s=(420.0, 3700.0),
        designs=("roles",),
    )
    course = report.run(1800).course("roles")
    assert [sample.at_s for sample in course.samples] == [0, 118, 120, 420, 1798, 1800, 1920, 3700]
    assert course.wrong_s == 1680
    assert course.samples[-1].right_status == 403, "a new login is made where the first fresh token has run out"


def test_the_running_server_notices_nothing(host, measure, client):
    before = host.directory_entry("bob")
    measure(change(ChangeKind.UNSHARE, "bob", "doc-3"), "doc-3-read", designs=("identity",))
    assert host.directory_entry("bob") == before
    assert host.clock_offset == 0


def test_every_lifetime_begins_in_the_world_of_the_beginning(host, measure):
    def give_back(done, _expected):
        if done == 1:
            host.apply(change(ChangeKind.UNSHARE, "bob", "doc-3"))

    try:
        report = measure(
            change(ChangeKind.TAKE_ROLE, "bob", "viewer"),
            "doc-3-read",
            lifetimes_s=(300, 900),
            designs=("identity",),
            run=RunControl(progress=give_back),
        )
        assert {run.courses[0].samples[0].status for run in report.runs} == {200}
    finally:
        host.reset()


def test_progress_goes_to_the_end_and_the_rest_can_be_left_out(measure):
    watched, stopped = Watched(), Watched(stop_after=2)
    unshare = change(ChangeKind.UNSHARE, "bob", "doc-3")
    report = measure(unshare, "me", designs=("roles",), run=watched.run)
    count = len(report.run(1800).course("roles").samples)
    assert watched.seen == [(done, count) for done in range(1, count + 1)]
    with pytest.raises(ComparisonStoppedError):
        measure(unshare, "me", run=stopped.run)
    assert len(stopped.seen) == 2


def test_a_user_who_cannot_log_in_is_told_with_what_to_do(measure):
    with pytest.raises(LoginRefusedError) as refused:
        measure(change(ChangeKind.TAKE_ROLE, "erin", "viewer"), "me")
    assert str(refused.value) == "erin cannot log in (login.disabled), so there is no token to follow."
    assert "enable the account on the running server" in refused.value.hint


def test_a_token_of_ten_thousand_ids_is_never_read(client):
    large = ServerHost(scenario="documents-large")
    info = large.start(KEYS["ES256"], ())
    try:
        unshare = change(ChangeKind.UNSHARE, "reader-10000", "doc-4798")
        request = next(each for each in info.requests if each.id == "doc-4798-read")
        designs = ("identity", "resource-ids")
        asked = StalenessQuestion("reader-10000", unshare, request, lifetimes_s=(300,), designs=designs)
        report = StalenessExperiment(large, client)(asked, UNWATCHED)
    finally:
        large.stop()
    assert summaries(report, 300) == {"identity": "right immediately", "resource-ids": "never read"}


class SlippingTrial:
    """A trial on a computer so busy that each look at the clock is late."""

    def __init__(self, trial):
        self._trial = trial
        self._late_s = 0

    def now(self):
        self._late_s += MARGIN_S
        return self._trial.now() + self._late_s

    def __enter__(self):
        self._trial.__enter__()
        return self

    def __exit__(self, *error):
        self._trial.__exit__(*error)

    def __getattr__(self, name):
        return getattr(self._trial, name)


class SlippingHost:
    def __init__(self, host):
        self._host = host

    def trial(self, **more):
        return SlippingTrial(self._host.trial(**more))


def test_an_answer_that_may_belong_to_a_later_moment_is_not_taken(host, client):
    asked = StalenessQuestion("bob", change(ChangeKind.UNSHARE, "bob", "doc-3"), host.info.requests[0])
    with pytest.raises(ClockSlippedError):
        StalenessExperiment(SlippingHost(host), client)(asked, UNWATCHED)


def test_without_a_server_there_is_nothing_to_measure(client):
    question = StalenessQuestion("bob", change(ChangeKind.DISABLE, "bob"), None)
    with pytest.raises(ServerUnreachableError):
        StalenessExperiment(ServerHost(), client)(question, UNWATCHED)
