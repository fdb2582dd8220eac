"""Staleness through the whole window, against the real server."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView, QWidget

from demo_server.policy.designs import BUILT_IN


@pytest.fixture
def window(shared_window):
    return shared_window


@pytest.fixture
def staleness(window):
    window.open_page("Designs")
    window.open_design_view("Staleness")
    yield window
    window.open_page("Designs")
    window.click("staleness.reset")
    window.wait_until(lambda: "reset to the scenario" in window.text("staleness.status"))


def measure(window, user, change, request):
    window.choose_starting("staleness.user", user)
    window.choose_starting("staleness.change", change)
    window.wait_until(lambda: window.find(QPushButton, "staleness.run").isEnabled())
    window.choose_starting("staleness.request", request)
    QTest.keySequence(window.window, "F6")
    window.wait_until(lambda: "answers with 4 lifetimes" in window.text("staleness.status"))


def bars(window, design):
    """The row of *design*: from minute, to minute, status, and what that is worth."""
    line = window.find(QWidget, "staleness.timeline")
    return [(bar.start_s / 60, bar.end_s / 60, bar.status, bar.validity.value) for bar in line.bars(design)]


def minutes_wrong(window):
    model = window.find(QTableView, "staleness.lifetimes").model()
    return {
        model.index(row, 0).data(): [model.index(row, column).data() for column in range(1, model.columnCount())]
        for row in range(model.rowCount())
    }


def test_carol_without_administrator_rights_works_until_exp_under_roles_and_at_once_no_more_under_identity(staleness):
    measure(staleness, "carol", "remove all administrator rights from carol", "GET /admin/users")
    for design in ("roles", "broad-grants"):
        assert bars(staleness, design) == [
            (0, 5, 200, "right"),
            (5, 30, 200, "still allowed"),
            (30, 32, 401, "ended"),
        ]
    assert bars(staleness, "identity") == [(0, 5, 200, "right"), (5, 30, 403, "right"), (30, 32, 401, "ended")]
    found = minutes_wrong(staleness)
    assert found["roles"] == found["broad-grants"] == found["groups-acl"] == ["2.5", "10", "25", "55"]
    assert found["identity"] == found["profile"] == ["0", "0", "0", "0"]
    assert found["cached"] == ["0.5", "0.5", "0.5", "0.5"]
    assert found["resource-ids"] == ["–", "–", "–", "–"]
    assert found["rar"] == found["overage"] == ["2.5", "10", "25", "55"]
    assert f"10 of {len(BUILT_IN)} designs answered wrong" in staleness.text("staleness.status")


def test_bob_without_his_role_is_asked_for_what_the_role_opened(staleness):
    staleness.choose_starting("staleness.user", "bob")
    staleness.choose_starting("staleness.change", "remove the role viewer from bob")
    staleness.wait_until(lambda: staleness.find(QPushButton, "staleness.run").isEnabled())
    assert staleness.find(QComboBox, "staleness.request").currentText() == "GET /documents/doc-1"
    QTest.keySequence(staleness.window, "F6")
    staleness.wait_until(lambda: "answers with 4 lifetimes" in staleness.text("staleness.status"))
    assert "designs answered wrong after the change" in staleness.text("staleness.status")
    assert minutes_wrong(staleness)["roles"] == ["2.5", "10", "25", "55"]
    staleness.choose_starting("staleness.request", "GET /admin/users")
    assert staleness.text("staleness.dependence").endswith("Ask GET /documents/doc-1 instead.")
    QTest.keySequence(staleness.window, "F6")
    staleness.wait_until(lambda: "since the right answer stayed the same" in staleness.text("staleness.status"))
    assert staleness.find(QLabel, "staleness.status").property("severity") == "warning"


def test_bob_without_his_entry_reads_doc_3_until_exp_under_resource_ids_alone(staleness):
    measure(staleness, "bob", "remove the entry of bob from the ACL of doc-3", "GET /documents/doc-3")
    assert bars(staleness, "resource-ids") == [
        (0, 5, 200, "right"),
        (5, 30, 200, "still allowed"),
        (30, 32, 401, "ended"),
    ]
    for design in ("identity", "groups-acl"):
        assert bars(staleness, design) == [(0, 5, 200, "right"), (5, 30, 403, "right"), (30, 32, 401, "ended")]
    assert staleness.text("staleness.verdict").startswith("Still allowed for 25 min, until exp")


def test_a_change_on_the_running_server_is_felt_on_the_bench_until_its_world_is_reset(staleness):
    staleness.log_in("bob", "identity")
    staleness.open_page("Bench")
    staleness.replay()
    read = "GET /documents/doc-3"
    assert staleness.answers()[read][0] == "200"
    staleness.open_page("Designs")
    staleness.choose_starting("staleness.user", "bob")
    staleness.choose_starting("staleness.change", "remove the entry of bob from the ACL of doc-3")
    staleness.click("staleness.apply")
    staleness.wait_until(lambda: staleness.text("staleness.status").startswith("Done on the running server"))
    staleness.open_page("Bench")
    assert staleness.find(QLabel, "replay.outdated").isVisible()
    staleness.replay()
    assert staleness.answers()[read][0] == "403"
    staleness.open_page("Designs")
    staleness.click("staleness.reset")
    staleness.wait_until(lambda: "reset to the scenario" in staleness.text("staleness.status"))
    staleness.open_page("Bench")
    staleness.replay()
    assert staleness.answers()[read][0] == "200"


def test_a_log_out_on_the_running_server_ends_the_token_of_the_bench(staleness):
    staleness.choose_starting("staleness.user", "bob")
    staleness.choose_starting("staleness.change", "log bob out")
    staleness.click("staleness.apply")
    staleness.wait_until(lambda: "Log in there as bob first" in staleness.text("staleness.status"))
    staleness.log_in("bob", "scopes")
    staleness.click("staleness.apply")
    staleness.wait_until(lambda: "is logged out" in staleness.text("staleness.status"))
    staleness.open_page("Bench")
    staleness.replay()
    assert {answer[0] for answer in staleness.answers().values()} == {"401"}


def test_erin_who_cannot_log_in_is_told_what_to_do_and_can_be_enabled(staleness):
    staleness.choose_starting("staleness.user", "erin")
    staleness.choose_starting("staleness.change", "remove the role viewer from erin")
    staleness.wait_until(lambda: staleness.find(QPushButton, "staleness.run").isEnabled())
    staleness.click("staleness.run")
    staleness.wait_until(lambda: "no token to follow" in staleness.text("staleness.status"))
    staleness.choose_starting("staleness.change", "enable the account of erin")
    staleness.click("staleness.apply")
    staleness.wait_until(lambda: staleness.text("staleness.status").startswith("Done on the running server"))
    measure(staleness, "erin", "remove the role viewer from erin", "GET /admin/users")
