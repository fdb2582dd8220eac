"""Every table copies its selection, and offers that by mouse and keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTableView, QVBoxLayout, QWidget

from workbench.ui.item_views.table import make_table

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(show, appearance):
    owner = QWidget()
    model = QStandardItemModel(0, 2, owner)
    for name, value in (("sub", '"bob"'), ("note", "<b>\n=1"), ("exp", "12")):
        model.appendRow([QStandardItem(name), QStandardItem(value)])
    table = make_table("some.table", model, appearance, owner)
    QVBoxLayout(owner).addWidget(table)
    driver = show(owner)
    table.setFocus()
    table.setCurrentIndex(model.index(0, 1))
    QApplication.clipboard().clear()
    return driver


def table(panel):
    return panel.find(QTableView, "some.table")


def open_menu(panel):
    QTest.keyClick(table(panel), Qt.Key.Key_F10, SHIFT)
    menu = panel.find(QMenu, "some.table.menu")
    assert menu.isVisible()
    return {action.text(): action for action in menu.actions()}


def test_ctrl_c_copies_the_selected_rows_with_tabs_and_as_html(panel):
    QTest.keyClick(table(panel), Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(table(panel), Qt.Key.Key_C, CONTROL)
    copied = QApplication.clipboard().mimeData()
    assert copied.text() == 'sub\t"bob"\nnote\t<b>; =1\n'
    assert copied.html() == (
        "<table><tr><td>sub</td><td>&quot;bob&quot;</td></tr><tr><td>note</td><td>&lt;b&gt;; =1</td></tr></table>"
    )


def test_a_cell_that_a_spreadsheet_would_calculate_is_copied_as_text(panel):
    table(panel).model().item(0, 1).setText('=HYPERLINK("x")')
    QTest.keyClick(table(panel), Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == 'sub\t\'=HYPERLINK("x")\n'


def test_shift_f10_offers_the_value_and_the_rows(panel):
    offered = open_menu(panel)
    assert list(offered) == ["Copy value", "Copy row"]
    offered["Copy value"].trigger()
    assert QApplication.clipboard().text() == '"bob"'
    panel.find(QMenu, "some.table.menu").close()
    QTest.keyClick(table(panel), Qt.Key.Key_A, CONTROL)
    open_menu(panel)["Copy 3 rows"].trigger()
    assert QApplication.clipboard().text().count("\n") == 3


def test_the_right_button_on_another_row_selects_it_and_on_a_selected_one_keeps_all(panel):
    view = table(panel)
    QTest.keyClick(view, Qt.Key.Key_Down, SHIFT)
    for row, selected in ((1, [0, 1]), (2, [2])):
        place = view.visualRect(view.model().index(row, 0)).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(QPoint(place)))
        QApplication.sendEvent(view.viewport(), event)
        panel.find(QMenu, "some.table.menu").close()
        assert sorted({index.row() for index in view.selectedIndexes()}) == selected


def test_an_empty_table_offers_nothing_to_copy(panel):
    table(panel).model().setRowCount(0)
    assert [action.isEnabled() for action in open_menu(panel).values()] == [False, False]


def test_shift_f10_opens_beside_a_row_that_was_out_of_sight(panel):
    view = table(panel)
    for number in range(100):
        view.model().appendRow([QStandardItem(f"row {number}"), QStandardItem("")])
    view.setCurrentIndex(view.model().index(0, 0))
    view.scrollToBottom()
    open_menu(panel)
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
