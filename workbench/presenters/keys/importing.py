"""Importing keys from a file or a pasted text: they are read, opened with a password, chosen, and added to the ring.

The given bytes are held until the keys are imported or the import is closed, and forgotten then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import (
    KeyImportError,
    KeyPasswordError,
    KeyPasswordNeededError,
    StoppedError,
    WorkbenchError,
)
from workbench.core.key_files.import_plan import Conflict, ConflictChoice, ImportChoice, ImportChoices
from workbench.core.key_files.importer import UNNAMED, read_imported_secret, read_private_keys
from workbench.core.text.text_decoding import NoTextError, decoded
from workbench.core.text.wording import counted
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.key_files.imported_keys import ImportedKeys
    from workbench.core.key_files.pasted_keys import SecretReading
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.keys.keys import KeysPresenter
    from workbench.presenters.keys.ring_import import ImportResult
    from workbench.presenters.ports import OpenOctets, Run

_NAMED = 3
_ONE = "The demo server refuses tokens that it signs until you trust it in the list above."
_SEVERAL = "The demo server refuses tokens that they sign until you trust them in the list above."


class Stage(StrEnum):
    """How far an import is."""

    EMPTY = "empty"  # nothing was given yet, or nothing that can be read
    READING = "reading"
    PASSWORD = "password"  # noqa: S105  the name of a stage: a password is asked for
    CHOOSE = "choose"  # keys were found; which of them, and how
    IMPORTING = "importing"  # they are on their way into the ring
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ImportState:
    """What the import panel shows.

    Attributes:
        stage: how far it is.
        source: name of the file; empty for a pasted text.
        form: what was recognised, in words.
        choices: the keys found, and what the user wants to do with them.
        left_out: sentences on what cannot be imported.
    """

    stage: Stage = Stage.EMPTY
    source: str = ""
    form: str = ""
    choices: ImportChoices = field(default_factory=ImportChoices)
    left_out: tuple[str, ...] = ()

    @property
    def question(self) -> Conflict | None:
        """What has to be answered next; None if nothing."""
        conflicts = self.choices.conflicts if self.stage is Stage.CHOOSE else ()
        return conflicts[0] if conflicts else None


@dataclass(slots=True)
class _Task:
    """A reading under way; it asks between keys whether it is still wanted."""

    stopped: bool = False

    def is_stopped(self) -> bool:
        return self.stopped


class KeyImportPresenter(QObject):
    """Reads keys in the background and hands those that the user chose to a `KeysPresenter`.

    Signals:
        state_changed(ImportState): see `state`.
        status_changed(Status): what was recognised, what is wrong, or how it went.
        wiped(): what was typed or pasted must be forgotten: it was imported, or the import was closed.
        closed(): the user closed the import.
    """

    state_changed = Signal(object)
    status_changed = Signal(object)
    wiped = Signal()
    closed = Signal()

    def __init__(self, keys: KeysPresenter, open_octets: OpenOctets, run: Run) -> None:
        super().__init__()
        self._keys = keys
        self._open_octets = open_octets
        self._run = run
        self._data = b""
        self._name = UNNAMED
        self._others = 0  # files that were dropped with the one that is read
        self._reading: SecretReading | None = None
        self._task = _Task()
        self.state = ImportState()
        keys.ring.keys_changed.connect(self._on_ring_changed)
        keys.ring_import.imported.connect(self._on_imported)

    @Slot(str)
    def open_files(self, paths: Sequence[str]) -> None:
        """Read the keys of the first of these files, and say that the others were not read."""
        first, *others = paths
        self.open_file(first)
        self._others = len(others)

    def open_file(self, path: str) -> None:
        """Read the keys of a file."""
        self._others = 0
        source = path.replace("\\", "/").rpartition("/")[2]
        task = self._begin(ImportState(Stage.READING, source))
        self.status_changed.emit(Status(f"Reading {source}…"))
        call = partial(self._open_octets, path)
        self._run(call, partial(self._on_octets, task, source), partial(self._on_refused, task))

    @Slot(str)
    def set_text(self, text: str) -> None:
        """Read the keys of a text that was typed or pasted; an empty one starts over."""
        self._data, self._name = text.encode("utf-8", "replace"), UNNAMED
        self._read(ImportState())

    @Slot(object)
    def choose_reading(self, reading: SecretReading | None) -> None:
        """Take what was given as a secret in this reading; None recognises keys."""
        if reading != self._reading:
            self._reading = reading
            if self._data:
                self._read(ImportState(source=self.state.source))

    @Slot(str)
    def give_password(self, password: str) -> None:
        """Open what was given with this password."""
        if self.state.stage is Stage.PASSWORD:
            self._read(ImportState(source=self.state.source), password)

    @Slot()
    def stop(self) -> None:
        """Stop reading; it can be read again."""
        if self.state.stage is Stage.READING:
            self._begin(ImportState(source=self.state.source))
            self.status_changed.emit(Status.of(StoppedError("Reading was stopped.", hint="Open or paste it again.")))

    @Slot()
    def cancel(self) -> None:
        """Close the import, and forget all of it."""
        self._forget()
        self._begin(ImportState())
        self.status_changed.emit(Status(""))
        self.closed.emit()

    def take(self, row: int, taken: bool) -> None:
        """Import the key of this row, or leave it out."""
        self._change(row, taken=taken)

    def rename(self, row: int, name: str) -> None:
        """Call the key of this row *name*; without one it has the name that it was found with."""
        self._change(row, name=name)

    def set_kid(self, row: int, kid: str) -> None:
        """Give the key of this row another kid."""
        if kid != self.state.choices.rows[row].kid:
            self._change(row, kid=kid, replaces=False)

    def choose_algorithm(self, row: int, algorithm: str) -> None:
        """Bind the key of this row to one of its algorithms."""
        if algorithm in self.state.choices.rows[row].key.algorithms:
            self._change(row, algorithm=algorithm)

    def answer(self, answer: ConflictChoice, *, for_all: bool) -> None:
        """Answer the question that is asked, or every one that can be answered so."""
        question, choices = self.state.question, self.state.choices
        if question is not None:
            self._show(choices.all_answered(answer) if for_all else choices.answered(question.row, answer))

    @Slot()
    def import_keys(self) -> None:
        """Add the chosen keys to the ring."""
        choices = self.state.choices
        if self.state.stage is not Stage.CHOOSE or not choices.can_be_taken:
            return
        now = int(time.time())
        keys = [
            row.key.to_signing_key(row.name.strip() or row.key.name, row.kid, row.algorithm, now)
            for row in choices.taken
        ]
        self._set(replace(self.state, stage=Stage.IMPORTING))
        self.status_changed.emit(Status(f"Importing {counted(len(keys), 'key')}…"))
        self._keys.ring_import.import_keys(keys, choices.replaced)

    def _begin(self, state: ImportState) -> _Task:
        self._task.stopped = True
        self._task = _Task()
        self._set(state)
        return self._task

    def _read(self, state: ImportState, password: str | None = None) -> None:
        if not self._data:
            self._begin(state)
            self.status_changed.emit(Status(""))
            return
        task = self._begin(replace(state, stage=Stage.READING))
        self.status_changed.emit(Status("Reading…"))
        call: Callable[[], ImportedKeys]
        if self._reading is None:
            call = partial(read_private_keys, self._data, self._name, password, task.is_stopped)
        else:
            call = partial(_secret, self._data, self._reading, self._name)
        self._run(call, partial(self._on_found, task), partial(self._on_refused, task))

    def _on_octets(self, task: _Task, source: str, data: bytes) -> None:
        if task is not self._task:
            return
        if not data:
            self._on_refused(task, KeyImportError(f"There is no key here: {source} is empty."))
            return
        self._forget()  # what was pasted before is something else
        self._data, self._name = data, source.rpartition(".")[0] or source or UNNAMED
        self._read(self.state)

    def _on_found(self, task: _Task, found: ImportedKeys) -> None:
        if task is not self._task:
            return
        choices = ImportChoices.of(found.keys, self._keys.ring.keys)
        left_out = found.left_out
        if self._others:
            files = "1 further file was" if self._others == 1 else f"{self._others} further files were"
            left_out = (f"{files} not read: drop one after the other.", *left_out)
        self._set(replace(self.state, stage=Stage.CHOOSE, form=found.form, choices=choices, left_out=left_out))
        text = f"Recognized {found.form}."
        severity = StatusLevel.WARNING if left_out else StatusLevel.OK
        self.status_changed.emit(Status(" ".join((text, *left_out[:_NAMED])), severity))

    def _on_refused(self, task: _Task, error: WorkbenchError) -> None:
        if task is not self._task:
            return
        asks = isinstance(error, KeyPasswordNeededError | KeyPasswordError)
        self._set(replace(self.state, stage=Stage.PASSWORD if asks else Stage.EMPTY))
        status = Status.of(error)
        self.status_changed.emit(
            replace(status, severity=StatusLevel.INFO) if isinstance(error, KeyPasswordNeededError) else status
        )

    @Slot(object)
    def _on_ring_changed(self, ring: Sequence[SigningKey]) -> None:
        if self.state.stage is Stage.CHOOSE:
            self._show(self.state.choices.beside(ring))

    @Slot(object)
    def _on_imported(self, result: ImportResult) -> None:
        if self.state.stage is not Stage.IMPORTING:
            return
        done = result.keys
        if result.problem is not None and result.refused:
            rest = self.state.choices.without([key.kid for key in done]).beside(self._keys.ring.keys)
            self._set(replace(self.state, stage=Stage.CHOOSE, choices=rest))
            number = f"Imported {len(done)} of {counted(len(done) + len(result.refused), 'key')}. " if done else ""
            text = f"{number}{result.problem} {result.problem.hint}".strip()
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return
        self._forget()
        self._set(ImportState(Stage.DONE))
        names = ", ".join(key.name for key in done[:_NAMED])
        more = f" and {len(done) - _NAMED} more" if len(done) > _NAMED else ""
        lasts = " The keyring cannot be used, so imported keys are temporary." if result.temporary else ""
        text = f"Imported {names}{more}.{lasts} {_ONE if len(done) == 1 else _SEVERAL}"
        self.status_changed.emit(Status(text, StatusLevel.WARNING if result.temporary else StatusLevel.OK))

    def _change(self, row: int, **changes: object) -> None:
        choices = self.state.choices
        if self.state.stage is Stage.CHOOSE and 0 <= row < len(choices.rows):
            choice: ImportChoice = replace(choices.rows[row], **changes)  # type: ignore[arg-type]
            self._show(choices.changed(row, choice))

    def _show(self, choices: ImportChoices) -> None:
        self._set(replace(self.state, choices=choices))

    def _set(self, state: ImportState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _forget(self) -> None:
        self._data, self._name = b"", UNNAMED
        self.wiped.emit()


def _secret(data: bytes, reading: SecretReading, name: str) -> ImportedKeys:
    try:
        text = decoded(data)
    except NoTextError:
        raise KeyImportError(
            "The file is binary: a secret is read as text, base64url or hex.", hint="Write it as base64 or hex first."
        ) from None
    return read_imported_secret(text, reading, name)
