"""The card that lists each request of a route that a stolen token gets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from workbench.ui.designs.stolen_token.requests_table import Column, StolenTokenRequestsModel
from workbench.ui.designs.stolen_token.routes_table import permission_of
from workbench.ui.item_views.table import fit_columns, make_table
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.sentence_label import SentenceLabel

if TYPE_CHECKING:
    from workbench.core.designs.stolen_token import RouteReach
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 24


class StolenTokenRequestsCard(Card):
    """Shows what is allowed of a `RouteReach`, and finds single requests among many."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.title.setText("One by one")
        self._found: RouteReach | None = None
        self._model = StolenTokenRequestsModel(self)
        self._count = SentenceLabel("reach.count", self)
        self._count.setProperty("role", "caption")
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long path needs no room
        self._filter = QLineEdit(self)
        self._filter.setObjectName("reach.filter")
        self._filter.setPlaceholderText("Filter by id or name")
        self._filter.setAccessibleName("Filter of the requests")
        self._table = make_table("reach.each", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Requests of the route that get through")
        self._table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.body.addWidget(self._count)
        self.body.addWidget(self._filter)
        self.body.addWidget(self._table, 1)
        self._filter.textChanged.connect(self._on_filter_changed)

    def show_route(self, found: RouteReach | None) -> None:
        """List the requests of this route; the filter stays."""
        self._found = found
        self._model.show(found)
        fit_columns(self._table, {Column.NAMED: (80, 180)})
        self._count.setText("" if found is None else self._counted(found))

    @Slot(str)
    def _on_filter_changed(self, text: str) -> None:
        self._model.filter(text)
        self._count.setText("" if self._found is None else self._counted(self._found))

    def _counted(self, found: RouteReach) -> str:
        """How many requests are listed, of which route, and what that asks for."""
        route, listed, allowed = found.route, len(self._model.rows()), f"{len(found.allowed):,}"
        if listed < len(found.allowed):
            text = "{listed} of {allowed} match the filter: {label}."
            return text.format(listed=f"{listed:,}", allowed=allowed, label=route.label)
        if not found.allowed:
            text = "None allowed: {label}, for {permission}."
        elif route.is_sampled:
            text = "{allowed} of {asked} sampled are allowed: {label}, for {permission}."
        else:
            text = "{allowed} allowed: {label}, for {permission}."
        text = text.format(
            allowed=allowed, asked=f"{len(route.paths):,}", label=route.label, permission=permission_of(found)
        )
        return f"{text} A break-glass route." if route.break_glass else text
