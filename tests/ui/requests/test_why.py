from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPlainTextEdit, QPushButton, QTableView, QToolTip

from tests.presenters.stand_ins import heard
from tests.ui.samples import (
    ADD_ADMIN,
    DELETE,
    IN_DIRECTORY,
    SET_ROLES,
    allowed,
    answers,
    check,
    grant,
    outcome,
    refused,
)
from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.answers.decision import Filtered
from workbench.core.answers.outcome import Outcome
from workbench.presenters.requests.replay import Side
from workbench.ui.requests.checks_table import Column
from workbench.ui.requests.why import WhyPanel

STALE = outcome(
    401,
    checks=(
        check("signature", CheckOutcome.FAIL, "demo-issuer did not sign this."),
        check("permission", CheckOutcome.NOT_REACHED, ""),
    ),
    reason="signature.invalid",
)
UNKNOWN = Outcome(DELETE, 503, "Service Unavailable", (("Retry-After", "1"),), "busy", None, 1.25)
MARKUP = '<b>sub</b> is <img src="x"> & no text'


@pytest.fixture
def panel(show, appearance):
    return show(WhyPanel(appearance), 560, 360)


def apply_button(panel):
    return panel.find(QPushButton, "replay.flip_apply")


def response(panel):
    return panel.find(QPlainTextEdit, "replay.response")


def test_before_a_replay_the_panel_says_how_to_get_an_answer(panel):
    assert "Replay the requests (F5)" in panel.text("replay.reason")
    assert panel.text("replay.verdict") == ""
    assert panel.checks() == {}


def test_without_an_issued_token_the_panel_says_why_that_side_is_empty(panel):
    panel.window.show_answer(answers(edited=allowed()), Side.ISSUED)
    assert "No token was issued" in panel.text("replay.reason")
    assert panel.text("replay.verdict") == ""


def test_a_list_says_how_many_records_it_shows_and_by_what_it_was_filtered(panel):
    answer = allowed()
    filtered = Filtered(("acl", "flag"), 2, 1_000, "the list shows 2 of 1,000 records: …")
    answer = replace(answer, decision=replace(answer.decision, filtered=filtered))
    panel.window.show_answer(answers(edited=answer), Side.EDITED)
    assert panel.text("replay.reason") == (
        "The role admin grants documents:delete. The list shows 2 of 1,000 records, filtered by acl and flag."
    )


@pytest.mark.parametrize(
    ("answer", "verdict", "tone", "reason"),
    [
        (allowed(), "200 allowed by roles", "allowed", "The role admin grants documents:delete."),
        (refused(), "403 refused by permission", "refused", "No role grants documents:delete."),
        (STALE, "401 refused by signature", "refused", "demo-issuer did not sign this."),
        (UNKNOWN, "503 Service Unavailable", "refused", "The server has no decision for this request"),
    ],
)
def test_the_verdict_is_told_in_words_with_the_sentence_that_decided(panel, answer, verdict, tone, reason):
    panel.window.show_answer(answers(edited=answer), Side.EDITED)
    assert panel.text("replay.verdict") == verdict
    assert panel.find(QLabel, "replay.verdict").property("tone") == tone
    assert panel.text("replay.reason").startswith(reason)
    assert panel.text("replay.request") == DELETE.label


def test_a_long_status_of_a_foreign_server_leaves_the_panel_its_size(panel):
    before = panel.window.minimumSizeHint()
    panel.window.show_answer(answers(edited=Outcome(DELETE, 503, "x" * 5000, (), "", None, 1.2)), Side.EDITED)
    assert panel.text("replay.verdict").startswith("503 xxx")
    assert "x" * 5000 in panel.find(QLabel, "replay.verdict").toolTip()
    assert panel.window.minimumSizeHint().width() <= max(before.width(), 440)


def test_a_header_beyond_the_limit_says_so_and_what_to_do(panel):
    body = '{"reason":"http.header_block_too_large","detail":"the header block is over the limit of 8192 bytes"}'
    too_large = Outcome(DELETE, 431, "Request Header Fields Too Large", (), body, None, 1.2)
    panel.window.show_answer(answers(edited=too_large), Side.EDITED)
    assert panel.text("replay.verdict") == "431 refused by the header limit"
    assert panel.text("replay.reason") == (
        "431: the header block is over the limit of 8192 bytes. The token was not checked. "
        "Make the token smaller, or raise the header limit in the demo server's menu at the top."
    )
    assert panel.checks() == {}


def shown_checks(panel):
    table = panel.find(QTableView, "replay.checks")
    model = table.model()
    return [model.index(row, Column.NAME).data() for row in range(model.rowCount()) if not table.isRowHidden(row)]


def test_the_check_that_decided_is_shown_and_those_that_pass_are_folded(panel):
    passed = tuple(check(f"check {number}") for number in range(8))
    off = check("revocation", CheckOutcome.OFF)
    granted = outcome(200, checks=(*passed, off, check("permission")))
    panel.window.show_answer(answers(edited=granted), Side.EDITED)
    fold = panel.find(QPushButton, "replay.passed")
    assert (fold.text(), shown_checks(panel)) == ("Show 8 checks that pass", ["revocation", "permission"])
    panel.click("replay.passed")
    assert (fold.text(), len(shown_checks(panel))) == ("Hide 8 checks that pass", 10)
    failed = check("permission", CheckOutcome.FAIL)
    panel.window.show_answer(answers(edited=outcome(403, checks=(*passed, failed))), Side.EDITED)
    assert len(shown_checks(panel)) == 9, "what the user unfolded stays so for the next answer"
    panel.click("replay.passed")
    assert shown_checks(panel) == ["permission"]


def test_one_check_that_passes_is_not_worth_a_fold(panel):
    panel.window.show_answer(answers(edited=allowed()), Side.EDITED)
    assert panel.find(QPushButton, "replay.passed").isHidden()
    assert shown_checks(panel) == ["signature", "permission"]


def test_the_checks_are_listed_and_the_failed_one_is_in_sight(panel):
    passed = tuple(check(f"check {number}") for number in range(40))
    failed = check("permission", CheckOutcome.FAIL, "No role grants this.")
    panel.window.show_answer(answers(edited=outcome(403, checks=(*passed, failed))), Side.EDITED)
    assert len(panel.checks()) == 41
    assert panel.checks()["permission"] == ("fail", "No role grants this.")
    table = panel.find(QTableView, "replay.checks")
    row = table.visualRect(table.model().index(40, Column.NAME))
    assert table.viewport().rect().contains(row)


def test_the_figures_of_the_decision_are_told(panel):
    panel.window.show_answer(answers(edited=allowed()), Side.EDITED)
    assert panel.text("replay.read") == "Design roles · read roles · 1 lookup · 87 µs · 412 B"
    panel.window.show_answer(answers(edited=UNKNOWN), Side.EDITED)
    assert panel.text("replay.read") == "1.2 ms"


def test_one_change_of_a_claim_is_applied_by_one_click(panel):
    chosen = heard(panel.window.flip_chosen)
    panel.window.show_answer(answers(edited=refused(ADD_ADMIN)), Side.EDITED)
    assert panel.text("replay.flip") == 'Would allow it: add "admin" to roles.'
    panel.click("replay.flip_apply")
    assert chosen == [ADD_ADMIN]


def test_of_several_changes_one_is_chosen_from_a_menu_by_keys(panel):
    chosen = heard(panel.window.flip_chosen)
    panel.window.show_answer(answers(edited=refused(ADD_ADMIN, IN_DIRECTORY, SET_ROLES)), Side.EDITED)
    assert panel.text("replay.flip").count("; or ") == 2
    panel.click("replay.flip_apply")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [ADD_ADMIN.sentence, SET_ROLES.sentence]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert chosen == [SET_ROLES]


def test_advice_that_two_grants_give_is_given_once(panel):
    twice = outcome(403, grants=(grant(SET_ROLES), grant(SET_ROLES, ADD_ADMIN)))
    panel.window.show_answer(answers(edited=twice), Side.EDITED)
    assert panel.text("replay.flip") == f"Would allow it: {SET_ROLES.sentence}; or {ADD_ADMIN.sentence}."


@pytest.mark.parametrize(
    ("answer", "side", "words", "offered"),
    [
        (refused(IN_DIRECTORY), Side.EDITED, "Would allow it: add bob to the ACL of doc-1.", False),
        (refused(ADD_ADMIN), Side.ISSUED, 'Would allow it: add "admin" to roles.', False),
        (refused(), Side.EDITED, "", False),
        (
            allowed(grants=(grant(ADD_ADMIN, granted=True),)),
            Side.EDITED,
            'To remove this grant: add "admin" to roles.',
            True,
        ),
    ],
)
def test_only_a_change_of_a_claim_of_the_edited_token_can_be_applied(panel, answer, side, words, offered):
    panel.window.show_answer(answers(answer, answer), side)
    assert panel.text("replay.flip") == words
    assert panel.find(QLabel, "replay.flip").isVisible() == bool(words)
    assert apply_button(panel).isVisible() == offered


def test_the_response_is_shown_as_it_came_with_json_laid_out(panel):
    answer = allowed(body='{"title":"Plan","ids":[1]}', headers=(("X-Request-Id", "r1"),))
    panel.window.show_answer(answers(edited=answer), Side.EDITED)
    assert not response(panel).isVisible()
    panel.click("replay.view_response")
    assert response(panel).isVisible()
    assert response(panel).toPlainText().splitlines() == [
        "HTTP/1.1 200 OK",
        "X-Request-Id: r1",
        "",
        "{",
        '  "title": "Plan",',
        '  "ids": [',
        "    1",
        "  ]",
        "}",
    ]
    panel.window.show_answer(answers(edited=UNKNOWN), Side.EDITED)
    assert response(panel).toPlainText().endswith("\n\nbusy")
    panel.click("replay.view_checks")
    assert panel.find(QTableView, "replay.checks").isVisible()


def test_the_response_cannot_be_edited(panel):
    panel.window.show_answer(answers(edited=UNKNOWN), Side.EDITED)
    panel.click("replay.view_response")
    before = response(panel).toPlainText()
    QTest.keyClicks(response(panel), "x")
    assert response(panel).toPlainText() == before


def test_the_other_tokens_answer_is_asked_for_by_click_or_arrow_key(panel):
    panel.window.show_answer(answers(refused(), allowed()), Side.EDITED)
    chosen = heard(panel.window.side_chosen)
    panel.click("replay.side_issued")
    assert chosen == [Side.ISSUED]
    edited = panel.find(QPushButton, "replay.side_edited")
    issued = panel.find(QPushButton, "replay.side_issued")
    issued.setFocus()
    QTest.keyClick(issued, Qt.Key.Key_Right)
    assert edited.isChecked()
    assert chosen == [Side.ISSUED, Side.EDITED]


def test_another_side_or_no_answer_replaces_what_was_shown(panel):
    both = answers(refused(ADD_ADMIN), allowed())
    panel.window.show_answer(both, Side.ISSUED)
    assert panel.text("replay.verdict").startswith("403")
    assert panel.find(QPushButton, "replay.side_issued").isChecked()
    panel.window.show_answer(both, Side.EDITED)
    assert panel.text("replay.verdict").startswith("200")
    panel.window.show_answer(None, Side.EDITED)
    assert (panel.text("replay.verdict"), panel.text("replay.flip"), panel.checks()) == ("", "", {})
    assert response(panel).toPlainText() == ""


def test_markup_in_what_the_server_says_is_shown_as_it_is(panel):
    answer = refused(detail=MARKUP)
    panel.window.show_answer(answers(edited=answer), Side.EDITED)
    assert panel.text("replay.reason") == MARKUP
    assert panel.checks()["permission"] == ("fail", MARKUP)
    for name in ("replay.verdict", "replay.request", "replay.reason", "replay.read", "replay.flip"):
        assert panel.find(QLabel, name).textFormat() is Qt.TextFormat.PlainText, name


def test_markup_in_a_tool_tip_of_a_table_is_shown_as_it_is(panel):
    panel.window.show_answer(answers(edited=refused(detail=MARKUP)), Side.EDITED)
    table = panel.find(QTableView, "replay.checks")
    where = table.visualRect(table.model().index(1, Column.DETAIL)).center()
    QApplication.sendEvent(
        table.viewport(), QHelpEvent(QEvent.Type.ToolTip, where, table.viewport().mapToGlobal(where))
    )
    shown = QTextDocumentFragment.fromHtml(QToolTip.text()).toPlainText()
    assert shown.splitlines()[0] == MARKUP
    QToolTip.hideText()
