"""Session files: new, opened, saved, kept against a crash, and the clock put back to the moment of saving."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.keys.signing_key import SigningKey
from workbench.core.session.session import Session
from workbench.presenters.ports import Run
from workbench.presenters.session.crash_recovery import Autosave, CrashCopy
from workbench.presenters.session.state import SessionState, from_session, to_session
from workbench.presenters.session.workspace import Incoming, Workspace
from workbench.presenters.status import Status, StatusLevel

SUFFIX = ".twb"
_MOST_RECENT = 8
_AUTOSAVE_MS = 1_000


class Files(Protocol):
    """Reads and writes session files. Its calls block."""

    def load(self, path: Path) -> Session:
        """Read a session. Raises SessionFileError."""

    def save(self, path: Path, session: Session) -> None:
        """Write a session, or leave the file as it was. Raises SessionFileError."""

    def exists(self, path: Path) -> bool:
        """Whether there is such a file."""

    def check_scenario(self, scenario: str) -> None:
        """Do nothing if it can be served. Raises DefinitionFileError."""


class SessionPresenter(QObject):
    """Knows which file the present state belongs to, and whether it is as in that file.

    A session that replaces another can be taken back with `undo`; nothing is asked beforehand.

    Signals:
        title_changed(str, bool): the name of the session, empty for none, and whether it has changes that no file has.
        status_changed(Status): how the last action went.
        undo_changed(bool): whether `undo` would bring something back.
        clock_told(Status): where the server's clock stands since a session was opened; empty if it goes as it should.
        found_changed(Status): what an earlier window left behind; empty if nothing.
        recent_changed(tuple[str, ...]): paths of the sessions used last, the newest first.
        design_opened(str): a session decided by this design is there.
        opened(): a session was read from its file.
        saved(): the session was written.
        save_path_wanted(): the session has no file yet.
    """

    title_changed = Signal(str, bool)
    status_changed = Signal(object)
    undo_changed = Signal(bool)
    clock_told = Signal(object)
    found_changed = Signal(object)
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
        self._told_title: tuple[str, bool] | None = None
        self.path: Path | None = None
        self.tokens = False
        self.recent: tuple[str, ...] = ()
        self._workspace.changed.connect(self._on_changed)
        self._workspace.replaced.connect(self._on_replaced)
        self._workspace.clock_told.connect(self.clock_told)
        self._workspace.design_opened.connect(self.design_opened)
        self._copy.found_changed.connect(self.found_changed)
        self._copy.restored.connect(self._on_restored)
        self._copy.failed.connect(self._on_failure)

    @property
    def state(self) -> SessionState:
        """The present state."""
        return self._workspace.state

    @property
    def can_undo(self) -> bool:
        """Whether `undo` would bring something back."""
        return self._before is not None

    @property
    def modified(self) -> bool:
        """Whether there is something that no file has; without a file only what somebody would miss counts."""
        state = self.state
        if self.path is None:
            return state.is_work and state != self._clean
        return state != self._clean

    @Slot(object)
    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """These are the keys of the ring."""
        self._keys = tuple(keys)

    def set_recent(self, paths: Sequence[str]) -> None:
        """These sessions were used last."""
        self.recent = tuple(paths)[:_MOST_RECENT]
        self.recent_changed.emit(self.recent)

    @Slot()
    def new(self) -> None:
        """Begin with an empty bench and no variants; requests are those of the scenario."""
        offset_s = self._workspace.server.clock_offset
        self._take_over(Incoming(self._workspace.blank, (), None, "A new session.", offset_s=offset_s))

    def open(self, path: Path) -> None:
        """Open the session in *path*; the present one stays until that is read."""
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
            path: without an ending it gets that of sessions.
            tokens: whether tokens are kept with their signatures.
            replace_file: whether the user has said that a file that is there may be replaced.
        """
        path = path if path.suffix else path.with_suffix(SUFFIX)
        if path in (self.path, self._replaceable) or replace_file:
            self._save(path, tokens)
            return
        self._run(partial(self._files.exists, path), partial(self._on_looked, path, tokens), self._on_failure)

    @Slot()
    def undo(self) -> None:
        """Bring back the session that was replaced last."""
        before, self._before = self._before, None
        if before is not None:
            self._take_over(before)
            self._before = None
            self.undo_changed.emit(False)

    @Slot()
    def back_to_now(self) -> None:
        """Let the server's clock go as the real one does."""
        self._workspace.server.move_clock(0)

    @Slot()
    def look_for_lost(self) -> None:
        """Look once for a session that an earlier window left behind, and offer it."""
        self._copy.look()

    @Slot()
    def restore(self) -> None:
        """Go on with what was found."""
        self._copy.restore(self._keys)

    @Slot()
    def discard(self) -> None:
        """Throw away what was found."""
        self._copy.discard()

    def close(self) -> None:
        """End in good order: what somebody made and no file has is there at the next start; nothing else is kept."""
        self._copy.close(self.state if self.modified and self.state.is_work else None)

    def _save(self, path: Path, tokens: bool) -> None:
        state = self.state
        make = self._session(state, tokens=tokens)
        self._run(
            partial(_write, self._files, path, make), partial(self._on_saved, path, tokens, state), self._on_failure
        )

    def _session(self, state: SessionState, *, tokens: bool) -> Callable[[], Session]:
        """What makes the session of *state*, in whatever thread."""
        server = self._workspace.server
        now, offset_s = server.now, server.clock_offset
        return partial(to_session, state, self._keys, now=now, offset_s=offset_s, tokens=tokens)

    def _on_looked(self, path: Path, tokens: bool, there: bool) -> None:
        if there:
            self._replaceable = path
            text = f"{path.name} is there already. Save again to replace it, or type another name."
            self.status_changed.emit(Status(text, StatusLevel.WARNING))
        else:
            self._save(path, tokens)

    def _on_saved(self, path: Path, tokens: bool, state: SessionState, session: Session) -> None:
        self.path, self.tokens, self._clean = path, tokens, state
        self._replaceable = self._before = None
        self.undo_changed.emit(False)
        self._remember(path)
        with_what = (
            "with the tokens' signatures" if tokens else "without signatures: they are made anew when it is opened"
        )
        left_out = sum(one != two for one, two in zip(state.requests, session.requests, strict=True))
        further = f" Passwords and the like were left out of {left_out} of the requests." if left_out else ""
        self.status_changed.emit(Status(f"Saved {path.name}: {state.told}, {with_what}.{further}", StatusLevel.OK))
        self._tell_title()
        self.saved.emit()

    def _on_failure(self, error: WorkbenchError) -> None:
        self.status_changed.emit(Status.of(error))

    def _take_over(self, incoming: Incoming) -> None:
        """Begin to replace the present state; it goes on when the server serves the scenario."""
        present = self.state
        if present.is_work or present.edited:
            self._before = Incoming(
                present,
                (),
                self.path,
                "The session of before is back.",
                offset_s=self._workspace.server.clock_offset,
                tokens=self.tokens,
                clean=not self.modified,
            )
            self.undo_changed.emit(True)
        self._workspace.replace(incoming)

    @Slot(object, object)
    def _on_replaced(self, incoming: Incoming, remarks: Sequence[str]) -> None:
        self.path, self.tokens = incoming.path, incoming.tokens
        self._clean = self.state if incoming.clean else None
        if incoming.path is not None:
            self._remember(incoming.path)
            self.opened.emit()
        text = incoming.told + (f" But {'; '.join(remarks)}." if remarks else "")
        self.status_changed.emit(Status(text, StatusLevel.WARNING if remarks else StatusLevel.OK))
        self._on_changed()

    @Slot(object, object, object)
    def _on_restored(self, state: SessionState, remarks: tuple[str, ...], session: Session) -> None:
        told = "The session is as it was when it ended; no file has it yet."
        self._take_over(
            Incoming(state, remarks, None, told, offset_s=session.offset_s, tokens=session.has_tokens, clean=False)
        )

    @Slot()
    def _on_changed(self) -> None:
        self._tell_title()
        self._copy.keep(self.state)

    def _tell_title(self) -> None:
        title = (self.path.stem if self.path is not None else "", self.modified)
        if title != self._told_title:
            self._told_title = title
            self.title_changed.emit(*title)

    def _remember(self, path: Path) -> None:
        text = str(path.absolute())
        self.set_recent([text, *(each for each in self.recent if each != text)])


def _read(files: Files, path: Path, keys: Sequence[SigningKey], present: str) -> Incoming:
    """The session in *path*; where its scenario cannot be served, the *present* one stays."""
    session = files.load(path)
    state, remarks = from_session(session, keys)
    try:
        files.check_scenario(session.scenario)
    except WorkbenchError as error:
        remarks = (f"{str(error).rstrip('.')}: the scenario {present} stays", *remarks)
        state = replace(state, scenario=present)
    told = f"Opened {path.name}: {state.told}."
    return Incoming(state, remarks, path, told, moment=session.moment, tokens=session.has_tokens)


def _write(files: Files, path: Path, make: Callable[[], Session]) -> Session:
    session = make()
    files.save(path, session)
    return session
