"""A combo box whose list shows a detail of each choice, in groups; closed, it shows only the choice."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Appearance, Tone

_ROW_HEIGHT = 26
_INSIDE = 8
_INDENT = 12  # of choices below a title
_BETWEEN = 16


class ChoiceBox(QComboBox):
    """Choices with a detail each, under titles that cannot be chosen.

    Signals:
        about_to_open(): the list is about to open; set details now that are costly to work out.
    """

    about_to_open = Signal()

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setItemDelegate(_ChoiceDelegate(appearance, self))

    def add_group(self, title: str) -> None:
        """Add a title for the choices that follow."""
        self.addItem(title)
        model = self.model()
        if isinstance(model, QStandardItemModel):
            model.item(self.count() - 1).setFlags(Qt.ItemFlag.NoItemFlags)

    def add_choice(self, text: str, data: object, detail: str = "") -> None:
        """Add a choice with the value *data*."""
        self.addItem(text, data)
        self.show_detail(self.count() - 1, detail)

    def show_detail(self, row: int, detail: str, tone: Tone = Tone.MUTED) -> None:
        """Set the detail of the choice in *row*."""
        self.setItemData(row, detail, Role.DETAIL)
        self.setItemData(row, tone, Role.TONE)
        spoken = f"{self.itemText(row)}: {detail}" if detail else self.itemText(row)
        self.setItemData(row, spoken, Qt.ItemDataRole.AccessibleTextRole)

    def showPopup(self) -> None:
        """Open the list, as wide as its details need."""
        self.about_to_open.emit()
        delegate = self.itemDelegate()
        if isinstance(delegate, _ChoiceDelegate):
            delegate.align(self)
        self.setMaxVisibleItems(max(10, self.count()))
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 2 * _INSIDE)
        super().showPopup()


class _ChoiceDelegate(QStyledItemDelegate):
    """Paints the details as a column of their own, and titles as captions."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._column = 0
        self._indent = 0

    def align(self, box: QComboBox) -> None:
        """Align the details after the longest text, and indent choices below a title."""
        metrics = QFontMetrics(box.view().font())
        choices = [box.itemText(row) for row in range(box.count()) if box.itemData(row, Role.DETAIL)]
        self._column = max((metrics.horizontalAdvance(text) for text in choices), default=0) + _BETWEEN
        self._indent = _INDENT if len(choices) < box.count() else 0

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as text and detail."""
        self.initStyleOption(option, index)
        detail = str(index.data(Role.DETAIL) or "")
        metrics = QFontMetrics(option.font)
        width = self._column + metrics.horizontalAdvance(detail) if detail else metrics.horizontalAdvance(option.text)
        return QSize(width + self._indent + 2 * _INSIDE, _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the ground as the style does, then text and detail."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        theme = self._appearance.theme
        inside = option.rect.adjusted(_INSIDE, 0, -_INSIDE, 0)
        painter.save()
        is_title = not index.flags() & Qt.ItemFlag.ItemIsEnabled
        font = QFont(option.font)
        if is_title:
            font.setWeight(QFont.Weight.DemiBold)
        else:
            inside.setLeft(inside.left() + self._indent)
        painter.setFont(font)
        painter.setPen(theme.text_colour(Tone.MUTED if is_title else Tone.PLAIN))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, flags, text)
        detail = str(index.data(Role.DETAIL) or "")
        if detail:
            room = QRect(inside.left() + self._column, inside.top(), inside.width() - self._column, inside.height())
            painter.setPen(theme.text_colour(Tone(index.data(Role.TONE) or Tone.MUTED)))
            painter.drawText(
                room, flags, painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, room.width())
            )
        painter.restore()
