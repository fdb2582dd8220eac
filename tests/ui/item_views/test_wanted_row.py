import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from workbench.ui.item_views.wanted_row import choose_row


@pytest.fixture
def table(qtbot):
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(0, 1, table))
    return table


def fill(table, *names):
    for name in names:
        table.model().appendRow(QStandardItem(name))


def test_a_row_is_chosen_by_its_name(table):
    fill(table, "roles", "hybrid · alice", "hybrid · bob")
    choose_row(table, "hybrid")
    assert table.currentIndex().data() == "hybrid · alice"


def test_a_row_that_comes_later_is_chosen_then(table, qtbot):
    choose_row(table, "hybrid")
    assert not table.currentIndex().isValid()
    fill(table, "roles", "hybrid")
    qtbot.waitUntil(lambda: table.currentIndex().data() == "hybrid")


def test_a_row_is_chosen_only_once(table, qtbot):
    fill(table, "roles", "hybrid")
    choose_row(table, "hybrid")
    table.setCurrentIndex(table.model().index(0, 0))
    with qtbot.waitSignal(table.model().rowsInserted):
        fill(table, "identity")
    qtbot.wait(0)
    assert table.currentIndex().data() == "roles"
