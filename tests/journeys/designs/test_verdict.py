"""Which design meets the needs: measured with the real server, tried, and saved."""

import json

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from tests.core.verdict.profiles import EXAMPLE
from workbench.core.verdict.needs_file import parse_needs
from workbench.core.verdict.needs_text import needs_text


@pytest.fixture
def window(shared_window):
    return shared_window


def searched(window):
    verdict = window.workbench.designs.presenters["verdict"]
    return verdict.record is not None and not verdict.searching


def test_the_example_is_measured_tried_and_saved(window, tmp_path):
    window.open_page("Designs")
    window.open_design_view("Verdict")
    verdict = window.workbench.designs.presenters["verdict"]
    given = tmp_path / "needs.toml"
    given.write_text(needs_text(EXAMPLE), encoding="utf-8")
    window.click("verdict.measure")
    window.wait_until(lambda: searched(window))
    verdict.open(given)
    window.wait_until(lambda: verdict.needs == EXAMPLE and searched(window))
    assert window.text("verdict.answer").startswith("Choose hybrid with a lifetime of ")

    number, change = next(
        (at, each) for at, each in enumerate(verdict.record.changes) if each.to not in (None, "hybrid")
    )
    assert number == 0, "changes that lead to another design come first"
    window.wait_until(lambda: window.find(QPushButton, "verdict.try_0").isVisible())
    assert window.find(QPushButton, "verdict.save").property("primary"), "the answer is what the page leads to"
    window.click("verdict.try_0")
    assert window.text("verdict.answer").startswith(f"Choose {change.to} with ")
    window.click("verdict.undo")
    assert window.text("verdict.answer").startswith("Choose hybrid with ")

    record = tmp_path / "choice.json"
    window.click("verdict.save")
    dialog = next(each for each in window.window.findChildren(QFileDialog) if each.isVisible())
    dialog.fileSelected.emit(str(record))
    dialog.close()
    window.wait_until(lambda: window.text("verdict.status").startswith("Saved"))
    saved = json.loads(record.read_text(encoding="utf-8"))
    assert (saved["choice"], saved["needs"]) == ("hybrid", EXAMPLE.to_json())
    beside = (tmp_path / "choice.needs.toml").read_text(encoding="utf-8")
    servers = verdict.servers
    assert parse_needs(beside, "n", typical=EXAMPLE.typical, largest=EXAMPLE.largest, servers=servers) == EXAMPLE
    assert window.find(QPushButton, "verdict.reset").isEnabled()
