"""What a token reaches, worked out in the server, is what plain HTTP answers: request by request."""

from itertools import cycle, islice, repeat

import pytest

from demo_server import DemoServer
from demo_server.world.concrete_requests import concrete_requests
from demo_server.world.routing import BodyType, Router
from demo_server.world.scenario import SCENARIOS, load_scenario
from tests.demo_server.clients import client_for

EVERY = 10_000

# A record whose name is an obstacle course, one that a route has for itself, and a parameter that names nothing.
ODD_NAMES = """
[[resources]]
id = "a/b c?é%2F"
service = "documents"
title = "Odd"
owner = "bob"
group = "sales"

[[resources]]
id = "mine"
service = "documents"
title = "Mine"
owner = "bob"
group = "sales"

[[routes]]
method = "GET"
path = "/documents/mine"
permission = "documents:read"
answer = "acknowledge"

[[routes]]
method = "GET"
path = "/documents/{id}/versions/{version}"
permission = "documents:read"
service = "documents"
resource = "id"
answer = "record"
"""
BODY_VALUES = {BodyType.STRING: "text", BodyType.NUMBER: 1, BodyType.BOOLEAN: True, BodyType.STRINGS: ["text"]}


@pytest.fixture
def odd(tmp_path):
    path = tmp_path / "odd.toml"
    path.write_text((SCENARIOS / "documents.toml").read_text(encoding="utf-8") + ODD_NAMES, encoding="utf-8")
    return path


@pytest.fixture
def serve(issuer_key):
    """Starts servers, and stops them in the end."""
    servers = []

    def start(scenario="documents", **options):
        servers.append(DemoServer(scenario=scenario, issuer_key=issuer_key, **options))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def log_in(client, username, design):
    body = {"username": username, "password": f"{username}-pass", "design": design}
    return client.post("/login", json=body).json()["access_token"]


def named(server):
    """Every request of the world as route, method and path."""
    return [(each.route, each.route.method, path) for each in server.concrete_requests(EVERY) for path in each.paths]


def over_http(client, token, design, route, path):
    headers = {"Authorization": f"Bearer {token}", "Demo-Design": design}
    body = {name: BODY_VALUES[kind] for name, kind in (route.body or {}).items()}
    answer = client.request(route.method, path, headers=headers, json=body)
    decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
    granting = [grant["kind"] for grant in decision["grants"] if grant["granted"]]
    return answer.status_code, decision["reason"], granting


def worked_out(server, token, design, requests):
    found = server.reach(token, design, [(method, path) for _, method, path in requests])
    return [(each.status, each.reason, [] if each.grant is None else [each.grant.kind]) for each in found]


@pytest.mark.parametrize("scenario", ["documents", "clinic", "tenants"])
def test_every_request_of_a_small_world_is_answered_so_over_http(scenario, serve):
    server = serve(scenario)
    requests = named(server)
    with client_for(server) as client:
        for user in server.scenario.users.values():
            for design in [] if user.disabled else server.designs:
                token = log_in(client, user.username, design)
                http = [over_http(client, token, design, route, path) for route, _, path in requests]
                assert worked_out(server, token, design, requests) == http, (user.username, design)
                assert 200 in {status for status, _, _ in http}


def test_a_sample_of_a_large_world_is_answered_so_over_http(serve):
    server = serve("documents-large")
    requests = named(server)
    assert len(requests) == 20_003
    sample = requests[::457]
    with client_for(server) as client:
        for design in server.designs:
            token = log_in(client, "reader-100", design)
            http = [over_http(client, token, design, route, path) for route, _, path in sample]
            assert worked_out(server, token, design, sample) == http, design


def test_names_that_are_hard_to_write_are_written_as_the_server_reads_them(odd, serve):
    server = serve(odd)
    paths = {f"{method} {path}" for _, method, path in named(server)}
    assert "GET /documents/a%2Fb%20c%3F%C3%A9%252F" in paths
    assert "GET /documents/a%2Fb%20c%3F%C3%A9%252F/versions/any" in paths
    requests = [each for each in named(server) if "%" in each[2] or "mine" in each[2]]
    with client_for(server) as client:
        token = log_in(client, "bob", "identity")
        http = [over_http(client, token, "identity", route, path) for route, _, path in requests]
    assert worked_out(server, token, "identity", requests) == http
    assert [status for status, _, _ in http].count(404) == 0


def test_a_path_counts_for_the_route_that_answers_it(odd):
    scenario = load_scenario(odd)
    by_route = {f"{each.route.method} {each.route.path}": each for each in requests_of(scenario)}
    assert "/documents/mine" not in by_route["GET /documents/{id}"].paths
    assert by_route["GET /documents/{id}"].total == len(by_route["GET /documents/{id}"].paths) == 5
    assert by_route["GET /documents/mine"].paths == ("/documents/mine",)
    # The router knows the path by the first route that has it: other methods are refused with 405 there.
    assert by_route["PUT /documents/{id}"].total == 5


def requests_of(scenario, most=EVERY):
    return concrete_requests(scenario, Router(scenario.routes), most)


def test_of_too_many_requests_an_even_sample_is_returned_with_the_total():
    records = [each for each in requests_of(load_scenario("documents-large"), 40) if each.total > 1]
    assert [(each.total, len(each.paths)) for each in records] == [(10_000, 40)] * 2
    numbers = [int(path.rpartition("-")[2]) for path in records[0].paths]
    assert [(number - 1) // 250 for number in numbers] == list(range(40)), "one out of each 250"


def test_records_that_two_owners_have_in_turn_are_both_met_by_the_choice(tmp_path):
    records = "".join(
        f'[[resources]]\nid = "r{number}"\nservice = "documents"\ntitle = "R"\nowner = "{owner}"\ngroup = "none"\n'
        for number, owner in enumerate(islice(cycle(("alice", "bob")), 2_000))
    )
    path = tmp_path / "in-turn.toml"
    path.write_text((SCENARIOS / "documents.toml").read_text(encoding="utf-8") + records, encoding="utf-8")
    scenario = load_scenario(path)
    read = concrete_requests(scenario, Router(scenario.routes), 1_000)[2]
    assert (read.total, len(read.paths)) == (2_004, 1_000)
    alices = sum(scenario.resources[path.rpartition("/")[2]].owner == "alice" for path in read.paths)
    assert 400 < alices < 600
    assert concrete_requests(scenario, Router(scenario.routes), 1_000)[2] == read, "the same world, the same choice"


def test_a_route_that_an_earlier_one_answers_for_has_no_request_of_its_own(tmp_path):
    shadowed = '\n[[routes]]\nmethod = "GET"\npath = "/documents/{x}"\nanswer = "records"\nservice = "documents"\n'
    shadowed += 'permission = "documents:read"\nresource = "x"\n'
    path = tmp_path / "shadowed.toml"
    path.write_text((SCENARIOS / "documents.toml").read_text(encoding="utf-8") + shadowed, encoding="utf-8")
    scenario = load_scenario(path)
    for most in (2, EVERY):
        last = concrete_requests(scenario, Router(scenario.routes), most)[-1]
        assert (last.route.path, last.total, last.paths) == ("/documents/{x}", 0, ())


def test_members_of_a_tenant_are_named_in_their_own_tenant_alone():
    paths = {path for each in requests_of(load_scenario("tenants")) if each.route.user for path in each.paths}
    assert paths == {
        "/tenants/acme/members/amy/roles", "/tenants/acme/members/ben/roles", "/tenants/globex/members/gus/roles",
    }  # fmt: skip


def test_a_token_that_is_not_accepted_reaches_nothing(serve):
    server = serve()
    requests = named(server)
    with client_for(server) as client:
        revoked, expired = log_in(client, "carol", "roles"), log_in(client, "carol", "roles")
        client.post("/logout", headers={"Authorization": f"Bearer {revoked}"})
        assert {answer[:2] for answer in worked_out(server, revoked, "roles", requests)} == {
            (401, "revocation.revoked")
        }
        server.clock.move(1801)
        assert {answer[:2] for answer in worked_out(server, expired, "roles", requests)} == {(401, "expiry.expired")}


def test_a_change_of_the_world_counts_at_once(serve):
    server = serve()
    requests = named(server)
    with client_for(server) as client:
        token = log_in(client, "bob", "identity")
        before = worked_out(server, token, "identity", requests)
        server.directory.share("doc-4", "bob", ["read"])
        after = worked_out(server, token, "identity", requests)
        assert [requests[place][2] for place, answer in enumerate(after) if answer != before[place]] == [
            "/documents/doc-4"
        ]
        server.directory.set_disabled("bob", disabled=True)
        assert {answer[:2] for answer in worked_out(server, token, "identity", requests)} == {(401, "account.disabled")}


def test_the_answers_come_one_by_one_and_leave_no_trace(serve):
    server = serve()
    with client_for(server) as client:
        token = log_in(client, "alice", "roles")
    endless = server.reach(token, "roles", repeat(("GET", "/documents/doc-1")))
    assert [each.status for each in islice(endless, 3)] == [200, 200, 200]
    assert len(server.decisions) == 0


def test_a_request_that_no_route_answers_is_reported(serve):
    server = serve()
    with pytest.raises(ValueError, match="GET /nowhere"):
        next(server.reach("a.b.c", "roles", [("GET", "/nowhere")]))
    with pytest.raises(KeyError):
        server.reach("a.b.c", "no-such-design", [])


def test_a_token_too_long_for_the_header_is_refused_over_http_alone(serve):
    # So whoever asks for the reach of a token has to send it once as well.
    server = serve("documents-large")
    with client_for(server) as client:
        token = log_in(client, "reader-10000", "resource-ids")
        assert client.get("/me", headers={"Authorization": f"Bearer {token}"}).status_code == 431
        assert [each.status for each in server.reach(token, "resource-ids", [("GET", "/me")])] == [200]
