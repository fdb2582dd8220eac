"""The comparison of two tokens: variants, the issued one, or the one on the bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.ui.widgets.caption import caption

if TYPE_CHECKING:
    from workbench.presenters.variants.variants import VariantsPresenter
    from workbench.ui.token.diff import DiffView


class VariantComparison(QWidget):
    """Lets the user choose two tokens of a `VariantsPresenter`, and shows how they differ.

    Signals:
        closed(): the user wants to go back to the list.
    """

    closed = Signal()

    def __init__(
        self,
        variants: VariantsPresenter,
        difference: DiffView,
        parent: QWidget | None = None,
    ) -> None:
        """Make the view around *difference*, which shows the two tokens."""
        super().__init__(parent)
        self._variants = variants
        self._difference = difference
        self._before = self._make_box("variants.before", "Compare")
        self._after = self._make_box("variants.after", "With")
        self._back = QPushButton("Back to the list", self)
        self._back.setObjectName("variants.back")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(caption("Compare", self._before, self))
        row.addWidget(self._before, 1)
        row.addWidget(caption("with", self._after, self))
        row.addWidget(self._after, 1)
        row.addWidget(self._back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(difference, 1)
        for box in (self._before, self._after):
            box.activated.connect(self._show)
        self._back.clicked.connect(self.closed)

    def compare(self, before: str, after: str) -> None:
        """Compare the tokens with these names; see `VariantsPresenter.comparable`."""
        names = [name for name, _reading in self._variants.comparable()]
        for box, wanted in ((self._before, before), (self._after, after)):
            box.clear()
            box.addItems(names)
            box.setCurrentIndex(max(0, box.findText(wanted)))
        self._show()
        self._after.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show(self) -> None:
        tokens = self._variants.comparable()
        rows = self._before.currentIndex(), self._after.currentIndex()
        if all(0 <= row < len(tokens) for row in rows):
            (first, before), (second, after) = (tokens[row] for row in rows)
            self._difference.show_difference(before, after, (first, second), self._variants.subjects)

    def _make_box(self, name: str, words: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setMinimumWidth(80)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box
