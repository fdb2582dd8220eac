"""A field for a key in text: typed, pasted, or dropped as a file."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.ui.widgets.open_file import dropped_file

_LINES = 3


class KeyEdit(QPlainTextEdit):
    """Accepts the text of a PEM, JWK or JWK set.

    Signals:
        file_dropped(str): the file of this path was dropped, or pasted.
    """

    file_dropped = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("mono", True)
        self.setTabChangesFocus(True)
        self.ensurePolished()
        self.setFixedHeight(_LINES * QFontMetrics(self.font()).lineSpacing() + 14)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Accept files as well."""
        return bool(dropped_file(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pass a file on; insert a text."""
        path = dropped_file(source)
        if path:
            self.file_dropped.emit(path)
        else:
            super().insertFromMimeData(source)
