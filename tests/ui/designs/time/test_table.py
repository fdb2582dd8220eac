import pytest
from PySide6.QtCore import QSortFilterProxyModel, Qt

from tests.presenters.designs.test_timing import EVERYTHING, IDENTITY, ROLES, measurement
from workbench.ui.designs.time.table import Column, TimingTableModel
from workbench.ui.item_views.roles import Role


@pytest.fixture
def table(qtmodeltester):
    model = TimingTableModel()
    qtmodeltester.check(model)
    model.show(measurement(IDENTITY, ROLES, EVERYTHING))
    return model


def row(table, number):
    return [table.index(number, column).data() for column in range(Column.BAR)]


def test_each_design_has_its_figures(table):
    assert row(table, 0) == ["identity", "1–3", "300", "400", "180", "60", "40"]
    assert row(table, 1) == ["roles", "0", "240", "300", "180", "0", "40"]


def test_a_design_without_figures_shows_why_in_their_place(table):
    assert row(table, 2) == ["everything", *["–"] * 6]
    assert table.index(2, Column.BAR).data() == EVERYTHING.undecided


def test_bars_are_as_long_as_their_times_are_to_the_longest(table):
    assert table.index(0, Column.BAR).data(Role.PARTS) == pytest.approx([0.6, 0.2, 40 / 300, 20 / 300])
    assert sum(table.index(1, Column.BAR).data(Role.PARTS)) == pytest.approx(240 / 300)
    assert sum(table.index(2, Column.BAR).data(Role.PARTS)) == 0


def test_a_bar_can_be_heard_and_read(table):
    words = "verification 180 µs, lookups 60 µs, policy 40 µs, the rest 20 µs"
    bar = table.index(0, Column.BAR)
    assert bar.data(Qt.ItemDataRole.AccessibleTextRole) == bar.data(Qt.ItemDataRole.ToolTipRole) == words


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (Column.DESIGN, ["identity", "roles", "everything"]),  # as in the list of designs
        (Column.MEDIAN, ["everything", "roles", "identity"]),
        (Column.LOOKUPS, ["roles", "everything", "identity"]),
        (Column.BAR, ["everything", "roles", "identity"]),
    ],
)
def test_rows_are_sorted_by_figures_not_by_text(table, column, expected):
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(table)
    proxy.setSortRole(Role.ORDER)
    proxy.sort(column)
    assert [proxy.index(number, 0).data() for number in range(3)] == expected
