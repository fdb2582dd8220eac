"""Variants of the token, kept, replayed and opened in the whole window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableView


def rows(window):
    model = window.find(QTableView, "variants.list").model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def replay_all(window):
    window.click("variants.replay")
    start = window.find(QPushButton, "variants.replay")
    window.wait_until(lambda: start.isVisible() and "answers" in window.text("variants.status"))


def test_variants_are_replayed_side_by_side_as_the_bench_answers_each(window):
    window.log_in("bob")
    window.open_view("Variants")
    window.click("variants.save")
    window.edit_claim("roles", '["viewer", "admin"]')
    window.sign()
    window.open_view("Variants")
    window.type_into("variants.name", "bob as admin")
    window.click("variants.save")
    replay_all(window)
    window.replay()
    answers = window.answers()
    found = rows(window)
    assert [row[0] for row in found] == ["bob: as issued", "bob as admin"]
    assert found[0][1:-1] == [answer[0] for answer in answers.values()]
    assert found[1][1:-1] == [answer[1] for answer in answers.values()]
    assert found[1][-1] == 'add "admin" to roles'


def test_a_cell_is_explained_and_its_variant_opened_by_keys(window):
    window.log_in("bob")
    issued = window.token()
    window.open_view("Variants")
    window.type_into("variants.name", "issued")
    window.click("variants.save")
    replay_all(window)
    table = window.find(QTableView, "variants.list")
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, list(window.answers()).index("DELETE /documents/doc-1") + 1))
    assert window.text("replay.verdict") == "403 refused by permission"
    window.edit_claim("sub", "eve")
    window.open_view("Variants")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert window.token() == issued
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "first")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    window.wait_until(lambda: rows(window)[0][0] != "issued" and table.hasFocus())  # the editor is closed later
    assert rows(window)[0][0] == "first"
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert rows(window) == []
    window.click("variants.undo")
    assert rows(window)[0][0] == "first"
