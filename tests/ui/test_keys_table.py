import pytest
from PySide6.QtCore import Qt

from tests.presenters.stand_ins import heard, key
from tests.ui.samples import ISSUER, STRANGER
from workbench.ui.icons import Icon
from workbench.ui.models.keys_table import Column, KeysTableModel
from workbench.ui.models.roles import Role

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
    ("row", "words", "picture"),
    [
        (0, "server's own key", Icon.KEY_TRUSTED),
        (1, "trusted", Icon.KEY_TRUSTED),
        (2, "not trusted", Icon.KEY_UNTRUSTED),
    ],
)
def test_trust_is_told_by_word_and_icon(model, row, words, picture):
    cell = model.index(row, Column.TRUSTED)
    assert (cell.data(), cell.data(Role.ICON)) == (words, picture)


def test_no_cell_gives_the_private_part_away(model):
    private = STRANGER.private_jwk()["d"]
    for column in Column:
        for role in Qt.ItemDataRole:
            assert private not in str(model.index(2, column).data(role))
    assert private not in str(model.index(2, 0).data(Role.SUBJECT))


def test_another_trust_changes_cells_and_another_key_changes_rows(model):
    reset, changed = heard(model.modelReset), heard(model.dataChanged)
    model.show((ISSUER, TRUSTED, STRANGER.with_trusted(True)))
    assert (len(reset), len(changed)) == (0, 1)
    assert model.index(2, Column.TRUSTED).data() == "trusted"
    model.show((ISSUER, STRANGER))
    assert (len(reset), model.rowCount()) == (1, 2)
