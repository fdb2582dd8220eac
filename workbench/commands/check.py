"""``token-workbench check``: checks that the answers are still those that a session expects, for a team's CI.

Needs no display, no keyring and no network beyond loopback: it starts a server and generates keys of its own.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from workbench.commands import CHECK_FAILED, DONE, complain
from workbench.commands.signatures import NOT_VERIFIED, Verified, add_options, verify_saved
from workbench.core.errors import SessionFileError, WorkbenchError
from workbench.core.session.check import Checked
from workbench.core.text.tables import as_columns, as_json
from workbench.core.text.wording import printable
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
        epilog="exit codes: 0 every expectation holds, 1 at least one does not, or a signature is not valid, 2 usage, "
        "environment, a file that is not a session, or one without expectations",
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
    add_options(parser)
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
        saved = {each.name: each.token.compact for each in session.variants if each.token.compact}
        signatures = verify_saved(saved, options)
        found = session_check.check(session, options.design)
    except WorkbenchError as error:
        return complain("check", f"{error} {error.hint}")
    sys.stdout.write(_FORMATS[options.format](options.file, found, signatures))
    failed = any(each.is_invalid for each in signatures.values()) or not all(each.holds for each in found)
    return CHECK_FAILED if failed else DONE


def _as_table(_file: Path, found: Sequence[Checked], signatures: Mapping[str, Verified]) -> str:
    """What is known of the signatures, what differs, one line each, and how many hold."""
    broken = [each for each in found if not each.holds]
    known = _signatures_in_words(signatures)
    if not broken:
        return known + (f"All {len(found)} expectations hold.\n" if len(found) > 1 else "The one expectation holds.\n")
    rows = [_HEADS, *map(_row, broken)]
    verb = "does" if len(broken) == 1 else "do"
    return f"{known}{as_columns(rows)}\n{len(broken)} of {len(found)} expectations {verb} not hold.\n"


def _signatures_in_words(signatures: Mapping[str, Verified]) -> str:
    """A line for each signature that was verified; one for those that were not."""
    if all(each is NOT_VERIFIED for each in signatures.values()):
        count = len(signatures)
        were = "signature of 1 saved token was" if count == 1 else f"signatures of {count} saved tokens were"
        return f"The {were} not verified.\n\n" if signatures else ""
    lines = (f"{printable(name)}: {printable(each.sentence)}\n" for name, each in signatures.items())
    return "".join(lines) + "\n"


def _row(each: Checked) -> tuple[str, ...]:
    got = "nothing" if each.status is None else str(each.status)
    return each.request, each.subject, each.design, str(each.expected), got, each.reason


def _as_json(file: Path, found: Sequence[Checked], signatures: Mapping[str, Verified]) -> str:
    broken = sum(not each.holds for each in found)
    document = {
        "session": str(file),
        "checked": len(found),
        "broken": broken,
        "expectations": [each.to_json() for each in found],
        "signatures": [
            {"variant": name, "signature": each.result, "detail": each.sentence} for name, each in signatures.items()
        ],
    }
    return as_json(document)


_FORMATS: dict[str, Callable[[Path, Sequence[Checked], Mapping[str, Verified]], str]] = {
    "table": _as_table,
    "json": _as_json,
}
