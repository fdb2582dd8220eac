"""The Keys page: the key ring above, what each algorithm costs below."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(make_splitter("keys.cards", (keys, costs), (290, 440), vertical=True))
        keys.algorithm_chosen.connect(costs.choose_algorithm)
        costs.algorithm_chosen.connect(keys.choose_algorithm)
        costs.choose_algorithm(keys.algorithm)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self._keys.focus_generate()
