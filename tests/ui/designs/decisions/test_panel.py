import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from tests.core.answers.test_matrix import TOO_LARGE
from tests.presenters.designs.test_decisions import Comparisons
from tests.presenters.stand_ins import reporting_now, server_info
from tests.ui.samples import USERS
from workbench.core.answers.matrix import Cell, Matrix
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.decisions import DesignsPresenter
from workbench.ui.designs.decisions.panel import DesignsPanel

REQUEST = TOO_LARGE.request
CELLS = (
    Cell("roles", "bob", REQUEST.id, 200, "granted", (), 0, 409, 240.0),
    Cell.of("everything", "bob", TOO_LARGE, 290_809),
)


@pytest.fixture
def panel(loop, appearance, show):
    matrix = Matrix("documents", ("roles", "everything"), ("bob",), (REQUEST,), CELLS)
    designs = DesignsPresenter(Comparisons(matrix), loop.server, reporting_now)
    chosen = ChosenUser()
    info = server_info(users=USERS, requests=(REQUEST,))
    chosen.show_server(info)
    chosen.choose("bob")
    made = DesignsPanel(designs, chosen, appearance)
    made.show_server(info)
    driver = show(made, 1100, 700)
    driver.click("designs.compare")
    return driver


def test_a_431_is_shown_with_its_number_and_says_why_in_words(panel):
    table = panel.find(QTableView, "designs.matrix")
    cell = table.model().index(1, 1)
    assert cell.data() == "431"
    assert "over the limit of 16384 bytes" in cell.data(Qt.ItemDataRole.ToolTipRole)
    table.setCurrentIndex(cell)
    assert panel.text("designs.verdict") == "431 refused by the header limit"
    assert "431: the header block is over the limit of 16384 bytes. The token was not checked." in panel.text(
        "designs.reason"
    )


def test_a_token_that_nothing_was_decided_about_costs_its_bytes_alone(panel):
    costs = panel.find(QTableView, "designs.sizes").model()
    found = [[costs.index(row, column).data() for column in (0, 2, 3, 4)] for row in range(2)]
    assert found == [["roles", "409", "0", "240"], ["everything", "290,809", "–", "–"]]
