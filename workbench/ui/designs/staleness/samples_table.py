"""Every question that was asked under one design, with both answers."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.designs.staleness_report import Course, Sample, Validity
from workbench.core.text.units import minutes
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    MINUTE = 0
    OLD = 1
    NEW = 2
    VALIDITY = 3


# In the order of the columns.
_HEADS = ("Minute", "Old token", "New login", "Old answer is")

_TONES = {
    Validity.RIGHT: Tone.ALLOWED,
    Validity.TOO_MUCH: Tone.REFUSED,
    Validity.TOO_LITTLE: Tone.WARNING,
    Validity.ENDED: Tone.MUTED,
    Validity.UNREAD: Tone.MUTED,
}


class SamplesTableModel(TableModel):
    """Shows the samples of a `Course`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._course: Course | None = None

    def show(self, course: Course) -> None:
        """Show this course."""
        self.beginResetModel()
        self._course = course
        self.endResetModel()

    def rows(self) -> tuple[Sample, ...]:
        """The samples."""
        return self._course.samples if self._course is not None else ()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        course = self._course
        if not index.isValid() or course is None or index.row() >= len(course.samples):
            return None
        sample, column = course.samples[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return sample.sentence
        match column:
            case Column.MINUTE:
                return _moment(course, sample) if role == Qt.ItemDataRole.DisplayRole else None
            case Column.OLD:
                return _answer(sample.status, sample.reason, role)
            case Column.NEW:
                before = sample.at_s < course.change_s
                return _before(role) if before else _answer(sample.right_status, "", role)
            case _:
                return _validity(sample, role)


def _moment(course: Course, sample: Sample) -> str:
    """The minute, and which turning point it is."""
    turning_points = {0: "login", course.change_s: "change", course.lifetime_s: "exp"}
    name = turning_points.get(sample.at_s)
    return f"{minutes(sample.at_s)} {name}" if name else minutes(sample.at_s)


def _answer(status: int, reason: str, role: int) -> object:
    allowed = status < 400
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return f"{status} {reason}".strip()
        case Role.TONE:
            return Tone.ALLOWED if allowed else Tone.REFUSED
        case Role.ICON:
            return Icon.ALLOWED if allowed else Icon.REFUSED
    return None


def _before(role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return "–"
        case Role.TONE:
            return Tone.MUTED
    return None


def _validity(sample: Sample, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return sample.validity.value
        case Role.TONE:
            return _TONES[sample.validity]
        case Role.STRONG:
            return sample.validity.is_wrong
    return None
