"""The Keys page: the key ring above, what each algorithm costs below; further views behind tabs of their own."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from workbench.ui.panels.algorithm_costs import AlgorithmCostsCard
from workbench.ui.panels.keys import KeysPanel
from workbench.ui.widgets.splitter import GAP, make_splitter


class KeysPage(QWidget):
    """Lays both out; an algorithm chosen in one is chosen in the other."""

    def __init__(self, keys: KeysPanel, costs: AlgorithmCostsCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", True)
        self._keys = keys
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, 0, GAP, GAP)
        self._views = QTabWidget(self)
        self._views.setObjectName("keys.views")
        self._views.setAccessibleName(self.tr("Keys"))
        self._views.setProperty("onGround", True)
        self._views.setDocumentMode(True)
        self._views.tabBar().setDrawBase(False)
        self._views.tabBar().setAccessibleName(self.tr("Views of the keys"))
        layout.addWidget(self._views)
        ring = QWidget(self._views)
        ring.setProperty("ground", True)
        ring_layout = QVBoxLayout(ring)
        ring_layout.setContentsMargins(0, GAP, 0, 0)
        ring_layout.addWidget(make_splitter("keys.cards", (keys, costs), (290, 440), vertical=True))
        self.add_view(self.tr("Key ring"), ring)
        keys.algorithm_chosen.connect(costs.choose_algorithm)
        costs.algorithm_chosen.connect(keys.choose_algorithm)
        costs.choose_algorithm(keys.algorithm)

    def add_view(self, title: str, view: QWidget) -> None:
        """Add a view behind a tab of its own."""
        self._views.addTab(view, title)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self._views.setCurrentIndex(0)
        self._keys.focus_generate()
