"""A choice of values, which can also show one that it does not offer."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget


class Choice(QComboBox):
    """A combo box of values; a value from elsewhere is added to it."""

    def __init__(
        self, name: str, values: Sequence[tuple[str, object]], words: Callable[[object], str], parent: QWidget
    ) -> None:
        """Offer *values* with their words; *words* names one that is not among them."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words = words
        self._values = [value for _, value in values]
        for text, _ in values:
            self.addItem(text)
        self.setCurrentIndex(0)

    def value(self) -> object:
        """The chosen value, as it was given: Qt would convert a set or a number."""
        return self._values[self.currentIndex()]

    def show_value(self, value: object) -> None:
        """Show this value."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(self._words(value))
        self.setCurrentIndex(self._values.index(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the choice only while it has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
