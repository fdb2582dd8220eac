import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QTableView

from tests.presenters.stand_ins import RunLater, heard, server_info
from tests.ui.samples import ISSUED, STRANGER, token
from tests.ui.stand_in_loop import Loop
from workbench.presenters.requests.replay import ReplayPresenter, Side
from workbench.ui.requests.answers import AnswersPanel
from workbench.ui.requests.answers_table import Column

EDITED = token('{"sub":"eve"}', signer=STRANGER)
ME, DELETE = "GET /me", "DELETE /documents/doc-1"


@pytest.fixture
def panel(show, loop, appearance):
    return show(AnswersPanel(loop.replay, appearance), 620, 300)


@pytest.fixture
def later():
    return RunLater()


@pytest.fixture
def slow(show, appearance, later, qapp):
    """A panel whose answers come one at a time, when the test lets them."""
    loop = Loop()
    loop.open()
    replay = ReplayPresenter(loop.client, loop.server, later)
    replay.set_requests(server_info().requests)
    driver = show(AnswersPanel(replay, appearance), 620, 300)
    driver.replay = replay  # a panel does not keep its presenter
    replay.set_issued(ISSUED, "roles")
    replay.set_edited(EDITED)
    return driver


def sees(panel, name, kind=QPushButton):
    return panel.find(kind, name).isVisible()


def selected(panel):
    index = panel.find(QTableView, "replay.table").currentIndex()
    return index.siblingAtColumn(Column.REQUEST).data(), Column(index.column())


def test_replaying_without_a_token_says_what_to_do(panel):
    panel.click("replay.run")
    assert panel.text("replay.status").startswith("There is no token to send")
    assert set(panel.answers().values()) == {("–", "–")}


def test_a_click_sends_every_request_with_both_tokens(panel, loop):
    loop.issue()
    panel.click("replay.run")
    assert panel.answers() == {ME: ("200", "200"), DELETE: ("200", "200")}
    assert panel.text("replay.status") == "no answer changed"


def test_answers_that_changed_are_counted_and_marked(panel, loop):
    loop.issue()
    loop.editor.token.set_text(EDITED)
    loop.client.refused = {EDITED}
    panel.click("replay.run")
    assert panel.answers() == {ME: ("200", "403"), DELETE: ("200", "403")}
    assert panel.changed_answers() == [ME, DELETE]
    assert panel.text("replay.status") == "2 changed"


def test_a_pasted_token_alone_has_no_other_side(panel, loop):
    loop.editor.token.set_text(EDITED)
    panel.click("replay.run")
    assert panel.answers() == {ME: ("–", "200"), DELETE: ("–", "200")}
    assert panel.changed_answers() == []


def test_an_edit_after_the_answers_is_said_beside_them(panel, loop):
    loop.issue()
    panel.click("replay.run")
    assert not sees(panel, "replay.outdated", QLabel)
    loop.editor.edit_claim(1, "alice")
    assert sees(panel, "replay.outdated", QLabel)
    assert panel.answers()[ME] == ("200", "200"), "the answers stay"
    loop.editor.token.revert()
    assert not sees(panel, "replay.outdated", QLabel)


def test_a_server_that_does_not_answer_is_named_with_what_to_do(panel, loop):
    loop.issue()
    loop.client.dead = True
    panel.click("replay.run")
    assert "connection refused. Start the demo server" in panel.text("replay.status")
    assert sees(panel, "replay.run"), "it can be tried again"


def test_progress_is_shown_and_the_replay_can_be_stopped_by_click(slow, later):
    slow.click("replay.run")
    assert sees(slow, "replay.cancel")
    assert not sees(slow, "replay.run")
    later.let_one_through()
    bar = slow.find(QProgressBar, "replay.progress")
    slow.wait_until(lambda: bar.value() == 1)
    assert (bar.isVisible(), bar.maximum()) == (True, 4)
    slow.click("replay.cancel")
    assert slow.text("replay.status").startswith("Stopped after")
    assert sees(slow, "replay.run")
    assert not bar.isVisible()
    later.let_one_through()
    assert slow.answers()[ME] == ("200", "–"), "an answer that comes too late is not shown"


def test_the_replay_can_be_stopped_by_escape(slow):
    slow.click("replay.run")
    QTest.keyClick(slow.find(QTableView, "replay.table"), Qt.Key.Key_Escape)
    assert sees(slow, "replay.run")
    assert slow.text("replay.status").startswith("Stopped after")


def test_looking_at_a_cell_tells_which_answer_is_looked_at(panel, loop):
    loop.issue()
    panel.click("replay.run")
    told = heard(panel.window.answer_selected)
    panel.look_at(DELETE, Column.ISSUED)
    panel.look_at(DELETE, Column.EDITED)
    panel.look_at(ME, Column.REQUEST)
    assert [(answers.request.label, side) for answers, side in told] == [
        (DELETE, Side.ISSUED),
        (DELETE, Side.EDITED),
        (ME, Side.EDITED),
    ]


def test_the_arrow_keys_go_from_answer_to_answer(panel, loop):
    loop.issue()
    panel.click("replay.run")
    table = panel.find(QTableView, "replay.table")
    table.setFocus()
    assert selected(panel) == (ME, Column.EDITED)
    told = heard(panel.window.answer_selected)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert [(answers.request.label, side) for answers, side in told] == [(DELETE, Side.EDITED), (DELETE, Side.ISSUED)]


def test_the_side_can_be_chosen_from_elsewhere(panel, loop):
    loop.issue()
    panel.click("replay.run")
    panel.look_at(DELETE, Column.EDITED)
    panel.window.choose_side(Side.ISSUED)
    assert selected(panel) == (DELETE, Column.ISSUED)


def test_a_new_answer_to_the_request_looked_at_is_told(slow, later):
    told = heard(slow.window.answer_selected)
    slow.click("replay.run")
    later.let_one_through()
    assert told[-1][0].outcome(Side.ISSUED).status == 200
    later.let_one_through()
    assert told[-1][0].outcome(Side.EDITED).status == 200
    count = len(told)
    later.let_one_through()
    assert len(told) == count, "that was the answer to another request"
