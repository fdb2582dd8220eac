from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from workbench.ui.editing.number_field import DecimalField, NumberField


def turn_wheel(field):
    middle = QPointF(field.rect().center())
    place = QPointF(field.mapToGlobal(middle.toPoint()))
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        middle, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(field, event)


def test_a_number_reads_as_in_tables_and_formulas_and_can_be_typed_without_commas(show, appearance, qtbot):
    field = NumberField("a.users", 1, 1_000_000, "s")
    show(field, 120, 28)
    field.setValue(10_000)
    assert field.text() == "10,000 s"
    field.selectAll()
    qtbot.keyClicks(field, "25000")
    assert field.value() == 25_000
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 25_001


def test_the_number_can_be_seen_in_a_narrow_field(show, appearance):
    field = NumberField("a.users", 1, 1_000_000_000, "s")
    show(field, 90, 28)
    field.setValue(1_800)
    inside = field.findChild(QLineEdit)
    assert inside.width() >= inside.fontMetrics().horizontalAdvance("1,800 s") + inside.textMargins().left()
    assert field.minimumSizeHint().width() > field.minimumWidth(), "else there was no need to set one"


@pytest.mark.parametrize(("value", "text"), [(0.5, "0.5 ms"), (1, "1 ms"), (0.125, "0.125 ms"), (1_200, "1,200 ms")])
def test_a_decimal_has_no_noughts_at_its_end(show, appearance, value, text):
    field = DecimalField("a.lookup", 0, 60_000, "ms")
    show(field, 120, 28)
    field.setValue(value)
    assert field.text() == text
    assert field.number == Decimal(str(value))


@pytest.mark.parametrize("field_class", [NumberField, DecimalField])
def test_a_wheel_that_turns_over_a_field_without_the_keyboard_changes_nothing(show, appearance, field_class):
    field = field_class("a.number", 0, 100, "")
    show(field, 120, 28)
    field.clearFocus()
    turn_wheel(field)
    assert field.value() == 0
    field.setFocus()
    turn_wheel(field)
    assert field.value() == 1
