"""The Keys page: the key ring, what there is to remark on the key selected, and what each algorithm costs."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.ui.panels.algorithm_costs import AlgorithmCostsCard
from workbench.ui.panels.key_findings import KeyFindingsPanel
from workbench.ui.panels.keys import KeysPanel
from workbench.ui.widgets.splitter import GAP, make_splitter


class KeysPage(QWidget):
    """Lays them out; an algorithm chosen in one is chosen in the other."""

    def __init__(
        self,
        keys: KeysPanel,
        costs: AlgorithmCostsCard,
        findings: KeyFindingsPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", True)
        self._keys = keys
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(make_splitter("keys.cards", (keys, findings, costs), (270, 150, 310), vertical=True))
        keys.key_selected.connect(findings.show_key)
        keys.algorithm_chosen.connect(costs.choose_algorithm)
        costs.algorithm_chosen.connect(keys.choose_algorithm)
        costs.choose_algorithm(keys.algorithm)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self._keys.focus_generate()
