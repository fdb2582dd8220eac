"""The lifetime of a token as a bar, with the current time marked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.core.claims.phase import Phase
from workbench.ui.theme import Appearance, Tone

if TYPE_CHECKING:
    from workbench.core.claims.lifetime import Lifetime


_TRACK = 6
_HEIGHT = 18
_GAP = 8
_KNOB = 5.0
_TONES = {
    Phase.COUNTS: Tone.ALLOWED,
    Phase.NOT_YET: Tone.WARNING,
    Phase.EXPIRED: Tone.REFUSED,
    Phase.ENDLESS: Tone.WARNING,
    Phase.UNREADABLE: Tone.REFUSED,
}


class LifetimeBar(QWidget):
    """Paints a `Lifetime`: a track from iat (or nbf) to exp, filled up to now, and a description beside it."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._lifetime: Lifetime | None = None
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As high as a caption."""
        return QSize(200, _HEIGHT)

    def show_lifetime(self, lifetime: Lifetime | None) -> None:
        """Show *lifetime*; nothing for None."""
        self._lifetime = lifetime
        words = "" if lifetime is None else lifetime.words
        self.setAccessibleName(words)
        self.setToolTip("" if lifetime is None else lifetime.details)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, tick of nbf, and now."""
        lifetime = self._lifetime
        if lifetime is None:
            return
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = _TONES[lifetime.phase]
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(theme.text_colour(tone))
        words_width = min(painter.fontMetrics().horizontalAdvance(lifetime.words) + _GAP, self.width())
        words = QRectF(self.width() - words_width + _GAP, 0, words_width - _GAP, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, lifetime.words)
        track = QRectF(_KNOB, (self.height() - _TRACK) / 2, self.width() - words_width - 2 * _KNOB, _TRACK)
        if track.width() < 4 * _TRACK:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(track, _TRACK / 2, _TRACK / 2)
        gone = lifetime.gone
        if gone is None:
            return
        past = QRectF(track)
        past.setWidth(track.width() * gone)
        painter.setBrush(theme.text_colour(tone))
        painter.drawRoundedRect(past, _TRACK / 2, _TRACK / 2)
        if lifetime.starts is not None:
            left = track.left() + track.width() * lifetime.starts
            painter.drawRect(QRectF(left - 1, track.top() - 3, 2, _TRACK + 6))
        painter.setBrush(QColor(theme.surface))
        painter.setPen(theme.text_colour(tone))
        painter.drawEllipse(QPointF(past.right() if math.isfinite(past.right()) else 0, track.center().y()), 4.5, 4.5)
