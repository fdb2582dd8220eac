"""Going through the differences of the matrix, and leaving out what does not differ."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from workbench.ui import shortcuts


class DifferencesBar(QWidget):
    """A check box and two buttons below the matrix.

    Attributes:
        only_differing: whether rows without a difference are left out.
        previous: goes to the difference before the current cell.
        next: goes to the difference after it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.only_differing = QCheckBox("Only rows that differ", self)
        self.only_differing.setObjectName("designs.only_differing")
        self.previous = _button("designs.previous", "Previous", shortcuts.PREVIOUS_DIFFERENCE, self)
        self.next = _button("designs.next", "Next", shortcuts.NEXT_DIFFERENCE, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.only_differing, self.previous, self.next):
            layout.addWidget(widget)

    def show_differences(self, count: int, *, compared: bool) -> None:
        """Offer to go through *count* differences, once there is something that was *compared*."""
        self.setVisible(compared)
        self.previous.setEnabled(count > 0)
        self.next.setEnabled(count > 0)


def _button(name: str, words: str, keys: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName(name)
    button.setShortcut(keys)
    button.setToolTip(f"{words} difference ({keys})")
    button.setAccessibleName(f"{words} difference")
    for each in ("flat", "low"):
        button.setProperty(each, True)
    return button
