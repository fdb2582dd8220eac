"""The words before a field."""

from PySide6.QtWidgets import QLabel, QWidget


def caption(words: str, field: QWidget, parent: QWidget) -> QLabel:
    """A quiet label that tells what *field* is, also to those who hear it."""
    label = QLabel(words, parent)
    label.setProperty("role", "caption")
    label.setBuddy(field)
    return label
