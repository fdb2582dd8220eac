"""Copying and saving what the Designs page shows, against the real server."""

import csv
import io

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QPlainTextEdit, QTableView, QTabWidget

from workbench.ui.charts.chart import ChartWidget
from workbench.ui.exports.button import ExportButton
from workbench.ui.widgets.card import Card


def compared(window):
    window.open_page("Designs")
    window.open_design_view("Decisions")
    window.click("designs.compare")
    window.wait_until(lambda: window.text("designs.status").endswith("users"))
    return window.find(QTableView, "designs.matrix")


def choose(window, name, entry):
    menu = window.find(QMenu, f"{name}.export_menu")
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().replace("&", "") == entry).trigger()


def exportable(widget):
    return {each.objectName() for each in (*widget.findChildren(QTableView), *widget.findChildren(ChartWidget))}


def test_the_matrix_is_pasted_as_markdown_and_read_back_from_csv(shared_window, tmp_path):
    window = shared_window
    table = compared(window)
    model = table.model()
    answers = [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]
    choose(window, "designs.matrix", "Copy as Markdown")
    assert window.text("designs.status") == f"Copied {len(answers)} rows as Markdown."
    pasted = QPlainTextEdit()
    pasted.paste()
    lines = pasted.toPlainText().splitlines()
    assert lines == QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == len(answers) + 2
    assert lines[2].startswith(f"| {answers[0][0]} | 200 allowed |")
    choose(window, "designs.matrix", "Save as CSV…")
    dialog = window.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(tmp_path / "matrix"))
    dialog.accept()
    window.wait_until(lambda: window.text("designs.status").startswith("Saved"))
    head, *rows = csv.reader(io.StringIO((tmp_path / "matrix.csv").read_text(encoding="utf-8-sig")))
    assert head[:2] == ["Design", "me"]
    assert [[cell.split(" ")[0] for cell in row] for row in rows] == answers


def test_every_table_and_chart_of_every_view_can_be_exported(shared_window):
    window = shared_window
    window.open_page("Designs")
    views = window.find(QTabWidget, "designs.views")
    for position in range(views.count()):
        views.setCurrentIndex(position)
        view = views.currentWidget()
        there, offered = exportable(view), set()
        for card in view.findChildren(Card):
            buttons = card.findChildren(ExportButton)
            assert len(buttons) == bool(exportable(card)), card.title.text()
            offered |= exportable(card)
        assert there == offered != set(), views.tabText(position)
