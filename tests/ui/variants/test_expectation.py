"""Pinning from the panel of the decisions: a box beside the explanation, and the menu of a cell."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QTableView

from tests.presenters.designs.test_decisions import Comparisons
from tests.presenters.stand_ins import reporting_now, server_info
from tests.ui.samples import DESIGNS, USERS
from workbench.core.answers.matrix import Cell, Matrix
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.decisions import DesignsPresenter
from workbench.ui.designs.decisions.panel import DesignsPanel
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role

KEYBOARD, MOUSE = QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse
REQUESTS = server_info().requests
NAMES = ("identity", "roles")
STATUSES = {("identity", "me"): 200, ("roles", "me"): 200, ("identity", "doc-1-delete"): 403,
            ("roles", "doc-1-delete"): 404}  # fmt: skip


@pytest.fixture
def panel(show, loop, appearance):
    cells = tuple(
        Cell(design, "bob", request.id, STATUSES[design, request.id], "x", token_bytes=400)
        for design in NAMES
        for request in REQUESTS
    )
    matrix = Matrix("documents", NAMES, ("bob",), REQUESTS, cells)
    designs = DesignsPresenter(Comparisons(matrix), loop.server, reporting_now)
    chosen = ChosenUser()
    widget = DesignsPanel(designs, chosen, appearance)
    info = server_info(users=USERS, designs=DESIGNS)
    chosen.show_server(info)
    widget.show_server(info)
    driver = show(widget, 1100, 700)
    driver.click("designs.compare")
    driver.designs = designs
    return driver


def table(panel):
    return panel.find(QTableView, "designs.matrix")


def look_at(panel, row, column):
    table(panel).setCurrentIndex(table(panel).model().index(row, column))


def text(panel, row, column, role=Qt.ItemDataRole.DisplayRole):
    return table(panel).model().index(row, column).data(role)


def expect(panel, words):
    """Choose in the box with the keyboard."""
    box = panel.find(QComboBox, "designs.expectation")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findText(words)):
        QTest.keyClick(box, Qt.Key.Key_Down)


def ask_for_menu(widget, reason, place):
    QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))


def test_the_box_offers_what_a_server_answers_and_what_the_cell_answers_now(panel):
    look_at(panel, 1, 2)
    box = panel.find(QComboBox, "designs.expectation")
    assert [box.itemText(row) for row in range(box.count())] == [
        "No expectation", "Expect 200 here", "Expect 401 here", "Expect 403 here", "Expect 404 here",
    ]  # fmt: skip
    assert box.currentText() == "No expectation"


def test_a_status_expected_of_one_cell_stands_out_where_it_is_not_answered(panel):
    look_at(panel, 0, 1)
    expect(panel, "Expect 403 here")
    assert text(panel, 0, 1) == "200, not 403"
    assert text(panel, 1, 1) == "200", "only that one cell"
    assert text(panel, 0, 1, Role.MARK) == Icon.PINNED
    assert text(panel, 0, 1, Qt.ItemDataRole.AccessibleTextRole) == "200 allowed, 403 expected"
    assert panel.text("designs.status") == "1 pinned cell breaks its expectation: identity, bob, me is 200, not 403"
    expect(panel, "No expectation")
    assert text(panel, 0, 1) == "200"
    assert text(panel, 0, 1, Role.MARK) is None


def test_a_pin_that_holds_has_its_mark_and_the_box_shows_it(panel):
    look_at(panel, 0, 2)
    expect(panel, "Expect 403 here")
    assert text(panel, 0, 2) == "403"
    assert text(panel, 0, 2, Role.MARK) == Icon.PINNED
    look_at(panel, 0, 1)
    look_at(panel, 0, 2)
    assert panel.find(QComboBox, "designs.expectation").currentText() == "Expect 403 here"


def test_the_menu_key_opens_the_choices_of_the_current_cell_and_keys_choose(panel):
    look_at(panel, 1, 1)
    table(panel).setFocus()
    # A place that is no cell's: the keyboard means the current one.
    ask_for_menu(table(panel), KEYBOARD, QPoint(2, 2))
    menu = panel.find(QMenu, "designs.expectation_menu")
    assert menu.isVisible()
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["No expectation"]
    for _ in range(3):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert text(panel, 1, 1) == "200, not 403"
    assert text(panel, 0, 1) == "200"


def test_the_right_button_means_the_cell_under_it(panel):
    look_at(panel, 0, 1)
    place = table(panel).visualRect(table(panel).model().index(1, 2)).center()
    ask_for_menu(table(panel).viewport(), MOUSE, place)
    menu = panel.find(QMenu, "designs.expectation_menu")
    next(action for action in menu.actions() if action.text() == "Expect 404 here").trigger()
    menu.close()
    assert panel.designs.expected == {("roles", "bob", "doc-1-delete"): 404}
    assert table(panel).currentIndex().row() == 1


def test_the_first_column_offers_what_every_table_does_and_nothing_to_expect(panel):
    place = table(panel).visualRect(table(panel).model().index(1, 0)).center()
    ask_for_menu(table(panel).viewport(), MOUSE, place)
    menu = panel.find(QMenu, "designs.expectation_menu")
    assert [action.text() for action in menu.actions() if not action.isSeparator()] == ["Copy value", "Copy row"]
    menu.close()


def test_another_scenario_empties_the_table_and_says_what_to_do(panel):
    panel.designs.show_server(server_info(scenario="clinic"))
    assert not table(panel).isVisible()
    assert table(panel).model().rowCount() == 0
    assert not panel.find(QComboBox, "designs.expectation").isEnabled()
    assert "Choose a cell" in panel.text("designs.reason")


def test_a_cell_says_in_a_word_what_its_number_means_and_has_room_for_it(panel):
    assert text(panel, 0, 1, Role.NOTE) == "allowed"
    assert text(panel, 0, 2, Role.NOTE) == "refused"
    view, index = table(panel), table(panel).model().index(0, 1)
    assert view.columnWidth(1) >= view.sizeHintForIndex(index).width()
    picture = view.viewport().grab(view.visualRect(index)).toImage()
    word = range(picture.width() * 6 // 10, picture.width() - 2)  # behind icon and number
    ground = picture.pixel(picture.width() - 1, 1)
    assert any(picture.pixel(x, picture.height() // 2) != ground for x in word), "the word is not painted"
