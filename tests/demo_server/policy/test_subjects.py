"""The ``sub`` of a design: how a file writes it, and whom the server takes it for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demo_server import DefinitionError, DemoServer, IssuerKey
from demo_server.policy.designs import load_built_in_designs, load_design
from demo_server.world.built_in import BUILT_IN
from demo_server.world.scenario import load_scenario
from tests.demo_server.clients import client_for
from tests.demo_server.tokens.samples import HEADER, sign

DESIGN = """
id = "mine"
title = "Mine"
account_check = true
{sub}
[[grants]]
kind = "flag"
source = "directory"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def design(line: str) -> Path:
        path = tmp_path / "mine.toml"
        path.write_text(DESIGN.replace("{sub}", line), encoding="utf-8")
        return path

    return design


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_design_names_each_user_by_an_id_of_their_own(name: str) -> None:
    scenario = load_scenario(name)
    by_id = {user.id: user.username for user in scenario.users.values()}
    assert len(by_id) == len(scenario.users)
    assert not set(by_id) & set(scenario.users), "an id that is a username says who it is"
    for design in load_built_in_designs().values():
        assert design.usernames(scenario) == by_id


@pytest.mark.parametrize(
    ("line", "amy", "olga"),
    [
        ("", "t-2001", "t-2004"),
        ('sub = "{user.id}"', "t-2001", "t-2004"),
        ('sub = "{user.username}"', "amy", "olga"),
        ('sub = "{user.email}"', "amy@acme.example", "olga@product.example"),
        ('sub = "{user.tenant}:{user.id}"', "acme:t-2001", "*:t-2004"),
        ('sub = "auth|{user.id}|{user.id}"', "auth|t-2001|t-2001", "auth|t-2004|t-2004"),
    ],
)
def test_a_design_file_says_how_sub_names_the_user(write: Write, line: str, amy: str, olga: str) -> None:
    found = load_design(write(line)).usernames(load_scenario("tenants"))
    assert (found[amy], found[olga]) == ("amy", "olga")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("sub = 7", "is a number; expected a string"),
        ('sub = ""', '"" is the same for every user; expected text with one or more of {user.id}, {user.username}'),
        ('sub = "user"', "is the same for every user"),
        ('sub = "{user.name}"', "; the nearest is {user.username}"),
        ('sub = "{user.roles}"', '"{user.roles}" is not a field that identifies a user; expected text with'),
        ('sub = "{user.id"', "has a { that does not begin a field"),
        ('sub = "{id}"', "has a { that does not begin a field"),
    ],
)
def test_a_sub_that_cannot_name_a_user_is_a_mistake(write: Write, line: str, words: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_design(write(line))
    assert caught.value.key_path == "sub"
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("line", "scenario", "words"),
    [
        ('sub = "{user.tenant}"', "tenants", 'amy and ben both get the sub "acme" in the scenario tenants'),
        ('sub = "{user.tenant}:{user.id}"', "documents", "alice has no tenant in the scenario documents"),
    ],
)
def test_a_sub_that_fits_two_users_or_none_keeps_the_server_from_starting(
    write: Write, line: str, scenario: str, words: str
) -> None:
    with pytest.raises(DefinitionError, match=words) as caught:
        DemoServer(scenario=scenario, design=write(line))
    assert caught.value.key_path == "sub"


@pytest.mark.parametrize(
    ("line", "sub", "reason", "user"),
    [
        ("", "u-1003", "granted", "carol"),
        ("", "carol", "account.unknown", None),  # her username is not her sub under this design
        ('sub = "{user.username}"', "carol", "granted", "carol"),
        ('sub = "{user.username}"', "u-1003", "account.unknown", None),
        ('sub = "{user.username}"', '"carol"', "account.unknown", None),
    ],
)
def test_the_server_finds_the_user_by_the_designs_own_template(
    write: Write, issuer_key: IssuerKey, line: str, sub: str, reason: str, user: str | None
) -> None:
    with DemoServer(issuer_key=issuer_key, design=write(line)) as server, client_for(server) as client:
        now = server.clock.now()
        claims = {"iss": "https://demo.example", "aud": "documents", "sub": sub, "exp": now + 60}
        headers = {"Authorization": f"Bearer {sign(HEADER, claims)}"}
        answer = client.get("/documents", headers=headers)
        decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
        assert (decision["reason"], decision["user"]) == (reason, user)
        assert decision["lookups"] == (2 if user else 1), "the account, and the flag; not whom the sub means"


def test_the_name_of_the_user_is_beside_the_sub_in_the_answers(ask: Callable[..., Any]) -> None:
    me = ask("carol", "roles", "GET", "/me").json()
    assert (me["username"], me["claims"]["sub"]) == ("carol", "u-1003")
    users = ask("carol", "roles", "GET", "/admin/users").json()["users"]
    assert {"id": "u-1002", "username": "bob", "roles": ["viewer"]} in users


def test_a_sub_that_nobody_has_gets_no_right_of_the_user_with_that_name(write: Write, issuer_key: IssuerKey) -> None:
    path = write("")
    path.write_text(path.read_text(encoding="utf-8").replace("account_check = true", ""), encoding="utf-8")
    with DemoServer(issuer_key=issuer_key, design=path) as server, client_for(server) as client:
        now = server.clock.now()
        claims = {"iss": "https://demo.example", "aud": "documents", "sub": "carol", "exp": now + 60}
        headers = {"Authorization": f"Bearer {sign(HEADER, claims)}"}
        assert client.get("/me", headers=headers).json()["username"] is None
        answer = client.get("/documents", headers=headers)
        assert (answer.status_code, answer.json()["reason"]) == (403, "permission.refused")
