import pytest

from tests.presenters.stand_ins import StandInClient, heard, key, run_now
from tests.ui.samples import ISSUED
from workbench.core.keys.signing_key import KeyRole
from workbench.presenters.requests.logout import LogoutPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import StatusLevel
from workbench.presenters.token.bench_token import BenchToken


@pytest.fixture
def server(qapp, host):
    presenter = ServerPresenter(host, run_now)
    presenter.set_ring((key("issuer", role=KeyRole.ISSUER),))
    presenter.start()
    return presenter


@pytest.fixture
def client():
    return StandInClient()


@pytest.fixture
def token(host):
    return BenchToken(host.now)


@pytest.fixture
def logout(server, client, token):
    return LogoutPresenter(client.logout, server, token, lambda: "roles", run_now)


def test_a_logout_revokes_the_issued_token_though_it_was_edited(logout, client, token):
    token.set_issued(ISSUED)
    token.set_segment(1, "e30")
    statuses, revoked = heard(logout.status_changed), heard(logout.logged_out)
    logout.log_out()
    assert client.refused == {ISSUED}
    assert statuses[-1].severity is StatusLevel.OK
    assert len(revoked) == 1


def test_there_is_something_to_log_out_from_a_login_until_the_logout(logout, token):
    available = heard(logout.available_changed)
    token.set_issued(ISSUED)
    logout.log_out()
    assert available == [True, False]
    token.set_issued("aa.bb.cc")
    assert available == [True, False, True]


def test_a_token_that_the_server_refuses_already_is_named_so(logout, client, token):
    token.set_text("aa.bb.cc")
    client.refused.add("aa.bb.cc")
    statuses, revoked = heard(logout.status_changed), heard(logout.logged_out)
    logout.log_out()
    assert statuses[-1].text == "The server answered the logout with 401: it already refuses the token."
    assert revoked == []


def test_a_server_that_is_stopped_or_silent_is_named_with_what_to_do(logout, client, token, server):
    token.set_issued(ISSUED)
    statuses = heard(logout.status_changed)
    client.dead = True
    logout.log_out()
    assert "connection refused" in statuses[-1].text
    server.stop()
    logout.log_out()
    assert statuses[-1].text == "The demo server is not running. Start it again, then log out."
