"""Saves a decision record, in the format that the ending of its file names, and the needs that it was made from."""

from collections.abc import Callable
from pathlib import Path

from workbench.core.errors import ExportFileError, NeedsFileError
from workbench.core.reports.decision_record import DecisionRecord
from workbench.core.reports.markdown_record import as_markdown
from workbench.core.text.tables import as_json
from workbench.core.text.text_decoding import NoTextError, decoded
from workbench.core.verdict.needs_text import needs_text
from workbench.services.files.exports import ExportFiles
from workbench.services.files.reading import read_bounded

_MOST_BYTES = 1024 * 1024


class RecordFiles:
    """Reads files of needs and writes decision records, for a presenter. Its calls block."""

    def __init__(self, read_asset: Callable[[str], str]) -> None:
        """Keep *read_asset*, which reads a file of ``assets/`` by its name."""
        self._read_asset = read_asset

    def save(self, record: DecisionRecord, path: Path, needs_path: Path) -> None:
        """Write the record, and beside it its needs, which the commands in it name.

        Raises:
            ExportFileError: a file cannot be written, or the ending names no format.
        """
        text = self._written(record, path)
        files = ExportFiles()
        files.write(path, text.encode())
        files.write(needs_path, needs_text(record.verdict.needs).encode())

    def read(self, path: Path) -> str:
        """The text of a file of needs. Raises NeedsFileError."""
        return read_needs_text(str(path))

    def _written(self, record: DecisionRecord, path: Path) -> str:
        match path.suffix.lower():
            case ".md":
                return as_markdown(record)
            case ".json":
                return as_json(record.to_json())
            case ".html":
                from workbench.services.reports.decision_html import as_html

                return as_html(record, self._read_asset("reports/decision.html"))
        raise ExportFileError(
            f"{path.name} does not name a format of a decision record.", hint="End it with .md, .html or .json."
        )


def read_needs_text(name: str) -> str:
    """The text of a file of needs. Raises NeedsFileError."""
    data = read_bounded(name, _MOST_BYTES, "is larger than 1 MiB, and no needs file is.", NeedsFileError)
    try:
        return decoded(data)
    except NoTextError:
        raise NeedsFileError(f"{Path(name).name}: is not UTF-8 text; expected a TOML file in UTF-8.") from None
