"""The needs: each with its check box and its value, and the plain sentence of the one in focus."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QWidget

from workbench.core.verdict.needs import TIME_NEEDS, Need, Needs, Renewal
from workbench.ui.designs.verdict.fields import Choice, NumberEntry
from workbench.ui.designs.verdict.marks import ContradictionMarks
from workbench.ui.designs.verdict.values import (
    HELD,
    LOAD,
    READABLE,
    RENEWAL,
    TIMES,
    USERS,
    names_words,
    readable_words,
    time_words,
    usual,
)
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.sentence_label import WrappedLabel

if TYPE_CHECKING:
    from workbench.core.verdict.contradictions import Contradiction
    from workbench.ui.theme import Appearance

_WIDTH = 104
_ROWS = 2  # of the grid, for each row of the form


class NeedsForm(Card):
    """Shows needs, and passes on what the user changes.

    Signals:
        edited(str, object): the key path of a value in the needs file, and the new value.
    """

    edited = Signal(str, object)

    def __init__(self, servers: tuple[str, ...], appearance: Appearance, parent: QWidget) -> None:
        super().__init__("What you need", parent)
        self.setObjectName("verdict.needs")
        self._sentences: dict[QObject, str] = {}
        self._checks: dict[Need, QCheckBox] = {}
        self._fields: dict[str, Choice | NumberEntry] = {}
        self._faults: dict[str, WrappedLabel] = {}
        self._next_row = 0
        self._last: dict[Need, object] = {}
        self._needs = Needs()
        self.open = QPushButton("Open…", self)
        self.open.setObjectName("verdict.open")
        self.reset = QPushButton("Reset", self)
        self.reset.setObjectName("verdict.reset")
        self.head.addStretch(1)
        self.head.addWidget(self.open)
        self.head.addWidget(self.reset)
        self.source = self._line("verdict.source", "caption")
        self.undo = QPushButton("Undo", self)
        self.undo.setObjectName("verdict.undo")
        for button in (self.open, self.reset, self.undo):
            button.setProperty("flat", True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._add_load()
        self._add_users()
        self._add_needs(servers)
        self._sentence = self._line("verdict.sentence", "caption")
        self._sentence.setText(Need.ROLE.sentence)
        self._conflict = self._line("verdict.contradiction")
        self._conflict.setProperty("tone", "warning")
        self._conflict.hide()
        self.body.setSpacing(4)
        self._grid_in_body()
        self.reset.clicked.connect(self._clear_faults)
        self._marks = ContradictionMarks(self._checks, appearance, self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the sentence of the need that gets the focus."""
        if event.type() is QEvent.Type.FocusIn and watched in self._sentences:
            self._sentence.setText(self._sentences[watched])
        return super().eventFilter(watched, event)

    def show_needs(self, needs: Needs) -> None:
        """Show these values; nothing is passed on."""
        self._needs = needs
        for path, field in self._fields.items():
            with QSignalBlocker(field):
                _show(field, self._value_at(path))
        for need, box in self._checks.items():
            with QSignalBlocker(box):
                box.setChecked(needs.has(need))
            if needs.has(need):
                self._last[need] = needs.limit(need)
            if f"needs.{need}" in self._fields:
                self._fields[f"needs.{need}"].setEnabled(needs.has(need))
        self._users.setText(f"Your users; largest has {needs.largest.records:,} records")

    @Slot(str, str)
    def show_fault(self, path: str, sentence: str) -> None:
        """Say below the field of this key path what is wrong with what was typed; an empty sentence takes it back."""
        field, label = self._fields[path], self._faults[path]
        label.setText(sentence)
        label.setVisible(bool(sentence))
        field.setAccessibleDescription(sentence or self._sentences.get(field, ""))
        if isinstance(field, NumberEntry):
            field.mark(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(field, sentence))

    @Slot()
    def _clear_faults(self) -> None:
        """Show the needs again where something was typed that cannot be used."""
        for path in self._fields:
            self.show_fault(path, "")
        self.show_needs(self._needs)

    def show_contradictions(self, found: tuple[Contradiction, ...]) -> None:
        """Mark the needs that exclude each other, and say why."""
        self._marks.show_contradictions(found)
        if found:
            names = " and ".join(need.label for need in found[0].needs)
            self._conflict.setText(f"{names} exclude each other. {found[0].why}")
        self._conflict.setVisible(bool(found))

    def _grid_in_body(self) -> None:
        self.body.addWidget(self.source)
        self.body.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(self._grid)
        self.body.addWidget(self._conflict)
        self.body.addStretch(1)
        self.body.addWidget(self._sentence)

    def _add_load(self) -> None:
        self._title("Your load")
        requests = NumberEntry("verdict.requests_per_s", "/s", self)
        users = NumberEntry("verdict.active_users", "", self)
        lookup = NumberEntry("verdict.lookup_ms", "ms", self)
        self._row("Requests", requests, "load.requests_per_s")
        self._row("Users logged in", users, "load.active_users")
        self._row("One lookup takes", lookup, "load.lookup_ms")
        for path, sentence in LOAD.items():
            self._explain(self._fields[path], sentence)

    def _add_users(self) -> None:
        self._users = QPushButton("Your users", self)
        self._users.setObjectName("verdict.users")
        self._users.setCheckable(True)
        self._users.setProperty("flat", True)
        self._explain(self._users, USERS)
        self._grid.addWidget(self._users, self._row_after(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        first = self._next_row
        for kind in ("typical", "largest"):
            for words, name in HELD:
                field = NumberEntry(f"verdict.{kind}_{name}", "", self)
                self._row(f"{words}, {kind}", field, f"users.{kind}.{name}")
            field = NumberEntry(f"verdict.{kind}_id_characters", "", self)
            self._row(f"Characters of an id, {kind}", field, f"users.{kind}.id_characters")
        self._folded = [
            widget
            for row in range(first, self._next_row, _ROWS)
            for column in (0, 1)
            if (item := self._grid.itemAtPosition(row, column)) is not None and (widget := item.widget()) is not None
        ]
        self._users.toggled.connect(self._fold_users)
        self._fold_users(False)

    def _add_needs(self, servers: tuple[str, ...]) -> None:
        self._title("Takes effect within")
        for need in TIME_NEEDS:
            choice = Choice(f"verdict.{need}", [(time_words(each), each) for each in TIMES], time_words, self)
            self._need_row(need, choice)
        self._title("Must fit")
        self._need_row(Need.BEHIND, Choice("verdict.behind", [(one, (one,)) for one in servers], names_words, self))
        self._need_row(Need.ADDED_MS, NumberEntry("verdict.added_ms", "ms", self))
        self._need_row(Need.LOOKUPS, NumberEntry("verdict.lookups_per_s", "/s", self))
        self._title("How it decides")
        self._need_row(Need.PER_RECORD, None)
        self._need_row(Need.OFFLINE, None)
        readable = [(readable_words(frozenset(each)), frozenset(each)) for each in READABLE]
        self._need_row(Need.CLIENT, Choice("verdict.client_may_read", readable, readable_words, self))
        renewals = [("refreshing", Renewal.REFRESH), ("logging in", Renewal.PASSWORD)]
        self._row("Renewed by", Choice("verdict.renewed_by", renewals, str, self), "needs.renewed_by")
        self._explain(self._fields["needs.renewed_by"], RENEWAL)

    def _title(self, words: str) -> None:
        label = QLabel(words, self)
        label.setProperty("role", "title")
        self._grid.addWidget(label, self._row_after(), 0, 1, 2)

    def _row_after(self) -> int:
        """The next row of the grid, with one below it for what is wrong with its field."""
        self._next_row += _ROWS
        return self._next_row - _ROWS

    def _row(self, words: str, field: Choice | NumberEntry, path: str) -> None:
        row = self._row_after()
        self._grid.addWidget(caption(words, field, self), row, 0)
        self._add_field(field, path, row)

    def _need_row(self, need: Need, field: Choice | NumberEntry | None) -> None:
        row = self._row_after()
        box = QCheckBox(need.label, self)
        box.setObjectName(f"verdict.{need}_on")
        self._checks[need] = box
        self._explain(box, need.sentence)
        box.toggled.connect(partial(self._on_switched, need))
        self._grid.addWidget(box, row, 0, 1, 2 if field is None else 1)
        if field is not None:
            self._add_field(field, f"needs.{need}", row)
            field.setAccessibleName(need.label)
            self._explain(field, need.sentence)

    def _add_field(self, field: Choice | NumberEntry, path: str, row: int) -> None:
        self._fields[path] = field
        field.setFixedWidth(_WIDTH)
        self._grid.addWidget(field, row, 1)
        fault = self._faults[path] = self._line(f"{field.objectName()}_fault", "caption")
        fault.setProperty("tone", "refused")
        fault.hide()
        self._grid.addWidget(fault, row + 1, 0, 1, 2)
        if isinstance(field, Choice):
            field.activated.connect(partial(self._on_chosen, path, field.value))
        else:
            field.entered.connect(partial(self._on_entered, path, field))
            field.unreadable.connect(partial(self.show_fault, path))

    def _explain(self, widget: QWidget, sentence: str) -> None:
        self._sentences[widget] = sentence
        widget.setAccessibleDescription(sentence)
        widget.setToolTip(sentence)
        widget.installEventFilter(self)

    def _on_chosen(self, path: str, value: Callable[[], object], _row: int) -> None:
        self.edited.emit(path, value())

    def _on_entered(self, path: str, field: NumberEntry, value: float) -> None:
        self.show_fault(path, "")
        self.edited.emit(path, value)
        if not field.is_marked:
            _show(field, self._value_at(path))

    def _value_at(self, path: str) -> object:
        owner: object = self._needs
        for part in path.split(".")[:-1]:
            owner = owner if part in ("needs", "users") else getattr(owner, part)
        return getattr(owner, path.rpartition(".")[2])

    def _on_switched(self, need: Need, on: bool) -> None:
        if need in (Need.OFFLINE, Need.PER_RECORD):
            self.edited.emit(f"needs.{need}", on)
        elif on:
            self.edited.emit(f"needs.{need}", self._last.get(need, usual(need)))
        else:
            self.edited.emit(f"needs.{need}", () if need is Need.BEHIND else None)

    @Slot(bool)
    def _fold_users(self, shown: bool) -> None:
        for widget in self._folded:
            widget.setVisible(shown)

    def _line(self, name: str, role: str = "") -> WrappedLabel:
        return WrappedLabel(name, self, role=role)


def _show(field: Choice | NumberEntry, value: object) -> None:
    """Show the value of a need; of one that does not matter the field keeps the last one."""
    if isinstance(field, Choice):
        if value not in (None, ()):
            field.show_value(value)
    elif isinstance(value, int | float):
        field.show_number(value)
