"""What there is to remark on something, one row a remark: what all such lists have in common."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt

from workbench.core.lint.severity import NOUNS, Severity
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

LOOK = {
    Severity.ERROR: (Icon.REFUSED, Tone.REFUSED, NOUNS[Severity.ERROR]),
    Severity.WARNING: (Icon.WARNING, Tone.WARNING, NOUNS[Severity.WARNING]),
    Severity.INFO: (Icon.INFO, Tone.ACCENT, NOUNS[Severity.INFO]),
}


class Finding(Protocol):
    """A finding, on whatever."""

    @property
    def rule_id(self) -> str:
        """Stable name of the rule."""

    @property
    def severity(self) -> Severity:
        """How much it matters."""

    @property
    def message(self) -> str:
        """What is wrong."""

    @property
    def source(self) -> str:
        """Who says so."""


R = TypeVar("R", bound=Finding)


class RemarksModel(TableModel, Generic[R]):
    """Shows remarks in their order; the first column holds the message, the last one the source.

    Subclasses say by `_text` what stands in a cell, and by `_told` what the tool tip tells behind the message.
    """

    def __init__(self, heads: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(heads, parent)
        self._remarks: tuple[R, ...] = ()

    def show(self, remarks: tuple[R, ...]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._remarks = remarks
        self.endResetModel()

    def rows(self) -> tuple[R, ...]:
        """The remarks."""
        return self._remarks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._remarks):
            return None
        remark, column = self._remarks[index.row()], index.column()
        picture, tone, word = LOOK[remark.severity]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(remark, column)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{remark.rule_id}, {word}: {remark.message}\n{self._told(remark)}"
            case Qt.ItemDataRole.AccessibleTextRole if column == 0:
                return f"{word}: {remark.message}"
            case Role.SUBJECT:
                return remark
            case Role.ICON if column == 0:
                return picture
            case Role.ICON_TONE:
                return tone
            case Role.TONE if column == self.columnCount() - 1:
                return Tone.MUTED
        return None

    def _text(self, remark: R, column: int) -> str:
        raise NotImplementedError

    def _told(self, remark: R) -> str:
        raise NotImplementedError
