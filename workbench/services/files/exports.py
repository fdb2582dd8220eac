"""Writes tables and charts to files."""

from pathlib import Path

from workbench.core.errors import ExportFileError
from workbench.services.files.atomic import write_whole


class ExportFiles:
    """Writes what is exported, for a presenter."""

    def write(self, path: Path, data: bytes) -> None:
        """Write *data*, in place of a file that is there; the file has all of it or is unchanged.

        Raises:
            ExportFileError: it cannot be written; the message has file and reason.
        """
        try:
            if path.is_dir():
                raise ExportFileError(f"{path} is a folder.", hint="Name a file in it.")
            write_whole(path, data, owner_only=False)
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            raise ExportFileError(f"{path} cannot be written: {reason}.") from None
