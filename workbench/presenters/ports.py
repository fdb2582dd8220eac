"""The interfaces through which presenters reach the outside; ``app`` passes in the services.

Presenters know no service by name, so that a test can pass in a few lines instead. For experiments see
`workbench.core.experiment`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from workbench.core.keys.store import KeyStore

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome, Request
    from workbench.core.errors import WorkbenchError
    from workbench.core.experiment import ShowProgress
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.requests.request import SentRequest
    from workbench.core.requests.sender import Sender
    from workbench.core.server.directory_change import DirectoryEntry, WorldChange
    from workbench.core.server.info import ServerInfo
    from workbench.core.server.login import LoginAnswer


Result = TypeVar("Result")


class Run(Protocol):
    """Runs a blocking call in the background; see `Background.run`."""

    def __call__(
        self,
        call: Callable[[], Result],
        on_success: Callable[[Result], None],
        on_failure: Callable[[WorkbenchError], None],
        /,
    ) -> None:
        """Pass the result of *call* to *on_success*, or its error to *on_failure*."""


class RunReporting(Protocol):
    """Runs a blocking call that reports its progress; see `Background.run_reporting`."""

    def __call__(
        self,
        call: Callable[[ShowProgress], Result],
        on_progress: ShowProgress,
        on_success: Callable[[Result], None],
        on_failure: Callable[[WorkbenchError], None],
        /,
    ) -> None:
        """Pass what the call reports to *on_progress*, and its result or error on as `Run` does."""


class SharedKeyStore(KeyStore, Protocol):
    """A place for keys that several windows use at the same time."""

    def load_if_changed(self) -> list[SigningKey] | None:
        """All keys, if another window has changed them since they were loaded; None if not. Must be cheap."""


class Host(Protocol):
    """Starts and stops the embedded demo server."""

    @property
    def scenario(self) -> str:
        """The scenario that the next start serves: the name of a built-in one, or the path of a file."""

    def choose_scenario(self, scenario: str) -> None:
        """Serve another scenario after the next start."""

    @property
    def designs(self) -> tuple[str, ...]:
        """The paths of the design files that it offers beside the built-in designs."""

    def choose_designs(self, designs: Sequence[str]) -> None:
        """Offer the designs of these files after the next start."""

    @property
    def running(self) -> bool:
        """Whether the server runs."""

    def start(self, issuer_key: SigningKey, trusted: Sequence[SigningKey], port: int = 0) -> ServerInfo:
        """Start it; 0 picks a free port. Raises PortInUseError."""

    def stop(self) -> None:
        """Stop it; a second call does nothing."""

    def trust(self, key: SigningKey) -> None:
        """Accept tokens that *key* signed. Raises KeyNotTrustedError, also while no server runs."""

    def refusal(self, key: SigningKey) -> str:
        """Why it would not accept *key*, as a sentence; empty if it would."""

    def distrust(self, kid: str) -> None:
        """Stop accepting the key *kid*."""

    def rotate(self, new: SigningKey, old: SigningKey) -> None:
        """Sign with *new* from now on, and accept *old* until it retires."""

    def move_clock(self, offset_s: int) -> None:
        """Set the server's clock *offset_s* seconds after the real one."""

    def now(self) -> float:
        """The server's clock, in seconds since 1970 UTC."""

    @property
    def header_limit(self) -> int:
        """Bytes of a request's header block, beyond which the server answers 431."""

    def set_header_limit(self, limit_bytes: int) -> None:
        """Let the server accept header blocks up to this size."""

    @property
    def lookup_delay_ms(self) -> float:
        """Milliseconds by which each question to the directory or the deny-list is delayed."""

    def set_lookup_delay(self, delay_ms: float) -> None:
        """Let each lookup of the server take so many milliseconds longer."""

    @property
    def failing(self) -> tuple[str, ...]:
        """Who answers no question of the server: ``directory``, ``deny-list``, ``introspection``."""

    def set_failing(self, failing: Sequence[str]) -> None:
        """Let exactly these fail."""


class World(Protocol):
    """The world of the running server: the data in its directory, and changes of it."""

    def directory_entry(self, username: str, record: str = "") -> DirectoryEntry:
        """The directory's data about the user, with the access to *record* among others. Raises WorldChangeError."""

    def apply(self, change: WorldChange) -> None:
        """Change the directory. Raises WorldChangeError."""

    def reset(self) -> None:
        """Reset the directory to the scenario."""


class Client(Protocol):
    """Speaks HTTP with the demo server."""

    def login(self, base_url: str, username: str, password: str, design: str) -> LoginAnswer:
        """Log in. Raises LoginRefusedError or ServerUnreachableError."""

    def replay(self, base_url: str, request: Request, compact: str, design: str, sender: Sender, /) -> Outcome:
        """Send *request* with the token *compact*: to the demo server at *base_url*, or to its own server.

        *sender* says which proof goes with a token that is bound to a key.

        Raises ServerUnreachableError, UnsendableTokenError, and of another server ForeignServerError.
        """


class Prove(Protocol):
    """Adds the proof that a request needs whose token is bound to the client's key."""

    def __call__(self, sent: SentRequest, sender: Sender, now: Callable[[], float], /) -> SentRequest:
        """*sent* with a proof by the key of *sender*, made at *now* by the server's clock; unchanged if none helps."""


class OpenText(Protocol):
    """Reads a text file."""

    def __call__(self, path: str, /) -> str:
        """The file's text. Raises TextFileError: it is missing, too large, or not text."""


class OpenOctets(Protocol):
    """Reads a file of keys."""

    def __call__(self, path: str, /) -> bytes:
        """The file's octets. Raises KeyImportError: it is missing, too large, or not a file."""


class LogOut(Protocol):
    """Revokes a token."""

    def __call__(self, base_url: str, compact: str, design: str, /) -> Outcome:
        """Revoke *compact*, which *design* checks; a refusal is an answer as well. Raises ServerUnreachableError."""
