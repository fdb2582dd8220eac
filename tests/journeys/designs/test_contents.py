"""What a design puts in the token, found without help, and tried with one click."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QTableView


def test_a_design_is_read_and_logged_in_with(shared_window):
    window = shared_window
    window.open_page("Designs")
    window.open_design_view("In the token")
    window.wait_until(lambda: "issued" in window.text("contents.status"))
    table = window.find(QTableView, "contents.table")
    row = next(row for row in range(table.model().rowCount()) if table.model().index(row, 0).data() == "resource-ids")
    index = table.model().index(row, 0)
    table.scrollTo(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
    assert "canRead" in table.model().index(row, 2).data()
    assert '"canRead"' in window.find(QPlainTextEdit, "contents.example").toPlainText()
    window.click("contents.bench")
    window.wait_until(lambda: "canRead" in window.claims())
    assert window.find(QComboBox, "login.design").currentText() == "resource-ids"
