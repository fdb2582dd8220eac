"""The view Bytes: each segment as text, as hex and in base64url; all three can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.core.errors import SegmentEditError
from workbench.core.token.segment_edit import (
    SEGMENTS,
    MemberPlaces,
    SegmentOctets,
    checked_octets,
    checked_text,
    segment_octets,
)
from workbench.presenters.status import Status, StatusLevel
from workbench.ui.editing.paged_edit import PagedEdit
from workbench.ui.token.hex_table import HexTable
from workbench.ui.token.octets_table import OctetsModel
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.segments import SegmentedButtons
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.token.editor import EditorPresenter
    from workbench.presenters.token.editor_state import EditorState
    from workbench.ui.theme import Appearance

_FORMS = ("text", "hex", "base64")


class BytesPanel(QWidget):
    """Shows one segment of the token of an `EditorPresenter` and replaces it by what is typed, byte for byte.

    A text that is impossible in a token is a draft: it stays in the field, with the reason below, until it is fixed or
    discarded.
    """

    def __init__(self, editor: EditorPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._index = 1
        self._form = "text"
        self._offset = 0
        self._generation = editor.token.state.generation
        self._shown = SegmentOctets(SEGMENTS[1], "", b"")
        self._members: MemberPlaces | None = None
        self._refusal: Status | None = None
        self._empty = SentenceLabel("bytes.empty", self)
        self._work = QWidget(self)
        segments = [(str(each), str(each).capitalize()) for each in SEGMENTS]
        self._segment = SegmentedButtons("bytes.segment", segments, self._work)
        self._segment.setObjectName("bytes.segment")
        self._segment.setAccessibleName("Segment")
        forms = ("Text", "Hex", "Base64url")
        self._forms = SegmentedButtons("bytes.form", list(zip(_FORMS, forms, strict=True)), self._work)
        self._forms.setObjectName("bytes.form")
        self._forms.setAccessibleName("Shown as")
        self._text = PagedEdit("bytes.text", "Segment as text", self._work)
        self._octets = OctetsModel(self)
        self._hex = HexTable("bytes.hex", self._octets, appearance, self._work)
        self._hex.setAccessibleName("Bytes of the segment")
        self._base64 = PagedEdit("bytes.base64", "Segment in base64url", self._work)
        # Labels that need no new layout with every keystroke.
        self._size = ElidedLabel("bytes.size", self._work, figures_first=True)
        self._place = ElidedLabel("bytes.place", self._work)
        self._status = StatusLine("bytes.status", appearance, self._work)
        self._discard = QPushButton("Discard this text", self._work)
        self._discard.setObjectName("bytes.discard")
        self._stack = QStackedWidget(self._work)
        self._lay_out()
        self._segment.chosen.connect(self._on_segment_chosen)
        self._forms.chosen.connect(self._on_form_chosen)
        self._text.spliced.connect(self._on_text_spliced)
        self._text.cursor_moved.connect(self._on_text_cursor_moved)
        self._octets.edited.connect(self._put_octets)
        self._octets.edit_rejected.connect(self._refuse)
        self._hex.current_moved.connect(self._show_place)
        self._hex.rejected.connect(self._refuse)
        self._base64.spliced.connect(self._on_base64_spliced)
        self._base64.cursor_moved.connect(self._on_base64_cursor_moved)
        self._discard.clicked.connect(self._on_discarded)
        editor.token.state_changed.connect(self._on_state_changed)
        self._show(editor.token.state)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while hidden."""
        super().showEvent(event)
        self._show(self._editor.token.state)

    @Slot(object)
    def _on_state_changed(self, state: EditorState) -> None:
        if state.generation != self._generation:  # another token: a draft would overwrite it
            self._generation = state.generation
            self._drop_drafts()
        if self.isVisible():
            self._show(state)

    def _show(self, state: EditorState) -> None:
        readable = bool(state.reading.segments)
        self._empty.setVisible(not readable)
        self._work.setVisible(readable)
        if not readable:
            fault = state.reading.faults[0] if state.reading.faults and not state.is_empty else None
            invitation = "Log in or paste a token to see and change each of its bytes here."
            self._empty.setText(f"{fault.message} {fault.hint}".strip() if fault is not None else invitation)
            return
        shown = segment_octets(state.reading, self._index)
        if shown != self._shown:
            self._shown = shown
            self._members = None
        match self._form:  # only the visible one; the others are filled when they are chosen
            case "text":
                self._text.show_text(shown.shown)
            case "hex":
                self._octets.show(shown.octets)
            case _:
                self._base64.show_text(shown.encoded)
        self._show_status()
        self._show_place(self._offset)

    def _show_status(self) -> None:
        """Show the segment's size, and why an edit was rejected or else what is wrong with the segment."""
        draft = self._refusal is not None
        self._discard.setVisible(draft and (self._base64.is_draft or self._octets.has_draft or self._text.is_draft))
        shown, reading = self._shown, self._editor.token.state.reading
        words = "{octets:,} bytes, {characters:,} base64url characters"
        self._size.show_text(words.format(octets=len(shown.octets), characters=len(shown.encoded)))
        faults = [fault.message for fault in reading.faults if fault.segment is shown.segment]
        self._status.show_status(self._refusal or Status(" ".join(faults), StatusLevel.ERROR))

    @Slot(int)
    def _show_place(self, offset: int) -> None:
        """Show the cursor's offset, and the claim or header parameter there."""
        self._offset = min(offset, len(self._shown.octets))
        text = f"offset {self._offset:,} (0x{self._offset:x})"
        if self._index < 2:
            if self._members is None:
                self._members = MemberPlaces(self._shown.octets)
            name = self._members.at(self._offset)
            if name is not None:
                text += f", in {name}"
        self._place.show_text(text)

    @Slot(str)
    def _on_segment_chosen(self, segment: str) -> None:
        self._drop_drafts()
        self._index = next(index for index, each in enumerate(SEGMENTS) if each == segment)
        self._offset = 0
        self._show(self._editor.token.state)
        self._go_to(0)

    @Slot(str)
    def _on_form_chosen(self, form: str) -> None:
        offset = self._offset
        self._drop_drafts()
        self._form = form
        self._stack.setCurrentIndex(_FORMS.index(form))
        self._show(self._editor.token.state)
        self._go_to(offset)

    def _go_to(self, offset: int) -> None:
        """Put the cursor of the visible view before the octet at *offset*."""
        match self._form:
            case "text":
                self._text.move_cursor(self._shown.position_of(offset))
            case "hex":
                self._hex.go_to(offset)
            case _:
                self._base64.move_cursor(offset * 4 // 3)
        self._show_place(offset)

    @Slot(int, int, str)
    def _on_text_spliced(self, start: int, removed: int, typed: str) -> None:
        if self._text.is_draft:  # the rejected edit is in this text already, so the whole text is taken
            self._text.is_draft = False
            octets = self._text.text.encode("utf-8", errors="replace")
        else:
            octets = self._shown.with_characters(start, removed, typed)
        self._text.is_draft = not self._put_octets(octets)
        self._show_status()

    @Slot(int, int, str)
    def _on_base64_spliced(self, _start: int, _removed: int, _typed: str) -> None:
        self._base64.is_draft = False
        try:
            text = checked_text(self._editor.token.state.reading, self._index, self._base64.text)
        except SegmentEditError as error:
            self._base64.is_draft = True
            self._refuse(error)
        else:
            self._put(text)

    @Slot(object)
    def _put_octets(self, octets: bytes) -> bool:
        """Replace the segment by *octets*; False if they were rejected."""
        try:
            text = checked_octets(self._editor.token.state.reading, self._index, octets)
        except SegmentEditError as error:
            self._refuse(error)
            return False
        self._put(text)
        return True

    def _put(self, text: str) -> None:
        self._refusal = None
        self._editor.set_segment(self._index, text, kind="bytes")
        self._show_status()

    @Slot(object)
    def _refuse(self, error: SegmentEditError) -> None:
        self._refusal = Status(f"Rejected: {error} {error.hint}", StatusLevel.ERROR)
        self._show_status()

    @Slot(int)
    def _on_text_cursor_moved(self, position: int) -> None:
        if not self._text.is_draft:
            self._show_place(self._shown.offset_of(position))

    @Slot(int)
    def _on_base64_cursor_moved(self, position: int) -> None:
        self._show_place(position * 3 // 4)

    @Slot()
    def _on_discarded(self) -> None:
        self._drop_drafts()
        self._show(self._editor.token.state)
        view = self._stack.currentWidget()
        if view is not None:
            view.setFocus()

    def _drop_drafts(self) -> None:
        self._refusal = None
        for field in (self._text, self._base64):
            if field.is_draft:
                field.discard()
        self._octets.discard_draft()

    def _lay_out(self) -> None:
        self._segment.choose(str(SEGMENTS[self._index]))
        self._forms.choose(self._form)
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._discard.setProperty("flat", True)
        self._discard.hide()
        for view in (self._text, self._hex, self._base64):
            self._stack.addWidget(view)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._segment)
        head.addStretch(1)
        head.addWidget(self._forms)
        foot = QHBoxLayout()
        foot.addWidget(self._status, 1)
        foot.addWidget(self._discard)
        column = QVBoxLayout(self._work)
        column.setContentsMargins(8, 8, 8, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        notes = QVBoxLayout()
        notes.setSpacing(0)
        places = QHBoxLayout()
        places.addWidget(self._place, 1)
        self._size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        places.addWidget(self._size, 1)
        notes.addLayout(places)
        notes.addLayout(foot)
        column.addLayout(notes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._work, 1)
