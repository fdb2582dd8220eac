import pytest
from PySide6.QtCore import Qt

from tests.core.verdict.profiles import EXAMPLE, LIMITS, profile, profiles
from workbench.core.designs.stale_window import Ending
from workbench.core.verdict.needs import Need, Readable
from workbench.core.verdict.verdict import judge
from workbench.ui.designs.verdict.table import COMPUTED_SIGN, FIRST_NEED, VerdictTableModel, folded
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Tone

VERDICT = judge(EXAMPLE, profiles(), LIMITS)


@pytest.fixture
def table(qtmodeltester):
    model = VerdictTableModel()
    qtmodeltester.check(model)
    model.show(VERDICT, all_rows=True)
    return model


def cell(table, design, need):
    row = next(at for at, each in enumerate(VERDICT.designs) if each.id == design)
    return table.index(row, FIRST_NEED + EXAMPLE.wanted.index(need))


def test_the_chosen_design_comes_first_and_is_marked(table):
    first = table.index(0, 0)
    assert (first.data(), table.index(0, 1).data()) == ("hybrid", "9 of 9")
    assert (first.data(Role.ICON), first.data(Role.STRONG), first.data(Role.GROUND)) == (Icon.CHOSEN, True, Tone.ACCENT)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "hybrid, chosen"


def test_a_missed_need_has_icon_figure_and_ground(table):
    missed = cell(table, "roles", Need.SHARE)
    assert (missed.data(), missed.data(Role.ICON), missed.data(Role.GROUND)) == ("never", Icon.REFUSED, Tone.REFUSED)
    assert missed.data(Role.STRONG)
    words = missed.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "roles, share removed: not met, never, limit at once, measured"
    assert missed.data(Qt.ItemDataRole.ToolTipRole).startswith("Limit at once, here never, measured. ")


def test_what_is_computed_has_the_sign(table):
    assert cell(table, "hybrid", Need.ADDED_MS).data(Role.NOTE) == COMPUTED_SIGN
    assert cell(table, "hybrid", Need.SHARE).data(Role.NOTE) is None


def test_each_head_has_the_limit(table):
    heads = [table.headerData(at, Qt.Orientation.Horizontal) for at in range(table.columnCount())]
    assert heads[:4] == ["Design", "Meets", "role\n5 min", "share\nat once"]
    assert "nginx\n8,168 B" in heads, "the server that takes the least"


def test_heads_of_one_kind_have_a_caption_together(table):
    groups = [table.headerData(at, Qt.Orientation.Horizontal, Role.GROUP) for at in range(table.columnCount())]
    within, cost = "Change takes effect within", "Costs at most"
    rest = "Decides and shows"
    assert groups == [None, None, within, within, within, within, "Largest token", cost, cost, rest, rest]
    words = table.headerData(FIRST_NEED, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Change takes effect within, role, 5 min"


def test_several_things_that_a_client_reads_are_counted_and_named_in_the_words():
    both = {Readable.ROLES: ("roles",), Readable.GROUPS: ("groups",)}
    model = VerdictTableModel()
    model.show(judge(EXAMPLE, profiles(profile("both", (Ending.AT_ONCE,) * 4, readable=both)), LIMITS), all_rows=True)
    shown = model.index(0, FIRST_NEED + EXAMPLE.wanted.index(Need.CLIENT))
    assert shown.data() == "roles +1"
    assert "roles, groups" in shown.data(Role.WORDS)


def test_a_figure_names_the_view_that_it_comes_from(table):
    views = [table.view_of(cell(table, "hybrid", need)) for need in EXAMPLE.wanted]
    assert views == [*["staleness"] * 4, "size", "time", "time", "decisions", "size"]
    assert table.view_of(table.index(0, 0)) == "contents", "the name shows what the design is"
    assert table.view_of(table.index(0, 1)) is None
    tip = cell(table, "roles", Need.SHARE).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.endswith("Enter or a double click shows roles in the view Staleness.")


def test_designs_beyond_the_eighth_that_miss_two_needs_are_folded():
    many = profiles(*profiles().designs, *(profile(f"other-{at}", (Ending.NEVER,) * 4, differing=1) for at in range(4)))
    verdict = judge(EXAMPLE, many, LIMITS)
    model = VerdictTableModel()
    model.show(verdict, all_rows=False)
    assert (model.rowCount(), folded(verdict.designs)) == (8, 2)
    model.show(verdict, all_rows=True)
    assert model.rowCount() == 10
