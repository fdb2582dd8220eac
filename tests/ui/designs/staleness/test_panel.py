from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QSplitter, QTableView, QWidget

from tests.core.designs.staleness_samples import READ, report
from tests.presenters.stand_ins import server_info
from tests.ui.samples import USERS
from workbench.core.answers.outcome import Request
from workbench.core.server.directory_change import DirectoryEntry, RecordAccess
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.staleness import StalenessPresenter
from workbench.ui.designs.staleness.panel import StalenessPanel

ME = Request("me", "GET", "/me")
INFO = server_info(users=USERS, requests=(ME, READ))


class World:
    def __init__(self):
        self.done = []
        self.further_records = 0
        self.shared = True

    def directory_entry(self, username, record=""):
        records = (RecordAccess(record or "doc-3", ("read",) if self.shared else ()),)
        roles, groups = ("viewer",), ("sales",)
        return DirectoryEntry(username, roles, groups, False, False, records, self.further_records, roles, (), groups)

    def apply(self, change):
        self.done.append(change.sentence)
        self.shared = False

    def reset(self):
        self.done.append("reset")


class Scene:
    def __init__(self, loop):
        self.world, self.asked, self.chosen = World(), [], ChosenUser()
        self.presenter = StalenessPresenter(
            self.measure, self.world, None, lambda: ("", ""), loop.server, self.run, _reporting_now
        )
        self.slow, self.waiting = False, []

    def run(self, call, on_success, on_failure, /):
        if self.slow:
            self.waiting.append(partial(_run_now, call, on_success, on_failure))
        else:
            _run_now(call, on_success, on_failure)

    def measure(self, question, _run, /):
        self.asked.append(question)
        return report()


def _run_now(call, on_success, on_failure, /):
    on_success(call())


def _reporting_now(call, on_progress, on_success, on_failure, /):
    on_success(call(on_progress))


@pytest.fixture
def scene(loop):
    return Scene(loop)


@pytest.fixture
def panel(show, scene, appearance):
    made = StalenessPanel(scene.presenter, scene.chosen, appearance)
    driver = show(made, 1100, 640)
    scene.chosen.show_server(INFO)
    made.show_server(INFO)
    return driver


def texts(panel, name):
    model = panel.find(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def change(panel):
    return panel.find(QComboBox, "staleness.change").currentText()


def test_the_changes_of_the_user_chosen_are_offered_with_the_request_that_they_decide(panel):
    assert change(panel) == "remove the entry of bob from the ACL of doc-3"
    assert panel.find(QComboBox, "staleness.request").currentText() == "GET /documents/doc-3"
    panel.choose("staleness.change", "disable the account of bob")
    assert panel.find(QComboBox, "staleness.request").currentText() == "GET /me"
    panel.choose_starting("staleness.user", "alice")
    assert "alice" in change(panel)


def test_until_the_directory_has_answered_there_is_nothing_to_measure(panel, scene):
    scene.slow = True
    panel.choose_starting("staleness.user", "alice")
    assert change(panel) == ""
    assert not panel.find(QPushButton, "staleness.run").isEnabled()
    for answer in scene.waiting:
        answer()
    assert "alice" in change(panel)
    assert panel.find(QPushButton, "staleness.run").isEnabled()


def test_measuring_asks_for_what_was_chosen(panel, scene):
    assert not panel.find(QSplitter, "staleness.side").isVisible(), "nothing is shown before"
    panel.type_into("staleness.change_at", "2.5")
    panel.type_into("staleness.moments", "6")
    panel.choose("staleness.revocation", "every change revokes the user's tokens")
    panel.click("staleness.run")
    asked = scene.asked[0]
    assert asked.change.sentence == "remove the entry of bob from the ACL of doc-3"
    assert (asked.request, asked.change_s, asked.moments_s, asked.revocation) == (READ, 150, (360,), "every-change")


def test_a_report_shows_time_line_lifetimes_and_answers_of_the_worst_design(panel):
    panel.click("staleness.run")
    assert texts(panel, "staleness.lifetimes") == [
        ["identity", "0", "0", "0", "0"],
        ["broad-grants", "–", "–", "–", "–"],
        ["resource-ids", "2.5", "10", "25", "55"],
    ]
    assert panel.text("staleness.measured") == "GET /documents/doc-3 · remove the entry of bob from the ACL of doc-3"
    assert panel.text("staleness.verdict") == "Still allowed for 25 min, until exp: 200, and a new login gets 403."
    assert panel.text("staleness.note").endswith("With 5 min the change was made halfway, at minute 2.5.")
    assert texts(panel, "staleness.samples") == [
        ["0 login", "200 granted", "–", "right"],
        ["5 change", "200 granted", "403", "still allowed"],
        ["29:58", "200 granted", "403", "still allowed"],
        ["30 exp", "401 expiry.expired", "403", "ended"],
        ["31", "401 expiry.expired", "403", "ended"],
    ]


def test_time_line_table_and_lifetime_choose_together(panel):
    panel.click("staleness.run")
    line = panel.find(QWidget, "staleness.timeline")
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Home)
    table = panel.find(QTableView, "staleness.lifetimes")
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 3)
    table.setCurrentIndex(table.model().index(2, 1))
    assert line.chosen == "resource-ids"
    assert panel.find(QComboBox, "staleness.lifetime").currentText() == "5 min"
    assert texts(panel, "staleness.samples")[1][0] == "2.5 change"
    panel.choose("staleness.lifetime", "60 min")
    assert table.currentIndex().column() == 4
    assert line.bars("resource-ids")[1].end_s == 3600


def test_a_change_is_done_on_the_running_server_and_then_no_longer_offered(panel, scene):
    panel.click("staleness.apply")
    assert scene.world.done == ["remove the entry of bob from the ACL of doc-3"]
    assert panel.find(QComboBox, "staleness.change").findText(scene.world.done[0]) < 0
    assert panel.text("staleness.status").startswith("Done on the running server")
    panel.click("staleness.reset")
    assert scene.world.done[-1] == "reset"


def test_where_there_are_more_records_any_can_be_typed(panel, scene):
    record = panel.find(QLineEdit, "staleness.record")
    assert not record.isVisible()
    scene.world.further_records = 9_988
    scene.presenter.refresh()
    assert record.isVisible()
    panel.type_into("staleness.record", "doc-77")
    QTest.keyClick(record, Qt.Key.Key_Return)
    assert change(panel) == "remove the entry of bob from the ACL of doc-77"


def test_tab_goes_through_the_view_in_the_order_of_the_work(panel):
    panel.click("staleness.run")
    panel.find(QComboBox, "staleness.user").setFocus()
    passed = ["staleness.user"]
    while passed[-1] != "staleness.samples" and len(passed) < 20:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget().objectName())
    assert passed == [
        "staleness.user", "staleness.change", "staleness.request", "staleness.change_at", "staleness.moments",
        "staleness.revocation", "staleness.run", "staleness.apply", "staleness.reset", "staleness.lifetime",
        "staleness.timeline", "staleness.lifetimes", "staleness.samples",
    ]  # fmt: skip


def test_while_measuring_it_can_be_stopped(panel, scene):
    scene.presenter.busy_changed.emit(True)
    assert panel.find(QPushButton, "staleness.stop").isVisible()
    assert not panel.find(QPushButton, "staleness.run").isVisible()
    scene.presenter.busy_changed.emit(False)
    assert panel.find(QPushButton, "staleness.run").isVisible()
