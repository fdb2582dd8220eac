"""``token-workbench matrix``: prints what each design decides, as a real server answers over HTTP."""

import argparse
import sys
from collections.abc import Sequence

from workbench.commands import DONE, complain
from workbench.commands.trial_server import add_options, serving
from workbench.core.answers.matrix import Matrix, MatrixQuestion
from workbench.core.errors import WorkbenchError
from workbench.core.experiment import RunControl
from workbench.core.text.tables import as_columns, as_csv, as_json, as_markdown
from workbench.core.text.wording import printable
from workbench.services.experiments.matrix import MatrixExperiment

_COLUMNS = ("design", "user", "request", "status", "reason", "claims_read", "lookups", "token_bytes")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of ``matrix``."""
    parser = commands.add_parser(
        "matrix",
        help="replay every request under every design for every user",
        description="Start a demo server, log every user in under every design, and replay every request.",
        epilog="exit codes: 0 done, 2 usage or environment",
    )
    add_options(parser)
    parser.add_argument(
        "--user", action="append", default=[], metavar="NAME", help="user to log in; may be repeated (default: all)"
    )
    parser.add_argument(
        "--format", choices=tuple(_FORMATS), default="table", help="what to print (default: %(default)s)"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        matrix = _ask(options.scenario, options.design, options.user)
    except WorkbenchError as error:
        return complain("matrix", f"{error} {error.hint}")
    sys.stdout.write(_FORMATS[options.format](matrix))
    return DONE


def _ask(scenario: str, designs: Sequence[str], users: Sequence[str]) -> Matrix:
    with serving("matrix", scenario, designs) as server:
        question = MatrixQuestion(server.designs, server.users(users))
        return MatrixExperiment(server.host, server.client)(question, RunControl())


def _rows(matrix: Matrix) -> list[list[str]]:
    cells = (cell.to_json() for cell in matrix.cells)
    return [
        [" ".join(cell.claims_read) if column == "claims_read" else str(row[column]) for column in _COLUMNS]
        for cell, row in zip(matrix.cells, cells, strict=True)
    ]


def _as_table(matrix: Matrix) -> str:
    """A block for each user: designs down, requests across; below it why some requests got no decision."""
    blocks = []
    heads = ["", *(request.id for request in matrix.requests)]
    for user in matrix.users:
        rows = [[user, *heads[1:]]]
        for design in matrix.designs:
            cells = (matrix.cell(design, user, request.id) for request in matrix.requests)
            rows.append([design, *(str(cell.status) if cell is not None else "" for cell in cells)])
        notes = "".join(f"{printable(note)}\n" for note in _notes(matrix, user))
        blocks.append(as_columns(rows) + notes)
    return "\n".join(blocks)


def _notes(matrix: Matrix, user: str) -> list[str]:
    """Why requests got no decision: each reason once, with its designs."""
    found: dict[str, list[str]] = {}
    for cell in matrix.cells:
        if cell.user == user and cell.undecided:
            found.setdefault(f"{cell.status}: {cell.undecided}", []).append(cell.design)
    return [
        f"{note} ({', '.join(dict.fromkeys(designs))})" if len(matrix.designs) > 1 else note
        for note, designs in found.items()
    ]


def _as_json(matrix: Matrix) -> str:
    return as_json(matrix.to_json())


def _as_csv(matrix: Matrix) -> str:
    return as_csv(_COLUMNS, _rows(matrix))


def _as_markdown(matrix: Matrix) -> str:
    return as_markdown(_COLUMNS, _rows(matrix))


_FORMATS = {"table": _as_table, "json": _as_json, "csv": _as_csv, "markdown": _as_markdown}
