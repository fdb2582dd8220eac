"""Walks what a window shows: what cannot be reached, is cut off without a tool tip, or lies on something else."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QTableView,
    QWidget,
)

from workbench.ui.widgets.elided_button import ElidedButton
from workbench.ui.widgets.elided_label import ElidedLabel

# What these show they arrange, and scroll, by themselves.
_WHOLE = (QComboBox, QLineEdit, QAbstractSpinBox, QTabBar)

# A frame and rounding.
_SLACK = 2

# The room of a wrapped text reaches the page in one step for each widget around it.
_STEPS = 12


def settle():
    """Let the layout of a new size come to rest."""
    for _ in range(_STEPS):
        QApplication.processEvents()


def _children(widget):
    """The visible parts of *widget* that it lays out; those of a scroll area are what scrolls in it."""
    if isinstance(widget, _WHOLE):
        return []
    if isinstance(widget, QScrollArea):
        widget = widget.viewport()  # widget.widget() would hand the content over to Python, which then destroys it
    elif isinstance(widget, QAbstractScrollArea):
        return []
    found = [each for each in widget.children() if isinstance(each, QWidget)]
    return [each for each in found if each.isVisible() and not each.isWindow() and each.size().width() > 0]


def _name(widget):
    parts = []
    while widget is not None and len(parts) < 4:
        parts.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(parts)


def out_of_reach(window):
    """The widgets that lie outside of what is around them, unless that scrolls."""
    found, waiting = [], [window]
    while waiting:
        around = waiting.pop()
        for each in _children(around):
            waiting.append(each)
            scrolls = isinstance(around, QScrollArea)
            room = around.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
            if not scrolls and not room.contains(each.geometry()):
                found.append(f"{_name(each)}: {each.geometry().getRect()} in {around.size().toTuple()}")
    return found


def overlapping(window):
    """Pairs of widgets beside each other that lie on each other."""
    found, waiting = [], [window]
    while waiting:
        around = waiting.pop()
        parts = [] if isinstance(around, QScrollArea) else _children(around)
        waiting += _children(around)
        for position, one in enumerate(parts):
            for other in parts[position + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if common.width() > _SLACK and common.height() > _SLACK and not _belongs_over(one, other):
                    found.append(f"{_name(one)} and {_name(other)}: {common.getRect()}")
    return found


def _belongs_over(one, other):
    """Whether one of two is made to lie over its neighbours: a splitter's handle, tab buttons, labels of lines."""
    over = ("QSplitterHandle", "QToolButton", "EndLabels")
    return any(type(each).__name__ in over and not each.objectName() for each in (one, other))


def cut_off(window):
    """Texts that do not fit and have no tool tip with the rest."""
    found, waiting = [], [window]
    while waiting:
        each = waiting.pop()
        waiting += _children(each)
        if isinstance(each, QTableView):
            found += _cut_cells(each)
        elif _is_cut(each) and not each.toolTip():
            found.append(f"{_name(each)}: {_text(each)!r} in {each.size().toTuple()}")
    return found


def _text(widget):
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


def _is_cut(widget):
    if isinstance(widget, ElidedLabel):
        return widget.shown_text() != widget.text()
    if isinstance(widget, ElidedButton):
        return widget.shown_text() != widget.words()
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + _SLACK
        return widget.sizeHint().width() > widget.width() + _SLACK
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.sizeHint().width() > widget.width() + _SLACK
    if isinstance(widget, QComboBox):
        return widget.fontMetrics().horizontalAdvance(widget.currentText()) > widget.width() - 28
    return False


def _cut_cells(table):
    """The visible cells whose text is wider than their column, and that have no tool tip."""
    model, found = table.model(), []
    rows = range(max(0, table.rowAt(0)), min(model.rowCount(), max(0, table.rowAt(0)) + 12))
    for row in rows:
        for column in range(model.columnCount()):
            index = model.index(row, column)
            text = index.data(Qt.ItemDataRole.DisplayRole)
            if not isinstance(text, str) or table.isColumnHidden(column) or table.indexWidget(index) is not None:
                continue
            room = table.visualRect(index).width()
            if table.fontMetrics().horizontalAdvance(text) > room and not index.data(Qt.ItemDataRole.ToolTipRole):
                found.append(f"{_name(table)}: {text!r} in {room}")
    return found


def least_rows(window, rows):
    """The tables that have room for fewer than *rows* rows, and more rows than that room."""
    found = []
    for table in window.findChildren(QTableView):
        if not table.isVisible() or table.model().rowCount() == 0:
            continue
        height = table.verticalHeader().defaultSectionSize()
        wanted = min(rows, table.model().rowCount()) * height
        if table.viewport().height() < wanted:
            found.append(f"{_name(table)}: {table.viewport().height()} for {wanted}")
    return found
