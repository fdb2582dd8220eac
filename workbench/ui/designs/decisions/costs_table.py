"""What each design costs: bytes, lookups, microseconds, how long a removed right works, and what its tokens reveal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.core.answers.decision import asked_words
from workbench.core.answers.issued_token import IssuedToken, leaks
from workbench.core.designs.stale_window import Ending, Right, StaleWindow, StaleWindows
from workbench.core.lint.designs import LintedDesign
from workbench.core.lint.severity import SEVERITIES, counted
from workbench.ui.designs.findings.table import look_of
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.answers.matrix import Costs, Matrix


class Column(IntEnum):
    """The columns."""

    DESIGN = 0
    DIFFER = 1
    BYTES = 2
    LOOKUPS = 3
    MEDIAN = 4
    ROLE = 5
    GROUP = 6
    SHARE = 7
    ACCOUNT = 8
    LOGOUT = 9
    LEAKS = 10
    FINDINGS = 11


RIGHTS = {
    Column.ROLE: Right.ROLE,
    Column.GROUP: Right.GROUP,
    Column.SHARE: Right.SHARE,
    Column.ACCOUNT: Right.ACCOUNT,
    Column.LOGOUT: Right.LOGOUT,
}
"""The columns that show how long a right of this kind keeps working."""

# In the order of the columns.
_HEADS = (
    "Design",
    "Differ",
    "Bytes",
    "Lookups",
    "Median µs",
    f"Stale: {Right.ROLE}",  # and the next ones, which read as its continuation
    *(str(right) for right in tuple(RIGHTS.values())[1:]),
    "Leaks",
    "Findings",
)
_TIPS = {
    Column.DIFFER: "How many answers are not those of the reference",
    Column.BYTES: "Length of the token",
    Column.LOOKUPS: "The most questions of a single request, to the directory and to the deny-list together: each is "
    "a round trip in a real system",
    Column.MEDIAN: "Median of the time that the server took to decide, in microseconds",
    **{column: f"How long {right.removed} is not noticed at most, measured" for column, right in RIGHTS.items()},
    Column.LEAKS: "What the token reveals to anyone who reads it, beyond the user's identity",
    Column.FINDINGS: "Which standards the token violates; see the view Findings",
}
_FIGURES = (Column.DIFFER, Column.BYTES, Column.LOOKUPS, Column.MEDIAN)
_MOST_WORDS = 2
_MOST_VALUES = 20

Find = Callable[[str], LintedDesign | None]
Measured = Callable[[str], StaleWindows | None]


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one design.

    Attributes:
        costs: None where no request was answered with a decision.
        tokens: those that were issued.
        differing: how many answers are not those of the reference; None for the reference itself, or without one.
    """

    design: str
    costs: Costs | None
    tokens: tuple[IssuedToken, ...]
    differing: int | None = None


class CostsTableModel(TableModel):
    """Shows what the requests of one user, or the costliest of all users, cost under each design."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        find: Find = lambda _design: None,
        measured: Measured = lambda _design: None,
        linted_user: Callable[[], str] = lambda: "",
    ) -> None:
        """Make the model.

        Args:
            parent: owns the model.
            find: returns the findings on a design for the chosen user, or None if they are not known.
            measured: returns how long removed rights keep working under a design, or None if that is not known.
            linted_user: returns the user whom the findings are about.
        """
        super().__init__(_HEADS, parent, tips=_TIPS, figures=_FIGURES)
        self._find = find
        self._measured = measured
        self._linted_user = linted_user
        self._rows: tuple[Row, ...] = ()
        self._user = ""

    def rows(self) -> tuple[Row, ...]:
        """The designs."""
        return self._rows

    def show(self, matrix: Matrix | None, user: str, reference: str = "") -> None:
        """Show the costs of *user*, of all users if it is empty, and how many answers are not those of *reference*."""
        self.beginResetModel()
        self._user = user
        self._rows = () if matrix is None else tuple(_row(matrix, design, user, reference) for design in matrix.designs)
        self.endResetModel()

    def show_findings(self) -> None:
        """Show new findings."""
        self._show_again(Column.FINDINGS, Column.FINDINGS)

    def show_windows(self) -> None:
        """Show how long removed rights keep working, as measured now."""
        self._show_again(Column.ROLE, Column.LOGOUT)

    def _show_again(self, first: Column, last: Column) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, first), self.index(len(self._rows) - 1, last))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text and tone of a cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match column:
            case Column.DESIGN:
                return row.design if role == Qt.ItemDataRole.DisplayRole else None
            case _ if column in RIGHTS:
                windows = self._measured(row.design)
                return _window(None if windows is None else windows.of(RIGHTS[column]), role)
            case Column.LEAKS:
                return _leaks(row.tokens, role)
            case Column.FINDINGS:
                return _findings(self._find(row.design), role, "" if self._user else self._linted_user())
            case Column.DIFFER:
                shown = _differing(row.differing, role)
                return super().data(index, role) if shown is None else shown
        shown = _figure(row, column, role)
        return super().data(index, role) if shown is None else shown


def _row(matrix: Matrix, design: str, user: str, reference: str) -> Row:
    differing = None if reference in ("", design) else matrix.differing(design, reference, user)
    return Row(design, matrix.costs(design, user), matrix.issued(design, user), differing)


def _differing(count: int | None, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return "–" if count is None else f"{count:,}"
        case Role.MONO:
            return True
        case Role.TONE:
            return Tone.WARNING if count else Tone.MUTED
        case Qt.ItemDataRole.ToolTipRole if count is None:
            return "The other designs are compared with this one."
    return None


def _figure(row: Row, column: Column, role: int) -> object:
    text = _figure_text(row, column)
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return text
        case Role.MONO:
            return True
        case Role.TONE if text == "–":
            return Tone.MUTED
        case Qt.ItemDataRole.ToolTipRole if text == "–" and row.tokens:
            return "The server refused the requests before it decided: the token is larger than its header limit."
        case Qt.ItemDataRole.ToolTipRole if column is Column.LOOKUPS and row.costs is not None:
            return asked_words(row.costs.asked)
    return None


def _figure_text(row: Row, column: Column) -> str:
    if column is Column.BYTES and row.tokens:
        return f"{max(token.token_bytes for token in row.tokens):,}"
    if row.costs is None:
        return "–"
    match column:
        case Column.BYTES:
            return f"{row.costs.token_bytes:,}"
        case _ if not row.costs.requests:  # answered 431: the token is over the limit, and nothing was decided
            return "–"
        case Column.LOOKUPS:
            return str(row.costs.questions)
        case _:
            return f"{row.costs.median_us:,.0f}"


def _window(window: StaleWindow | None, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return "–" if window is None else window.text
        case Qt.ItemDataRole.ToolTipRole:
            return "Not measured yet." if window is None else window.why
        case Role.TONE if window is None or window.ending in (Ending.NOT_GRANTED, Ending.NOT_MEASURED):
            return Tone.MUTED
        case Role.TONE if window is not None:
            return Tone.ALLOWED if window.ending is Ending.AT_ONCE else Tone.WARNING
    return None


def _leaks(tokens: Sequence[IssuedToken], role: int) -> object:
    words = leaks(tokens)
    match role:
        case Qt.ItemDataRole.DisplayRole:
            shown = words if len(words) <= _MOST_WORDS else (words[0], f"{len(words) - 1} more")
            return ", ".join(shown) or "–"
        case Qt.ItemDataRole.ToolTipRole if words:
            values = dict.fromkeys(f"{claim.name}: {claim.value}" for token in tokens for claim in token.leaked)
            rest = len(values) - _MOST_VALUES
            lines = list(values)[:_MOST_VALUES] + ([f"and {rest} more"] if rest > 0 else [])
            return "\n".join(["Anyone who has the token can read:", *lines])
        case Qt.ItemDataRole.ToolTipRole if tokens:
            return "The token identifies the user and contains nothing else."
        case Role.TONE:
            return Tone.MUTED
    return None


def _findings(linted: LintedDesign | None, role: int, user: str) -> object:
    """What was found; *user* is whose token it was, where the other figures are of all users."""
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return "–" if linted is None or linted.problem else linted.summary
        case Role.ICON if linted is not None and not linted.problem:
            return look_of(linted)[0]
        case Role.TONE:
            return Tone.MUTED if linted is None else look_of(linted)[1]
        case Qt.ItemDataRole.ToolTipRole if linted is None:
            return "Compare to see what is wrong with its tokens."
        case Qt.ItemDataRole.ToolTipRole if linted is not None:
            words = [counted(linted.count(each), each) for each in SEVERITIES if linted.count(each)]
            words += [f"{linted.intended} intended"] if linted.intended else []
            whose = f"The token of {user}: " if user else ""
            return linted.problem or f"{whose}{', '.join(words) or 'no findings'}: see the view Findings"
    return None
