import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QTableView

from tests.presenters.designs.test_contents import World
from tests.presenters.stand_ins import heard, server_info
from tests.ui.samples import USERS, design
from workbench.ui.designs.contents.panel import ContentsPanel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def world(qapp):
    return World()


@pytest.fixture
def panel(show, world, appearance):
    chosen = {"choose_file": lambda *_: "mine.toml", "choose_new_file": lambda _parent, name: f"copy-of-{name}"}
    return show(ContentsPanel(world.contents, world.chosen, appearance, **chosen), 1000, 600)


def click_row(panel, row):
    table = panel.find(QTableView, "contents.table")
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.model().index(row, 0)).center())


def test_each_design_has_its_title_and_what_it_puts_in_the_token(panel):
    model = panel.find(QTableView, "contents.table").model()
    assert [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())] == [
        ["identity", "Identity", "only who the user is"],
        ["roles", "Roles", "only who the user is"],
        ["groups-acl", "Groups-Acl", "only who the user is"],
    ]


def test_a_click_on_a_name_shows_description_and_example_payload_and_offers_to_log_in(panel):
    wanted = heard(panel.window.bench_requested)
    click_row(panel, 1)
    assert panel.find(QLabel, "contents.description").text() == "What the token carries."
    assert panel.find(QPlainTextEdit, "contents.example").toPlainText() == '{\n  "sub": "bob"\n}'
    assert panel.find(QLabel, "contents.size").text() == "300 B"
    QTest.mouseClick(panel.find(QPushButton, "contents.bench"), LEFT)
    assert wanted == ["roles"]


def test_the_example_is_of_the_chosen_user(panel, world):
    world.chosen.choose("alice")
    assert '"alice"' in panel.find(QPlainTextEdit, "contents.example").toPlainText()


def test_the_chosen_design_stays_chosen_with_another_server(panel, world):
    click_row(panel, 1)
    world.contents.show_server(server_info(users=USERS, designs=(design("scopes"), design("roles"))))
    table = panel.find(QTableView, "contents.table")
    assert table.currentIndex().siblingAtColumn(0).data() == "roles"
    assert panel.find(QPlainTextEdit, "contents.example").toPlainText() == ""


def test_a_design_is_copied_to_a_file_and_a_file_is_opened(panel, world):
    click_row(panel, 1)
    panel.click("contents.copy")
    assert list(world.written) == ["copy-of-roles.toml"]
    panel.click("contents.open")
    assert world.host.designs == ("mine.toml",)
