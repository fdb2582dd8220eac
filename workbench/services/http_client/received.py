"""An answer as it came over HTTP, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.core.answers.outcome import Outcome, Request

if TYPE_CHECKING:
    from workbench.core.requests.request import SentRequest


@dataclass(frozen=True, slots=True)
class Received:
    """An answer, as far as it was read.

    Attributes:
        status: HTTP status.
        reason_phrase: the words after the status.
        http_version: such as ``HTTP/1.1``.
        headers: names in small letters, and values, in the order in which they came.
        charset: of the body, as the answer names it; None if it does not.
        sent_headers: names and values that really went, those of the client included.
        elapsed_ms: milliseconds from the request to the end of the answer.
        body: octets, no more than were asked for, with the transfer and content codings undone.
        cut: whether there was more.
    """

    status: int
    reason_phrase: str
    http_version: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    charset: str | None
    sent_headers: tuple[tuple[str, str], ...] = field(repr=False)
    elapsed_ms: float
    body: bytes = field(repr=False)
    cut: bool

    def text(self) -> str:
        """The body as text, in the charset that the answer names, else as UTF-8."""
        try:
            return self.body.decode(self.charset or "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def outcome(self, request: Request, sent: SentRequest) -> Outcome:
        """The answer to *request*; *sent* gets the headers that really went."""
        return Outcome(
            request=request,
            status=self.status,
            reason_phrase=self.reason_phrase,
            headers=self.headers,
            body=self.text(),
            decision=None,
            elapsed_ms=self.elapsed_ms,
            http_version=self.http_version,
            sent=sent.with_headers(self.sent_headers),
            body_bytes=len(self.body),
            cut=self.cut,
        )
