"""Offers to copy and to save every table and every chart of a view, in the head of the card that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

from workbench.ui.charts.chart import ChartWidget
from workbench.ui.exports.button import ExportButton
from workbench.ui.exports.subjects import ChartExports, Exports, TableExports
from workbench.ui.widgets.card import Card

if TYPE_CHECKING:
    from workbench.presenters.exports import ExportsPresenter
    from workbench.ui.theme import Appearance


def offer_exports(view: QWidget, presenter: ExportsPresenter, appearance: Appearance) -> None:
    """Give each card of *view* that has a table or a chart one button for all of them."""
    for card in view.findChildren(Card):
        tables = card.findChildren(QTableView)
        charts = card.findChildren(ChartWidget)
        if not tables and not charts:
            continue
        button = ExportButton(card, presenter, appearance)
        subjects: list[Exports] = [TableExports(table, button) for table in tables]
        subjects += [ChartExports(chart, button) for chart in charts]
        button.offer(subjects)
        if not any(card.head.stretch(place) for place in range(card.head.count())):
            card.head.addStretch(1)
        card.head.addWidget(button)
        _reach_before(button, (*tables, *charts)[0])


def _reach_before(button: QWidget, follower: QWidget) -> None:
    """Let Tab reach *button* right before *follower*; it was made after everything else."""
    before = follower.previousInFocusChain()
    while before is not None and (before is button or not before.focusPolicy() & Qt.FocusPolicy.TabFocus):
        before = before.previousInFocusChain()
    if before is not None:
        QWidget.setTabOrder(before, button)
