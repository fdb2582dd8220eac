"""The Keys page: the key ring, and what each algorithm costs, each behind a tab."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from workbench.core.keys.signing_key import SigningKey
from workbench.presenters.keys.importing import KeyImportPresenter
from workbench.ui.keys.algorithm_costs import AlgorithmCostsCard
from workbench.ui.keys.exporting.panel import KeyExportPanel
from workbench.ui.keys.findings import KeyFindingsPanel
from workbench.ui.keys.importing.card import KeyImportCard
from workbench.ui.keys.panel import KeysPanel
from workbench.ui.widgets.open_file import dropped_files
from workbench.ui.widgets.splitter import GAP
from workbench.ui.widgets.tabbed_page import TabbedPage


class KeysPage(TabbedPage):
    """Lays both out; an algorithm or a length chosen in one is chosen in the other. An export opens below the keys."""

    def __init__(
        self,
        keys: KeysPanel,
        costs: AlgorithmCostsCard,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("keys", "Keys", "Views of the keys", parent)
        self._keys = keys
        self._export: KeyExportPanel | None = None
        self._importing: KeyImportPresenter | None = None
        self._import_card: KeyImportCard | None = None
        for view, title in ((keys, "Key ring"), (costs, "Algorithms")):
            view.setContentsMargins(0, GAP, 0, 0)
            self.add_view(title, view)
        keys.algorithm_chosen.connect(costs.choose_algorithm)
        keys.rsa_bits_chosen.connect(costs.choose_rsa_bits)
        costs.algorithm_chosen.connect(keys.choose_algorithm)
        costs.rsa_bits_chosen.connect(keys.choose_rsa_bits)
        costs.key_wanted.connect(self.focus_generate)
        costs.choose_algorithm(keys.algorithm)

    def add_findings(self, findings: KeyFindingsPanel) -> None:
        """Show the findings on the selected key beside it."""
        self._keys.add_beside(findings)
        self._keys.key_selected.connect(findings.show_key)

    def add_export(self, export: KeyExportPanel) -> None:
        """Let *export* open in the place of the selected key."""
        self._export = export
        self._keys.export_requested.connect(self._open_export)
        self._keys.selection_changed.connect(export.set_keys)
        export.closed.connect(self._close_export)

    def add_import(self, importing: KeyImportPresenter, card: KeyImportCard) -> None:
        """Let *card* open in the place of the selected key, by its button and by files that are dropped anywhere."""
        self._importing, self._import_card = importing, card
        self.setAcceptDrops(True)
        self._keys.import_requested.connect(self.show_import)
        importing.closed.connect(self._close_import)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self.show_view(self._keys)
        self._keys.focus_generate()

    @Slot()
    def show_import(self) -> None:
        """Let keys be imported."""
        if self._import_card is not None:
            self.show_view(self._keys)
            self._keys.show_below(self._import_card)
            self._import_card.focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file as keys."""
        paths = dropped_files(event.mimeData())
        if paths and self._importing is not None:
            event.acceptProposedAction()
            self.show_import()
            self._importing.open_files(paths)

    @Slot()
    def _close_import(self) -> None:
        self._keys.show_below(None)
        self._keys.focus_import()

    @Slot(object)
    def _open_export(self, keys: tuple[SigningKey, ...]) -> None:
        if self._export is not None:
            self._keys.show_below(self._export)
            self._export.open(keys)

    @Slot()
    def _close_export(self) -> None:
        self._keys.show_below(None)
        self._keys.focus_export()
