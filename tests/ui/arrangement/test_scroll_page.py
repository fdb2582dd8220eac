from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from workbench.ui.arrangement.scroll_page import ScrollPage


def made():
    content = QWidget()
    layout = QVBoxLayout(content)
    for number in range(10):
        field = QLineEdit(objectName=f"field.{number}")
        field.setMinimumHeight(60)
        layout.addWidget(field)
    return ScrollPage(content)


def test_it_is_small_where_there_is_no_room_and_tab_brings_what_it_comes_to_into_sight(show):
    page = made()
    driver = show(page, 400, 1000)
    assert page.verticalScrollBar().maximum() == 0
    page.resize(400, 200)
    QApplication.processEvents()
    assert page.size().toTuple() == (400, 200)
    assert page.verticalScrollBar().maximum() > 0
    fields = [driver.find(QLineEdit, f"field.{number}") for number in range(10)]
    fields[0].setFocus()
    for field in fields[:-1]:
        QTest.keyClick(field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is fields[-1]
    assert not fields[-1].visibleRegion().isEmpty()
