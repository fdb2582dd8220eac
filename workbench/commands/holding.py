"""The options that say what a user shall hold, in place of what the scenario's user really has."""

from __future__ import annotations

import argparse
from dataclasses import replace

from workbench.commands.numbers import whole_number
from workbench.commands.trial_server import TrialServer
from workbench.core.designs.size_model import Counts
from workbench.core.verdict.needs import MOST_HELD, MOST_ID_CHARACTERS

_HELD = {
    "roles": "roles",
    "groups": "groups",
    "readable": "records that the access lists let the user read",
    "writable": "records that they let the user write",
}


def add_holding(parser: argparse.ArgumentParser) -> None:
    """Add ``--roles``, ``--groups``, ``--readable``, ``--writable`` and ``--id-characters``."""
    for name, what in _HELD.items():
        parser.add_argument(
            f"--{name}", type=_count, metavar="N", help=f"{what}, in place of as many as the user really has"
        )
    parser.add_argument(
        "--id-characters", type=_id_characters, metavar="N", help="length of the id of a record that is made up"
    )


def holding_of(server: TrialServer, user: str, options: argparse.Namespace) -> tuple[Counts, int] | None:
    """What the user shall hold, with the length of ids; None where no option says it."""
    wanted = {name: getattr(options, name) for name in _HELD if getattr(options, name) is not None}
    if not wanted and options.id_characters is None:
        return None
    with server.host.trial() as trial:
        return replace(trial.held(user).counts, **wanted), options.id_characters or trial.id_length


def _count(text: str) -> int:
    return whole_number(text, 0, MOST_HELD)


def _id_characters(text: str) -> int:
    return whole_number(text, 1, MOST_ID_CHARACTERS)
