"""The view Stolen token: what it opens under each design, until when, and what ends it earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from workbench.ui import shortcuts
from workbench.ui.designs.stolen_token import routes_table as reach_routes
from workbench.ui.designs.stolen_token import table as reach_table
from workbench.ui.designs.stolen_token.details import StolenTokenDetailsCard
from workbench.ui.designs.stolen_token.requests import StolenTokenRequestsCard
from workbench.ui.designs.user_box import UserBox
from workbench.ui.item_views.bar_delegate import BarDelegate
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import fit_columns, make_table
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.splitter import GAP, make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.designs.stolen_token import BlastRadius
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.designs.stolen_token import StolenTokenPresenter
    from workbench.ui.theme import Appearance

# The least and the most pixels of a column.
_DESIGN_WIDTHS = {
    reach_table.Column.DESIGN: (105, 160),
    reach_table.Column.ALLOWED: (145, 260),
    reach_table.Column.READS: (125, 260),
    reach_table.Column.CHANGES: (125, 260),
    reach_table.Column.UNTIL: (165, 260),
}
_ROUTE_WIDTHS = {
    reach_routes.Column.ROUTE: (210, 245),
    reach_routes.Column.ALLOWED: (115, 260),
    reach_routes.Column.DESIGNS: (100, 150),
    reach_routes.Column.EXAMPLES: (105, 180),
}
_ROW_HEIGHT = 26


class StolenTokenPanel(QWidget):
    """Shows what a `StolenTokenPresenter` found out."""

    def __init__(
        self, reach: StolenTokenPresenter, chosen: ChosenUser, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = reach
        self._reach: BlastRadius | None = None
        self.setProperty("ground", True)
        whole = Card("What a stolen token opens", self)
        self._user = UserBox("reach.user", chosen, whole)
        self._control = RunControl(
            ("reach.run", "Test all requests"),
            "reach.stop",
            ("reach.progress", "Requests tested"),
            whole,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._status = StatusLine("reach.status", appearance, whole)
        self._designs = reach_table.StolenTokenTableModel(self)
        self._table = self._make_table("reach.table", self._designs, appearance, whole)
        self._table.setAccessibleName("What a stolen token opens, by design")
        self._empty = SentenceLabel("reach.empty", whole)
        self._empty.setProperty("role", "empty")
        self._words = StolenTokenDetailsCard(appearance, self)
        self._routes_card = Card("", self)
        self._routes = reach_routes.StolenTokenRoutesModel(self)
        self._routes_table = self._make_table("reach.requests", self._routes, appearance, self._routes_card)
        self._routes_table.setAccessibleName("What the token opens, by route")
        self._each = StolenTokenRequestsCard(appearance, self)
        self._lay_out(whole)
        self._connect()
        self._show_reach(reach.reach)

    @staticmethod
    def _make_table(name: str, model: QAbstractItemModel, appearance: Appearance, parent: QWidget) -> QTableView:
        table = make_table(name, model, appearance, parent, row_height=_ROW_HEIGHT)
        table.setItemDelegate(BarDelegate(appearance, table))
        return table

    def _connect(self) -> None:
        self._control.connect_to(self._presenter, self._presenter.find)
        self._presenter.reach_changed.connect(self._show_reach)
        self._presenter.status_changed.connect(self._status.show_status)
        self._table.selectionModel().currentRowChanged.connect(self._on_design_chosen)
        self._routes_table.selectionModel().currentRowChanged.connect(self._on_route_chosen)

    @Slot(object)
    def _show_reach(self, reach: BlastRadius | None) -> None:
        design = max(0, self._table.currentIndex().row())
        self._reach = reach
        self._designs.show(reach)
        self._table.setVisible(reach is not None)
        self._lower.setVisible(reach is not None)
        self._empty.setVisible(reach is None)
        self._name_user()
        if reach is None or not reach.designs:
            self._routes.show(None, 0)
            self._each.show_route(None)
            return
        fit_columns(self._table, _DESIGN_WIDTHS)
        self._table.selectRow(min(design, len(reach.designs) - 1))

    @Slot(QModelIndex, QModelIndex)
    def _on_design_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        design, reach = current.data(Role.SUBJECT), self._reach
        if design is None or reach is None:
            return
        self._words.show_design(design, reach)
        self._routes_card.title.setText(f"Routes under {design.design}")
        self._routes.show(reach, current.row())
        fit_columns(self._routes_table, _ROUTE_WIDTHS)
        if not self._routes_table.currentIndex().isValid():
            self._routes_table.selectRow(_most_telling(reach))
        self._each.show_route(self._routes_table.currentIndex().data(Role.SUBJECT))

    @Slot(QModelIndex, QModelIndex)
    def _on_route_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._each.show_route(current.data(Role.SUBJECT))

    def _name_user(self) -> None:
        user = str(self._user.currentData() or "")
        text = (
            "“Test all requests” logs {user} in under each design and treats the token as stolen: which requests "
            "to which records does it get through, until when, and what would end it earlier?"
        )
        self._empty.setText(text.format(user=user or "the user"))

    def _lay_out(self, whole: Card) -> None:
        whole.head.addWidget(caption("of", self._user, whole))
        whole.head.addWidget(self._user, 100)
        whole.head.addStretch(1)
        whole.head.addWidget(self._control.stop)
        whole.head.addWidget(self._control.start)
        whole.body.setSpacing(4)
        whole.body.addWidget(self._control.progress)
        whole.body.addWidget(self._empty)
        whole.body.addWidget(self._table, 1)
        whole.body.addWidget(self._status)
        self._routes_card.body.addWidget(self._routes_table, 1)
        self._lower = make_splitter("reach.lower", (self._words, self._routes_card, self._each), (280, 640, 226))
        splitter = make_splitter("reach.whole", (whole, self._lower), (350, 330), vertical=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(splitter)


def _most_telling(reach: BlastRadius) -> int:
    """The route on which the designs differ most; among several, one that changes data."""

    def difference(row: int) -> tuple[int, bool]:
        allowed = [each.routes[row].tally.allowed for each in reach.designs]
        return max(allowed) - min(allowed), not reach.designs[0].routes[row].route.reads

    return max(range(len(reach.designs[0].routes)), key=difference, default=0)
