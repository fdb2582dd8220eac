"""The Size view of the Designs page: what tokens weigh, who refuses them, what each claim costs, and how they grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from workbench.core.token.header_limits import in_words
from workbench.ui.designs.size import claim_costs_table, sizes_table
from workbench.ui.designs.size.claim_costs_table import ClaimCostsTableModel
from workbench.ui.designs.size.growth import GrowthCard
from workbench.ui.designs.size.size_gauge import SizeGauge
from workbench.ui.designs.size.sizes_table import SizesTableModel
from workbench.ui.designs.user_box import UserBox
from workbench.ui.header_limits import header_limits, marked_limits, size_tone
from workbench.ui.item_views.share_delegate import ShareDelegate
from workbench.ui.item_views.table import fit_columns, make_table
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.sentence_label import WrappedLabel
from workbench.ui.widgets.splitter import GAP, make_splitter

if TYPE_CHECKING:
    from workbench.core.designs.growth import SizeReport
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.designs.size import SizePresenter

_ROW_HEIGHT = 26
# So that who refuses the heaviest token can be read in a small window.
_WEIGHTS_WIDTH = 480
# From the usual names to a third of the card: a claim's name may be a long URI.
_PART_WIDTH = (96, 180)


class SizePanel(QWidget):
    """Shows the figures of a `SizePresenter`, and has them measured while visible."""

    def __init__(
        self, size: SizePresenter, chosen: ChosenUser, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.setProperty("ground", True)
        growth = GrowthCard(size, appearance, self)
        weights = Card("Token size", self)
        self._user = UserBox("size.user", chosen, weights)
        self._sizes = SizesTableModel(header_limits(), self)
        self._table = make_table("size.table", self._sizes, appearance, weights, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Size of each design's token")
        self._claims_card = Card("What each claim costs", self)
        self._claims_card.title.setTextFormat(Qt.TextFormat.PlainText)  # it names a design
        self._words = WrappedLabel("size.words", self._claims_card)
        self._gauge = SizeGauge("size.gauge", marked_limits(), appearance, self._claims_card)
        self._costs = ClaimCostsTableModel(self)
        self._claims = make_table("size.claims", self._costs, appearance, self._claims_card, row_height=_ROW_HEIGHT)
        self._claims.setItemDelegate(ShareDelegate(appearance, self._claims))
        self._claims.setAccessibleName("What each claim costs")
        self._lay_out(growth, weights)
        self._table.selectionModel().currentChanged.connect(self._on_current_changed)
        size.report_changed.connect(self._show_report)
        self._show_design(QModelIndex())

    def showEvent(self, event: QShowEvent) -> None:
        """Measure if there are no figures for the current question."""
        super().showEvent(event)
        self._size.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop measuring while hidden."""
        super().hideEvent(event)
        self._size.unwatch()

    @Slot(object)
    def _show_report(self, report: SizeReport | None) -> None:
        self._sizes.show(report.sizes if report is not None else ())
        if report is not None and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._sizes.index(0, 0))
        self._show_design(self._table.currentIndex())

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_design(current)

    def _show_design(self, index: QModelIndex) -> None:
        rows = self._sizes.rows()
        each = rows[index.row()] if index.isValid() and index.row() < len(rows) else None
        self._costs.show(each.size if each is not None else None)
        fit_columns(self._claims, {claim_costs_table.Column.PART: _PART_WIDTH})
        if each is None:
            self._claims_card.title.setText("What each claim costs")
            self._words.setText("Choose a design to see what its token is made of.")
            set_style_property(self._words, "tone", Tone.MUTED.value)
            self._gauge.show_size(0, Tone.MUTED, "")
            return
        title = "What each claim of {design} costs"
        self._claims_card.title.setText(title.format(design=each.design))
        tone = size_tone(each.size.token_bytes)
        words = in_words(header_limits(), each.size.token_bytes)
        self._words.setText(words)
        set_style_property(self._words, "tone", "" if tone is Tone.ALLOWED else tone.value)
        self._gauge.show_size(each.size.token_bytes, tone, words)

    def _lay_out(self, growth: Card, weights: Card) -> None:
        weights.setMinimumWidth(_WEIGHTS_WIDTH)
        weights.head.addWidget(caption("for", self._user, weights))
        weights.head.addWidget(self._user, 100)
        weights.head.addStretch(1)
        weights.body.addWidget(self._table, 1)
        for column in sizes_table.Column:
            self._table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._claims_card.body.addWidget(self._words)
        self._claims_card.body.addWidget(self._gauge)
        self._claims_card.body.addWidget(self._claims, 1)
        bytes_column = claim_costs_table.Column.BYTES
        self._claims.horizontalHeader().setSectionResizeMode(bytes_column, QHeaderView.ResizeMode.ResizeToContents)
        right = make_splitter("size.right", (weights, self._claims_card), (330, 350), vertical=True)
        whole = make_splitter("size.whole", (growth, right), (560, 540))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(whole)
