import pytest

from tests.core.ring import KEYS
from workbench.core.errors import ComparisonStoppedError
from workbench.core.request import Request
from workbench.core.signing import sign
from workbench.core.token import parse_compact
from workbench.core.variant import Variant, VariantsQuestion
from workbench.services.variants_runner import VariantsRunner


@pytest.fixture(scope="module")
def tokens(host, client):
    token = parse_compact(client.login(host.info.url, "bob", "bob-pass", "roles").access_token)
    admin = sign(token.header, token.claims.with_value("roles", ["viewer", "admin"]), KEYS["ES256"])
    return Variant("bob", token.compact), Variant("bob as admin", admin), Variant("broken", token.compact[:-6])


def test_every_request_is_answered_for_every_variant_as_plain_http_answers_it(host, client, tokens):
    reports = []
    question = VariantsQuestion(tokens, host.info.requests, "roles")
    matrix = VariantsRunner(client, host)(question, report=reports.append)
    assert len(matrix.cells) == 3 * len(host.info.requests)
    for variant in tokens:
        for request in host.info.requests:
            cell = matrix.cell("roles", variant.name, request.id)
            plain = client.replay(host.info.url, request, variant.compact, "roles")
            assert (cell.status, cell.reason) == (plain.status, plain.reason)
            assert cell.outcome.decision is not None
    assert matrix.cell("roles", "bob", "users").status == 403
    assert matrix.cell("roles", "bob as admin", "users").status == 200
    assert matrix.cell("roles", "broken", "users").status == 401
    assert reports[-1] == (30, 30)


def test_what_no_header_can_carry_and_what_is_for_another_server_has_no_cells(host, client, tokens):
    own = Request("own", "GET", "/", base_url="http://127.0.0.1:9")
    question = VariantsQuestion((Variant("€", "a.€.c"), tokens[0]), (host.info.requests[0], own), "roles")
    matrix = VariantsRunner(client, host)(question)
    assert [(cell.user, cell.request) for cell in matrix.cells] == [("bob", host.info.requests[0].id)]


def test_it_can_be_stopped(host, client, tokens):
    question = VariantsQuestion(tokens, host.info.requests, "roles")
    with pytest.raises(ComparisonStoppedError):
        VariantsRunner(client, host)(question, stopped=lambda: True)
