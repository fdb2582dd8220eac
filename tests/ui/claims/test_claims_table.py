import pytest
from PySide6.QtCore import Qt

from tests.presenters.stand_ins import NOW, heard
from tests.ui.samples import ISSUED, NAMES, REGISTRY, token
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.server.subjects import Subjects
from workbench.ui.claims.claims_table import ClaimsTableModel, Column
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Tone

EDITABLE = Qt.ItemFlag.ItemIsEditable
TOOL_TIP = Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def editor(loop):
    return loop.editor


@pytest.fixture
def model(editor, qtmodeltester):
    made = ClaimsTableModel(editor, REGISTRY)
    qtmodeltester.check(made)  # goes on checking while the test edits the model
    return made


@pytest.fixture
def issued(model, editor):
    editor.token.set_issued(ISSUED)
    return model


def names(model):
    return [model.index(row, Column.NAME).data() for row in range(model.rowCount())]


def cell(model, name, column=Column.VALUE):
    return model.index(names(model).index(name), column)


def moves(model):
    """What the model tells its views, in order: the rows that came or went, or that everything is new."""
    told = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append(("inserted", first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(("removed", first, last)))
    model.modelReset.connect(lambda: told.append(("reset",)))
    return told


def test_a_model_made_late_shows_the_token_that_is_there(editor):
    editor.token.set_issued(ISSUED)
    assert names(ClaimsTableModel(editor, REGISTRY)) == NAMES


def test_claims_stand_in_the_tokens_order_with_their_json_text_and_their_meaning(issued):
    issued.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert names(issued) == NAMES
    assert cell(issued, "sub").data() == '"bob"'
    assert cell(issued, "roles").data() == '["viewer"]'
    assert cell(issued, "sub", Column.MEANING).data() == REGISTRY["sub"].purpose
    assert REGISTRY["sub"].reference in cell(issued, "sub", Column.MEANING).data(TOOL_TIP)
    heads = [issued.headerData(column, Qt.Orientation.Horizontal) for column in Column]
    assert heads == ["Claim", "Value", "Meaning", ""]
    assert cell(issued, "sub", Column.STATE).data() is None


def test_beside_sub_is_the_name_of_the_user_as_long_as_the_issuer_is_the_server(issued, editor):
    editor.token.expect_design("JWT", Subjects("https://demo.example", {"u-1002": "bob", "u-1003": "carol"}))
    editor.token.set_issued(token('{"iss":"https://demo.example","sub":"u-1002"}'))
    purpose = REGISTRY["sub"].purpose
    assert cell(issued, "sub", Column.MEANING).data() == f"bob – {purpose}"
    issued.setData(cell(issued, "sub"), "u-1003")
    assert cell(issued, "sub", Column.MEANING).data() == f"carol – {purpose}"
    assert cell(issued, "sub", Column.STATE).data() == "was u-1002 (bob)"
    issued.setData(cell(issued, "sub"), "carol")
    assert cell(issued, "sub", Column.MEANING).data() == "not a user of the demo server under this design"
    issued.setData(cell(issued, "iss"), "https://other.example")
    assert cell(issued, "sub", Column.MEANING).data() == purpose


def test_the_name_beside_sub_follows_the_design_that_decides(issued, editor):
    editor.token.expect_design("JWT", Subjects("https://demo.example", {"bob": "bob"}))
    repainted = []
    issued.dataChanged.connect(lambda first, _last: repainted.append((first.row(), first.column())))
    assert cell(issued, "sub", Column.MEANING).data() == REGISTRY["sub"].purpose, "the name is the sub itself"
    editor.token.expect_design("JWT", Subjects("https://demo.example", {"u-1002": "bob"}))
    assert cell(issued, "sub", Column.MEANING).data() == "not a user of the demo server under this design"
    assert (NAMES.index("sub"), Column.MEANING) in repainted


def test_a_claim_nobody_registered_is_called_ones_own(model, editor):
    editor.token.set_issued(token('{"my_flag":true}'))
    assert cell(model, "my_flag", Column.MEANING).data() == "your own claim"
    assert cell(model, "my_flag", Column.MEANING).data(TOOL_TIP).endswith("Its value is a boolean.")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("exp", NOW + 90, "expires in 1 min 30 s, "),
        ("exp", NOW - 5, "expires 5 s ago, "),
        ("nbf", NOW, "valid from now, "),
        ("iat", NOW - 3600, "issued 1 h ago, "),
    ],
)
def test_times_are_told_as_countdown_and_local_time(model, editor, name, value, words):
    editor.token.set_issued(token(f'{{"{name}":{value}}}'))
    assert cell(model, name, Column.MEANING).data().startswith(words)


@pytest.mark.parametrize("text", ["true", '"soon"', "null", "[1]"])
def test_a_time_of_the_wrong_type_is_not_told_as_a_time(model, editor, text):
    editor.token.set_issued(token(f'{{"exp":{text}}}'))
    assert cell(model, "exp", Column.MEANING).data() == "should be a number of seconds"


@pytest.mark.parametrize("text", ["9007199254740993", "1" + "0" * 400, "1.10", "1e400", '"\\u00e9"'])
def test_values_that_no_qt_type_holds_are_shown_digit_for_digit(model, editor, text):
    editor.token.set_text(token(f'{{"x":{text}}}'))
    assert cell(model, "x").data() == text
    assert cell(model, "x").data(Qt.ItemDataRole.EditRole) == text


def test_only_names_and_values_can_be_edited(issued):
    editable = [column for column in Column if issued.index(0, column).flags() & EDITABLE]
    assert editable == [Column.NAME, Column.VALUE]


def test_an_edit_reaches_the_token_and_marks_its_row(issued, editor):
    taken, rejected = heard(issued.edit_taken), heard(issued.edit_rejected)
    told = moves(issued)
    assert issued.setData(cell(issued, "roles"), '["viewer", "admin"]')
    assert editor.token.state.reading.claims.get("roles") == ["viewer", "admin"]
    assert (len(taken), rejected, told) == (1, [], [])
    state = cell(issued, "roles", Column.STATE)
    assert (state.data(), state.data(Role.ICON), state.data(Role.TONE)) == ("added admin", Icon.EDITED, Tone.WARNING)
    assert cell(issued, "roles").data(Role.GROUND) == Tone.WARNING
    assert cell(issued, "sub").data(Role.GROUND) is None


def test_typing_the_same_again_is_no_edit(issued, editor):
    taken, changed = heard(issued.edit_taken), heard(editor.token.state_changed)
    assert not issued.setData(cell(issued, "sub"), '"bob"')
    assert not issued.setData(cell(issued, "sub", Column.NAME), "sub")
    assert (taken, changed) == ([], [])


def test_other_roles_and_other_columns_cannot_be_set(issued, editor):
    assert not issued.setData(cell(issued, "sub"), '"eve"', Qt.ItemDataRole.DisplayRole)
    assert not issued.setData(issued.index(-1, -1), '"eve"')
    assert editor.token.state.text == ISSUED


@pytest.mark.parametrize(("name", "typed"), [("exp", "someday"), ("roles", "[1,"), ("roles", '"admin"')])
def test_a_refused_value_stays_in_its_cell_and_out_of_the_token(issued, editor, name, typed):
    rejected = heard(issued.edit_rejected)
    assert not issued.setData(cell(issued, name), typed)
    assert editor.token.state.text == ISSUED
    assert [(error.code, error.name, error.typed) for error in rejected] == [("claim_edit", name, typed)]
    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
        assert cell(issued, name).data(role) == typed
    state = cell(issued, name, Column.STATE)
    assert (state.data(), state.data(Role.ICON)) == ("rejected", Icon.REFUSED)
    assert str(rejected[0]) in state.data(TOOL_TIP)
    assert cell(issued, name).data(Role.GROUND) == Tone.REFUSED


def test_a_refused_value_outlives_the_clock_and_edits_elsewhere_until_it_is_mended(issued, editor):
    issued.setData(cell(issued, "exp"), "someday")
    editor.token.tick()
    issued.setData(cell(issued, "sub"), "alice")
    assert cell(issued, "exp").data() == "someday"
    assert issued.setData(cell(issued, "exp"), str(NOW + 60))
    assert cell(issued, "exp").data() == str(NOW + 60)
    assert not issued.has_draft("exp")


def test_typing_the_value_that_still_holds_ends_a_refused_one(issued, editor):
    issued.setData(cell(issued, "exp"), "someday")
    assert issued.setData(cell(issued, "exp"), str(NOW + 1800))
    assert not issued.has_draft("exp")
    assert editor.token.state.text == ISSUED


def test_refused_values_can_be_discarded_one_by_one_or_all_at_once(issued):
    for name in ("exp", "nbf", "iat"):
        issued.setData(cell(issued, name), "soon")
    assert issued.discard_draft("exp")
    assert not issued.discard_draft("exp")
    assert [issued.has_draft(name) for name in ("exp", "nbf", "iat")] == [False, True, True]
    assert issued.discard_draft()
    assert cell(issued, "nbf").data() == str(NOW)
    assert not issued.discard_draft()


@pytest.mark.parametrize("typed", ["", "  "])
def test_an_empty_name_leaves_the_old_one(issued, editor, typed):
    rejected = heard(issued.edit_rejected)
    assert not issued.setData(cell(issued, "roles", Column.NAME), typed)
    assert "needs a name" in str(rejected[0])
    assert names(issued) == NAMES
    assert editor.token.state.text == ISSUED


def test_a_refused_name_stays_in_its_cell_until_it_is_mended_or_discarded(issued, editor):
    place = cell(issued, "roles", Column.NAME)
    rejected = heard(issued.edit_rejected)
    assert not issued.setData(place, "sub")
    assert "already" in str(rejected[0])
    assert place.data() == "sub"
    assert place.siblingAtColumn(Column.VALUE).data() == '["viewer"]'
    assert place.siblingAtColumn(Column.STATE).data() == "rejected"
    assert editor.token.state.text == ISSUED
    assert issued.discard_draft("roles")
    assert names(issued) == NAMES
    issued.setData(place, "sub")
    assert issued.setData(place, "groups")
    assert "groups" in names(issued)


def test_a_refused_text_goes_with_the_token_it_was_typed_over(issued, editor):
    issued.setData(cell(issued, "exp"), "someday")
    editor.token.set_issued(ISSUED)
    assert cell(issued, "exp").data() == str(NOW + 1800)


def test_a_new_name_keeps_place_and_value(issued):
    told = moves(issued)
    assert issued.setData(cell(issued, "roles", Column.NAME), " groups ")
    assert names(issued) == ["groups" if name == "roles" else name for name in NAMES]
    assert cell(issued, "groups").data() == '["viewer"]'
    assert told == []


def test_rows_come_and_go_one_at_a_time(issued, editor):
    told = moves(issued)
    editor.add_claim()
    editor.remove_claim(0)
    editor.remove_claim(len(NAMES) - 1)
    assert told == [
        ("inserted", len(NAMES), len(NAMES)),
        ("removed", 0, 0),
        ("removed", len(NAMES) - 1, len(NAMES) - 1),
    ]
    assert names(issued) == NAMES[1:]


def test_a_reverted_removal_and_another_token_begin_anew(issued, editor):
    told = moves(issued)
    editor.remove_claim(3)
    editor.token.revert()
    assert told == [("removed", 3, 3), ("reset",)]
    editor.token.set_text(token('{"other":1}'))
    assert names(issued) == ["other"]


def test_a_token_that_cannot_be_read_has_no_rows(issued, editor):
    editor.token.set_text("not a token")
    assert issued.rowCount() == 0
    editor.token.set_text(ISSUED)
    assert names(issued) == NAMES


def test_a_removed_claim_takes_its_refused_value_along(issued, editor):
    issued.setData(cell(issued, "exp"), "someday")
    editor.remove_claim(NAMES.index("exp"))
    editor.token.revert()
    assert cell(issued, "exp").data() == str(NOW + 1800)


def test_a_name_that_stands_twice_is_shown_twice(model, editor):
    editor.token.set_text(token('{"a":1,"b":2,"a":3}'))
    assert names(model) == ["a", "b", "a"]
    told = moves(model)
    editor.set_claims(ClaimSet.from_json('{"a":1,"b":2}'))
    assert told == [("removed", 2, 2)]
    assert [model.index(row, Column.VALUE).data() for row in range(2)] == ["1", "2"]


def test_what_a_claim_costs_is_told_at_its_name(issued, editor):
    # "sub":"bob", has 12 octets.
    tip = cell(issued, "sub", Column.NAME).data(TOOL_TIP)
    assert tip == f"sub: 16 of the token's {len(ISSUED)} bytes (4 %); as JSON 12 bytes, with name, colon and comma"
    before = len(editor.token.state.reading.text)
    editor.edit_claim(1, "bob" * 100)
    tip = cell(issued, "sub", Column.NAME).data(TOOL_TIP)
    assert tip.startswith(f"sub: 412 of the token's {before + 396} bytes (")


def painted(model):
    """The cells of which the model says that they changed; a list that goes on filling."""
    cells = []
    model.dataChanged.connect(
        lambda first, last: cells.extend(
            (row, Column(column))
            for row in range(first.row(), last.row() + 1)
            for column in range(first.column(), last.column() + 1)
        )
    )
    return cells


def test_only_what_shows_something_else_is_painted_again(issued, editor):
    moments = {(NAMES.index(name), Column.MEANING) for name in ("exp", "nbf", "iat")}
    cells = painted(issued)
    editor.token.tick()
    assert set(cells) == moments
    cells.clear()
    editor.edit_claim(NAMES.index("sub"), "alice")
    assert set(cells) == moments | {(NAMES.index("sub"), column) for column in Column}
    cells.clear()
    editor.token.set_text(token('{"sub":"alice","sub":"bob"}'))
    editor.token.set_text(token('{"sub":"alice","aud":"bob"}'))
    assert {(0, Column.MEANING), (1, Column.NAME)} <= set(cells), "sub stands twice no longer"
