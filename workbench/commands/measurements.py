"""``sizes``, ``times``, ``staleness``, ``stolen`` and ``arithmetic``: the tables of the Designs page in a terminal.

Each measures on a real demo server, as the view of that name does, and prints one row for each design and user.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from workbench.commands import DONE, complain
from workbench.commands.holding import add_holding, holding_of
from workbench.commands.numbers import whole_number
from workbench.commands.trial_server import TrialServer, add_options, serving
from workbench.core.designs.arithmetic import ArithmeticQuestion, Load, work_out
from workbench.core.designs.growth import SizeQuestion
from workbench.core.designs.stale_window import StaleWindowsQuestion
from workbench.core.designs.stolen_token import StolenTokenQuestion
from workbench.core.designs.timing import TimingQuestion
from workbench.core.errors import WorkbenchError
from workbench.core.experiment import RunControl
from workbench.core.text.tables import as_columns, as_csv, as_json, as_markdown
from workbench.core.token.header_limits import parse_limits, refusing, servers
from workbench.services.experiments.arithmetic import ArithmeticExperiment
from workbench.services.experiments.sizes import SizeExperiment
from workbench.services.experiments.stale_windows import StaleWindowsExperiment
from workbench.services.experiments.stolen_token import StolenTokenExperiment
from workbench.services.experiments.timing import TimingExperiment

Row = Mapping[str, object]
Rows = Iterator[Row]
ReadAsset = Callable[[str], str]

_RUN = RunControl()


@dataclass(frozen=True)
class _Command:
    """One sub-command.

    Attributes:
        name: what is typed.
        help: what it prints, for ``--help``.
        measure: yields the rows.
        add: adds options of its own.
    """

    name: str
    help: str
    measure: Callable[[TrialServer, argparse.Namespace], Rows]
    add: Callable[[argparse.ArgumentParser], None] = lambda _parser: None


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser], *, read_asset: ReadAsset) -> None:
    """Add the parser of each command; *read_asset* reads a file of ``assets/``."""
    for command in _COMMANDS:
        parser = commands.add_parser(
            command.name,
            help=command.help,
            description=f"Start a demo server, and {command.help}.",
            epilog="exit codes: 0 done, 2 usage or environment",
        )
        add_options(parser)
        parser.add_argument(
            "--user", action="append", default=[], metavar="NAME", help="user; may be repeated (default: the first)"
        )
        command.add(parser)
        parser.add_argument(
            "--format", choices=tuple(_FORMATS), default="table", help="what to print (default: %(default)s)"
        )
        parser.set_defaults(run=_run, command=command, read_asset=read_asset)


def _run(options: argparse.Namespace) -> int:
    command: _Command = options.command
    try:
        with serving(command.name, options.scenario, options.design) as server:
            rows = [row for row in command.measure(server, options) if row["design"] in server.designs]
    except WorkbenchError as error:
        return complain(command.name, f"{error} {error.hint}")
    sys.stdout.write(_FORMATS[options.format](server.info.scenario, rows))
    return DONE


def _users(server: TrialServer, options: argparse.Namespace) -> tuple[str, ...]:
    """The users that were named; without any, the first who can log in."""
    if options.user:
        return server.users(options.user)
    able = [user.username for user in server.info.users if user.demo_password and not user.disabled]
    return tuple(able[:1])


def _sizes(server: TrialServer, options: argparse.Namespace) -> Rows:
    limits = servers(parse_limits(options.read_asset("header_limits.csv")))
    for user in _users(server, options):
        question = SizeQuestion(user, holding=holding_of(server, user, options))
        for each in SizeExperiment(server.host, server.client)(question, _RUN).sizes:
            yield {
                "design": each.design,
                "user": user,
                "token_bytes": each.size.token_bytes,
                "header_bytes": each.header_bytes,
                "refused_by": [limit.name for limit in refusing(limits, each.size.token_bytes, each.proof_bytes)],
            }


def _times(server: TrialServer, options: argparse.Namespace) -> Rows:
    for user in _users(server, options):
        question = TimingQuestion(user, "", options.repetitions, options.lookup_delay)
        for each in TimingExperiment(server.host, server.client)(question, _RUN).designs:
            yield {
                "design": each.design,
                "user": user,
                "requests": each.measured,
                "median_us": round(each.median_us, 1),
                "p95_us": round(each.p95_us, 1),
                "lookups": round(each.mean_lookups, 3),
                "verification_us": round(each.verification_us, 1),
                "lookups_us": round(each.lookups_us, 1),
                "policy_us": round(each.policy_us, 1),
                "undecided": each.undecided,
            }


def _staleness(server: TrialServer, options: argparse.Namespace) -> Rows:
    users = server.users(options.user) if options.user else ()
    question = StaleWindowsQuestion(server.designs, revocation=not options.no_revocation, users=users)
    for windows in StaleWindowsExperiment(server.host, server.client)(question, _RUN):
        for each in windows.windows:
            yield {
                "design": windows.design,
                "right": each.right.value,
                "ending": each.ending.value,
                "turned_s": each.turned_s,
                "lifetime_s": each.lifetime_s,
                "removal": each.removal,
                "request": each.request,
            }


def _stolen(server: TrialServer, options: argparse.Namespace) -> Rows:
    for user in _users(server, options):
        for each in StolenTokenExperiment(server.host, server.client)(StolenTokenQuestion(user), _RUN).designs:
            ended = each.ended_by
            yield {
                "design": each.design,
                "user": user,
                "allowed": each.tally.allowed,
                "of": each.tally.total,
                "exact": each.tally.exact,
                "reads": each.reads.allowed,
                "changes": each.changes.allowed,
                "ended_by_logout": ended is not None and ended.revocation,
                "ended_by_account": ended is not None and ended.account,
                "claims": [] if each.readable is None else [name for name, _ in each.readable.claims],
                "obstacle": each.obstacle,
            }


def _arithmetic(server: TrialServer, options: argparse.Namespace) -> Rows:
    limits = servers(parse_limits(options.read_asset("header_limits.csv")))
    load = Load(options.requests_per_s, options.active_users, options.lifetime, options.lookup_ms)
    for user in _users(server, options):
        measured = ArithmeticExperiment(server.host, server.client)(ArithmeticQuestion(user), _RUN)
        for each in work_out(measured, load, measured.held.counts, limits):
            figures = {
                "token_bytes": each.token,
                "header_bytes": each.header,
                "header_bytes_a_day": each.header_per_day,
                "lookups": each.lookups,
                "added_ms": each.added_ms,
                "lookups_per_s": each.lookups_per_s,
                "verification_cpu": each.verification_cpu,
                "logins_per_s": each.logins_per_s,
            }
            yield {
                "design": each.design,
                "user": user,
                **{name: None if found is None else _number(found.value) for name, found in figures.items()},
            }


def _number(value: int | Fraction) -> int | float:
    return int(value) if value == int(value) else round(float(value), 6)


def _add_times(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--repetitions", type=_whole, default=200, metavar="N", help="requests under each design (default: %(default)s)"
    )
    parser.add_argument(
        "--lookup-delay", type=_lookup_ms, default=0.0, metavar="MS", help="milliseconds that each lookup takes longer"
    )


def _add_staleness(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-revocation", action="store_true", help="do not check the deny-list")


def _add_arithmetic(parser: argparse.ArgumentParser) -> None:
    standard = Load()
    for name, value, what in (
        ("--requests-per-s", standard.requests_per_s, "requests a second"),
        ("--active-users", standard.users, "users who are logged in"),
        ("--lifetime", standard.lifetime_s, "seconds until a token expires"),
    ):
        parser.add_argument(name, type=_whole, default=value, metavar="N", help=f"{what} (default: %(default)s)")
    parser.add_argument(
        "--lookup-ms", type=_decimal, default=standard.lookup_ms, metavar="MS", help="duration of a lookup"
    )


def _whole(text: str) -> int:
    return whole_number(text, 1, 10**12)


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    # NaN compares to nothing, and a formula writes six decimals.
    if not value.is_finite() or not 0 <= value <= 60_000 or value != round(value, 6):
        raise argparse.ArgumentTypeError(f'"{text[:40]}" is not a number of milliseconds from 0 to 60,000')
    return value


def _lookup_ms(text: str) -> float:
    value = _decimal(text)
    if value > 1_000:
        raise argparse.ArgumentTypeError(f'"{text[:40]}" is not a number of milliseconds from 0 to 1,000')
    return float(value)


_COMMANDS = (
    _Command("sizes", "print how large each design's token is, and which servers refuse it", _sizes, add_holding),
    _Command("times", "print what a request takes under each design", _times, _add_times),
    _Command("staleness", "print how long each kind of right works after its removal", _staleness, _add_staleness),
    _Command("stolen", "print what a stolen token opens under each design, and what ends it", _stolen),
    _Command("arithmetic", "print what each design costs under a load", _arithmetic, _add_arithmetic),
)


def _cells(row: Row) -> list[str]:
    return [_cell(value) for value in row.values()]


def _cell(value: object) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(str, value)) or "–"
    return str(value)


def _heads(rows: list[Row]) -> list[str]:
    return list(rows[0]) if rows else ["design"]


_FORMATS: dict[str, Callable[[str, list[Row]], str]] = {
    "table": lambda _scenario, rows: as_columns([_heads(rows), *map(_cells, rows)]),
    "json": lambda scenario, rows: as_json({"scenario": scenario, "designs": [dict(row) for row in rows]}),
    "csv": lambda _scenario, rows: as_csv(_heads(rows), map(_cells, rows)),
    "markdown": lambda _scenario, rows: as_markdown(_heads(rows), map(_cells, rows)),
}
