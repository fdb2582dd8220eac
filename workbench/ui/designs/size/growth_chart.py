"""The chart of growth: lines that carry their names at their ends, and the figures of the point under the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.ui.charts.chart import ChartWidget
from workbench.ui.designs.size.end_labels import EndLabels
from workbench.ui.designs.size.growth_figures import GrowthFigures

if TYPE_CHECKING:
    from workbench.core.designs.growth import Growth
    from workbench.core.token.header_limits import HeaderLimit
    from workbench.ui.designs.size.growth_plot import GrowthPlot
    from workbench.ui.theme import Appearance, Theme

# Between the crosshair and the figures beside it, and above them.
_GAP = 12
_ABOVE = 8


_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class GrowthChart(ChartWidget):
    """Shows a `Growth`; Left and Right go from one measured point to the next.

    The chart inside is made when it is first shown: its library takes a third of a second to import.
    """

    def __init__(
        self,
        name: str,
        marked: Sequence[HeaderLimit],
        limits: Sequence[HeaderLimit],
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty chart.

        Args:
            name: its object name.
            marked: the limits that get a line.
            limits: all limits, so that it can be marked which a token breaks.
            appearance: the theme in use.
            parent: its parent widget.
        """
        super().__init__(appearance, parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(300, 160)
        self._marked = marked
        self._growth: Growth | None = None
        self._words = ""
        self._plot: GrowthPlot | None = None
        self._point: int | None = None
        self._names = EndLabels(appearance, self)
        self._figures = GrowthFigures(limits, appearance, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        appearance.changed.connect(self._paint)

    @property
    def plot(self) -> GrowthPlot | None:
        """The lines; None until the chart was shown."""
        return self._plot

    def show_growth(self, growth: Growth, words: str) -> None:
        """Show how each design grows with *words*, such as ``records``."""
        self._growth, self._words = growth, words
        self._point_at(None)
        if self._plot is not None:
            self._fill(self._plot, growth)

    def show_nothing(self) -> None:
        """Show empty axes: there are no figures."""
        self._growth = None
        self._point_at(None)
        self._names.show_names([])
        if self._plot is not None:
            self._plot.show_nothing()

    def labels(self) -> list[tuple[str, float]]:
        """The names at the ends of the lines, and their heights."""
        return self._names.placed()

    def reading(self) -> str:
        """The figures of the point under the crosshair; empty if there is no crosshair."""
        return self._figures.text() if self._point is not None else ""

    def has_picture(self) -> bool:
        """Whether there are lines, which are made when the chart is first shown."""
        return self._plot is not None and self._growth is not None

    def picture_words(self) -> str:
        """From where to where each line goes."""
        growth = self._growth
        if growth is None:
            return ""
        start, end = growth.counts[0], growth.counts[-1]
        lines = (f"{each.design} {each.token_bytes[0]:,} to {each.token_bytes[-1]:,}" for each in growth.curves)
        return f"Token bytes from {start:,} to {end:,} {self._words}: {', '.join(lines)}."

    def draw(self, painter: QPainter) -> None:
        """Draw lines and names; the window gets its own colours back before it is painted again."""
        if self._plot is None:
            return
        self._colour(self._plot)
        self._plot.draw(painter)
        painter.save()
        painter.translate(self._names.pos())
        self._names.draw(painter)
        painter.restore()

    def draw_in(self, theme: Theme, painter: QPainter) -> None:
        """Draw the chart in the colours of *theme*."""
        super().draw_in(theme, painter)
        self._paint()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the chart if this is the first time."""
        super().showEvent(event)
        if self._plot is None:
            from workbench.ui.designs.size.growth_plot import GrowthPlot

            self._plot = GrowthPlot(self._marked, self)
            self._plot.pointed.connect(self._point_at)
            self._plot.moved.connect(self._place_names)
            self._row.addWidget(self._plot.widget)
            self._names.raise_()
            if self._growth is not None:
                self._fill(self._plot, self._growth)
            self._paint()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse points at nothing any more."""
        super().leaveEvent(event)
        self._point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Paint the focus frame."""
        super().focusInEvent(event)
        if self._growth is not None and event.reason() in _BY_KEYBOARD:
            self._point_at(len(self._growth.counts) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard points at nothing any more."""
        super().focusOutEvent(event)
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next measured point."""
        last = len(self._growth.counts) - 1 if self._growth is not None else -1
        now = last if self._point is None else self._point
        steps = {
            Qt.Key.Key_Left: max(0, now - 1),
            Qt.Key.Key_Right: min(last, now + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        point = steps.get(Qt.Key(event.key()))
        if point is None or last < 0:
            super().keyPressEvent(event)
            return
        self._point_at(point)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._figures.text()))

    @Slot(int)
    def _point_at(self, point: int | None) -> None:
        self._point = point if self._growth is not None else None
        if self._plot is not None:
            self._plot.point_at(self._point)
        self._figures.setVisible(self._point is not None and self._plot is not None)
        if self._plot is None or self._growth is None or self._point is None:
            return
        self._figures.show_point(self._growth, self._point, self._words)
        across = self._plot.place(self._point, self._growth.largest_at(self._point)).x()
        # At the upper left, where no growing line passes; or beside the crosshair, if that is there.
        beside = self._plot.left + 2
        if across < beside + self._figures.width() + _GAP:
            beside = across + _GAP
        self._figures.move(int(beside), _ABOVE)
        self._figures.raise_()

    def _fill(self, plot: GrowthPlot, growth: Growth) -> None:
        plot.show_growth(growth, self._words)
        self._names.show_names([curve.design for curve in growth.curves])
        plot.leave_room(self._names.width())
        self._paint()
        self._place_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the names at the right."""
        super().resizeEvent(event)
        self._names.setGeometry(self.width() - self._names.width(), 0, self._names.width(), self.height())

    @Slot()
    def _place_names(self) -> None:
        if self._plot is not None and self._growth is not None:
            last = len(self._growth.counts) - 1
            heights = [self._plot.place(last, curve.token_bytes[last]).y() for curve in self._growth.curves]
            self._names.setGeometry(self.width() - self._names.width(), 0, self._names.width(), self.height())
            self._names.place(heights, self._plot.bottom)

    @Slot()
    def _paint(self) -> None:
        if self._plot is not None:
            self._colour(self._plot)
        self._names.update()
        self._figures.update()

    def _colour(self, plot: GrowthPlot) -> None:
        theme = self._appearance.theme
        count = len(self._growth.curves) if self._growth is not None else 0
        plot.paint(theme, [theme.series_colour(position) for position in range(count)])
