"""The copy of the current session that survives a crash, and the offer to restore those of earlier windows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.session.session import Session
    from workbench.presenters.ports import Run
    from workbench.presenters.session.state import SessionState


log = logging.getLogger(__name__)


class Autosave(Protocol):
    """Stores a copy of the current session for the case of a crash. Its calls block."""

    def left_behind(self) -> tuple[Path, ...]:
        """The sessions of windows that ended without closing, newest first."""

    def discard(self, left: Path) -> None:
        """Delete one of them."""

    def save(self, session: Session) -> None:
        """Write the current session. Raises SessionFileError."""

    def close(self, session: Session | None) -> None:
        """Close in good order, and keep *session* for the next start; None keeps nothing."""


@dataclass(frozen=True, slots=True)
class Left:
    """A copy that a window left behind: the session in it, or why it cannot be read."""

    path: Path
    session: Session | None = None
    problem: str = ""


class CrashCopy(QObject):
    """Writes a copy whenever the state changes, and offers the copies of earlier windows one after the other.

    Signals:
        found_changed(Status): the copy that is offered now; empty if there is none.
        restorable_changed(bool): whether the copy that is offered can be restored; if not, it can only be discarded.
        restored(SessionState, tuple[str, ...], Session): the user restored it; the texts say what differs from then.
        failed(WorkbenchError): the copy can be neither restored nor discarded.
        write_problem_changed(Status): why the copy cannot be written; empty once it was.
    """

    found_changed = Signal(object)
    restorable_changed = Signal(bool)
    restored = Signal(object, object, object)
    failed = Signal(object)
    write_problem_changed = Signal(object)

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
            pause_ms: how long after a change a copy is written; further changes do not put it off.
            parent: its owner.
        """
        super().__init__(parent)
        self._state = state
        self._session = session
        self._autosave = autosave
        self._load = load
        self._run = run
        self._left: list[Left] = []
        self._looked = False
        self._writing = False
        self._write_problem = ""
        self._seen: SessionState | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause_ms)
        self._timer.timeout.connect(self._save)

    def keep(self, state: SessionState) -> None:
        """Write *state* soon if it changed."""
        if state != self._seen:  # the token is judged again each second without a change
            self._seen = state
            self._write_soon()

    def look(self) -> None:
        """Look once for sessions that earlier windows left behind, and offer them."""
        if not self._looked:
            self._looked = True
            self._run(partial(_find, self._autosave, self._load), self._on_found, self._on_nothing_found)

    def restore(self, keys: Sequence[SigningKey]) -> None:
        """Restore the copy that is offered."""
        if self._left and self._left[0].session is not None:
            left = self._left.pop(0)
            self._offer()
            self._run(partial(_restored, left, keys), self._on_restored, self.failed.emit)

    def discard(self) -> None:
        """Delete the copy that is offered, and offer the next one."""
        if self._left:
            left = self._left.pop(0)
            self._offer()
            self._run(partial(self._autosave.discard, left.path), _ignore, self.failed.emit)

    def close(self, kept: SessionState | None) -> None:
        """Close in good order; *kept* is offered at the next start, if not None."""
        self._timer.stop()
        self._autosave.close(None if kept is None else self._session(kept)())

    def _write_soon(self) -> None:
        # Not begun again with each change: somebody who types without a pause would never have a copy.
        if not self._timer.isActive():
            self._timer.start()

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
        self._set_write_problem("")
        if state != self._state():
            self._write_soon()

    def _on_save_failed(self, error: WorkbenchError) -> None:
        self._writing = False
        self._set_write_problem(f"The crash copy of the session could not be written. {error} {error.hint}".rstrip())
        self._write_soon()  # there may be room again

    def _set_write_problem(self, problem: str) -> None:
        if problem != self._write_problem:
            self._write_problem = problem
            if problem:
                log.warning("%s", problem)
            self.write_problem_changed.emit(Status(problem, StatusLevel.WARNING))

    def _on_found(self, left: Sequence[Left]) -> None:
        self._left = sorted(left, key=lambda each: each.session is None)  # what can be restored comes first
        if self._left:
            self._offer()

    def _offer(self) -> None:
        from workbench.core.text.wording import counted

        if not self._left:
            self.found_changed.emit(Status(""))
            return
        left, further = self._left[0], len(self._left) - 1
        text = _offer_of(left)
        if further:
            text += f" {counted(further, 'more copy', 'more copies')} will be offered after this one."
        self.restorable_changed.emit(left.session is not None)
        self.found_changed.emit(Status(text, StatusLevel.WARNING))

    def _on_nothing_found(self, error: WorkbenchError) -> None:
        log.warning("earlier sessions could not be read: %s", error)

    def _on_restored(self, made: tuple[SessionState, tuple[str, ...], Left]) -> None:
        state, remarks, left = made
        self.restored.emit(state, remarks, left.session)
        self._run(partial(_replaced, self._autosave, left), _ignore, self.failed.emit)


def _offer_of(left: Left) -> str:
    from datetime import UTC, datetime

    from workbench.presenters.session.state import from_session

    if left.session is None:
        return f"A copy of an earlier session cannot be read: {left.problem} It is kept as {left.path}."
    state, _ = from_session(left.session, ())
    at = datetime.fromtimestamp(left.session.moment, UTC).strftime("%Y-%m-%d %H:%M")
    return f"An earlier session ended without being saved: {state.summary}. Its server's clock was at {at} UTC."


def _restored(left: Left, keys: Sequence[SigningKey]) -> tuple[SessionState, tuple[str, ...], Left]:
    from workbench.presenters.session.state import from_session

    assert left.session is not None  # noqa: S101  what cannot be read is not restored
    return *from_session(left.session, keys), left


def _write_copy(autosave: Autosave, make: Callable[[], Session]) -> None:
    autosave.save(make())


def _find(autosave: Autosave, load: Callable[[Path], Session]) -> tuple[Left, ...]:
    return tuple(_read(path, load) for path in autosave.left_behind())


def _read(path: Path, load: Callable[[Path], Session]) -> Left:
    try:
        return Left(path, load(path))
    except WorkbenchError as error:
        return Left(path, problem=str(error))


def _replaced(autosave: Autosave, left: Left) -> None:
    """The restored session belongs to this window from now on."""
    assert left.session is not None  # noqa: S101  as above
    autosave.save(left.session)
    autosave.discard(left.path)


def _ignore(_result: object) -> None:
    """Nothing to show."""
