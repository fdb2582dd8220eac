"""Exports keys to a file or the clipboard; private ones only after the user has confirmed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import KeyFileExistsError, WorkbenchError
from workbench.core.key_files.export_formats import ExportFormat, Part, file_name
from workbench.core.key_files.exporter import export
from workbench.core.keys.private_value import PrivateValue
from workbench.presenters.keys import export_messages as export_words
from workbench.presenters.keys.export_state import Choice, ExportState
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.keys.secret_clipboard import Clipboard, SecretClipboardPresenter
    from workbench.presenters.ports import Run


class Files(Protocol):
    """Writes files with keys in them. Its calls block."""

    def check(self, path: Path) -> None:
        """Do nothing if a file could be made there. Raises KeyFileExistsError, KeyFileError."""

    def write(self, path: Path, text: str, *, private: bool, replace: bool) -> bool:
        """Write it whole; whether its owner alone can read it. Raises KeyFileExistsError, KeyFileError."""


class KeyExportPresenter(QObject):
    """Exports keys. A password and a confirmation count for one export, and are forgotten after it.

    Signals:
        state_changed(ExportState): something else is chosen, or follows from it.
        status_changed(Status): how the last action went.
        forgotten(): the password is forgotten; the fields must be cleared too.
    """

    state_changed = Signal(object)
    status_changed = Signal(object)
    forgotten = Signal()

    def __init__(
        self, files: Files, clipboard: Clipboard, guard: SecretClipboardPresenter, run: Run, folder: Path
    ) -> None:
        """Make it; *folder* is where files go unless the user says otherwise."""
        super().__init__()
        self._files = files
        self._clipboard = clipboard
        self._guard = guard
        self._run = run
        self._folder = folder
        self._typed = str(folder / "keys")
        self._keys: tuple[SigningKey, ...] = ()
        self._part = Part.PUBLIC
        self._formats: dict[Part, ExportFormat] = {}
        self._password = ""
        self._repeated: str | None = ""
        self._confirmed = False
        self._taken = False
        self._writing = 0
        self._tickets = count(1)
        self._ticket = 0
        self.state = ExportState()

    @Slot(object)
    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """Export these keys."""
        others = [key.kid for key in keys] != [key.kid for key in self._keys]
        self._keys = tuple(keys)
        if others:
            self._start_over()
            self.status_changed.emit(Status(""))
        self._show(rename=others)

    @Slot(str)
    def choose_part(self, part: str) -> None:
        """Export the public or the private half."""
        if Part(part) is not self.state.part:
            self._part = Part(part)
            self._turn_to()

    @Slot(object)
    def choose_format(self, export_format: ExportFormat) -> None:
        """Write it in this format."""
        if export_format is not self.state.format:
            self._formats[export_format.part] = export_format
            self._turn_to()

    @Slot(str)
    def set_password(self, password: str) -> None:
        """Encrypt under this password."""
        self._password = password
        self._show()

    @Slot(object)
    def repeat_password(self, password: str | None) -> None:
        """Compare with the password typed again; None if it can be read on the screen, and need not be repeated."""
        self._repeated = password
        self._show()

    @Slot(bool)
    def confirm(self, confirmed: bool) -> None:
        """Note whether the user confirms that a private key is to be exported."""
        self._confirmed = confirmed
        self._show()

    @Slot(str)
    def set_path(self, text: str) -> None:
        """Write to the file of this path; a relative one begins at the user's folder."""
        self._typed = text
        self._taken = False
        self._show()

    @Slot()
    def save(self) -> None:
        """Write the file; where there is one already, ask first."""
        self._begin(partial(self._make_for_file, self._path(), replace=False))

    @Slot()
    def replace_file(self) -> None:
        """Replace the existing file."""
        self._taken = False
        self._begin(partial(self._make_for_file, self._path(), replace=True))

    @Slot()
    def keep_file(self) -> None:
        """Leave the existing file unchanged."""
        self._taken = False
        self._show()

    @Slot()
    def copy(self) -> None:
        """Put it into the clipboard; a private key is removed from there after a while."""
        self._begin(self._make_for_clipboard)

    @Slot()
    def stop(self) -> None:
        """Do not go on with what is under way, as long as nothing is written."""
        if self.state.stoppable:
            self._ticket = 0
            self.status_changed.emit(Status("Stopped: nothing was exported.", StatusLevel.WARNING))
            self._show()

    @Slot()
    def leave(self) -> None:
        """Forget all that was typed."""
        self._part = Part.PUBLIC
        self._start_over()
        self.status_changed.emit(Status(""))
        self._show(rename=True)

    def _begin(self, make: Callable[[_Order], None]) -> None:
        self._show()
        state = self.state
        if state.format is None or not state.ready:
            if state.missing and not state.busy:
                self.status_changed.emit(Status(state.missing, StatusLevel.WARNING))
            return
        self._ticket = next(self._tickets)
        encrypted = state.format is ExportFormat.ENCRYPTED_PEM
        self.status_changed.emit(Status("Encrypting, which takes a moment on purpose…" if encrypted else "Writing…"))
        self._show()
        make(_Order(self._ticket, state.keys, state.format, self._password if encrypted else ""))

    def _make_for_file(self, path: Path, order: _Order, *, replace: bool) -> None:
        call = order.text if replace else partial(_text_for, self._files, path, order)
        written = partial(self._write, path, order, replace)
        self._run(call, written, partial(self._on_failure, order))

    def _make_for_clipboard(self, order: _Order) -> None:
        self._run(order.text, partial(self._put_into_clipboard, order), partial(self._on_failure, order))

    def _write(self, path: Path, order: _Order, replace: bool, text: str) -> None:
        if order.ticket != self._ticket:
            return
        self._writing = order.ticket
        self._show()
        write = partial(self._files.write, path, text, private=order.private, replace=replace)
        self._run(write, partial(self._on_written, path, order), partial(self._on_failure, order))

    def _on_written(self, path: Path, order: _Order, owner_alone: bool) -> None:
        text = f"Wrote {order.words}, to {path}."
        if order.private and owner_alone:
            text += " Only you can read the file."
        elif order.private:
            text += " The file has the permissions of its folder: check who else can read there."
        self._end(order, Status(text, StatusLevel.OK if owner_alone or not order.private else StatusLevel.WARNING))

    def _put_into_clipboard(self, order: _Order, text: str) -> None:
        if order.ticket != self._ticket:
            return
        if order.private:
            self._guard.hold(text, order.words)
            after = f" It is removed from there after {self._guard.kept_s} s, if it is still there."
        else:
            self._clipboard.put(text, secret=False)
            after = ""
        self._end(order, Status(f"Copied {order.words}, to the clipboard.{after}", StatusLevel.OK))

    def _on_failure(self, order: _Order, error: WorkbenchError) -> None:
        if order.ticket == self._ticket:
            self._ticket = 0
            self._taken = isinstance(error, KeyFileExistsError)
            self.status_changed.emit(Status("") if self._taken else Status.of(error))
            self._show()
        elif order.ticket == self._writing:  # who has turned to something else believes that it was written
            self.status_changed.emit(Status.of(error))

    def _end(self, order: _Order, status: Status) -> None:
        """The export is done; whatever the user has begun meanwhile is not disturbed."""
        if order.ticket == self._ticket:
            self._start_over()
        self.status_changed.emit(status)
        self._show()

    def _turn_to(self) -> None:
        self._start_over()
        self.status_changed.emit(Status(""))
        self._show(rename=True)

    def _start_over(self) -> None:
        """Forget what was typed and confirmed, and ignore what is still running."""
        self._ticket = 0
        self._taken = self._confirmed = False
        self._password = self._repeated = ""
        self.forgotten.emit()

    def _path(self) -> Path:
        text = self._typed.strip()
        try:
            return self._folder / Path(text).expanduser()
        except RuntimeError:  # ~name of an unknown user
            return self._folder / text

    def _show(self, *, rename: bool = False) -> None:
        choice = Choice(self._keys, self._part, self._formats, self._password, self._repeated, self._confirmed)
        state = choice.state()
        if rename and state.format is not None:
            self._typed = str(self._path().parent / file_name(self._keys, state.format))
        self.state = replace(
            state,
            path=self._typed,
            question=f"{self._path()} is there already. Replace it?" if self._taken else "",
            busy=bool(self._ticket),
            stoppable=bool(self._ticket) and self._writing != self._ticket,
        )
        self.state_changed.emit(self.state)


@dataclass(frozen=True, slots=True)
class _Order(PrivateValue):
    """What is being exported, whatever the user does meanwhile."""

    ticket: int
    keys: tuple[SigningKey, ...]
    format: ExportFormat
    password: str = field(repr=False)

    @property
    def private(self) -> bool:
        return self.format.part is Part.PRIVATE

    @property
    def words(self) -> str:
        return export_words.exported(self.keys, self.format)

    def text(self) -> str:
        """The text of it. Slow if it is encrypted; raises KeyExportError, SigningError."""
        return export(self.keys, self.format, password=self.password).text


def _text_for(files: Files, path: Path, order: _Order) -> str:
    files.check(path)  # first: a question after the encryption would come too late
    return order.text()
