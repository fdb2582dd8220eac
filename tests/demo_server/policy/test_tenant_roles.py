"""Roles per tenant in one claim: which of them count on which route."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from demo_server import DemoServer, IssuerKey
from tests.demo_server.clients import client_for
from tests.demo_server.tokens.samples import HEADER, sign

DESIGN = """
id = "per-tenant"
title = "Roles per tenant"
tenant_claim = "roles"
[claims]
roles = "{user.tenant_roles}"
[[grants]]
kind = "tenant-roles"
"""


@pytest.fixture
def client(tmp_path: Path, issuer_key: IssuerKey) -> Iterator[httpx.Client]:
    path = tmp_path / "mine.toml"
    path.write_text(DESIGN, encoding="utf-8")
    with DemoServer(scenario="tenants", issuer_key=issuer_key, design=path) as server, client_for(server) as connected:
        yield connected


def claims_of(client: httpx.Client, username: str) -> dict[str, Any]:
    body = {"username": username, "password": f"{username}-pass"}
    token = client.post("/login", json=body).json()["access_token"]
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def ask(client: httpx.Client, claims: dict[str, Any], method: str, path: str) -> tuple[str, dict[str, Any]]:
    """Return the reason and the Decision."""
    headers = {"Authorization": f"Bearer {sign(HEADER, claims)}"}
    answer = client.request(method, path, headers=headers, json={"title": "x"})
    decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
    return decision["reason"], decision


@pytest.mark.parametrize(
    ("username", "roles"),
    [("amy", {"acme": ["admin"]}), ("gus", {"globex": ["manager"]}), ("olga", {"*": ["operator"]})],
)
def test_the_claim_has_the_roles_by_tenant(client: httpx.Client, username: str, roles: dict[str, list[str]]) -> None:
    assert claims_of(client, username)["roles"] == roles


@pytest.mark.parametrize(
    ("roles", "method", "path", "reason"),
    [
        ({"acme": ["admin"], "globex": ["member"]}, "PUT", "/projects/acme-1", "granted"),
        ({"acme": ["admin"], "globex": ["member"]}, "GET", "/projects/globex-1", "granted"),
        ({"acme": ["admin"], "globex": ["member"]}, "PUT", "/projects/globex-1", "permission.refused"),
        ({"acme": ["admin"], "globex": ["member"]}, "GET", "/tenants/globex/projects", "granted"),
        ({"acme": ["admin"], "globex": []}, "GET", "/tenants/globex/projects", "permission.refused"),
        ({"acme": ["admin"]}, "GET", "/tenants/globex/projects", "permission.other_tenant"),
        ({"acme": ["admin"]}, "GET", "/projects/globex-1", "permission.other_tenant"),
        ({"acme": ["admin"]}, "GET", "/projects/nowhere", "permission.other_tenant"),
        ({"*": ["operator"]}, "GET", "/projects/globex-1", "granted"),
        ({"*": ["operator"]}, "PUT", "/projects/globex-1", "permission.refused"),
        ({"acme": "admin"}, "GET", "/projects/acme-1", "permission.refused"),
        ({"acme": [["admin"]]}, "GET", "/projects/acme-1", "permission.refused"),
        (["acme"], "GET", "/projects/acme-1", "permission.other_tenant"),
        ("acme", "GET", "/projects/acme-1", "permission.other_tenant"),
        (None, "GET", "/projects/acme-1", "permission.other_tenant"),
    ],
)
def test_the_roles_of_the_requests_tenant_count(
    client: httpx.Client, roles: Any, method: str, path: str, reason: str
) -> None:
    assert ask(client, claims_of(client, "amy") | {"roles": roles}, method, path)[0] == reason


def test_the_advice_within_a_tenant_works(client: httpx.Client) -> None:
    claims = claims_of(client, "ben")
    reason, decision = ask(client, claims, "PUT", "/projects/acme-1")
    (flip,) = decision["grants"][-1]["flip"]
    assert (reason, flip["sentence"]) == ("permission.refused", 'add "manager" to roles of acme')
    reason, decision = ask(client, claims | {"roles": flip["value"]}, "PUT", "/projects/acme-1")
    assert reason == "granted"
    (back,) = decision["grants"][-1]["flip"]
    assert ask(client, claims | {"roles": back["value"]}, "PUT", "/projects/acme-1")[0] == "permission.refused"


def test_the_fence_advises_a_further_tenant_where_another_grant_would_let_the_request_through(
    tmp_path: Path, issuer_key: IssuerKey
) -> None:
    path = tmp_path / "flag.toml"
    flag = '[[grants]]\nkind = "flag"\nclaim = "all"\n'
    path.write_text(DESIGN.replace("[claims]\n", "[claims]\nall = true\n") + flag, encoding="utf-8")
    with DemoServer(scenario="tenants", issuer_key=issuer_key, design=path) as server, client_for(server) as client:
        claims = claims_of(client, "amy")
        reason, decision = ask(client, claims, "GET", "/tenants/globex/projects")
        (flip,) = decision["grants"][0]["flip"]
        assert (reason, flip["sentence"]) == ("permission.other_tenant", 'add "globex" to roles')
        assert flip["value"] == {"acme": ["admin"], "globex": []}
        assert ask(client, claims | {"roles": flip["value"]}, "GET", "/tenants/globex/projects")[0] == "granted"


def test_the_advice_does_not_say_whose_record_it_is(client: httpx.Client) -> None:
    _, decision = ask(client, claims_of(client, "amy"), "GET", "/projects/globex-1")
    assert "'globex'" not in str(decision["grants"])
    assert [flip for grant in decision["grants"] for flip in grant["flip"]] == []
