import pytest
from PySide6.QtWidgets import QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Tone
from workbench.ui.widgets.elided_button import ElidedButton

NAME = "https://app.example.com/claims/organisation/identity/entitlements/granted_permissions"


@pytest.fixture
def button(appearance, show):
    row = QWidget()
    button = ElidedButton("row.revert", row)
    button.setIcon(icon(Icon.REVERT, appearance, Tone.ACCENT))
    button.show_words(f"Revert {NAME}", f"Restore {NAME}")
    show(row, width=800, height=60)
    yield button
    row.hide()  # until here the row is needed


def test_a_long_name_loses_its_middle_and_keeps_the_button_small(button):
    button.resize(button.sizeHint())
    begin, end = button.shown_text().split("…")
    assert begin.startswith("Revert https")
    assert NAME.endswith(end or "nothing")
    assert button.width() < 260
    assert (button.text(), button.words()) == (f"Revert {NAME}", f"Revert {NAME}")


def test_without_room_for_a_word_the_icon_stands_alone(button):
    button.resize(button.minimumSizeHint().width() + 20, 30)
    assert button.shown_text() == ""
    assert NAME in button.toolTip()


def test_a_new_label_keeps_the_shortcut(button):
    button.setShortcut("Ctrl+R")
    button.show_words("Revert a & b", "Restore a & b")
    assert button.shortcut().toString() == "Ctrl+R"
    assert button.text() == "Revert a && b"
