"""The one dialog that asks for a file to open."""

from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget


class ChooseFile(Protocol):
    """Asks the user for a file."""

    def __call__(self, parent: QWidget, title: str, filters: str, /) -> str:
        """The path of the file chosen; empty if the user chose none."""


def choose_file(parent: QWidget, title: str, filters: str) -> str:
    """Ask by the dialog of the system; *filters* as ``Keys (*.pem *.jwk);;All files (*)``, empty for all files."""
    path, _ = QFileDialog.getOpenFileName(parent, title, "", filters)
    return path
