"""A file that was dropped on a field, or copied and pasted into it."""

from PySide6.QtCore import QMimeData


def dropped_file(source: QMimeData) -> str:
    """The path of the first local file; empty if there is none."""
    return next((url.toLocalFile() for url in source.urls() if url.isLocalFile()), "") if source.hasUrls() else ""
