"""Undo and redo, each saying what it would do."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.presenters.bench_token import BenchToken
from workbench.ui import shortcuts
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.elided_button import ElidedButton


class HistoryButtons(QWidget):
    """Takes the last step of a `BenchToken` back, or does it again."""

    def __init__(self, name: str, token: BenchToken, appearance: Appearance, parent: QWidget) -> None:
        """Make the buttons ``name.undo`` and ``name.redo``."""
        super().__init__(parent)
        self._appearance = appearance
        self._undo = ElidedButton(f"{name}.undo", self)
        self._redo = ElidedButton(f"{name}.redo", self)
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
        _name(self._undo, self.tr("Undo"), undo, shortcuts.UNDO)
        _name(self._redo, self.tr("Redo"), redo, shortcuts.REDO[0])

    @Slot()
    def _paint_icons(self) -> None:
        self._undo.setIcon(icon(Icon.UNDO, self._appearance, Tone.ACCENT))
        self._redo.setIcon(icon(Icon.REDO, self._appearance, Tone.ACCENT))


def _name(button: ElidedButton, verb: str, step: str, keys: str) -> None:
    """Say that *button* does *verb* to *step*; with no step it can do nothing."""
    words = f"{verb}: {step}" if step else verb
    button.show_words(words, f"{words} ({keys})")
    button.setEnabled(bool(step))
