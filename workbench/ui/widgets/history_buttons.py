"""Undo and redo, each saying what it would do."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from workbench.presenters.bench_token import BenchToken
from workbench.ui import shortcuts
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip


class HistoryButtons(QWidget):
    """Takes the last step of a `BenchToken` back, or does it again."""

    def __init__(self, name: str, token: BenchToken, appearance: Appearance, parent: QWidget) -> None:
        """Make the buttons ``name.undo`` and ``name.redo``."""
        super().__init__(parent)
        self._appearance = appearance
        self._undo = _StepButton(f"{name}.undo", self)
        self._redo = _StepButton(f"{name}.redo", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._undo)
        row.addWidget(self._redo)
        self._undo.clicked.connect(token.undo)
        self._redo.clicked.connect(token.redo)
        token.history_changed.connect(self._show)
        appearance.changed.connect(self._paint_icons)
        self._paint_icons()
        self._show("", "")

    @Slot(str, str)
    def _show(self, undo: str, redo: str) -> None:
        self._undo.name(self.tr("Undo"), undo, shortcuts.UNDO)
        self._redo.name(self.tr("Redo"), redo, shortcuts.REDO[0])

    @Slot()
    def _paint_icons(self) -> None:
        self._undo.setIcon(icon(Icon.UNDO, self._appearance, Tone.ACCENT))
        self._redo.setIcon(icon(Icon.REDO, self._appearance, Tone.ACCENT))


class _StepButton(QPushButton):
    """Shows as much of its words as there is room for; the tool tip has them whole."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.setObjectName(name)
        self.setProperty("flat", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def name(self, verb: str, step: str, keys: str) -> None:
        """Say that the button does *verb* to *step*; with no step it can do nothing."""
        words = f"{verb}: {step}" if step else verb
        if words == self._words:
            return
        self._words = words
        self.setAccessibleName(self._words)
        self.setToolTip(tool_tip.literal(f"{self._words} ({keys})"))
        self.setEnabled(bool(step))
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        size = super().sizeHint()
        size.setWidth(self._frame() + self.fontMetrics().horizontalAdvance(self._words) + 1)
        return size

    def minimumSizeHint(self) -> QSize:
        """As wide as the icon."""
        size = super().minimumSizeHint()
        size.setWidth(self._frame())
        return size

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(0, self.width() - self._frame())
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))  # an ampersand would underline the next letter

    def _frame(self) -> int:
        """What the button takes up beside its words."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
