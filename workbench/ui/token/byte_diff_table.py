"""How the octets of two tokens differ: a summary line for each segment, and the differing lines below it."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.diff.hex_dump import DumpLine, More, ascii_text, digits, excerpt
from workbench.core.diff.octets import SegmentDiff
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    SIDE = 0
    OFFSET = 1
    HEX = 2
    TEXT = 3


_Line = SegmentDiff | DumpLine | More


class ByteDiffModel(TableModel):
    """Shows the segments of a `Difference`, as many octets on a line as the view has room for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("Token", "Offset", "Bytes", "ASCII"), parent, figures=(Column.OFFSET,))
        self._segments: tuple[SegmentDiff, ...] = ()
        self._names = ("", "")
        self._width = 16
        self._lines: tuple[_Line, ...] = ()

    def rows(self) -> tuple[_Line, ...]:
        """See `TableModel.rows`."""
        return self._lines

    def show(self, segments: tuple[SegmentDiff, ...], names: tuple[str, str]) -> None:
        """Show how these segments differ, of tokens with these names."""
        if (segments, names) != (self._segments, self._names):
            self._segments, self._names = segments, names
            self._fill()

    def set_width(self, width: int) -> None:
        """Show *width* octets on a line."""
        if width != self._width:
            self._width = width
            self._fill()

    @property
    def spanning(self) -> tuple[int, ...]:
        """The rows whose first cell spans the whole line."""
        return tuple(row for row, line in enumerate(self._lines) if not isinstance(line, DumpLine))

    def _fill(self) -> None:
        self.beginResetModel()
        lines: list[_Line] = []
        for segment in self._segments:
            lines += [segment, *excerpt(segment, self._width)]
        self._lines = tuple(lines)
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone, icon and marked parts of a cell."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if isinstance(line, DumpLine):
            shown = self._octets(line, column, role)
            return super().data(index, role) if shown is None else shown
        if column is not Column.SIDE:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return line.words
            case Role.TONE:
                same = isinstance(line, More) or line.is_same
                return Tone.MUTED if same else Tone.PLAIN
            case Role.ICON if isinstance(line, SegmentDiff):
                return Icon.SAME if line.is_same else Icon.CHANGED
            case Role.ICON_TONE if isinstance(line, SegmentDiff) and not line.is_same:
                return Tone.WARNING
            case Role.STRONG:
                return isinstance(line, SegmentDiff) and not line.is_same
        return None

    def _octets(self, line: DumpLine, column: Column, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                match column:
                    case Column.SIDE:
                        return self._names[line.side]
                    case Column.OFFSET:
                        return str(line.offset)
                    case Column.HEX:
                        return digits(line.octets)
                return ascii_text(line.octets)
            case Role.MONO:
                return column is not Column.SIDE
            case Role.TONE:
                return Tone.PLAIN if column in (Column.HEX, Column.TEXT) else Tone.MUTED
            case Role.SPANS if column is Column.HEX:
                return tuple((3 * start, max(3 * start, 3 * end - 1)) for start, end in line.marked)
            case Role.SPANS if column is Column.TEXT:
                return line.marked
        return None
