"""Finding the differences among the designs, for one user and for all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QTableView

from tests.presenters.designs.test_decisions import Comparisons
from tests.presenters.stand_ins import reporting_now, server_info
from tests.ui.samples import USERS, design
from workbench.core.answers.matrix import Cell, Matrix
from workbench.core.requests.request import Request
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.decisions import DesignsPresenter
from workbench.ui.designs.decisions.panel import DesignsPanel
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table_text import rows as words

REQUESTS = (Request("doc-read", "GET", "/documents/doc"), Request("doc-write", "PUT", "/documents/doc"))
STATUS = {
    ("hybrid", "alice"): (200, 200),
    ("roles", "alice"): (200, 200),
    ("scopes", "alice"): (200, 403),
    ("hybrid", "bob"): (403, 403),
    ("roles", "bob"): (200, 200),
    ("scopes", "bob"): (403, 403),
    ("hybrid", "erin"): (401, 401),
    ("roles", "erin"): (401, 401),
    ("scopes", "erin"): (401, 401),
}
CELLS = tuple(
    Cell(each, user, request.id, status, "")
    for (each, user), statuses in STATUS.items()
    for request, status in zip(REQUESTS, statuses, strict=True)
)
MATRIX = Matrix("documents", ("hybrid", "roles", "scopes"), ("alice", "bob", "erin"), REQUESTS, CELLS)


@pytest.fixture
def panel(loop, appearance, show):
    designs = DesignsPresenter(Comparisons(MATRIX), loop.server, reporting_now)
    chosen = ChosenUser()
    info = server_info(users=USERS, requests=REQUESTS, designs=tuple(map(design, MATRIX.designs)))
    chosen.show_server(info)
    made = DesignsPanel(designs, chosen, appearance)
    made.show_server(info)
    driver = show(made, 1100, 700)
    driver.click("designs.compare")
    users = driver.find(QComboBox, "designs.user")
    users.setCurrentIndex(users.count() - 1)  # all users
    return driver


def names(panel):
    model = panel.find(QTableView, "designs.matrix").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def current(panel):
    cell = panel.find(QTableView, "designs.matrix").currentIndex().data(Role.SUBJECT)
    return cell.design, cell.user, cell.request


def test_all_users_are_grouped_and_each_group_counts_its_differences(panel):
    table = panel.find(QTableView, "designs.matrix")
    assert names(panel) == [
        *("alice", "hybrid", "roles", "scopes"),
        *("bob", "hybrid", "roles", "scopes"),
        *("erin", "hybrid", "roles", "scopes"),
    ]
    heads = [table.model().index(row, 0) for row in (0, 4, 8)]
    assert [each.data(Role.NOTE) for each in heads] == ["1 differ", "2 differ", "no differences"]
    assert table.columnSpan(0, 0) == 3
    assert not heads[0].flags() & Qt.ItemFlag.ItemIsSelectable
    assert words(table)[6][0] == "roles · bob", "a copied row names its user"


def test_only_rows_that_differ_leaves_those_and_the_reference(panel):
    panel.switch("designs.only_differing")
    assert names(panel) == ["alice", "hybrid", "scopes", "bob", "hybrid", "roles"]
    panel.choose("designs.reference", "roles")
    assert names(panel) == ["alice", "roles", "scopes", "bob", "hybrid", "roles", "scopes"]
    panel.switch("designs.only_differing")
    assert len(names(panel)) == 12
    assert not panel.find(QCheckBox, "designs.only_differing").isChecked()


def test_next_and_previous_go_through_the_differences_and_around(panel):
    table = panel.find(QTableView, "designs.matrix")
    table.setCurrentIndex(table.model().index(1, 1))
    found = []
    for _ in range(4):
        panel.click("designs.next")
        found.append(current(panel))
    assert found == [
        ("scopes", "alice", "doc-write"),
        ("roles", "bob", "doc-read"),
        ("roles", "bob", "doc-write"),
        ("scopes", "alice", "doc-write"),
    ]
    panel.click("designs.previous")
    assert current(panel) == ("roles", "bob", "doc-write")
    QTest.keySequence(panel.window, "F7")
    panel.wait_until(lambda: current(panel) == ("scopes", "alice", "doc-write"))
    QTest.keySequence(panel.window, "Shift+F7")
    panel.wait_until(lambda: current(panel) == ("roles", "bob", "doc-write"))


def test_without_a_difference_there_is_nothing_to_go_to(panel):
    users = panel.find(QComboBox, "designs.user")
    users.setCurrentIndex(users.findData("erin"))
    assert not panel.find(QPushButton, "designs.next").isEnabled()
    panel.switch("designs.only_differing")
    assert names(panel) == []


def test_each_design_counts_its_differences_for_the_users_shown(panel):
    costs = panel.find(QTableView, "designs.sizes").model()
    assert [costs.index(row, 1).data() for row in range(3)] == ["–", "2", "1"]
    users = panel.find(QComboBox, "designs.user")
    users.setCurrentIndex(users.findData("bob"))
    assert [costs.index(row, 1).data() for row in range(3)] == ["–", "2", "0"]
