"""``token-workbench design`` and ``scenario``: print the file of a built-in one, to begin a file of one's own with."""

import argparse
import sys
from collections.abc import Callable, Iterable
from functools import partial

from workbench.commands import DONE, complain
from workbench.core.errors import DefinitionFileError
from workbench.core.text.tables import as_columns
from workbench.services.server_host import SCENARIOS, built_in_designs, design_text, scenario_text

_Names = Callable[[], Iterable[tuple[str, str]]]


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parsers of ``design`` and ``scenario``."""
    for kind, read, names in (("design", design_text, _designs), ("scenario", scenario_text, _scenarios)):
        parser = commands.add_parser(
            kind,
            help=f"print the file of a built-in {kind}: token-workbench {kind} NAME > mine.toml",
            description=f"Print the file of a built-in {kind}, comments and all, to begin a file of your own with. "
            f"Use that with --{kind} mine.toml.",
            epilog="exit codes: 0 done, 2 usage or environment",
        )
        parser.add_argument("name", nargs="?", metavar="NAME", help="which one; without a name, all are listed")
        parser.set_defaults(run=partial(_run, kind=kind, read=read, names=names))


def _run(options: argparse.Namespace, *, kind: str, read: Callable[[str], str], names: _Names) -> int:
    if options.name is None:
        sys.stdout.write(as_columns([list(each) for each in names()]))
        return DONE
    try:
        text = read(options.name)
    except DefinitionFileError as error:
        return complain(kind, str(error))
    if sys.stdout.isatty():
        sys.stdout.write(text)
    else:  # a TOML file is UTF-8, whatever the terminal's encoding is
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
    return DONE


def _designs() -> Iterable[tuple[str, str]]:
    return ((each.id, each.title) for each in built_in_designs())


def _scenarios() -> Iterable[tuple[str, str]]:
    return ((name, _first_comment(scenario_text(name))) for name in SCENARIOS)


def _first_comment(text: str) -> str:
    """The first line of a file, which says what it is."""
    return text.partition("\n")[0].lstrip("# ")
