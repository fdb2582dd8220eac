"""How far a long command is, on one line of the terminal; nothing where the output goes to a file or a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from types import TracebackType

_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """Writes ``Measuring 412 of 850 (Ctrl+C stops)`` over itself, and removes it at the end."""

    def __init__(self, words: str, stream: TextIO) -> None:
        """Write to *stream*, if it is a terminal."""
        self._words = words
        self._stream = stream if stream.isatty() else None
        self._percent = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._stream is not None and self._percent >= 0:
            self._stream.write(_CLEAR_LINE)
            self._stream.flush()

    def show(self, done: int, expected: int) -> None:
        """Show that *done* of *expected* steps are done; at most once for each percent."""
        percent = 100 * done // max(1, expected)
        if self._stream is None or percent == self._percent:
            return
        self._percent = percent
        self._stream.write(f"{_CLEAR_LINE}{self._words} {done:,} of {expected:,} (Ctrl+C stops)")
        self._stream.flush()
