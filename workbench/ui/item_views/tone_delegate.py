"""Paints the roles of the models (tone, icon, ground, fixed font) in the colours of the current theme."""

from PySide6.QtCore import QEvent, QMargins, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QHelpEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Appearance, Theme, Tone
from workbench.ui.widgets import tool_tip

_ICON_SIZE = QSize(16, 16)
_MARK_SIZE = QSize(12, 12)
_MARK_GAP = 6
_EDGE = 3
_NOTE_PIXELS = 11
_NOTE_GAP = 5
_MOST_CHARACTERS = 1_000
_MOST_PALETTES = 100

# Each access to a member of an enumeration, and each combination of flags, is a call of Python code.
_DISPLAY, _ALIGNMENT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole
_HAS_DISPLAY = QStyleOptionViewItem.ViewItemFeature.HasDisplay
_HAS_DECORATION = QStyleOptionViewItem.ViewItemFeature.HasDecoration
_HAS_BOTH = _HAS_DISPLAY | _HAS_DECORATION
_FOCUS, _SELECTED = QStyle.StateFlag.State_HasFocus, QStyle.StateFlag.State_Selected


class ToneDelegate(QStyledItemDelegate):
    """The delegate of every table: text keeps its tone in a selected row, and the current cell has a frame."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._fixed.setPixelSize(12)
        self._theme: Theme | None = None
        self._palettes: dict[tuple[int, Tone], QPalette] = {}

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Give the item the text, the colours and the font of its roles.

        The model is asked only for the roles that our models fill: Qt's own method asks for seven, each in Python, and
        takes twice as long for a table as the rest of a keystroke.
        """
        ask = index.model().data
        if isinstance(index, QModelIndex):
            option.index = index
        text = ask(index, _DISPLAY)
        features = None
        if text is not None:
            features = _HAS_DISPLAY
            text = text if isinstance(text, str) else self.displayText(text, option.locale)
            # Measuring 200 KiB takes 2 ms each time it is painted.
            option.text = text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…"
        alignment = ask(index, _ALIGNMENT)
        if alignment is not None:
            option.displayAlignment = Qt.AlignmentFlag(alignment)
        # A proxy returns a StrEnum member as a plain str.
        tone = Tone(ask(index, Role.TONE) or Tone.PLAIN)
        option.palette = self._palette(option.palette, tone)
        if ask(index, Role.MONO):
            option.font = self._fixed
        if ask(index, Role.STRONG):
            option.font.setBold(True)
        picture = ask(index, Role.ICON)
        if picture:
            features = _HAS_BOTH if features else _HAS_DECORATION
            option.icon = icon(Icon(picture), self._appearance, Tone(ask(index, Role.ICON_TONE) or tone))
            option.decorationSize = _ICON_SIZE
        if features:
            option.features |= features

    def _palette(self, palette: QPalette, tone: Tone) -> QPalette:
        """Return *palette* with texts of *tone*; the same object each time, since a table paints thousands of cells."""
        theme = self._appearance.theme
        if theme is not self._theme or len(self._palettes) > _MOST_PALETTES:
            self._theme, self._palettes = theme, {}
        key = palette.cacheKey(), tone
        found = self._palettes.get(key)
        if found is None:
            found = QPalette(palette)
            colour = theme.text_colour(tone)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                found.setColor(role, colour)
            self._palettes[key] = found
        return found

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the item; a frame marks the current cell while the table has the keyboard focus.

        Where single cells are selected, a cell with its own ground keeps it, and the frame marks the selection too.
        """
        ask = index.model().data
        ground = ask(index, Role.GROUND)
        state = option.state.value
        framed, selected = bool(state & _FOCUS.value), bool(state & _SELECTED.value)
        if ground and selected and _selects_cells(option.widget):
            selected, framed = False, True
        if framed:  # the style would draw a frame of its own
            option = QStyleOptionViewItem(option)
            option.state &= ~(_FOCUS if selected else _FOCUS | _SELECTED)
        if ground and not selected:
            # Not as the option's brush: the style sheet paints over that.
            painter.fillRect(option.rect, self._appearance.theme.soft_colour(Tone(ground)))
        super().paint(painter, option, index)
        edge = ask(index, Role.EDGE)
        if edge:
            colour = self._appearance.theme.text_colour(Tone(edge))
            painter.fillRect(QRect(option.rect.topLeft(), QSize(_EDGE, option.rect.height())), colour)
        mark, note = ask(index, Role.MARK), ask(index, Role.NOTE)
        if note:
            self._paint_note(painter, option, index, str(note))
        if mark:
            place = QRect(QPoint(), _MARK_SIZE)
            place.moveCenter(option.rect.center())
            place.moveRight(option.rect.right() - _MARK_GAP)
            icon(Icon(mark), self._appearance, Tone.MUTED).paint(painter, place)
        if framed:
            painter.save()
            painter.setPen(QPen(QColor(self._appearance.theme.accent)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(0, 0, -1, -1), 4, 4)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Leave room for the note behind the text and the mark at the end."""
        size = super().sizeHint(option, index)
        note = index.data(Role.NOTE)
        if note:
            width = QFontMetrics(_note_font(option.font)).horizontalAdvance(str(note))
            size = size.grownBy(QMargins(0, 0, _NOTE_GAP + width, 0))
        return size.grownBy(QMargins(0, 0, _MARK_SIZE.width() + _MARK_GAP, 0)) if index.data(Role.MARK) else size

    def _paint_note(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, note: str
    ) -> None:
        """Write *note* behind the text; if it does not fit, it is left out, and only the tool tip has it."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style = option.widget.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, shown, option.widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, shown, option.widget) + 1
        font = _note_font(shown.font)
        start = place.left() + margin + QFontMetrics(shown.font).horizontalAdvance(shown.text) + _NOTE_GAP
        end = option.rect.right() - (_MARK_SIZE.width() + _MARK_GAP if index.data(Role.MARK) else 0)
        if start + QFontMetrics(font).horizontalAdvance(note) > end:
            return
        painter.save()
        painter.setFont(font)
        painter.setPen(shown.palette.color(QPalette.ColorRole.Text))
        painter.drawText(
            QRect(start, option.rect.top(), end - start, option.rect.height()), Qt.AlignmentFlag.AlignVCenter, note
        )
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show the tool tip as plain text."""
        text = index.data(Qt.ItemDataRole.ToolTipRole)
        if event.type() != QEvent.Type.ToolTip or not text:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), tool_tip.literal(str(text)), view.viewport(), option.rect)
        return True


class MiddleDelegate(ToneDelegate):
    """Shortens a text in the middle, for ids that differ at their ends; the model's tool tip has all of it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Put the ellipsis in the middle."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


def _note_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(_NOTE_PIXELS)
    return small


def _selects_cells(view: QWidget) -> bool:
    cells = QAbstractItemView.SelectionBehavior.SelectItems
    return isinstance(view, QAbstractItemView) and view.selectionBehavior() is cells
