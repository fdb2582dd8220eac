import pytest
from PySide6.QtCore import Qt

from tests.core.keys.ring import KEYS
from tests.presenters.stand_ins import heard, key
from tests.ui.samples import ISSUER, STRANGER
from workbench.core.keys.signing_key import SigningKey
from workbench.ui.item_views.roles import Role
from workbench.ui.keys.filter import KeysFilter
from workbench.ui.keys.table import Column, KeysTableModel

TRUSTED = key("friend", trusted=True)


@pytest.fixture
def model(qtmodeltester):
    made = KeysTableModel()
    qtmodeltester.check(made)
    made.show((ISSUER, TRUSTED, STRANGER))
    return made


def test_a_key_shows_name_algorithm_and_kid(model):
    texts = [model.index(2, column).data() for column in (Column.NAME, Column.ALGORITHM, Column.KID)]
    assert texts == ["stranger", "EdDSA", STRANGER.kid]
    assert model.index(2, Column.CREATED).data().startswith("2023-11-1")  # NOW, wherever the test runs
    assert model.row_of(STRANGER.kid) == 2
    assert model.row_of("no such kid") is None


@pytest.mark.parametrize(
    ("row", "words", "state", "can_change"),
    [
        (0, "server's own key", Qt.CheckState.Checked, False),
        (1, "trusted", Qt.CheckState.Checked, True),
        (2, "not trusted", Qt.CheckState.Unchecked, True),
    ],
)
def test_trust_is_told_by_word_and_box(model, row, words, state, can_change):
    cell = model.index(row, Column.TRUSTED)
    assert (cell.data(), cell.data(Qt.ItemDataRole.CheckStateRole)) == (words, state)
    assert bool(cell.flags() & Qt.ItemFlag.ItemIsUserCheckable) is can_change


def test_a_secret_has_no_fingerprint_and_says_why(model):
    model.show((*(row.key for row in model.rows()), KEYS["HS256"]))
    cell = model.index(3, Column.FINGERPRINT)
    assert cell.data() == "none"
    assert "guesses" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(2, Column.FINGERPRINT).data(Qt.ItemDataRole.ToolTipRole) == STRANGER.fingerprint


def test_what_follows_from_the_material_is_worked_out_once(model):
    asked = []

    class Watched(SigningKey):
        @property
        def fingerprint(self):
            asked.append(self.kid)
            return SigningKey.fingerprint.fget(self)

    watched = Watched("k", "watched", "EdDSA", 0, STRANGER.jwk_private)
    model.show((watched,))
    for _ in range(50):
        for column in Column:
            model.index(0, column).data()
    model.show((watched.with_trusted(True),))
    model.show((watched.renamed("another"), STRANGER))
    assert asked == ["k"]


def test_the_filter_finds_every_word_in_name_kid_algorithm_or_fingerprint(model, qtmodeltester):
    shown = KeysFilter(model)
    qtmodeltester.check(shown)

    def names():
        return [shown.index(row, 0).data() for row in range(shown.rowCount())]

    for text, expected in (
        ("FRIEND", ["friend"]),
        ("eddsa r", ["demo-issuer", "friend", "stranger"]),
        (STRANGER.kid[5:20].lower(), ["stranger"]),
        ("nothing like it", []),
        ("", ["demo-issuer", "friend", "stranger"]),
    ):
        shown.look_for(text)
        assert names() == expected, text
    shown.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert names() == ["stranger", "friend", "demo-issuer"]
    shown.sort(-1)
    assert names() == ["demo-issuer", "friend", "stranger"]


def test_lengths_and_moments_are_sorted_by_what_they_are(model):
    keys = [
        SigningKey("a", "a", "RS256", 5, KEYS["RS256"].jwk_private, last_used=70),
        SigningKey("b", "b", "ES256", 40, KEYS["ES256"].jwk_private, last_used=9),
        SigningKey("c", "c", "ES512", 7, KEYS["ES512"].jwk_private),
    ]
    model.show(keys)
    shown = KeysFilter(model)
    orders = {}
    for column in (Column.SIZE, Column.CREATED, Column.LAST_USED):
        shown.sort(column)
        orders[column] = "".join(shown.index(row, 0).data() for row in range(3))
    assert orders == {Column.SIZE: "bca", Column.CREATED: "acb", Column.LAST_USED: "cba"}


def test_no_cell_gives_the_private_part_away(model):
    private = STRANGER.private_jwk()["d"]
    for column in Column:
        for role in Qt.ItemDataRole:
            assert private not in str(model.index(2, column).data(role))
    assert private not in str(model.index(2, 0).data(Role.SUBJECT))


def test_another_trust_changes_one_row_and_a_key_that_is_gone_leaves_the_others(model):
    reset, changed, gone = heard(model.modelReset), heard(model.dataChanged), heard(model.rowsRemoved)
    model.show((ISSUER, TRUSTED, STRANGER.with_trusted(True)))
    assert (len(reset), [(first.row(), last.row()) for first, last, _roles in changed]) == (0, [(2, 2)])
    assert model.index(2, Column.TRUSTED).data() == "trusted"
    model.show((ISSUER, STRANGER))
    assert ([each[1:] for each in gone], model.rowCount()) == ([(1, 1)], 2)
    model.show((ISSUER, TRUSTED, STRANGER))
    assert [model.index(row, 0).data() for row in range(3)] == ["demo-issuer", "friend", "stranger"]
    assert reset == []
    model.show((STRANGER, ISSUER))
    assert len(reset) == 1
