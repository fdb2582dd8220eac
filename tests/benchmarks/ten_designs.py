"""What is measured: ten designs by ten requests by five users, compared with and without an open window."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from tests.core.ring import KEYS
from workbench.core.keys import KeyRole, generate
from workbench.core.matrix import Matrix
from workbench.designs_page import Designs
from workbench.presenters.background import Background
from workbench.presenters.server import ServerPresenter
from workbench.services.http_client import HttpClient
from workbench.services.matrix_runner import compare
from workbench.services.server_host import ServerHost
from workbench.ui.theme import Appearance, Scheme

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


@contextmanager
def serving() -> Iterator[ServerHost]:
    """The default scenario with all ten designs."""
    with design_files() as files:
        host = ServerHost(designs=files)
        host.start(KEYS["ES256"], ())
        try:
            yield host
        finally:
            host.stop()


def compare_all(host: ServerHost, client: HttpClient) -> Matrix:
    """Compare as the window and the command do."""
    with host.trial() as trial:
        matrix = compare(client, trial)
    assert len(matrix.cells) == CELLS
    return matrix


def send_bare_requests(host: ServerHost) -> None:
    """As many requests as there are cells, over one connection; no token, nothing to decide."""
    assert host.info is not None
    with httpx.Client(trust_env=False) as client:
        for _ in range(CELLS):
            assert client.get(f"{host.info.url}/healthz").status_code == 200


class OpenPage:
    """The Designs page in an open window, on a server with all ten designs."""

    def __init__(self, host: ServerHost) -> None:
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        self._background = Background()
        self._client = HttpClient()
        self._server = ServerPresenter(host, self._background.run)
        self._designs = Designs(
            host, self._client, self._server, self._background, Appearance(application, Scheme.LIGHT)
        )
        self._page = self._designs.page
        self._page.resize(1280, 800)
        self._page.show()
        issuer = generate("ES256", "issuer", now=int(time.time()), role=KeyRole.ISSUER)
        self._server.set_ring((issuer,))
        self._wait_for(self._server.started, self._server.start)

    def compare(self) -> None:
        """Press the button, and return when the new answers are shown."""
        button = self._page.findChild(QPushButton, "designs.compare")
        self._wait_for(self._designs._decisions.matrix_changed, button.click)
        QApplication.processEvents()
        assert len(self._designs._decisions.matrix.cells) == CELLS

    def close(self) -> None:
        """End all threads."""
        self._page.close()
        self._client.close()
        self._background.close(2000)

    def _wait_for(self, signal, action) -> None:
        loop = QEventLoop()
        signal.connect(loop.quit)
        QTimer.singleShot(0, action)
        loop.exec()
        signal.disconnect(loop.quit)
