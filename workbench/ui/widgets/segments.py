"""A few choices side by side, one of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget


class SegmentedButtons(QWidget):
    """Shows choices as buttons; Tab goes to the chosen one, the arrow keys choose.

    Signals:
        chosen(str): the choice of the user.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Make a button for each pair of a choice and its label; the object names are ``name_choice``."""
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for choice, words in choices:
            button = QPushButton(words, self)
            button.setObjectName(f"{name}_{choice}")
            button.setCheckable(True)
            button.setProperty("segment", True)
            self._buttons[choice] = button
            self._group.addButton(button)
            layout.addWidget(button)
        self._group.buttonClicked.connect(self._on_clicked)

    def choose(self, choice: str) -> None:
        """Select *choice*, or nothing if it is empty, without emitting `chosen`."""
        if choice:
            self._buttons[choice].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def offer(self, choices: Sequence[str]) -> None:
        """Enable only these choices."""
        for choice, button in self._buttons.items():
            button.setEnabled(choice in choices)

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(choice for choice, each in self._buttons.items() if each is button))
