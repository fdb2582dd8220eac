import pytest

from tests.presenters.stand_ins import StandInHost, key, run_now
from workbench.core.keys.signing_key import KeyRole
from workbench.presenters.server.server import ServerPresenter


@pytest.fixture
def host():
    return StandInHost()


@pytest.fixture
def server(qapp, host):
    """A presenter whose server runs."""
    presenter = ServerPresenter(host, run_now)
    presenter.set_ring((key("issuer", role=KeyRole.ISSUER),))
    presenter.start()
    return presenter
