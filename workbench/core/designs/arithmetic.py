"""Calculates what each claim design costs under a given load: bytes, lookups, logins, and how long it may be wrong.

Every figure is an `Estimate` with its formula, so that it can be checked with a pocket calculator. The lookups of a
design are measured, its tokens are modelled to the byte (see ``size_model``), and the rest is multiplication.
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
_US_A_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Load:
    """The load of the user's own service.

    Attributes:
        requests_per_s: requests a second, all users together.
        users: who are logged in at the same time.
        lifetime_s: seconds until a token ends; each user logs in again then.
        lookup_ms: milliseconds that one lookup takes in the user's own service: in its directory, or in its deny-list.
        id_length: characters of the id of a record.
    """

    requests_per_s: int = 200
    users: int = 10_000
    lifetime_s: int = 1_800
    lookup_ms: Decimal = Decimal(1)
    id_length: int = 36


@dataclass(frozen=True, slots=True)
class MeasuredDesign:
    """The measurements of one design, for one user.

    Attributes:
        id: the design.
        believed: names of the claims that its grants take rights from, as far as its tokens carry them.
        account_check: whether each request looks up if the account is enabled.
        model: how long its tokens are.
        directory: questions to the directory, of all requests together, of a user whose groups the token lists.
        deny_list: questions to the deny-list, of all requests together.
        others: questions to introspection, or for the user's permission version, of all requests together.
        verification_us: microseconds that verifying the token took, the median of all requests; 0 if there were none.
        requests: how many requests were answered with a decision; 0 if the server accepted none of them.
        lifetime_s: seconds that its tokens last; None for as long as the load says.
        kept_s: seconds for which the server uses an answer again; 0 if it asks each time.
        by_version: whether each change of a user's rights ends the user's tokens.
        directory_beyond: questions to the directory of a user with more groups than the tokens list; None where they
            list any number.
        proof_bytes: what a proof of possession adds to the headers of each request; 0 for a bearer token.
    """

    id: str
    believed: tuple[str, ...]
    account_check: bool
    model: TokenModel
    directory: int
    deny_list: int
    others: int
    verification_us: float
    requests: int
    lifetime_s: int | None = None
    kept_s: float = 0
    by_version: bool = False
    directory_beyond: int | None = None
    proof_bytes: int = 0

    def directory_for(self, groups: int) -> int:
        """Questions to the directory of a user with so many groups."""
        most = self.model.most_groups
        return self.directory if most is None or groups <= most else self.directory_beyond or self.directory

    @property
    def lookups(self) -> int:
        """Questions of all requests together: each is a round trip in a real system."""
        return self.directory + self.deny_list + self.others


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
        held: the user's real roles, groups and records.
        designs: in the order of the server.
    """

    username: str
    scenario: str
    held: Held
    designs: tuple[MeasuredDesign, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure, how it is calculated, and what it leaves out.

    Attributes:
        name: its name: ``Header bytes a day``.
        formula: the number and its formula.
        unit: the unit of the result: ``bytes``.
        note: where the numbers come from, and what they leave out; may be empty.
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
        lookups: lookups a request, on average; None if they could not be measured.
        lookups_per_s: lookups a second; None as before.
        directory_load: how many connections for lookups are busy at any moment, on average; None as before.
        added_ms: milliseconds that lookups add to a request, on average; None as before.
        verification_cpu: seconds of CPU that verifying tokens takes in each second; None as before.
        logins_per_s: logins a second.
        right_stale: seconds for which a removed right may keep working.
        account_stale: seconds for which a disabled account may keep working.
        refused_by: the servers that refuse such a token, the strictest first.
        limits: how many servers were compared.
        opaque: whether the token is a reference token, which has the same length whatever it stands for.
    """

    design: str
    parts: tuple[Estimate, ...]
    token: Estimate
    header: Estimate
    header_per_day: Estimate
    lookups: Estimate | None
    lookups_per_s: Estimate | None
    directory_load: Estimate | None
    added_ms: Estimate | None
    verification_cpu: Estimate | None
    logins_per_s: Estimate
    right_stale: Estimate
    account_stale: Estimate
    refused_by: tuple[HeaderLimit, ...]
    limits: int
    opaque: bool = False

    @property
    def formulas(self) -> tuple[Estimate, ...]:
        """All estimates, each after those whose results it uses."""
        looked_up = (self.lookups, self.added_ms, self.lookups_per_s, self.directory_load, self.verification_cpu)
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
            else "All accept it in their default setting.",
        )


def work_out(measured: Measurements, load: Load, counts: Counts, limits: Sequence[HeaderLimit]) -> tuple[Figures, ...]:
    """The figures of every design.

    Args:
        measured: the measurements on the server.
        load: the load of the service.
        counts: what each user holds.
        limits: the servers to compare.
    """
    return tuple(_figures(design, measured, load, counts, limits) for design in measured.designs)


def _figures(
    design: MeasuredDesign, measured: Measurements, load: Load, counts: Counts, limits: Sequence[HeaderLimit]
) -> Figures:
    size = design.model.size(counts, load.id_length)
    token = Estimate("Token bytes", size.token, "bytes", "Three segments of base64url with two dots between.")
    sent = known(f'"{HEADER_NAME}"', len(HEADER_NAME)) + known("token bytes", token.value) + known("line end", LINE_END)
    if design.proof_bytes:
        sent = sent + known("proof of possession", design.proof_bytes)
    header = Estimate(
        "Header bytes a request",
        sent,
        "bytes",
        "As sent in HTTP/1.1. HTTP/2 may send an unchanged header in fewer bytes.",
    )
    requests_per_s = known("requests a second", load.requests_per_s)
    seconds_a_day = known("seconds a day", _SECONDS_A_DAY)
    per_day = requests_per_s * seconds_a_day * known("header bytes a request", header.value)
    a_request = _lookups(design, measured, counts)
    per_s = None if a_request is None else _lookups_per_s(a_request, load, design)
    lifetime = known("lifetime", load.lifetime_s if design.lifetime_s is None else design.lifetime_s)
    return Figures(
        design=design.id,
        parts=_parts(design, measured, load, counts),
        token=token,
        header=header,
        header_per_day=Estimate(
            "Header bytes a day", per_day, "bytes", "One way only, from the clients to the server."
        ),
        lookups=a_request,
        lookups_per_s=per_s,
        directory_load=None if per_s is None else _directory_load(per_s, load),
        added_ms=None if a_request is None else _added_ms(a_request, load),
        verification_cpu=_verification_cpu(design, load) if design.requests else None,
        logins_per_s=Estimate(
            "Logins a second",
            known("users", load.users) / lifetime,
            "a second",
            "Each user logs in again when the token expires. The cost of a login itself is left out: it looks up "
            "password, account, roles and groups, and hashes the password, which is slow on purpose.",
        ),
        right_stale=_right_stale(design, lifetime),
        account_stale=_account_stale(design, lifetime),
        refused_by=refusing(limits, int(token.value), design.proof_bytes),
        limits=len(limits),
        opaque=bool(design.model.opaque),
    )


def _parts(design: MeasuredDesign, measured: Measurements, load: Load, counts: Counts) -> tuple[Estimate, ...]:
    size = design.model.size(counts, load.id_length)
    user = measured.username
    own = f"The first are those that {user} really has; further ones are made up"
    parts = (
        Estimate("Roles", size.roles, "bytes", f"{own}. Measured on tokens with one more role each."),
        Estimate("Groups", size.groups, "bytes", f"{own}. Each name has two quotation marks and a comma."),
        Estimate("Records to read", size.readable, "bytes", f"{own}, with ids of {load.id_length} characters."),
        Estimate("Records to write", size.writable, "bytes", f"{own}, with ids of {load.id_length} characters."),
    )
    payload = Estimate(
        "Payload", size.payload, "bytes", "Everything in it except the lists was measured on a token of this design."
    )
    return (*(each for each in parts if each.value), payload)


def _lookups(design: MeasuredDesign, measured: Measurements, counts: Counts) -> Estimate | None:
    if not design.requests:
        return None
    directory = known("questions to the directory", design.directory_for(counts.groups))
    asked = directory + known("to the deny-list", design.deny_list)
    if design.others:
        asked = asked + known("for the version" if design.by_version else "to introspection", design.others)
    return Estimate(
        "Lookups a request",
        asked / known("requests replayed", design.requests),
        "a request",
        f"Counted by the server while every request of {measured.scenario} was replayed with {measured.username}'s "
        "token, each equally often. Your own mix of requests, and other rights, may need more or fewer. "
        "The deny-list is what a logout that works immediately costs: one lookup for each request." + _beyond(design),
    )


def _beyond(design: MeasuredDesign) -> str:
    most = design.model.most_groups
    if most is None:
        return ""
    return f" With more than {most:,} groups the token lists none, and what needs them asks the directory first."


# The division stands in each formula, not its result: that would have to be rounded.
def _lookups_per_s(a_request: Estimate, load: Load, design: MeasuredDesign) -> Estimate:
    kept = (
        f"What was answered in the last {design.kept_s:g} s is not asked again and not counted: it depends on the mix."
    )
    return Estimate(
        "Lookups a second",
        known("requests a second", load.requests_per_s) * a_request.formula,
        "a second",
        kept if design.kept_s else "All of them leave the process: nothing is cached between requests.",
    )


def _added_ms(a_request: Estimate, load: Load) -> Estimate:
    return Estimate(
        "Lookups add to a request",
        a_request.formula * known("milliseconds a lookup", Fraction(load.lookup_ms)),
        "ms on average",
        "One lookup after the other, as the demo server makes them.",
    )


def _directory_load(per_s: Estimate, load: Load) -> Estimate:
    return Estimate(
        "Busy connections for lookups",
        per_s.formula * known("milliseconds a lookup", Fraction(load.lookup_ms)) / _MS_A_SECOND,
        "on average",
        "Little's law: lookups a second times the duration of each is the number in progress at any moment.",
    )


def _verification_cpu(design: MeasuredDesign, load: Load) -> Estimate:
    measured_us = Fraction(round(design.verification_us * 10), 10)
    return Estimate(
        "CPU for verification",
        known("requests a second", load.requests_per_s)
        * known("microseconds to verify a token", measured_us)
        / _US_A_SECOND,
        "s of CPU a second",
        "The checks of the token without lookups, the median of the replayed requests on this machine, in Python: "
        "other languages take a fraction of it. It depends on the algorithm more than on the claims.",
    )


def _right_stale(design: MeasuredDesign, lifetime: Formula) -> Estimate:
    name = "A removed right keeps working for up to"
    if design.by_version:
        note = "Each change of rights raises the user's version, which each request looks up."
        return Estimate(name, known("asked each time", 0), "s", note)
    if design.believed:
        claims = listed(design.believed)
        note = f"The server believes {claims} until exp, even if the directory has changed."
        return Estimate(name, lifetime, "s", note)
    note = "No right comes from the token: each request looks rights up in the directory."
    if design.kept_s:
        return _kept(name, design, note)
    return Estimate(name, known("nothing is believed", 0), "s", note)


def _account_stale(design: MeasuredDesign, lifetime: Formula) -> Estimate:
    name = "A disabled account keeps working for up to"
    if design.by_version:
        note = "Disabling an account raises the user's version, which each request looks up."
        return Estimate(name, known("asked each time", 0), "s", note)
    if design.account_check:
        note = "Each request looks up whether the account is enabled."
        if design.kept_s:
            return _kept(name, design, note)
        return Estimate(name, known("asked each time", 0), "s", note)
    note = "No request looks the account up. A token that is revoked by its jti is refused immediately."
    return Estimate(name, lifetime, "s", note)


def _kept(name: str, design: MeasuredDesign, note: str) -> Estimate:
    seconds = known("seconds that an answer is used again", round(design.kept_s))
    return Estimate(name, seconds, "s", f"{note} An answer is used again for {design.kept_s:g} s.")


def lightest(figures: Iterable[Figures]) -> Figures | None:
    """The design whose token is the shortest of those that carry something; None if no token does."""
    return min((each for each in figures if not each.opaque), key=lambda each: each.token.value, default=None)
