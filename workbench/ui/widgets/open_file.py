"""Files that the user opens: chosen in a dialog, or dropped on a field."""

from typing import Protocol

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget


class ChooseFile(Protocol):
    """Asks the user for a file."""

    def __call__(self, parent: QWidget, title: str, filters: str, /) -> str:
        """The path of the chosen file; empty if the user chose none."""


def choose_file(parent: QWidget, title: str, filters: str) -> str:
    """Ask in the system's dialog; *filters* as ``Keys (*.pem *.jwk);;All files (*)``, empty for all files."""
    path, _ = QFileDialog.getOpenFileName(parent, title, "", filters)
    return path


def dropped_file(source: QMimeData) -> str:
    """The path of the first local file that was dropped or pasted; empty if there is none."""
    return next(iter(dropped_files(source)), "")


def dropped_files(source: QMimeData) -> list[str]:
    """The paths of all local files that were dropped or pasted."""
    return [url.toLocalFile() for url in source.urls() if url.isLocalFile()] if source.hasUrls() else []
