"""``token-workbench check``: checks that the answers are still those that a session expects, for a team's CI.

Needs no display, no keyring and no network beyond loopback: it starts a server and generates keys of its own.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from workbench.commands import CHECK_FAILED, DONE, complain
from workbench.commands.tables import as_columns, as_json
from workbench.core.errors import SessionFileError, WorkbenchError
from workbench.core.session.check import Checked
from workbench.services.experiments import session_check
from workbench.services.files import session as session_file

_HEADS = ("request", "token", "design", "expected", "got", "reason")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of ``check``."""
    parser = commands.add_parser(
        "check",
        help="replay a session's expectations and print what differs",
        description="Start a demo server at the time of the session, sign its variants again with keys generated for "
        "this, replay all expectations, also those of the Designs page, and print what differs.",
        epilog="exit codes: 0 every expectation holds, 1 at least one does not, 2 usage, environment, a file that is "
        "not a session, or one without expectations",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="session file (.twb)")
    parser.add_argument(
        "--design",
        action="append",
        default=[],
        metavar="FILE",
        help="file of a design of your own that the session names; may be repeated",
    )
    parser.add_argument(
        "--scenario",
        metavar="NAME|FILE",
        help="scenario to use in place of the session's, which may not be a file outside the session's folder",
    )
    parser.add_argument(
        "--format", choices=tuple(_FORMATS), default="table", help="what to print (default: %(default)s)"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        session = session_file.load(options.file)
        if not session.expects_something:
            message = f"{options.file.name} has no expectations, so nothing was checked."
            raise SessionFileError(message, hint="Replay its variants, choose Pin answers, and save it again.")
        if options.scenario is None:
            session_file.require_own_scenario(options.file, session, "add")
        else:
            session = replace(session, scenario=options.scenario)
        found = session_check.check(session, options.design)
    except WorkbenchError as error:
        return complain("check", f"{error} {error.hint}")
    sys.stdout.write(_FORMATS[options.format](options.file, found))
    return DONE if all(each.holds for each in found) else CHECK_FAILED


def _as_table(_file: Path, found: Sequence[Checked]) -> str:
    """What differs, one line each, and how many hold."""
    broken = [each for each in found if not each.holds]
    if not broken:
        return f"All {len(found)} expectations hold.\n" if len(found) > 1 else "The one expectation holds.\n"
    rows = [_HEADS, *map(_row, broken)]
    verb = "does" if len(broken) == 1 else "do"
    return f"{as_columns(rows)}\n{len(broken)} of {len(found)} expectations {verb} not hold.\n"


def _row(each: Checked) -> tuple[str, ...]:
    got = "nothing" if each.status is None else str(each.status)
    return each.request, each.subject, each.design, str(each.expected), got, each.reason


def _as_json(file: Path, found: Sequence[Checked]) -> str:
    broken = sum(not each.holds for each in found)
    document = {
        "session": str(file),
        "checked": len(found),
        "broken": broken,
        "expectations": [each.to_json() for each in found],
    }
    return as_json(document)


_FORMATS: dict[str, Callable[[Path, Sequence[Checked]], str]] = {"table": _as_table, "json": _as_json}
