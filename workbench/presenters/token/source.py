"""Tokens from outside: pasted, dropped, or read from a file."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.token.finder import Found
    from workbench.core.token.inner_tokens import InnerToken
    from workbench.presenters.ports import OpenText, Run
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.token.editor_state import EditorState


class TokenSourcePresenter(QObject):
    """Puts a token from outside on the bench, and reports what was removed around it.

    Signals:
        status_changed(Status): where the token came from, or why none was found; empty once the token changes.
    """

    status_changed = Signal(object)

    def __init__(self, token: BenchToken, open_text: OpenText, run: Run) -> None:
        super().__init__()
        self._token = token
        self._open_text = open_text
        self._run = run
        self._tickets = count(1)
        self._latest = 0
        self._taken: str | None = None
        token.state_changed.connect(self._on_state_changed)

    @Slot(object)
    def take(self, found: Found) -> None:
        """Replace the token on the bench by a pasted or dropped one."""
        self._put(found.token, "paste a token", Status(found.sentence))

    @Slot(object)
    def open_inside(self, inner: InnerToken) -> None:
        """Show a token that is inside the one on the bench."""
        self._put(inner.token, f"open {inner.place}", Status(f"Opened {inner.words}. Undo goes back."))

    @Slot(str)
    def open(self, path: str) -> None:
        """Look for a token in the file *path*; if several files are opened, the last one wins."""
        self._latest = next(self._tickets)
        name = Path(path).name
        self._taken = self._token.state.text
        self.status_changed.emit(Status(f"Reading {name} …"))
        self._run(
            partial(_found_in, self._open_text, path),
            partial(self._on_read, self._latest, name),
            partial(self._on_failure, self._latest),
        )

    def _on_read(self, ticket: int, name: str, outcome: tuple[Found | None, str]) -> None:
        from workbench.core.token.compact import MAX_CHARACTERS

        if ticket != self._latest:
            return
        found, text = outcome
        words = f"open {name}"
        if found is not None:
            self._put(found.token, words, Status(f"Opened {name}. {found.sentence}".strip()))
        elif text and len(text.split()) == 1 and "." in text and len(text) <= MAX_CHARACTERS:
            self._put(
                text, words, Status(f"Opened {name}: not a complete token, shown unchanged.", StatusLevel.WARNING)
            )
        else:
            sentence = f"There is no token in {name}. A token is three segments separated by dots, and starts with eyJ."
            self.status_changed.emit(Status(sentence, StatusLevel.ERROR))

    def _on_failure(self, ticket: int, error: WorkbenchError) -> None:
        if ticket == self._latest:
            self.status_changed.emit(Status.of(error))

    def _put(self, text: str, words: str, status: Status) -> None:
        self._taken = text
        self._token.paste(text, words)
        self.status_changed.emit(status)

    @Slot(object)
    def _on_state_changed(self, state: EditorState) -> None:
        if self._taken is not None and state.text != self._taken:
            self._taken = None
            self._latest = 0  # a file that is still being read must not overwrite the newer token
            self.status_changed.emit(Status(""))


def _found_in(open_text: OpenText, path: str) -> tuple[Found | None, str]:
    """The token in a file; if there is none, the file's text."""
    from workbench.core.token.finder import find

    text = open_text(path)
    found = find(text)
    return found, "" if found is not None else text.strip()
