from dataclasses import replace

import pytest

from tests.presenters.stand_ins import ReportingLater, heard, reporting_now
from workbench.core.designs.timing import DesignTiming, Measurement, TimingQuestion
from workbench.core.errors import LoginRefusedError, MeasuringStoppedError
from workbench.presenters.designs.timing import TimingPresenter, basis, compare, explain, headline
from workbench.presenters.status import StatusLevel

QUESTION = TimingQuestion("bob", "", 200)
IDENTITY = DesignTiming("identity", 200, 1, 3, 2.8, 300.0, 400.0, 180.0, 60.0, 40.0, 20.0)
ROLES = DesignTiming("roles", 200, 0, 0, 0.0, 240.0, 300.0, 180.0, 0.0, 40.0, 20.0)
EVERYTHING = DesignTiming("everything", undecided="431, answered before the token was looked at: too large")


def measurement(*designs, measured=200):
    return Measurement(QUESTION, 10, "ES256", measured, designs or (IDENTITY, ROLES))


class Measurements:
    """Answers each question with the next of what it was given; `during` is called while it measures."""

    def __init__(self, *results):
        self.results = list(results)
        self.asked = []
        self.during = lambda: None

    def __call__(self, question, run, /):
        self.asked.append(question)
        run.progress(1, 2)
        self.during()
        self.stopped = run.stopped()
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


def test_a_measurement_brings_figures_and_tells_how_far_it_is(server):
    measure = Measurements(measurement())
    timing = TimingPresenter(measure, server, reporting_now)
    figures, progress, busy, statuses = map(
        heard, (timing.measured, timing.progress_changed, timing.busy_changed, timing.status_changed)
    )
    timing.measure(QUESTION)
    assert measure.asked == [QUESTION]
    assert figures == [measurement()]
    assert progress == [(1, 2)]
    assert busy == [True, False]
    assert (statuses[-1].text, statuses[-1].severity) == ("400 requests measured, 200 a design.", StatusLevel.OK)


def test_only_one_measurement_runs_at_a_time_and_it_can_be_stopped(server):
    measure = Measurements(measurement(measured=7))
    timing = TimingPresenter(measure, server, reporting_now)
    statuses = heard(timing.status_changed)

    def during():
        timing.measure(QUESTION)
        timing.stop()

    measure.during = during
    timing.measure(QUESTION)
    assert len(measure.asked) == 1
    assert measure.stopped
    assert statuses[-1].text == "Stopped: the figures come from 7 requests a design, not 200."
    assert statuses[-1].severity is StatusLevel.WARNING


@pytest.mark.parametrize(
    ("error", "severity"),
    [
        (LoginRefusedError("The account of erin is disabled.", hint="Choose another user."), StatusLevel.ERROR),
        (MeasuringStoppedError("The measurement was stopped before it started."), StatusLevel.WARNING),
    ],
)
def test_a_measurement_without_figures_leaves_the_earlier_ones_and_says_what_to_do(server, error, severity):
    timing = TimingPresenter(Measurements(measurement(), error), server, reporting_now)
    figures, statuses = heard(timing.measured), heard(timing.status_changed)
    timing.measure(QUESTION)
    timing.measure(QUESTION)
    assert len(figures) == 1
    assert not timing.busy
    assert statuses[-1].text == f"{error} {error.hint}"
    assert statuses[-1].severity is severity


def test_without_a_server_it_says_what_to_do(server):
    server.stop()
    timing = TimingPresenter(Measurements(), server, reporting_now)
    statuses = heard(timing.status_changed)
    timing.measure(QUESTION)
    assert statuses[-1].text == "The demo server is not running. Start it again, then measure."


def test_a_design_without_figures_is_named(server):
    timing = TimingPresenter(Measurements(measurement(IDENTITY, EVERYTHING)), server, reporting_now)
    statuses = heard(timing.status_changed)
    timing.measure(QUESTION)
    assert statuses[-1].text == "Nothing to measure under everything: select the row to see why."


@pytest.mark.parametrize(
    ("few", "many", "mean", "words"),
    [
        (2, 2, 2.0, "identity makes 2 lookups a request; that is 20 % of its time,"),
        (1, 1, 1.0, "identity makes 1 lookup a request; that is 20 % of its time,"),
        (1, 3, 2.84, "identity makes 1 to 3 lookups a request, 2.8 on average; that is 20 % of its time,"),
    ],
)
def test_look_ups_and_their_share_are_told_in_a_sentence(few, many, mean, words):
    timing = DesignTiming("identity", 200, few, many, mean, 300, 400, 180, 60, 40, 20)
    assert explain(timing) == f"{words} verifying the token is 60 %."


def test_a_design_without_look_ups_says_so():
    assert explain(ROLES) == "roles makes no lookup: it asks nobody; verifying the token is 75 % of its time."


def test_why_a_design_has_no_figures_is_told_with_what_to_do():
    assert explain(EVERYTHING).startswith("everything: 431, answered before the token was looked at: too large.")
    assert "Put less into the token" in explain(EVERYTHING)


def test_a_design_is_compared_with_the_fastest():
    figures = measurement(EVERYTHING, IDENTITY, ROLES)
    assert compare(IDENTITY, figures) == "Its median is 300 µs: 1.25 times that of roles, the fastest with 240 µs."
    assert compare(ROLES, figures) == "Its median is 240 µs: no other design is faster."
    assert compare(EVERYTHING, figures) == ""


def test_what_the_figures_are_about_is_told():
    assert basis(measurement()) == "bob · 10 requests in turn · tokens signed with ES256"
    one = Measurement(TimingQuestion("bob", "doc-1-read", 50), 1, "HS256", 50, (ROLES,))
    assert basis(one) == "bob · doc-1-read · tokens signed with HS256"


def test_figures_of_another_user_or_another_world_are_told_as_such(server, host):
    later = ReportingLater()
    timing = TimingPresenter(Measurements(*[measurement()] * 3), server, later)
    statuses = heard(timing.status_changed)
    timing.mark_outdated()
    timing.look_at("alice", "documents")
    assert statuses == [], "there is nothing to look at yet"
    timing.measure(QUESTION)
    timing.mark_outdated()
    later.let_one_through()
    assert "Out of date: the server's clock, limit, keys or data have changed" in statuses[-1].text
    timing.measure(QUESTION)
    later.let_one_through()
    assert statuses[-1].text == "These figures are for bob in the scenario documents. F6 measures again for alice."
    timing.look_at("bob", "documents")
    assert statuses[-1].text == ""
    timing.look_at("bob", "clinic")
    assert "for bob in the scenario documents" in statuses[-1].text
    timing.mark_outdated()
    timing.look_at("bob", "documents")
    assert "Out of date" in statuses[-1].text, "to look at another user and back makes no figure new"


def test_that_the_server_was_not_running_is_no_longer_said_once_it_runs(server, host):
    timing = TimingPresenter(Measurements(*[measurement()] * 3), server, reporting_now)
    statuses = heard(timing.status_changed)
    server.stop()
    timing.measure(QUESTION)
    assert "not running" in statuses[-1].text
    server.start()
    assert statuses[-1].text == ""


def test_the_headline_is_what_the_users_own_service_would_see():
    found = measurement(EVERYTHING, replace(IDENTITY, median_us=6_249.0), replace(ROLES, median_us=1_640.0))
    found = replace(found, question=replace(QUESTION, lookup_ms=1.4))
    assert headline(found) == (
        "With lookups of 1.4 ms, a request takes 1.64 ms under roles, and 6.25 ms under identity, "
        "which makes 3 lookups for each."
    )
    assert headline(measurement(ROLES)) == (
        "With lookups in the server's own memory, a request takes 0.24 ms under roles."
    )
    assert headline(measurement(EVERYTHING)) == ""
