"""A delegate that marks parts of a text in the fixed font, such as the octets that differ."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.tone_delegate import ToneDelegate
from workbench.ui.theme import Tone


class SpanDelegate(ToneDelegate):
    """Paints the parts that the model names in the colours of edited text."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the item, then its marked parts over it."""
        super().paint(painter, option, index)
        spans = index.data(Role.SPANS)
        if not spans:
            return
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style = shown.widget.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, shown, shown.widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, shown, shown.widget) + 1
        metrics = QFontMetricsF(shown.font)
        step, start = metrics.horizontalAdvance("0"), place.left() + margin
        height = int(metrics.height())
        top = option.rect.top() + (option.rect.height() - height) // 2
        painter.save()
        painter.setClipRect(option.rect)
        painter.setFont(shown.font)
        painter.setPen(self._appearance.theme.text_colour(Tone.WARNING))
        for first, last in spans:
            left = round(start + first * step)
            part = QRect(left, place.top(), round((last - first) * step), place.height())
            ground = QRect(left - 1, top, part.width() + 2, height)
            painter.fillRect(ground, self._appearance.theme.soft_colour(Tone.WARNING))
            painter.drawText(
                part.adjusted(0, 0, 8, 0),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                shown.text[first:last],
            )
        painter.restore()
