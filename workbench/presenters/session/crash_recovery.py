"""The copy of the current session that survives a crash, and the offer to restore one of an earlier window."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.keys.signing_key import SigningKey
from workbench.core.session.session import Session
from workbench.presenters.ports import Run
from workbench.presenters.session.state import SessionState, from_session
from workbench.presenters.status import Status, StatusLevel

log = logging.getLogger(__name__)


class Autosave(Protocol):
    """Stores a copy of the current session for the case of a crash. Its calls block."""

    def find(self) -> Path | None:
        """The session that a crashed window left behind."""

    def discard(self) -> None:
        """Discard the session that was found."""

    def save(self, session: Session) -> None:
        """Write the current session. Raises SessionFileError."""

    def close(self, session: Session | None) -> None:
        """Close in good order, and keep *session* for the next start; None keeps nothing."""


class CrashCopy(QObject):
    """Writes a copy whenever the state changes, and offers the session that an earlier window left.

    Signals:
        found_changed(Status): the session that an earlier window left behind; empty for none.
        restored(SessionState, tuple[str, ...], Session): the user restored it; the texts say what differs from then.
        failed(WorkbenchError): the session found can be neither restored nor discarded.
    """

    found_changed = Signal(object)
    restored = Signal(object, object, object)
    failed = Signal(object)

    def __init__(
        self,
        state: Callable[[], SessionState],
        session: Callable[[SessionState], Callable[[], Session]],
        autosave: Autosave,
        load: Callable[[Path], Session],
        run: Run,
        *,
        pause_ms: int,
        parent: QObject,
    ) -> None:
        """Make it.

        Args:
            state: the current state.
            session: returns a function that makes the session of a state, in any thread.
            autosave: stores the copies.
            load: reads a copy; blocks.
            run: runs blocking calls.
            pause_ms: how long to wait for further changes before a copy is written.
            parent: its owner.
        """
        super().__init__(parent)
        self._state = state
        self._session = session
        self._autosave = autosave
        self._load = load
        self._run = run
        self._found: Session | None = None
        self._looked = False
        self._writing = False
        self._seen: SessionState | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause_ms)
        self._timer.timeout.connect(self._save)

    def keep(self, state: SessionState) -> None:
        """Write *state* soon if it changed."""
        if state != self._seen:  # the token is judged again each second without a change
            self._seen = state
            self._timer.start()

    def look(self) -> None:
        """Look once for a session that an earlier window left behind, and offer to restore it."""
        if not self._looked:
            self._looked = True
            self._run(partial(_find, self._autosave, self._load), self._on_found, self._on_nothing_found)

    def restore(self, keys: Sequence[SigningKey]) -> None:
        """Restore the session that was found."""
        session, self._found = self._found, None
        self.found_changed.emit(Status(""))
        if session is not None:
            self._run(partial(_restored, session, keys), self._on_restored, self.failed.emit)

    def discard(self) -> None:
        """Discard the session that was found."""
        self._found = None
        self.found_changed.emit(Status(""))
        self._run(self._autosave.discard, _ignore, self.failed.emit)

    def close(self, kept: SessionState | None) -> None:
        """Close in good order; *kept* is offered at the next start, if not None."""
        self._timer.stop()
        self._autosave.close(None if kept is None else self._session(kept)())

    @Slot()
    def _save(self) -> None:
        state = self._state()
        if self._writing or not (state.edited or state.is_work):
            return
        self._writing = True
        call = partial(_write_copy, self._autosave, self._session(state))
        self._run(call, partial(self._on_saved, state), self._on_save_failed)

    def _on_saved(self, state: SessionState, _result: None) -> None:
        self._writing = False
        if state != self._state():
            self._timer.start()

    def _on_save_failed(self, error: WorkbenchError) -> None:
        self._writing = False
        log.warning("the crash copy of the session could not be written: %s", error)

    def _on_found(self, session: Session | None) -> None:
        self._found = session
        if session is None:
            return
        state, _ = from_session(session, ())
        at = datetime.fromtimestamp(session.moment, UTC).strftime("%Y-%m-%d %H:%M")
        text = f"An earlier session ended without being saved: {state.summary}. Its server's clock was at {at} UTC."
        self.found_changed.emit(Status(text, StatusLevel.WARNING))

    def _on_nothing_found(self, error: WorkbenchError) -> None:
        log.warning("an earlier session could not be read: %s", error)

    def _on_restored(self, made: tuple[SessionState, tuple[str, ...], Session]) -> None:
        self.restored.emit(*made)
        self._run(partial(_replaced, self._autosave, made[2]), _ignore, self.failed.emit)


def _restored(session: Session, keys: Sequence[SigningKey]) -> tuple[SessionState, tuple[str, ...], Session]:
    return *from_session(session, keys), session


def _write_copy(autosave: Autosave, make: Callable[[], Session]) -> None:
    autosave.save(make())


def _find(autosave: Autosave, load: Callable[[Path], Session]) -> Session | None:
    path = autosave.find()
    return None if path is None else load(path)


def _replaced(autosave: Autosave, session: Session) -> None:
    """The restored session belongs to this window from now on."""
    autosave.save(session)
    autosave.discard()


def _ignore(_result: object) -> None:
    """Nothing to show."""
