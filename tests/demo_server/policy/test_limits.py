"""Limits: what a token narrows, whatever the rights of its user are."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from demo_server import DefinitionError, DemoServer, IssuerKey
from demo_server.policy.designs import load_design
from demo_server.world.scenario import SCENARIOS, load_scenario
from tests.demo_server.clients import client_for
from tests.demo_server.tokens.samples import HEADER, sign


@pytest.fixture(scope="module")
def send(issuer_key: IssuerKey) -> Iterator[Callable[..., httpx.Response]]:
    """Send a request under `delegated` with a scope of the test's choice."""
    with DemoServer(issuer_key=issuer_key) as server, client_for(server) as client:

        def get(sub: str, scope: object, path: str, method: str = "GET") -> Any:
            now = int(server.clock.now())
            who = {"iss": server.scenario.issuer, "aud": server.scenario.audience, "sub": sub, "jti": "1"}
            claims = {**who, "iat": now, "nbf": now, "exp": now + 60, "scope": scope}
            token = sign(HEADER | {"typ": "at+jwt"}, claims)
            headers = {"Authorization": f"Bearer {token}", "Demo-Design": "delegated"}
            answer = client.request(method, path, headers=headers)
            return client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()

        yield get


BOB, CAROL = "u-1002", "u-1003"


@pytest.mark.parametrize(
    ("sub", "scope", "path", "reason"),
    [
        (BOB, "documents:read", "/documents/doc-2", "granted"),
        (BOB, "documents:read documents:delete", "/documents/doc-1", "permission.refused"),  # bob may not
        (BOB, "documents:write", "/documents/doc-2", "permission.limited"),  # the client may not
        (CAROL, "documents:read", "/billing/invoices", "permission.limited"),
        (CAROL, "", "/documents", "permission.limited"),
        (CAROL, ["documents:read"], "/documents", "permission.limited"),  # RFC 8693 4.2: a string
        (CAROL, "documents:read", "/documents", "granted"),
        (CAROL, "", "/me", "granted"),  # requires no permission
    ],
)
def test_both_the_client_and_its_user_must_be_allowed(
    send: Callable[..., Any], sub: str, scope: object, path: str, reason: str
) -> None:
    assert send(sub, scope, path)["reason"] == reason


def test_what_the_client_may_not_do_asks_the_directory_for_no_right(send: Callable[..., Any]) -> None:
    decision = send(CAROL, "documents:read", "/admin/users")
    assert decision["lookups"] == 1, "the account"
    grant = decision["grants"][-1]
    assert (grant["kind"], grant["granted"], grant["reads"]) == ("scopes", False, ["scope"])
    assert grant["flip"][0]["sentence"] == 'add "users:read" to scope'
    assert "the token is limited to less, whatever its user may do" in decision["checks"][-1]["detail"]


def test_a_decision_within_the_limits_names_both(send: Callable[..., Any]) -> None:
    check = send(BOB, "documents:read", "/documents/doc-2")["checks"][-1]
    assert check["detail"].startswith("bob owns doc-2")
    assert 'scope contains "documents:read"' in check["detail"]
    assert check["reads"] == ["scope"]
    assert check["source"] == "claims and directory"


def test_the_scope_is_the_clients_for_every_user() -> None:
    with DemoServer() as server, client_for(server) as client:
        scopes = set()
        for user in ("alice", "bob", "carol"):
            body = {"username": user, "password": f"{user}-pass", "design": "delegated"}
            token = client.post("/login", json=body).json()["access_token"]
            scopes.add(jwt.decode(token, options={"verify_signature": False})["scope"])
        assert scopes == {"billing:read documents:read documents:write"}


def test_a_client_scope_that_the_scenario_does_not_know_is_refused(tmp_path: Path) -> None:
    text = (
        (SCENARIOS / "documents.toml")
        .read_text("utf-8")
        .replace('"billing:read"]\n\n# Services', '"billing:raed"]\n\n# Services')
    )
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r'client_scope\[2\].*"billing:raed" is not a permission'):
        load_scenario(path)


def test_a_limit_is_read_like_a_grant(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('id = "a"\ntitle = "A"\n[[limits]]\nkind = "scope"\n[[grants]]\nkind = "acl"\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"limits\[0\]\.kind"):
        load_design(path)
    assert load_design("delegated").trusted_claims == (), "the scope gives no right"
