"""The Size view, and the header limit of the demo server, against the real server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QTableView, QTabWidget

from demo_server.policy.designs import BUILT_IN
from workbench.ui.designs.size.growth_chart import GrowthChart


@pytest.fixture
def window(shared_window):
    return shared_window


def open_size_view(window):
    window.open_page("Designs")
    views = window.find(QTabWidget, "designs.views")
    views.setCurrentIndex([views.tabText(number) for number in range(views.count())].index("Size"))
    window.wait_until(lambda: "measured" in window.text("size.status"))


def rows(window, name):
    model = window.find(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_the_sizes_shown_are_those_of_the_tokens_that_the_bench_gets(window):
    open_size_view(window)
    sizes = {design: (int(token), int(header)) for design, token, header, *_ in rows(window, "size.table")}
    assert len(sizes) == len(BUILT_IN)
    window.open_page("Bench")
    for design in ("identity", "scopes", "everything"):
        window.log_in("bob", design)
        assert sizes[design] == (len(window.token()), len(f"Authorization: Bearer {window.token()}\r\n"))
        assert window.text("token.size").startswith(f"{len(window.token())} B · ")


def test_the_chart_shows_every_design_of_the_server(window):
    open_size_view(window)
    chart = window.find(GrowthChart, "designs.growth")
    assert [name for name, _ in chart.labels()] == [row[0] for row in rows(window, "size.table")]
    grown = rows(window, "size.numbers")
    assert [row[0] for row in grown] == [
        "1", "2", "5", "10", "22", "46", "100", "215", "464", "1,000", "2,154", "4,642", "10,000"
    ]  # fmt: skip


def test_the_view_fits_into_a_small_window(own_window):
    open_size_view(own_window)
    own_window.window.resize(1024, 768)
    assert own_window.window.size().toTuple() == (1024, 768)
    assert not own_window.find(QTableView, "size.table").horizontalScrollBar().isVisible()


def test_a_heavy_token_really_gets_its_431_and_comes_through_again(own_window):
    own_window.log_in("bob", "resource-ids")
    own_window.edit_claim("canRead", json.dumps([f"doc-{number}" for number in range(800)]))
    own_window.sign()
    own_window.trigger("server.header_limit_8192")
    own_window.replay()
    assert {answer[1] for answer in own_window.answers().values()} == {"431"}
    assert "200" in {answer[0] for answer in own_window.answers().values()}, "the issued token is light enough"
    own_window.look_at("GET /documents/doc-1")
    assert own_window.text("replay.verdict") == "431 refused by the header limit"
    assert "over the limit of 8192 bytes" in own_window.text("replay.reason")
    assert "refused by" in own_window.text("token.size")
    own_window.trigger("server.header_limit_16384")
    assert own_window.find(QLabel, "replay.outdated").isVisible(), "the limit is another one"
    own_window.replay()
    assert own_window.answers()["GET /documents/doc-1"][1] == "200"


def test_the_header_limit_stays_when_the_server_is_started_again(own_window):
    own_window.trigger("server.header_limit_4096")
    own_window.trigger("server.stop")
    own_window.wait_until(lambda: own_window.text("server.status") == "demo server stopped")
    own_window.trigger("server.start")
    own_window.wait_for_server()
    own_window.log_in("bob", "resource-ids")
    own_window.edit_claim("canRead", json.dumps([f"doc-{number}" for number in range(400)]))
    own_window.sign()
    own_window.replay()
    assert own_window.answers()["GET /me"] == ("200", "431")


OPEN_WITHOUT_A_CHART = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QTabWidget
from tests.keyrings import MemoryKeyring
from tests.screenshots import wait_until
from tests.window_driver import WindowDriver
from workbench.app import build

application = QApplication([])
workbench = build(Path(sys.argv[1]), MemoryKeyring())
workbench.window.show()
window = WindowDriver(workbench.window, wait_until)
window.wait_for_server()
window.open_page("Designs")
before = "pyqtgraph" in sys.modules
views = window.find(QTabWidget, "designs.views")
views.setCurrentIndex([views.tabText(number) for number in range(views.count())].index("Size"))
after = "pyqtgraph" in sys.modules
workbench.close()
print(before, after)
"""


def test_opening_the_window_does_not_import_the_library_of_the_chart(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", OPEN_WITHOUT_A_CHART, str(tmp_path)],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.split() == ["False", "True"], run.stderr
    assert run.returncode == 0
