"""The bench page: token and claims at the left, answers and why at the right, signing below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from workbench.ui.panels.answers import AnswersPanel
from workbench.ui.panels.claims import ClaimsPanel
from workbench.ui.panels.sign import SignPanel
from workbench.ui.panels.token import TokenPanel
from workbench.ui.panels.why import WhyPanel

_GAP = 12


class BenchPanel(QWidget):
    """Lays the panels of the loop out in the order of the work; every splitter can be dragged."""

    def __init__(
        self,
        token: TokenPanel,
        claims: ClaimsPanel,
        answers: AnswersPanel,
        why: WhyPanel,
        sign: SignPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", True)
        left = _splitter("bench.left", Qt.Orientation.Vertical, (token, claims), (170, 480))
        right = _splitter("bench.right", Qt.Orientation.Vertical, (answers, why), (372, 318))
        both = _splitter("bench.columns", Qt.Orientation.Horizontal, (left, right), (640, 530))
        self.splitters = (left, right, both)
        cards = QVBoxLayout()
        cards.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        cards.addWidget(both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(cards, 1)
        # Last, so that Tab comes to it last.
        bar = QFrame(self)
        bar.setProperty("bar", "bottom")
        inside = QHBoxLayout(bar)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(sign)
        layout.addWidget(bar)


def _splitter(
    name: str, orientation: Qt.Orientation, widgets: tuple[QWidget, QWidget], sizes: tuple[int, int]
) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setObjectName(name)
    splitter.setHandleWidth(_GAP)
    splitter.setChildrenCollapsible(False)
    for position, widget in enumerate(widgets):
        splitter.addWidget(widget)
        splitter.setStretchFactor(position, sizes[position])
    splitter.setSizes(list(sizes))
    return splitter
