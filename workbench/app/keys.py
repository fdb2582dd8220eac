"""The Keys page with all that can be done to keys beside making them: judge, import, export and rotate them."""

from pathlib import Path

from workbench.app.common_secrets import is_common_secret
from workbench.core.experiment import Experiment
from workbench.core.rotation.plan import RotationPlan
from workbench.core.rotation.report import RotationReport
from workbench.presenters.background import Background
from workbench.presenters.keys.exporting import KeyExportPresenter
from workbench.presenters.keys.findings import KeyFindingsPresenter
from workbench.presenters.keys.importing import KeyImportPresenter
from workbench.presenters.keys.keys import KeysPresenter
from workbench.presenters.keys.own_rotation import KeyRotationPresenter
from workbench.presenters.keys.rotation import RotationPresenter
from workbench.presenters.keys.secret_clipboard import SecretClipboardPresenter
from workbench.presenters.ports import Host
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.token.editor import EditorPresenter
from workbench.services.files.keys import KeyFiles
from workbench.services.files.reading import read_key_file
from workbench.ui.keys.algorithm_costs import AlgorithmCostsCard
from workbench.ui.keys.exporting.panel import KeyExportPanel
from workbench.ui.keys.findings import KeyFindingsPanel
from workbench.ui.keys.importing.card import KeyImportCard
from workbench.ui.keys.page import KeysPage
from workbench.ui.keys.panel import KeysPanel
from workbench.ui.keys.rotation.panel import RotationPanel
from workbench.ui.keys.rotation.rotate_now import RotateNowCard
from workbench.ui.keys.secret_clipboard import ClipboardStrip, SystemClipboard
from workbench.ui.theme import Appearance


class KeyTools:
    """Makes page and presenters, and connects them.

    Attributes:
        findings: what there is to remark on the keys.
        page: the Keys page.
        clipboard_strip: stands above the pages while a private key is in the clipboard.
    """

    def __init__(
        self,
        keys: KeysPresenter,
        server: ServerPresenter,
        editor: EditorPresenter,
        host: Host,
        play_rotation: Experiment[RotationPlan, RotationReport],
        background: Background,
        appearance: Appearance,
    ) -> None:
        self._keys = keys
        self.findings = KeyFindingsPresenter(is_common_secret, background.run)
        clipboard = SystemClipboard()
        self._clipboard_guard = SecretClipboardPresenter(clipboard)
        self._import = KeyImportPresenter(keys, read_key_file, background.run)
        export = KeyExportPresenter(KeyFiles(), clipboard, self._clipboard_guard, background.run, Path.home())
        panel = KeysPanel(keys, appearance)
        self.page = KeysPage(panel, AlgorithmCostsCard(editor.token, appearance))
        self.page.add_findings(KeyFindingsPanel(self.findings, appearance))
        self.page.add_import(self._import, KeyImportCard(self._import, appearance))
        self.page.add_export(KeyExportPanel(export, appearance))
        self._rotation = RotationPresenter(play_rotation, server, background.run_reporting)
        self._rotate_now = RotateNowCard(KeyRotationPresenter(keys, host), keys, server, appearance)
        self.page.add_view("Rotation", RotationPanel(self._rotation, self._rotate_now, appearance))
        self.clipboard_strip = ClipboardStrip(self._clipboard_guard, appearance)
        keys.ring.keys_changed.connect(self.findings.set_ring)
        self.findings.findings_changed.connect(panel.show_findings)

    def refresh(self) -> None:
        """A second has passed."""
        self._rotate_now.refresh()

    def close(self) -> None:
        """End what goes on, let go what was deleted, and leave no private key in the clipboard."""
        self._rotation.stop()
        self._import.cancel()
        self._keys.finish()
        self._clipboard_guard.clear_now()
