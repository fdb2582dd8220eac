"""The HTTP client of the window, whose libraries take longer to import than the window takes to be painted."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from workbench.core.requests.sender import Sender

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome
    from workbench.core.requests.request import Request, SentRequest
    from workbench.core.server.login import LoginAnswer
    from workbench.services.http_client.client import HttpClient


class LateHttpClient:
    """Makes an `HttpClient` in the thread that first sends something; its methods may be called from any thread."""

    def __init__(self) -> None:
        self._client: HttpClient | None = None
        self._closed = False
        self._lock = Lock()

    @property
    def client(self) -> HttpClient:
        """The client itself, made now if nothing was sent yet."""
        from workbench.services.http_client.client import HttpClient

        with self._lock:
            if self._client is None:
                self._client = HttpClient()
                if self._closed:
                    self._client.close()
            return self._client

    def login(self, base_url: str, username: str, password: str, design: str) -> LoginAnswer:
        """Log in; see `HttpClient.login`."""
        return self.client.login(base_url, username, password, design)

    def logout(self, base_url: str, compact: str, design: str = "") -> Outcome:
        """Revoke the token *compact*; see `HttpClient.logout`."""
        return self.client.logout(base_url, compact, design)

    def replay(
        self, base_url: str, request: Request, compact: str, design: str, sender: Sender = Sender.HOLDER
    ) -> Outcome:
        """Send *request*, and ask why it was answered so; see `HttpClient.replay`."""
        return self.client.replay(base_url, request, compact, design, sender)

    def proven(self, sent: SentRequest, sender: Sender, now: Callable[[], float]) -> SentRequest:
        """The request with the proof that its token needs; see `HttpClient.proven`."""
        client = self._client
        return sent if client is None else client.proven(sent, sender, now)  # without a client there is no key either

    def close(self) -> None:
        """Close the connections; calls after this find no server."""
        with self._lock:
            self._closed = True
            client = self._client
        if client is not None:
            client.close()
