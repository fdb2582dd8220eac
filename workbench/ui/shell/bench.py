"""The bench page: token and claims at the left, answers and reasons at the right, signing below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workbench.ui import shortcuts
from workbench.ui.arrangement.scroll_page import ScrollPage
from workbench.ui.widgets.splitter import GAP, make_splitter

if TYPE_CHECKING:
    from workbench.ui.claims.views import ClaimsPanel
    from workbench.ui.requests.answers import AnswersPanel
    from workbench.ui.token.findings import FindingsPanel
    from workbench.ui.token.sign import SignPanel
    from workbench.ui.token.token_panel import TokenPanel


class BenchPanel(QWidget):
    """Lays out the panels in the order of the work; every splitter can be dragged."""

    def __init__(
        self,
        token: TokenPanel,
        claims: ClaimsPanel,
        findings: FindingsPanel,
        answers: AnswersPanel,
        why: QWidget,
        sign: SignPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", True)
        left = make_splitter("bench.left", (token, claims, findings), (104, 440, 106), vertical=True)
        right = make_splitter("bench.right", (answers, why), (372, 318), vertical=True)
        both = make_splitter("bench.columns", (left, right), (640, 530))
        whole = QWidget()
        cards = QVBoxLayout(whole)
        cards.setContentsMargins(GAP, GAP, GAP, GAP)
        cards.addWidget(both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(ScrollPage(whole), 1)
        # Last, so that Tab comes to it last.
        bar = QFrame(self)
        bar.setProperty("bar", "bottom")
        inside = QHBoxLayout(bar)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(sign)
        layout.addWidget(bar)
        # Fields take the keys themselves. The shortcut works wherever else the focus is while this page is in front.
        QShortcut(QKeySequence(shortcuts.PASTE), self).activated.connect(token.paste)
