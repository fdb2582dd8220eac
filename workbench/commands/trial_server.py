"""A demo server for one command, with the designs that were asked for; it ends with the command."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from workbench.commands import complain
from workbench.core.errors import WorkbenchError
from workbench.core.keys.signing_key import KeyRole, generate
from workbench.core.server.info import ServerInfo
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost, built_in_designs, names_file, read_design


@dataclass(frozen=True)
class TrialServer:
    """A server that runs, and what was asked for of it.

    Attributes:
        host: owns the server.
        client: speaks HTTP with it.
        info: what it is.
        designs: ids of the designs that were asked for, in the order of the server; all if none was.
    """

    host: ServerHost
    client: HttpClient
    info: ServerInfo
    designs: tuple[str, ...]

    def users(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """The names that were asked for, in the order of the server; all if none was.

        Raises:
            WorkbenchError: there is no such user.
        """
        return chosen("user", wanted, [user.username for user in self.info.users])


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--scenario`` and ``--design``."""
    parser.add_argument(
        "--scenario", default="documents", metavar="NAME|FILE", help="scenario to serve (default: %(default)s)"
    )
    parser.add_argument(
        "--design",
        action="append",
        default=[],
        metavar="ID|FILE",
        help="design to compare: the id of a built-in one, or a file; may be repeated (default: all built-in ones)",
    )


@contextmanager
def serving(command: str, scenario: str, designs: Sequence[str]) -> Iterator[TrialServer]:
    """Start a server for *command*, and end it.

    Raises:
        WorkbenchError: the scenario or a design cannot be used, or there is no such design.
    """
    files = list(dict.fromkeys(design for design in designs if names_file(design)))
    ids = {file: read_design(file).id for file in files}
    _check_replacements(command, designs, ids)
    host, client = ServerHost(scenario=scenario, designs=files), HttpClient()
    try:
        info = host.start(generate("ES256", "issuer", now=int(time.time()), role=KeyRole.ISSUER), ())
        wanted = [ids.get(design, design) for design in designs]
        _name_left_out(command, info, wanted)
        yield TrialServer(host, client, info, chosen("design", wanted, [design.id for design in info.designs]))
    finally:
        client.close()
        host.stop()


def _name_left_out(command: str, info: ServerInfo, wanted: Sequence[str]) -> None:
    """Note which designs of a comparison of all are left out; refuse one that was asked for."""
    for design, reason in info.unavailable.items():
        if design in wanted:
            raise WorkbenchError(f"{reason[0].upper()}{reason[1:]}.", hint="")
        if not wanted:
            complain(command, f"note: left out: {reason}.")


def chosen(kind: str, wanted: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The wanted names, in the order of the known ones; all if none is wanted.

    Raises:
        WorkbenchError: one of them is not known.
    """
    for name in wanted:
        if name not in known:
            raise WorkbenchError(f'There is no {kind} "{name}".', hint=f"Choose from {', '.join(known)}.")
    return tuple(name for name in known if name in wanted or not wanted)


def _check_replacements(command: str, designs: Sequence[str], ids: Mapping[str, str]) -> None:
    """Note which files replace a built-in design; refuse to compare both of one id."""
    built_in = {design.id for design in built_in_designs()}
    for file, name in ids.items():
        if name in designs:
            message = f'The design in {file} has the id "{name}" and replaces the built-in design.'
            raise WorkbenchError(message, hint="Give it another id to compare both.")
        if name in built_in:
            complain(command, f'note: the design in {file} replaces the built-in "{name}", which has the same id.')
