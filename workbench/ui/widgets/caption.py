"""The label before a field."""

from PySide6.QtWidgets import QLabel, QWidget


def caption(words: str, field: QWidget, parent: QWidget) -> QLabel:
    """A quiet label for *field*, which is also its accessible name."""
    label = QLabel(words, parent)
    label.setProperty("role", "caption")
    label.setBuddy(field)
    return label
