"""A card: a quiet surface with a title row and something below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

_LEAST_TITLE = 24


class Card(QFrame):
    """A bordered surface, 12 px inside; `head` is the row of the title, `body` the area below."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.title = QLabel(title, self)
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)  # it may contain the name of the user's own design
        self.title.setMinimumWidth(_LEAST_TITLE)  # a long one must not widen the window
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(self.head)
        layout.addLayout(self.body, 1)
