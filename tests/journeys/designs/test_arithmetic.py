"""Arithmetic for one's own numbers, against the real server."""

import pytest
from PySide6.QtWidgets import QComboBox, QSpinBox, QTableView, QTextEdit

from demo_server.policy.designs import BUILT_IN
from workbench.ui.designs.arithmetic.table import Column


@pytest.fixture
def window(shared_window):
    return shared_window


@pytest.fixture
def calculator(window):
    return open_calculator(window)


def open_calculator(window):
    """Open the view with figures of bob."""
    window.open_page("Designs")
    window.open_design_view("Arithmetic")
    window.choose_starting("calculator.user", "bob")
    wait_for(window, "bob")
    return window


def wait_for(window, username):
    window.wait_until(lambda: window.text("calculator.measured").startswith(f"measured with {username}'s"))


def column(window, number):
    """Design to what stands in this column."""
    model = window.find(QTableView, "calculator.table").model()
    return {model.index(row, 0).data(): model.index(row, number).data() for row in range(model.rowCount())}


def test_the_figures_are_those_of_the_tokens_that_the_bench_gets(calculator):
    tokens = column(calculator, Column.TOKEN)
    assert len(tokens) == len(BUILT_IN)
    calculator.open_page("Bench")
    for design in ("identity", "scopes", "everything"):
        calculator.log_in("bob", design)
        assert tokens[design] == f"{len(calculator.token()):,}"


def test_numbers_of_ones_own_change_the_figures_while_they_are_typed_and_outlive_a_restart(own_window):
    calculator = open_calculator(own_window)
    before = column(calculator, Column.TOKEN)
    calculator.type_into("calculator.resources", "500", QSpinBox)
    calculator.type_into("calculator.users", "360000", QSpinBox)
    after = column(calculator, Column.TOKEN)
    assert after["identity"] == before["identity"]
    assert int(after["resource-ids"].replace(",", "")) > 20_000
    assert column(calculator, Column.LOGINS)["identity"] == "200"
    assert column(calculator, Column.REFUSED)["resource-ids"].startswith("19 of 30: ")

    calculator.trigger("server.stop")
    calculator.wait_until(lambda: calculator.text("server.status") == "demo server stopped")
    calculator.trigger("server.start")
    calculator.wait_for_server()
    calculator.wait_until(lambda: not calculator.workbench.designs.presenters["arithmetic"].busy)
    assert column(calculator, Column.TOKEN) == after
    assert calculator.find(QSpinBox, "calculator.resources").value() == 500
    assert calculator.find(QSpinBox, "calculator.users").value() == 360_000


def test_the_formulas_are_those_of_the_design_that_is_chosen(calculator):
    table = calculator.find(QTableView, "calculator.table")
    table.setCurrentIndex(table.model().index(list(column(calculator, 0)).index("resource-ids"), 0))
    text = calculator.find(QTextEdit, "calculator.formulas").toPlainText()
    token = int(column(calculator, Column.TOKEN)["resource-ids"])
    assert f"= 200 × 86,400 × {token + 24}" in text
    assert "The server believes canRead and canWrite until exp" in text, "documents has no tenants to believe in"


def test_another_user_to_start_from_is_measured_anew(calculator):
    users = calculator.find(QComboBox, "calculator.user")
    users.setCurrentIndex(users.findData("dave"))
    wait_for(calculator, "dave")
    assert "everything" in column(calculator, 0)
    users.setCurrentIndex(users.findData("erin"))
    calculator.wait_until(lambda: "erin cannot log in" in calculator.text("calculator.status"))
    assert column(calculator, 0) == {}
