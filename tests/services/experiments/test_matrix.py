from dataclasses import replace
from functools import partial
from itertools import product

import pytest

from tests.core.keys.ring import KEYS
from tests.demo_server.clients import client_for
from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.answers.decision import Asked
from workbench.core.answers.matrix import Cell, Costs, MatrixQuestion
from workbench.core.errors import ComparisonStoppedError
from workbench.core.experiment import RunControl
from workbench.services.experiments.matrix import MatrixExperiment
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost


@pytest.fixture(scope="module")
def server(host):
    return host.info


class CountingClient(HttpClient):
    """Counts what it sends."""

    def __init__(self):
        super().__init__()
        self.sent = 0

    def _perform(self, sent):
        self.sent += 1
        return super()._perform(sent)


@pytest.fixture(scope="module")
def client():
    made = CountingClient()
    yield made
    made.close()


@pytest.fixture(scope="module")
def ask(host, client):
    def ask_all(designs=("identity", "roles", "groups-acl"), users=("bob", "carol", "erin"), run=UNWATCHED):
        return MatrixExperiment(host, client)(MatrixQuestion(designs, users), run)

    return ask_all


@pytest.fixture(scope="module")
def matrix(ask):
    return ask()


def test_there_is_a_cell_for_every_design_user_and_request(matrix, server):
    assert len(matrix.cells) == 3 * 3 * len(server.requests)
    assert matrix.cell("roles", "bob", "doc-1-read").status == 200
    assert matrix.cell("identity", "bob", "doc-1-read").status == 403
    assert matrix.cell("identity", "carol", "users").status == 200
    assert matrix.cell("roles", "nobody", "me") is None


def test_the_same_questions_over_plain_http_get_the_same_answers(matrix, server):
    with client_for(server.url) as http:
        for design, user in product(matrix.designs, matrix.users):
            body = {"username": user, "password": f"{user}-pass", "design": design}
            token = http.post("/login", json=body).json().get("access_token")
            for request in matrix.requests:
                headers = {"Demo-Design": design} | ({"Authorization": f"Bearer {token}"} if token else {})
                plain = http.request(request.method, request.path, content=request.body, headers=headers)
                assert plain.status_code == matrix.cell(design, user, request.id).status, (design, user, request.label)


def test_a_user_who_may_not_log_in_has_a_401_everywhere_with_the_reason(matrix, server):
    cells = [cell for cell in matrix.cells if cell.user == "erin"]
    assert {(cell.status, cell.reason, cell.token_bytes) for cell in cells} == {(401, "login.disabled", 0)}
    assert matrix.costs("roles", "erin") is None


def test_cells_tell_what_was_read_looked_up_and_weighed(matrix):
    by_roles, by_identity = (matrix.cell(design, "bob", "doc-1-read") for design in ("roles", "identity"))
    assert "roles" in by_roles.claims_read
    assert by_roles.lookups == 0
    assert by_identity.lookups > 0
    assert by_roles.token_bytes > by_identity.token_bytes > 300


def test_a_cell_differs_where_the_reference_has_another_status(matrix):
    assert matrix.differs(matrix.cell("roles", "bob", "doc-1-read"), "identity")
    assert not matrix.differs(matrix.cell("roles", "bob", "me"), "identity")
    assert not matrix.differs(matrix.cell("identity", "bob", "doc-1-read"), "identity")


def test_progress_goes_to_the_end_and_the_rest_can_be_left_out(ask, server):
    watched = Watched()
    ask(("roles",), ("bob",), watched.run)
    count = len(server.requests)
    assert watched.seen == [(done, count) for done in range(1, count + 1)]
    stopped = Watched(stop_after=2)
    with pytest.raises(ComparisonStoppedError):
        ask(("roles",), ("bob",), stopped.run)
    assert len(stopped.seen) == 2


def test_a_comparison_that_is_stopped_at_the_start_logs_nobody_in(ask, client):
    before = client.sent
    with pytest.raises(ComparisonStoppedError):
        ask(run=RunControl(stopped=lambda: True))
    assert client.sent == before


def test_what_each_token_told_is_kept_without_the_token(matrix):
    assert {(token.design, token.user) for token in matrix.tokens} == {
        (design, user) for design in matrix.designs for user in ("bob", "carol")
    }, "erin got none"
    (token,) = matrix.issued("roles", "bob")
    assert token.lifetime_s == 1800
    assert token.token_bytes == matrix.costs("roles", "bob").token_bytes
    assert [claim.name for claim in token.leaked] == ["roles"]
    assert len(matrix.issued("roles")) == 2


def test_the_document_is_what_the_contract_says(matrix):
    document = matrix.to_json()
    assert list(document) == ["scenario", "requests", "cells"]
    assert list(document["requests"][0]) == ["id", "method", "path"]
    assert list(document["cells"][0]) == [
        "design", "user", "request", "status", "reason", "claims_read", "lookups", "token_bytes",
    ]  # fmt: skip


def test_costs_are_those_of_the_answered_requests():
    cells = [
        Cell("d", "u", str(us), 200, "granted", (), lookups, 400, us, asked=asked(lookups))
        for us, lookups in ((9, 1), (1, 3), (5, 0))
    ]
    costs = Costs.of([*cells, Cell("d", "u", "x", 401, "login.disabled")])
    assert costs == Costs(400, asked(3), 5, 3)
    assert costs.questions == 4, "the deny-list is one of them"
    assert Costs.of([]) is None


def asked(lookups):
    return Asked("deny-list", 1, 2.0, cached=False), Asked("directory", lookups, 50.0, cached=False)


def essence(matrix):
    return [(cell.design, cell.user, cell.request, cell.status, cell.reason, cell.claims_read) for cell in matrix.cells]


def test_a_comparison_gives_the_cells_that_the_running_server_gives(client, matrix, server):
    asked = [cell for cell in matrix.cells if cell.token_bytes]
    requests = {request.id: request for request in server.requests}
    for cell in asked:
        token = client.login(server.url, cell.user, f"{cell.user}-pass", cell.design).access_token
        outcome = client.replay(server.url, requests[cell.request], token, cell.design)
        expected = Cell.of(cell.design, cell.user, outcome, len(token))
        assert essence(replace(matrix, cells=(cell,))) == essence(replace(matrix, cells=(expected,)))
        assert cell.lookups == expected.lookups
        assert cell.outcome.decision.checks
    assert asked


def test_a_comparison_in_a_trial_sends_one_request_a_cell(ask, client):
    before = client.sent
    cells = ask(("roles",), ("bob", "erin")).cells
    assert client.sent - before == 2 + len(cells) / 2, "two logins, and the requests of the one who has a token"


def test_without_a_choice_everything_is_asked(ask, server):
    found = ask((), ())
    assert len(found.cells) == len(server.designs) * len(server.users) * len(server.requests)


def test_a_comparison_sees_one_world_whatever_happens_to_the_running_server_meanwhile():
    host, client = ServerHost(), HttpClient()
    host.start(KEYS["ES256"], ())
    try:
        compare = partial(MatrixExperiment(host, client), MatrixQuestion())
        expected = compare(UNWATCHED)
        changes = []

        def change(done, expected):
            if not changes:
                changes.append((done, expected))
                host.move_clock(3600)
                directory = host._server.directory
                directory.set_roles("bob", ["admin"])
                directory.set_disabled("dave", disabled=True)
                directory.unshare("doc-3", "bob")

        assert essence(compare(RunControl(progress=change))) == essence(expected)
        [(done, count)] = changes
        assert done < count, "the world changed in the middle"
        assert essence(compare(UNWATCHED)) != essence(expected), "and it did change"
    finally:
        client.close()
        host.stop()


def test_a_token_over_the_header_limit_is_a_431_with_its_reason_and_the_comparison_goes_on():
    host, client = ServerHost(scenario="documents-large"), HttpClient()
    host.start(KEYS["ES256"], ())
    try:
        question = MatrixQuestion(("resource-ids", "roles"), ("archivist", "reader-10"))
        found = MatrixExperiment(host, client)(question, UNWATCHED)
    finally:
        client.close()
        host.stop()
    large = [cell for cell in found.cells if (cell.design, cell.user) == ("resource-ids", "archivist")]
    assert {(cell.status, cell.reason) for cell in large} == {(431, "http.header_block_too_large")}
    assert {cell.token_bytes > 16_384 for cell in large} == {True}
    assert "over the limit" in large[0].undecided
    assert {cell.undecided for cell in found.cells if cell not in large} == {""}
    assert found.cell("roles", "archivist", "me").status == 200
