"""The Keys page: the key ring above, what each algorithm costs below."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workbench.core.keys import SigningKey
from workbench.ui.panels.algorithm_costs import AlgorithmCostsCard
from workbench.ui.panels.key_export import KeyExportPanel
from workbench.ui.panels.keys import KeysPanel
from workbench.ui.widgets.splitter import GAP, make_splitter


class KeysPage(QWidget):
    """Lays both out; an algorithm chosen in one is chosen in the other. An export takes the place below."""

    def __init__(
        self, keys: KeysPanel, costs: AlgorithmCostsCard, export: KeyExportPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", True)
        self._keys = keys
        self._costs = costs
        self._export = export
        self._below = QStackedWidget(self)
        self._below.setObjectName("keys.below")
        self._below.addWidget(costs)
        self._below.addWidget(export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(make_splitter("keys.cards", (keys, self._below), (290, 440), vertical=True))
        keys.export_requested.connect(self._open_export)
        keys.selection_changed.connect(export.set_keys)
        export.closed.connect(self._close_export)
        keys.algorithm_chosen.connect(costs.choose_algorithm)
        costs.algorithm_chosen.connect(keys.choose_algorithm)
        costs.choose_algorithm(keys.algorithm)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self._keys.focus_generate()

    @Slot(object)
    def _open_export(self, keys: tuple[SigningKey, ...]) -> None:
        self._below.setCurrentWidget(self._export)
        self._export.open(keys)

    @Slot()
    def _close_export(self) -> None:
        self._below.setCurrentWidget(self._costs)
        self._keys.focus_export()
