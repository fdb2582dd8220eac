"""A file that was dropped on a field, or copied and pasted into it."""

from PySide6.QtCore import QMimeData


def dropped_file(source: QMimeData) -> str:
    """The path of the first local file; empty if there is none."""
    return next(iter(dropped_files(source)), "")


def dropped_files(source: QMimeData) -> list[str]:
    """The paths of all local files."""
    return [url.toLocalFile() for url in source.urls() if url.isLocalFile()] if source.hasUrls() else []
