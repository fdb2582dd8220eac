"""The Keys page: the key ring with import and export, what each algorithm costs, and rotation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from workbench.app.page import PageBase
from workbench.ui.icons import Icon
from workbench.ui.widgets.tabs import View

if TYPE_CHECKING:
    from workbench.app.shared import Shared


class Keys(PageBase):
    """Makes page and presenters when the page is first shown, and connects them."""

    id = "keys"
    title = "Keys"
    icon = Icon.KEYS

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared
        self._stops: list[Callable[[], None]] = []
        self._notices: tuple[QWidget, ...] = ()

    def build(self) -> QWidget:
        """The page with the key ring."""
        from workbench.presenters.keys.exporting import KeyExportPresenter
        from workbench.presenters.keys.importing import KeyImportPresenter
        from workbench.presenters.keys.secret_clipboard import SecretClipboardPresenter
        from workbench.services.files.keys import KeyFiles
        from workbench.services.files.reading import read_key_file
        from workbench.ui.keys.exporting.panel import KeyExportPanel
        from workbench.ui.keys.findings import KeyFindingsPanel
        from workbench.ui.keys.importing.card import KeyImportCard
        from workbench.ui.keys.page import KeysPage
        from workbench.ui.keys.panel import KeysPanel
        from workbench.ui.keys.secret_clipboard import ClipboardStrip, SystemClipboard

        shared, run, look = self._shared, self._shared.background.run, self._shared.appearance
        clipboard = SystemClipboard()
        guard = SecretClipboardPresenter(clipboard)
        importing = KeyImportPresenter(shared.keys, read_key_file, run)
        exporting = KeyExportPresenter(KeyFiles(), clipboard, guard, run, Path.home())
        self._stops += [importing.cancel, guard.clear_now]
        self._notices = (ClipboardStrip(guard, look),)
        ring = KeysPanel(shared.keys, look)
        ring.show_findings(shared.key_findings.findings)
        shared.key_findings.findings_changed.connect(ring.show_findings)
        self._page = page = KeysPage(ring)
        page.add_findings(KeyFindingsPanel(shared.key_findings, look))
        page.add_import(importing, KeyImportCard(importing, look))
        page.add_export(KeyExportPanel(exporting, look))
        page.add_view(View("algorithms", "Algorithms", self._build_algorithms))
        page.add_view(View("rotation", "Rotation", self._build_rotation))
        return page

    def notices(self) -> Sequence[QWidget]:
        """The strip that is shown while a private key is in the clipboard."""
        return self._notices

    @Slot()
    def looked_at(self) -> None:
        """Read the keyring again: another program may have changed it."""
        self._shared.keys.ring.refresh()

    def focus_generate(self) -> None:
        """Put the cursor where a new key begins; the page has been shown."""
        self._page.focus_generate()

    @Slot()
    def stop(self) -> None:
        """End what is under way, delete for good what was deleted, and leave no private key in the clipboard."""
        for stop in self._stops:
            stop()
        self._shared.keys.finish()

    def _build_algorithms(self) -> QWidget:
        from workbench.ui.keys.algorithm_costs import AlgorithmCostsCard

        costs = AlgorithmCostsCard(self._shared.editor.token, self._shared.appearance)
        self._page.join_costs(costs)
        return costs

    def _build_rotation(self) -> QWidget:
        from workbench.presenters.keys.own_rotation import KeyRotationPresenter
        from workbench.presenters.keys.rotation import RotationPresenter
        from workbench.ui.keys.rotation.panel import RotationPanel
        from workbench.ui.keys.rotation.rotate_now import RotateNowCard

        shared = self._shared
        rotation = RotationPresenter(shared.experiments.rotation, shared.server, shared.background.run_reporting)
        self._stops.append(rotation.stop)
        own = KeyRotationPresenter(shared.keys, shared.host)
        rotate_now = RotateNowCard(own, shared.keys, shared.server, shared.appearance)
        shared.second.timeout.connect(rotate_now.refresh)
        return RotationPanel(rotation, rotate_now, shared.appearance)
