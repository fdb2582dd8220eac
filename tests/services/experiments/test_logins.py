"""The logins of an experiment: the password once, the account each time."""

import pytest

from tests.core.keys.ring import KEYS
from workbench.core.errors import LoginRefusedError
from workbench.core.server.directory_change import ChangeKind, Step, WorldChange
from workbench.services.experiments.logins import Logins
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost


class CountingClient(HttpClient):
    logins = 0

    def login(self, *arguments):
        self.logins += 1
        return super().login(*arguments)


@pytest.fixture(scope="module")
def host():
    host = ServerHost()
    host.start(KEYS["ES256"], ())
    yield host
    host.stop()


@pytest.fixture
def client():
    client = CountingClient()
    yield client
    client.close()


@pytest.fixture
def trial(host):
    with host.trial() as trial:
        yield trial


def test_the_password_is_checked_once_and_every_design_gets_a_token_that_the_server_takes(trial, client):
    logins, info = Logins(client, trial), trial.info
    for design in info.designs:
        answer = logins.log_in(info.user("bob"), design.id)
        assert answer.design == design.id
        assert trial.allows(answer.access_token, design.id, [info.requests[0]]) == [True]
        assert bool(answer.refresh_token) == (design.id == "short-refresh")
    assert client.logins == 1
    logins.log_in(info.user("alice"), "roles")
    assert client.logins == 2


def test_an_account_that_is_disabled_in_between_is_refused_in_the_words_of_the_server(trial, client):
    logins, bob = Logins(client, trial), trial.info.user("bob")
    logins.log_in(bob, "roles")
    trial.apply(WorldChange((Step(ChangeKind.DISABLE, "bob"),)))
    with pytest.raises(LoginRefusedError) as known:
        logins.log_in(bob, "roles")
    with pytest.raises(LoginRefusedError) as first:
        Logins(client, trial).log_in(bob, "roles")
    assert (str(known.value), known.value.reason) == (str(first.value), first.value.reason)
    assert first.value.reason == "login.disabled"


def test_of_a_disabled_account_the_password_is_checked_once_too(trial, client):
    logins, erin = Logins(client, trial), trial.info.user("erin")
    for _ in range(3):
        with pytest.raises(LoginRefusedError, match="disabled"):
            logins.log_in(erin, "roles")
    assert client.logins == 1
