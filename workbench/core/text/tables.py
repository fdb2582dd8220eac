"""Rows of text as columns, as CSV, with tabs, as HTML and as a Markdown table.

What a cell says may come from anywhere, so characters that a terminal obeys are escapes in all of them.
"""

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Sequence

from workbench.core.text import markdown
from workbench.core.text.wording import printable

Row = Sequence[str]

# A spreadsheet calculates a cell that begins with one of these, also in full width; a plain number is no formula.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


def as_columns(rows: Sequence[Row]) -> str:
    """Rows whose columns are aligned, the names of the columns first, with two blanks between two columns."""
    shown = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in shown)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def as_json(document: object) -> str:
    """JSON with two blanks a level; in ASCII if a character of it cannot be seen."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return (text if text.replace("\n", "").isprintable() else json.dumps(document, indent=2)) + "\n"


def as_csv(columns: Row, rows: Iterable[Row]) -> str:
    """CSV with a line of column names (RFC 4180, with plain line feeds).

    A cell that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP's "CSV Injection" advises:
    names in a token or a design file may come from anybody.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    # A line's end within quotes is part of the format.
    writer.writerows(["\n".join(map(printable, _inert(cell).split("\n"))) for cell in row] for row in (columns, *rows))
    return written.getvalue()


def plain_figure(text: str) -> str:
    """*text* without the commas between thousands if it is a number, so that a spreadsheet reads it as one."""
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def as_markdown(columns: Row, rows: Iterable[Row]) -> str:
    """A table in GitHub's Markdown; markup in a cell is escaped."""
    return markdown.table(columns, rows)


def as_tabbed(rows: Iterable[Row]) -> str:
    """Rows as lines with a tab between two cells, as spreadsheets paste them; tabs and line ends in a cell are blanks.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front, as in `as_csv`.
    """
    return "".join("\t".join(_inert(printable(" ".join(cell.split()))) for cell in row) + "\n" for row in rows)


def as_html(rows: Iterable[Row]) -> str:
    """Rows as an HTML table, as word processors paste them; markup in a cell is escaped."""
    lines = ("".join(f"<td>{html.escape(printable(cell))}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _inert(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
