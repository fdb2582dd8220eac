import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QTableView, QTabWidget

from tests.ui.samples import ISSUED
from workbench.core.keys.algorithms import KINDS
from workbench.ui.header_limits import header_limits
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.keys.algorithm_costs import AlgorithmCostsCard
from workbench.ui.keys.algorithms_table import AlgorithmsTableModel, Column
from workbench.ui.keys.page import KeysPage
from workbench.ui.keys.panel import KeysPanel
from workbench.ui.widgets.tabs import View


@pytest.fixture
def page(show, loop, appearance):
    made = KeysPage(KeysPanel(loop.keys, appearance))

    def build_costs():
        costs = AlgorithmCostsCard(loop.editor.token, appearance)
        made.join_costs(costs)
        return costs

    made.add_view(View("algorithms", "Algorithms", build_costs))
    page = show(made, 1100, 700)
    page.find(QTabWidget, "keys.views").setCurrentIndex(1)
    return page


def row(page, label):
    model = page.find(QTableView, "keys.costs").model()
    return next(
        [model.index(row, column).data() for column in Column]
        for row in range(model.rowCount())
        if model.index(row, Column.ALGORITHM).data() == label
    )


def test_the_table_is_a_sound_model(qtmodeltester):
    model = AlgorithmsTableModel(header_limits())
    qtmodeltester.check(model)
    model.show_token({"ES256": 410, "ML-DSA-87": 9_000})
    last = model.index(len(KINDS) - 1, Column.REFUSED_BY)
    assert (last.data(Role.ICON), last.data()[:9]) == (Icon.REFUSED, "nginx and")


def test_without_a_token_the_signature_alone_is_told_and_what_to_do(page):
    assert row(page, "ML-DSA-44") == ["ML-DSA-44", "post-quantum", "seed of 32 bytes", "2,420", "3,227", "–", "–"]
    assert page.find(QLabel, "keys.costs_note").text().startswith("Log in or paste a token on the bench")


def test_the_token_on_the_bench_is_weighed_with_every_algorithm(page, loop):
    loop.editor.token.set_issued(ISSUED)
    assert row(page, "EdDSA")[Column.TOKEN] == f"{len(ISSUED):,} B"
    assert row(page, "EdDSA")[Column.REFUSED_BY] == "no server"
    assert row(page, "ML-DSA-87")[Column.REFUSED_BY] == "uWSGI http"
    assert f"{len(ISSUED):,} B now" in page.find(QLabel, "keys.costs_note").text()


def test_a_change_that_nobody_saw_is_shown_when_somebody_looks(page, loop):
    page.window.hide()
    loop.editor.token.set_issued(ISSUED)
    assert row(page, "ES256")[Column.TOKEN] == "–"
    page.window.show()
    assert row(page, "ES256")[Column.TOKEN] != "–"


def test_an_algorithm_chosen_in_one_place_is_chosen_in_the_other(page):
    table, box = page.find(QTableView, "keys.costs"), page.find(QComboBox, "keys.algorithm")
    assert table.currentIndex().data(Role.SUBJECT).name == "ES256"
    page.choose("keys.algorithm", "HS384")
    assert table.currentIndex().data(Role.SUBJECT).name == "HS384"
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert box.currentText() == "HS512"


def test_the_length_of_rsa_keys_is_the_same_in_both_places_and_changes_the_figures(page):
    costs = page.find(QComboBox, "keys.costs_size")
    assert row(page, "PS256")[Column.KEPT : Column.CHARACTERS] == ["2,048 bits, eight numbers", "256"]
    costs.setCurrentIndex(2)
    costs.activated.emit(2)
    assert row(page, "PS256")[Column.KEPT : Column.CHARACTERS] == ["4,096 bits, eight numbers", "512"]
    assert row(page, "ES256")[Column.OCTETS] == "64"
    page.choose("keys.algorithm", "RS384")
    size = page.find(QComboBox, "keys.size")
    assert size.currentText() == "4,096 bits"
    size.setCurrentIndex(1)
    size.activated.emit(1)
    assert (costs.currentText(), row(page, "RS256")[Column.OCTETS]) == ("3,072 bits", "384")


def test_a_key_of_the_kind_looked_at_is_made_from_here(page):
    page.find(QTableView, "keys.costs").selectRow(17)
    page.click("keys.costs_make")
    assert page.find(QLineEdit, "keys.name").isVisible()
    assert page.find(QComboBox, "keys.algorithm").currentText() == "ML-DSA-44"
