"""The undo and redo buttons, each labelled with the step that it would undo or redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import shortcuts
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.elided_button import ElidedButton

if TYPE_CHECKING:
    from workbench.presenters.token.bench_token import BenchToken

_GAP = 4


class HistoryButtons(QWidget):
    """Undoes the last step of a `BenchToken`, or redoes it."""

    def __init__(self, name: str, token: BenchToken, appearance: Appearance, parent: QWidget) -> None:
        """Make the buttons ``name.undo`` and ``name.redo``."""
        super().__init__(parent)
        self._appearance = appearance
        self._undo = ElidedButton(f"{name}.undo", self)
        self._redo = ElidedButton(f"{name}.redo", self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._undo.clicked.connect(token.undo)
        self._redo.clicked.connect(token.redo)
        token.history_changed.connect(self._show)
        appearance.changed.connect(self._paint_icons)
        self._paint_icons()
        self._show("", "")

    def sizeHint(self) -> QSize:
        """As high as a button; the width is what the row can spare."""
        return QSize(0, self._undo.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Both icons."""
        widths = [button.minimumSizeHint().width() for button in (self._undo, self._redo)]
        return QSize(sum(widths) + _GAP, self._undo.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Place the buttons again when one of them needs another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        """Align both to the right; if there is too little room, a disabled one loses its label first.

        Without a layout, which would lay out the whole page again for every step.
        """
        height = self.height()
        room = max(0, self.width() - _GAP)
        undo, redo = self._undo.sizeHint().width(), self._redo.sizeHint().width()
        if undo + redo > room:
            icon_alone = self._redo.minimumSizeHint().width()
            redo = max(icon_alone, min(redo, room - undo, room // 2)) if self._redo.isEnabled() else icon_alone
            undo = min(undo, max(0, room - redo))
        self._redo.setGeometry(self.width() - redo, 0, redo, height)
        self._undo.setGeometry(self.width() - redo - _GAP - undo, 0, undo, height)

    @Slot(str, str)
    def _show(self, undo: str, redo: str) -> None:
        _name(self._undo, "Undo", undo, shortcuts.UNDO)
        _name(self._redo, "Redo", redo, shortcuts.REDO[0])

    @Slot()
    def _paint_icons(self) -> None:
        self._undo.setIcon(icon(Icon.UNDO, self._appearance, Tone.ACCENT))
        self._redo.setIcon(icon(Icon.REDO, self._appearance, Tone.ACCENT))


def _name(button: ElidedButton, verb: str, step: str, keys: str) -> None:
    """Label *button* with *verb* and *step*; disable it if there is no step."""
    words = f"{verb}: {step}" if step else verb
    button.show_words(words, f"{words} ({keys})")
    button.setEnabled(bool(step))
