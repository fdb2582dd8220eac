"""For how many minutes the answers of each design were wrong, by lifetime of the token."""

from PySide6.QtCore import QObject, Qt

from workbench.core.designs.staleness_report import Course, StalenessReport, Validity
from workbench.core.text.units import in_words, minutes
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

_TONES = {
    Validity.RIGHT: Tone.ALLOWED,
    Validity.ENDED: Tone.ALLOWED,
    Validity.TOO_MUCH: Tone.REFUSED,
    Validity.TOO_LITTLE: Tone.WARNING,
}

UNTOUCHED = "–"
"""Shown if the change decides nothing, so that no answer could be wrong."""


class LifetimesTableModel(TableModel):
    """Shows a `StalenessReport`: designs down, lifetimes across."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("Design",), parent)
        self._report: StalenessReport | None = None

    def show(self, report: StalenessReport) -> None:
        """Show this report."""
        self.beginResetModel()
        self._report = report
        self._heads = ("Design", *(in_words(run.lifetime_s) for run in report.runs))
        self.endResetModel()

    def rows(self) -> tuple[str, ...]:
        """The designs."""
        return self._report.designs if self._report is not None else ()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text and tone of a cell."""
        report = self._report
        if not index.isValid() or report is None or index.row() >= len(self.rows()):
            return None
        design = self.rows()[index.row()]
        if role == Role.SUBJECT:
            return design
        if index.column() == 0:
            return design if role == Qt.ItemDataRole.DisplayRole else None
        course = report.runs[index.column() - 1].course(design)
        return None if course is None else _course_data(course, role)


def _course_data(course: Course, role: int) -> object:
    touched = course.is_affected or bool(course.wrong)
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return minutes(course.wrong_s) if touched else UNTOUCHED
        case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
            return f"{course.design}, lifetime {in_words(course.lifetime_s)}: {course.verdict}"
        case Role.WORDS if touched and course.wrong:
            return f"{minutes(course.wrong_s)} {course.worst}"
        case Role.TONE:
            return _TONES[course.worst] if touched else Tone.MUTED
        case Role.STRONG:
            return bool(course.wrong)
    return None
