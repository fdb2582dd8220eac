"""A text field for JSON that is kept in step with a value, and keeps what was typed while it is refused."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import WorkbenchError
from workbench.presenters.status import Severity, Status
from workbench.ui.theme import Appearance
from workbench.ui.widgets.status_line import StatusLine
from workbench.ui.widgets.undo_keys import UndoKeys


class JsonEdit(QWidget):
    """Passes every valid text on, and says of every other where it is wrong.

    A refused text is a draft: it stays, whatever happens to the value elsewhere, until it is mended or discarded.

    Signals:
        draft_changed(bool): the field holds a draft now, or does no longer.
    """

    draft_changed = Signal(bool)

    def __init__(
        self,
        name: str,
        take: Callable[[str], None],
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        """Make the field.

        Args:
            name: the object name of the text field; its status line is ``name_status``.
            take: called with the text; raises a WorkbenchError to refuse it.
            appearance: the theme in use.
            parent: the widget it stands in.
        """
        super().__init__(parent)
        self._take = take
        self._shown = ""
        self._draft = False
        self._showing = False
        self._taking = False
        self._edit = QPlainTextEdit(self)
        self._edit.setObjectName(name)
        self._edit.setProperty("mono", True)
        self._edit.setTabChangesFocus(True)
        UndoKeys(self._edit, self._keeps_undo)
        self._edit.setTabStopDistance(2 * QFontMetricsF(self._edit.font()).horizontalAdvance(" "))
        self._status = StatusLine(f"{name}_status", appearance, self)
        self._discard = QPushButton(self.tr("Discard this text"), self)
        self._discard.setObjectName(f"{name}_discard")
        self._discard.setProperty("flat", True)
        self._discard.hide()
        foot = QHBoxLayout()
        foot.addWidget(self._status, 1)
        foot.addWidget(self._discard)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._edit, 1)
        layout.addLayout(foot)
        self._edit.textChanged.connect(self._on_text_changed)
        self._discard.clicked.connect(self._on_discarded)

    def set_accessible_name(self, name: str) -> None:
        """Call the field *name* to those who hear it."""
        self._edit.setAccessibleName(name)

    @property
    def has_draft(self) -> bool:
        """Whether a text stands here that was refused."""
        return self._draft

    def show_text(self, text: str) -> None:
        """Show *text*, unless a draft stands here, or what the user has just typed means the same."""
        if text == self._shown:
            return
        self._shown = text
        if not self._draft and not self._taking:
            self._set(text)

    @Slot()
    def _on_text_changed(self) -> None:
        if self._showing:
            return
        self._taking = True
        try:
            self._take(self._edit.toPlainText())
        except WorkbenchError as error:
            self._mark_draft(Status(f"Not taken: {error} {error.hint}".strip(), Severity.ERROR))
        else:
            self._mark_draft(None)
        finally:
            self._taking = False

    @Slot()
    def discard(self) -> None:
        """Forget the draft, if there is one, and show what is."""
        if self._draft:
            self._mark_draft(None)
            self._set(self._shown)

    @Slot()
    def _on_discarded(self) -> None:
        self.discard()
        self._edit.setFocus()

    def _mark_draft(self, reason: Status | None) -> None:
        if self._draft != (reason is not None):
            self._draft = reason is not None
            self.draft_changed.emit(self._draft)
        self._discard.setVisible(self._draft)
        self._status.show_status(reason or Status(""))

    def _keeps_undo(self) -> bool:
        """Whether undo is the field's own: a draft is no part of what the window takes back."""
        return self._draft

    def _set(self, text: str) -> None:
        self._showing = True
        position = self._edit.textCursor().position()
        self._edit.setPlainText(text)
        cursor = self._edit.textCursor()
        cursor.setPosition(min(position, self._edit.document().characterCount() - 1))
        self._edit.setTextCursor(cursor)
        self._showing = False
