"""A chart: a widget whose content can be drawn elsewhere too, such as into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QPainter

    from workbench.ui.theme import Appearance, Theme


class ChartWidget(QWidget):
    """What all charts have in common; every chart on the Designs page can be copied and saved."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def has_picture(self) -> bool:
        """Whether there is something to draw."""
        raise NotImplementedError

    def picture_words(self) -> str:
        """What the picture shows, for those who cannot see it."""
        raise NotImplementedError

    def picture_size(self) -> QSize:
        """How large the picture is: as large as the chart on the screen, unless a chart says otherwise."""
        return self.size()

    def draw(self, painter: QPainter) -> None:
        """Draw the chart without what only the window needs, such as a focus frame."""
        raise NotImplementedError

    def draw_in(self, theme: Theme, painter: QPainter) -> None:
        """Draw the chart in the colours of *theme*, whatever the window has."""
        with self._appearance.painting_in(theme):
            self.draw(painter)
