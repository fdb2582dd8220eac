"""Session files: new, opened, saved, kept against a crash, and the clock put back to the moment of saving."""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.expectations import Expectations
from workbench.core.keys import SigningKey
from workbench.core.request import Request
from workbench.core.session import Session
from workbench.presenters.designs import DesignsPresenter
from workbench.presenters.editor import EditorPresenter
from workbench.presenters.ports import Run
from workbench.presenters.replay import ReplayPresenter
from workbench.presenters.server import ServerPresenter, ServerState
from workbench.presenters.session_state import SessionState, from_session, to_session
from workbench.presenters.status import Severity, Status
from workbench.presenters.variants import VariantsPresenter

log = logging.getLogger(__name__)

SUFFIX = ".twb"
_AUTOSAVE_MS = 1_000
_MOST_RECENT = 8


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


class Autosave(Protocol):
    """Keeps the present session against a crash. Its calls block."""

    def find(self) -> Path | None:
        """The session that a window left behind which is no longer there."""

    def discard(self) -> None:
        """Throw away what was found."""

    def save(self, session: Session) -> None:
        """Write the present session. Raises SessionFileError."""

    def close(self, session: Session | None) -> None:
        """End in good order, and keep this session for the next start, or none."""


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A state that is to take the place of the present one.

    Attributes:
        state: the state.
        remarks: what is not as it was.
        path: its file; None if it has none.
        told: what to say when it is there.
        moment: where the server's clock is to stand; None to take *offset_s*.
        offset_s: how far the clock is to be ahead.
        tokens: whether its file holds tokens.
        clean: whether it is as in its file.
    """

    state: SessionState
    remarks: tuple[str, ...]
    path: Path | None
    told: str
    moment: int | None = None
    offset_s: int = 0
    tokens: bool = False
    clean: bool = True


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
        variants: VariantsPresenter,
        designs: DesignsPresenter,
        editor: EditorPresenter,
        replay: ReplayPresenter,
        set_requests: Callable[[Sequence[Request]], None],
        server: ServerPresenter,
        files: Files,
        autosave: Autosave,
        run: Run,
    ) -> None:
        super().__init__()
        self._variants = variants
        self._designs = designs
        self._editor = editor
        self._replay = replay
        self._set_requests = set_requests
        self._server = server
        self._files = files
        self._autosave = autosave
        self._run = run
        self._keys: tuple[SigningKey, ...] = ()
        self._incoming: _Incoming | None = None
        self._asked_for_scenario = False
        self._before: _Incoming | None = None
        self._found: Session | None = None
        self._looked = False
        self._replaceable: Path | None = None
        self._writing = False
        self._clean: SessionState | None = None
        self._seen: SessionState | None = None
        self._told_title: tuple[str, bool] | None = None
        self.path: Path | None = None
        self.tokens = False
        self.recent: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AUTOSAVE_MS)
        self._timer.timeout.connect(self._autosave_now)
        for changed in (
            variants.variants_changed,
            variants.expectations_changed,
            designs.expectations_changed,
            editor.state_changed,
            replay.answers_changed,
            replay.conditions_changed,
            server.scenario_changed,
        ):
            changed.connect(self._on_changed)
        server.state_changed.connect(self._on_server_state)
        server.clock_changed.connect(self._on_clock_changed)
        self._clock_wanted: int | None = None

    @property
    def state(self) -> SessionState:
        """The present state."""
        return SessionState(
            scenario=self._server.scenario,
            design=self._replay.design,
            issued=self._replay.issued,
            edited=self._editor.state.reading.text,
            requests=tuple(each.request for each in self._replay.answers),
            variants=self._variants.variants,
            expected=self._variants.expectations.pins,
            expected_of_designs=self._designs.all_expected,
        )

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
        info = self._server.info
        requests = tuple(info.requests) if info is not None else ()
        state = SessionState(self._server.scenario, self._replay.design, requests=requests)
        self._take_over(_Incoming(state, (), None, "A new session.", offset_s=self._server.clock_offset))

    def open(self, path: Path) -> None:
        """Open the session in *path*; the present one stays until that is read."""
        self.status_changed.emit(Status(f"Opening {path.name}…"))
        call = partial(_read, self._files, path, self._keys, self._server.scenario)
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
        self._server.move_clock(0)

    @Slot()
    def look_for_lost(self) -> None:
        """Look once for a session that an earlier window left behind, and offer it."""
        if not self._looked:
            self._looked = True
            self._run(partial(_find, self._autosave, self._files), self._on_found, self._on_nothing_found)

    @Slot()
    def restore(self) -> None:
        """Go on with what was found."""
        session, self._found = self._found, None
        self.found_changed.emit(Status(""))
        if session is not None:
            call = partial(_restored, session, self._keys)
            self._run(call, self._on_restored, self._on_failure)

    @Slot()
    def discard(self) -> None:
        """Throw away what was found."""
        self._found = None
        self.found_changed.emit(Status(""))
        self._run(self._autosave.discard, _ignore, self._on_failure)

    def close(self) -> None:
        """End in good order: what somebody made and no file has is there at the next start; nothing else is kept."""
        self._timer.stop()
        kept = self.state if self.modified and self.state.is_work else None
        self._autosave.close(None if kept is None else self._session(kept, tokens=self.tokens)())

    def _save(self, path: Path, tokens: bool) -> None:
        state = self.state
        make = self._session(state, tokens=tokens)
        self._run(
            partial(_write, self._files, path, make), partial(self._on_saved, path, tokens, state), self._on_failure
        )

    def _session(self, state: SessionState, *, tokens: bool) -> Callable[[], Session]:
        """What makes the session of *state*, in whatever thread."""
        now, offset_s = self._server.now, self._server.clock_offset
        return partial(to_session, state, self._keys, now=now, offset_s=offset_s, tokens=tokens)

    def _on_looked(self, path: Path, tokens: bool, there: bool) -> None:
        if there:
            self._replaceable = path
            text = f"{path.name} is there already. Save again to replace it, or type another name."
            self.status_changed.emit(Status(text, Severity.WARNING))
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
        self.status_changed.emit(Status(f"Saved {path.name}: {state.told}, {with_what}.{further}", Severity.OK))
        self._tell_title()
        self.saved.emit()

    def _on_failure(self, error: WorkbenchError) -> None:
        self.status_changed.emit(Status.of(error))

    def _take_over(self, incoming: _Incoming) -> None:
        """Begin to replace the present state; it goes on when the server serves the scenario."""
        present = self.state
        if present.is_work or present.edited:
            self._before = _Incoming(
                present,
                (),
                self.path,
                "The session of before is back.",
                offset_s=self._server.clock_offset,
                tokens=self.tokens,
                clean=not self.modified,
            )
            self.undo_changed.emit(True)
        self._incoming, self._asked_for_scenario = incoming, False
        self._advance()

    @Slot()
    def _advance(self) -> None:
        incoming, server = self._incoming, self._server
        if incoming is None or self._server_is_starting:
            return
        if incoming.state.scenario != server.scenario and not self._asked_for_scenario:
            self._asked_for_scenario = True
            server.choose_scenario(incoming.state.scenario)
            if self._server_is_starting:
                return
        self._incoming = None
        self._finish(incoming)

    @property
    def _server_is_starting(self) -> bool:
        return self._server.state is ServerState.STARTING

    @Slot()
    def _on_server_state(self) -> None:
        if self._incoming is not None:
            QTimer.singleShot(0, self._advance)  # when all have heard of it: requests of the scenario come first

    def _finish(self, incoming: _Incoming) -> None:
        state, server, remarks = incoming.state, self._server, list(incoming.remarks)
        if state.scenario != server.scenario:
            remarks.append(f"the scenario {state.scenario} cannot be served, and {server.scenario} stays")
        design = state.design
        known = {each.id for each in server.info.designs} if server.info is not None else {design}
        if design and design not in known:
            remarks.append(f"there is no design {design} here, and {self._replay.design or 'none'} decides")
            design = self._replay.design
        offset_s = incoming.offset_s
        if incoming.moment is not None:
            offset_s = math.ceil(incoming.moment - (server.now - server.clock_offset))
        self._clock_wanted = offset_s if incoming.moment is not None and offset_s else None
        server.move_clock(offset_s)
        if state.requests:
            self._set_requests(state.requests)
        self._replay.set_issued(state.issued, design)
        self._editor.open_session(state.issued, state.edited, words="open a session")
        self._designs.set_all_expected(state.expected_of_designs)
        self._variants.restore(state.variants, Expectations(dict(state.expected)))
        self.design_opened.emit(design)
        self.path, self.tokens = incoming.path, incoming.tokens
        self._clean = self.state if incoming.clean else None
        if incoming.path is not None:
            self._remember(incoming.path)
            self.opened.emit()
        text = incoming.told + (f" But {'; '.join(remarks)}." if remarks else "")
        self.status_changed.emit(Status(text, Severity.WARNING if remarks else Severity.OK))
        self._on_changed()

    @Slot(object)
    def _on_clock_changed(self, offset_s: int) -> None:
        if self._clock_wanted is None or offset_s != self._clock_wanted:
            self._clock_wanted = None
            self.clock_told.emit(Status(""))
            return
        moment = datetime.fromtimestamp(self._server.now, UTC).strftime("%Y-%m-%d %H:%M:%S")
        text = (
            f"The demo server's clock went back to {moment} UTC, when this session was saved, so that its tokens are "
        )
        self.clock_told.emit(Status(f"{text}as old as they were then.", Severity.WARNING))

    def _on_found(self, session: Session | None) -> None:
        self._found = session
        if session is None:
            return
        state, _ = from_session(session, ())
        at = datetime.fromtimestamp(session.moment, UTC).strftime("%Y-%m-%d %H:%M")
        text = f"An earlier session ended without being saved: {state.told}. Its server's clock stood at {at} UTC."
        self.found_changed.emit(Status(text, Severity.WARNING))

    def _on_nothing_found(self, error: WorkbenchError) -> None:
        log.warning("an earlier session could not be read: %s", error)

    def _on_restored(self, made: tuple[SessionState, tuple[str, ...], Session]) -> None:
        state, remarks, session = made
        told = "The session is as it was when it ended; no file has it yet."
        self._take_over(
            _Incoming(state, remarks, None, told, offset_s=session.offset_s, tokens=session.has_tokens, clean=False)
        )
        self._run(partial(_replaced, self._autosave, session), _ignore, self._on_failure)

    @Slot()
    def _on_changed(self) -> None:
        self._tell_title()
        state = self.state
        if state != self._seen:  # the token is judged anew with every second, and stays what it is
            self._seen = state
            self._timer.start()

    def _tell_title(self) -> None:
        title = (self.path.stem if self.path is not None else "", self.modified)
        if title != self._told_title:
            self._told_title = title
            self.title_changed.emit(*title)

    @Slot()
    def _autosave_now(self) -> None:
        state = self.state
        if self._writing or not (state.edited or state.is_work):
            return
        self._writing = True
        call = partial(_write_copy, self._autosave, self._session(state, tokens=self.tokens))
        self._run(call, partial(self._on_autosaved, state), self._on_autosave_failed)

    def _on_autosaved(self, state: SessionState, _result: None) -> None:
        self._writing = False
        if state != self.state:
            self._timer.start()

    def _on_autosave_failed(self, error: WorkbenchError) -> None:
        self._writing = False
        log.warning("the session could not be kept against a crash: %s", error)

    def _remember(self, path: Path) -> None:
        text = str(path.absolute())
        self.set_recent([text, *(each for each in self.recent if each != text)])


def _read(files: Files, path: Path, keys: Sequence[SigningKey], present: str) -> _Incoming:
    """The session in *path*; where its scenario cannot be served, the *present* one stays."""
    session = files.load(path)
    state, remarks = from_session(session, keys)
    try:
        files.check_scenario(session.scenario)
    except WorkbenchError as error:
        remarks = (f"{str(error).rstrip('.')}: the scenario {present} stays", *remarks)
        state = replace(state, scenario=present)
    told = f"Opened {path.name}: {state.told}."
    return _Incoming(state, remarks, path, told, moment=session.moment, tokens=session.has_tokens)


def _restored(session: Session, keys: Sequence[SigningKey]) -> tuple[SessionState, tuple[str, ...], Session]:
    return *from_session(session, keys), session


def _write(files: Files, path: Path, make: Callable[[], Session]) -> Session:
    session = make()
    files.save(path, session)
    return session


def _write_copy(autosave: Autosave, make: Callable[[], Session]) -> None:
    autosave.save(make())


def _find(autosave: Autosave, files: Files) -> Session | None:
    path = autosave.find()
    return None if path is None else files.load(path)


def _replaced(autosave: Autosave, session: Session) -> None:
    """What was restored is this window's own from now on."""
    autosave.save(session)
    autosave.discard()


def _ignore(_result: object) -> None:
    """Nothing to show."""
