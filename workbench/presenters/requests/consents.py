"""Where tokens may go: no host beside the demo server gets one before the user has said so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.requests.origin import Origin
from workbench.core.requests.request import Request, TokenWhere


@dataclass(frozen=True, slots=True)
class ConsentQuestion:
    """What the user is asked before a token leaves."""

    origin: Origin

    @property
    def text(self) -> str:
        """The question in words."""
        if self.origin.is_unencrypted:
            return f"This sends the token unencrypted to {self.origin}: whoever is on the way can read and use it."
        if self.origin.is_loopback:
            return f"This sends the token to {self.origin}, which is another program on this computer."
        return f"This sends the token to {self.origin}. Whoever holds it can use it until it expires."

    @property
    def always(self) -> str:
        """What the button says that allows it for good."""
        return "Always, unencrypted" if self.origin.is_unencrypted else "Always for this host"


class ConsentsPresenter(QObject):
    """Keeps what the user allowed for good, and asks one question at a time.

    Signals:
        asked(ConsentQuestion | None): the user has to answer this; None once there is nothing to answer any more.
        answered(Origin, bool): the token may go there, once at least; or not.
        changed(): other hosts are allowed for good now.
    """

    asked = Signal(object)
    answered = Signal(object, bool)
    changed = Signal()

    def __init__(self, kept: Iterable[str] = ()) -> None:
        """Start with what was kept; a text that allows nothing is passed over."""
        super().__init__()
        origins = (Origin.of_consent(text) for text in kept)
        self._allowed = tuple(dict.fromkeys(origin for origin in origins if origin is not None))
        self._question: ConsentQuestion | None = None

    @property
    def allowed(self) -> tuple[Origin, ...]:
        """The hosts that the user allowed for good, in that order."""
        return self._allowed

    @property
    def kept(self) -> tuple[str, ...]:
        """What is to be kept until the next start."""
        return tuple(origin.consent for origin in self._allowed)

    @property
    def question(self) -> ConsentQuestion | None:
        """What the user has to answer now."""
        return self._question

    def needed(self, request: Request, demo_url: str, once: Collection[Origin] = ()) -> Origin | None:
        """Where *request* would take the token without leave; None if it may be sent.

        Args:
            request: what is to be sent.
            demo_url: where the demo server answers: it is this program's own.
            once: what the user allowed for the present run.
        """
        if request.base_url is None or request.base_url == demo_url:
            return None
        if request.placement.where is TokenWhere.NOWHERE:
            return None
        origin = Origin.of(request.base_url)
        return None if origin in self._allowed or origin in once else origin

    def ask(self, origin: Origin) -> None:
        """Ask the user; whoever asked before gets a no."""
        if self._question is not None:
            self._answer(allowed=False)
        self._question = ConsentQuestion(origin)
        self.asked.emit(self._question)

    def withdraw(self) -> None:
        """The answer is of no account any more."""
        if self._question is not None:
            self._question = None
            self.asked.emit(None)

    @Slot()
    def allow_once(self) -> None:
        """Yes, for what is under way."""
        self._answer(allowed=True)

    @Slot()
    def allow_always(self) -> None:
        """Yes, and for good."""
        if self._question is not None:
            self._allowed = (*self._allowed, self._question.origin)
            self.changed.emit()
            self._answer(allowed=True)

    @Slot()
    def refuse(self) -> None:
        """No."""
        self._answer(allowed=False)

    def revoke(self, origin: Origin) -> None:
        """Ask again before a token goes there."""
        self._allowed = tuple(each for each in self._allowed if each != origin)
        self.changed.emit()

    def _answer(self, *, allowed: bool) -> None:
        question = self._question
        if question is not None:
            self._question = None
            self.asked.emit(None)
            self.answered.emit(question.origin, allowed)
