"""The Keys page: the key ring above; below it what each algorithm costs, or keys that are being imported."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workbench.presenters.key_import import KeyImportPresenter
from workbench.ui.panels.algorithm_costs import AlgorithmCostsCard
from workbench.ui.panels.key_import import KeyImportCard
from workbench.ui.panels.keys import KeysPanel
from workbench.ui.widgets.dropped_file import dropped_file
from workbench.ui.widgets.splitter import GAP, make_splitter


class KeysPage(QWidget):
    """Lays all out; an algorithm chosen in the ring is chosen in the costs, and a file dropped anywhere is imported."""

    def __init__(
        self,
        keys: KeysPanel,
        costs: AlgorithmCostsCard,
        importing: KeyImportPresenter,
        import_card: KeyImportCard,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", True)
        self.setAcceptDrops(True)
        self._keys = keys
        self._costs = costs
        self._importing = importing
        self._import_card = import_card
        self._below = QStackedWidget(self)
        self._below.setObjectName("keys.below")
        self._below.addWidget(costs)
        self._below.addWidget(import_card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(make_splitter("keys.cards", (keys, self._below), (290, 440), vertical=True))
        keys.algorithm_chosen.connect(costs.choose_algorithm)
        costs.algorithm_chosen.connect(keys.choose_algorithm)
        costs.choose_algorithm(keys.algorithm)
        keys.import_requested.connect(self.show_import)
        importing.closed.connect(self._show_costs)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self._keys.focus_generate()

    @Slot()
    def show_import(self) -> None:
        """Let keys be imported."""
        self._below.setCurrentWidget(self._import_card)
        self._import_card.focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file as keys."""
        path = dropped_file(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.show_import()
            self._importing.open_file(path)

    @Slot()
    def _show_costs(self) -> None:
        self._below.setCurrentWidget(self._costs)
        self._keys.focus_import()
