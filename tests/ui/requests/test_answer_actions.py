"""The actions on one answer, by its menu and by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTableView

from tests.presenters.stand_ins import unproven
from tests.ui.samples import ISSUED
from workbench.presenters.requests.requests import RequestsPresenter
from workbench.ui.requests.answer_actions import AnswerActions
from workbench.ui.requests.answers import AnswersPanel

ME, DELETE = "GET /me", "DELETE /documents/doc-1"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(show, loop, appearance):
    answers = AnswersPanel(loop.replay, appearance)
    answers.requests = RequestsPresenter(loop.replay, loop.server, unproven)
    answers.requests.set_scenario([each.request for each in loop.replay.answers])
    AnswerActions(answers, answers.requests, loop.replay)
    driver = show(answers, 620, 300)
    answers.select_row(1)
    answers.focus()
    loop.issue()
    return driver


def choose(panel, words):
    table = panel.find(QTableView, "replay.table")
    QTest.keyClick(table, Qt.Key.Key_F10, SHIFT)
    menu = panel.find(QMenu, "replay.table.menu")
    assert menu.isVisible()
    action = next(each for each in menu.actions() if each.text() == words)
    assert action.isEnabled()
    action.trigger()
    menu.close()


def test_shift_f5_sends_the_selected_request_alone(panel, loop):
    QTest.keyClick(panel.find(QTableView, "replay.table"), Qt.Key.Key_F5, SHIFT)
    assert [request for request, _, _ in loop.client.sent] == ["doc-1-delete", "doc-1-delete"]
    assert panel.answers() == {ME: ("–", "–"), DELETE: ("200", "200")}


def test_the_menu_of_an_answer_copies_curl_and_the_reason(panel, loop):
    choose(panel, "Copy as curl")
    copied = QApplication.clipboard().text()
    assert copied.startswith("curl")
    assert ISSUED in copied
    assert "DELETE" in copied
    loop.client.refused.add(ISSUED)
    choose(panel, "Send this request alone")
    choose(panel, "Copy reason")
    assert QApplication.clipboard().text().startswith(f"{DELETE}: 403")


def test_there_is_no_reason_to_copy_before_an_answer(panel):
    table = panel.find(QTableView, "replay.table")
    reason = next(each for each in table.actions() if each.text() == "Copy reason")
    assert not reason.isEnabled()
    panel.click("replay.run")
    assert reason.isEnabled()
