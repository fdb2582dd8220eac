"""``token-workbench advise``: from needs to the design to choose, with the reasons, as a decision record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from workbench.commands import CHECK_FAILED, DONE, complain
from workbench.commands.progress import Progress
from workbench.commands.trial_server import TrialServer, add_options, serving
from workbench.core.errors import WorkbenchError
from workbench.core.experiment import RunControl
from workbench.core.reports.commands import repeating_commands
from workbench.core.reports.decision_record import DecisionRecord
from workbench.core.reports.markdown_record import as_markdown
from workbench.core.text.tables import as_columns, as_json
from workbench.core.text.wording import printable
from workbench.core.token.header_limits import parse_limits
from workbench.core.verdict.checks import Limits
from workbench.core.verdict.needs import Needs, default_needs
from workbench.core.verdict.needs_file import parse_needs
from workbench.core.verdict.profile import Profiles
from workbench.core.verdict.question import ProfilesQuestion
from workbench.core.verdict.thresholds import would_change
from workbench.core.verdict.verdict import judge
from workbench.services.experiments.profiles import ProfilesExperiment
from workbench.services.files.atomic import write_whole
from workbench.services.program import program_version
from workbench.services.reports.record_files import read_needs_text

ReadAsset = Callable[[str], str]
"""Reads a file of ``assets/`` by its name."""

_MOST_REASONS = 6
_MOST_CHANGES = 6


Measure = Callable[[TrialServer], Profiles]
"""Measures the designs that were asked for on a server that runs."""


def measured(server: TrialServer) -> Profiles:
    """What the designs that were asked for show on the server; standard error says how far it is."""
    with Progress("Measuring", sys.stderr) as progress:
        run = RunControl(progress=progress.show)
        return ProfilesExperiment(server.host, server.client)(ProfilesQuestion(server.designs), run)


def add_to(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    *,
    read_asset: ReadAsset,
    measure: Measure = measured,
) -> None:
    """Add the parser of ``advise``."""
    parser = commands.add_parser(
        "advise",
        help="say which design meets your needs, why, and what would change that",
        description="Measure every design on a demo server, compare it with what you need, and write the decision "
        "record: question, needs, table, choice, what would change it, and the claims of the token.",
        epilog="exit codes: 0 a design meets all needs, 1 none does, 2 usage or environment",
    )
    parser.add_argument(
        "needs", nargs="?", metavar="NEEDS", help="file of your needs (TOML); without it, what the scenario suggests"
    )
    add_options(parser)
    parser.add_argument(
        "--format", choices=("text", "json", "markdown", "html"), default="text", help="default: %(default)s"
    )
    parser.add_argument("--output", type=Path, metavar="F", help="write to this file in place of standard output")
    parser.set_defaults(run=_run, read_asset=read_asset, measure=measure)


def _run(options: argparse.Namespace) -> int:
    try:
        text = None if options.needs is None else read_needs_text(options.needs)
        limits = {each.name: each for each in parse_limits(options.read_asset("header_limits.csv"))}
        with serving("advise", options.scenario, options.design) as server:
            # A file with a mistake is refused before anything is measured.
            if text is not None:
                _needs(text, options.needs, None, limits)
            profiles = options.measure(server)
        needs = _needs(text, options.needs, profiles, limits)
    except WorkbenchError as error:
        return complain("advise", f"{error} {error.hint}")
    verdict = judge(needs, profiles, limits)
    record = DecisionRecord(
        verdict=verdict,
        changes=would_change(needs, profiles, limits),
        commands=repeating_commands(needs, profiles, options.needs, options.scenario, options.design),
        version=program_version(),
        date=datetime.now(UTC).date().isoformat(),
    )
    written = _written(record, options.format, options.read_asset)
    if options.output is None:
        sys.stdout.write(written)
    else:
        try:
            write_whole(options.output, written.encode(), owner_only=False)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            return complain("advise", f"{options.output.name} cannot be written: {reason.lower()}.")
    return DONE if verdict.choice is not None else CHECK_FAILED


def _needs(text: str | None, name: str | None, profiles: Profiles | None, limits: Limits) -> Needs:
    start = (
        Needs()
        if profiles is None
        else default_needs(profiles.typical, profiles.largest, per_record=profiles.per_record)
    )
    if text is None or name is None:
        return start
    return parse_needs(text, Path(name).name, typical=start.typical, largest=start.largest, servers=tuple(limits))


def _written(record: DecisionRecord, wanted: str, read_asset: ReadAsset) -> str:
    match wanted:
        case "json":
            return as_json(record.to_json())
        case "markdown":
            return as_markdown(record)
        case "html":
            from workbench.services.reports.decision_html import as_html  # noqa: PLC0415  the library is slow to import

            return as_html(record, read_asset("reports/decision.html"))
    return _as_text(record)


def _as_text(record: DecisionRecord) -> str:
    """The answer first, then the table, then the reasons that say most."""
    lines = [record.headline + "." * (not record.headline.endswith(".")), record.summary]
    for each in record.verdict.contradictions:
        names = " and ".join(need.label for need in each.needs)
        lines.append(f"{names} exclude each other: {each.why}")
    blocks = ["".join(f"{printable(line)}\n" for line in lines), as_columns(record.table)]
    blocks.append(_list("Why", record.because, _MOST_REASONS))
    changes = [
        f"{each.sentence}: then {'no design meets all needs' if each.to is None else each.to}"
        for each in record.changes
    ]
    blocks.append(_list("It would change if", changes, _MOST_CHANGES))
    if record.claims:
        rows = [("Claim", "Value", "Why"), *((each.name, each.shown, each.why) for each in record.claims)]
        blocks.append(as_columns(rows))
    if record.left_out:
        blocks.append(_list("Left out", [f"{each.name}: {each.why}" for each in record.left_out], len(record.left_out)))
    return "\n".join(blocks)


def _list(title: str, lines: tuple[str, ...] | list[str], most: int) -> str:
    if not lines:
        return f"{title}: nothing.\n"
    shown = [f"  {printable(line)}" for line in lines[:most]]
    if len(lines) > most:
        shown.append(f"  and {len(lines) - most} more (--format markdown)")
    return f"{title}:\n" + "".join(f"{line}\n" for line in shown)
