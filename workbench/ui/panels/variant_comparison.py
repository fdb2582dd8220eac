"""Two tokens beside each other: variants, the issued one, the one on the bench."""

from typing import Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.core.token import Reading
from workbench.presenters.variants import VariantsPresenter
from workbench.ui.models.difference_table import Column, DifferenceTableModel
from workbench.ui.theme import Appearance
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.table import make_table

_ROW_HEIGHT = 24


class ShowsDifference(Protocol):
    """A widget that shows how two tokens differ."""

    def show_difference(self, before: Reading, after: Reading, names: tuple[str, str]) -> None:
        """Show how *after* differs from *before*; *names* are what they are called."""


class DifferenceTable(QWidget):
    """Shows the difference claim by claim."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DifferenceTableModel(self)
        self._table = make_table("variants.difference", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName(self.tr("Difference of the two tokens"))
        self._told = QLabel(self)
        self._told.setObjectName("variants.difference_told")
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setProperty("role", "caption")
        head = self._table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.ResizeToContents)
        for column in (Column.BEFORE, Column.AFTER):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(Column.CHANGE, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._told)

    def show_difference(self, before: Reading, after: Reading, names: tuple[str, str]) -> None:
        """See `ShowsDifference`."""
        differing = self._model.show(before, after, names)
        if before.text == after.text:
            words = self.tr("The two are the same to the letter.")
        elif not differing and self._model.rows():
            words = self.tr("Header and claims say the same; white space or the signature differ.")
        elif not self._model.rows():
            words = self.tr("One of them cannot be read: open it on the bench to see why.")
        else:
            words = self.tr("{n} of {all} differ.").format(n=differing, all=len(self._model.rows()))
        self._told.setText(words)


class VariantComparison(QWidget):
    """Lets the user choose two tokens of a `VariantsPresenter`, and shows how they differ.

    Signals:
        closed(): the user has seen enough.
    """

    closed = Signal()

    def __init__(
        self,
        variants: VariantsPresenter,
        difference: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        """Make the view; *difference* has the method of `ShowsDifference`."""
        super().__init__(parent)
        self._variants = variants
        self._difference = difference
        self._before = self._make_box("variants.before", self.tr("Compare"))
        self._after = self._make_box("variants.after", self.tr("With"))
        self._back = QPushButton(self.tr("Back to the list"), self)
        self._back.setObjectName("variants.back")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(caption(self.tr("Compare"), self._before, self))
        row.addWidget(self._before, 1)
        row.addWidget(caption(self.tr("with"), self._after, self))
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
        """Compare the tokens of these names; see `VariantsPresenter.comparable`."""
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
            show: ShowsDifference = self._difference  # type: ignore[assignment]  # a widget, and this as well
            show.show_difference(before, after, (first, second))

    def _make_box(self, name: str, words: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setMinimumWidth(80)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box
