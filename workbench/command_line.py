"""What ``token-workbench`` does with its arguments: opens the window, or runs a sub-command."""

import argparse
import builtins
import errno
import gc
import io
import logging
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import platformdirs

from workbench.commands import DONE, UNUSABLE
from workbench.core.errors import DefinitionFileError
from workbench.core.text.wording import printable
from workbench.services import server_host
from workbench.services.display import missing_display

_OUTPUT_ENDS = {errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EIO}
"""What the system answers when standard output takes no more: nobody reads it, or its disk is full or broken."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Open the window, or run a sub-command; return the exit code: 0 done, 1 a check failed, 2 usage or environment."""
    options, parser = _options(sys.argv[1:] if arguments is None else arguments)
    if options.version:
        from importlib.metadata import version  # noqa: PLC0415  slow to import

        print(f"token-workbench {version('token-workbench')}")  # noqa: T201
        return DONE
    logging.basicConfig(format="%(name)s: %(message)s")
    logging.getLogger("workbench").setLevel(logging.INFO if options.verbose else logging.WARNING)
    if parser is not None and options.run is not None:
        if options.window_scenario is not None or options.window_designs:
            parser.error("--scenario and --design before a command are for the window; write them after the command")
        return _run_command(options)
    scenario = options.window_scenario or server_host.SCENARIOS[0]
    if options.window_scenario is not None or options.window_designs:
        try:
            server_host.check_definitions(scenario, options.window_designs)
        except DefinitionFileError as error:
            return _unusable(str(error))
    problem = missing_display()
    if problem is not None:
        _parser, commands = _parsers()
        return _unusable(
            f"there is no display to open a window on: {problem}. Start it from a desktop session; without one, there "
            f"are the sub-commands ({', '.join(commands)}; see --help), and 'python -m demo_server --help' runs the "
            "demo server alone."
        )
    problem = _folder_fault(options.data_dir)
    if problem:
        return _unusable(f"the data folder {options.data_dir} {problem}. Name another one with --data-dir.")
    return _open_window(options.data_dir, scenario, options.window_designs)


def _folder_fault(folder: Path) -> str:
    """Why settings cannot be kept in *folder*, which is made if it is not there; empty if they can."""
    fault = "cannot be made"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fault = "cannot be written"
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        return f"{fault}: {(getattr(error, 'strerror', None) or str(error)).lower()}"


def _unusable(sentence: str) -> int:
    print(f"token-workbench: {printable(sentence)}", file=sys.stderr)  # noqa: T201
    return UNUSABLE


def _options(arguments: Sequence[str]) -> tuple[argparse.Namespace, argparse.ArgumentParser | None]:
    """The parsed arguments, and the parser of the whole command line; None if they are for the window alone.

    Sub-commands, which import most of the program, are left out of the way of the window.
    """
    window = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    _add_window_options(window)
    try:
        options, others = window.parse_known_args(arguments)
    except argparse.ArgumentError:
        others = ["?"]  # the whole parser reports what is wrong
    if not others:
        return options, None
    parser, _commands = _parsers()
    return parser.parse_args(arguments), parser


def _parsers() -> tuple[argparse.ArgumentParser, Iterable[str]]:
    """The parser of the whole command line, and the names of the sub-commands."""
    from workbench.commands import advise, check, definitions, lint, matrix, measurements  # noqa: PLC0415
    from workbench.ui.assets import asset  # noqa: PLC0415
    from workbench.ui.lint_references import lint_references  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog="token-workbench",
        description="Edit the claims of a JWT, sign it again, and see which answers of a server change, and why. "
        "Without a command the window opens.",
    )
    _add_window_options(parser)
    commands = parser.add_subparsers(title="commands", metavar="[COMMAND]")
    advise.add_to(commands, read_asset=lambda name: asset(name).read_text(encoding="utf-8"))
    matrix.add_to(commands)
    measurements.add_to(commands, read_asset=lambda name: asset(name).read_text(encoding="utf-8"))
    lint.add_to(commands, references=lint_references)
    check.add_to(commands)
    definitions.add_to(commands)
    return parser, commands.choices


def _add_window_options(parser: argparse.ArgumentParser) -> None:
    scenarios = server_host.SCENARIOS
    parser.add_argument("--version", action="store_true", help="show the version and exit")
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        default=platformdirs.user_data_path("token-workbench", appauthor=False),
        help="keep settings here (default: %(default)s)",
    )
    # Other names than those of the commands' options, whose defaults would replace these.
    parser.add_argument(
        "--scenario",
        dest="window_scenario",
        metavar="NAME|FILE",
        help=f"scenario that the window opens with: {', '.join(scenarios)}, or a file (default: {scenarios[0]})",
    )
    parser.add_argument(
        "--design",
        dest="window_designs",
        action="append",
        default=[],
        metavar="FILE",
        help="design file to offer in the window beside the built-in designs; can be given more than once",
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="log what happens to standard error")
    parser.set_defaults(run=None)


def _run_command(options: argparse.Namespace) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Characters that the terminal cannot show are written as escapes.
            stream.reconfigure(errors="backslashreplace")
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in _OUTPUT_ENDS:
            raise
        # The reader wants no more output, as head does; nothing must be flushed at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNUSABLE if error.errno == errno.EPIPE else _unusable(f"the output cannot be written: {error.strerror}.")
    return code


def _open_window(data_dir: Path, scenario: str, designs: Sequence[str]) -> int:
    gc.disable()  # all that the start makes stays; from the window on, its collector decides
    importing = builtins.__import__
    # Imported here, so that --help and a missing display do not wait for Qt.
    from PySide6.QtCore import QSocketNotifier  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    # PySide puts an import of its own in place, which reads the source of every module to look for a feature of PySide
    # that this program does without.
    builtins.__import__ = importing
    from workbench.app import build  # noqa: PLC0415

    application = QApplication(sys.argv[:1])
    application.setApplicationName("Token Workbench")
    application.setDesktopFileName("token-workbench")
    workbench = build(data_dir, scenario=scenario, designs=designs)
    workbench.defects.catch()
    # Python runs its signal handlers only between two Python instructions, and the event loop runs none:
    # the wake-up descriptor brings Ctrl-C and SIGTERM into the loop.
    here, there = socket.socketpair()
    there.setblocking(False)
    signal.set_wakeup_fd(there.fileno())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: None)
    notifier = QSocketNotifier(here.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(workbench.close)
    workbench.window.show()
    code = application.exec()
    workbench.close()
    signal.set_wakeup_fd(-1)
    here.close()
    there.close()
    return code
