"""The Designs page against the real server."""

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton, QTableView

from demo_server.policy.designs import BUILT_IN


@pytest.fixture
def window(shared_window):
    return shared_window


@pytest.fixture
def compared(window):
    window.open_page("Designs")
    window.open_design_view("Decisions")
    if not window.find(QTableView, "designs.matrix").isVisible():  # the answers outlive a session
        window.click("designs.compare")
        compare = window.find(QPushButton, "designs.compare")
        window.wait_until(lambda: compare.isVisible() and window.text("designs.status") != "")
    return window


def rows(window):
    """Row name to the texts of its cells."""
    model = window.find(QTableView, "designs.matrix").model()
    return {
        model.index(row, 0).data(): [model.index(row, column).data() for column in range(1, model.columnCount())]
        for row in range(model.rowCount())
    }


def choose_user(window, username):
    users = window.find(QComboBox, "designs.user")
    users.setCurrentIndex(users.findData(username))


def test_every_design_answers_every_request_of_the_user_chosen(compared):
    choose_user(compared, "bob")
    found = rows(compared)
    assert list(found) == [
        "hybrid", "identity", "profile", "roles", "scopes", "delegated", "broad-grants", "groups-acl", "overage",
        "resource-ids", "rar", "everything", "cached", "versioned", "short-refresh", "reference", "cedar",
    ]  # fmt: skip
    requests = list(compared.answers())
    read_doc_1 = requests.index("GET /documents/doc-1")
    assert {name: cells[read_doc_1] for name, cells in found.items()} == {
        "hybrid": "403", "identity": "403", "profile": "403", "roles": "200", "scopes": "200", "delegated": "403",
        "broad-grants": "403", "groups-acl": "403", "overage": "403", "resource-ids": "403", "rar": "403",
        "everything": "200", "cached": "403", "versioned": "200", "short-refresh": "200", "reference": "403",
        "cedar": "403",
    }  # fmt: skip
    assert "differ" in compared.text("designs.differing")


def test_the_cells_are_what_the_bench_gets(compared):
    choose_user(compared, "bob")
    found = rows(compared)
    compared.open_page("Bench")
    for design in ("identity", "roles", "resource-ids"):
        compared.log_in("bob", design)
        compared.replay()
        assert [answer[0] for answer in compared.answers().values()] == found[design]


def test_all_users_are_shown_side_by_side_and_one_who_cannot_log_in_says_why(compared):
    choose_user(compared, "")
    table = compared.find(QTableView, "designs.matrix")
    assert table.model().rowCount() == (len(BUILT_IN) + 1) * 5, "a head for each user, and the designs below it"
    names = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    erin = names.index("roles", names.index("erin"))
    table.setCurrentIndex(table.model().index(erin, 1))
    assert "erin cannot log in (login.disabled)" in compared.text("designs.reason")


def test_a_choice_of_a_cell_explains_it(compared):
    choose_user(compared, "bob")
    table = compared.find(QTableView, "designs.matrix")
    table.setCurrentIndex(
        table.model().index(BUILT_IN.index("roles"), list(compared.answers()).index("DELETE /documents/doc-1") + 1)
    )
    assert compared.text("designs.verdict") == "403 refused by permission"
    assert 'add "admin" to roles' in compared.text("designs.flip")
    assert compared.text("designs.read").startswith("Design roles")
