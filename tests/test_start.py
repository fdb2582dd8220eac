"""What the start imports: what the first paint of the bench needs, and nothing else."""

import os
import subprocess
import sys

import pytest

# Each page and view with the module that no other one needs.
NOT_YET = {
    "bench/header": "workbench.ui.claims.header_view",
    "bench/bytes": "workbench.ui.token.bytes",
    "bench/diff": "workbench.ui.token.diff",
    "bench/variants": "workbench.ui.variants.variants",
    "bench/verify": "workbench.ui.token.verify",
    "bench/impact": "workbench.ui.variants.impact",
    "designs/decisions": "workbench.ui.designs.decisions.panel",
    "designs/findings": "workbench.ui.designs.findings.panel",
    "designs/size": "workbench.ui.designs.size.panel",
    "designs/time": "workbench.ui.designs.time.panel",
    "designs/staleness": "workbench.ui.designs.staleness.panel",
    "designs/stolen_token": "workbench.ui.designs.stolen_token.panel",
    "designs/arithmetic": "workbench.ui.designs.arithmetic.panel",
    "keys/ring": "workbench.ui.keys.panel",
    "keys/algorithms": "workbench.ui.keys.algorithm_costs",
    "keys/rotation": "workbench.ui.keys.rotation.panel",
}
# What no first paint needs: other pages and views, and what a thread imports once the window is there.
NEVER_AT_THE_START = (
    "cryptography",
    "demo_server.policy",
    "demo_server.server",
    "demo_server.world.scenario",
    "email",
    "http",
    "httpx",
    "importlib.metadata",
    "jwt",
    "keyring",
    "numpy",
    "pyqtgraph",
    "sqlite3",
    "ssl",
    "workbench.commands.check",
    "workbench.commands.lint",
    "workbench.commands.matrix",
    "workbench.core.claims.registry",
    "workbench.core.claims.types",
    "workbench.core.designs",
    "workbench.core.diff",
    "workbench.core.key_files",
    "workbench.core.keys.generation",
    "workbench.core.lint.keys",
    "workbench.core.lint.tokens.table",
    "workbench.core.requests.curl",
    "workbench.core.rotation",
    "workbench.core.session",
    "workbench.core.signing.jose",
    "workbench.core.strict_json.inspection",
    "workbench.core.text.typed_time",
    "workbench.core.token.finder",
    "workbench.core.variants",
    "workbench.core.verification.claims_verdict",
    "workbench.core.verification.ring_verdict",
    "workbench.presenters.requests.repeat",
    "workbench.services.experiments",
    "workbench.services.http_client.client",
    "workbench.services.key_storage.backend",
    "workbench.services.server_host.trial",
    "workbench.ui.designs",
    "workbench.ui.keys",
    "workbench.ui.requests.drawer",
    "workbench.ui.variants",
)

# Runs the program but for its event loop.
OPEN = """
import sys, tempfile
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from workbench.__main__ import main
from workbench.ui.shell.main_window import MainWindow
from workbench.ui.widgets.tabs import Tabs

class Eye(QObject):
    def eventFilter(self, window, event):
        if event.type() == QEvent.Type.Paint:
            print("start", *sorted(sys.modules))
            window.removeEventFilter(self)
        return False

def run(application):
    eye = Eye()
    window = next(each for each in application.topLevelWidgets() if isinstance(each, MainWindow))
    window.installEventFilter(eye)
    application.processEvents()
    for place in {places}:
        page, view = place.split("/")
        window.show_page(page)
        tabs = {{"bench": "claims.views"}}.get(page, page + ".views")
        window.findChild(Tabs, tabs).show_view(view)
        application.processEvents()
        print(place, *sorted(sys.modules))
    window.close()
    return 0

QApplication.exec = run
sys.exit(main(["--data-dir", tempfile.mkdtemp()]))
"""

LOG_IN = """
import sys, tempfile
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from tests.keyrings import MemoryKeyring
from tests.screenshots import wait_until
from workbench.app import build
from workbench.app.warm_up import MODULES

application = QApplication([])
workbench = build(Path(tempfile.mkdtemp()), MemoryKeyring())
workbench.window.show()
wait_until(lambda: sys.modules.keys() >= set(MODULES) and not workbench.shared.background.waiting)
before = set(sys.modules)
workbench.window.findChild(QPushButton, "login.submit").click()
wait_until(lambda: not workbench.shared.editor.token.state.is_empty)
print(*sorted(set(sys.modules) - before))
workbench.close()
"""


def run(program):
    """What the program prints; there is no keyring."""
    environment = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def imported():
    """The modules that were imported at the first paint, and after each view was shown."""
    lines = (line.split() for line in run(OPEN.format(places=list(NOT_YET))).splitlines())
    return {place: set(modules) for place, *modules in lines}


def within(package, modules):
    return sorted(module for module in modules if module == package or module.startswith(f"{package}."))


@pytest.mark.parametrize("package", NEVER_AT_THE_START)
def test_the_first_paint_does_not_wait_for_what_it_does_not_show(imported, package):
    assert within(package, imported["start"]) == []


def test_a_view_is_imported_when_it_is_first_shown(imported):
    places = list(imported)
    for place, module in NOT_YET.items():
        before = places[places.index(place) - 1]
        assert module in imported[place], place
        assert module not in imported[before], place


def test_the_first_login_waits_for_no_import_of_the_program():
    late = run(LOG_IN).split()
    assert [module for module in late if module.startswith("workbench.")] == []
