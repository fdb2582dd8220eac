"""What differs between two tokens: claim by claim, and byte by byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QFontDatabase, QFontMetricsF, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.presenters.status import Status, StatusLevel
from workbench.presenters.token.difference import DifferencePresenter
from workbench.presenters.token.editor_state import EditorState, TokenOrigin
from workbench.ui.item_views.span_delegate import SpanDelegate
from workbench.ui.item_views.table import fit_columns, make_table
from workbench.ui.token import byte_diff_table, token_diff_table
from workbench.ui.token.byte_diff_table import ByteDiffModel
from workbench.ui.token.token_diff_table import TokenDiffModel
from workbench.ui.widgets.segments import SegmentedButtons
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.splitter import make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.diff.difference import Difference
    from workbench.core.server.subjects import Subjects
    from workbench.core.token.compact import Reading
    from workbench.presenters.ports import Run
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 26
_HEAD_HEIGHT = 32
_LINE_HEIGHT = 20
_NAME_WIDTHS = (64, 150)
_SIDE_WIDTHS = (56, 120)
_OFFSET_WIDTH = 64
_PADDING = 16
_COLUMN_SHARES = {token_diff_table.Column.BEFORE: 0.3, token_diff_table.Column.AFTER: 0.3}
_OCTETS_A_LINE = (16, 12, 8)
_BASES = (TokenOrigin.PASTED, TokenOrigin.ISSUED)


class DiffView(QWidget):
    """Compares two tokens while it is shown; large ones in the background by *run*.

    Its object names start with *name*, so that a window can have several: ``name.bytes``, ``name.status`` and
    ``name.empty``; the name of the table of claims is passed in full.
    """

    def __init__(
        self,
        run: Run,
        appearance: Appearance,
        parent: QWidget | None = None,
        *,
        name: str = "diff",
        table_name: str = "claims.diff",
    ) -> None:
        super().__init__(parent)
        self._presenter = DifferencePresenter(run, self)
        self._asked: tuple[Reading | None, Reading | None, tuple[str, str]] = (None, None, ("issued", "edited"))
        self._subjects: Subjects | None = None
        self._compared = False
        self._empty = SentenceLabel(f"{name}.empty", self)
        self._status = StatusLine(f"{name}.status", appearance, self)
        self._members = TokenDiffModel(self)
        self._table = make_table(table_name, self._members, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Claims and header parameters that differ")
        self._octets = ByteDiffModel(self)
        self._bytes = make_table(f"{name}.bytes", self._octets, appearance, self, row_height=_LINE_HEIGHT)
        self._bytes.setAccessibleName("Bytes that differ")
        self._bytes.setItemDelegate(SpanDelegate(appearance, self._bytes))
        self._views = make_splitter(f"{name}.views", (self._table, self._bytes), (150, 130), vertical=True)
        self._lay_out()
        self._bytes.viewport().installEventFilter(self)
        self._table.viewport().installEventFilter(self)
        self._octets.modelReset.connect(self._span_rows)
        self._presenter.difference_changed.connect(self._show)
        self._presenter.status_changed.connect(self._status.show_status)
        self._presenter.busy_changed.connect(self._show_busy)

    @Slot(object, object, object, object)
    def show_difference(
        self,
        before: Reading | None,
        after: Reading | None,
        names: tuple[str, str],
        subjects: Subjects | None = None,
    ) -> None:
        """Show how *after* differs from *before*, now or when the view is next visible.

        Args:
            before: the earlier token; None if there is none.
            after: the later one; None if there is none.
            names: the names of the two: ``("issued", "edited")``, or the user's own.
            subjects: whose names are shown beside each ``sub``.
        """
        earlier, self._asked = self._asked, (before, after, names)
        unchanged = earlier[0] is before and earlier[1] is after and earlier[2] == names and subjects == self._subjects
        self._subjects = subjects
        self._compared = self._compared and unchanged
        if self.isVisible():
            self._compare()

    def showEvent(self, event: QShowEvent) -> None:
        """Compare what changed while hidden."""
        super().showEvent(event)
        self._compare()

    def hideEvent(self, event: QHideEvent) -> None:
        """Drop a running comparison; it starts again when the view is next visible."""
        super().hideEvent(event)
        if not self._compared:
            self._presenter.forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show as many octets on a line as fit."""
        if event.type() is QEvent.Type.Resize:
            if watched is self._bytes.viewport():
                self._fit_octets()
            else:
                self._fit_columns()
        return super().eventFilter(watched, event)

    def _compare(self) -> None:
        if self._compared:
            return
        before, after, names = self._asked
        if before is None or after is None:
            self._presenter.forget()
            self._invite("Log in or paste a token, then edit it: the differences are shown here.")
            self._compared = True
            return
        self._presenter.compare(before, after, names)

    def _invite(self, text: str) -> None:
        self._empty.setText(text)
        self._empty.show()
        self._views.hide()
        self._status.show_status(Status(""))

    @Slot(object)
    def _show(self, difference: Difference) -> None:
        self._compared = True
        if difference.is_empty:
            self._invite(f"{difference.words} Edit the token: the differences are shown here.")
            return
        self._empty.hide()
        self._views.show()
        self._members.show(difference.members.rows, difference.names, self._users())
        self._table.setVisible(bool(difference.members.rows))
        self._octets.show(difference.segments, difference.names)
        self._table.setMaximumHeight(_HEAD_HEIGHT + _ROW_HEIGHT * max(1, len(difference.members.rows)))
        self._fit_columns()
        fit_columns(self._bytes, {byte_diff_table.Column.SIDE: _SIDE_WIDTHS})
        severity = StatusLevel.WARNING if difference.members.unread else StatusLevel.INFO
        self._status.show_status(Status(difference.words, severity))

    def _users(self) -> tuple[str, str]:
        """The names to show beside the ``sub`` of the two tokens."""
        before, after, _names = self._asked
        if self._subjects is None or before is None or after is None:
            return "", ""
        return self._subjects.named(before.claims), self._subjects.named(after.claims)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._status.show_status(Status("Comparing two large tokens…"))

    @Slot()
    def _span_rows(self) -> None:
        """Let a line of text span the whole row."""
        self._bytes.clearSpans()
        for row in self._octets.spanning:
            self._bytes.setSpan(row, 0, 1, len(byte_diff_table.Column))

    def _fit_columns(self) -> None:
        """Give most of the room to the text column."""
        fit_columns(self._table, {token_diff_table.Column.NAME: _NAME_WIDTHS})
        room = self._table.viewport().width() - self._table.columnWidth(token_diff_table.Column.NAME)
        for column, share in _COLUMN_SHARES.items():
            self._table.setColumnWidth(column, round(room * share))

    def _fit_octets(self) -> None:
        """Choose how many octets a line shows, by the width available."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(12)
        step = QFontMetricsF(font).horizontalAdvance("0")
        before = self._bytes.columnWidth(byte_diff_table.Column.SIDE) + _OFFSET_WIDTH + 2 * _PADDING
        room = self._bytes.viewport().width() - before
        width = next((each for each in _OCTETS_A_LINE if (4 * each - 1) * step <= room), _OCTETS_A_LINE[-1])
        self._bytes.setColumnWidth(byte_diff_table.Column.HEX, round((3 * width - 1) * step) + _PADDING)
        self._octets.set_width(width)

    def _lay_out(self) -> None:
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bytes.horizontalHeader().hide()
        self._bytes.setProperty("dense", True)
        self._bytes.setColumnWidth(byte_diff_table.Column.OFFSET, _OFFSET_WIDTH)
        self._views.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 4, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._empty, 1)
        self._column.addWidget(self._status)
        self._column.addWidget(self._views, 1)


class IssuedDiff(DiffView):
    """Shows how the token on the bench differs from the one issued or pasted; with both, the user chooses."""

    def __init__(self, token: BenchToken, run: Run, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(run, appearance, parent)
        self._token = token
        self._choice = QWidget(self)
        self._bases = SegmentedButtons("diff.base", [(each.value, each.value) for each in _BASES], self._choice)
        choice = QHBoxLayout(self._choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.addWidget(QLabel("Compared with the token as", self._choice))
        choice.addWidget(self._bases)
        choice.addStretch(1)
        self._column.insertWidget(0, self._choice)
        self._bases.chosen.connect(self._on_base_chosen)
        token.state_changed.connect(self._on_state_changed)
        self._on_state_changed(token.state)

    @Slot(str)
    def _on_base_chosen(self, base: str) -> None:
        self._token.compare_with(TokenOrigin(base))

    @Slot(object)
    def _on_state_changed(self, state: EditorState) -> None:
        has_choice = state.issued is not None and state.pasted is not None
        self._choice.setVisible(has_choice)
        if has_choice:
            self._bases.choose(state.origin.value)
        names = ("issued" if state.origin is TokenOrigin.ISSUED else "pasted", "edited")
        self.show_difference(state.baseline, None if state.is_empty else state.reading, names, state.subjects)
