"""A name that is edited in its cell: one that cannot be is refused below the field, which stays open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QLabel, QLineEdit, QStyleOptionViewItem, QWidget

from workbench.ui.item_views.tone_delegate import ToneDelegate
from workbench.ui.widgets.restyle import set_style_property

if TYPE_CHECKING:
    from workbench.ui.item_views.roles import Index
    from workbench.ui.theme import Appearance

_TAKING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class NameDelegate(ToneDelegate):
    """Judges a name while it is typed. Enter takes none that is refused; Esc, or leaving the field, goes back.

    Signals:
        judged(str): why the typed name is refused; empty if it is not, or editing has ended.
    """

    judged = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, fault: Callable[[Index, str], str]) -> None:
        """Make the delegate; *fault* gives a sentence that says why the cell cannot have a text, empty if it can."""
        super().__init__(appearance, parent)
        self._fault = fault
        self._index = QPersistentModelIndex()
        self._words: QLabel | None = None

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """The field, with room below it for what is wrong."""
        self._index = QPersistentModelIndex(index)
        editor = QLineEdit(parent)
        editor.setProperty("plain", True)
        editor.setAccessibleName("Name")
        editor.textEdited.connect(self._judge)
        words = QLabel(parent)
        words.setObjectName("keys.name_fault")
        words.setProperty("fault", True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.hide()
        self._words = words
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Show the name; not again when something else in the row changes while another one is typed."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def destroyEditor(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Clear the message when the field closes."""
        if self._words is not None:
            self._words.deleteLater()
            self._words = None
        super().destroyEditor(editor, index)
        self.judged.emit("")

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keep the field open while its text is refused; leaving it then leaves the name unchanged."""
        if isinstance(editor, QLineEdit) and self._fault_of(editor):
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TAKING_KEYS:
                self._show_fault(editor)
                return True
            if event.type() == QEvent.Type.FocusOut:
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
                return False
        return super().eventFilter(editor, event)

    @Slot()
    def _judge(self) -> None:
        editor = self.sender()
        if isinstance(editor, QLineEdit):
            self._show_fault(editor)

    def _fault_of(self, editor: QLineEdit) -> str:
        return self._fault(self._index, editor.text()) if self._index.isValid() else ""

    def _show_fault(self, editor: QLineEdit) -> None:
        fault = self._fault_of(editor)
        set_style_property(editor, "refused", bool(fault))
        self.judged.emit(fault)
        words = self._words
        field = editor.parentWidget()
        if words is None or field is None:
            return
        words.setText(fault)
        words.setVisible(bool(fault))
        if fault:
            words.adjustSize()
            below = editor.geometry().bottomLeft() + QPoint(0, 4)
            room = field.rect()
            if below.y() + words.height() > room.bottom():
                below.setY(editor.geometry().top() - words.height() - 4)
            words.move(below)
            words.raise_()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(editor, fault))
