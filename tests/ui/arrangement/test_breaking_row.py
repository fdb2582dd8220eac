import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from workbench.ui.arrangement.breaking_row import BreakingRow


@pytest.fixture
def page(show):
    page = QWidget()
    page.first, page.second = QLabel(), QLabel()
    page.first.setFixedSize(100, 20)
    page.second.setMinimumSize(150, 30)
    page.row = BreakingRow(((page.first, 0),), ((page.second, 1),), page)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(page.row)
    column.addStretch(1)
    show(page)
    return page


def resize(page, width):
    page.resize(width, 200)
    QApplication.processEvents()


def test_the_halves_are_beside_each_other_while_both_fit(page):
    resize(page, 256)
    assert page.second.x() == 106
    assert page.row.height() == 30


def test_the_second_half_goes_below_the_first_and_comes_back(page):
    resize(page, 255)
    assert (page.second.x(), page.second.y()) == (0, 26)
    assert page.second.width() == 255
    assert page.row.height() == 56
    resize(page, 300)
    assert (page.second.x(), page.second.width()) == (106, 194)
    assert page.row.height() == 30


def test_it_can_become_as_narrow_as_the_wider_half(page):
    assert page.row.minimumSizeHint().width() == 150
