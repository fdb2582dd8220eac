"""``POST /token`` and ``POST /introspect``, over HTTP."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from demo_server.http_server.token_endpoints import api_secret
from tests.demo_server.clients import client_for

API = ("documents", "documents-secret")
GRANT = {"grant_type": "refresh_token"}


def log_in(client, design="short-refresh", username="bob"):
    body = {"username": username, "password": f"{username}-pass", "design": design}
    answer = client.post("/login", json=body)
    assert answer.status_code == 200
    return answer.json()


def renew(client, token):
    return client.post("/token", data={**GRANT, "refresh_token": token})


def ask(client, token, design="short-refresh", path="/documents/doc-1"):
    return client.get(path, headers={"Authorization": f"Bearer {token}", "Demo-Design": design})


def introspect(client, token, **options):
    return client.post("/introspect", data={"token": token}, **{"auth": API, **options})


def test_a_renewal_is_answered_like_a_login_with_the_next_refresh_token(client):
    first = log_in(client)
    answer = renew(client, first["refresh_token"])
    second = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert set(second) == set(first) == {"access_token", "token_type", "expires_in", "design", "refresh_token"}
    assert (second["design"], second["token_type"]) == ("short-refresh", "Bearer")
    assert second["refresh_token"] != first["refresh_token"]
    assert [ask(client, each["access_token"]).status_code for each in (first, second)] == [200, 200]


@pytest.mark.parametrize("design", ["roles", "identity", "versioned", "reference"])
def test_a_design_without_refresh_tokens_gives_none(client, design):
    assert "refresh_token" not in log_in(client, design)


def test_a_renewed_token_has_the_rights_of_its_moment(server, client):
    first = log_in(client)
    server.directory.set_roles("bob", [])
    assert ask(client, first["access_token"]).status_code == 200
    assert ask(client, renew(client, first["refresh_token"]).json()["access_token"]).status_code == 403


def test_a_refresh_token_that_is_used_twice_ends_the_login(client):
    stolen = log_in(client)["refresh_token"]
    owned = renew(client, stolen).json()["refresh_token"]
    answers = [renew(client, stolen), renew(client, owned)]
    assert [(each.status_code, each.json()["error"], each.json()["reason"]) for each in answers] == [
        (400, "invalid_grant", "refresh.reused"),
        (400, "invalid_grant", "refresh.revoked"),
    ]


def test_of_two_uses_at_the_same_moment_one_succeeds_and_the_login_is_ended(server, client):
    token = log_in(client)["refresh_token"]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: renew(client, token), range(2)))
    assert sorted(each.status_code for each in answers) == [200, 400]
    (given,) = (each.json()["refresh_token"] for each in answers if each.status_code == 200)
    assert renew(client, given).json()["reason"] == "refresh.revoked"


def test_a_disabled_account_renews_nothing_even_when_it_is_enabled_again(server, client):
    token = log_in(client)["refresh_token"]
    server.directory.set_disabled("bob", disabled=True)
    assert renew(client, token).json()["reason"] == "refresh.disabled"
    server.directory.set_disabled("bob", disabled=False)
    assert renew(client, token).status_code == 400


def test_the_refresh_token_ends_with_its_lifetime(server, client):
    token = log_in(client)["refresh_token"]
    server.clock.move(28_800)
    assert renew(client, token).json()["reason"] == "refresh.expired"


def test_a_logout_ends_the_refresh_tokens_of_this_login_alone(client):
    mine, other = log_in(client), log_in(client)
    headers = {"Authorization": f"Bearer {mine['access_token']}", "Demo-Design": "short-refresh"}
    assert client.post("/logout", headers=headers).status_code == 204
    assert renew(client, mine["refresh_token"]).json()["reason"] == "refresh.revoked"
    assert renew(client, other["refresh_token"]).status_code == 200


@pytest.mark.parametrize(
    ("request_of", "error"),
    [
        ({"data": {}}, "invalid_request"),
        ({"data": GRANT}, "invalid_request"),
        ({"data": {**GRANT, "refresh_token": ""}}, "invalid_request"),
        ({"data": {"refresh_token": "x"}}, "invalid_request"),
        ({"data": {"grant_type": "password", "username": "bob", "password": "bob-pass"}}, "unsupported_grant_type"),
        ({"data": {"grant_type": "Refresh_Token", "refresh_token": "x"}}, "unsupported_grant_type"),
        ({"data": {**GRANT, "refresh_token": "x"}}, "invalid_grant"),
        ({"json": {**GRANT, "refresh_token": "x"}}, "invalid_request"),
        ({"content": b"grant_type=refresh_token&refresh_token=x"}, "invalid_request"),
        ({"content": b"\xff", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, "invalid_request"),
        ({"content": b"a=%FF", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, "invalid_request"),
        ({"data": {**GRANT, "refresh_token": ["x", "y"]}}, "invalid_request"),
        ({"data": {f"p{number}": "x" for number in range(101)}}, "invalid_request"),
    ],
)
def test_what_is_no_renewal_is_refused_with_the_code_of_the_standard(client, request_of, error):
    answer = client.post("/token", **request_of)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_media_type_may_have_a_charset(client):
    headers = {"Content-Type": "Application/X-WWW-Form-Urlencoded; charset=UTF-8"}
    token = log_in(client)["refresh_token"]
    body = f"grant_type=refresh_token&refresh_token={token}"
    assert client.post("/token", content=body.encode(), headers=headers).status_code == 200


def test_introspection_says_whose_a_reference_token_is(client):
    token = log_in(client, "reference")["access_token"]
    answer = introspect(client, token)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    found = answer.json()
    assert (found["active"], found["sub"], found["token_type"]) == (True, "u-1002", "Bearer")
    assert {"iss", "aud", "exp", "iat", "nbf", "jti"} <= set(found)


def test_introspection_calls_everything_else_inactive(server, client):
    refresh = log_in(client)["refresh_token"]
    others = [log_in(client, design)["access_token"] for design in ("roles", "identity", "short-refresh")]
    assert {introspect(client, token).text for token in (*others, refresh, "x", "é", "a" * 5000)} == {
        '{"active": false}'
    }


@pytest.mark.parametrize("end", ["logout", "expiry"])
def test_a_reference_token_that_has_ended_is_inactive(server, client, end):
    token = log_in(client, "reference")["access_token"]
    if end == "logout":
        client.post("/logout", headers={"Authorization": f"Bearer {token}", "Demo-Design": "reference"})
    else:
        server.clock.move(1800)
    assert introspect(client, token).json() == {"active": False}
    answer = ask(client, token, "reference", "/me")
    assert (answer.status_code, answer.json()["reason"]) == (401, "revocation.inactive")


@pytest.mark.parametrize(
    "options",
    [
        {"auth": None},
        {"auth": ("documents", "wrong")},
        {"auth": ("documents", "")},
        {"auth": ("bob", "bob-pass")},
        {"auth": ("bob", api_secret("bob"))},
        {"auth": ("", api_secret(""))},
        {"auth": None, "headers": {"Authorization": "Basic"}},
        {"auth": None, "headers": {"Authorization": "Basic !!!"}},
        {"auth": None, "headers": {"Authorization": "Basic /////w=="}},
        {"auth": None, "headers": {"Authorization": "Bearer documents-secret"}},
    ],
)
def test_introspection_is_for_the_apis_of_the_scenario_alone(client, options):
    answer = introspect(client, log_in(client, "reference")["access_token"], **options)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert "active" not in answer.json()


def test_introspection_without_a_token_is_malformed(client):
    assert client.post("/introspect", data={}, auth=API).status_code == 400
    assert client.post("/introspect", json={"token": "x"}, auth=API).status_code == 400


@pytest.mark.parametrize("path", ["/token", "/introspect"])
def test_only_post_is_answered(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_a_copy_of_the_server_knows_what_the_first_one_issued_and_goes_its_own_way(server, client):
    login, reference = log_in(client), log_in(client, "reference")["access_token"]
    with server.copy() as copy, client_for(copy) as elsewhere:
        assert renew(elsewhere, login["refresh_token"]).status_code == 200
        assert introspect(elsewhere, reference).json()["active"]
        elsewhere.post("/logout", headers={"Authorization": f"Bearer {reference}", "Demo-Design": "reference"})
        assert introspect(elsewhere, reference).json() == {"active": False}
    assert renew(client, login["refresh_token"]).status_code == 200
    assert introspect(client, reference).json()["active"]
