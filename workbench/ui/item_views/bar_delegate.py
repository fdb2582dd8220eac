"""Paints the bars that a model puts in front of a text, in the colours of the designs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from workbench.ui.item_views.bars import Bar, Strip
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.tone_delegate import ToneDelegate

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

_HEIGHT = 18
_BAR_WIDTH = 52
_BAR_HEIGHT = 8
_COLUMN_WIDTH = 8
_COLUMN_GAP = 3
_LEAST = 2
"""The least width of a bar above zero, in pixels: one request of many thousands must be visible."""

_BACKGROUND_OPACITY = 0.5


class BarDelegate(ToneDelegate):
    """Shows a `Bar` or a `Strip` in place of an icon."""

    def __init__(self, appearance: Appearance, view: QWidget) -> None:
        super().__init__(appearance, view)
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Put the picture in front of the text."""
        super().initStyleOption(option, index)
        bar, strip = index.data(Role.BAR), index.data(Role.STRIP)
        if isinstance(bar, Bar):
            self._put(option, self._bar(bar))
        elif isinstance(strip, Strip):
            self._put(option, self._strip(strip))

    def _put(self, option: QStyleOptionViewItem, picture: QPixmap) -> None:
        made = QIcon(picture)
        made.addPixmap(picture, QIcon.Mode.Selected)  # otherwise the style tints it
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = made
        option.decorationSize = picture.deviceIndependentSize().toSize()

    def _bar(self, bar: Bar) -> QPixmap:
        picture, painter = self._canvas(QSize(_BAR_WIDTH, _HEIGHT))
        track = QRectF(0, (_HEIGHT - _BAR_HEIGHT) / 2, _BAR_WIDTH, _BAR_HEIGHT)
        painter.setBrush(QColor(self._appearance.theme.border))
        painter.drawRoundedRect(track, 3, 3)
        if bar.share > 0:
            painter.setBrush(self._appearance.theme.series_colour(bar.series))
            track.setWidth(max(_LEAST, bar.share * _BAR_WIDTH))
            painter.drawRoundedRect(track, 3, 3)
        painter.end()
        return picture

    def _strip(self, strip: Strip) -> QPixmap:
        step = _COLUMN_WIDTH + _COLUMN_GAP
        picture, painter = self._canvas(QSize(max(1, len(strip.shares) * step), _HEIGHT))
        for place, share in enumerate(strip.shares):
            column = QRectF(place * step, 0, _COLUMN_WIDTH, _HEIGHT - 3)
            painter.setBrush(QColor(self._appearance.theme.border))
            painter.drawRect(column)
            painter.setOpacity(1 if place == strip.chosen else _BACKGROUND_OPACITY)
            painter.setBrush(self._appearance.theme.series_colour(place))
            if share > 0:
                column.setTop(column.bottom() - max(_LEAST, share * column.height()))
                painter.drawRect(column)
            painter.setOpacity(1)
            if place == strip.chosen:
                painter.setBrush(QColor(self._appearance.theme.text))
                painter.drawRect(QRectF(place * step, _HEIGHT - 2, _COLUMN_WIDTH, 2))
        painter.end()
        return picture

    def _canvas(self, size: QSize) -> tuple[QPixmap, QPainter]:
        ratio = self._view.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        return picture, painter
