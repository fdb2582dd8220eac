"""The needs: each with its check box and its value, and the plain sentence of the one in focus."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QWidget

from workbench.core.text.units import duration
from workbench.core.verdict.needs import (
    LONGEST_S,
    MOST_HELD,
    MOST_ID_CHARACTERS,
    MOST_LOOKUP_MS,
    TIME_NEEDS,
    Need,
    Needs,
    Readable,
    Renewal,
)
from workbench.ui.arrangement.wrapped_label import WrappedLabel
from workbench.ui.designs.verdict.fields import Choice
from workbench.ui.editing.number_field import DecimalField, NumberField
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card

if TYPE_CHECKING:
    from workbench.core.verdict.contradictions import Contradiction

_WIDTH = 104
_MOST_SHOWN = 2_000_000_000  # a spin box holds no more; a file can
_TIMES = (0, 30, 60, 300, 900, 1_800, 3_600, 28_800)
_READABLE = (
    (),
    (Readable.ROLES,),
    (Readable.ROLES, Readable.GROUPS),
    (Readable.RIGHTS, Readable.ROLES, Readable.GROUPS),
    tuple(each for each in Readable if each is not Readable.PERSONAL),
)
_HELD = (("Roles", "roles"), ("Groups", "groups"), ("Records read", "readable"), ("Records written", "writable"))
_LOAD = {
    "load.requests_per_s": "All users together.",
    "load.active_users": "How many users are logged in at the same time.",
    "load.lookup_ms": "How long one question to the directory or the deny-list takes, from your service and back.",
}
_RENEWAL = "What bridges a lifetime that is shorter than a session: a refresh token, or another login."
_USERS = "What one user has: the median one, and the one with the most. The largest token comes from the latter."


class NeedsForm(Card):
    """Shows needs, and passes on what the user changes.

    Signals:
        edited(str, object): the key path of a value in the needs file, and the new value.
    """

    edited = Signal(str, object)

    def __init__(self, servers: tuple[str, ...], parent: QWidget) -> None:
        super().__init__("What you need", parent)
        self.setObjectName("verdict.needs")
        self._sentences: dict[QObject, str] = {}
        self._checks: dict[Need, QCheckBox] = {}
        self._fields: dict[str, QWidget] = {}
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the sentence of the need that gets the focus."""
        if event.type() is QEvent.Type.FocusIn and watched in self._sentences:
            self._sentence.setText(self._sentences[watched])
        return super().eventFilter(watched, event)

    def show_needs(self, needs: Needs) -> None:
        """Show these values; nothing is passed on."""
        self._needs = needs
        for path, field in self._fields.items():
            owner: object = needs
            for part in path.split(".")[:-1]:
                owner = owner if part in ("needs", "users") else getattr(owner, part)
            value = getattr(owner, path.rpartition(".")[2])
            with QSignalBlocker(field):
                _show(field, value)
        for need, box in self._checks.items():
            with QSignalBlocker(box):
                box.setChecked(needs.has(need))
            if needs.has(need):
                self._last[need] = needs.limit(need)
            if f"needs.{need}" in self._fields:
                self._fields[f"needs.{need}"].setEnabled(needs.has(need))
        self._users.setText(f"Your users; largest has {needs.largest.records:,} records")

    def show_contradictions(self, found: tuple[Contradiction, ...]) -> None:
        """Mark the needs that exclude each other, and say why."""
        marked = {need for each in found for need in each.needs}
        for need, box in self._checks.items():
            box.setText(f"{need.label} ⚠" if need in marked else need.label)
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
        requests = DecimalField("verdict.requests_per_s", 0, _MOST_SHOWN, "/s", self)
        users = NumberField("verdict.active_users", 0, _MOST_SHOWN, "", self)
        lookup = DecimalField("verdict.lookup_ms", 0, MOST_LOOKUP_MS, "ms", self)
        self._row("Requests", requests, "load.requests_per_s")
        self._row("Users logged in", users, "load.active_users")
        self._row("One lookup takes", lookup, "load.lookup_ms")
        for path, sentence in _LOAD.items():
            self._explain(self._fields[path], sentence)

    def _add_users(self) -> None:
        self._users = QPushButton("Your users", self)
        self._users.setObjectName("verdict.users")
        self._users.setCheckable(True)
        self._users.setProperty("flat", True)
        self._explain(self._users, _USERS)
        self._grid.addWidget(self._users, self._grid.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        first = self._grid.rowCount()
        for kind in ("typical", "largest"):
            for words, name in _HELD:
                field = NumberField(f"verdict.{kind}_{name}", 0, MOST_HELD, "", self)
                self._row(f"{words}, {kind}", field, f"users.{kind}.{name}")
            field = NumberField(f"verdict.{kind}_id_characters", 1, MOST_ID_CHARACTERS, "", self)
            self._row(f"Characters of an id, {kind}", field, f"users.{kind}.id_characters")
        self._folded = [
            widget
            for row in range(first, self._grid.rowCount())
            for column in (0, 1)
            if (item := self._grid.itemAtPosition(row, column)) is not None and (widget := item.widget()) is not None
        ]
        self._users.toggled.connect(self._fold_users)
        self._fold_users(False)

    def _add_needs(self, servers: tuple[str, ...]) -> None:
        self._title("Takes effect within")
        for need in TIME_NEEDS:
            choice = Choice(f"verdict.{need}", [(_time(each), each) for each in _TIMES], _time, self)
            self._need_row(need, choice)
        self._title("Must fit")
        self._need_row(Need.BEHIND, Choice("verdict.behind", [(one, (one,)) for one in servers], _names, self))
        self._need_row(Need.ADDED_MS, DecimalField("verdict.added_ms", 0, MOST_LOOKUP_MS, "ms", self))
        self._need_row(Need.LOOKUPS, DecimalField("verdict.lookups_per_s", 0, _MOST_SHOWN, "/s", self))
        self._title("How it decides")
        self._need_row(Need.PER_RECORD, None)
        self._need_row(Need.OFFLINE, None)
        readable = [(_readable(frozenset(each)), frozenset(each)) for each in _READABLE]
        self._need_row(Need.CLIENT, Choice("verdict.client_may_read", readable, _readable, self))
        renewals = [("refreshing", Renewal.REFRESH), ("logging in", Renewal.PASSWORD)]
        self._row("Renewed by", Choice("verdict.renewed_by", renewals, str, self), "needs.renewed_by")
        self._explain(self._fields["needs.renewed_by"], _RENEWAL)

    def _title(self, words: str) -> None:
        label = QLabel(words, self)
        label.setProperty("role", "title")
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)

    def _row(self, words: str, field: QWidget, path: str) -> None:
        row = self._grid.rowCount()
        self._grid.addWidget(caption(words, field, self), row, 0)
        self._add_field(field, path, row)

    def _need_row(self, need: Need, field: QWidget | None) -> None:
        row = self._grid.rowCount()
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

    def _add_field(self, field: QWidget, path: str, row: int) -> None:
        self._fields[path] = field
        field.setFixedWidth(_WIDTH)
        self._grid.addWidget(field, row, 1)
        if isinstance(field, Choice):
            field.activated.connect(partial(self._on_edited, path, field.value))
        elif isinstance(field, DecimalField | NumberField):
            field.setKeyboardTracking(False)
            field.valueChanged.connect(partial(self._on_edited, path, field.value))

    def _explain(self, widget: QWidget, sentence: str) -> None:
        self._sentences[widget] = sentence
        widget.setAccessibleDescription(sentence)
        widget.setToolTip(sentence)
        widget.installEventFilter(self)

    def _on_edited(self, path: str, value: Callable[[], object], _shown: object) -> None:
        self.edited.emit(path, value())

    def _on_switched(self, need: Need, on: bool) -> None:
        if need in (Need.OFFLINE, Need.PER_RECORD):
            self.edited.emit(f"needs.{need}", on)
        elif on:
            self.edited.emit(f"needs.{need}", self._last.get(need, _usual(need)))
        else:
            self.edited.emit(f"needs.{need}", () if need is Need.BEHIND else None)

    @Slot(bool)
    def _fold_users(self, shown: bool) -> None:
        for widget in self._folded:
            widget.setVisible(shown)

    def _line(self, name: str, role: str = "") -> WrappedLabel:
        return WrappedLabel(name, self, role=role)


def _show(field: QWidget, value: object) -> None:
    if isinstance(field, Choice):
        if value not in (None, ()):
            field.show_value(value)
    elif isinstance(field, DecimalField) and isinstance(value, int | float):
        field.setValue(float(value))
    elif isinstance(field, NumberField) and isinstance(value, int):
        field.setValue(min(value, _MOST_SHOWN))


def _usual(need: Need) -> object:
    """What a need starts from that has not had a value yet."""
    if need in TIME_NEEDS:
        return 300
    return {Need.BEHIND: ("nginx",), Need.ADDED_MS: 2.0, Need.LOOKUPS: 1_000}.get(need, frozenset((Readable.ROLES,)))


def _time(value: object) -> str:
    seconds = float(str(value))
    return "at once" if seconds < 1 else duration(min(seconds, LONGEST_S))


def _names(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _readable(value: object) -> str:
    names = value if isinstance(value, frozenset) else frozenset()
    return ", ".join(each.value for each in Readable if each in names) or "nothing"
