"""A chart as SVG, as PNG and as an image, in light colours: most documents are white."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from workbench.ui.charts.chart import ChartWidget
from workbench.ui.theme import LIGHT

PNG_SCALE = 2
"""Pixels of a PNG for each one of the chart on the screen, so that it is sharp in print."""

_DPI = 96  # the pixels of CSS
_FAMILY = re.compile(rb'font-family="([^"]+)"')


def as_svg(chart: ChartWidget, title: str) -> bytes:
    """The chart as SVG, of `ChartWidget.picture_size`; its text stays text."""
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    # Without a view box, viewers scale by the resolution, each in its own way.
    generator.setResolution(_DPI)
    frame = QRect(QPoint(), chart.picture_size())
    generator.setSize(frame.size())
    generator.setViewBox(frame)
    generator.setTitle(title)
    generator.setDescription(chart.picture_words())
    painter = QPainter(generator)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(frame, QColor(LIGHT.surface))
    painter.setFont(chart.font())
    chart.draw_in(LIGHT, painter)
    painter.end()
    # Where the family is not installed, browsers would take one with serifs.
    return _FAMILY.sub(rb'font-family="\1, sans-serif"', bytes(buffer.data().data()))


def as_image(chart: ChartWidget) -> QImage:
    """The chart at twice its size, `PNG_SCALE`.

    Drawn by way of SVG: lines of a fixed width would stay as thin as on the screen.
    """
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(chart.picture_size() * PNG_SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    QSvgRenderer(QByteArray(as_svg(chart, ""))).render(painter)
    painter.end()
    return image


def as_png(chart: ChartWidget) -> bytes:
    """The image as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(as_image(chart))
    return bytes(buffer.data().data())
