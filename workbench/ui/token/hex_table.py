"""The table of octets: typed digits overwrite the current octet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.core.errors import SegmentEditError
from workbench.core.token.segment_edit import parse_hex
from workbench.ui.item_views.span_delegate import SpanDelegate

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance
    from workbench.ui.token.octets_table import OctetsModel

_ROW_HEIGHT = 22
_CELL_WIDTH = 25
_PADDING = 24
_WIDTHS = (16, 12, 8)
_DIGITS = "0123456789abcdef"


class HexTable(QTableView):
    """Shows an `OctetsModel`. A digit changes half an octet; Insert and Delete add and remove one.

    Signals:
        current_moved(int): the octet at this offset is the current one.
        rejected(SegmentEditError): a typed or pasted text was rejected.
    """

    current_moved = Signal(int)
    rejected = Signal(object)

    def __init__(self, name: str, model: OctetsModel, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._octets = model
        self._low = False
        self._offset = 0
        self.setObjectName(name)
        self.setProperty("octets", True)
        self.setModel(model)
        self.setItemDelegate(SpanDelegate(appearance, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.setHighlightSections(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setMinimumSectionSize(_CELL_WIDTH)
        self.horizontalHeader().setDefaultSectionSize(_CELL_WIDTH)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        model.modelReset.connect(self._on_reset)

    @property
    def offset(self) -> int:
        """The offset of the current octet."""
        return min(self._offset, len(self._octets.octets))

    def go_to(self, offset: int) -> None:
        """Make the octet at *offset* the current one."""
        offset = max(0, min(offset, len(self._octets.octets)))
        cell = self._octets.cell(offset)
        self.setCurrentIndex(cell)
        self.scrollTo(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overwrite, insert, remove, copy and paste."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        text = event.text()
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._octets.octets[self.offset : self.offset + 1].hex())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(QGuiApplication.clipboard().text())
        elif plain and event.key() == Qt.Key.Key_Insert:
            self._insert(b"\0")
        elif plain and event.key() == Qt.Key.Key_Delete:
            self._octets.replace(self.offset, 1, b"")
        elif plain and event.key() == Qt.Key.Key_Backspace:
            self._take_out_before()
        elif plain and len(text) == 1 and text.lower() in _DIGITS:
            self._type(_DIGITS.index(text.lower()))
        elif plain and text.isprintable() and text.strip():
            message = f'"{text}" is not a hexadecimal digit.'
            self.rejected.emit(SegmentEditError(message, hint="Type 0 to 9 and a to f, or use the view Text."))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many octets on a line as fit."""
        super().resizeEvent(event)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(12)
        step = QFontMetricsF(font).horizontalAdvance("0")
        room = self.viewport().width()
        width = next((each for each in _WIDTHS if each * (_CELL_WIDTH + step) + _PADDING <= room), _WIDTHS[-1])
        self._octets.set_width(width)
        for column in range(width):
            self.setColumnWidth(column, _CELL_WIDTH)
        self.setColumnWidth(width, round(width * step) + _PADDING)

    def _type(self, digit: int) -> None:
        offset, low = self.offset, self._low
        self._octets.type_digit(offset, digit, low=low)
        self.go_to(offset + 1 if low else offset)
        self._low = not low

    def _insert(self, octets: bytes) -> None:
        offset = self.offset
        self._octets.replace(offset, 0, octets)
        self.go_to(offset)

    def _take_out_before(self) -> None:
        offset = self.offset
        if offset:
            self._octets.replace(offset - 1, 1, b"")
            self.go_to(offset - 1)

    def _paste(self, text: str) -> None:
        try:
            octets = parse_hex(text)
        except SegmentEditError as error:
            self.rejected.emit(error)
            return
        offset = self.offset
        self._insert(octets)
        self.go_to(offset + len(octets))

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._low = False
        offset = self._octets.offset(current)
        if offset is not None:
            self._offset = offset
            self._octets.set_current(offset)
            self.current_moved.emit(offset)

    @Slot()
    def _on_reset(self) -> None:
        """Keep the current octet visible when the number of lines changes."""
        self.go_to(self._offset)
