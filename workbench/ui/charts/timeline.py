"""A time line: rows of intervals, the questions asked in them, and a cursor."""

from collections.abc import Sequence

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

from workbench.core.text.units import minutes
from workbench.core.timeline import Chart, Point, Row, Shade, Stretch
from workbench.ui.charts.chart import ChartWidget
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip

_TOP, _BOTTOM = 26, 24
_LEAST_ROW, _MOST_ROW, _BAR = 24, 34, 20
_GAP = 8
_MOST_OF_NAMES = 0.25  # of the width: a long name is in the tool tip
_DOT = 2.5
_NEAR = 6
_KNOB = 4.0
_TICKS_MIN = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440)
_MOST_TICKS = 9

TONES = {
    Shade.RIGHT: Tone.ALLOWED,
    Shade.TOO_MUCH: Tone.REFUSED,
    Shade.TOO_LITTLE: Tone.WARNING,
    Shade.QUIET: Tone.MUTED,
}
"""The colour of each shade; the bars have labels, and the wrong ones are hatched as well."""

_HATCHES = {Shade.TOO_MUCH: Qt.BrushStyle.BDiagPattern, Shade.TOO_LITTLE: Qt.BrushStyle.FDiagPattern}


class Timeline(ChartWidget):
    """Shows a `Chart`: arrow keys choose a row, and the tool tip of a point shows its question.

    If it has a cursor, Left, Right and the mouse move it between the times of interest.

    Signals:
        row_selected(str): the user chose the row of this name.
        moment_chosen(float): the user moved the cursor here, in seconds after the start of the line.
    """

    row_selected = Signal(str)
    moment_chosen = Signal(float)

    def __init__(
        self, name: str, appearance: Appearance, parent: QWidget | None = None, *, with_cursor: bool = False
    ) -> None:
        super().__init__(appearance, parent)
        self._chart: Chart | None = None
        self._row = 0
        self._cursor_s = 0.0 if with_cursor else None
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Time line")
        appearance.changed.connect(self.update)

    def show_chart(self, chart: Chart) -> None:
        """Show *chart* instead; the row of the same name stays chosen."""
        chosen = self.chosen
        self._chart = chart
        names = [row.name for row in chart.rows]
        self._row = names.index(chosen) if chosen in names else 0
        if self._cursor_s is not None:
            self._cursor_s = min(self._cursor_s, chart.end_s)
        self.setMaximumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()
        self._describe()

    @property
    def chosen(self) -> str:
        """The name of the chosen row; empty while nothing is shown."""
        row = self._at(self._row)
        return row.name if row is not None else ""

    @property
    def cursor_s(self) -> float | None:
        """The cursor in seconds after the start of the line; None if there is no cursor."""
        return self._cursor_s

    @Slot(str)
    def choose(self, name: str) -> None:
        """Choose the row of this name."""
        chart = self._chart
        if chart is None or name == self.chosen:
            return
        position = next((position for position, row in enumerate(chart.rows) if row.name == name), None)
        if position is not None:
            self._row = position
            self.update()
            self._describe()
            self.row_selected.emit(name)

    @Slot(float)
    def put_cursor(self, at_s: float) -> None:
        """Move the cursor."""
        if self._chart is None or self._cursor_s is None:
            return
        at_s = min(max(0.0, at_s), self._chart.end_s)
        if at_s != self._cursor_s:
            self._cursor_s = at_s
            self.update()
            self.moment_chosen.emit(at_s)

    def say(self, words: str) -> None:
        """Describe what is at the cursor to screen readers."""
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def bars(self, name: str) -> Sequence[Stretch]:
        """The description of the row with this name."""
        rows = self._chart.rows if self._chart is not None else ()
        return next((row.intervals for row in rows if row.name == name), ())

    def sizeHint(self) -> QSize:
        """Room for comfortable rows."""
        return QSize(560, _TOP + _BOTTOM + self._rows() * _MOST_ROW)

    def minimumSizeHint(self) -> QSize:
        """Room for every row."""
        return QSize(360, _TOP + _BOTTOM + self._rows() * _LEAST_ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a row with the arrow keys, Home and End; move the cursor with Left and Right."""
        pressed = Qt.Key(event.key())
        if self._cursor_s is not None and pressed in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.put_cursor(self._next_moment(self._cursor_s, forward=pressed is Qt.Key.Key_Right))
            return
        last = self._rows() - 1
        rows = {
            Qt.Key.Key_Up: max(0, self._row - 1),
            Qt.Key.Key_Down: min(last, self._row + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        row = self._at(rows.get(pressed, -1))
        if row is None:
            super().keyPressEvent(event)
        else:
            self.choose(row.name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the mouse, and move the cursor there."""
        row = self._at(self._row_at(event.position().y()))
        if row is not None:
            self.choose(row.name)
        self._look_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the cursor."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position().x())

    def event(self, event: QEvent) -> bool:
        """Show the question under the mouse, or the interval between two of them."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), tool_tip.literal(self.text_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def text_at(self, place: QPointF) -> str:
        """The tool tip at this position; empty for none."""
        row = self._at(self._row_at(place.y()))
        if row is None:
            return ""
        near = min(row.samples, key=lambda sample: abs(self._x(sample.at_s) - place.x()), default=None)
        if near is not None and abs(self._x(near.at_s) - place.x()) <= _NEAR:
            return f"{row.name}, {near.sentence}"
        return f"{row.name}: {row.verdict}"

    def place_of(self, name: str, sample: Point) -> QPointF:
        """Where the point of *sample* is."""
        assert self._chart is not None  # noqa: S101  there is a sample
        position = next(position for position, row in enumerate(self._chart.rows) if row.name == name)
        return QPointF(self._x(sample.at_s), self._row_rect(position).center().y())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  everything is painted
        """Paint rows, axis, marks and the cursor."""
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_chart(painter, self._chart, self._row)
        painter.end()

    def has_picture(self) -> bool:
        """Whether a chart is shown."""
        return self._chart is not None

    def picture_words(self) -> str:
        """The verdict of each row."""
        rows = self._chart.rows if self._chart is not None else ()
        return " ".join(f"{row.name}: {row.verdict.rstrip('.')}." for row in rows)

    def draw(self, painter: QPainter) -> None:
        """Draw rows, axis, marks and the cursor; no row is marked as chosen."""
        if self._chart is not None:
            self._paint_chart(painter, self._chart, None)

    def _paint_chart(self, painter: QPainter, chart: Chart, chosen: int | None) -> None:
        self._paint_axis(painter, chart)
        for position, row in enumerate(chart.rows):
            self._paint_row(painter, position, row, chosen=position == chosen)
        self._paint_marks(painter, chart)
        if self._cursor_s is not None:
            self._paint_cursor(painter, self._cursor_s)

    def _paint_row(self, painter: QPainter, position: int, row: Row, *, chosen: bool) -> None:
        theme, rect = self._appearance.theme, self._row_rect(position)
        if chosen:
            painter.setPen(QPen(QColor(theme.accent)) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(self._font(bold=chosen))
        painter.setPen(QColor(theme.text))
        name = rect.adjusted(_GAP, 0, 0, 0)
        shown = QFontMetricsF(painter.font()).elidedText(
            row.name, Qt.TextElideMode.ElideMiddle, self.width() * _MOST_OF_NAMES
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        for interval in row.intervals:
            self._paint_interval(painter, rect, interval)
        painter.setBrush(QColor(theme.surface))
        for sample in row.samples:
            painter.setPen(QPen(theme.text_colour(TONES[sample.shade]), 1.4))
            painter.drawEllipse(QPointF(self._x(sample.at_s), rect.center().y() + _BAR / 2), _DOT, _DOT)
        painter.setPen(theme.text_colour(TONES[row.shade]))
        painter.setFont(self._font(bold=row.shade.is_wrong))
        right = rect.adjusted(0, 0, -_GAP, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.summary)

    def _paint_interval(self, painter: QPainter, row: QRectF, interval: Stretch) -> None:
        theme, tone = self._appearance.theme, TONES[interval.shade]
        left, right = self._x(interval.start_s), self._x(interval.end_s)
        bar = QRectF(left + 0.5, row.center().y() - _BAR / 2, max(2.0, right - left - 1), _BAR)
        colour = theme.text_colour(tone)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(theme.soft_colour(tone))
        painter.drawRoundedRect(bar, 3, 3)
        if interval.shade in _HATCHES:
            hatch = QColor(colour)
            hatch.setAlphaF(0.45)
            painter.setBrush(QBrush(hatch, _HATCHES[interval.shade]))
            painter.drawRoundedRect(bar, 3, 3)
        painter.setFont(self._font(bold=interval.shade.is_wrong))
        metrics = QFontMetricsF(painter.font())
        words = next(
            (each for each in (interval.words, interval.short) if metrics.horizontalAdvance(each) + 2 <= bar.width()),
            "",
        )
        if not words:
            return
        width = min(metrics.horizontalAdvance(words) + 8, bar.width())
        plate = QRectF(bar.center().x() - width / 2, bar.top() + 2, width, bar.height() - 4)
        if interval.shade in _HATCHES:  # text on hatching is unreadable
            painter.fillRect(plate, theme.soft_colour(tone))
        painter.setPen(colour)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_axis(self, painter: QPainter, chart: Chart) -> None:
        theme = self._appearance.theme
        painter.setFont(self._font())
        bottom = self._row_rect(self._rows() - 1).bottom()
        span = chart.end_s / 60
        step = next((each for each in _TICKS_MIN if span / each <= _MOST_TICKS), _TICKS_MIN[-1])
        for number in range(int(span / step) + 1):
            x = self._x(number * step * 60)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(x, _TOP), QPointF(x, bottom + 4))
            painter.setPen(QColor(theme.muted))
            words = f"{number * step:g}" if number else chart.origin
            place = QRectF(x - 40, bottom + 4, 80, _BOTTOM - 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, words)
        corner = QRectF(0, bottom + 4, self.width() - _GAP, _BOTTOM - 4)
        painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "minutes")

    def _paint_marks(self, painter: QPainter, chart: Chart) -> None:
        theme = self._appearance.theme
        painter.setFont(self._font(bold=True))
        metrics = QFontMetricsF(painter.font())
        bottom = self._row_rect(self._rows() - 1).bottom()
        free_until = float(self.width() - _GAP)
        for moment_s, name in reversed(chart.marks):
            x = self._x(moment_s)
            painter.setPen(QPen(QColor(theme.text), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, _TOP - 6), QPointF(x, bottom))
            words = f"{name}: minute {minutes(moment_s)}"
            width = metrics.horizontalAdvance(words) + 4
            place = QRectF(min(x - width / 2, free_until - width), 0, width, _TOP - 8)
            free_until = place.left() - _GAP
            painter.setPen(QColor(theme.text))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_cursor(self, painter: QPainter, at_s: float) -> None:
        theme, x = self._appearance.theme, self._x(at_s)
        bottom = self._row_rect(self._rows() - 1).bottom()
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawLine(QPointF(x, _TOP - 4), QPointF(x, bottom + 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QPointF(x, bottom + 4), _KNOB, _KNOB)

    def _look_at(self, x: float) -> None:
        """Move the cursor to the mouse, snapping to the time of a question nearby."""
        if self._chart is None or self._cursor_s is None:
            return
        left, right = self._x(0), self._x(self._chart.end_s)
        near = min(self._moments(), key=lambda moment: abs(self._x(moment) - x), default=0.0)
        within = abs(self._x(near) - x) <= _NEAR
        self.put_cursor(near if within else (x - left) / max(1.0, right - left) * self._chart.end_s)

    def _next_moment(self, at_s: float, *, forward: bool) -> float:
        moments = self._moments()
        if forward:
            return next((each for each in moments if each > at_s), at_s)
        return next((each for each in reversed(moments) if each < at_s), at_s)

    def _moments(self) -> list[float]:
        """Every time at which something was asked or begins."""
        rows = self._chart.rows if self._chart is not None else ()
        asked = {sample.at_s for row in rows for sample in row.samples}
        return sorted(asked | {interval.start_s for row in rows for interval in row.intervals})

    def _describe(self) -> None:
        row = self._at(self._row)
        if row is not None:
            self.say(f"{row.name}: {row.verdict}")

    def _at(self, position: int) -> Row | None:
        return self._chart.rows[position] if self._chart is not None and 0 <= position < self._rows() else None

    def _rows(self) -> int:
        return len(self._chart.rows) if self._chart is not None else 0

    def _row_height(self) -> float:
        room = (self.height() - _TOP - _BOTTOM) / max(1, self._rows())
        return min(_MOST_ROW, max(_LEAST_ROW, room))

    def _row_rect(self, row: int) -> QRectF:
        height = self._row_height()
        return QRectF(0, _TOP + row * height, self.width(), height)

    def _row_at(self, y: float) -> int:
        return int((y - _TOP) // self._row_height()) if y >= _TOP else -1

    def _x(self, at_s: float) -> float:
        """The x position of a time, between the names at the left and the verdicts at the right."""
        chart = self._chart
        if chart is None:
            return 0.0
        metrics = QFontMetricsF(self._font(bold=True))
        names = max(metrics.horizontalAdvance(row.name) for row in chart.rows)
        left = min(names, self.width() * _MOST_OF_NAMES) + 3 * _GAP
        right = self.width() - max(metrics.horizontalAdvance(row.summary) for row in chart.rows) - 3 * _GAP
        return left + (right - left) * at_s / chart.end_s

    def _font(self, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font
