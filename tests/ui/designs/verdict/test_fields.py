import pytest
from PySide6.QtCore import Qt

from workbench.ui.designs.verdict.fields import NumberEntry


@pytest.fixture
def entry(qtbot):
    entry = NumberEntry("lookup", "ms", None)
    qtbot.addWidget(entry)
    entry.show_number(1.4)
    return entry


def enter(qtbot, entry, text):
    entry.setText(text)
    qtbot.keyClick(entry, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2", 2), ("0.25 ms", 0.25), ("1,000", 1_000), ("1e9", 10**9), ("-3", -3), (" 7ms ", 7), (".5", 0.5)],
)
def test_a_number_is_read_with_its_unit_and_separators(entry, qtbot, text, value):
    with qtbot.waitSignal(entry.entered) as heard:
        enter(qtbot, entry, text)
    assert heard.args == [value]


@pytest.mark.parametrize("text", ["", "many", "ms", "1.2.3", "1,00", "٣", "."])
def test_what_is_not_a_number_stays_and_says_what_to_type(entry, qtbot, text):
    with qtbot.waitSignal(entry.unreadable) as heard:
        enter(qtbot, entry, text)
    assert heard.args[0].startswith("Type a number")
    assert entry.text() == text


def test_a_text_that_is_marked_is_not_replaced(entry):
    entry.setText("many")
    entry.mark(True)
    entry.show_number(3)
    assert entry.text() == "many"
    entry.mark(False)
    entry.show_number(1_234.5)
    assert entry.text() == "1,234.5 ms"


def test_leaving_the_field_unchanged_enters_nothing(entry, qtbot):
    with qtbot.assertNotEmitted(entry.entered):
        qtbot.keyClick(entry, Qt.Key.Key_Return)


def test_the_arrow_keys_step_the_number(entry, qtbot):
    with qtbot.waitSignal(entry.entered) as heard:
        qtbot.keyClick(entry, Qt.Key.Key_Up)
    assert heard.args == [pytest.approx(2.4)]
