import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QMenu, QWidget

from workbench.ui.arrangement.foldable import FoldableCheck, FoldableChoice, fold_to_fit

GAP = 8
PLENTY = 10_000


@pytest.fixture
def bar(show):
    bar = QWidget()
    bar.caption, bar.choice, bar.check = QLabel("Size"), QComboBox(), QCheckBox("each edit")
    bar.choice.addItems(["small", "large & heavy"])
    bar.menu = QMenu(bar)
    row = QHBoxLayout(bar)
    for widget in (bar.caption, bar.choice, bar.check):
        row.addWidget(widget)
    bar.parts = (
        FoldableChoice(bar.choice, "Size", bar.menu, (bar.caption,)),
        FoldableCheck(bar.check, bar.menu),
    )
    show(bar)
    return bar


def offered(menu):
    return [action.text() for action in menu.actions() if action.isVisible()]


def test_what_does_not_fit_is_in_the_menu_and_comes_back_with_the_room(bar):
    fold_to_fit(bar.parts, PLENTY, GAP)
    assert offered(bar.menu) == []
    fold_to_fit(bar.parts, bar.parts[0].width(GAP), GAP)
    assert offered(bar.menu) == ["each edit"]
    assert (bar.choice.isVisible(), bar.check.isVisible()) == (True, False)
    fold_to_fit(bar.parts, bar.parts[0].width(GAP) - 1, GAP)
    assert offered(bar.menu) == ["Size: small", "each edit"]
    assert not bar.caption.isVisible()
    fold_to_fit(bar.parts, PLENTY, GAP)
    assert offered(bar.menu) == []
    assert bar.caption.isVisible()
    assert bar.choice.isVisible()
    assert bar.check.isVisible()


def test_the_menu_shows_and_changes_the_same_state(bar):
    fold_to_fit(bar.parts, 0, GAP)
    size, each = bar.menu.actions()
    bar.check.setChecked(True)
    assert each.isChecked()
    each.trigger()
    assert not bar.check.isChecked()
    size.menu().aboutToShow.emit()
    assert [(action.text(), action.isChecked()) for action in size.menu().actions()] == [
        ("small", True),
        ("large && heavy", False),
    ]
    size.menu().actions()[1].trigger()
    assert bar.choice.currentText() == "large & heavy"
    assert size.text() == "Size: large && heavy"
