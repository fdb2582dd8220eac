import pytest

from demo_server.policy.designs import BUILT_IN
from tests.core.keys.ring import KEYS
from tests.demo_server.clients import client_for
from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.designs.stolen_token import EndedBy, Listed, Revoker, StolenTokenQuestion, Tally
from workbench.core.designs.stolen_token_text import ended_by
from workbench.core.errors import ComparisonStoppedError
from workbench.services.experiments.stolen_token import StolenTokenExperiment
from workbench.services.server_host import ServerHost


@pytest.fixture(scope="module")
def hosts():
    """Servers by scenario, started when they are first asked for."""
    running = {}

    def host(scenario="documents"):
        if scenario not in running:
            running[scenario] = ServerHost(scenario=scenario)
            running[scenario].start(KEYS["ES256"], ())
        return running[scenario]

    yield host
    for each in running.values():
        each.stop()


class Trials:
    """Makes trials with other options than the running server's."""

    def __init__(self, host, options):
        self._host = host
        self._options = options

    def trial(self):
        return self._host.trial(**self._options)


@pytest.fixture(scope="module")
def find(hosts, client):
    def find_one(username, scenario="documents", *, run=UNWATCHED, trial_options=None, **options):
        host = Trials(hosts(scenario), trial_options) if trial_options else hosts(scenario)
        return StolenTokenExperiment(host, client)(StolenTokenQuestion(username, **options), run)

    return find_one


@pytest.fixture(scope="module")
def alice(find):
    return find("alice")


def of(reach, design):
    return next(each for each in reach.designs if each.design == design)


def route(reach, design, label):
    return next(each for each in of(reach, design).routes if each.route.label == label)


def test_roles_let_alice_change_every_document_and_identity_hers_alone(alice):
    assert route(alice, "roles", "PUT /documents/{id}").tally == Tally(4, 4)
    assert route(alice, "identity", "PUT /documents/{id}").examples(9) == ("doc-1",)
    assert route(alice, "identity", "DELETE /documents/{id}").allowed[0].by == "acl"
    assert route(alice, "roles", "DELETE /documents/{id}").allowed == ()
    assert route(alice, "roles", "GET /me").allowed[0].by == ""
    assert of(alice, "roles").tally == Tally(10, 22)


@pytest.mark.parametrize(
    ("design", "shown"), [("hybrid", 1), ("identity", 1), ("roles", 4), ("broad-grants", 1), ("resource-ids", 1)]
)
def test_a_list_says_how_many_records_it_shows_the_thief(alice, design, shown):
    assert route(alice, design, "GET /documents").listed == Listed(shown, 4)
    assert route(alice, design, "GET /me").listed is None


@pytest.mark.parametrize("design", ["identity", "roles", "resource-ids"])
def test_what_is_found_is_what_the_running_server_answers(design, alice, hosts):
    with client_for(hosts().info.url) as http:
        body = {"username": "alice", "password": "alice-pass", "design": design}
        token = http.post("/login", json=body).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Demo-Design": design}
        for each in of(alice, design).routes:
            allowed = {one.path for one in each.allowed}
            for path in each.route.paths:
                status = http.request(each.route.method, path, headers=headers, json={}).status_code
                # 400: let through, and then the empty body is not what the route takes.
                assert (status in (200, 400)) == (path in allowed), (each.route.label, path)


def test_what_ends_a_token_comes_from_the_servers_own_checks(alice, find):
    assert of(alice, "identity").ended_by == EndedBy(revocation=Revoker.DENY_LIST, account=True)
    assert of(alice, "roles").ended_by == EndedBy(revocation=Revoker.DENY_LIST, account=False)
    assert ended_by(of(alice, "identity")) == "logout, account, rights"
    assert ended_by(of(alice, "groups-acl")) == "logout, account, some rights"
    assert of(alice, "everything").rights.claims == ("roles", "canWrite")
    without = find("alice", trial_options={"revocation": False})
    assert ended_by(of(without, "roles")) == "nothing"


def test_the_token_tells_when_it_ends_and_who_its_user_is(alice):
    readable = of(alice, "everything").readable
    assert readable.expires_at == pytest.approx(alice.asked_at + 1800, abs=60)
    claims = dict(readable.claims)
    assert claims["email"] == "alice@demo.example"
    assert claims["sub"] == "u-1001"
    assert not {"iss", "aud", "exp", "nbf", "iat", "jti"} & set(claims)
    assert dict(of(alice, "identity").readable.claims) == {"sub": "u-1001"}


def test_the_clock_and_the_world_of_the_running_server_count(hosts, find):
    host = hosts("clinic")
    host.move_clock(86_400)
    noor = find("noor", "clinic")
    assert noor.asked_at == pytest.approx(host.now(), abs=60)
    opened = [each for each in of(noor, "roles").routes if each.route.break_glass]
    assert [(each.route.label, str(each.tally)) for each in opened] == [("POST /patients/{id}/break-glass", "3 of 3")]
    assert {each.by for each in opened[0].allowed} == {"break-glass"}


def test_of_a_user_who_cannot_log_in_there_is_no_token_to_steal(find):
    erin = find("erin")
    assert {each.tally for each in erin.designs} == {Tally(0, 22)}
    assert {each.readable for each in erin.designs} == {None}
    assert "erin cannot log in (login.disabled)" in erin.designs[0].obstacle


def test_a_token_too_large_for_a_header_opens_nothing_and_says_so(find):
    reader = find("reader-10000", "documents-large", most_per_route=50)
    large = of(reader, "resource-ids")
    assert large.tally.allowed == 0
    assert "larger than this server accepts in a header: every request gets 431" in large.obstacle
    assert large.readable.token_bytes > 16_384
    assert of(reader, "identity").obstacle == ""


def test_of_a_large_world_an_even_choice_is_asked_about_and_told(find):
    reader = find("reader-1000", "documents-large", most_per_route=200)
    assert [(each.label, len(each.paths), each.total) for each in reader.sampled] == [
        ("GET /documents/{id}", 200, 10_000),
        ("PUT /documents/{id}", 200, 10_000),
    ]
    read = route(reader, "identity", "GET /documents/{id}").tally
    assert not read.exact
    assert 500 < read.allowed < 2_000  # a tenth of the records is shared with this reader
    assert route(reader, "roles", "GET /documents/{id}").tally == Tally(10_000, 10_000, exact=False)
    assert reader.asked == len(BUILT_IN) * (3 + 2 * 200)


def test_progress_goes_to_the_end_and_the_rest_can_be_left_out(find):
    watched, stopped = Watched(), Watched(stop_after=3)
    find("reader-100", "documents-large", most_per_route=400, run=watched.run)
    told = watched.seen
    assert told[0] == (0, len(BUILT_IN) * 803)
    assert told[-1] == (len(BUILT_IN) * 803, len(BUILT_IN) * 803)
    assert told == sorted(told)
    assert len(told) > 20
    with pytest.raises(ComparisonStoppedError):
        find("reader-100", "documents-large", run=stopped.run)
    assert len(stopped.seen) == 3
