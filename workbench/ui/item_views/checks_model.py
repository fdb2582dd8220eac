"""Checks as rows of a table, with an icon and a word for each outcome."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

_LOOK = {
    CheckOutcome.PASS: (Icon.ALLOWED, Tone.ALLOWED),
    CheckOutcome.FAIL: (Icon.REFUSED, Tone.REFUSED),
    CheckOutcome.OFF: (Icon.OFF, Tone.MUTED),
    CheckOutcome.NOT_REACHED: (Icon.NOT_REACHED, Tone.MUTED),
}

# The first columns of every table of checks.
_OUTCOME = 0
_NAME = 1


class AnyCheck(Protocol):
    """What every check has."""

    @property
    def name(self) -> str:
        """What is checked."""

    @property
    def outcome(self) -> CheckOutcome:
        """How it ended."""

    @property
    def detail(self) -> str:
        """Why, in words."""


_Check = TypeVar("_Check", bound=AnyCheck)


class ChecksModel(TableModel, Generic[_Check]):
    """Shows the outcome and the name of each check; a subclass adds further columns."""

    def __init__(self, heads: Sequence[str], words: Mapping[CheckOutcome, str], parent: QObject | None = None) -> None:
        """Make an empty table.

        Args:
            heads: the heads of the columns; the first two are those of the outcome and of the name.
            words: the word for each outcome.
            parent: the model's owner.
        """
        super().__init__(heads, parent)
        self._words = words
        self._checks: tuple[_Check, ...] = ()

    def rows(self) -> tuple[_Check, ...]:
        """The checks in the order shown."""
        return self._checks

    def show(self, checks: tuple[_Check, ...]) -> None:
        """Show *checks* instead; if they have the same names, the selection stays."""
        if checks == self._checks:
            return
        if checks and [check.name for check in checks] == [check.name for check in self._checks]:
            before, self._checks = self._checks, checks
            for row, (old, new) in enumerate(zip(before, checks, strict=True)):
                if new != old:
                    self._touch(row, _OUTCOME if new.outcome is not old.outcome else _NAME + 1)
            return
        self.beginResetModel()
        self._checks = checks
        self.endResetModel()

    def _touch(self, row: int, first: int) -> None:
        """Have a row painted from the column *first* on; the first ones are fitted to their words when they change."""
        for column in range(first, self.columnCount()):
            # One by one: for two cells at once Qt paints the whole table.
            index = self.index(row, column)
            self.dataChanged.emit(index, index)

    @abstractmethod
    def text(self, check: _Check, column: int) -> str:
        """The text of a column after the name."""

    @abstractmethod
    def explanation(self, check: _Check) -> str:
        """The tool tip of a check."""

    @abstractmethod
    def tone(self, check: _Check, column: int) -> Tone | None:
        """The tone of a column after the name; None for that of the whole row."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._checks):
            return None
        check, column = self._checks[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole if column == _OUTCOME:
                return self._words[check.outcome]
            case Qt.ItemDataRole.DisplayRole:
                return check.name if column == _NAME else self.text(check, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self.explanation(check)
            case Qt.ItemDataRole.AccessibleTextRole if column == _OUTCOME:
                return f"{check.name}: {self._words[check.outcome]}. {check.detail}".strip()
            case Role.ICON if column == _OUTCOME:
                return _LOOK[check.outcome][0]
            case Role.TONE:
                return self._tone(check, column)
            case Role.STRONG:
                return check.outcome is CheckOutcome.FAIL and column == _NAME
            case Role.SUBJECT:
                return check
        return super().data(index, role)

    def _tone(self, check: _Check, column: int) -> Tone | None:
        tone = _LOOK[check.outcome][1]
        if column == _OUTCOME:
            return tone
        own = self.tone(check, column) if column != _NAME else None
        return own or (Tone.MUTED if tone is Tone.MUTED else None)
