"""What is measured: ten designs by ten requests by five users, compared with and without an open window."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from PySide6.QtWidgets import QPushButton

from tests.keyrings import MemoryKeyring
from tests.screenshots import wait_until
from tests.window_driver import WindowDriver
from workbench.app import build
from workbench.core.answers.matrix import Matrix, MatrixQuestion
from workbench.core.experiment import RunControl
from workbench.services.experiments.matrix import MatrixExperiment
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost

CELLS = 10 * 10 * 5

_OWN_DESIGN = """
id = "{id}"
title = "A design of one's own"
[claims]
{claim} = "{{user.roles}}"
[[grants]]
kind = "roles"
claim = "{claim}"
"""


@contextmanager
def design_files() -> Iterator[list[str]]:
    """Two designs of one's own beside the eight built-in ones."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, claim in (("own-roles", "duties"), ("own-rights", "rights")):
            path = Path(folder) / f"{name}.toml"
            path.write_text(_OWN_DESIGN.format(id=name, claim=claim), encoding="utf-8")
            files.append(str(path))
        yield files


def compare_all(host: ServerHost, client: HttpClient) -> Matrix:
    """Compare as the window and the command do."""
    matrix = MatrixExperiment(host, client)(MatrixQuestion(), RunControl())
    assert len(matrix.cells) == CELLS
    return matrix


def send_bare_requests(host: ServerHost) -> None:
    """As many requests as there are cells, over one connection; no token, nothing to decide."""
    assert host.info is not None
    with httpx.Client(trust_env=False) as client:
        for _ in range(CELLS):
            assert client.get(f"{host.info.url}/healthz").status_code == 200


class OpenWindow:
    """The whole window on a server with all ten designs.

    Attributes:
        host: owns the server.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        with design_files() as files:
            self._workbench = build(Path(self._folder.name), MemoryKeyring(), designs=files)
            self._workbench.window.show()
            self._driver = WindowDriver(self._workbench.window, wait_until)
            self._driver.wait_for_server()
        self.host: ServerHost = self._workbench.host
        self._driver.open_page("Designs")
        self._driver.open_design_view("Decisions")

    def compare(self) -> None:
        """Press the button, and return when the new answers are shown."""
        self._driver.click("designs.compare")
        compare = self._driver.find(QPushButton, "designs.compare")
        self._driver.wait_until(
            lambda: compare.isVisible() and f"{CELLS} answers" in self._driver.text("designs.status")
        )

    def close(self) -> None:
        """End the program."""
        self._workbench.close()
        self._folder.cleanup()
