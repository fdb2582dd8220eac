"""Fields for numbers: typed, or stepped with the arrow keys; formatted as in tables and formulas."""

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
        """Step the number only while it has the focus: otherwise scrolling past would change it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class DecimalField(QDoubleSpinBox):
    """A number with up to three decimals and its unit, without trailing zeros: ``0.5 ms``."""

    def __init__(self, name: str, least: float, most: float, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self, name, unit)
        self.setDecimals(_DECIMALS)
        self.setRange(least, most)

    @property
    def number(self) -> Decimal:
        """The number as shown, without float noise."""
        return Decimal(f"{self.value():.{_DECIMALS}f}").normalize()

    def textFromValue(self, value: float) -> str:
        """The number without trailing zeros."""
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step the number only while it has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _set_up(field: QAbstractSpinBox, name: str, unit: str) -> None:
    field.setObjectName(name)
    field.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    field.setGroupSeparatorShown(True)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.setMinimumWidth(_LEAST_WIDTH)  # otherwise the widest possible number determines it
    field.lineEdit().setTextMargins(_INSIDE, 0, _INSIDE, 0)  # the style sheet's padding does not reach it
    if isinstance(field, QSpinBox | QDoubleSpinBox):
        field.setSuffix(unit and f" {unit}")
