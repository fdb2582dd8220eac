"""A time line: what became of a token's answers under each design, from log-in to a little after exp."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.core.staleness import Course, Interval, Run, Sample, Validity, minutes
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip

_TOP, _BOTTOM = 26, 24
_LEAST_ROW, _MOST_ROW, _BAR = 24, 34, 20
_GAP = 8
_MOST_OF_NAMES = 0.25  # of the width: a long name is in the tool tip
_DOT = 2.5
_NEAR = 6
_TICKS_MIN = (0.5, 1, 2, 5, 10, 15, 30)
_MOST_TICKS = 9

TONES = {
    Validity.RIGHT: Tone.ALLOWED,
    Validity.TOO_MUCH: Tone.REFUSED,
    Validity.TOO_LITTLE: Tone.WARNING,
    Validity.ENDED: Tone.MUTED,
    Validity.UNREAD: Tone.MUTED,
}
"""The colour of each validity; the bars have words, and the wrong ones are hatched as well."""

_HATCHES = {Validity.TOO_MUCH: Qt.BrushStyle.BDiagPattern, Validity.TOO_LITTLE: Qt.BrushStyle.FDiagPattern}


class Timeline(QWidget):
    """Shows a `Run`, one row a design: arrows choose a row, and the mouse over a point tells its question.

    Signals:
        design_selected(str): the user chose this row.
    """

    design_selected = Signal(str)

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._run: Run | None = None
        self._row = 0
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Time line of the designs"))
        appearance.changed.connect(self.update)

    def show_run(self, run: Run) -> None:
        """Show this run instead; the design chosen stays chosen."""
        chosen = self.design
        self._run = run
        designs = [course.design for course in run.courses]
        self._row = designs.index(chosen) if chosen in designs else 0
        self.setMaximumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()
        self._describe()

    @property
    def design(self) -> str:
        """The design chosen; empty as long as nothing is shown."""
        course = self._course(self._row)
        return course.design if course is not None else ""

    @Slot(str)
    def choose(self, design: str) -> None:
        """Choose the row of *design*."""
        run = self._run
        if run is None or design == self.design:
            return
        row = next((row for row, course in enumerate(run.courses) if course.design == design), None)
        if row is not None:
            self._row = row
            self.update()
            self._describe()
            self.design_selected.emit(design)

    def bars(self, design: str) -> tuple[Interval, ...]:
        """What the row of *design* shows."""
        course = self._run.course(design) if self._run is not None else None
        return course.intervals if course is not None else ()

    def sizeHint(self) -> QSize:
        """Room for comfortable rows."""
        return QSize(560, _TOP + _BOTTOM + self._rows() * _MOST_ROW)

    def minimumSizeHint(self) -> QSize:
        """Room for every row."""
        return QSize(360, _TOP + _BOTTOM + self._rows() * _LEAST_ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a row with the arrow keys, Home and End."""
        last = self._rows() - 1
        rows = {
            Qt.Key.Key_Up: max(0, self._row - 1),
            Qt.Key.Key_Down: min(last, self._row + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        course = self._course(rows.get(Qt.Key(event.key()), -1))
        if course is None:
            super().keyPressEvent(event)
        else:
            self.choose(course.design)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the mouse."""
        course = self._course(self._row_at(event.position().y()))
        if course is not None:
            self.choose(course.design)

    def event(self, event: QEvent) -> bool:
        """Tell the question under the mouse, or the stretch of time between two of them."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), tool_tip.literal(self.text_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def text_at(self, place: QPointF) -> str:
        """What a tool tip says at this place; empty where there is nothing to tell."""
        course = self._course(self._row_at(place.y()))
        if course is None:
            return ""
        near = min(course.samples, key=lambda sample: abs(self._x(sample.at_s) - place.x()))
        if abs(self._x(near.at_s) - place.x()) <= _NEAR:
            return f"{course.design}, {near.sentence}"
        return f"{course.design}: {course.verdict}"

    def place_of(self, design: str, sample: Sample) -> QPointF:
        """Where the point of *sample* is."""
        assert self._run is not None  # noqa: S101  there is a sample
        row = next(row for row, course in enumerate(self._run.courses) if course.design == design)
        return QPointF(self._x(sample.at_s), self._row_rect(row).center().y())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  everything is painted
        """Paint rows, axis and marks."""
        run = self._run
        if run is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter, run)
        for row, course in enumerate(run.courses):
            self._paint_row(painter, row, course)
        self._paint_marks(painter, run)
        painter.end()

    def _paint_row(self, painter: QPainter, row: int, course: Course) -> None:
        theme, rect = self._appearance.theme, self._row_rect(row)
        if row == self._row:
            painter.setPen(QPen(QColor(theme.accent)) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(self._font(bold=row == self._row))
        painter.setPen(QColor(theme.text))
        name = rect.adjusted(_GAP, 0, 0, 0)
        shown = QFontMetricsF(painter.font()).elidedText(
            course.design, Qt.TextElideMode.ElideMiddle, self.width() * _MOST_OF_NAMES
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        for interval in course.intervals:
            self._paint_interval(painter, rect, interval)
        painter.setBrush(QColor(theme.surface))
        for sample in course.samples:
            painter.setPen(QPen(theme.text_colour(TONES[sample.validity]), 1.4))
            painter.drawEllipse(QPointF(self._x(sample.at_s), rect.center().y() + _BAR / 2), _DOT, _DOT)
        tone = TONES[course.worst] if course.is_affected or course.wrong else Tone.MUTED
        painter.setPen(theme.text_colour(tone))
        painter.setFont(self._font(bold=bool(course.wrong)))
        right = rect.adjusted(0, 0, -_GAP, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, course.summary)

    def _paint_interval(self, painter: QPainter, row: QRectF, interval: Interval) -> None:
        theme, tone = self._appearance.theme, TONES[interval.validity]
        left, right = self._x(interval.start_s), self._x(interval.end_s)
        bar = QRectF(left + 0.5, row.center().y() - _BAR / 2, max(2.0, right - left - 1), _BAR)
        colour = theme.text_colour(tone)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(theme.soft_colour(tone))
        painter.drawRoundedRect(bar, 3, 3)
        if interval.validity in _HATCHES:
            hatch = QColor(colour)
            hatch.setAlphaF(0.45)
            painter.setBrush(QBrush(hatch, _HATCHES[interval.validity]))
            painter.drawRoundedRect(bar, 3, 3)
        painter.setFont(self._font(bold=interval.validity.is_wrong))
        metrics = QFontMetricsF(painter.font())
        words = next(
            (
                each
                for each in (interval.words, str(interval.status))
                if metrics.horizontalAdvance(each) + 2 <= bar.width()
            ),
            "",
        )
        if not words:
            return
        width = min(metrics.horizontalAdvance(words) + 8, bar.width())
        plate = QRectF(bar.center().x() - width / 2, bar.top() + 2, width, bar.height() - 4)
        if interval.validity in _HATCHES:  # words on hatching cannot be read
            painter.fillRect(plate, theme.soft_colour(tone))
        painter.setPen(colour)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_axis(self, painter: QPainter, run: Run) -> None:
        theme = self._appearance.theme
        painter.setFont(self._font())
        bottom = self._row_rect(self._rows() - 1).bottom()
        span = run.end_s / 60
        step = next((each for each in _TICKS_MIN if span / each <= _MOST_TICKS), 60)
        for number in range(int(span / step) + 1):
            x = self._x(number * step * 60)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(x, _TOP), QPointF(x, bottom + 4))
            painter.setPen(QColor(theme.muted))
            words = f"{number * step:g}" if number else self.tr("log-in")
            place = QRectF(x - 40, bottom + 4, 80, _BOTTOM - 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, words)
        corner = QRectF(0, bottom + 4, self.width() - _GAP, _BOTTOM - 4)
        painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.tr("minutes"))

    def _paint_marks(self, painter: QPainter, run: Run) -> None:
        theme = self._appearance.theme
        painter.setFont(self._font(bold=True))
        metrics = QFontMetricsF(painter.font())
        bottom = self._row_rect(self._rows() - 1).bottom()
        free_until = float(self.width() - _GAP)
        for moment_s, name in ((run.lifetime_s, "exp"), (run.change_s, self.tr("change"))):
            x = self._x(moment_s)
            painter.setPen(QPen(QColor(theme.text), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, _TOP - 6), QPointF(x, bottom))
            words = f"{name}: minute {minutes(moment_s)}"
            width = metrics.horizontalAdvance(words) + 4
            place = QRectF(min(x - width / 2, free_until - width), 0, width, _TOP - 8)
            free_until = place.left() - _GAP
            painter.setPen(QColor(theme.text))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _describe(self) -> None:
        course = self._course(self._row)
        if course is not None:
            words = f"{course.design}: {course.verdict}"
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _course(self, row: int) -> Course | None:
        return self._run.courses[row] if self._run is not None and 0 <= row < len(self._run.courses) else None

    def _rows(self) -> int:
        return len(self._run.courses) if self._run is not None else 0

    def _row_height(self) -> float:
        room = (self.height() - _TOP - _BOTTOM) / max(1, self._rows())
        return min(_MOST_ROW, max(_LEAST_ROW, room))

    def _row_rect(self, row: int) -> QRectF:
        height = self._row_height()
        return QRectF(0, _TOP + row * height, self.width(), height)

    def _row_at(self, y: float) -> int:
        return int((y - _TOP) // self._row_height()) if y >= _TOP else -1

    def _x(self, at_s: float) -> float:
        """Where a moment is: between the names at the left and the verdicts at the right."""
        run = self._run
        if run is None:
            return 0.0
        metrics = QFontMetricsF(self._font(bold=True))
        names = max(metrics.horizontalAdvance(course.design) for course in run.courses)
        left = min(names, self.width() * _MOST_OF_NAMES) + 3 * _GAP
        right = self.width() - max(metrics.horizontalAdvance(course.summary) for course in run.courses) - 3 * _GAP
        return left + (right - left) * at_s / run.end_s

    def _font(self, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font
