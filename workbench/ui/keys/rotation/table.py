"""The rotation of a key as a table: a row for each moment, a column for each lane of its time line."""

from PySide6.QtCore import QObject, Qt

from workbench.core.rotation.plan import Row
from workbench.core.rotation.report import Question, RotationReport, moment_words
from workbench.core.text.units import minutes
from workbench.core.timeline import Shade
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

_LANES = (
    (Row.SIGNER, "Signs"),
    (Row.OLD_TOKEN, "Old token"),
    (Row.NEW_TOKEN, "New token"),
    (Row.OLD_TOKEN_CACHED, "Old at API"),
    (Row.NEW_TOKEN_CACHED, "New at API"),
    (Row.STOLEN, "Forged"),
)
_HEADS = ("Minute", "What happens", "JWKS", *(head for _, head in _LANES), "As predicted")
_MINUTE, _HAPPENS, _JWKS, _FIRST_LANE, _COMPARED = 0, 1, 2, 3, len(_HEADS) - 1

_LOOK = {
    Shade.RIGHT: (Tone.ALLOWED, Icon.ALLOWED),
    Shade.TOO_MUCH: (Tone.REFUSED, Icon.WARNING),
    Shade.TOO_LITTLE: (Tone.WARNING, Icon.WARNING),
    Shade.QUIET: (Tone.MUTED, None),
}


class RotationTableModel(TableModel):
    """Shows a `RotationReport`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._report: RotationReport | None = None

    def show(self, report: RotationReport) -> None:
        """Show this report."""
        self.beginResetModel()
        self._report = report
        self.endResetModel()

    def rows(self) -> tuple[float, ...]:
        """The moments."""
        return self._report.moments if self._report is not None else ()

    def row_at(self, at_s: float) -> int:
        """The row of the last moment that is not after *at_s*; -1 if there is none."""
        return sum(moment <= at_s for moment in self.rows()) - 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        report = self._report
        if not index.isValid() or report is None or index.row() >= len(report.moments):
            return None
        at_s, column = report.moments[index.row()], index.column()
        if role == Role.SUBJECT:
            return at_s
        if role == Qt.ItemDataRole.ToolTipRole:
            return moment_words(report, at_s)
        if _FIRST_LANE <= column < _COMPARED:
            lane = _LANES[column - _FIRST_LANE][0]
            found = next((each for each in report.at(at_s) if each.row is lane and each.at_s == at_s), None)
            return _lane_data(found, role)
        if column == _COMPARED:
            return _compared(tuple(each for each in report.questions if each.at_s == at_s), role)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == _MINUTE:
            return minutes(at_s)
        if column == _HAPPENS:
            return report.plan.name_of(at_s)
        return report.published_at(at_s).replace(" key", "").replace(" and ", ", ")


def _lane_data(found: Question | None, role: int) -> object:
    if found is None:
        return "–" if role == Qt.ItemDataRole.DisplayRole else Tone.MUTED if role == Role.TONE else None
    tone, icon = _LOOK[found.shade]
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return found.words
        case Role.TONE:
            return tone
        case Role.ICON:
            return icon
        case Role.STRONG:
            return found.differs or found.shade.is_wrong
    return None


def _compared(asked: tuple[Question, ...], role: int) -> object:
    played = any(each.answer is not None for each in asked)
    differing = [each for each in asked if each.differs]
    match role:
        case Qt.ItemDataRole.DisplayRole:
            if not played:
                return "not asked yet"
            return f"no: {', '.join(each.row for each in differing)}" if differing else "yes"
        case Role.TONE:
            return Tone.REFUSED if differing else Tone.ALLOWED if played else Tone.MUTED
        case Role.ICON:
            return Icon.REFUSED if differing else Icon.ALLOWED if played else None
    return None
