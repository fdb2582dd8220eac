import pytest

from tests.presenters.stand_ins import StandInClient, heard, key, run_now, server_info
from workbench.core.errors import PortInUseError
from workbench.core.keys.signing_key import KeyRole
from workbench.presenters.server.login import LoginPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import StatusLevel


@pytest.fixture
def server(qapp, host):
    presenter = ServerPresenter(host, run_now)
    presenter.set_ring((key("issuer", role=KeyRole.ISSUER),))
    return presenter


@pytest.fixture
def client():
    return StandInClient()


@pytest.fixture
def login(server, client):
    return LoginPresenter(client, server, run_now)


def test_a_log_in_brings_the_token_and_its_design(login, server):
    server.start()
    issued = heard(login.token_issued)
    statuses = heard(login.status_changed)
    login.log_in("bob", "bob-pass", "roles")
    assert issued == [("aa.bb.cc", "roles")]
    assert statuses[-1].severity is StatusLevel.OK


@pytest.mark.parametrize(
    ("username", "password", "sentence"),
    [
        ("bob", "wrong", "Wrong user name or password."),
        ("", "x", "Enter a user name first."),
        ("bob", "", "Enter the password first."),
    ],
)
def test_a_refused_log_in_says_why_and_issues_nothing(login, server, username, password, sentence):
    server.start()
    issued, statuses, busy = heard(login.token_issued), heard(login.status_changed), heard(login.busy_changed)
    login.log_in(username, password, "roles")
    assert issued == []
    assert statuses[-1].text.startswith(sentence)
    assert statuses[-1].severity is StatusLevel.ERROR
    assert busy in ([], [True, False])


def test_a_log_in_before_the_server_runs_waits_for_it(login, server):
    issued, statuses = heard(login.token_issued), heard(login.status_changed)
    login.log_in("bob", "bob-pass", "roles")
    assert issued == []
    assert "Waiting" in statuses[-1].text
    server.start()
    assert issued == [("aa.bb.cc", "roles")]


def test_a_waiting_log_in_is_given_up_when_the_server_cannot_start(login, server, host):
    host.problem = PortInUseError("Port 8080 is in use.")
    busy, statuses = heard(login.busy_changed), heard(login.status_changed)
    login.log_in("bob", "bob-pass", "roles")
    server.start()
    assert busy == [True, False]
    assert "Start it again" in statuses[-1].text


def test_what_was_said_of_a_stopped_server_goes_when_it_runs_again(login, server):
    server.start()
    server.stop()
    statuses = heard(login.status_changed)
    login.log_in("bob", "bob-pass", "roles")
    assert "Start it again" in statuses[-1].text
    server.start()
    assert statuses[-1].text == ""


def test_a_dead_server_is_named_with_what_to_do(login, server, client):
    server.start()
    client.dead = True
    statuses = heard(login.status_changed)
    login.log_in("bob", "bob-pass", "roles")
    assert server_info().url in statuses[-1].text
    assert "Start the demo server" in statuses[-1].text
