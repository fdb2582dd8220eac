"""A text field for JSON that follows a value, and keeps a rejected text as a draft."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import JsonTextError, WorkbenchError
from workbench.presenters.status import Status, StatusLevel
from workbench.ui import shortcuts
from workbench.ui.editing.code_edit import CodeEdit, Mark, MarkKind
from workbench.ui.editing.undo_keys import UndoKeys
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.strict_json.inspection import Duplicate, Inspection
    from workbench.ui.theme import Appearance


_AT_ONCE = 20_000
"""The longest text that is inspected with every keystroke; a longer one is inspected once typing pauses."""

_PAUSE_MS = 200
_WORD = re.compile(r"[\w.+-]+")


class _Text:
    """A text that is made when it is first needed.

    Attributes:
        originals: see `disclosed`.
    """

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make
        self.originals: dict[str, str] = {}

    @cached_property
    def text(self) -> str:
        """The text to show."""
        from workbench.core.text.invisible import disclosed

        text, self.originals = disclosed(self._make())
        return text


class JsonEdit(QWidget):
    """Passes every valid text on, and marks the faults of any other.

    A rejected text is a draft: it stays until it is fixed or discarded, even if the value changes. The text is
    made only while the field is visible, not for every edit elsewhere.

    Signals:
        draft_changed(bool): whether the field holds a draft.
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
            take: called with the text; raises a WorkbenchError to reject it.
            appearance: the theme in use.
            parent: its parent widget.
        """
        from workbench.core.strict_json.inspection import Inspection

        super().__init__(parent)
        self._take = take
        self._key: object = None
        self._wanted = self._shown = _Text(str)
        self._draft = False
        self._setting = False
        self._taking = False
        self._changed: Collection[str] = ()
        self._inspection = Inspection()
        self._edit = CodeEdit(name, self._fill, appearance, self)
        UndoKeys(self._edit, self._keeps_undo)
        self._status = StatusLine(f"{name}_status", appearance, self)
        self._next = QPushButton("Go to fault", self)
        self._next.setObjectName(f"{name}_next")
        self._next.setProperty("flat", True)
        self._next.setToolTip(f"Put the cursor there ({shortcuts.NEXT_FAULT})")
        self._next.hide()
        self._discard = QPushButton("Discard this text", self)
        self._discard.setObjectName(f"{name}_discard")
        self._discard.setProperty("flat", True)
        self._discard.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self._status, 1)
        foot.addWidget(self._next)
        foot.addWidget(self._discard)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._edit, 1)
        layout.addLayout(foot)
        self._edit.textChanged.connect(self._on_text_changed)
        self._next.clicked.connect(self._edit.go_to_next_mark)
        self._discard.clicked.connect(self._on_discarded)
        self._pause.timeout.connect(self._inspect)
        next_fault = QShortcut(QKeySequence(shortcuts.NEXT_FAULT), self)
        next_fault.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        next_fault.activated.connect(self._edit.go_to_next_mark)

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name of the field."""
        self._edit.setAccessibleName(name)

    @property
    def has_draft(self) -> bool:
        """Whether the field holds a rejected text."""
        return self._draft

    def show_text(self, text: str) -> None:
        """Show *text*, unless the field holds a draft, or text that means the same."""
        self.show_value(text, lambda: text)

    def show_value(self, key: object, make: Callable[[], str], changed: Collection[str] = ()) -> None:
        """Show the text that *make* gives, unless the field holds a draft, or text that means the same.

        Args:
            key: the source of the text; an equal key means an equal text.
            make: makes the text, once the field is visible.
            changed: names of members that are to be marked as changed.
        """
        if changed != self._changed:
            self._changed = changed
            self._mark_changed()
        if key is self._key:
            return
        self._key = key
        self._wanted = _Text(make)
        if self._taking:
            self._shown = self._wanted
        elif self._edit.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the text that was not made while the field was hidden."""
        super().showEvent(event)
        self._fill()

    @Slot()
    def discard(self) -> None:
        """Discard the draft, if there is one, and show the current value."""
        if self._draft:
            self._mark_draft(None)
            self._shown = self._wanted
            self._set(self._wanted.text)

    def _fill(self) -> None:
        if self._draft or self._shown is self._wanted:
            return
        before, self._shown = self._shown, self._wanted
        if before.text != self._wanted.text:
            self._set(self._wanted.text)

    @Slot()
    def _on_text_changed(self) -> None:
        from workbench.core.text.invisible import concealed, has_invisible

        if self._setting:
            return
        text = self._edit.text()
        if has_invisible(text):
            self._spell_out(text)
            text = self._edit.text()
        self._taking = True
        try:
            self._take(concealed(text, self._shown.originals))
        except WorkbenchError as error:
            self._mark_draft(error)
        else:
            self._mark_draft(None)
            self._look_soon(text)
        finally:
            self._taking = False

    def _spell_out(self, text: str) -> None:
        """Escape invisible characters in a pasted text."""
        from workbench.core.text.invisible import escaped, has_invisible

        self._setting = True
        for place in range(len(text) - 1, -1, -1):
            if has_invisible(text[place]):
                self._edit.replace(place, place + 1, escaped(text[place]))
        self._setting = False

    @Slot()
    def _on_discarded(self) -> None:
        self.discard()
        self._edit.setFocus()

    def _mark_draft(self, error: WorkbenchError | None) -> None:
        from workbench.core.strict_json.inspection import Inspection

        if self._draft != (error is not None):
            self._draft = error is not None
            self.draft_changed.emit(self._draft)
        self._discard.setVisible(self._draft)
        if error is not None:
            self._pause.stop()
            fault = error if isinstance(error, JsonTextError) else None
            self._show_inspection(Inspection(fault=fault))
            hint = "" if fault is not None else error.hint  # the button offers the fix of a fault
            self._status.show_status(Status(f"Rejected: {error} {hint}".strip(), StatusLevel.ERROR))

    def _keeps_undo(self) -> bool:
        """Whether undo belongs to the field: a draft is not part of the window's history."""
        return self._draft

    def _set(self, text: str) -> None:
        self._setting = True
        self._edit.set_text(text)
        self._setting = False
        self._look_soon(text)

    def _look_soon(self, text: str) -> None:
        if len(text) > _AT_ONCE:
            self._pause.start()
        else:
            self._pause.stop()
            self._inspect()

    @Slot()
    def _inspect(self) -> None:
        from workbench.core.strict_json.inspection import Inspection, inspect

        text = self._edit.text()
        found = inspect(text) if text.strip() else Inspection()
        self._show_inspection(found)
        self._status.show_status(_describe(found))

    def _show_inspection(self, found: Inspection) -> None:
        self._inspection = found
        self._edit.mark(_marks(self._edit.text(), found) if found.fault or found.duplicates else ())
        self._next.setVisible(bool(self._edit.marks))
        self._next.setText("Go to fault" if found.fault else "Next place")
        self._mark_changed()

    def _mark_changed(self) -> None:
        lines = {
            line
            for member in self._inspection.members
            if member.name in self._changed
            for line in range(member.first - 1, member.last)
        }
        self._edit.mark_changed(frozenset(lines))


def _marks(text: str, found: Inspection) -> list[Mark]:
    from workbench.core.strict_json.inspection import position

    if found.fault is not None:
        place = position(text, found.fault.line, found.fault.column)
        start = min(place, max(0, len(text) - 1))
        if text[start : start + 1] == "\n" and start:
            start -= 1
        word = _WORD.match(text, start)
        return [Mark(MarkKind.FAULT, start, word.end() if word else start + 1)]
    return [Mark(MarkKind.DUPLICATE, place.start, place.end) for each in found.duplicates for place in each.places]


def _describe(found: Inspection) -> Status:
    if found.fault is not None:
        return Status(f"Not a JSON object. {found.fault}", StatusLevel.ERROR)
    if not found.duplicates:
        return Status("")
    first: Duplicate = found.duplicates[0]
    others = len(found.duplicates) - 1
    more = f" {others} more {'name is a duplicate' if others == 1 else 'names are duplicates'}." if others else ""
    return Status(first.words + more, StatusLevel.WARNING)
