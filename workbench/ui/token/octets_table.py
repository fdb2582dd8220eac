"""The octets of a segment, one in a cell, and the ASCII characters of each line beside it."""

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from workbench.core.diff.common_affixes import common_affixes
from workbench.core.diff.hex_dump import ascii_text
from workbench.core.errors import SegmentEditError
from workbench.core.token.segment_edit import parse_hex
from workbench.ui.item_views.roles import ROOT, Index, Role
from workbench.ui.theme import Tone


class OctetsModel(QAbstractTableModel):
    """Shows octets, *width* on a line, and an empty cell after the last, in which more can be typed.

    No object is kept for a cell, so that a mebibyte takes no more memory than its octets.

    Signals:
        edited(bytes): the octets after an edit.
        edit_rejected(SegmentEditError): the text typed into a cell was rejected; it stays there.
    """

    edited = Signal(object)
    edit_rejected = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._octets = b""
        self._width = 16
        self._current = -1
        self._draft: tuple[int, str] | None = None

    @property
    def octets(self) -> bytes:
        """The octets shown."""
        return self._octets

    @property
    def width(self) -> int:
        """Octets on a line."""
        return self._width

    @property
    def has_draft(self) -> bool:
        """Whether a cell holds a rejected text."""
        return self._draft is not None

    def show(self, octets: bytes) -> None:
        """Show these octets."""
        if octets == self._octets:
            return
        lines = self.rowCount()
        if len(octets) // self._width + 1 == lines:
            # Only the lines that differ: painting all of them takes too long for a keystroke.
            first, same = common_affixes(self._octets, octets)
            shift = len(octets) != len(self._octets)
            last = max(first, len(octets) - same - 1)
            self._octets = octets
            end = lines - 1 if shift else last // self._width
            self.dataChanged.emit(self.index(first // self._width, 0), self.index(end, self._width))
            return
        self.beginResetModel()
        self._octets = octets
        self.endResetModel()

    def set_width(self, width: int) -> None:
        """Show *width* octets on a line."""
        if width != self._width:
            self.beginResetModel()
            self._width = width
            self.endResetModel()

    def set_current(self, offset: int) -> None:
        """Mark the character of the octet at *offset* too."""
        rows = {self._current // self._width, offset // self._width}
        self._current = offset
        for row in rows:
            if 0 <= row < self.rowCount():
                cell = self.index(row, self._width)
                self.dataChanged.emit(cell, cell)

    def discard_draft(self) -> None:
        """Discard a rejected text."""
        if self._draft is not None:
            cell = self.cell(self._draft[0])
            self._draft = None
            self.dataChanged.emit(cell, cell)

    def cell(self, offset: int) -> Index:
        """The cell of the octet at *offset*."""
        return self.index(offset // self._width, offset % self._width)

    def offset(self, index: Index) -> int | None:
        """The offset of the octet in a cell, or of the end; None for any other cell."""
        if not index.isValid() or index.column() >= self._width:
            return None
        offset = index.row() * self._width + index.column()
        return offset if offset <= len(self._octets) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """As many lines as needed, including the cell after the last octet."""
        return 0 if parent.isValid() else len(self._octets) // self._width + 1

    def columnCount(self, parent: Index = ROOT) -> int:
        """The octets, and their characters."""
        return 0 if parent.isValid() else self._width + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The offset of each line, and what to add for each column."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if orientation is Qt.Orientation.Vertical:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignLeft if section == self._width else Qt.AlignmentFlag.AlignHCenter
            )
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section * self._width)
        return "ASCII" if section == self._width else f"+{section}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The octets can be edited, and so can the cell after them."""
        if self.offset(index) is None:
            return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Digits, characters and marks."""
        if not index.isValid():
            return None
        if role == Role.MONO:
            return True
        if index.column() == self._width:
            return self._characters(index.row(), role)
        offset = self.offset(index)
        if offset is None:
            return None
        drafted = self._draft is not None and self._draft[0] == offset
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                if self._draft is not None and drafted:
                    return self._draft[1]
                return self._octets[offset : offset + 1].hex()
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(offset)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Role.GROUND if drafted:
                return Tone.REFUSED
            case Role.TONE if drafted:
                return Tone.REFUSED
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Replace the octet in the cell by those typed; False if the text is not valid hex."""
        offset = self.offset(index)
        if role != Qt.ItemDataRole.EditRole or offset is None:
            return False
        typed = str(value)
        try:
            octets = parse_hex(typed)
        except SegmentEditError as error:
            self.discard_draft()
            self._draft = offset, typed
            self.dataChanged.emit(index, index)
            self.edit_rejected.emit(error)
            return False
        self.discard_draft()
        self.replace(offset, 1, octets)
        return True

    def type_digit(self, offset: int, digit: int, *, low: bool) -> None:
        """Make *digit* the high or the low half of the octet at *offset*; at the end, of a new one."""
        now = self._octets[offset] if offset < len(self._octets) else 0
        octet = now & 0xF0 | digit if low else digit << 4 | now & 0x0F
        self.replace(offset, 1, bytes([octet]))

    def replace(self, offset: int, count: int, octets: bytes) -> None:
        """Replace *count* octets from *offset* by *octets*."""
        made = self._octets[:offset] + octets + self._octets[offset + count :]
        if made != self._octets:
            self.edited.emit(made)

    def _characters(self, row: int, role: int) -> object:
        start = row * self._width
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return ascii_text(self._octets[start : start + self._width])
            case Role.SPANS if start <= self._current < min(start + self._width, len(self._octets)):
                return ((self._current - start, self._current - start + 1),)
            case Role.TONE:
                return Tone.MUTED
        return None

    def _spoken(self, offset: int) -> str:
        if offset == len(self._octets):
            return f"end, offset {offset}"
        return f"{self._octets[offset]:02x}, offset {offset}"
