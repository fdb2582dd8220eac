"""The lines of growth on logarithmic axes. Imports pyqtgraph, and is therefore imported when a chart is first shown."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QWidget

from workbench.core.token.header_limits import HeaderLimit, marked
from workbench.ui.charts.label_layout import together

if TYPE_CHECKING:
    from workbench.core.designs.growth import Growth
    from workbench.ui.theme import Theme

# By default, mouse moves within 10 ms are dropped; if the last one is, the figures of a wrong point stay.
pg.setConfigOption("mouseRateLimit", -1)

_FONT_SIZE = 12
_LINE_WIDTH = 2
_POINT_SIZE = 5
# Of the label of a limit: how much of the room around its text may lie below another, in pixels, and where it is
# anchored to be above or below its line.
_LABEL_MARGIN = 4
_ABOVE, _BELOW = (0, 1.05), (0, -0.05)
_BELOW_THE_CURVES = -10
_BELOW_THE_NAMES = -20
# How far the figures at the ends of an axis may extend beyond it, in pixels.
_TICK_OVERHANG = 26
_DECADES = range(8)
# Above the largest and below the smallest figure, as a factor.
_HEADROOM = 1.4


class GrowthPlot(QObject):
    """A line for each design with its measured points marked, and a dashed line for each limit.

    Attributes:
        widget: what is shown.
        curves: the lines, in the order of the designs.

    Signals:
        pointed(int): the mouse is nearest to this measured point.
        moved(): the lines lie elsewhere now, since the widget has another size.
    """

    pointed = Signal(int)
    moved = Signal()

    def __init__(self, limits: Sequence[HeaderLimit], parent: QWidget) -> None:
        super().__init__(parent)
        self._limits = sorted(limits, key=lambda limit: limit.largest_token)
        self._growth: Growth | None = None
        self._words: dict[str, str] = {}
        self._plot_widget = pg.PlotWidget(parent)
        self.widget: QWidget = self._plot_widget
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item = self._plot_widget.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.setMouseEnabled(x=False, y=False)
        self._item.hideButtons()
        self._view = self._item.getViewBox()
        self._font = QFont(self.widget.font())
        self._font.setPixelSize(_FONT_SIZE)
        self._grid = [pg.InfiniteLine(pos=decade, angle=0, movable=False) for decade in _DECADES]
        self._limit_lines = [pg.InfiniteLine(pos=log10(each.largest_token), angle=0) for each in self._limits]
        self._limit_labels = [pg.TextItem(anchor=_ABOVE) for _ in self._limits]
        self.curves: list[pg.PlotDataItem] = []
        self._crosshair = pg.InfiniteLine(angle=90, movable=False)
        for line in (*self._grid, *self._limit_lines, self._crosshair):
            line.setZValue(_BELOW_THE_NAMES)
            self._item.addItem(line, ignoreBounds=True)
        for label in self._limit_labels:
            label.setFont(self._font)
            label.setZValue(_BELOW_THE_CURVES)
            self._item.addItem(label, ignoreBounds=True)
        self._crosshair.hide()
        for name in ("bottom", "left"):
            self._item.getAxis(name).setStyle(tickFont=self._font, tickLength=-4, hideOverlappingLabels=_TICK_OVERHANG)
        figures = [(decade, f"{10**decade:,}") for decade in _DECADES]
        between = [(decade + log10(digit), "") for decade in _DECADES for digit in range(2, 10)]
        self._item.getAxis("left").setTicks([figures, between])
        self._item.getAxis("bottom").setTicks([figures, between])
        self._plot_widget.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self._view.sigResized.connect(self._on_resized)

    def leave_room(self, width: int) -> None:
        """Keep so many pixels free to the right of the lines."""
        self._item.layout.setContentsMargins(0, 4, width, 0)

    def show_growth(self, growth: Growth, words: str) -> None:
        """Show these curves; *words* label the lower axis."""
        self.show_nothing()
        self._growth = growth
        across = [log10(count) for count in growth.counts]
        for each in growth.curves:
            line = pg.PlotDataItem(across, [log10(size) for size in each.token_bytes], symbol="o", antialias=True)
            line.setSymbolSize(_POINT_SIZE)
            self.curves.append(line)
            self._item.addItem(line)
        figures = [size for each in growth.curves for size in each.token_bytes]
        self._view.setXRange(across[0], across[-1], padding=0)
        self._view.setYRange(log10(min(figures) / _HEADROOM), log10(max(figures) * _HEADROOM), padding=0)
        self._words = {"bottom": words, "left": "token bytes"}
        self._place_limit_labels()

    def show_nothing(self) -> None:
        """Remove the curves and the names of the limits."""
        self._growth = None
        for curve in self.curves:
            self._item.removeItem(curve)
        self.curves = []
        for label in self._limit_labels:
            label.hide()

    def paint(self, theme: Theme, colours: Sequence[QColor]) -> None:
        """Use these colours, one for each curve."""
        self._plot_widget.setBackground(theme.surface)
        for name in ("bottom", "left"):
            axis = self._item.getAxis(name)
            axis.setPen(pg.mkPen(theme.muted))
            axis.setTextPen(pg.mkPen(theme.muted))
            axis.setLabel(self._words.get(name, ""), **{"color": theme.muted, "font-size": f"{_FONT_SIZE}px"})
        for line in self._grid:
            line.setPen(pg.mkPen(theme.border))
        for line in self._limit_lines:
            line.setPen(pg.mkPen(theme.muted, style=Qt.PenStyle.DashLine))
        for label in self._limit_labels:
            label.setColor(theme.text)
            label.fill = pg.mkBrush(theme.surface)
        self._crosshair.setPen(pg.mkPen(theme.text))
        for curve, colour in zip(self.curves, colours, strict=True):
            curve.setPen(pg.mkPen(colour, width=_LINE_WIDTH))
            curve.setSymbolBrush(pg.mkBrush(colour))
            curve.setSymbolPen(None)

    def draw(self, painter: QPainter) -> None:
        """Draw the same elsewhere, with every point and letter as such instead of from a cache of pictures."""
        room = self.widget.rect()
        items = [curve.scatter for curve in self.curves]
        for item in items:
            item.setExportMode(True, {"antialias": True, "resolutionScale": 1.0})
        self._plot_widget.render(painter, QRectF(room).translated(self.widget.pos()), room)
        for item in items:
            item.setExportMode(False)

    def point_at(self, point: int | None) -> None:
        """Put the crosshair on this measured point, or remove it."""
        self._crosshair.setVisible(point is not None)
        if point is not None and self._growth is not None:
            self._crosshair.setPos(log10(self._growth.counts[point]))

    @property
    def left(self) -> float:
        """The x position in the widget at which the lines start."""
        return self._mapped(self._view.viewRange()[0][0], 0).x()

    @property
    def bottom(self) -> float:
        """The y position of the lower axis in the widget."""
        return self._mapped(0, self._view.viewRange()[1][0]).y()

    def place(self, point: int, token_bytes: int) -> QPointF:
        """The position of a measured point in the widget."""
        assert self._growth is not None  # noqa: S101  asked for a point of it
        return self._mapped(log10(self._growth.counts[point]), log10(token_bytes))

    def limit_labels(self) -> list[str]:
        """The labels of the limits that can be seen, the lowest first."""
        return [label.toPlainText() for label in self._limit_labels if label.isVisible()]

    def _mapped(self, across: float, up: float) -> QPointF:
        scene = self._view.mapViewToScene(QPointF(across, up))
        return QPointF(self._plot_widget.mapFromScene(scene))

    def _place_limit_labels(self) -> None:
        """Name each limit above its line, or below it at the top; limits whose names would overlap share one."""
        low, high = self._view.viewRange()[1]
        top = self._mapped(0, high).y()
        seen = [limit for limit in self._limits if low < log10(limit.largest_token) < high]
        heights = [-self._mapped(0, log10(limit.largest_token)).y() for limit in seen]
        for label in self._limit_labels:
            label.hide()
        room = self._limit_labels[0].boundingRect().height() * _ABOVE[1]
        groups = together(heights, room - _LABEL_MARGIN)
        fits_above = not heights or -heights[-1] - top > room
        if not fits_above and len(groups) > 1 and heights[-1] - heights[groups[-2][-1]] < 2 * room:
            groups[-2:] = [groups[-2] + groups[-1]]  # the label below its line would lie on the next one
        for label, group in zip(self._limit_labels, groups, strict=False):
            label.setText(marked([seen[index] for index in group]))
            line = log10(seen[group[-1]].largest_token)
            label.setAnchor(_ABOVE if fits_above or group is not groups[-1] else _BELOW)
            label.setPos(self._view.viewRange()[0][0], line)
            label.show()

    @Slot(object)
    def _on_mouse_moved(self, scene_position: QPointF) -> None:
        if self._growth is None or not self._view.sceneBoundingRect().contains(scene_position):
            return
        across = self._view.mapSceneToView(scene_position).x()
        counts = self._growth.counts
        self.pointed.emit(min(range(len(counts)), key=lambda point: abs(log10(counts[point]) - across)))

    @Slot()
    def _on_resized(self) -> None:
        if self._growth is not None:
            self._place_limit_labels()
            self.moved.emit()
