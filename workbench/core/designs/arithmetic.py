"""What each claim design costs under a load of one's own: bytes, look-ups, log-ins, and how long it may be wrong.

Every figure is a `Estimate`, so that whoever doubts it can work it out again with a pocket calculator. What a design
looks up is measured, its tokens are modelled to the byte (see ``token_size_model``), and the rest is multiplication.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from workbench.core.designs.formula import Formula, known
from workbench.core.designs.size_model import Counts, Held, TokenModel
from workbench.core.text.wording import listed
from workbench.core.token.header_limits import HEADER_NAME, LINE_END, HeaderLimit, refusing

_SECONDS_A_DAY = 86_400
_MS_A_SECOND = 1_000


@dataclass(frozen=True, slots=True)
class Load:
    """What the user's own service has to bear.

    Attributes:
        requests_per_s: requests a second, all users together.
        users: who are logged in at once.
        lifetime_s: seconds until a token ends; each user logs in again then.
        lookup_ms: milliseconds that one look-up takes in the user's own directory.
        id_length: characters of the id of a record.
    """

    requests_per_s: int = 200
    users: int = 10_000
    lifetime_s: int = 1_800
    lookup_ms: Decimal = Decimal(1)
    id_length: int = 36


@dataclass(frozen=True, slots=True)
class MeasuredDesign:
    """What was found out about a design on the running server, for one user.

    Attributes:
        id: the design.
        believed: names of the claims that its grants take rights from, as far as its tokens carry them.
        account_check: whether each request asks the directory if the account is enabled.
        model: how long its tokens are.
        lookups: of all requests together.
        requests: how many requests were answered with a decision; 0 if the server took none of them.
    """

    id: str
    believed: tuple[str, ...]
    account_check: bool
    model: TokenModel
    lookups: int
    requests: int


@dataclass(frozen=True, slots=True)
class ArithmeticQuestion:
    """Whose tokens and lookups the arithmetic starts from.

    Attributes:
        username: the user who is measured.
    """

    username: str


@dataclass(frozen=True, slots=True)
class Measurements:
    """What was measured for one user.

    Attributes:
        username: whose tokens and answers they are.
        scenario: id of the scenario, whose requests were replayed.
        held: what the user really holds.
        designs: in the order of the server.
    """

    username: str
    scenario: str
    held: Held
    designs: tuple[MeasuredDesign, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure, how it is worked out, and what it leaves aside.

    Attributes:
        name: what it is: ``Header bytes a day``.
        worked: the number and its formula.
        unit: behind the result: ``bytes``.
        note: where the numbers come from, and what is not in them; may be empty.
    """

    name: str
    formula: Formula
    unit: str
    note: str = ""

    @property
    def value(self) -> int | Fraction:
        """The number."""
        return self.formula.value


@dataclass(frozen=True, slots=True)
class Figures:
    """What one design costs under a load.

    Attributes:
        design: its id.
        parts: what the payload is made of.
        token: characters of the token, each a byte.
        header: bytes of the header that carries it.
        header_per_day: bytes of all headers of a day.
        lookups: look-ups a request, on average; None if they could not be measured.
        lookups_per_s: look-ups a second; None as before.
        directory_load: how many connections to the directory are busy at any moment, on average; None as before.
        logins_per_s: log-ins a second.
        right_stale: seconds that a right taken away may go on working.
        account_stale: seconds that a disabled account may go on working.
        refused_by: the servers that do not take such a token, the strictest first.
        limits: how many servers were asked.
    """

    design: str
    parts: tuple[Estimate, ...]
    token: Estimate
    header: Estimate
    header_per_day: Estimate
    lookups: Estimate | None
    lookups_per_s: Estimate | None
    directory_load: Estimate | None
    logins_per_s: Estimate
    right_stale: Estimate
    account_stale: Estimate
    refused_by: tuple[HeaderLimit, ...]
    limits: int

    @property
    def formulas(self) -> tuple[Estimate, ...]:
        """Every formula, each after those whose results it uses."""
        looked_up = (self.lookups, self.lookups_per_s, self.directory_load)
        return (
            *self.parts,
            self.token,
            self.header,
            self.header_per_day,
            *(each for each in looked_up if each is not None),
            self.logins_per_s,
            self.right_stale,
            self.account_stale,
            self._refusing,
        )

    @property
    def _refusing(self) -> Estimate:
        names = "; ".join(f"{each.name}, over {each.largest_token:,}" for each in self.refused_by)
        return Estimate(
            "Servers that refuse it",
            known("servers whose largest token is shorter than token bytes", len(self.refused_by)),
            f"of {self.limits}",
            f"In their default setting, strictest first: {names}."
            if names
            else "All take it in their default setting.",
        )


def work_out(measured: Measurements, load: Load, counts: Counts, limits: Sequence[HeaderLimit]) -> tuple[Figures, ...]:
    """The figures of every design.

    Args:
        measured: what was found out on the server.
        load: what the service has to bear.
        counts: what each user holds.
        limits: the servers to be asked whether they take the token.
    """
    return tuple(_figures(design, measured, load, counts, limits) for design in measured.designs)


def _figures(
    design: MeasuredDesign, measured: Measurements, load: Load, counts: Counts, limits: Sequence[HeaderLimit]
) -> Figures:
    size = design.model.size(counts, load.id_length)
    token = Estimate("Token bytes", size.token, "bytes", "Three segments of base64url with two dots between.")
    header = Estimate(
        "Header bytes a request",
        known(f'"{HEADER_NAME}"', len(HEADER_NAME)) + known("token bytes", token.value) + known("line end", LINE_END),
        "bytes",
        "As it stands in an HTTP/1.1 request. HTTP/2 may send a header that did not change in fewer bytes.",
    )
    requests_per_s = known("requests a second", load.requests_per_s)
    seconds_a_day = known("seconds a day", _SECONDS_A_DAY)
    per_day = requests_per_s * seconds_a_day * known("header bytes a request", header.value)
    lookups = _lookups(design, measured, load)
    lifetime = known("lifetime", load.lifetime_s)
    return Figures(
        design=design.id,
        parts=_parts(design, measured, load, counts),
        token=token,
        header=header,
        header_per_day=Estimate(
            "Header bytes a day", per_day, "bytes", "One way only, from the clients to the server."
        ),
        lookups=lookups[0],
        lookups_per_s=lookups[1],
        directory_load=lookups[2],
        logins_per_s=Estimate(
            "Log-ins a second",
            known("users", load.users) / lifetime,
            "a second",
            "Each user logs in again when the token ends. What a log-in itself costs is left aside: it asks the "
            "directory for password, account, roles and groups, and hashes the password, which is meant to be slow.",
        ),
        right_stale=_right_stale(design, lifetime),
        account_stale=_account_stale(design, lifetime),
        refused_by=refusing(limits, int(token.value)),
        limits=len(limits),
    )


def _parts(design: MeasuredDesign, measured: Measurements, load: Load, counts: Counts) -> tuple[Estimate, ...]:
    size = design.model.size(counts, load.id_length)
    user = measured.username
    own = f"The first are those that {user} really has; further ones are made up"
    parts = (
        Estimate("Roles", size.roles, "bytes", f"{own}. Learned from tokens with one role more each."),
        Estimate("Groups", size.groups, "bytes", f"{own}. Each name has two quotation marks and a comma."),
        Estimate("Records to read", size.readable, "bytes", f"{own}, with ids of {load.id_length} characters."),
        Estimate("Records to write", size.writable, "bytes", f"{own}, with ids of {load.id_length} characters."),
    )
    payload = Estimate(
        "Payload", size.payload, "bytes", "What stands in it beside the lists was measured on a token of this design."
    )
    return (*(each for each in parts if each.value), payload)


def _lookups(
    design: MeasuredDesign, measured: Measurements, load: Load
) -> tuple[Estimate, Estimate, Estimate] | tuple[None, None, None]:
    if not design.requests:
        return None, None, None
    a_request = Estimate(
        "Look-ups a request",
        known("look-ups counted", design.lookups) / known("requests replayed", design.requests),
        "a request",
        f"Counted by the server while every request of {measured.scenario} was replayed with {measured.username}'s "
        "token, each as often as the others. Your own mix of requests, and other rights, can ask more or less.",
    )
    # As the division, not its result: that would have to be rounded.
    per_s = Estimate(
        "Look-ups a second",
        known("requests a second", load.requests_per_s) * a_request.formula,
        "a second",
        "All of them reach the directory: nothing is kept between requests.",
    )
    busy = Estimate(
        "Busy connections to the directory",
        per_s.formula * known("milliseconds a look-up", Fraction(load.lookup_ms)) / _MS_A_SECOND,
        "on average",
        "Little's law: what comes in a second, times how long each stays. So many are at work at any moment.",
    )
    return a_request, per_s, busy


def _right_stale(design: MeasuredDesign, lifetime: Formula) -> Estimate:
    name = "A right taken away works on for up to"
    if design.believed:
        claims = listed(design.believed)
        note = f"The server believes {claims} until exp, whatever the directory says meanwhile."
        return Estimate(name, lifetime, "s", note)
    note = "No right comes from the token: each request asks the directory."
    return Estimate(name, known("nothing is believed", 0), "s", note)


def _account_stale(design: MeasuredDesign, lifetime: Formula) -> Estimate:
    name = "A disabled account works on for up to"
    if design.account_check:
        note = "Each request asks the directory whether the account is enabled."
        return Estimate(name, known("asked each time", 0), "s", note)
    note = "No request asks the directory about the account. A token that is revoked by its jti ends at once."
    return Estimate(name, lifetime, "s", note)


def lightest(figures: Iterable[Figures]) -> Figures | None:
    """The design whose token is the shortest; None if there is none."""
    return min(figures, key=lambda each: each.token.value, default=None)
