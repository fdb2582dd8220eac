"""What a design file sets, as requests to a server that runs with it see it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from demo_server import DemoServer, IssuerKey
from demo_server.policy.claim_paths import find_path, names_in, with_paths
from tests.demo_server.clients import client_for
from tests.demo_server.tokens.samples import HEADER, sign

Running = Callable[[str], Any]

KEYCLOAK = """
[claims]
realm_access = { roles = "{user.roles}", level = 3 }
[[grants]]
kind = "roles"
claim = "realm_access.roles"
"""


class Asked:
    """A server with one design of its own, a client, and bob's claims under that design."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        body = {"username": "bob", "password": "bob-pass"}
        self.login = client.post("/login", json=body).json()
        self.claims = jwt.decode(self.login["access_token"], options={"verify_signature": False})

    def ask(self, path: str = "/documents", method: str = "GET", **changes: Any) -> tuple[int, dict[str, Any]]:
        """Ask with bob's claims and these *changes*; return the status and the Decision."""
        headers = {"Authorization": f"Bearer {sign(HEADER, self.claims | changes)}"}
        answer = self.client.request(method, path, headers=headers, json={"title": "x"})
        return answer.status_code, self.client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()


@pytest.fixture
def running(tmp_path: Path, issuer_key: IssuerKey) -> Running:
    @contextmanager
    def run(text: str) -> Iterator[Asked]:
        path = tmp_path / "mine.toml"
        path.write_text(f'id = "mine"\ntitle = "Mine"\n{text}', encoding="utf-8")
        with DemoServer(issuer_key=issuer_key, design=path) as server, client_for(server) as client:
            yield Asked(client)

    return run


def test_a_grant_reads_a_claim_inside_another_one(running: Running) -> None:
    with running(KEYCLOAK) as asked:
        assert asked.claims["realm_access"] == {"roles": ["viewer"], "level": 3}
        status, decision = asked.ask()
        assert (status, decision["grants"][0]["reads"]) == (200, ["realm_access"])
        assert "realm_access" in decision["claims_read"]
        assert decision["grants"][0]["detail"] == 'realm_access.roles: "viewer" grants documents:read'


def test_a_flip_inside_a_claim_sets_the_whole_claim_and_works(running: Running) -> None:
    with running(KEYCLOAK) as asked:
        status, decision = asked.ask("/documents/doc-1", "PUT")
        (flip,) = decision["grants"][0]["flip"]
        assert (status, flip["change"], flip["target"]) == (403, "set", "realm_access")
        assert flip["sentence"] == 'add "editor" to realm_access.roles'
        assert flip["value"] == {"roles": ["viewer", "editor"], "level": 3}
        status, decision = asked.ask("/documents/doc-1", "PUT", realm_access=flip["value"])
        assert status == 200
        (back,) = decision["grants"][0]["flip"]
        assert back["value"] == {"roles": ["viewer"], "level": 3}


@pytest.mark.parametrize("value", [{}, {"roles": "admin"}, [], None, "admin", {"roles": {"admin": True}}])
def test_a_claim_that_is_not_where_the_path_leads_grants_nothing(running: Running, value: Any) -> None:
    with running(KEYCLOAK) as asked:
        more = {"realm_access.roles": ["admin"]}  # the design does not mean a claim of this name
        status, decision = asked.ask(realm_access=value, **more)
        assert (status, decision["reason"]) == (403, "permission.refused")
        (flip,) = decision["grants"][0]["flip"]
        assert flip["value"]["roles"] == ["viewer"]
        assert asked.ask(realm_access=flip["value"])[0] == 200


def test_the_name_of_a_claim_comes_before_a_path(running: Running) -> None:
    design = KEYCLOAK.replace("[claims]\n", '[claims]\n"realm_access.roles" = ["auditor"]\n')
    with running(design) as asked:
        _, decision = asked.ask()
        assert decision["grants"][0]["detail"] == 'realm_access.roles: "auditor" grants documents:read'
        assert decision["grants"][0]["reads"] == ["realm_access.roles"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a", ("a",)),
        ("a.b", ("a", "b")),
        ("a.b.c", ("a", "b", "c")),
        ("https://x.example/app", ("https://x.example/app",)),
        ("https://x.example/app.roles", ("https://x.example/app", "roles")),
        ("d.e", ("d.e",)),
        ("access.my.client.roles", ("access", "my.client", "roles")),
        ("a.c", None),
        ("a.b.c.d", None),
        ("d", None),
        ("", None),
    ],
)
def test_a_name_is_split_at_the_dots_between_members(name: str, path: tuple[str, ...] | None) -> None:
    template = {
        "a": {"b": {"c": 1}},
        "https://x.example/app": {"roles": []},
        "d.e": 1,
        "access": {"my.client": {"roles": []}},
    }
    assert find_path(name, template) == path
    assert path is None or name in set(names_in(template))


def test_claims_stay_as_they_are_where_no_path_is_read() -> None:
    claims = {"roles": ["a"]}
    assert with_paths(claims, {}) is claims


@pytest.mark.parametrize(
    ("line", "aud", "accepted"),
    [
        ("", "documents", ("documents", ["x", "documents"])),
        ('audience = "api"', "api", ("api", ["api"])),
        ('audience = ["api", "documents"]', ["api", "documents"], ("documents", ["documents", "x"])),
        ('audience = ["api"]', ["api"], ("api",)),
        ('audience = "documents-eu"', "documents-eu", ("documents-eu",)),
    ],
)
def test_a_design_names_its_own_audience(running: Running, line: str, aud: Any, accepted: tuple[Any, ...]) -> None:
    with running(f'{line}\n[[grants]]\nkind = "directory-roles"\n') as asked:
        assert asked.claims["aud"] == aud
        assert asked.ask()[0] == 200, "the server accepts what it issues"
        assert [asked.ask(aud=each)[0] for each in accepted] == [200] * len(accepted)
        assert asked.ask(aud="elsewhere")[1]["reason"] == "audience.unexpected"


def test_a_design_names_the_lifetime_of_its_tokens(running: Running) -> None:
    with running('lifetime_s = 90\n[[grants]]\nkind = "directory-roles"\n') as asked:
        assert asked.login["expires_in"] == 90
        assert asked.claims["exp"] - asked.claims["iat"] == 90


@pytest.mark.parametrize(
    ("by", "outcome", "after", "asked_of"), [("deny-list", "pass", 401, ["deny-list"]), ("none", "off", 200, [])]
)
def test_a_design_can_do_without_revocation(
    running: Running, by: str, outcome: str, after: int, asked_of: list[str]
) -> None:
    with running(
        f'[revocation]\nby = "{by}"\n[claims]\nroles = "{{user.roles}}"\n[[grants]]\nkind = "roles"\n'
    ) as asked:
        _, decision = asked.ask()
        assert {check["name"]: check["outcome"] for check in decision["checks"]}["revocation"] == outcome
        assert [each["what"] for each in decision["asked"]] == asked_of
        headers = {"Authorization": f"Bearer {asked.login['access_token']}"}
        assert asked.client.post("/logout", headers=headers).status_code == 204
        assert asked.client.get("/documents", headers=headers).status_code == after
