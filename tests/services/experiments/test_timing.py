import threading

import pytest

from tests.core.keys.ring import KEYS
from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.designs.timing import TimingQuestion
from workbench.core.errors import LoginRefusedError, MeasuringStoppedError
from workbench.core.experiment import RunControl
from workbench.services.experiments.timing import TimingExperiment
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost


class RecordingClient(HttpClient):
    """Remembers which request it sent under which design."""

    def __init__(self):
        super().__init__()
        self.sent = []

    def send(self, base_url, request, compact, design):
        self.sent.append((request.id, design))
        return super().send(base_url, request, compact, design)


@pytest.fixture(scope="module")
def host():
    host = ServerHost()
    host.start(KEYS["EdDSA"], ())
    yield host
    host.stop()


@pytest.fixture
def client():
    made = RecordingClient()
    yield made
    made.close()


@pytest.fixture
def take(host, client):
    def measure(user="bob", request="", repetitions=20, run=UNWATCHED):
        return TimingExperiment(host, client)(TimingQuestion(user, request, repetitions), run)

    return measure


def test_every_design_is_measured_as_often_as_asked_for(take, host):
    found = take(repetitions=20)
    assert [timing.design for timing in found.designs] == [design.id for design in host.info.designs]
    assert {timing.measured for timing in found.designs} == {20}
    assert (found.measured, found.requests, found.algorithm) == (20, len(host.info.requests), "EdDSA")
    assert found.complete


def test_the_designs_take_turns_with_every_request_and_all_are_warm_before_the_first_counts(take, host, client):
    take(repetitions=12)
    designs = [design.id for design in host.info.designs]
    requests = [request.id for request in host.info.requests]
    turns = len(requests) + 12
    assert client.sent == [(requests[turn % len(requests)], design) for turn in range(turns) for design in designs]


def test_look_ups_are_those_that_the_designs_ask(take):
    found = {timing.design: timing for timing in take(request="doc-1-read", repetitions=5).designs}
    assert {design: (each.fewest_lookups, each.most_lookups) for design, each in found.items()} == {
        "hybrid": (3, 3), "identity": (4, 4), "profile": (4, 4), "roles": (1, 1), "scopes": (1, 1), "delegated": (4, 4),
        "broad-grants": (2, 2), "groups-acl": (3, 3), "overage": (3, 3), "resource-ids": (1, 1), "rar": (1, 1),
        "everything": (2, 2), "cached": (4, 4), "versioned": (1, 1), "short-refresh": (0, 0), "reference": (4, 4),
        "cedar": (4, 4),
    }, "one of them is for the deny-list"  # fmt: skip
    assert {design for design, each in found.items() if each.lookups_us == 0} == {"short-refresh"}


def test_the_times_are_those_of_the_decisions_part_by_part(take):
    for timing in take(request="doc-1-read", repetitions=5).designs:
        assert 0 < timing.verification_us < timing.median_us
        assert timing.policy_us > 0
        assert timing.rest_us > 0
        assert timing.median_us <= timing.p95_us


def test_the_timing_of_a_request_adds_up_to_what_its_decision_says(host, client):
    with host.trial() as trial:
        info = trial.info
        token = client.login(info.url, "bob", "bob-pass", "identity").access_token
        outcome = client.send(info.url, info.requests[2], token, "identity")
        timing, decision = trial.timing(outcome.request_id), trial.decision(outcome.request_id)
        assert trial.timing("no such request") is None
    asked_us = {each.what: each.elapsed_us for each in decision.asked}
    account_and_permission_us = sum(check.elapsed_us for check in decision.checks[-2:])
    token_checks_us = sum(check.elapsed_us for check in decision.checks[:-2])
    # The decision's JSON is rounded to a tenth of a microsecond, sixteen times.
    assert timing.verification_us == pytest.approx(token_checks_us - asked_us["deny-list"], abs=1)
    assert timing.policy_us == pytest.approx(account_and_permission_us - asked_us["directory"], abs=1)
    assert timing.lookups_us == pytest.approx(sum(asked_us.values()), abs=1)
    assert timing.total_us == pytest.approx(decision.elapsed_us, abs=0.1)
    assert timing.lookups == decision.lookups + 1 == 4


def test_a_stopped_measurement_tells_what_was_measured_by_then(take, host, client):
    designs, requests = len(host.info.designs), len(host.info.requests)
    found = take(repetitions=50, run=RunControl(lambda: len(client.sent) >= (requests + 7) * designs + 3))
    assert (found.measured, found.complete) == (7, False)
    assert [timing.measured for timing in found.designs] == [8] * 3 + [7] * (designs - 3)


def test_a_measurement_that_is_stopped_before_it_began_has_nothing_to_tell(take, client):
    with pytest.raises(MeasuringStoppedError):
        take(run=RunControl(lambda: len(client.sent) >= 3))
    assert len(client.sent) == 3


def test_progress_goes_from_the_first_request_to_the_last(take, client):
    watched = Watched()
    take(repetitions=5, run=watched.run)
    count = len(client.sent)
    assert watched.seen == [(done, count) for done in range(1, count + 1)]


def test_a_user_who_cannot_log_in_cannot_be_measured(take):
    with pytest.raises(LoginRefusedError, match="Without a token there is nothing to measure") as caught:
        take("erin")
    assert caught.value.reason == "login.disabled"
    assert caught.value.hint == "Choose another user."


def test_a_token_over_the_header_limit_is_told_instead_of_measured_and_the_others_are_measured(client):
    host = ServerHost(scenario="documents-large")
    host.start(KEYS["EdDSA"], ())
    try:
        found = TimingExperiment(host, client)(TimingQuestion("archivist", "me", 5), UNWATCHED)
    finally:
        host.stop()
    undecided = {timing.design: timing for timing in found.designs if timing.undecided}
    assert set(undecided) == {"resource-ids", "rar", "everything"}
    assert undecided["everything"].undecided.startswith("431, answered before the token of 2")
    assert {timing.measured for timing in found.designs if not timing.undecided} == {5}
    assert found.complete
    assert client.sent.count(("me", "everything")) == 1, "what is not decided is not asked again"


def test_measuring_leaves_nothing_in_the_running_server_and_no_thread(host, client, take):
    before = set(threading.enumerate())
    decisions = len(host._server.decisions)
    take(repetitions=5)
    assert len(host._server.decisions) == decisions
    assert set(threading.enumerate()) <= before
