"""Rows of text as CSV and as a Markdown table."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

Row = Sequence[str]

_MARKUP = re.compile(r"([\\`*_\[\]<>|~#])")


def as_csv(columns: Row, rows: Iterable[Row]) -> str:
    """CSV with a line of column names (RFC 4180, with plain line feeds)."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return written.getvalue()


def as_markdown(columns: Row, rows: Iterable[Row]) -> str:
    """A table in GitHub's Markdown; markup in a cell is escaped."""
    lines = [columns, ["---"] * len(columns), *([_MARKUP.sub(r"\\\1", cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
