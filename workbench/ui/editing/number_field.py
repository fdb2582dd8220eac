"""Fields for numbers: typed, or stepped with the arrow keys; written the same way as in tables and formulas."""

from decimal import Decimal

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

_DECIMALS = 3
_LEAST_WIDTH = 64
_INSIDE = 6


class NumberField(QSpinBox):
    """A whole number with its unit: ``1,800 s``."""

    def __init__(self, name: str, least: int, most: int, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self, name, unit)
        self.setRange(least, most)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the number only while it has the keyboard: else whoever scrolls past changes it unawares."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class DecimalField(QDoubleSpinBox):
    """A number with up to three decimals and its unit, without noughts at its end: ``0.5 ms``."""

    def __init__(self, name: str, least: float, most: float, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self, name, unit)
        self.setDecimals(_DECIMALS)
        self.setRange(least, most)

    @property
    def number(self) -> Decimal:
        """The number as it is shown, not as a float would have it."""
        return Decimal(f"{self.value():.{_DECIMALS}f}").normalize()

    def textFromValue(self, value: float) -> str:
        """The number without noughts at its end."""
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the number only while it has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _set_up(field: QAbstractSpinBox, name: str, unit: str) -> None:
    field.setObjectName(name)
    field.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    field.setGroupSeparatorShown(True)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.setMinimumWidth(_LEAST_WIDTH)  # else the widest number that might be typed counts
    field.lineEdit().setTextMargins(_INSIDE, 0, _INSIDE, 0)  # the style sheet's padding does not reach it
    if isinstance(field, QSpinBox | QDoubleSpinBox):
        field.setSuffix(unit and f" {unit}")
