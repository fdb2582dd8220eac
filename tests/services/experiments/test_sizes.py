import pytest

from tests.core.keys.ring import OTHER_ES256
from tests.services.experiments.runs import UNWATCHED, Watched
from tests.services.http_client.scripted_server import answer, scripted
from workbench.core.answers.outcome import Request
from workbench.core.designs.growth import COUNTS, Growing, Ids, SizeQuestion
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError
from workbench.core.token.header_limits import header_bytes
from workbench.services.experiments.sizes import SizeExperiment
from workbench.services.server_host import ServerHost

READERS = (10, 100, 1000, 10_000)
PASSWORDS = {name: f"{name}-pass" for name in ("bob", "erin", *(f"reader-{count}" for count in READERS))}


@pytest.fixture(scope="module")
def large():
    host = ServerHost(scenario="documents-large")
    host.start(OTHER_ES256, [])
    yield host
    host.stop()


def measured(client, host, username, growing=Growing.RECORDS, ids=Ids.SCENARIO, run=UNWATCHED):
    return SizeExperiment(host, client)(SizeQuestion(username, growing, ids), run)


def issued(client, host, username, design):
    return client.login(host.info.url, username, PASSWORDS[username], design).access_token


def curve(report, design):
    return dict(
        zip(
            report.growth.counts,
            next(each for each in report.growth.curves if each.design == design).token_bytes,
            strict=True,
        )
    )


def test_the_sizes_are_those_of_the_tokens_and_of_the_bytes_on_the_wire(client, host):
    report = measured(client, host, "bob")
    assert [each.design for each in report.sizes] == [design.id for design in host.info.designs]
    for each in report.sizes:
        token = issued(client, host, "bob", each.design)
        assert each.size.token_bytes == len(token)
        with scripted(answer("{}"), answer("{}", "404 Not Found")) as wire:
            client.replay(wire.url, Request("me", "GET", "/me"), token, each.design)
        line = next(line for line in wire.requests[0].split(b"\r\n") if line.startswith(b"Authorization:"))
        assert len(line) + len(b"\r\n") == each.size.header_bytes == header_bytes(len(token))


@pytest.mark.parametrize("count", READERS)
def test_a_point_of_the_growth_is_the_length_of_a_real_readers_token(client, large, count):
    report = measured(client, large, f"reader-{count}")
    for design in ("identity", "resource-ids", "everything"):
        assert curve(report, design)[count] == len(issued(client, large, f"reader-{count}", design))
    assert report.growth.id_length == len("doc-10000")


def test_only_what_carries_it_grows_and_longer_ids_grow_faster(client, host):
    by_growing = {growing: measured(client, host, "bob", growing) for growing in Growing}
    for growing, growers in {
        Growing.RECORDS: {"resource-ids", "rar", "everything"},
        Growing.ROLES: {"hybrid", "overage", "roles", "scopes", "rar", "everything", "versioned", "short-refresh"},
        Growing.GROUPS: {"broad-grants", "groups-acl", "overage", "everything"},
    }.items():
        curves = by_growing[growing].growth.curves
        assert {each.design for each in curves if each.token_bytes[-1] > each.token_bytes[0]} == growers
        assert all(list(each.token_bytes) == sorted(each.token_bytes) for each in curves)
    uuids = measured(client, host, "bob", ids=Ids.UUID)
    # An id more: 36 characters, two quotes and a comma, at four characters for three octets.
    per_id = (curve(uuids, "resource-ids")[10_000] - curve(uuids, "resource-ids")[1000]) / 9000
    assert per_id == pytest.approx(39 * 4 / 3, abs=0.001)
    assert uuids.growth.id_length == 36


def test_progress_goes_from_token_to_token_and_nothing_is_measured_once_it_is_stopped(client, host):
    expected = len(host.info.designs) * (1 + len(COUNTS))
    watched, stopped = Watched(), Watched(stop_after=3)
    measured(client, host, "bob", run=watched.run)
    assert watched.seen == [(done, expected) for done in range(1, expected + 1)]
    with pytest.raises(ComparisonStoppedError, match="stopped"):
        measured(client, host, "bob", run=stopped.run)
    assert stopped.seen == [(1, expected), (2, expected), (3, expected)]


def test_a_user_who_gets_no_token_is_not_measured(client, host):
    with pytest.raises(LoginRefusedError) as caught:
        measured(client, host, "erin")
    assert caught.value.reason == "login.disabled"


def test_beyond_the_limit_of_overage_more_groups_cost_nothing(client, host):
    found = measured(client, host, "bob", Growing.GROUPS).growth
    (token_bytes,) = (each.token_bytes for each in found.curves if each.design == "overage")
    curve = dict(zip(found.counts, token_bytes, strict=True))
    assert curve[1] < curve[2] < curve[5]
    assert len({curve[count] for count in found.counts if count > 5}) == 1
