"""The figures for the built-in scenarios agree with what is measured: with other logins and other requests."""

from fractions import Fraction

import pytest

from demo_server.policy.designs import BUILT_IN
from tests.core.keys.ring import KEYS
from tests.demo_server.clients import client_for
from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.designs.arithmetic import ArithmeticQuestion, Load, work_out
from workbench.core.designs.size_model import Counts
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError
from workbench.core.token.header_limits import parse_limits
from workbench.services.experiments.arithmetic import HEADER_LIMIT, ArithmeticExperiment
from workbench.services.server_host import ServerHost
from workbench.ui.assets import asset

LOAD = Load(requests_per_s=70, users=4_321, lifetime_s=900)
LARGE = ("reader-10", "reader-1000", "reader-10000", "newcomer")

# Seconds for which a removed right, and a disabled account, goes on; 900, the lifetime, where nothing else is said.
_AT_ONCE = dict.fromkeys(("identity", "profile", "delegated", "versioned", "reference", "cedar"), 0)
RIGHT_STALE = {**_AT_ONCE, "cached": 30, "short-refresh": 300}
ACCOUNT_STALE = {**RIGHT_STALE, **dict.fromkeys(("groups-acl", "everything"), 0)}


@pytest.fixture(scope="module")
def limits():
    return parse_limits(asset("header_limits.csv").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["documents", "clinic", "tenants", "documents-large"])
def host(request):
    host = ServerHost(scenario=request.param)
    host.start(KEYS["ES256"], ())
    yield host
    host.stop()


def measure(host, client, username, run=UNWATCHED):
    return ArithmeticExperiment(host, client)(ArithmeticQuestion(username), run)


def who_can_log_in(info):
    return [
        user
        for user in info.users
        if not user.disabled and (info.scenario != "documents-large" or user.username in LARGE)
    ]


def by_hand(trial, user, design):
    """Length of a token that was logged in for, and lookups and requests counted, over plain HTTP."""
    with client_for(trial.info.url) as http:
        body = {"username": user.username, "password": user.demo_password, "design": design}
        token = http.post("/login", json=body).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Demo-Design": design}
        counted = []
        for request in trial.info.requests:
            answer = http.request(request.method, request.path, content=request.body, headers=headers)
            counted.append(http.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()["asked"])
    asked = [sum(each["count"] for each in every if not each["cached"]) for every in counted]
    return len(token), sum(asked), len(asked)


def test_the_figures_for_every_user_agree_with_what_is_measured(host, client, limits):
    info = host.info
    for user in who_can_log_in(info):
        with host.trial(header_limit=HEADER_LIMIT) as trial:
            measured = measure(host, client, user.username)
            assert measured.held.counts.roles == len(user.roles)
            assert measured.held.counts.groups == len(user.groups)
            all_figures = work_out(measured, LOAD, measured.held.counts, limits)
            assert [figures.design for figures in all_figures] == [design.id for design in info.designs]
            for design, figures in zip(info.designs, all_figures, strict=True):
                token, lookups, requests = by_hand(trial, user, design.id)
                assert figures.token.value == token, (user.username, design.id)
                assert figures.header_per_day.value == 70 * 86_400 * len(f"Authorization: Bearer {'t' * token}\r\n")
                assert figures.lookups.value == Fraction(lookups, requests), (user.username, design.id)
                assert figures.lookups_per_s.value == Fraction(70 * lookups, requests)
                assert figures.right_stale.value == RIGHT_STALE.get(design.id, 900)
                assert figures.account_stale.value == ACCOUNT_STALE.get(design.id, 900)
                assert {each.name for each in figures.refused_by} == {
                    limit.name for limit in limits if token > limit.largest_token
                }


@pytest.fixture(scope="module")
def documents():
    host = ServerHost()
    host.start(KEYS["ES256"], ())
    yield host
    host.stop()


@pytest.mark.parametrize("username", ["reader-100", "reader-1000"])
def test_with_more_groups_than_a_token_lists_look_ups_begin(client, username):
    host = ServerHost(scenario="documents-large")
    host.start(KEYS["ES256"], ())
    try:
        measured = measure(host, client, username)
    finally:
        host.stop()
    designs = {each.id: each for each in measured.designs}
    overage, hybrid = designs["overage"], designs["hybrid"]
    assert "groups" in overage.believed
    # The list and three requests for a record compare their access lists with the groups.
    assert (overage.directory, overage.directory_beyond) == (hybrid.directory, hybrid.directory + 4)
    assert hybrid.directory_beyond is None
    for groups, more in ((5, 0), (6, 4)):
        figures = work_out(measured, LOAD, Counts(1, groups, 10, 0), ())
        (lookups,) = (each.lookups for each in figures if each.design == "overage")
        assert lookups.value == Fraction(overage.directory + more + overage.deny_list, overage.requests)
        assert lookups.note.endswith(
            "more than 5 groups the token lists none, and what needs them asks the directory first."
        )


@pytest.mark.parametrize(
    ("username", "words", "reason"),
    [
        ("erin", "erin cannot log in, so there is no token to measure", "login.disabled"),
        ("nobody", "has no user nobody", "login.refused"),
    ],
)
def test_a_user_without_a_token_is_refused(client, documents, username, words, reason):
    with pytest.raises(LoginRefusedError, match=words) as caught:
        measure(documents, client, username)
    assert caught.value.reason == reason
    assert "another user" in caught.value.hint


def test_progress_goes_from_design_to_design(client, documents):
    watched = Watched()
    measure(documents, client, "bob", watched.run)
    assert watched.seen == [(done, len(BUILT_IN)) for done in range(1, len(BUILT_IN) + 1)]


def test_measuring_can_be_stopped_on_the_way(client, documents):
    stopped = Watched(stop_after=2)
    with pytest.raises(ComparisonStoppedError, match="Measuring was stopped") as caught:
        measure(documents, client, "bob", stopped.run)
    assert len(stopped.seen) == 2
    assert "Measure again" in caught.value.hint


class SmallHeaders:
    """Makes trials with the header limit of the running server, 16 KiB."""

    def __init__(self, host):
        self._host = host

    def trial(self, **_choices):
        return self._host.trial()


def test_a_server_that_takes_no_large_header_measures_no_look_ups(client):
    host = ServerHost(scenario="documents-large")
    host.start(KEYS["ES256"], ())
    try:
        designs = {each.id: each for each in measure(SmallHeaders(host), client, "reader-10000").designs}
        assert (designs["resource-ids"].lookups, designs["resource-ids"].requests) == (0, 0)
        assert designs["identity"].requests == 6
    finally:
        host.stop()
