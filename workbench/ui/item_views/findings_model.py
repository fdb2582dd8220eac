"""Findings on a token, key or design, one row each: what all such lists have in common."""

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
    """A finding on a token, a key or a design."""

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
        """The standard or other source."""


R = TypeVar("R", bound=Finding)


class FindingsTableModel(TableModel, Generic[R]):
    """Shows findings in their order; the first column holds the message, the last one the source.

    Subclasses return the text of a cell from `_text`, and the end of the tool tip from `_details`.
    """

    def __init__(self, heads: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(heads, parent)
        self._findings: tuple[R, ...] = ()

    def show(self, findings: tuple[R, ...]) -> None:
        """Show *findings* instead."""
        self.beginResetModel()
        self._findings = findings
        self.endResetModel()

    def rows(self) -> tuple[R, ...]:
        """The findings."""
        return self._findings

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._findings):
            return None
        finding, column = self._findings[index.row()], index.column()
        picture, tone, word = LOOK[finding.severity]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(finding, column)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{finding.rule_id}, {word}: {finding.message}\n{self._details(finding)}"
            case Qt.ItemDataRole.AccessibleTextRole if column == 0:
                return f"{word}: {finding.message}"
            case Role.SUBJECT:
                return finding
            case Role.ICON if column == 0:
                return picture
            case Role.ICON_TONE:
                return tone
            case Role.TONE if column == self.columnCount() - 1:
                return Tone.MUTED
        return None

    def _text(self, finding: R, column: int) -> str:
        raise NotImplementedError

    def _details(self, finding: R) -> str:
        raise NotImplementedError
