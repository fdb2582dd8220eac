"""Stand-ins for the services, as the presenters' ports ask for them; and calls that run at once."""

from dataclasses import dataclass, field

from workbench.core.answers.outcome import Outcome, Request
from workbench.core.errors import LoginRefusedError, ServerUnreachableError, WorkbenchError
from workbench.core.keys.signing_key import SigningKey, generate
from workbench.core.keys.store import MemoryKeyStore
from workbench.core.requests.sender import Sender
from workbench.core.server.info import ServerInfo
from workbench.core.server.login import LoginAnswer

NOW = 1_700_000_000


def run_now(call, on_success, on_failure, /):
    """Run the call in this thread, as `Background.run` would in another."""
    try:
        result = call()
    except WorkbenchError as error:
        on_failure(error)
    else:
        on_success(result)


class RunLater:
    """Keeps calls until the test lets one through."""

    def __init__(self):
        self.waiting = []

    def __call__(self, call, on_success, on_failure, /):
        self.waiting.append((call, on_success, on_failure))

    def let_one_through(self):
        run_now(*self.waiting.pop(0))


def reporting_now(call, on_progress, on_success, on_failure, /):
    """Run the call in this thread, as `Background.run_reporting` would in another."""
    run_now(lambda: call(on_progress), on_success, on_failure)


class ReportingLater(RunLater):
    """Keeps calls until the test lets one through, and passes on what they report."""

    def __call__(self, call, on_progress, on_success, on_failure, /):
        super().__call__(lambda: call(on_progress), on_success, on_failure)


REQUESTS = (Request("me", "GET", "/me"), Request("doc-1-delete", "DELETE", "/documents/doc-1"))


def server_info(
    *,
    host="127.0.0.1",
    port=8080,
    url="",
    scenario="documents",
    weaknesses=(),
    users=(),
    designs=(),
    requests=REQUESTS,
    unavailable=None,
):
    """A server that runs."""
    return ServerInfo(
        url=url or f"http://{host}:{port}",
        host=host,
        port=port,
        scenario=scenario,
        design="roles",
        issuer="https://demo.example",
        audience="documents",
        weaknesses=weaknesses,
        users=users,
        designs=designs,
        requests=requests,
        unavailable=unavailable or {},
    )


@dataclass
class StandInHost:
    """Counts what is asked of the server; `problem` is raised by the next start."""

    problem: WorkbenchError | None = None
    ports: list = field(default_factory=list)
    trusted: dict = field(default_factory=dict)
    offset_s: int = 0
    header_limit: int = 16_384
    lookup_delay_ms: float = 0.0
    failing: tuple = ()
    stops: int = 0
    running: bool = False
    scenario: str = "documents"
    designs: tuple = ()
    refusals: dict = field(default_factory=dict)
    turns: list = field(default_factory=list)

    def choose_scenario(self, scenario):
        self.scenario = scenario

    def choose_designs(self, designs):
        self.designs = tuple(designs)

    def start(self, issuer_key, trusted, port=0):
        if self.problem is not None:
            problem, self.problem = self.problem, None
            raise problem
        self.ports.append(port)
        self.running = True
        self.trusted = {key.kid: key for key in (issuer_key, *trusted)}
        return server_info(port=port or 8080, scenario=self.scenario)

    def stop(self):
        self.stops += 1
        self.running = False

    def trust(self, key: SigningKey):
        if self.problem is not None:
            raise self.problem
        self.trusted[key.kid] = key

    def refusal(self, key):
        return self.refusals.get(key.kid, "")

    def distrust(self, kid):
        self.trusted.pop(kid, None)

    def rotate(self, new, old):
        self.turns.append((new, old))
        self.trusted |= {new.kid: new, old.kid: old}

    def move_clock(self, offset_s):
        self.offset_s = offset_s

    def now(self):
        return NOW + self.offset_s

    def set_header_limit(self, limit_bytes):
        self.header_limit = limit_bytes

    def set_lookup_delay(self, delay_ms):
        self.lookup_delay_ms = delay_ms

    def set_failing(self, failing):
        self.failing = failing


@dataclass
class StandInClient:
    """Knows one user, bob; answers 200 to every request unless the token is listed in `refused`."""

    token: str = "aa.bb.cc"
    refused: set = field(default_factory=set)
    dead: bool = False
    sent: list = field(default_factory=list)
    senders: list = field(default_factory=list)

    def login(self, base_url, username, password, design):
        if self.dead:
            raise ServerUnreachableError(f"No answer from {base_url}: connection refused.")
        if (username, password) != ("bob", "bob-pass"):
            raise LoginRefusedError("Wrong user name or password.")
        return LoginAnswer(self.token, "Bearer", 1800, design)

    def logout(self, base_url, compact, design=""):
        if self.dead:
            raise ServerUnreachableError(f"No answer from {base_url}: connection refused.")
        status = 401 if compact in self.refused else 204
        self.refused.add(compact)
        return Outcome(Request("logout", "POST", "/logout"), status, "", (), "", None, 0.5)

    def replay(self, base_url, request, compact, design, sender=Sender.HOLDER):
        if self.dead:
            raise ServerUnreachableError(f"No answer from {base_url}: connection refused.")
        self.sent.append((request.id, compact, design))
        self.senders.append(sender)
        status = 403 if compact in self.refused else 200
        return Outcome(request, status, "", (), "", None, 0.5)


def unproven(sent, sender, now):
    """Leaves a request as it is: its token is not bound to a key."""
    return sent


class BrokenStore(MemoryKeyStore):
    """A key store that raises `problem` whenever it is asked for something."""

    def __init__(self, problem):
        super().__init__()
        self.problem = problem

    def load(self):
        raise self.problem


def key(name="mine", *, trusted=False, **more):
    """A key of the quick kind."""
    return generate("EdDSA", name, now=NOW, **more).with_trusted(trusted)


def heard(signal):
    """A list that fills with what *signal* carries."""
    got = []
    signal.connect(lambda *args: got.append(args[0] if len(args) == 1 else args))
    return got
