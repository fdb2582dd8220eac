"""The table of the verdict: designs by needs, each cell met or not, with its figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.core.verdict.checks import strictest
from workbench.core.verdict.needs import TIME_NEEDS, Need
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone
from workbench.ui.widgets import tool_tip

if TYPE_CHECKING:
    from workbench.core.verdict.checks import Check
    from workbench.core.verdict.verdict import DesignVerdict, Verdict

DESIGN, MEETS, FIRST_NEED = 0, 1, 2
CONTENTS = "contents"
"""The id of the view that says what a design is."""

COMPUTED_SIGN = "ƒ"
_FIRST_ROWS = 8
_HEADS = ("Design", "Meets")
_GROUPS = {
    **dict.fromkeys(TIME_NEEDS, "Change takes effect within"),
    Need.BEHIND: "Largest token",
    **dict.fromkeys((Need.ADDED_MS, Need.LOOKUPS), "Costs at most"),
    **dict.fromkeys((Need.OFFLINE, Need.PER_RECORD, Need.CLIENT), "Decides and shows"),
}
_ORIGINS = {
    **dict.fromkeys(TIME_NEEDS, ("staleness", "Staleness")),
    **dict.fromkeys((Need.BEHIND, Need.CLIENT), ("size", "Size")),
    **dict.fromkeys((Need.ADDED_MS, Need.LOOKUPS, Need.OFFLINE), ("time", "Time")),
    Need.PER_RECORD: ("decisions", "Decisions"),
}
"""Id and title of the view that a figure comes from."""


def folded(rows: Sequence[DesignVerdict]) -> int:
    """How many designs at the end are not shown at first: those beyond the eighth that miss two needs or more."""
    return sum(len(row.misses) > 1 for row in rows[_FIRST_ROWS:])


class VerdictTableModel(TableModel):
    """Shows a `Verdict`, one row for each design and one column for each need that matters."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._rows: tuple[DesignVerdict, ...] = ()
        self._needs: tuple[Need, ...] = ()

    def rows(self) -> tuple[DesignVerdict, ...]:
        """The designs, the chosen one first."""
        return self._rows

    def show(self, verdict: Verdict, *, all_rows: bool) -> None:
        """Show this verdict, with the designs that are folded at first if *all_rows*."""
        self.beginResetModel()
        rows = verdict.designs
        if not all_rows:
            rows = tuple(row for at, row in enumerate(rows) if at < _FIRST_ROWS or len(row.misses) < 2)
        self._rows = rows
        checks = rows[0].checks if rows else ()
        self._needs = tuple(each.need for each in checks)
        self._heads = (*_HEADS, *(f"{_subject(each.need, verdict)}\n{each.limit_text}" for each in checks))
        self._tips = {at: each.need.sentence for at, each in enumerate(checks, FIRST_NEED)}
        self.endResetModel()

    def view_of(self, index: Index) -> str | None:
        """The id of the view that explains this cell: what the design is, or where its figure comes from."""
        if index.isValid() and index.column() == DESIGN:
            return CONTENTS
        if not index.isValid() or index.column() < FIRST_NEED:
            return None
        return _ORIGINS[self._needs[index.column() - FIRST_NEED]][0]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The head of a column, and the group that its need belongs to."""
        if orientation is Qt.Orientation.Horizontal and FIRST_NEED <= section < self.columnCount():
            group = _GROUPS[self._needs[section - FIRST_NEED]]
            if role == Role.GROUP:
                return group
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join((group, *self._heads[section].splitlines()))
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, icon, marks and words of a cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], index.column()
        chosen = index.row() == 0 and row.meets
        if role == Role.SUBJECT:
            return row
        if role == Role.GROUND and chosen:
            return Tone.ACCENT
        if column < FIRST_NEED:
            return self._of_design(row, column, role, chosen=chosen)
        return _of_check(row, row.checks[column - FIRST_NEED], role)

    def _of_design(self, row: DesignVerdict, column: int, role: int, *, chosen: bool) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.id if column == DESIGN else f"{row.met} of {len(row.checks)}"
            case Qt.ItemDataRole.ToolTipRole if column == DESIGN:
                return tool_tip.literal(f"{row.profile.info.summary}\nEnter or a double click shows its token.")
            case Role.ICON if column == DESIGN and chosen:
                return Icon.CHOSEN
            case Role.ICON_TONE if chosen:
                return Tone.ACCENT
            case Role.STRONG:
                return chosen
            case Qt.ItemDataRole.AccessibleTextRole if column == DESIGN and chosen:
                return f"{row.id}, chosen"
        return None


def _subject(need: Need, verdict: Verdict) -> str:
    """What a column is about; for the size of the token the server that takes the least."""
    return strictest(verdict.needs, verdict.limits).name if need is Need.BEHIND else need.short


def _short(check: Check) -> str:
    """The value; of several things that the client can read, the first and how many more."""
    first, *others = check.text.split(", ") if check.need is Need.CLIENT else [check.text]
    return f"{first} +{len(others)}" if others else first


def _of_check(row: DesignVerdict, check: Check, role: int) -> object:
    computed = check.how == "computed"
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return _short(check)
        case Qt.ItemDataRole.ToolTipRole:
            origin = f"Enter or a double click shows {row.id} in the view {_ORIGINS[check.need][1]}."
            return tool_tip.literal(f"Limit {check.limit_text}, here {check.text}, {check.how}. {check.why}\n{origin}")
        case Qt.ItemDataRole.AccessibleTextRole | Role.WORDS:
            met = "met" if check.ok else "not met"
            words = f"{met}, {check.text}, limit {check.limit_text}, {check.how}"
            return words if role == Role.WORDS else f"{row.id}, {check.need.label.lower()}: {words}"
        case Role.ICON:
            return Icon.ALLOWED if check.ok else Icon.REFUSED
        case Role.ICON_TONE:
            return Tone.ALLOWED if check.ok else Tone.REFUSED
        case Role.TONE | Role.GROUND if not check.ok:
            return Tone.REFUSED
        case Role.STRONG:
            return not check.ok
        case Role.NOTE if computed:
            return COMPUTED_SIGN
    return None
