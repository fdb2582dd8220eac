"""The Keys page: the key ring, what each algorithm costs, and rotation, each behind a tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from workbench.ui.widgets.open_file import dropped_files
from workbench.ui.widgets.splitter import GAP
from workbench.ui.widgets.tabbed_page import TabbedPage
from workbench.ui.widgets.tabs import View

if TYPE_CHECKING:  # a view of its own: imported when that is shown
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.keys.importing import KeyImportPresenter
    from workbench.ui.keys.algorithm_costs import AlgorithmCostsCard
    from workbench.ui.keys.exporting.panel import KeyExportPanel
    from workbench.ui.keys.findings import KeyFindingsPanel
    from workbench.ui.keys.importing.card import KeyImportCard
    from workbench.ui.keys.panel import KeysPanel


class KeysPage(TabbedPage):
    """Joins the views of the keys: what is chosen in one is chosen in the other, and import and export open in place.

    The key ring is always there; the other views come when they are first shown.
    """

    def __init__(self, keys: KeysPanel, parent: QWidget | None = None) -> None:
        super().__init__("keys", "Keys", "Views of the keys", parent)
        self._keys = keys
        keys.setContentsMargins(0, GAP, 0, 0)
        self._export: KeyExportPanel | None = None
        self._importing: KeyImportPresenter | None = None
        self._import_card: KeyImportCard | None = None
        self.add_view(View("ring", "Key ring", lambda: keys))

    def join_costs(self, costs: AlgorithmCostsCard) -> None:
        """Let *costs* and the key ring have the same algorithm and length chosen."""
        costs.setContentsMargins(0, GAP, 0, 0)
        costs.choose_algorithm(self._keys.algorithm)
        costs.choose_rsa_bits(self._keys.rsa_bits)
        self._keys.algorithm_chosen.connect(costs.choose_algorithm)
        self._keys.rsa_bits_chosen.connect(costs.choose_rsa_bits)
        costs.algorithm_chosen.connect(self._keys.choose_algorithm)
        costs.rsa_bits_chosen.connect(self._keys.choose_rsa_bits)
        costs.key_wanted.connect(self.focus_generate)

    def add_findings(self, findings: KeyFindingsPanel) -> None:
        """Show the findings on the selected key beside it."""
        self._keys.add_beside(findings)
        self._keys.key_selected.connect(findings.show_key)
        findings.show_key(self._keys.key)

    def add_export(self, export: KeyExportPanel) -> None:
        """Let *export* open in the place of the selected key."""
        self._export = export
        self._keep_for_later(export)
        self._keys.export_requested.connect(self._open_export)
        self._keys.selection_changed.connect(export.set_keys)
        export.closed.connect(self._close_export)

    def add_import(self, importing: KeyImportPresenter, card: KeyImportCard) -> None:
        """Let *card* open in the place of the selected key, by its button and when files are dropped on the page."""
        self._importing, self._import_card = importing, card
        self._keep_for_later(card)
        self.setAcceptDrops(True)
        self._keys.import_requested.connect(self.show_import)
        importing.closed.connect(self._close_import)

    def _keep_for_later(self, card: QWidget) -> None:
        """Make *card* a part of the page from the start, as its main actions are, but show it only when asked."""
        card.hide()
        card.setParent(self._keys)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self.show_view("ring")
        self._keys.focus_generate()

    @Slot()
    def show_import(self) -> None:
        """Let keys be imported."""
        if self._import_card is not None:
            self.show_view("ring")
            self._keys.show_below(self._import_card)
            self._import_card.focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
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
