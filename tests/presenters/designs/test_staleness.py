from dataclasses import replace

import pytest

from tests.core.designs.staleness_samples import READ, UNSHARE, report
from tests.presenters.stand_ins import RunLater, StandInHost, heard, reporting_now, run_now, server_info
from tests.ui.samples import ISSUED, USERS, token
from workbench.core.answers.outcome import Outcome, Request
from workbench.core.designs.dependence import Decided, Dependence
from workbench.core.designs.staleness import Revocation
from workbench.core.designs.staleness_report import StalenessReport
from workbench.core.errors import ClockSlippedError, ComparisonStoppedError, WorldChangeError
from workbench.core.server.directory_change import ChangeKind, DirectoryEntry, RecordAccess, Step, WorldChange
from workbench.core.server.info import DesignInfo
from workbench.presenters.designs.staleness import StalenessPresenter
from workbench.presenters.status import StatusLevel

LOG_OUT = WorldChange((Step(ChangeKind.LOG_OUT, "bob"),))
BOB = DirectoryEntry("bob", ("viewer",), ("sales",), False, False, (RecordAccess("doc-3", ("read",)),), 0, (), (), ())


class StandInWorld:
    """Keeps what was done; knows the record doc-3 alone."""

    def __init__(self):
        self.done = []
        self.looked_at = []

    def directory_entry(self, username, record=""):
        self.looked_at.append((username, record))
        if record not in ("", "doc-3"):
            raise WorldChangeError(f"The scenario has no record {record}.")
        return replace(BOB, user=username)

    def apply(self, change):
        self.done.append(change)

    def reset(self):
        self.done.append("reset")


class Measurements:
    """Answers each with the next of what it was given; keeps what was asked."""

    def __init__(self, *results):
        self.results = list(results)
        self.asked = []

    def __call__(self, question, run, /):
        self.asked.append(question)
        run.progress(1, 2)
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


class HostWithUsers(StandInHost):
    def start(self, *given, **more):
        super().start(*given, **more)
        roles = DesignInfo("roles", "Roles", "JWT", "", usernames={"bob": "bob", "alice": "alice"})
        return server_info(users=USERS, designs=(roles,))


@pytest.fixture
def host():
    return HostWithUsers()


class Scene:
    """A presenter with its stand-ins, and what it told."""

    def __init__(self, server, *results, run=run_now, bench=(ISSUED, "roles"), log_out_status=204):
        self.world, self.measurements, self.logged_out = StandInWorld(), Measurements(*results), []
        self._log_out_status = log_out_status
        self.presenter = StalenessPresenter(
            self.measurements, self.dependence, self.world, self.log_out, lambda: bench, server, run, reporting_now
        )
        self.statuses = heard(self.presenter.status_changed)
        self.entries = heard(self.presenter.entry_changed)
        self.changes = heard(self.presenter.world_changed)

    def dependence(self, change):
        return Dependence(change, (Decided(READ, 3),) if change == UNSHARE else ())

    def log_out(self, base_url, compact, design):
        self.logged_out.append((base_url, compact, design))
        return Outcome(READ, self._log_out_status, "", (), "", None, 0.5)

    def measure(self, change=UNSHARE, minute="5", moments=""):
        self.presenter.measure(change, READ, Revocation.LOG_OUT, minute, moments)


def test_an_experiment_is_made_of_what_was_chosen_and_brings_a_report(server):
    scene = Scene(server, report())
    progress, busy = heard(scene.presenter.progress_changed), heard(scene.presenter.busy_changed)
    scene.measure(minute="2.5", moments="6, 10")
    asked = scene.measurements.asked[0]
    assert (asked.username, asked.request) == ("bob", READ)
    assert (asked.change_s, asked.moments_s, asked.revocation) == (150, (360, 600), Revocation.LOG_OUT)
    assert "bob-pass" not in repr(asked)
    assert scene.presenter.report == report()
    assert progress == [(1, 2)]
    assert busy == [True, False]
    assert scene.statuses[-1].text == "60 answers with 4 lifetimes: 1 of 3 designs answered wrong after the change."


def test_an_experiment_without_any_effect_is_a_warning(server):
    unmoved = tuple(
        replace(run, courses=tuple(each for each in run.courses if each.design == "broad-grants"))
        for run in report().runs
    )
    about_me = replace(report().question, request=Request("me", "GET", "/me"))
    scene = Scene(server, StalenessReport(about_me, unmoved))
    scene.measure()
    assert scene.statuses[-1].severity is StatusLevel.WARNING
    assert scene.statuses[-1].text.endswith("none was wrong, since the right answer stayed the same.")


def test_what_a_change_decides_is_found_for_the_change_chosen_last(server):
    later = RunLater()
    scene = Scene(server, run=later)
    found = heard(scene.presenter.dependence_changed)
    scene.presenter.show_change(LOG_OUT)
    scene.presenter.show_change(UNSHARE)
    later.let_one_through()
    assert found == [None, None]
    assert scene.presenter.finding_dependence
    later.let_one_through()
    assert found[-1] == scene.dependence(UNSHARE)
    assert not scene.presenter.finding_dependence


def test_where_it_cannot_be_found_the_request_of_the_user_is_measured(server):
    def fail(_call, _on_success, on_failure, /):
        on_failure(WorldChangeError("The scenario has no record doc-3."))

    scene = Scene(server, run=fail)
    scene.presenter.show_change(UNSHARE)
    assert not scene.presenter.finding_dependence
    assert "no record doc-3" in scene.statuses[-1].text


@pytest.mark.parametrize(("minute", "moments"), [("soon", ""), ("", ""), ("5", "later")])
def test_what_is_no_minute_is_told_and_nothing_is_measured(server, minute, moments):
    scene = Scene(server)
    scene.measure(minute=minute, moments=moments)
    assert scene.measurements.asked == []
    assert scene.statuses[-1].severity is StatusLevel.ERROR


@pytest.mark.parametrize(
    ("error", "severity"),
    [(ClockSlippedError("Too slow."), StatusLevel.ERROR), (ComparisonStoppedError("Stopped."), StatusLevel.WARNING)],
)
def test_an_experiment_that_breaks_off_leaves_the_earlier_report(server, error, severity):
    scene = Scene(server, report(), error)
    scene.measure()
    scene.measure()
    assert scene.presenter.report == report()
    assert not scene.presenter.busy
    assert scene.statuses[-1].severity is severity


def test_without_a_server_it_says_what_to_do(server):
    server.stop()
    scene = Scene(server)
    for act in (scene.measure, lambda: scene.presenter.apply(UNSHARE), scene.presenter.reset):
        act()
        assert "Start it again" in scene.statuses[-1].text
    assert scene.world.done == []


def test_the_standing_of_the_user_chosen_is_told(server):
    scene = Scene(server)
    scene.presenter.show_user("bob")
    assert scene.entries == [BOB]


def test_a_standing_that_comes_too_late_is_not_told(server):
    later = RunLater()
    scene = Scene(server, run=later)
    scene.presenter.show_user("alice")
    scene.presenter.show_user("bob")
    later.let_one_through()
    assert scene.entries == []
    later.let_one_through()
    assert [entry.user for entry in scene.entries] == ["bob"]


def test_a_record_that_there_is_not_does_not_stand_in_the_way(server):
    scene = Scene(server)
    scene.presenter.show_user("bob")
    scene.presenter.show_record(" doc-99 ")
    assert "no record doc-99" in scene.statuses[-1].text
    scene.presenter.refresh()
    assert scene.world.looked_at[-1] == ("bob", "")
    assert len(scene.entries) == 2


def test_a_change_of_the_running_server_is_told_and_looked_up_again(server):
    scene = Scene(server)
    scene.presenter.show_user("bob")
    scene.presenter.apply(UNSHARE)
    assert scene.world.done == [UNSHARE]
    assert len(scene.changes) == 1
    assert len(scene.entries) == 2
    assert scene.statuses[-1].text.startswith(
        "Done on the running server: remove the entry of bob from the ACL of doc-3. Replay on the Bench"
    )
    scene.presenter.reset()
    assert scene.world.done == [UNSHARE, "reset"]
    assert "reset to the scenario" in scene.statuses[-1].text


def test_a_log_out_ends_the_token_of_the_bench(server):
    scene = Scene(server)
    scene.presenter.apply(LOG_OUT)
    assert scene.logged_out == [(server_info().url, ISSUED, "roles")]
    assert scene.world.done == []
    assert len(scene.changes) == 1


@pytest.mark.parametrize(
    ("bench", "user", "words"),
    [
        (("", ""), "bob", "There is no token on the Bench"),
        ((ISSUED, "roles"), "alice", "The token on the Bench belongs to bob;"),
        (
            (token('{"iss":"https://demo.example","sub":"u-1"}'), "roles"),
            "bob",
            "The token on the Bench belongs to nobody",
        ),
        (
            (token('{"iss":"https://a.example","sub":"bob"}'), "roles"),
            "bob",
            "The token on the Bench belongs to another",
        ),
    ],
)
def test_a_log_out_without_the_users_token_says_what_to_do(server, bench, user, words):
    scene = Scene(server, bench=bench)
    scene.presenter.apply(WorldChange((Step(ChangeKind.LOG_OUT, user),)))
    assert scene.logged_out == []
    assert scene.statuses[-1].text.startswith(words)
    assert scene.statuses[-1].text.endswith(f"Log in there as {user} first.")


def test_a_log_out_that_the_server_refuses_is_told(server):
    scene = Scene(server, log_out_status=401)
    scene.presenter.apply(LOG_OUT)
    assert scene.changes == []
    assert "401" in scene.statuses[-1].text
