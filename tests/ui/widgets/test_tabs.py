import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from tests.presenters.stand_ins import heard
from workbench.ui.widgets.tabs import Tabs, View


def fields(name):
    """A view with two fields, which Tab reaches in the order of their names."""
    view = QWidget()
    layout = QHBoxLayout(view)
    for number in (1, 2):
        layout.addWidget(QLineEdit(objectName=f"{name}.{number}"))
    return view


@pytest.fixture
def window(show):
    """Tabs between two fields, and the names of the views in the order in which they were built."""
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit(objectName="before"))
    tabs = Tabs("some.views", "Some views")
    layout.addWidget(tabs)
    layout.addWidget(QLineEdit(objectName="after"))
    driver = show(window)
    driver.tabs, driver.built = tabs, []

    def build(name):
        driver.built.append(name)
        return fields(name)

    for name in ("one", "two", "three"):
        tabs.add_view(View(name, name.capitalize(), lambda name=name: build(name)))
    return driver


def test_a_view_is_built_when_it_is_first_shown_and_once(window):
    shown, built = heard(window.tabs.view_shown), heard(window.tabs.view_built)
    assert window.built == ["one"]
    window.tabs.show_view("three")
    window.tabs.show_view("one")
    QTest.mouseClick(window.tabs.tabBar(), Qt.MouseButton.LeftButton, pos=window.tabs.tabBar().tabRect(2).center())
    assert window.built == ["one", "three"]
    assert shown == ["three", "one", "three"]
    assert [view.findChild(QLineEdit).objectName() for view in built] == ["three.1"]
    assert window.find(QLineEdit, "three.1").isVisible(), "not only from the event loop"
    assert [window.tabs.tabText(each) for each in range(3)] == ["One", "Two", "Three"]


def test_a_view_that_came_late_is_reached_by_tab_where_it_is_seen(window):
    window.tabs.show_view("two")
    window.tabs.show_view("three")
    for view in ("one", "two", "three"):
        window.tabs.show_view(view)
        window.find(QLineEdit, "before").setFocus()
        order = []
        while "before" not in order:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            order.append(QApplication.focusWidget().objectName())
        fields = [name for name in order if "." in name or name in ("before", "after")]
        assert fields == [f"{view}.1", f"{view}.2", "after", "before"]


def test_a_view_without_fields_is_shown_as_well(show):
    tabs = Tabs("some.views", "Some views")
    driver = show(tabs)
    tabs.add_view(View("text", "Text", lambda: QLabel("words", objectName="text.words")))
    assert driver.find(QLabel, "text.words").isVisible()


def test_tabs_move_closer_together_where_that_makes_all_of_them_fit(window):
    for number in range(3, 9):
        window.tabs.add_view(View(str(number), f"View {number}", lambda: QLabel("some")))
    bar = window.tabs.tabBar()
    usual = bar.sizeHint().width()
    window.window.resize(usual + 60, 300)
    assert not bar.property("dense")
    window.window.resize(usual - 40, 300)
    QApplication.processEvents()
    assert bar.property("dense")
    window.window.resize(usual + 60, 300)
    QApplication.processEvents()
    assert not bar.property("dense")
