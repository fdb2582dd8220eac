import pytest

from tests.presenters.stand_ins import NOW, heard, key, run_now
from workbench.core.errors import DefinitionFileError, PortInUseError
from workbench.core.keys.signing_key import KeyRole
from workbench.presenters.server.server import ServerPresenter, ServerState


@pytest.fixture
def server(qapp, host):
    presenter = ServerPresenter(host, run_now)
    presenter.set_ring((key("issuer", role=KeyRole.ISSUER), key("mine", trusted=True), key("stranger")))
    return presenter


def test_the_server_starts_with_the_trusted_keys_alone(server, host):
    server.start()
    assert [each.name for each in host.trusted.values()] == ["issuer", "mine"]
    assert server.running_url == "http://127.0.0.1:8080"


def test_nothing_starts_without_an_issuer_key(qapp, host):
    presenter = ServerPresenter(host, run_now)
    presenter.start()
    assert host.ports == []


def test_a_second_start_asks_for_the_same_port(server, host):
    server.start()
    server.stop()
    assert server.state is ServerState.STOPPED
    assert server.running_url is None
    server.start()
    assert host.ports == [0, 8080]


def test_a_failed_start_says_why_and_can_be_tried_again(server, host):
    host.problem = PortInUseError("Port 8080 is in use.")
    statuses = heard(server.status_changed)
    server.start()
    assert server.state is ServerState.FAILED
    assert statuses[-1].text.startswith("Port 8080 is in use.")
    server.start()
    assert server.state is ServerState.RUNNING


def test_moving_the_clock_moves_the_servers_now(server):
    moved = heard(server.clock_changed)
    server.move_clock(31 * 60)
    assert server.now == NOW + 31 * 60
    assert moved == [31 * 60]


def test_a_lookup_delay_is_set_and_reported_where_it_is_another(server, host):
    reported = heard(server.lookup_delay_changed)
    server.set_lookup_delay(0.0)
    server.set_lookup_delay(1.5)
    assert (host.lookup_delay_ms, server.lookup_delay_ms, reported) == (1.5, 1.5, [1.5])


def test_what_fails_is_set_and_reported_where_it_is_another(server, host):
    reported = heard(server.failing_changed)
    server.set_fails("directory", False)
    server.set_fails("directory", True)
    server.set_fails("deny-list", True)
    server.set_fails("directory", False)
    assert reported == [("directory",), ("directory", "deny-list"), ("deny-list",)]
    assert host.failing == server.failing == ("deny-list",)


def test_a_header_limit_is_set_and_told_where_it_is_another(server, host):
    told = heard(server.header_limit_changed)
    server.set_header_limit(16_384)
    server.set_header_limit(8192)
    assert (host.header_limit, server.header_limit, told) == (8192, 8192, [8192])


def test_another_scenario_starts_the_server_anew_on_the_same_port(server, host):
    server.start()
    scenarios, started = heard(server.scenario_changed), heard(server.started)
    server.choose_scenario("clinic")
    assert host.ports == [0, 8080]
    assert scenarios == ["clinic"]
    assert started[0].scenario == "clinic"
    server.choose_scenario("clinic")
    assert host.ports == [0, 8080], "it is served already"


def test_a_stopped_server_stays_stopped_and_serves_the_scenario_from_its_next_start(server, host):
    server.start()
    server.stop()
    server.choose_scenario("clinic")
    assert server.state is ServerState.STOPPED
    server.start()
    assert server.info.scenario == "clinic"


def test_a_scenario_that_cannot_be_used_leaves_the_running_server_as_it_is(server, host):
    server.start()
    host.problem = DefinitionFileError("mine.toml: id: is missing; expected a string.")
    scenarios, statuses = heard(server.scenario_changed), heard(server.status_changed)
    server.choose_scenario("mine.toml")
    assert server.state is ServerState.RUNNING
    assert scenarios == ["mine.toml", "documents"]
    assert statuses[-1].text.startswith("mine.toml: id: is missing")
    assert server.scenario == "documents"
