"""What the start imports: the bench, and nothing of a page or view that has not been shown."""

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
NEVER_AT_THE_START = ("workbench.ui.designs", "workbench.ui.keys", "workbench.ui.variants", "pyqtgraph", "numpy")

PROGRAM = """
import sys, tempfile
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.keyrings import MemoryKeyring
from workbench.app import build
from workbench.ui.widgets.tabs import Tabs

application = QApplication([])
workbench = build(Path(tempfile.mkdtemp()), MemoryKeyring())
workbench.window.show()
application.processEvents()
print("start", *sorted(sys.modules))
for place in {places}:
    page, view = place.split("/")
    workbench.window.show_page(page)
    tabs = {{"bench": "claims.views"}}.get(page, page + ".views")
    workbench.window.findChild(Tabs, tabs).show_view(view)
    application.processEvents()
    print(place, *sorted(sys.modules))
workbench.close()
"""


@pytest.fixture(scope="module")
def imported():
    """The modules that were imported at the start, and after each view was shown."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(places=list(NOT_YET))], capture_output=True, text=True, check=True
    )
    lines = (line.split() for line in run.stdout.splitlines())
    return {place: set(modules) for place, *modules in lines}


def within(package, modules):
    return sorted(module for module in modules if module == package or module.startswith(f"{package}."))


@pytest.mark.parametrize("package", NEVER_AT_THE_START)
def test_the_first_paint_does_not_wait_for_other_pages(imported, package):
    assert within(package, imported["start"]) == []


def test_a_view_is_imported_when_it_is_first_shown(imported):
    places = list(imported)
    for place, module in NOT_YET.items():
        before = places[places.index(place) - 1]
        assert module in imported[place], place
        assert module not in imported[before], place
