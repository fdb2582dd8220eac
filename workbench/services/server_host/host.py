"""Starts and stops the embedded demo server, and sets the keys that it trusts."""

from __future__ import annotations

import errno
import logging
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

import demo_server
from workbench.core.errors import (
    DefinitionFileError,
    KeyNotTrustedError,
    PortInUseError,
    ServerStartError,
    ServerUnreachableError,
)

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.server.directory_change import DirectoryEntry, WorldChange
    from workbench.core.server.info import ServerInfo
    from workbench.services.server_host.trial import Trial


_HOST = "127.0.0.1"
_DESIGN = "roles"
_LAST_PORT = 65_535

DEFAULT_HEADER_LIMIT = 16 * 1024
"""Bytes of the header block that the demo server accepts by default."""

log = logging.getLogger(__name__)


class ServerHost:
    """Owns at most one demo server; its methods may be called from any thread.

    Clock and header limit are the host's own, so that they outlive a restart of the server.
    """

    def __init__(self, *, scenario: str = "documents", designs: Sequence[str] = ()) -> None:
        """Be ready to serve *scenario*, built in or a file, and beside the built-in designs those of files.

        All are read when the server starts. The first of the files *designs* decides if a request names none.
        """
        self._scenario = scenario
        self._designs = tuple(designs)
        self._clock = demo_server.Clock()
        self._header_limit = DEFAULT_HEADER_LIMIT
        self._lookup_delay_ms = 0.0
        self._failing: tuple[str, ...] = ()
        self._server: demo_server.DemoServer | None = None
        self._info: ServerInfo | None = None
        self._closed = False
        self._lock = Lock()

    @property
    def running(self) -> bool:
        """Whether a server answers."""
        return self._server is not None

    @property
    def scenario(self) -> str:
        """The scenario that the next start serves, by the name of a built-in one or the path of a file."""
        return self._scenario

    def choose_scenario(self, scenario: str) -> None:
        """Serve another scenario from the next start on; a running server does not change."""
        self._scenario = scenario

    @property
    def designs(self) -> tuple[str, ...]:
        """The paths of the design files that the next start offers beside the built-in designs."""
        return self._designs

    def choose_designs(self, designs: Sequence[str]) -> None:
        """Offer the designs of these files from the next start on; a running server does not change."""
        self._designs = tuple(designs)

    def own_files(self) -> tuple[str, ...]:
        """The paths of the files that the next start reads: of the scenario and designs that are not built in."""
        from workbench.services.server_host.definitions import names_file

        return tuple(path for path in (self._scenario, *self._designs) if names_file(path))

    def design_text(self, design: str) -> str:
        """The text of the file that the design of this id comes from.

        Raises:
            DefinitionFileError: there is no such design, or its file cannot be used any longer.
        """
        from workbench.services.server_host.definitions import design_text
        from workbench.services.server_host.info import read_design

        own = (path for path in self._designs if read_design(path).id == design)
        return design_text(next(own, design))

    @property
    def info(self) -> ServerInfo | None:
        """The running server; None if there is none."""
        return self._info

    def start(self, issuer_key: SigningKey, trusted: Sequence[SigningKey], port: int = 0) -> ServerInfo:
        """Start a server, in place of the running one.

        Args:
            issuer_key: signs its tokens.
            trusted: further keys that it accepts; those that a strict server refuses are left out and logged.
            port: port to listen on; 0 for a free one.

        Raises:
            PortInUseError: another program has the port.
            DefinitionFileError: a scenario or design file cannot be used; a running server keeps running.
            ServerStartError: the server cannot start for another reason.
        """
        from workbench.services.server_host.info import describe

        if not 0 <= port <= _LAST_PORT:
            raise ServerStartError(
                f"There is no port {port}.", hint=f"Choose one up to {_LAST_PORT}, or 0 for a free one."
            )
        with self._lock:
            if self._closed:
                raise ServerStartError("The program is ending.", hint="")
            server = self._new_server(issuer_key, trusted, port)
            self._stop()
            try:
                server.start()
            except OSError as error:
                server.stop()
                raise _start_error(error, port) from error
            server.set_header_limit(self._header_limit)  # it may have been changed in the meantime
            server.set_lookup_delay(self._lookup_delay_ms)
            server.set_failing(self._failing)
            self._server = server
            self._info = describe(server)
            return self._info

    def stop(self) -> None:
        """Stop the server and end its threads; does nothing if none runs."""
        with self._lock:
            self._stop()

    def close(self) -> None:
        """Stop the server for good: one that is about to start in another thread does not start any more."""
        self._closed = True
        self.stop()

    def trust(self, key: SigningKey) -> None:
        """Accept tokens that *key* signed; if no server runs, only check whether it would.

        Raises:
            KeyNotTrustedError: a strict server does not accept such a key; a running one keeps the reason for its
                answers to tokens that the key signed.
        """
        server = self._server
        try:
            accepted = _verification_key(key)
        except KeyNotTrustedError as error:
            if server is not None:
                server.trust.refuse(key.kid, error.reason)
            raise
        if server is not None:
            server.trust.add(accepted, _tenure(key))

    def refusal(self, key: SigningKey) -> str:
        """Why a strict server does not accept *key*, as a sentence; empty if it does. Changes nothing."""
        try:
            _verification_key(key)
        except KeyNotTrustedError as error:
            return str(error)
        return ""

    def distrust(self, kid: str) -> None:
        """Accept the key *kid* no longer; does nothing if it was not accepted, or no server runs."""
        server = self._server
        if server is not None:
            server.trust.remove(kid)

    def rotate(self, new: SigningKey, old: SigningKey) -> None:
        """Sign with *new* from now on, and accept *old* until it retires; does nothing if no server runs.

        Args:
            new: an issuer key that a strict server accepts.
            old: the key that signs until now, with the moment of the server's clock at which it retires.
        """
        with self._lock:
            server = self._server
            if server is not None and server.issuer_key.kid != new.kid:
                server.rotate(demo_server.IssuerKey.from_jwk(new.private_jwk()), retires_at=old.retires_at)

    def trusted_kids(self) -> tuple[str, ...]:
        """The ids of the keys that the server accepts, its own among them; none if no server runs."""
        server = self._server
        return server.trust.kids() if server is not None else ()

    @property
    def clock_offset(self) -> float:
        """Seconds by which the server's clock is ahead of the real one; negative if it is behind."""
        return self._clock.offset_s

    def move_clock(self, offset_s: int) -> None:
        """Set the server's clock *offset_s* seconds ahead of the real one."""
        self._clock.move(offset_s)

    def now(self) -> float:
        """The server's clock in seconds since 1970 UTC, also while no server runs."""
        return self._clock.now()

    @property
    def header_limit(self) -> int:
        """Bytes of a request's header block, beyond which the server answers 431."""
        return self._header_limit

    def set_header_limit(self, limit_bytes: int) -> None:
        """Let the server accept header blocks up to this size from the next request on, also after a restart.

        Raises:
            ValueError: every request would be refused.
        """
        server = self._server
        if server is not None:
            server.set_header_limit(limit_bytes)
        self._header_limit = limit_bytes

    @property
    def lookup_delay_ms(self) -> float:
        """Milliseconds by which each question to the directory or the deny-list is delayed."""
        return self._lookup_delay_ms

    def set_lookup_delay(self, delay_ms: float) -> None:
        """Let each lookup of the server take so many milliseconds longer, also after a restart.

        Raises:
            ValueError: the delay is negative, or too long.
        """
        server = self._server
        if server is not None:
            server.set_lookup_delay(delay_ms)
        self._lookup_delay_ms = delay_ms

    @property
    def failing(self) -> tuple[str, ...]:
        """Who answers no question of the server: ``directory``, ``deny-list``, ``introspection``."""
        return self._failing

    def set_failing(self, failing: Sequence[str]) -> None:
        """Let exactly these fail from the next request on, also after a restart.

        Raises:
            ValueError: one of them is not known.
        """
        server = self._server
        if server is not None:
            server.set_failing(failing)
        self._failing = tuple(failing)

    def directory_entry(self, username: str, record: str = "") -> DirectoryEntry:
        """The directory's present data about the user; see `world.directory_entry`.

        Raises:
            ServerUnreachableError: no server runs.
            WorldChangeError: the scenario has no such user or record.
        """
        from workbench.services.server_host import world

        with self._lock:
            return world.directory_entry(self._running_server(), username, record)

    def apply(self, change: WorldChange) -> None:
        """Change the world of the running server; a logout changes no directory entry and is ignored.

        Raises:
            ServerUnreachableError: no server runs.
            WorldChangeError: the scenario has no such user, role or record.
        """
        from workbench.services.server_host import world

        with self._lock:
            world.apply(self._running_server().directory, change)

    def reset(self) -> None:
        """Reset the world of the running server to the scenario; revoked tokens stay revoked.

        Raises:
            ServerUnreachableError: no server runs.
        """
        with self._lock:
            self._running_server().directory.reset()

    def trial(
        self,
        *,
        ttl_s: int | None = None,
        revocation: bool | None = None,
        header_limit: int | None = None,
        lookup_delay_ms: float = 0.0,
    ) -> Trial:
        """Make a server for an experiment in a copy of the present world; it starts with the ``with`` block.

        Whom it asks answers, even who fails for the running server.

        Args:
            ttl_s: another lifetime of its tokens, in seconds.
            revocation: whether it checks the deny-list; by default as the running server does.
            header_limit: bytes of a request's header block that it accepts; by default as the running server.
            lookup_delay_ms: milliseconds that each lookup takes longer. None of the running server's by default:
                experiments that count answers have no reason to wait.

        Raises:
            ServerUnreachableError: no server runs.
        """
        from workbench.services.server_host.trial import Trial

        with self._lock:
            copy = self._running_server().copy(
                ttl_s=ttl_s, revocation=revocation, header_limit=header_limit, lookup_delay_ms=lookup_delay_ms
            )
            return Trial(copy)

    def _running_server(self) -> demo_server.DemoServer:
        if self._server is None:
            raise ServerUnreachableError("The demo server is not running.")
        return self._server

    def _new_server(self, issuer_key: SigningKey, trusted: Sequence[SigningKey], port: int) -> demo_server.DemoServer:
        accepted: list[demo_server.VerificationKey] = []
        refused: dict[str, str] = {}
        for key in trusted:
            try:
                accepted.append(_verification_key(key))
            except KeyNotTrustedError as error:
                log.warning("%s", error)
                refused[key.kid] = error.reason
        try:
            issuer = demo_server.IssuerKey.from_jwk(issuer_key.private_jwk())
            server = demo_server.DemoServer(
                scenario=self._scenario,
                design=self._designs[0] if self._designs else _DESIGN,
                further_designs=self._designs[1:],
                host=_HOST,
                port=port,
                clock=self._clock,
                header_limit=self._header_limit,
                lookup_delay_ms=self._lookup_delay_ms,
                issuer_key=issuer,
                trusted=accepted,
            )
            for kid, reason in refused.items():
                server.trust.refuse(kid, reason)
            for key in trusted:
                if key.retires_at is not None and key.kid != issuer.kid:
                    server.trust.retire(key.kid, key.retires_at)
            return server
        except demo_server.InvalidKeyError:
            message = f"The demo server cannot sign tokens with the key {issuer_key.name}."
            raise ServerStartError(message, hint="Delete the key; a new one is generated at the next start.") from None
        except demo_server.DefinitionError as error:
            if self._server is not None:
                sentence = f"{error}. The demo server goes on with what it had."
                raise DefinitionFileError(sentence, hint="Correct the file, then open it again.") from error
            raise DefinitionFileError(f"The demo server cannot start: {error}.") from error
        except ValueError as error:
            raise ServerStartError(f"The demo server cannot start: {error}.") from error

    def _stop(self) -> None:
        server, self._server, self._info = self._server, None, None
        if server is not None:
            server.stop()


def _verification_key(key: SigningKey) -> demo_server.VerificationKey:
    try:
        return demo_server.VerificationKey.from_jwk(key.private_jwk() | key.stated)
    except demo_server.InvalidKeyError as error:
        message = f"The demo server does not accept the key {key.name}: {error.reason}."
        raise KeyNotTrustedError(message, reason=error.reason) from None


def _tenure(key: SigningKey) -> demo_server.Tenure:
    return demo_server.Tenure() if key.retires_at is None else demo_server.Tenure(until=key.retires_at)


def _start_error(error: OSError, port: int) -> ServerStartError:
    if error.errno == errno.EADDRINUSE:
        return PortInUseError(f"Port {port} on {_HOST} is in use by another program.")
    reason = error.strerror or "the system gives no reason"
    return ServerStartError(f"The demo server cannot listen on {_HOST}, port {port}: {reason}.")
