"""What the delegate of every table paints, as it can be seen on a projector."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from tests.ui.test_theme import contrast
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.theme import Appearance, Scheme, Tone


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("chosen", [False, True], ids=["plain", "chosen"])
def test_a_cell_that_differs_has_an_edge_of_two_pixels_that_stands_out(qapp, qtbot, scheme, chosen):
    appearance = Appearance(qapp, scheme)
    model = QStandardItemModel()
    cells = [QStandardItem("403"), QStandardItem("403")]
    for role in (Role.EDGE, Role.GROUND):
        cells[1].setData(Tone.WARNING, role)
    model.appendRow(cells)
    table = make_table("cells", model, appearance, None, row_height=24)
    qtbot.addWidget(table)
    table.resize(300, 100)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the current cell would have a frame
    with qtbot.waitExposed(table):
        table.show()
    if chosen:
        table.selectRow(0)
    picture = table.viewport().grab().toImage()
    seen = [
        [picture.pixelColor(rect.left() + x, rect.center().y()).name() for x in (0, 1, 6)]
        for rect in (table.visualRect(model.index(0, column)) for column in range(2))
    ]
    assert [contrast(seen[1][x], seen[1][2]) >= 3 for x in (0, 1)] == [True, True]  # WCAG 2.2, 1.4.11
    assert contrast(seen[0][0], seen[0][2]) < 1.5
