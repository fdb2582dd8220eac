import errno
import socket
import sys
import threading
import time
from dataclasses import replace

import pytest

from tests.core.keys.ring import CREATED, KEYS, OTHER_ES256
from workbench.core.answers.outcome import Request
from workbench.core.errors import (
    DefinitionFileError,
    KeyNotTrustedError,
    PortInUseError,
    ServerStartError,
    WorkbenchError,
)
from workbench.core.keys.algorithms import ALGORITHMS
from workbench.core.keys.signing_key import SigningKey
from workbench.core.server.info import Mechanism
from workbench.core.signing.header import updated_header
from workbench.core.signing.header_update import HeaderUpdate
from workbench.core.signing.jose import sign
from workbench.core.token.compact import parse_compact
from workbench.services.server_host import SCENARIOS, ServerHost, check_definitions

ISSUER = KEYS["EdDSA"]
READ = Request("doc-1-read", "GET", "/documents/doc-1")
WEAK = SigningKey("weak", "weak", "HS256", CREATED, {"kty": "oct", "k": "c2hvcnQ"})


@pytest.fixture
def host():
    host = ServerHost()
    yield host
    host.stop()


def reason(client, host, token):
    decision = client.replay(host.info.url, READ, token, "roles").decision
    assert decision is not None
    return decision.reason


def log_in(client, host):
    return client.login(host.info.url, "bob", "bob-pass", "roles").access_token


def signed_again(token, key):
    parts = parse_compact(token)
    return sign(updated_header(token.partition(".")[0], key, HeaderUpdate.SET_ALG_AND_KID), parts.claims, key)


def test_the_server_tells_what_it_is(host):
    info = host.start(ISSUER, [])
    assert host.running
    assert host.info is info
    assert info.url == f"http://127.0.0.1:{info.port}"
    assert (info.host, info.scenario, info.weaknesses) == ("127.0.0.1", "documents", ())
    assert (info.issuer, info.audience) == ("https://demo.example", "documents")
    bob = next(user for user in info.users if user.username == "bob")
    assert (bob.roles, bob.groups, bob.disabled, bob.demo_password) == (("viewer",), ("sales",), False, "bob-pass")
    assert [user.username for user in info.users if user.disabled] == ["erin"]
    assert {"identity", "roles", "groups-acl"} <= {design.id for design in info.designs}
    assert all(design.title and design.summary for design in info.designs)
    assert "DELETE /documents/doc-1" in [request.label for request in info.requests]
    assert "bob-pass" not in repr(info)


def test_every_request_of_the_scenario_is_answered_with_a_decision(host, client):
    info = host.start(ISSUER, [])
    token = log_in(client, host)
    for request in info.requests:
        outcome = client.replay(info.url, request, token, "roles")
        assert outcome.status in (200, 201, 204, 403), request.label
        assert outcome.decision is not None


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_server_signs_with_the_key_of_the_ring(host, client, algorithm):
    host.start(KEYS[algorithm], [])
    token = log_in(client, host)
    assert parse_compact(token).header["kid"] == KEYS[algorithm].kid
    assert reason(client, host, token) == "granted"
    assert host.trusted_kids() == (KEYS[algorithm].kid,)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_counts_from_when_it_is_trusted_until_it_is_not(host, client, algorithm):
    issuer = OTHER_ES256
    host.start(issuer, [])
    token = signed_again(log_in(client, host), KEYS[algorithm])
    assert reason(client, host, token) == "key.unknown"
    host.trust(KEYS[algorithm])
    assert host.trusted_kids() == (issuer.kid, KEYS[algorithm].kid)
    assert reason(client, host, token) == "granted"
    host.distrust(KEYS[algorithm].kid)
    assert reason(client, host, token) == "key.unknown"


def test_trusted_keys_count_from_the_start(host, client):
    host.start(ISSUER, [KEYS["RS256"], KEYS["HS256"]])
    assert host.trusted_kids() == (ISSUER.kid, KEYS["RS256"].kid, KEYS["HS256"].kid)
    assert reason(client, host, signed_again(log_in(client, host), KEYS["RS256"])) == "granted"


def test_a_rotated_key_counts_until_it_retires_by_the_moved_clock_also_after_a_restart(host, client):
    info = host.start(ISSUER, [])
    token = log_in(client, host)
    retiring = replace(ISSUER, retires_at=int(host.now()) + 600)
    host.rotate(KEYS["ES256"], retiring)
    assert parse_compact(log_in(client, host)).header["kid"] == KEYS["ES256"].kid
    for _ in range(2):
        for offset_s, expected in ((0, "granted"), (590, "granted"), (601, "key.retired"), (0, "granted")):
            host.move_clock(offset_s)
            assert reason(client, host, token) == expected
        host.start(KEYS["ES256"], [retiring], info.port)


def test_a_key_that_is_too_weak_for_a_strict_server_is_not_trusted(host, caplog):
    host.start(ISSUER, [WEAK, KEYS["RS256"]])
    assert host.trusted_kids() == (ISSUER.kid, KEYS["RS256"].kid)
    assert "The demo server does not accept the key weak" in caplog.text
    with pytest.raises(KeyNotTrustedError, match="does not accept the key weak") as caught:
        host.trust(WEAK)
    assert "c2hvcnQ" not in str(caught.value) + caplog.text


def test_a_weak_key_signs_no_tokens(host):
    with pytest.raises(ServerStartError, match="cannot sign tokens with the key weak"):
        host.start(WEAK, [])
    assert not host.running


def test_tokens_outlive_a_restart_with_the_same_key_on_the_same_port(host, client):
    port = host.start(ISSUER, []).port
    token = log_in(client, host)
    host.stop()
    assert host.start(ISSUER, [], port).port == port
    assert reason(client, host, token) == "granted"


def test_starting_again_replaces_the_server_that_runs(host, client):
    first = host.start(ISSUER, [])
    second = host.start(ISSUER, [], first.port)
    assert host.info is second
    assert reason(client, host, log_in(client, host)) == "granted"


def test_a_closed_host_starts_no_server_any_more(host):
    host.start(ISSUER, [])
    host.close()
    with pytest.raises(ServerStartError):
        host.start(ISSUER, [])
    assert not host.running


def test_a_stopped_server_leaves_no_thread_even_with_an_open_connection(client):
    before = set(threading.enumerate())
    host = ServerHost()
    host.start(ISSUER, [])
    log_in(client, host)  # the client keeps its connection
    host.stop()
    host.stop()
    assert set(threading.enumerate()) <= before
    assert not host.running
    assert host.info is None


def test_a_port_in_use_is_told_and_nothing_runs(host):
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUseError) as caught:
            host.start(ISSUER, [], port)
    assert str(caught.value) == f"Port {port} on 127.0.0.1 is in use by another program."
    assert "choose port 0" in caught.value.hint
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.EADDRINUSE
    assert not host.running
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_is_none_is_told(host, port):
    with pytest.raises(ServerStartError, match=f"There is no port {port}"):
        host.start(ISSUER, [], port)
    assert not host.running


def test_without_a_server_a_weak_key_is_refused_all_the_same_and_nothing_else_happens(host):
    with pytest.raises(KeyNotTrustedError, match="has 40 bits"):
        host.trust(WEAK)
    host.trust(KEYS["ES256"])
    host.distrust("k")
    assert host.trusted_kids() == ()
    assert not host.running
    assert host.info is None


def test_the_clock_is_moved_and_stays_so_over_a_restart(host, client):
    host.start(ISSUER, [])
    token = log_in(client, host)
    assert abs(host.now() - time.time()) < 60
    host.move_clock(31 * 60)
    assert host.clock_offset == 31 * 60
    assert abs(host.now() - time.time() - 31 * 60) < 60
    assert reason(client, host, token) == "expiry.expired"
    host.stop()
    host.start(ISSUER, [])
    assert reason(client, host, token) == "expiry.expired"
    host.move_clock(0)
    assert reason(client, host, token) == "granted"


def test_the_clock_goes_while_no_server_runs():
    host = ServerHost()
    host.move_clock(-3600)
    assert abs(host.now() - time.time() + 3600) < 60


def test_the_header_limit_counts_at_once_stays_over_a_restart_and_holds_in_a_trial(host, client):
    host.start(ISSUER, [])
    heavy = "a" * 9_000
    assert client.replay(host.info.url, READ, heavy, "roles").status == 401
    host.set_header_limit(8192)
    refused = client.replay(host.info.url, READ, heavy, "roles")
    assert (refused.status, refused.decision) == (431, None)
    assert refused.reason == "http.header_block_too_large"
    host.stop()
    host.start(ISSUER, [])
    assert host.header_limit == 8192
    assert client.replay(host.info.url, READ, heavy, "roles").status == 431
    with host.trial() as trial:
        assert client.replay(trial.info.url, READ, heavy, "roles").status == 431


def test_the_lookup_delay_counts_at_once_stays_over_a_restart_and_is_not_a_trials(host, client):
    def asked_us():
        token = client.login(host.info.url, "bob", "bob-pass", "roles").access_token
        return client.replay(host.info.url, READ, token, "roles").decision.asked[0].elapsed_us

    host.start(ISSUER, [])
    host.set_lookup_delay(20)
    assert asked_us() >= 20_000
    host.stop()
    host.start(ISSUER, [])
    assert asked_us() >= 20_000
    with host.trial() as trial:
        token = client.login(trial.info.url, "bob", "bob-pass", "roles").access_token
        outcome = client.replay(trial.info.url, READ, token, "roles")
        assert trial.timing(outcome.request_id).lookups_us < 20_000
    with host.trial(lookup_delay_ms=30) as trial:
        outcome = client.replay(trial.info.url, READ, token, "roles")
        assert trial.timing(outcome.request_id).lookups_us >= 30_000


def test_what_fails_counts_at_once_stays_over_a_restart_and_is_not_a_trials(host, client):
    def read(info):
        token = client.login(info.url, "bob", "bob-pass", "roles").access_token
        return client.replay(info.url, READ, token, "roles").reason

    host.start(ISSUER, [])
    host.set_failing(["deny-list"])
    assert read(host.info) == "deny-list.unavailable"
    host.stop()
    host.start(ISSUER, [])
    assert read(host.info) == "deny-list.unavailable"
    with host.trial() as trial:
        assert read(trial.info) == "granted"
    host.set_failing([])
    assert read(host.info) == "granted"


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_built_in_scenario_is_served(scenario):
    host = ServerHost(scenario=scenario)
    try:
        info = host.start(ISSUER, [])
        assert info.scenario == scenario
        assert info.users
        assert info.requests
    finally:
        host.stop()


def test_another_scenario_is_served_from_the_next_start_on(host):
    port = host.start(ISSUER, []).port
    host.choose_scenario("clinic")
    assert host.info.scenario == "documents"
    assert host.start(ISSUER, [], port).scenario == "clinic"
    assert host.info.port == port


def test_a_file_that_cannot_be_used_leaves_the_running_server_alone(host, client, tmp_path):
    host.start(ISSUER, [])
    host.choose_scenario(str(tmp_path / "gone.toml"))
    with pytest.raises(DefinitionFileError, match=r"gone\.toml: cannot be read .*; expected a readable TOML file"):
        host.start(ISSUER, [])
    assert reason(client, host, log_in(client, host)) == "granted"


def test_a_faulty_file_is_reported_as_such_and_not_as_a_server_that_cannot_start(host, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text('id = "x"', encoding="utf-8")
    host.start(ISSUER, [])
    host.choose_designs((str(bad),))
    with pytest.raises(DefinitionFileError) as caught:
        host.start(ISSUER, [])
    assert str(caught.value).endswith("title: is missing; expected a string. The demo server goes on with what it had.")
    assert host.running


def test_a_design_file_is_read_anew_at_each_start(client, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('id = "mine"\ntitle = "One"\n[[grants]]\nkind = "acl"\n', encoding="utf-8")
    host = ServerHost(designs=[str(file)])
    try:
        info = host.start(ISSUER, [])
        assert (info.design, info.designs[-1].title) == ("mine", "One")
        file.write_text(file.read_text(encoding="utf-8").replace("One", "Two"), encoding="utf-8")
        assert host.start(ISSUER, [], info.port).designs[-1].title == "Two"
    finally:
        host.stop()


def test_a_mistake_in_a_file_names_file_key_path_problem_and_expectation(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('id = "mine"\ntitle = "M"\n[claims]\nr = "{user.rolls}"\n[[grants]]\nkind = "acl"\n', "utf-8")
    with pytest.raises(DefinitionFileError) as caught:
        check_definitions("documents", [str(file)])
    assert str(caught.value).startswith(
        f'{file}: claims.r: "{{user.rolls}}" is not a field of a user; expected plain text, or one of'
    )
    assert "\n" not in str(caught.value)


def test_two_designs_of_one_id_are_a_mistake(tmp_path):
    files = []
    for name in ("a.toml", "b.toml"):
        files.append(str(tmp_path / name))
        (tmp_path / name).write_text(f'id = "mine"\ntitle = "{name}"\n[[grants]]\nkind = "acl"\n', encoding="utf-8")
    with pytest.raises(DefinitionFileError, match=r'b\.toml: id: "mine" is also the id of .*a\.toml'):
        check_definitions("documents", files)


def test_a_design_whose_extra_is_not_installed_is_apart_and_a_login_says_what_to_install(host, client, monkeypatch):
    monkeypatch.setitem(sys.modules, "cedarpy", None)
    info = host.start(ISSUER, [])
    assert "cedar" not in {design.id for design in info.designs}
    assert list(info.unavailable) == ["cedar"]
    assert info.left_out.endswith('install it with: pip install "token-workbench[cedar]".')
    with pytest.raises(WorkbenchError, match=r'pip install "token-workbench\[cedar\]"'):
        client.login(info.url, "bob", "bob-pass", "cedar")


def test_a_design_with_policies_needs_a_policy_engine(host):
    needing = [each.id for each in host.start(ISSUER, []).designs if Mechanism.POLICY_ENGINE in each.mechanisms]
    assert needing == ["cedar"]
