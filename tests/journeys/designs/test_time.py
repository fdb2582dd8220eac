"""The view Time against the real server."""

import threading

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QProgressBar, QPushButton, QTableView

from demo_server.policy.designs import BUILT_IN


@pytest.fixture
def window(shared_window):
    return shared_window


@pytest.fixture
def view(window):
    return open_time_view(window)


def open_time_view(window):
    """Open the view with bob chosen, and every request in turn."""
    window.open_page("Designs")
    window.open_design_view("Time")
    window.choose_starting("time.user", "bob")
    window.find(QComboBox, "time.request").setCurrentIndex(0)
    return window


def measure(view):
    view.click("time.measure")
    button = view.find(QPushButton, "time.measure")
    view.wait_until(lambda: button.isVisible() and view.text("time.status") != "")


def rows(view):
    """Each design to its look-ups, and to its other figures as numbers."""
    model = view.find(QTableView, "time.table").model()
    texts = [[model.index(row, column).data() for column in range(7)] for row in range(model.rowCount())]
    return {design: (lookups, [float(text.replace(",", "")) for text in rest]) for design, lookups, *rest in texts}


def test_what_a_request_takes_is_measured_under_every_design(view):
    view.choose("time.repetitions", "50 a design")
    QTest.keySequence(view.window, "F6")
    view.wait_until(view.find(QPushButton, "time.stop").isVisible)  # a shortcut shows the button pressed for a moment
    view.wait_until(view.find(QPushButton, "time.measure").isVisible)
    found = rows(view)
    assert view.text("time.status") == f"{50 * len(BUILT_IN)} requests measured, 50 a design."
    assert {design: lookups for design, (lookups, _) in found.items()} == {
        "hybrid": "1–3", "identity": "2–5", "profile": "2–5", "roles": "1", "scopes": "1", "delegated": "2–5",
        "broad-grants": "1–2", "groups-acl": "2–4", "overage": "1–3", "resource-ids": "1", "rar": "1",
        "everything": "2–5", "cached": "2–5", "versioned": "1", "short-refresh": "0", "reference": "2–5",
        "cedar": "2–5",
    }, "one of them asks the deny-list"  # fmt: skip
    assert all(median > 0 and p95 >= median for _, (median, p95, *_) in found.values())
    assert "hybrid makes 1 to 3 lookups a request" in view.text("time.sentence")
    assert view.text("time.basis").startswith("bob · 10 requests in turn")
    assert view.text("time.headline").startswith("With lookups of 1 ms, a request takes ")
    medians = {design: median for design, (_, (median, *_)) in found.items()}
    assert medians["identity"] > 3_000 > medians["roles"] > 1_000


def test_one_request_alone_always_asks_alike(view):
    view.choose("time.request", "DELETE /documents/doc-1")
    view.choose("time.repetitions", "50 a design")
    measure(view)
    assert {design: lookups for design, (lookups, _) in rows(view).items()} == {
        "hybrid": "3", "identity": "4", "profile": "4", "roles": "1", "scopes": "1", "delegated": "2",
        "broad-grants": "1", "groups-acl": "3", "overage": "3", "resource-ids": "1", "rar": "1", "everything": "4",
        "cached": "4", "versioned": "1", "short-refresh": "0", "reference": "4",
        "cedar": "4",
    }  # fmt: skip


def test_a_long_measurement_is_stopped_and_leaves_what_it_measured(view):
    view.choose("time.repetitions", "1,000 a design")
    view.click("time.measure")
    progress = view.find(QProgressBar, "time.progress")
    view.wait_until(lambda: progress.value() > 12 * len(BUILT_IN))  # the warm-up of ten a design is over
    view.click("time.stop")
    view.wait_until(view.find(QPushButton, "time.measure").isVisible)
    assert view.text("time.status").startswith("Stopped: the figures come from ")
    assert len(rows(view)) == len(BUILT_IN)


def test_a_user_who_cannot_log_in_is_told_with_what_to_do(view):
    users = view.find(QComboBox, "time.user")
    users.setCurrentIndex(users.findData("erin"))
    measure(view)
    assert view.text("time.status").startswith("The account of erin is disabled")
    assert view.text("time.status").endswith("Without a token there is nothing to measure. Choose another user.")


def test_closing_the_window_ends_a_measurement(own_window):
    view = open_time_view(own_window)
    view.choose("time.repetitions", "1,000 a design")
    view.click("time.measure")
    progress = view.find(QProgressBar, "time.progress")
    view.wait_until(lambda: progress.value() > 0)
    view.workbench.close()
    view.wait_until(lambda: not any(thread.name == "background" for thread in threading.enumerate()))
