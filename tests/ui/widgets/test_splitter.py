import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workbench.ui.widgets.splitter import GAP, make_splitter

LEAST = 300


@pytest.fixture
def parts(qapp):
    made = [QWidget(), QWidget()]
    for part in made:
        part.setMinimumSize(LEAST, 50)
    return made


@pytest.fixture
def columns(parts):
    return make_splitter("test.columns", parts, (400, 300))


@pytest.fixture
def resize(show, columns):
    """Gives the columns this width, in a window of their own."""
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(columns)
    show(window, 1000, 400)

    def resize_to(width):
        window.resize(width, 400)
        settle()

    return resize_to


def settle():
    QApplication.processEvents()


def test_parts_go_below_each_other_where_there_is_no_room_beside_and_back_with_their_widths(resize, columns, parts):
    columns.setSizes([600, 388])
    wide = columns.sizes()
    resize(2 * LEAST + GAP)
    assert not columns.is_stacked
    resize(2 * LEAST + GAP - 1)
    assert columns.is_stacked
    assert parts[1].y() >= parts[0].y() + parts[0].height() + GAP
    assert parts[0].width() == parts[1].width() == columns.width()
    resize(1000)
    assert not columns.is_stacked
    assert sum(columns.sizes()) == sum(wide)


def test_what_is_remembered_is_the_arrangement_side_by_side(resize, columns):
    columns.setSizes([600, 388])
    wide, state = columns.sizes(), columns.saveState()
    resize(LEAST)
    assert columns.is_stacked
    remembered = columns.saveState()
    columns.setSizes([200, 188])
    assert columns.saveState() == remembered
    assert columns.restoreState(state)
    settle()
    assert columns.is_stacked, "there is still no room"
    resize(1000)
    assert columns.sizes() == wide


def test_a_part_that_becomes_wider_moves_the_others_below(resize, columns, parts):
    resize(700)
    assert not columns.is_stacked
    parts[1].setMinimumWidth(500)
    settle()
    assert columns.is_stacked
    parts[1].hide()
    settle()
    assert not columns.is_stacked, "one part alone needs no other row"


def test_it_asks_for_the_width_of_its_widest_part_only(resize, columns, parts):
    parts[0].setMinimumWidth(420)
    assert columns.minimumSizeHint().width() == 420
    resize(1)
    assert columns.width() == 420
    assert columns.is_stacked
