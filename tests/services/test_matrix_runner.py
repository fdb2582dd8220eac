import httpx
import pytest

from tests.core.ring import KEYS
from workbench.core.errors import ComparisonStoppedError
from workbench.core.matrix import Cell, Costs
from workbench.services.http_client import HttpClient
from workbench.services.matrix_runner import ask_every_question
from workbench.services.server_host import ServerHost


@pytest.fixture(scope="module")
def server():
    host = ServerHost()
    yield host.start(KEYS["ES256"], ())
    host.stop()


@pytest.fixture(scope="module")
def client():
    made = HttpClient()
    yield made
    made.close()


@pytest.fixture(scope="module")
def ask(server, client):
    def ask_all(designs=("identity", "roles", "groups-acl"), users=("bob", "carol", "erin"), **more):
        accounts = [user for user in server.users if user.username in users]
        return ask_every_question(client, server.url, server.scenario, designs, accounts, server.requests, **more)

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
    for design in matrix.designs:
        for user in matrix.users:
            body = {"username": user, "password": f"{user}-pass", "design": design}
            answer = httpx.post(f"{server.url}/login", json=body, trust_env=False)
            token = answer.json().get("access_token")
            for request in matrix.requests:
                headers = {"Demo-Design": design} | ({"Authorization": f"Bearer {token}"} if token else {})
                plain = httpx.request(
                    request.method, server.url + request.path, content=request.body, headers=headers, trust_env=False
                )
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


def test_progress_is_told_to_the_end_and_the_rest_can_be_left_out(ask, server):
    told = []
    ask(("roles",), ("bob",), on_progress=lambda done, expected: told.append((done, expected)))
    count = len(server.requests)
    assert told == [(done, count) for done in range(1, count + 1)]
    with pytest.raises(ComparisonStoppedError):
        ask(("roles",), ("bob",), on_progress=lambda *_: told.append(None), cancelled=lambda: told[-1] is None)


def test_what_each_token_told_is_kept_without_the_token(matrix):
    assert {(token.design, token.user) for token in matrix.tokens} == {
        (design, user) for design in matrix.designs for user in ("bob", "carol")
    }, "erin got none"
    (token,) = matrix.issued("roles", "bob")
    assert token.lifetime_s == 1800
    assert token.token_bytes == matrix.costs("roles", "bob").token_bytes
    assert [claim.name for claim in token.told] == ["roles"]
    assert len(matrix.issued("roles")) == 2


def test_the_document_is_what_the_contract_says(matrix):
    document = matrix.to_json()
    assert list(document) == ["scenario", "requests", "cells"]
    assert list(document["requests"][0]) == ["id", "method", "path"]
    assert list(document["cells"][0]) == [
        "design", "user", "request", "status", "reason", "claims_read", "lookups", "token_bytes",
    ]  # fmt: skip


def test_costs_are_those_of_the_answered_requests():
    cells = [Cell("d", "u", str(us), 200, "granted", (), lookups, 400, us) for us, lookups in ((9, 1), (1, 3), (5, 0))]
    assert Costs.of([*cells, Cell("d", "u", "x", 401, "login.disabled")]) == Costs(400, 3, 5, 3)
    assert Costs.of([]) is None
