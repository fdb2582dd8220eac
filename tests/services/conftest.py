import pytest

from tests.core.keys.ring import KEYS
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost


@pytest.fixture(scope="module")
def host():
    """The built-in scenario's server, running."""
    made = ServerHost()
    made.start(KEYS["ES256"], ())
    yield made
    made.stop()


@pytest.fixture(scope="module")
def client():
    made = HttpClient()
    yield made
    made.close()
