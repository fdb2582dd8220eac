"""The keys that an import has found, one row a key, with a check box for those that are imported."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal

from workbench.core.key_files.import_plan import ImportChoice, ImportChoices
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    NAME = 0
    TYPE = 1
    ALGORITHM = 2
    KID = 3
    STATE = 4


# In the order of the columns.
_HEADS = ("Name", "Type", "Algorithm", "Key ID (kid)", "In the ring")


class ImportTableModel(TableModel):
    """Shows what may be seen of the keys: never their private part.

    Signals:
        taken_changed(int, bool): whether the user wants the key of this row imported.
    """

    taken_changed = Signal(int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._choices = ImportChoices()

    def show(self, choices: ImportChoices) -> None:
        """Show these instead; where they are the same keys, the selection stays."""
        same = [row.key for row in choices.rows] == [row.key for row in self._choices.rows]
        if same:
            self._choices = choices
            if choices.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(choices.rows) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._choices = choices
        self.endResetModel()

    def rows(self) -> tuple[ImportChoice, ...]:
        """See `TableModel.rows`."""
        return self._choices.rows

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first cell of a row has a check box."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == Column.NAME else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass a click on a check box on; what it changes is shown when that has answered."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.taken_changed.emit(index.row(), Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone, icon and check box of a cell."""
        if not index.isValid() or index.row() >= len(self._choices.rows):
            return None
        row, column = self._choices.rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(index.row(), column)
            case Qt.ItemDataRole.CheckStateRole if column is Column.NAME:
                return Qt.CheckState.Checked if row.taken else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.NAME:
                return f"{row.name}, {'imported' if row.taken else 'left out'}"
            case Role.MONO:
                return column in (Column.KID, Column.ALGORITHM)
            case Role.ICON | Role.TONE if column is Column.STATE:
                return self._look(index.row())[0 if role == Role.ICON else 1]
            case Role.TONE:
                return Tone.PLAIN if row.taken else Tone.MUTED
            case Role.SUBJECT:
                return row
        return None

    def _text(self, number: int, column: Column) -> str:
        row = self._choices.rows[number]
        match column:
            case Column.NAME:
                return row.name or row.key.name
            case Column.TYPE:
                return row.key.type_words
            case Column.ALGORITHM:
                return row.algorithm
            case Column.KID:
                return row.kid
            case Column.STATE:
                return self._state(number)

    def _state(self, number: int) -> str:
        row = self._choices.rows[number]
        if not row.taken:
            return "left out"
        if row.problem:
            return "needs a kid"
        if self._choices.conflict_of(number) is not None:
            return "kid is in use"
        if row.kid in self._choices.replaced:
            return "replaces the key of this kid"
        return "new"

    def _look(self, number: int) -> tuple[Icon, Tone]:
        row = self._choices.rows[number]
        if not row.taken:
            return Icon.OFF, Tone.MUTED
        if row.problem or self._choices.conflict_of(number) is not None:
            return Icon.WARNING, Tone.WARNING
        if row.kid in self._choices.replaced:
            return Icon.CHANGED, Tone.WARNING
        return Icon.ADD, Tone.ALLOWED
