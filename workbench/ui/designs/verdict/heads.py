"""The heads of the verdict's table: a subject above its limit, and a caption above the neighbours of one group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from workbench.ui.item_views.roles import Role

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

_CAPTION, _LINE, _FOOT = 20, 16, 4
_SIDE = 4
_PIXELS = 12
_WIDEST = 90  # some servers have long names
_SPARE = 2  # a text of exactly the width of its place would be elided
_ACROSS = Qt.Orientation.Horizontal


class GroupedHead(QHeaderView):
    """Paints each head in two lines: ``role`` above ``5 min``; a model says under `Role.GROUP` what it belongs to.

    Columns get what they need, and share evenly what is left of the table's width.
    """

    def __init__(self, shared_from: int, appearance: Appearance, parent: QWidget) -> None:
        """Make one; columns from *shared_from* on share the room."""
        super().__init__(_ACROSS, parent)
        self._shared_from = shared_from
        self._appearance = appearance
        self._plain = QFont(self.font())
        self._plain.setPixelSize(_PIXELS)
        self._bold = QFont(self._plain)
        self._bold.setBold(True)
        self.setFixedHeight(_CAPTION + 2 * _LINE + _FOOT)
        self.setMinimumSectionSize(_LINE)
        self.setHighlightSections(False)
        self._needed: list[int] = []

    def fit(self, needed: list[int]) -> None:
        """Give the columns these widths, or that of their heads, and share out the rest."""
        self._needed = [max(width, self.sectionSizeHint(at)) for at, width in enumerate(needed)]
        self._share_out()

    def sectionSizeFromContents(self, section: int) -> QSize:
        """As wide as the longer line of the head."""
        first, last = self._lines(section)
        wide = max(QFontMetrics(self._bold).horizontalAdvance(first), QFontMetrics(self._plain).horizontalAdvance(last))
        return QSize(min(wide, _WIDEST) + 2 * _SIDE + _SPARE, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new room."""
        super().resizeEvent(event)
        self._share_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the heads, and above them the captions, each as wide as its group."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for caption, left, width in self._groups():
            self._paint_caption(painter, caption, left, width)
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one head."""
        theme = self._appearance.theme
        painter.save()
        painter.fillRect(rect, QColor(theme.surface))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme.border))
        first, last = self._lines(section)
        inside = rect.adjusted(_SIDE, 0, -_SIDE, -_FOOT)
        lower = QRect(inside.x(), inside.bottom() - _LINE + 1, inside.width(), _LINE)
        for font, place, text, colour in (
            (self._bold, lower.translated(0, -_LINE), first, theme.text),
            (self._plain, lower, last, theme.muted),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()

    def _paint_caption(self, painter: QPainter, caption: str, left: int, width: int) -> None:
        theme = self._appearance.theme
        room = QRect(left + _SIDE, 0, width - 2 * _SIDE, _CAPTION - 2)
        painter.setFont(self._plain)
        painter.setPen(QColor(theme.muted))
        shown = QFontMetrics(self._plain).elidedText(caption, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.fillRect(room.x(), room.bottom() + 1, room.width(), 1, QColor(theme.border))

    def _groups(self) -> Iterator[tuple[str, int, int]]:
        """Each run of neighbours of one group: its caption, and where it is in the viewport."""
        caption, left, width = "", 0, 0
        for section in range(self.count()):
            own = str(self._ask(section, Role.GROUP) or "")
            if own != caption:
                if caption:
                    yield caption, left, width
                caption, left, width = own, self.sectionViewportPosition(section), 0
            width += self.sectionSize(section)
        if caption:
            yield caption, left, width

    def _lines(self, section: int) -> tuple[str, str]:
        """The subject and the limit; a head of one line is written beside the limits."""
        text = str(self._ask(section, Qt.ItemDataRole.DisplayRole) or "")
        first, newline, last = text.partition("\n")
        return (first, last) if newline else ("", first)

    def _ask(self, section: int, role: int) -> object:
        model = self.model()
        return None if model is None else model.headerData(section, _ACROSS, role)

    def _share_out(self) -> None:
        if len(self._needed) != self.count():
            return
        sharing = max(1, self.count() - self._shared_from)
        each, rest = divmod(max(0, self.viewport().width() - sum(self._needed)), sharing)
        for section, width in enumerate(self._needed):
            more = each + (section - self._shared_from < rest) if section >= self._shared_from else 0
            self.resizeSection(section, width + more)
