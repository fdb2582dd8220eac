"""Session files: new, opened, saved, recovered after a crash, with the clock set back to the time of saving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.presenters.session.crash_recovery import Autosave, CrashCopy
from workbench.presenters.session.workspace import Incoming, Workspace
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.session.session import Session
    from workbench.presenters.ports import Run
    from workbench.presenters.session.state import SessionState


SUFFIX = ".twb"
_MOST_RECENT = 8
_AUTOSAVE_MS = 1_000


class Files(Protocol):
    """Reads and writes session files. Its calls block."""

    def load(self, path: Path) -> Session:
        """Read a session. Raises SessionFileError."""

    def save(self, path: Path, session: Session) -> None:
        """Write a session, or leave the file unchanged. Raises SessionFileError."""

    def exists(self, path: Path) -> bool:
        """Whether the file exists."""

    def scenario_of(self, path: Path, session: Session, present: str) -> str:
        """The session's scenario if it may and can be served. Raises SessionFileError, DefinitionFileError."""


class SessionPresenter(QObject):
    """Knows the file of the current state, and whether the state has unsaved changes.

    Replacing a session needs no confirmation: `undo` brings the previous one back.

    Signals:
        title_changed(str, bool): the name of the session, empty for none, and whether it has unsaved changes.
        status_changed(Status): how the last action went.
        undo_changed(bool): whether `undo` has a session to restore.
        clock_note_changed(Status): the time to which an opened session set the server's clock; empty at real time.
        found_changed(Status): the session that an earlier window left behind; empty for none.
        restorable_changed(bool): whether that can be restored; if not, it can only be discarded.
        copy_problem_changed(Status): why the crash copy cannot be written; empty once it was.
        recent_changed(tuple[str, ...]): paths of the sessions used last, the newest first.
        design_opened(str): a session with this design was opened.
        opened(): a session was read from its file.
        saved(): the session was written.
        save_path_wanted(): the session has no file yet.
    """

    title_changed = Signal(str, bool)
    status_changed = Signal(object)
    undo_changed = Signal(bool)
    clock_note_changed = Signal(object)
    found_changed = Signal(object)
    restorable_changed = Signal(bool)
    copy_problem_changed = Signal(object)
    recent_changed = Signal(object)
    design_opened = Signal(str)
    opened = Signal()
    saved = Signal()
    save_path_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        files: Files,
        autosave: Autosave,
        run: Run,
        *,
        autosave_ms: int = _AUTOSAVE_MS,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._copy = CrashCopy(
            lambda: self.state,
            lambda state: self._session(state, tokens=self.tokens),
            autosave,
            files.load,
            run,
            pause_ms=autosave_ms,
            parent=self,
        )
        self._files = files
        self._run = run
        self._keys: tuple[SigningKey, ...] = ()
        self._before: Incoming | None = None
        self._replaceable: Path | None = None
        self._clean: SessionState | None = None
        self._emitted_title: tuple[str, bool] | None = None
        self.path: Path | None = None
        self.tokens = False
        self.recent: tuple[str, ...] = ()
        self._workspace.changed.connect(self._on_changed)
        self._workspace.replaced.connect(self._on_replaced)
        self._workspace.clock_note_changed.connect(self.clock_note_changed)
        self._workspace.design_opened.connect(self.design_opened)
        self._copy.found_changed.connect(self.found_changed)
        self._copy.restorable_changed.connect(self.restorable_changed)
        self._copy.write_problem_changed.connect(self.copy_problem_changed)
        self._copy.restored.connect(self._on_restored)
        self._copy.failed.connect(self._on_failure)

    @property
    def state(self) -> SessionState:
        """The current state."""
        return self._workspace.state

    @property
    def can_undo(self) -> bool:
        """Whether `undo` has a session to restore."""
        return self._before is not None

    @property
    def modified(self) -> bool:
        """Whether there are unsaved changes; without a file, only the user's own work counts."""
        state = self.state
        if self.path is None:
            return state.is_work and state != self._clean
        return state != self._clean

    @Slot(object)
    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """Use these keys of the ring."""
        self._keys = tuple(keys)

    def set_recent(self, paths: Sequence[str]) -> None:
        """Set the paths of the recent sessions."""
        self.recent = tuple(paths)[:_MOST_RECENT]
        self.recent_changed.emit(self.recent)

    @Slot()
    def new(self) -> None:
        """Start with an empty bench, no variants, and the requests of the scenario."""
        offset_s = self._workspace.server.clock_offset
        self._take_over(Incoming(self._workspace.blank, (), None, "A new session.", offset_s=offset_s))

    def open(self, path: Path) -> None:
        """Open the session in *path*; the current one stays until that is read."""
        self.status_changed.emit(Status(f"Opening {path.name}…"))
        call = partial(_read, self._files, path, self._keys, self.state.scenario)
        self._run(call, self._take_over, self._on_failure)

    @Slot()
    def save(self) -> None:
        """Write the session to its file; `save_path_wanted` if it has none."""
        if self.path is None:
            self.save_path_wanted.emit()
        else:
            self._save(self.path, self.tokens)

    def save_as(self, path: Path, *, tokens: bool, replace_file: bool = False) -> None:
        """Write the session to *path*, which is its file from now on.

        Args:
            path: gets the suffix of session files if it has none.
            tokens: whether tokens are kept with their signatures.
            replace_file: whether the user agreed to replace an existing file.
        """
        path = path if path.suffix else path.with_suffix(SUFFIX)
        if path in (self.path, self._replaceable) or replace_file:
            self._save(path, tokens)
            return
        self._run(partial(self._files.exists, path), partial(self._on_looked, path, tokens), self._on_failure)

    @Slot()
    def undo(self) -> None:
        """Restore the session that was replaced last."""
        before, self._before = self._before, None
        if before is not None:
            self._take_over(before)
            self._before = None
            self.undo_changed.emit(False)

    @Slot()
    def back_to_now(self) -> None:
        """Set the server's clock to real time."""
        self._workspace.server.move_clock(0)

    @Slot()
    def look_for_lost(self) -> None:
        """Look once for a session that an earlier window left behind, and offer to restore it."""
        self._copy.look()

    @Slot()
    def restore(self) -> None:
        """Restore the session that was found."""
        self._copy.restore(self._keys)

    @Slot()
    def discard(self) -> None:
        """Discard the session that was found."""
        self._copy.discard()

    def close(self) -> None:
        """Close in good order: unsaved work of the user is offered at the next start; nothing else is kept."""
        self._copy.close(self.state if self.modified and self.state.is_work else None)

    def _save(self, path: Path, tokens: bool) -> None:
        state = self.state
        make = self._session(state, tokens=tokens)
        self._run(
            partial(_write, self._files, path, make), partial(self._on_saved, path, tokens, state), self._on_failure
        )

    def _session(self, state: SessionState, *, tokens: bool) -> Callable[[], Session]:
        """A function that makes the session of *state*, in any thread."""
        from workbench.presenters.session.state import to_session

        server = self._workspace.server
        now, offset_s = server.now, server.clock_offset
        return partial(to_session, state, self._keys, now=now, offset_s=offset_s, tokens=tokens)

    def _on_looked(self, path: Path, tokens: bool, there: bool) -> None:
        if there:
            self._replaceable = path
            text = f"{path.name} already exists. Save again to replace it, or enter another name."
            self.status_changed.emit(Status(text, StatusLevel.WARNING))
        else:
            self._save(path, tokens)

    def _on_saved(self, path: Path, tokens: bool, state: SessionState, session: Session) -> None:
        self.path, self.tokens, self._clean = path, tokens, state
        self._replaceable = self._before = None
        self.undo_changed.emit(False)
        self._remember(path)
        with_what = (
            "with the tokens' signatures" if tokens else "without signatures: they are created again when it is opened"
        )
        left_out = sum(one != two for one, two in zip(state.requests, session.requests, strict=True))
        further = f" Passwords and similar secrets were removed from {left_out} of the requests." if left_out else ""
        self.status_changed.emit(Status(f"Saved {path.name}: {state.summary}, {with_what}.{further}", StatusLevel.OK))
        self._emit_title()
        self.saved.emit()

    def _on_failure(self, error: WorkbenchError) -> None:
        self.status_changed.emit(Status.of(error))

    def _take_over(self, incoming: Incoming) -> None:
        """Start replacing the current state; it continues when the server serves the scenario."""
        present = self.state
        if present.is_work or present.edited:
            self._before = Incoming(
                present,
                (),
                self.path,
                "The previous session is back.",
                offset_s=self._workspace.server.clock_offset,
                tokens=self.tokens,
                clean=not self.modified,
            )
            self.undo_changed.emit(True)
        self._workspace.replace(incoming)

    @Slot(object, object)
    def _on_replaced(self, incoming: Incoming, deviations: Sequence[str]) -> None:
        self.path, self.tokens = incoming.path, incoming.tokens
        self._clean = self.state if incoming.clean else None
        if incoming.path is not None:
            self._remember(incoming.path)
            self.opened.emit()
        text = incoming.message + (f" But {'; '.join(deviations)}." if deviations else "")
        self.status_changed.emit(Status(text, StatusLevel.WARNING if deviations else StatusLevel.OK))
        self._on_changed()

    @Slot(object, object, object)
    def _on_restored(self, state: SessionState, deviations: tuple[str, ...], session: Session) -> None:
        message = "The session is restored as it was when it ended. It is not saved yet."
        self._take_over(
            Incoming(
                state, deviations, None, message, offset_s=session.offset_s, tokens=session.has_tokens, clean=False
            )
        )

    @Slot()
    def _on_changed(self) -> None:
        self._emit_title()
        self._copy.keep(self.state)

    def _emit_title(self) -> None:
        title = (self.path.stem if self.path is not None else "", self.modified)
        if title != self._emitted_title:
            self._emitted_title = title
            self.title_changed.emit(*title)

    def _remember(self, path: Path) -> None:
        text = str(path.absolute())
        self.set_recent([text, *(each for each in self.recent if each != text)])


def _read(files: Files, path: Path, keys: Sequence[SigningKey], present: str) -> Incoming:
    """The session in *path*; if its scenario cannot be served, the *present* one stays."""
    from workbench.presenters.session.state import from_session

    session = files.load(path)
    state, deviations = from_session(session, keys)
    try:
        state = replace(state, scenario=files.scenario_of(path, session, present))
    except WorkbenchError as error:
        deviations = (f"{str(error).rstrip('.')}: the scenario {present} stays", *deviations)
        state = replace(state, scenario=present)
    message = f"Opened {path.name}: {state.summary}."
    return Incoming(state, deviations, path, message, moment=session.moment, tokens=session.has_tokens)


def _write(files: Files, path: Path, make: Callable[[], Session]) -> Session:
    session = make()
    files.save(path, session)
    return session
