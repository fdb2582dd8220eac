import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTableView

from tests.presenters.stand_ins import RunLater, run_now
from workbench.core.server.subjects import Subjects
from workbench.core.token.compact import encode_segment, read
from workbench.ui.item_views.roles import Role
from workbench.ui.token.byte_diff_table import ByteDiffModel
from workbench.ui.token.diff import DiffView, IssuedDiff
from workbench.ui.token.token_diff_table import TokenDiffModel


def token(payload):
    return read(f"e30.{encode_segment(payload.encode())}.AA")


@pytest.fixture
def panel(loop, show, appearance):
    return show(IssuedDiff(loop.editor.token, run_now, appearance))


def cells(panel, name):
    model = panel.find(QTableView, name).model()
    return [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]


def test_the_models_are_sound(qtmodeltester, panel, loop):
    loop.issue()
    loop.editor.edit_claim(1, "alice")
    for kind, name in ((TokenDiffModel, "claims.diff"), (ByteDiffModel, "diff.bytes")):
        model = panel.find(QTableView, name).model()
        assert isinstance(model, kind)
        qtmodeltester.check(model)


def test_without_a_token_and_without_a_difference_it_says_what_to_do(panel, loop):
    assert "Log in or paste a token" in panel.text("diff.empty")
    loop.issue()
    assert panel.text("diff.empty").startswith("Nothing differs from the issued token.")
    loop.editor.token.set_text("")
    assert "Log in or paste a token" in panel.text("diff.empty")
    assert not panel.find(QTableView, "claims.diff").isVisible()


def test_an_edit_is_told_claim_by_claim_and_byte_by_byte(panel, loop):
    loop.issue()
    loop.editor.edit_claim(loop.editor.token.state.reading.claims.row("sub"), "eve")
    assert cells(panel, "claims.diff") == [["sub", '"bob"', '"eve"', "changed"]]
    loop.editor.token.expect_design("JWT", Subjects("https://demo.example", {"bob": "bob", "eve": "Eva", "u-1": "x"}))
    assert cells(panel, "claims.diff") == [["sub", '"bob"', '"eve" (Eva)', "changed"]]
    model = panel.find(QTableView, "claims.diff").model()
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in (1, 2)] == ["Issued", "Edited"]
    octets = panel.find(QTableView, "diff.bytes").model()
    lines = [row[0] for row in cells(panel, "diff.bytes")]
    assert [line for line in lines if line.startswith("payload: 3 of ")]
    row = lines.index("edited")
    ((first, last),) = octets.index(row, 3).data(Role.SPANS)
    assert octets.index(row, 3).data()[first:last] == "eve"


def test_nothing_is_compared_while_nobody_looks(loop, show, appearance):
    later = RunLater()
    panel = show(DiffView(later, appearance))
    panel.window.hide()
    fill = "x" * 20_000
    panel.window.show_difference(token(f'{{"a":"{fill}"}}'), token(f'{{"a":"{fill}y"}}'), ("issued", "edited"))
    assert later.waiting == []
    panel.window.show()
    assert panel.text("diff.status") == "Comparing two large tokens…"
    later.let_one_through()
    assert panel.text("diff.status").startswith("1 claim differs")


def test_two_variants_are_called_by_their_names(show, appearance):
    panel = show(DiffView(run_now, appearance))
    names = ("bob <b>", "wrong audience")
    panel.window.show_difference(token('{"a":1}'), token('{"a":1}'), names)
    assert '"bob <b>" and "wrong audience" are the same' in panel.text("diff.empty")
    panel.window.show_difference(token('{"a":1}'), token("x"), names)
    assert 'The claims of "wrong audience" cannot be read' in panel.text("diff.status")
    assert panel.find(QLabel, "diff.empty").isVisible() is False


def test_a_pasted_token_is_compared_with_the_issued_one_by_choice(panel, loop):
    choice = panel.find(QPushButton, "diff.base_issued")
    loop.issue()
    assert not choice.isVisible()
    loop.editor.token.paste(token('{"sub":"eve"}').text, "paste a token")
    assert choice.isVisible()
    assert panel.text("diff.empty").startswith("Nothing differs from the pasted token.")
    panel.click("diff.base_issued")
    assert ["sub", '"bob"', '"eve"', "changed"] in cells(panel, "claims.diff")
    panel.click("diff.base_pasted")
    assert not panel.find(QTableView, "claims.diff").isVisible()
    loop.issue()
    assert not choice.isVisible()
