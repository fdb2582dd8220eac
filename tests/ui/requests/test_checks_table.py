import pytest
from PySide6.QtCore import Qt

from tests.presenters.stand_ins import heard
from tests.ui.samples import check
from workbench.core.answers.check_outcome import CheckOutcome
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.requests.checks_table import ChecksTableModel, Column
from workbench.ui.theme import Tone

CHECKS = (
    check("signature", CheckOutcome.PASS, "Signed by demo-issuer.", ("alg", "kid"), "trust store"),
    check("expiry", CheckOutcome.FAIL, "Expired 5 s ago."),
    check("revocation", CheckOutcome.OFF, "This design does without it."),
    check("permission", CheckOutcome.NOT_REACHED, ""),
)


@pytest.fixture
def model(qtmodeltester):
    made = ChecksTableModel()
    qtmodeltester.check(made)
    made.show(CHECKS)
    return made


def test_the_checks_stand_in_the_servers_order(model):
    assert model.rowCount() == len(CHECKS)
    assert [model.index(row, Column.NAME).data() for row in range(4)] == [each.name for each in CHECKS]
    assert [model.index(row, Column.DETAIL).data() for row in range(4)] == [each.detail for each in CHECKS]
    assert model.index(1, Column.NAME).data(Role.SUBJECT) is CHECKS[1]


@pytest.mark.parametrize(
    ("row", "word", "picture", "tone", "strong"),
    [
        (0, "pass", Icon.ALLOWED, Tone.ALLOWED, False),
        (1, "fail", Icon.REFUSED, Tone.REFUSED, True),
        (2, "off", Icon.OFF, Tone.MUTED, False),
        (3, "not reached", Icon.NOT_REACHED, Tone.MUTED, False),
    ],
)
def test_an_outcome_is_told_by_word_icon_and_colour(model, row, word, picture, tone, strong):
    cell = model.index(row, Column.OUTCOME)
    assert (cell.data(), cell.data(Role.ICON), cell.data(Role.TONE)) == (word, picture, tone)
    assert model.index(row, Column.NAME).data(Role.STRONG) is strong
    spoken = cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"{CHECKS[row].name}: {word}. {CHECKS[row].detail}".strip()


def test_a_tool_tip_says_what_was_read_and_where_it_came_from(model):
    tip = model.index(0, Column.DETAIL).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines() == ["Signed by demo-issuer.", "Read: alg, kid", "From: trust store", "Took 12 µs"]


def test_the_same_checks_again_leave_the_table_as_it_is(model):
    reset = heard(model.modelReset)
    model.show(CHECKS)
    assert reset == []
    model.show(())
    assert (len(reset), model.rowCount()) == (1, 0)


def test_only_the_cells_that_show_something_else_are_painted(model):
    reset, changed = heard(model.modelReset), []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), first.column(), last.column())))
    model.show((*CHECKS[:1], check("expiry", CheckOutcome.FAIL, "Expired 6 s ago."), *CHECKS[2:]))
    assert changed == [(1, column, column) for column in Column if column > Column.NAME]
    changed.clear()
    model.show((*CHECKS[:1], check("expiry", CheckOutcome.PASS, "It expires in 6 s."), *CHECKS[2:]))
    assert changed == [(1, column, column) for column in Column]
    assert reset == []
