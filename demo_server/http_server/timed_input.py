"""What a client sends, with a limit on how long the server waits for it."""

import io
import socket
from time import monotonic


class TimedInput(io.RawIOBase):
    """The receiving half of a connection.

    Sending obeys the time-out of the socket too, so a response needs `set_timeout` before it.

    Attributes:
        deadline: when the request has to be complete, in seconds of the monotonic clock. None between two requests:
            then a read waits as long as `set_timeout` says.
    """

    def __init__(self, peer: socket.socket) -> None:
        super().__init__()
        self._peer = peer
        self._timeout_s: float | None = None
        self.deadline: float | None = None

    def set_timeout(self, timeout_s: float) -> None:
        """Limit one read or write; costs a system call only if the time-out changes."""
        if timeout_s != self._timeout_s:
            self._timeout_s = timeout_s
            self._peer.settimeout(timeout_s)

    def readable(self) -> bool:
        """Return True: `io.BufferedReader` asks."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Receive what has arrived, or wait for it.

        Raises:
            TimeoutError: nothing arrived in time.
        """
        if self.deadline is not None:
            remaining_s = self.deadline - monotonic()
            if remaining_s <= 0:
                raise TimeoutError
            self.set_timeout(remaining_s)
        return self._peer.recv_into(buffer)
