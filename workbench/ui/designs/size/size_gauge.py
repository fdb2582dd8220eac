"""A gauge: a token as a bar, on a scale that the limits of real servers mark."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.core.token.header_limits import REFERENCE, HeaderLimit, marked
from workbench.ui.charts.chart import ChartWidget
from workbench.ui.charts.label_layout import together
from workbench.ui.theme import Appearance, Tone

_FONT_SIZE = 12
_BAR = 10
_TICK = 4
_TEXT = 16
# Marks closer to each other, in pixels, share one; names keep so much between them.
_CLOSE = 8
_BETWEEN = 10
# Scale beyond the last limit that is marked, as a factor.
_BEYOND = 1.08


class SizeGauge(ChartWidget):
    """Shows a token's size relative to the limits; a text beside it says the same."""

    def __init__(
        self, name: str, limits: Sequence[HeaderLimit], appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        """Make an empty gauge with these limits as marks."""
        super().__init__(appearance, parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._limits = sorted(limits, key=lambda limit: limit.largest_token)
        self._token_bytes = 0
        self._tone = Tone.ALLOWED
        self._font = QFont(self.font())
        self._font.setPixelSize(_FONT_SIZE)
        appearance.changed.connect(self.update)

    def show_size(self, token_bytes: int, tone: Tone, words: str) -> None:
        """Show a token of this length in the colour of its verdict; *words* go to those who cannot see it."""
        self._token_bytes, self._tone = token_bytes, tone
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """A bar, its marks, and a line of names."""
        return QSize(240, _BAR + _TICK + _TEXT)

    def minimumSizeHint(self) -> QSize:
        """See `sizeHint`."""
        return QSize(160, _BAR + _TICK + _TEXT)

    @property
    def scale(self) -> float:
        """Bytes at the right end: beyond the first marked limit that accepts the token, and beyond nginx's."""
        beyond = [limit.largest_token for limit in self._limits if limit.takes(self._token_bytes)]
        known = [limit.largest_token for limit in self._limits if limit.name == REFERENCE]
        return _BEYOND * max(self._token_bytes if not beyond else beyond[0], *known)

    def marks(self) -> list[tuple[str, float]]:
        """The names of the marks and their positions in pixels; limits close to each other share one."""
        seen = [limit for limit in self._limits if limit.largest_token <= self.scale]
        places = [limit.largest_token / self.scale * self.width() for limit in seen]
        return [(marked([seen[index] for index in group]), places[group[-1]]) for group in together(places, _CLOSE)]

    def names(self) -> list[tuple[str, QRectF]]:
        """The position of each mark's name; the largest are placed first, and one without room is left out."""
        metrics = QFontMetrics(self._font)
        right = float(self.width())
        found: list[tuple[str, QRectF]] = []
        for words, place in reversed(self.marks()):
            width = metrics.horizontalAdvance(words) + 2
            left = min(place - width / 2, right - width)
            if left < 0 or left + width < place:
                continue
            found.append((words, QRectF(left, _BAR + _TICK, width, _TEXT)))
            right = left - _BETWEEN
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar, and below it the marks with their names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)

    def has_picture(self) -> bool:
        """Whether a token is shown."""
        return bool(self._token_bytes)

    def picture_words(self) -> str:
        """What the limits say of the token."""
        return self.accessibleName()

    def draw(self, painter: QPainter) -> None:
        """Draw the bar, the marks and their names."""
        theme = self._appearance.theme
        painter.setFont(self._font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), _BAR), 4, 4)
        if not self._token_bytes:
            return
        painter.setBrush(theme.text_colour(self._tone))
        painter.drawRoundedRect(QRectF(0, 0, max(4.0, self._token_bytes / self.scale * self.width()), _BAR), 4, 4)
        painter.setPen(QPen(QColor(theme.text)))
        for _, place in self.marks():
            painter.drawLine(round(place), 0, round(place), _BAR + _TICK)
        painter.setPen(QPen(QColor(theme.muted)))
        for words, room in self.names():
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
