"""A table for typing headers, with its buttons."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.table import make_table
from workbench.ui.requests.headers_table import Column, Headers, HeadersTableModel
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.elided_label import ElidedLabel

_ROW_HEIGHT = 26
_NAME_WIDTH = 150


class HeadersEdit(QWidget):
    """Shows headers, which can be edited, added and removed.

    Signals:
        edited(): the user changed something; `headers` has it.
    """

    edited = Signal()

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._model = HeadersTableModel(self)
        self._table = make_table(name, self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Headers")
        triggers = QAbstractItemView.EditTrigger
        self._table.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self._table.horizontalHeader().setSectionResizeMode(Column.VALUE, QHeaderView.ResizeMode.Stretch)
        self._table.setColumnWidth(Column.NAME, _NAME_WIDTH)
        self._add = QPushButton("Add header", self)
        self._add.setObjectName(f"{name}_add")
        self._remove = QPushButton("Remove", self)
        self._remove.setObjectName(f"{name}_remove")
        self._remove.setAccessibleName("Remove header")
        self._note = ElidedLabel(f"{name}_told", self)
        self._note.show_text("Host and token are added automatically.")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        for button in (self._add, self._remove):
            button.setProperty("flat", True)
            foot.addWidget(button)
        foot.addWidget(self._note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._table, 1)
        layout.addLayout(foot)
        self._model.edited.connect(self.edited)
        self._add.clicked.connect(self._on_add_clicked)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._table.selectionModel().currentChanged.connect(self._look)
        self._model.modelReset.connect(self._look)
        appearance.changed.connect(self._paint_icons)
        self._paint_icons()
        self._look()

    @property
    def headers(self) -> Headers:
        """Names and values, as typed."""
        return self._model.rows()

    def show_headers(self, headers: Headers) -> None:
        """Show *headers*."""
        self._model.show(headers)

    def show_fault(self, row: int | None, words: str) -> None:
        """Mark the faulty row; None for none."""
        self._model.show_fault(row, words)

    @Slot()
    def _on_add_clicked(self) -> None:
        index = self._model.index(self._model.add(), Column.NAME)
        self._table.setCurrentIndex(index)
        self._table.edit(index)

    @Slot()
    def _on_remove_clicked(self) -> None:
        row = self._table.currentIndex().row()
        if row >= 0:
            self._model.remove(row)
            self._look()

    @Slot()
    def _look(self) -> None:
        self._remove.setEnabled(self._table.currentIndex().isValid())

    @Slot()
    def _paint_icons(self) -> None:
        self._add.setIcon(icon(Icon.ADD, self._appearance, Tone.ACCENT))
        self._remove.setIcon(icon(Icon.REMOVE, self._appearance, Tone.ACCENT))
