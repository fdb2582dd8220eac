"""Windows of removed rights, measured on a real server."""

import itertools
import time

import pytest

from tests.core.keys.ring import KEYS
from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.designs.stale_window import Ending, Right, StaleWindowsQuestion
from workbench.core.errors import ComparisonStoppedError
from workbench.core.experiment import RunControl
from workbench.services.experiments.stale_windows import StaleWindowsExperiment
from workbench.services.server_host import ServerHost

AT_ONCE, EXPIRY, NEVER, KEPT = Ending.AT_ONCE, Ending.EXPIRY, Ending.NEVER, Ending.KEPT_ANSWER


@pytest.fixture(scope="module")
def measured(host, client):
    found = StaleWindowsExperiment(host, client)(StaleWindowsQuestion(), UNWATCHED)
    return {each.design: each for each in found}


@pytest.mark.parametrize(
    ("design", "endings"),
    [
        ("identity", (AT_ONCE,) * 5),
        ("roles", (EXPIRY, NEVER, NEVER, EXPIRY, AT_ONCE)),
        ("groups-acl", (AT_ONCE, EXPIRY, AT_ONCE, AT_ONCE, AT_ONCE)),
        ("overage", (EXPIRY, EXPIRY, AT_ONCE, EXPIRY, AT_ONCE)),
        ("resource-ids", (Ending.NOT_GRANTED, EXPIRY, EXPIRY, EXPIRY, AT_ONCE)),
        ("rar", (EXPIRY, EXPIRY, EXPIRY, EXPIRY, AT_ONCE)),
        ("cached", (KEPT, KEPT, KEPT, KEPT, AT_ONCE)),
        ("versioned", (AT_ONCE, NEVER, NEVER, AT_ONCE, AT_ONCE)),
        ("short-refresh", (EXPIRY, NEVER, NEVER, EXPIRY, EXPIRY)),
        ("reference", (AT_ONCE,) * 5),
        ("cedar", (AT_ONCE,) * 5),
    ],
)
def test_each_kind_of_right_ends_in_its_own_way(measured, design, endings):
    windows = measured[design]
    assert tuple(windows.of(right).ending for right in Right) == endings
    for right in Right:
        window = windows.of(right)
        if window.ending is EXPIRY:
            assert window.turned_s == window.lifetime_s == (300 if design == "short-refresh" else 1800)
        elif window.ending is KEPT:
            assert window.turned_s == 30
        elif window.ending is AT_ONCE:
            assert window.turned_s == 0


def test_what_was_done_is_named(measured):
    window = measured["roles"].of(Right.ROLE)
    assert window.removal == "remove the role editor from alice"
    assert window.request == "GET /documents"


def test_the_running_server_does_not_change(host, measured):
    entry = host.directory_entry("alice")
    assert (entry.roles, entry.groups, entry.disabled) == (("editor",), ("engineering",), False)
    assert all(not each.actions for each in entry.records)


def test_without_a_deny_list_a_logout_waits_for_exp(host, client):
    question = StaleWindowsQuestion(("roles",), revocation=False, rights=(Right.LOGOUT,))
    (found,) = StaleWindowsExperiment(host, client)(question, UNWATCHED)
    assert [each.ending for each in found.windows] == [EXPIRY]


def test_in_another_world_the_same_designs_end_in_the_same_ways(client):
    host = ServerHost(scenario="tenants")
    host.start(KEYS["ES256"], ())
    try:
        question = StaleWindowsQuestion(("identity", "roles"))
        found = StaleWindowsExperiment(host, client)(question, UNWATCHED)
    finally:
        host.stop()
    assert {each.ending for each in found[0].windows} == {AT_ONCE}
    assert found[1].of(Right.ROLE).ending is EXPIRY


def test_progress_counts_rights_and_a_stop_ends_it(host, client):
    watched = Watched()
    StaleWindowsExperiment(host, client)(StaleWindowsQuestion(("roles", "identity")), watched.run)
    assert watched.seen[-1] == (10, 10)
    with pytest.raises(ComparisonStoppedError):
        StaleWindowsExperiment(host, client)(StaleWindowsQuestion(("roles",)), RunControl(lambda: True))


def test_however_slow_the_machine_is_the_windows_are_the_same(monkeypatch, host, client, measured):
    """Each look at the clock takes 0.7 s: answers come late, and a second ends between a login and what follows it."""
    real, looks = time.time, itertools.count()
    monkeypatch.setattr(time, "time", lambda: real() + 0.7 * next(looks))
    designs = ("identity", "hybrid", "cached")
    for found in StaleWindowsExperiment(host, client)(StaleWindowsQuestion(designs), UNWATCHED):
        assert [each.ending for each in found.windows] == [each.ending for each in measured[found.design].windows]
