"""The fields of the needs: a choice of values, and a number as it is typed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from workbench.ui.widgets.restyle import set_style_property

_NUMBER = re.compile(r"[+-]?(?:\d+(?:,\d{3})*|\d*)(?:\.\d*)?(?:e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_LONGEST = 1_000
_DECIMALS = 12
_STEPS: dict[int, int] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class Choice(QComboBox):
    """A combo box of values; a value from elsewhere is added to it."""

    def __init__(
        self, name: str, values: Sequence[tuple[str, object]], words: Callable[[object], str], parent: QWidget
    ) -> None:
        """Offer *values* with their words; *words* names one that is not among them."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words = words
        self._values = [value for _, value in values]
        for text, _ in values:
            self.addItem(text)
        self.setCurrentIndex(0)

    def value(self) -> object:
        """The chosen value, as it was given: Qt would convert a set or a number."""
        return self._values[self.currentIndex()]

    def show_value(self, value: object) -> None:
        """Show this value."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(self._words(value))
        self.setCurrentIndex(self._values.index(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the choice only while it has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NumberEntry(QLineEdit):
    """A number with its unit: ``1.4 ms``. What cannot be used stays as it was typed, and is marked.

    Signals:
        entered(object): a number was typed, and Enter or Tab pressed: an int if it is whole, else a float.
        unreadable(str): what was typed is not a number; what to type in its place.
    """

    entered = Signal(object)
    unreadable = Signal(str)

    def __init__(self, name: str, unit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setMaxLength(_LONGEST)
        self._unit = unit
        self._shown = ""
        self._is_marked = False
        self.editingFinished.connect(self._take)

    @property
    def is_marked(self) -> bool:
        """Whether its text is one that cannot be used."""
        return self._is_marked

    def mark(self, marked: bool) -> None:
        """Mark the text as one that cannot be used, or remove the mark."""
        self._is_marked = marked
        set_style_property(self, "refused", marked)

    def show_number(self, value: float) -> None:
        """Show this number; a text that is marked stays."""
        self._shown = f"{_written(value)} {self._unit}".strip()
        if not self._is_marked:
            self.setText(self._shown)
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrow keys step the number, as in the other fields of numbers."""
        step = _STEPS.get(event.key())
        value = None if step is None else self._read()
        if step is None or value is None:
            super().keyPressEvent(event)
        else:
            self.setText(_written(max(0, value + step)))
            self._take()

    @Slot()
    def _take(self) -> None:
        if self.text() == self._shown:
            return
        value = self._read()
        if value is None:
            self.unreadable.emit("Type a number, such as 250 or 1.5.")
        else:
            self.entered.emit(value)

    def _read(self) -> float | None:
        """The number that is typed; None if it is not one."""
        text = self.text().strip().removesuffix(self._unit).strip()
        if not any(map(str.isdigit, text)) or _NUMBER.fullmatch(text) is None:
            return None
        value = float(text.replace(",", ""))
        return int(value) if math.isfinite(value) and value == int(value) else value


def _written(value: float) -> str:
    """The number with separators, and without a fraction of zeros."""
    if not math.isfinite(value):
        return str(value)
    text = f"{value:,.{_DECIMALS}f}"
    return text.rstrip("0").rstrip(".")
