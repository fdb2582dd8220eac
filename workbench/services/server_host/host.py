"""The embedded demo server: started, stopped, and told which keys to trust. The one place that imports it."""

import errno
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from demo_server import Clock, DefinitionError, DemoServer, InvalidKeyError, IssuerKey, VerificationKey
from demo_server.designs import ClaimDesign, load_built_in_designs
from workbench.core import json_text
from workbench.core.errors import KeyNotTrustedError, PortInUseError, ServerStartError
from workbench.core.exchange import Request
from workbench.core.keys import SigningKey

_HOST = "127.0.0.1"
_DESIGN = "roles"
_LAST_PORT = 65_535

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UserInfo:
    """A user of the scenario.

    Attributes:
        username: what the user logs in with.
        display_name: the name for people.
        roles: as the scenario gives them.
        groups: as the scenario gives them.
        disabled: whether the account is switched off.
        demo_password: the password that the scenario gives this invented user.
    """

    username: str
    display_name: str
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    disabled: bool
    demo_password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DesignInfo:
    """A claim design that the server can decide by.

    Attributes:
        id: its name in requests.
        title: its name for people.
        type: the ``typ`` of its tokens, ``JWT`` or ``at+jwt``.
        summary: what the token carries and how the server decides.
    """

    id: str
    title: str
    type: str
    summary: str


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a running server is.

    Attributes:
        url: base URL, without a slash at the end.
        host: address it listens on.
        port: port it listens on.
        scenario: id of its scenario.
        design: id of the design by which it decides where a request names none.
        issuer: the ``iss`` of its tokens.
        audience: the ``aud`` of its tokens.
        weaknesses: ids of the flaws that are switched on.
        users: who can log in.
        designs: the claim designs.
        requests: the requests worth replaying.
    """

    url: str
    host: str
    port: int
    scenario: str
    design: str
    issuer: str
    audience: str
    weaknesses: tuple[str, ...]
    users: tuple[UserInfo, ...]
    designs: tuple[DesignInfo, ...]
    requests: tuple[Request, ...]


class ServerHost:
    """Owns at most one demo server; its methods may be called from any thread.

    The clock is the host's own, so that its offset outlives a restart of the server.
    """

    def __init__(self, *, scenario: str = "documents", design: str | None = None) -> None:
        """Be ready to serve *scenario*, built in or a file, and beside the built-in designs that of the file *design*.

        Both are read when the server starts.
        """
        self._scenario = scenario
        self._design = design
        self._clock = Clock()
        self._server: DemoServer | None = None
        self._info: ServerInfo | None = None
        self._lock = Lock()

    @property
    def running(self) -> bool:
        """Whether a server answers."""
        return self._server is not None

    @property
    def info(self) -> ServerInfo | None:
        """What the running server is; None if none runs."""
        return self._info

    def start(self, issuer_key: SigningKey, trusted: Sequence[SigningKey], port: int = 0) -> ServerInfo:
        """Start a server, in place of one that runs.

        Args:
            issuer_key: signs its tokens.
            trusted: further keys that it accepts; one that is too weak for a strict server is left out.
            port: port to listen on; 0 for a free one.

        Raises:
            PortInUseError: another program has the port.
            ServerStartError: the server cannot start for another reason.
        """
        if not 0 <= port <= _LAST_PORT:
            raise ServerStartError(
                f"There is no port {port}.", hint=f"Choose one up to {_LAST_PORT}, or 0 for a free one."
            )
        with self._lock:
            self._stop()
            server = self._new_server(issuer_key, trusted, port)
            try:
                server.start()
            except OSError as error:
                server.stop()
                raise _start_error(error, port) from error
            self._server = server
            self._info = _info(server)
            return self._info

    def stop(self) -> None:
        """Stop the server and end its threads; nothing happens if none runs."""
        with self._lock:
            self._stop()

    def trust(self, key: SigningKey) -> None:
        """Accept tokens that *key* signed; if no server runs, nothing happens.

        Raises:
            KeyNotTrustedError: the key is too weak for a strict server.
        """
        server = self._server
        if server is not None:
            server.trust.add(_verification_key(key))

    def distrust(self, kid: str) -> None:
        """Accept the key *kid* no longer; nothing happens if it was not accepted, or no server runs."""
        server = self._server
        if server is not None:
            server.trust.remove(kid)

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

    def _new_server(self, issuer_key: SigningKey, trusted: Sequence[SigningKey], port: int) -> DemoServer:
        accepted: list[VerificationKey] = []
        for key in trusted:
            try:
                accepted.append(_verification_key(key))
            except KeyNotTrustedError as error:
                log.warning("%s", error)
        try:
            issuer = IssuerKey.from_jwk(issuer_key.private_jwk())
            return DemoServer(
                scenario=self._scenario,
                design=self._design or _DESIGN,
                host=_HOST,
                port=port,
                clock=self._clock,
                issuer_key=issuer,
                trusted=accepted,
            )
        except InvalidKeyError:
            message = f"The demo server cannot sign tokens with the key {issuer_key.name}."
            raise ServerStartError(message, hint="Delete the key; a new one is made at the next start.") from None
        except (DefinitionError, ValueError) as error:
            raise ServerStartError(f"The demo server cannot start: {error}.") from error

    def _stop(self) -> None:
        server, self._server, self._info = self._server, None, None
        if server is not None:
            server.stop()


def built_in_designs() -> tuple[DesignInfo, ...]:
    """The designs that every server offers, told without starting one."""
    return tuple(_design_info(each) for each in load_built_in_designs().values())


def _design_info(design: ClaimDesign) -> DesignInfo:
    return DesignInfo(design.id, design.title, design.token_type, design.description)


def _verification_key(key: SigningKey) -> VerificationKey:
    try:
        return VerificationKey.from_jwk(key.private_jwk())
    except InvalidKeyError as error:
        raise KeyNotTrustedError(f"The demo server does not accept the key {key.name}: {error}.") from None


def _start_error(error: OSError, port: int) -> ServerStartError:
    if error.errno == errno.EADDRINUSE:
        return PortInUseError(f"Port {port} on {_HOST} is in use by another program.")
    reason = error.strerror or "the system gives no reason"
    return ServerStartError(f"The demo server cannot listen on {_HOST}, port {port}: {reason}.")


def _info(server: DemoServer) -> ServerInfo:
    scenario = server.scenario
    return ServerInfo(
        url=server.url,
        host=server.host,
        port=server.port,
        scenario=scenario.id,
        design=server.default_design,
        issuer=scenario.issuer,
        audience=scenario.audience,
        weaknesses=tuple(weakness.id for weakness in server.weaknesses),
        users=tuple(
            UserInfo(user.username, user.display_name, user.roles, user.groups, user.disabled, user.password)
            for user in scenario.users.values()
        ),
        designs=tuple(_design_info(each) for each in server.designs.values()),
        requests=tuple(
            Request(each.id, each.method, each.path, None if each.body is None else json_text.dump(each.body))
            for each in scenario.requests
        ),
    )
