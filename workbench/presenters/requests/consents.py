"""Where tokens may be sent: only to the demo server, unless the user allows another host."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from workbench.core.requests.origin import Origin
    from workbench.core.requests.request import Request


@dataclass(frozen=True, slots=True)
class ConsentQuestion:
    """A question to the user before a token is sent elsewhere."""

    origin: Origin

    @property
    def text(self) -> str:
        """The text of the question."""
        if self.origin.is_unencrypted:
            return f"This sends the token unencrypted to {self.origin}: anyone on the network path can read and use it."
        if self.origin.is_loopback:
            return f"This sends the token to {self.origin}, another program on this computer."
        return f"This sends the token to {self.origin}. Anyone who has it can use it until it expires."

    @property
    def always(self) -> str:
        """The label of the button that allows it permanently."""
        return "Always, unencrypted" if self.origin.is_unencrypted else "Always for this host"


class ConsentsPresenter(QObject):
    """Keeps the permanently allowed hosts, and asks one question at a time.

    Signals:
        asked(ConsentQuestion | None): the open question; None once it is answered or withdrawn.
        answered(Origin, bool): whether the token may be sent there, at least once.
        changed(): the permanently allowed hosts changed.
    """

    asked = Signal(object)
    answered = Signal(object, bool)
    changed = Signal()

    def __init__(self, kept: Iterable[str] = ()) -> None:
        """Start with the saved hosts; an invalid entry is ignored."""
        super().__init__()
        self._allowed = _origins(kept)
        self._question: ConsentQuestion | None = None

    @property
    def allowed(self) -> tuple[Origin, ...]:
        """The permanently allowed hosts, in the order in which they were allowed."""
        return self._allowed

    @property
    def kept(self) -> tuple[str, ...]:
        """The hosts to save for the next start."""
        return tuple(origin.consent for origin in self._allowed)

    @property
    def question(self) -> ConsentQuestion | None:
        """The open question."""
        return self._question

    def needed(self, request: Request, demo_url: str, once: Collection[Origin] = ()) -> Origin | None:
        """The host to which *request* would send the token without permission; None if it may be sent.

        Args:
            request: the request to be sent.
            demo_url: the base URL of the demo server, which belongs to this program.
            once: the hosts allowed for the current run.
        """
        if request.base_url is None or request.base_url == demo_url:
            return None
        from workbench.core.requests.origin import Origin

        if not request.carries_token:
            return None
        origin = Origin.of(request.base_url)
        return None if origin in self._allowed or origin in once else origin

    def ask(self, origin: Origin) -> None:
        """Ask the user; an earlier open question is answered with no."""
        if self._question is not None:
            self._answer(allowed=False)
        self._question = ConsentQuestion(origin)
        self.asked.emit(self._question)

    def withdraw(self) -> None:
        """Withdraw the question."""
        if self._question is not None:
            self._question = None
            self.asked.emit(None)

    @Slot()
    def allow_once(self) -> None:
        """Allow it for the running replay."""
        self._answer(allowed=True)

    @Slot()
    def allow_always(self) -> None:
        """Allow it permanently."""
        if self._question is not None:
            self._allowed = (*self._allowed, self._question.origin)
            self.changed.emit()
            self._answer(allowed=True)

    @Slot()
    def refuse(self) -> None:
        """Refuse it."""
        self._answer(allowed=False)

    def revoke(self, origin: Origin) -> None:
        """Ask again before a token is sent there."""
        self._allowed = tuple(each for each in self._allowed if each != origin)
        self.changed.emit()

    def _answer(self, *, allowed: bool) -> None:
        question = self._question
        if question is not None:
            self._question = None
            self.asked.emit(None)
            self.answered.emit(question.origin, allowed)


def _origins(kept: Iterable[str]) -> tuple[Origin, ...]:
    texts = tuple(kept)
    if not texts:
        return ()
    from workbench.core.requests.origin import Origin

    origins = (Origin.of_consent(text) for text in texts)
    return tuple(dict.fromkeys(origin for origin in origins if origin is not None))
