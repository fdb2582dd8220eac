"""What each design costs under the user's own load, one row for each design."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.designs.arithmetic import Estimate, Figures, lightest
from workbench.core.text.units import byte_words, duration, rate_words
from workbench.core.token.header_limits import HeaderLimit, LimitScope
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    DESIGN = 0
    TOKEN = 1
    PER_DAY = 2
    LOOKUPS = 3
    ADDED = 4
    VERIFICATION = 5
    LOGINS = 6
    RIGHT = 7
    ACCOUNT = 8
    REFUSED = 9


# In the order of the columns.
_HEADS = (
    "Design",
    "Token bytes",
    "Headers a day",
    "Lookups/s",
    "Added ms",
    "Verify CPU",
    "Logins/s",
    "Stale for up to",
    "Disabled user stays",
    "Refused by",
)

_NUMBERS = (Column.TOKEN, Column.PER_DAY, Column.LOOKUPS, Column.ADDED, Column.VERIFICATION, Column.LOGINS)

# A token this many times as long as that of the lightest design is marked.
_HEAVY = 3

_NOT_MEASURED = "Not measured: the server answered none of the requests with a decision."

_SCOPES = {
    LimitScope.LINE: "for one header",
    LimitScope.BLOCK: "for all headers together",
    LimitScope.COOKIE: "if it is kept in a cookie",
}


class ArithmeticTableModel(TableModel):
    """Shows the figures of every design."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent, figures=_NUMBERS)
        self._figures: tuple[Figures, ...] = ()
        self._least = 0

    def rows(self) -> tuple[Figures, ...]:
        """The figures, one design each."""
        return self._figures

    def show(self, figures: tuple[Figures, ...]) -> None:
        """Show *figures*; if the designs are the same, the selection stays."""
        least = lightest(figures)
        same = [each.design for each in figures] == [each.design for each in self._figures]
        if not same:
            self.beginResetModel()
        self._figures = figures
        self._least = int(least.token.value) if least is not None else 0
        if not same:
            self.endResetModel()
        elif figures:
            self.dataChanged.emit(self.index(0, 0), self.index(len(figures) - 1, len(Column) - 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone, icon and tool tip of a cell."""
        if not index.isValid() or index.row() >= len(self._figures):
            return None
        figures, column = self._figures[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(figures, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(figures, column)
            case Role.MONO:
                return column in _NUMBERS
            case Role.TONE:
                return self._tone(figures, column)
            case Role.ICON:
                return self._icon(figures, column)
            case Role.GROUND if column is Column.REFUSED and figures.refused_by:
                return Tone.REFUSED
            case Role.SUBJECT:
                return figures
        return super().data(index, role)

    def _times(self, figures: Figures) -> float:
        return int(figures.token.value) / self._least if self._least else 1.0

    def _tone(self, figures: Figures, column: Column) -> Tone | None:
        match column:
            case Column.TOKEN if self._times(figures) >= _HEAVY:
                return Tone.WARNING
            case Column.RIGHT:
                return Tone.WARNING if figures.right_stale.value else Tone.ALLOWED
            case Column.ACCOUNT:
                return Tone.WARNING if figures.account_stale.value else Tone.ALLOWED
            case Column.REFUSED:
                return Tone.REFUSED if figures.refused_by else Tone.ALLOWED
            case Column.LOOKUPS | Column.ADDED | Column.VERIFICATION if figures.lookups is None:
                return Tone.MUTED
        return None

    def _icon(self, figures: Figures, column: Column) -> Icon | None:
        match column:
            case Column.TOKEN if self._times(figures) >= _HEAVY:
                return Icon.WARNING
            case Column.REFUSED:
                return Icon.REFUSED if figures.refused_by else Icon.ALLOWED
        return None

    def _tool_tip(self, figures: Figures, column: Column) -> str:
        match column:
            case Column.TOKEN:
                exact = f"{figures.token.value:,} bytes"
                times = self._times(figures)
                return f"{exact}, {times:.1f} times the lightest design's" if times >= _HEAVY else exact
            case Column.PER_DAY:
                return f"{figures.header_per_day.value:,} bytes a day, {figures.header.value:,} with each request"
            case Column.LOOKUPS:
                return _lookups_tip(figures)
            case Column.ADDED:
                return _formula_tip(figures.added_ms)
            case Column.VERIFICATION:
                return _formula_tip(figures.verification_cpu)
            case Column.LOGINS:
                return f"{figures.logins_per_s.formula.result} a second: {figures.logins_per_s.note}"
            case Column.RIGHT:
                return figures.right_stale.note
            case Column.ACCOUNT:
                return figures.account_stale.note
            case Column.REFUSED:
                return "\n".join(map(_limit_line, figures.refused_by)) or "Every server in the list accepts it."
        return ""


def _text(figures: Figures, column: Column) -> str:
    match column:
        case Column.DESIGN:
            return figures.design
        case Column.TOKEN:
            return f"{figures.token.value:,}"
        case Column.PER_DAY:
            return byte_words(figures.header_per_day.value)
        case Column.LOOKUPS:
            return _rate(figures.lookups_per_s)
        case Column.ADDED:
            return _rate(figures.added_ms)
        case Column.VERIFICATION:
            return "–" if figures.verification_cpu is None else f"{float(figures.verification_cpu.value):.1%}"
        case Column.LOGINS:
            return rate_words(figures.logins_per_s.value)
        case Column.RIGHT:
            return _stale(figures.right_stale)
        case Column.ACCOUNT:
            return _stale(figures.account_stale)
    refusing = figures.refused_by
    if not refusing:
        return f"none of {figures.limits}"
    return f"{len(refusing)} of {figures.limits}: {', '.join(limit.name for limit in refusing)}"


def _stale(estimate: Estimate) -> str:
    return duration(int(estimate.value)) if estimate.value else "0 s"


def _rate(estimate: Estimate | None) -> str:
    return "–" if estimate is None else rate_words(estimate.value)


def _formula_tip(estimate: Estimate | None) -> str:
    if estimate is None:
        return _NOT_MEASURED
    return f"{estimate.name}: {estimate.formula.result} {estimate.unit}. {estimate.note}"


def _lookups_tip(figures: Figures) -> str:
    if figures.lookups is None or figures.directory_load is None:
        return _NOT_MEASURED
    busy = rate_words(figures.directory_load.value)
    return f"{figures.lookups.formula.result} a request. On average {busy} connections for them are busy."


def _limit_line(limit: HeaderLimit) -> str:
    source = "measured" if limit.measured_bytes is not None else "documented"
    answer = f"HTTP {limit.answer}" if limit.answer.isdigit() else limit.answer
    server = f"{limit.name} {limit.version}".strip()
    return f"{server}: {answer} beyond a token of {limit.largest_token:,} bytes ({source}, {_SCOPES[limit.scope]})"
