"""The resulting token, claim by claim, with the reason for each, and what is left out."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.core.text.wording import joined
from workbench.core.verdict.reasons import sizes
from workbench.core.verdict.token_claims import PURPOSES
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table import make_table
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.item_views.wrapping_delegate import wrap_rows
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.sentence_label import WrappedLabel

if TYPE_CHECKING:
    from workbench.core.reports.decision_record import DecisionRecord
    from workbench.core.verdict.token_claims import LeftOut, TokenClaim
    from workbench.ui.theme import Appearance


class Column(IntEnum):
    """The columns."""

    CLAIM = 0
    VALUE = 1
    WHY = 2


_HEADS = ("Claim", "Value", "Why")
_ROW_HEIGHT = 25
_CLAIM_WIDTH, _VALUE_WIDTH = 54, 130
_LEAST_ROWS = 5
_LEAST_WIDTH = 340


class ClaimsModel(TableModel):
    """Shows the claims of a token, one row each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._claims: tuple[TokenClaim, ...] = ()

    def rows(self) -> tuple[TokenClaim, ...]:
        """The claims."""
        return self._claims

    def show(self, claims: tuple[TokenClaim, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self._claims = claims
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text of a cell."""
        if not index.isValid() or index.row() >= len(self._claims):
            return None
        claim, column = self._claims[index.row()], Column(index.column())
        text = {Column.CLAIM: claim.name, Column.VALUE: claim.shown, Column.WHY: claim.why}[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip.literal(text)
            case Role.MONO:
                return column is not Column.WHY
        return super().data(index, role)


class TokenCard(Card):
    """Shows the token of the chosen design."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__("The token", parent)
        self._model = ClaimsModel(self)
        self._bytes = ElidedLabel("verdict.bytes", self, figures_first=True)
        self.bench = QPushButton("Try on the bench", self)
        self.bench.setObjectName("verdict.bench")
        self.bench.setProperty("flat", True)
        self.bench.setToolTip("Log in with this design, and show its token on the bench.")
        self._table = make_table(
            "verdict.claims", self._model, appearance, self, row_height=_ROW_HEIGHT, least_rows=_LEAST_ROWS
        )
        self._table.setAccessibleName("Claims of the token, and why each is in it")
        self._table.setProperty("dense", True)
        self._table.setColumnWidth(Column.CLAIM, _CLAIM_WIDTH)
        self._table.setColumnWidth(Column.VALUE, _VALUE_WIDTH)
        self._table.setMinimumWidth(_LEAST_WIDTH)
        wrap_rows(self._table, appearance)
        self._left_out = self._line("verdict.left_out")
        self._also = QPushButton("What else may belong in a token", self)
        self._also.setObjectName("verdict.also")
        self._also.setCheckable(True)
        self._also.setProperty("flat", True)
        self._purposes = self._line("verdict.purposes")
        self._purposes.setText(
            "\n".join(f"{each.title} ({', '.join(each.claims)}): you need it if {each.needed_if}" for each in PURPOSES)
        )
        self._purposes.hide()
        self.head.addWidget(self._bytes, 1)
        self.head.addWidget(self.bench)
        self.body.setSpacing(4)
        self.body.addWidget(self._table, 1)
        self.body.addWidget(self._left_out)
        self.body.addWidget(self._also, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._purposes)
        self._also.toggled.connect(self._show_purposes)

    def show_record(self, record: DecisionRecord) -> None:
        """Show the token of the choice; without one, of no design."""
        choice = record.choice
        self.setVisible(choice is not None and bool(record.verdict.needs.wanted))
        if choice is None:
            return
        lengths = sizes(choice, "at most {}")
        details = f"{lengths}: the token of a typical user, and that of the largest if it is longer, under {choice.id}."
        self._bytes.show_text(lengths, details)
        self._model.show(record.claims)
        left_out = "; ".join(f"{joined(names)} ({why})" for why, names in _by_reason(record.left_out).items())
        self._left_out.setText(f"Left out: {left_out}." if left_out else "")
        self._left_out.setVisible(bool(left_out))

    def _line(self, name: str) -> WrappedLabel:
        return WrappedLabel(name, self, role="caption")

    @Slot(bool)
    def _show_purposes(self, shown: bool) -> None:
        self._purposes.setVisible(shown)


def _by_reason(left_out: tuple[LeftOut, ...]) -> dict[str, list[str]]:
    """What is left out for each reason."""
    found: dict[str, list[str]] = {}
    for each in left_out:
        found.setdefault(each.why, []).append(each.name)
    return found
