from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QSplitter, QTableView, QWidget

from tests.core.designs.staleness_samples import READ, report
from tests.presenters.stand_ins import server_info
from tests.ui.samples import USERS
from workbench.core.answers.outcome import Request
from workbench.core.designs.dependence import Decided, Dependence
from workbench.core.server.directory_change import ChangeKind, DirectoryEntry, RecordAccess
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.staleness import StalenessPresenter
from workbench.ui.designs.staleness.panel import StalenessPanel
from workbench.ui.item_views.roles import Role

ME = Request("me", "GET", "/me")
LIST = Request("documents", "GET", "/documents")
USERS_LIST = Request("users", "GET", "/admin/users")
INFO = server_info(users=USERS, requests=(ME, LIST, READ, USERS_LIST))
DECIDED = {
    ChangeKind.UNSHARE: ((READ, 3),),
    ChangeKind.TAKE_ROLE: ((LIST, 1), (READ, 2)),
    ChangeKind.DISABLE: ((ME, 3), (READ, 2)),
    ChangeKind.SHARE: ((Request("GET /documents/doc-77", "GET", "/documents/doc-77"), 2),),
}


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
            self.measure, self.dependence, self.world, None, lambda: ("", ""), loop.server, self.run, _reporting_now
        )
        self.slow, self.waiting = False, []

    def run(self, call, on_success, on_failure, /):
        if self.slow:
            self.waiting.append(partial(_run_now, call, on_success, on_failure))
        else:
            _run_now(call, on_success, on_failure)

    def answer_next(self):
        self.waiting.pop(0)()

    def dependence(self, change):
        decided = DECIDED.get(change.steps[0].kind, ())
        return Dependence(change, tuple(Decided(*each) for each in decided))

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


def request(panel):
    return panel.find(QComboBox, "staleness.request").currentText()


def test_a_request_that_the_change_decides_is_chosen_for_every_change(panel):
    panel.choose("staleness.change", "remove the role viewer from bob")
    assert request(panel) == "GET /documents/doc-3", "more designs decide it by the role than the first"
    assert not panel.find(QLabel, "staleness.dependence").isVisible()


def test_the_list_marks_the_requests_that_the_change_decides(panel):
    panel.choose("staleness.change", "remove the role viewer from bob")
    box = panel.find(QComboBox, "staleness.request")
    assert [(box.itemText(row), box.itemData(row, Role.DETAIL)) for row in range(box.count())] == [
        ("GET /me", "same answer with and without it"),
        ("GET /documents", "depends on the change under 1 design"),
        ("GET /documents/doc-3", "depends on the change under 2 designs"),
        ("GET /admin/users", "same answer with and without it"),
    ]


def test_a_request_that_does_not_depend_on_the_change_is_said_in_amber_with_one_that_does(panel, scene):
    panel.choose("staleness.change", "remove the role viewer from bob")
    panel.choose("staleness.request", "GET /admin/users")
    warning = panel.find(QLabel, "staleness.dependence")
    assert warning.isVisible()
    assert warning.property("severity") == "warning"
    assert warning.text() == (
        "GET /admin/users does not depend on this change: bob gets the same answer with and without it. "
        "Ask GET /documents/doc-3 instead."
    )
    scene.presenter.refresh()
    assert request(panel) == "GET /admin/users", "the user's own choice is kept for the same change"
    panel.choose("staleness.change", "disable the account of bob")
    assert request(panel) == "GET /me"
    assert not warning.isVisible()


def test_where_nothing_depends_on_the_change_that_is_said(panel):
    panel.choose("staleness.change", "log bob out")
    assert panel.text("staleness.dependence").startswith("No request depends on this change")


def test_a_request_on_a_record_that_the_scenario_does_not_list_is_offered_with_its_change(panel, scene):
    scene.world.shared = False
    scene.world.further_records = 9_988
    panel.type_into("staleness.record", "doc-77")
    scene.presenter.show_record("doc-77")
    assert change(panel) == "let bob read doc-77, by an entry in its ACL"
    assert request(panel) == "GET /documents/doc-77"
    panel.choose("staleness.change", "disable the account of bob")
    assert panel.find(QComboBox, "staleness.request").findText("GET /documents/doc-77") < 0


def test_until_the_directory_has_answered_there_is_nothing_to_measure(panel, scene):
    scene.slow = True
    panel.choose_starting("staleness.user", "alice")
    assert change(panel) == ""
    assert not panel.find(QPushButton, "staleness.run").isEnabled()
    scene.answer_next()
    assert "alice" in change(panel)
    assert not panel.find(QPushButton, "staleness.run").isEnabled(), "what the change decides is not known yet"
    scene.answer_next()
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
