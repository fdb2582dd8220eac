import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.ui.widgets.elided_label import ElidedLabel

WORDS = "bob on the running server: roles viewer, groups sales, reads doc-3"


@pytest.fixture
def label(appearance, show):
    row = QWidget()
    layout = QHBoxLayout(row)
    label = ElidedLabel("row.words", row)
    layout.addWidget(label)
    show(row, width=800, height=60)
    yield label
    row.hide()  # until here the row is needed


def test_what_fits_is_shown_whole_and_needs_no_tool_tip(label):
    label.show_text(WORDS)
    assert (label.shown_text(), label.toolTip()) == (WORDS, "")


def test_what_does_not_fit_is_cut_and_stands_in_the_tool_tip(label, qtbot):
    label.show_text(WORDS)
    label.window().resize(160, 60)
    qtbot.waitUntil(lambda: "…" in label.shown_text())
    begin, end = label.shown_text().split("…")
    assert WORDS.startswith(begin or "nothing")
    assert WORDS.endswith(end or "nothing")
    assert "roles viewer" in label.toolTip()
    assert label.text() == WORDS
    label.window().resize(800, 60)
    qtbot.waitUntil(lambda: label.toolTip() == "")


def test_details_stand_in_the_tool_tip_whether_or_not_the_text_fits(label, qtbot):
    label.show_text(WORDS, "more on bob")
    assert "more on bob" in label.toolTip()
    label.window().resize(160, 60)
    qtbot.waitUntil(lambda: "…" in label.shown_text())
    assert "more on bob" in label.toolTip()
    label.show_text("")
    assert label.toolTip() == ""


def test_no_row_is_too_narrow_and_all_of_it_is_read_out(label):
    label.show_text(WORDS)
    margins = label.window().layout().contentsMargins()
    assert label.window().layout().minimumSize().width() == margins.left() + margins.right()
    assert QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name) == WORDS
