"""The HTTP contract over real HTTP."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt as peer_jwt
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey

from demo_server import Clock, DemoServer, IssuerKey, VerificationKey
from demo_server.decision import CHECK_NAMES
from demo_server.policy.designs import BUILT_IN
from tests.demo_server.clients import client_for
from tests.demo_server.tokens.samples import HEADER, SECRET, sign, without

Ask = Callable[..., httpx.Response]
LogIn = Callable[..., str]

DECISION_MEMBERS = {
    "request_id", "method", "path", "status", "error", "reason", "design", "user", "checks", "grants", "claims_read",
    "weaknesses", "filtered", "lookups", "asked", "token_bytes", "elapsed_us",
}  # fmt: skip


def bearer(token: str, design: str = "roles") -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Demo-Design": design}


def decision_of(client: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    found = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}")
    assert found.status_code == 200
    decision: dict[str, Any] = found.json()
    return decision


def outcome_of(decision: dict[str, Any], name: str) -> str:
    outcome: str = next(check["outcome"] for check in decision["checks"] if check["name"] == name)
    return outcome


def test_logging_in_gives_a_token_that_only_who_asked_may_keep(client: httpx.Client, server: DemoServer) -> None:
    answer = client.post("/login", json={"username": "bob", "password": "bob-pass"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert without(body, "access_token") == {"token_type": "Bearer", "expires_in": 1800, "design": "roles"}
    claims = jwt.decode(body["access_token"], SECRET, algorithms=["HS256"], audience="documents")
    assert claims["exp"] - claims["iat"] == 1800
    assert without(without(without(without(claims, "exp"), "iat"), "nbf"), "jti") == {
        "iss": "https://demo.example",
        "sub": "u-1002",
        "aud": "documents",
        "roles": ["viewer"],
    }
    assert len(claims["jti"]) >= 22  # 128 bits
    assert jwt.get_unverified_header(body["access_token"]) == HEADER
    assert abs(claims["iat"] - server.clock.now()) < 60


def test_the_design_of_the_log_in_picks_the_claims(log_in: LogIn) -> None:
    def extra(design: str) -> dict[str, Any]:
        claims = jwt.decode(log_in("alice", design), options={"verify_signature": False})
        return {name: value for name, value in claims.items() if name in {"roles", "groups"}}

    assert extra("identity") == {}
    assert extra("roles") == {"roles": ["editor"]}
    assert extra("groups-acl") == {"groups": ["engineering"]}


def test_an_unknown_user_and_a_wrong_password_get_the_same_answer(client: httpx.Client) -> None:
    wrong = client.post("/login", json={"username": "bob", "password": "alice-pass"})
    unknown = client.post("/login", json={"username": "zoe", "password": "alice-pass"})
    assert wrong.status_code == unknown.status_code == 401
    assert without(wrong.json(), "request_id") == without(unknown.json(), "request_id")
    assert wrong.headers["WWW-Authenticate"] == unknown.headers["WWW-Authenticate"] == 'Bearer realm="demo"'
    assert wrong.json()["reason"] == "login.refused"


def test_that_an_account_is_disabled_is_told_only_to_who_knows_its_password(client: httpx.Client) -> None:
    right = client.post("/login", json={"username": "erin", "password": "erin-pass"})
    wrong = client.post("/login", json={"username": "erin", "password": "x"})
    assert (right.status_code, right.json()["reason"]) == (401, "login.disabled")
    assert (wrong.status_code, wrong.json()["reason"]) == (401, "login.refused")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"bob"', b"{}", b'{"username": "bob"}', b'{"username": 1, "password": "x"}',
        b'{"username": "bob", "password": ["bob-pass"]}', b'{"username": "bob", "password": "x", "design": 1}',
        b'{"username": "bob", "username": "carol", "password": "bob-pass"}', b'{"username": "\\ud800", "password": ""}',
        b"\xff", b"[" * 50_000,
    ],
)  # fmt: skip
def test_a_malformed_log_in_is_no_wrong_password(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/login", content=body)
    assert (answer.status_code, answer.json()["reason"]) == (400, "login.malformed")


def test_an_unknown_design_is_answered_with_the_known_ones(client: httpx.Client, log_in: LogIn) -> None:
    for answer in (
        client.post("/login", json={"username": "bob", "password": "bob-pass", "design": "rolls"}),
        client.get("/me", headers=bearer(log_in("bob"), "rolls")),
    ):
        assert (answer.status_code, answer.json()["reason"]) == (400, "design.unknown")
        assert ", ".join(BUILT_IN) in answer.json()["detail"]


def test_a_request_under_an_unknown_design_leaves_a_decision_without_a_check(
    client: httpx.Client, log_in: LogIn
) -> None:
    answer = client.get("/me", headers=bearer(log_in("bob"), "rolls"))
    decision = decision_of(client, answer)
    assert (decision["status"], decision["reason"], decision["design"]) == (400, "design.unknown", "rolls")
    assert {check["outcome"] for check in decision["checks"]} == {"not_reached"}
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="demo"'


def test_another_scheme_hears_no_error_code(client: httpx.Client) -> None:
    answer = client.get("/me", headers={"Authorization": "Basic Ym9iOmJvYg=="})
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="demo"'
    assert answer.json()["reason"] == "transport.scheme"


def test_a_decision_names_the_user_of_an_accepted_token_also_when_the_account_is_refused(
    client: httpx.Client, server: DemoServer, log_in: LogIn
) -> None:
    token = log_in("bob", "identity")
    server.directory.set_disabled("bob", disabled=True)
    decision = decision_of(client, client.get("/me", headers=bearer(token, "identity")))
    assert (decision["reason"], decision["user"]) == ("account.disabled", "bob")


def test_an_accepted_request_leaves_a_decision_with_everything_in_it(client: httpx.Client, ask: Ask) -> None:
    answer = ask("bob", "groups-acl", "GET", "/documents/doc-3")
    decision = decision_of(client, answer)
    assert set(decision) == DECISION_MEMBERS
    assert [check["name"] for check in decision["checks"]] == list(CHECK_NAMES)
    assert {check["outcome"] for check in decision["checks"]} == {"pass"}
    assert all(
        set(check) == {"name", "outcome", "detail", "reads", "source", "elapsed_us"} for check in decision["checks"]
    )
    assert [(grant["kind"], grant["granted"]) for grant in decision["grants"]] == [("flag", False), ("acl", True)]
    assert (decision["status"], decision["error"], decision["reason"]) == (200, "", "granted")
    assert (decision["method"], decision["path"]) == ("GET", "/documents/doc-3")
    assert (decision["user"], decision["design"]) == ("bob", "groups-acl")
    assert decision["claims_read"] == ["exp", "nbf", "iat", "iss", "aud", "sub", "jti", "isSystemAdmin", "groups"]
    assert decision["lookups"] == 2  # the account, the record's ACL
    assert [without(each, "elapsed_us") for each in decision["asked"]] == [
        {"what": "deny-list", "count": 1, "cached": False},
        {"what": "directory", "count": 2, "cached": False},
    ]
    assert 0 < sum(each["elapsed_us"] for each in decision["asked"]) < decision["elapsed_us"]
    assert decision["token_bytes"] == len(answer.request.headers["Authorization"]) - len("Bearer ")


def test_a_design_that_trusts_the_token_alone_looks_nothing_up(client: httpx.Client, ask: Ask) -> None:
    decision = decision_of(client, ask("bob", "roles", "GET", "/documents/doc-1"))
    assert decision["lookups"] == 0
    assert [(each["what"], each["count"]) for each in decision["asked"]] == [("deny-list", 1)]
    assert outcome_of(decision, "account") == "off"


def test_a_request_without_a_token_hears_only_where_to_go(client: httpx.Client) -> None:
    answer = client.get("/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="demo"'
    problem = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "error", "reason", "request_id"}
    assert (problem["status"], problem["title"], problem["reason"]) == (401, "Unauthorized", "transport.missing")
    assert problem["request_id"] == answer.headers["X-Request-Id"]
    decision = decision_of(client, answer)
    assert decision["user"] is None
    assert outcome_of(decision, "permission") == "not_reached"


def test_an_edited_claim_needs_a_trusted_signature(client: httpx.Client, server: DemoServer, log_in: LogIn) -> None:
    issued = log_in("bob")
    claims = jwt.decode(issued, options={"verify_signature": False}) | {"roles": ["viewer", "admin"]}
    header, _, signature = issued.split(".")
    stale = f"{header}.{sign(HEADER, claims).split('.')[1]}.{signature}"
    key = ECKey.generate_key("P-256")
    mine = peer_jwt.encode({"alg": "ES256", "typ": "JWT", "kid": "mine"}, claims, key)

    def delete(token: str) -> httpx.Response:
        return client.delete("/documents/doc-1", headers=bearer(token))

    assert delete(issued).status_code == 403
    assert (delete(stale).status_code, delete(stale).json()["reason"]) == (401, "signature.invalid")
    assert (delete(mine).status_code, delete(mine).json()["reason"]) == (401, "key.unknown")
    assert '"mine"' in delete(mine).json()["detail"]
    server.trust.add(VerificationKey.from_jwk(key.as_dict(private=True) | {"kid": "mine", "alg": "ES256"}))
    assert delete(mine).status_code == 200
    server.trust.remove("mine")
    assert delete(mine).status_code == 401


@pytest.mark.parametrize(
    ("headers", "query", "status", "reason"),
    [
        ([("Authorization", "Basic Ym9iOmJvYg==")], "", 401, "transport.scheme"),
        ([("Authorization", "Bearer a.b.c"), ("authorization", "Bearer a.b.c")], "", 400, "transport.duplicate"),
        ([("Authorization", "Bearer a.b.c")], "?access_token=a.b.c", 400, "transport.duplicate"),
        ([], "?access_token=a.b.c", 400, "transport.query"),
        ([], "?access%5Ftoken=a.b.c", 400, "transport.query"),
        ([], "?x=access_token", 401, "transport.missing"),
        ([("X-Forwarded-User", "carol")], "", 401, "transport.missing"),
        ([("Cookie", "access_token=a.b.c")], "", 401, "transport.missing"),
    ],
)
def test_the_token_comes_in_one_place(
    client: httpx.Client, headers: list[tuple[str, str]], query: str, status: int, reason: str
) -> None:
    answer = client.get(f"/me{query}", headers=headers)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert answer.json()["error"] == {400: "invalid_request", 401: "invalid_token"}[status]


@pytest.mark.parametrize("kid", ['"quoted"', "line\r\nX-Injected: yes", "back\\slash", "é\u2028\x00", "k" * 2000])
def test_whatever_the_token_contains_the_challenge_is_one_clean_header(client: httpx.Client, kid: str) -> None:
    answer = client.get("/me", headers=bearer(sign(HEADER | {"kid": kid}, {})))
    assert answer.status_code == 401
    assert "X-Injected" not in answer.headers
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith('Bearer realm="demo", error="invalid_token", error_description="')
    assert challenge.isascii()
    assert challenge.isprintable()
    assert challenge.count('"') == 6


def test_logging_out_revokes_this_token_and_no_other(client: httpx.Client, log_in: LogIn) -> None:
    gone, kept = log_in("bob"), log_in("bob")
    answer = client.post("/logout", headers=bearer(gone))
    assert (answer.status_code, answer.content) == (204, b"")
    assert decision_of(client, answer)["status"] == 204
    refused = client.get("/me", headers=bearer(gone))
    assert (refused.status_code, refused.json()["reason"]) == (401, "revocation.revoked")
    assert client.get("/me", headers=bearer(kept)).status_code == 200
    assert client.post("/logout", headers=bearer(gone)).status_code == 401
    assert client.post("/logout").status_code == 401


def test_a_token_without_jti_cannot_be_revoked_and_says_so(client: httpx.Client, log_in: LogIn) -> None:
    claims = jwt.decode(log_in("bob"), options={"verify_signature": False})
    answer = client.post("/logout", headers=bearer(sign(HEADER, without(claims, "jti"))))
    assert (answer.status_code, answer.json()["reason"]) == (400, "revocation.no_jti")


def test_without_revocation_a_token_works_on_after_logging_out(issuer_key: IssuerKey) -> None:
    with DemoServer(issuer_key=issuer_key, revocation=False) as server, client_for(server) as client:
        token = client.post("/login", json={"username": "bob", "password": "bob-pass"}).json()["access_token"]
        assert client.post("/logout", headers=bearer(token)).status_code == 204
        answer = client.get("/me", headers=bearer(token))
        assert answer.status_code == 200
        assert outcome_of(decision_of(client, answer), "revocation") == "off"


def test_the_clock_can_be_moved_to_where_the_token_ends(
    client: httpx.Client, server: DemoServer, log_in: LogIn
) -> None:
    token = log_in("bob")
    assert client.get("/me", headers=bearer(token)).status_code == 200
    server.clock.move(1801)
    assert client.get("/me", headers=bearer(token)).json()["reason"] == "expiry.expired"
    server.clock.move(-60)
    assert client.get("/me", headers=bearer(token)).json()["reason"] == "not_before.future"
    server.clock.move(0)
    assert client.get("/me", headers=bearer(token)).status_code == 200


def test_a_change_of_the_directory_shows_at_once_where_the_design_asks_it(
    client: httpx.Client, server: DemoServer, log_in: LogIn
) -> None:
    tokens = {design: log_in("bob", design) for design in server.designs}

    def read(path: str, design: str) -> int:
        return client.get(path, headers=bearer(tokens[design], design)).status_code

    server.directory.unshare("doc-3", "bob")
    assert [read("/documents/doc-3", design) for design in ("identity", "groups-acl", "roles")] == [403, 403, 200]
    server.directory.set_disabled("bob", disabled=True)
    assert [read("/me", design) for design in ("identity", "groups-acl", "roles")] == [401, 401, 200]
    server.directory.reset()
    assert [read("/documents/doc-3", design) for design in ("identity", "groups-acl", "roles")] == [200, 200, 200]


def test_writes_are_acknowledged_and_not_kept(client: httpx.Client, ask: Ask) -> None:
    before = ask("carol", "roles", "GET", "/documents/doc-1").json()
    for method, path, body in (
        ("PUT", "/documents/doc-1", {"title": "New"}),
        ("DELETE", "/documents/doc-1", None),
        ("PUT", "/admin/users/bob/roles", {"roles": ["admin"]}),
        ("POST", "/billing/invoices", {"title": "x", "amount": 1}),
    ):
        answer = ask("carol", "roles", method, path, body)
        assert answer.status_code == 200
        assert answer.json()["kept"] is False
    assert ask("carol", "roles", "GET", "/documents/doc-1").json() == before
    assert ask("bob", "roles", "GET", "/admin/users").status_code == 403


@pytest.mark.parametrize(
    ("username", "method", "path", "body", "status", "reason"),
    [
        ("carol", "PUT", "/documents/doc-1", b"", 400, "body.malformed"),
        ("carol", "PUT", "/documents/doc-1", b"title=x", 400, "body.malformed"),
        ("carol", "PUT", "/documents/doc-1", b'{"title": "a", "title": "b"}', 400, "body.malformed"),
        ("carol", "PUT", "/documents/doc-1", b"{}", 400, "body.missing_member"),
        ("carol", "PUT", "/documents/doc-1", b'{"title": 1}', 400, "body.wrong_type"),
        ("carol", "POST", "/billing/invoices", b'{"title": "x", "amount": true}', 400, "body.wrong_type"),
        ("carol", "PUT", "/admin/users/bob/roles", b'{"roles": "admin"}', 400, "body.wrong_type"),
        ("carol", "PUT", "/admin/users/zoe/roles", b'{"roles": []}', 404, "user.unknown"),
        ("bob", "PUT", "/documents/doc-1", b"", 403, "permission.refused"),  # first whether, then what
        ("bob", "GET", "/documents/doc-9", b"", 404, "record.unknown"),  # a viewer may read them all
        ("bob", "GET", "/documents/inv-1", b"", 404, "record.unknown"),  # a record of another service
        ("bob", "GET", "/documents/doc%2D1", b"", 200, "granted"),
        ("bob", "GET", "/documents/doc%2F1", b"", 404, "record.unknown"),
        ("bob", "GET", "/documents/%FF%00", b"", 404, "record.unknown"),
    ],
)
def test_permission_is_asked_before_anything_else(
    client: httpx.Client, log_in: LogIn, username: str, method: str, path: str, body: bytes, status: int, reason: str
) -> None:
    answer = client.request(method, path, headers=bearer(log_in(username)), content=body)
    decision = decision_of(client, answer)
    assert (answer.status_code, decision["status"], decision["reason"]) == (status, status, reason)


def test_a_missing_record_and_a_forbidden_one_are_refused_alike(ask: Ask) -> None:
    forbidden, missing = (ask("bob", "identity", "GET", path) for path in ("/documents/doc-1", "/documents/doc-9"))
    assert (forbidden.status_code, missing.status_code) == (403, 403)
    assert (
        forbidden.text.replace("doc-1", "doc-9").replace(forbidden.json()["request_id"], missing.json()["request_id"])
        == missing.text
    )


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/nothing", 404, None),
        ("GET", "/documents/doc-1/more", 404, None),
        ("GET", "/documents/", 404, None),
        ("GET", "/debug/decisions/none", 404, None),
        ("POST", "/me", 405, "GET, HEAD"),
        ("OPTIONS", "/documents/doc-1", 405, "DELETE, GET, HEAD, PUT"),
        ("PATCH", "/documents/doc-1", 405, "DELETE, GET, HEAD, PUT"),
        ("GET", "/login", 405, "POST"),
        ("HEAD", "/login", 405, "POST"),
        ("DELETE", "/debug/decisions/none", 405, "GET, HEAD"),
    ],
)
def test_a_path_or_method_that_does_not_exist_is_named(
    client: httpx.Client, method: str, path: str, status: int, allow: str | None
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers.get("Allow")) == (status, allow)
    assert answer.headers["X-Request-Id"]
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    if method != "HEAD":
        assert answer.json()["status"] == status


@pytest.mark.parametrize(
    ("username", "path", "status"), [("bob", "/documents/doc-1", 200), ("bob", "/admin/users", 403)]
)
def test_head_is_decided_and_answered_like_get(
    client: httpx.Client, log_in: LogIn, username: str, path: str, status: int
) -> None:
    headers = bearer(log_in(username))
    head, get = (client.request(method, path, headers=headers) for method in ("HEAD", "GET"))
    assert (head.status_code, get.status_code, head.content) == (status, status, b"")
    differs = {"x-request-id", "date"}
    shown = [{name: text for name, text in answer.headers.items() if name not in differs} for answer in (head, get)]
    assert shown[0] == shown[1]
    by_head, by_get = decision_of(client, head), decision_of(client, get)
    for member in ("method", "path", "status", "reason", "design", "user", "grants", "claims_read", "token_bytes"):
        assert by_head[member] == by_get[member]
    assert by_head["method"] == "GET"


def test_the_jwks_verifies_issued_tokens_elsewhere(client: httpx.Client) -> None:
    with DemoServer() as other, client_for(other) as other_client:
        body = {"username": "bob", "password": "bob-pass"}
        token = other_client.post("/login", json=body).json()["access_token"]
        keys = KeySet.import_key_set(other_client.get("/.well-known/jwks.json").json())
    decoded = peer_jwt.decode(token, keys, algorithms=["ES256"])
    assert decoded.claims["sub"] == "u-1002"
    assert client.get("/.well-known/jwks.json").json() == {"keys": []}  # HS256: nothing to publish


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # by RFC 9864, for the name Ed25519; PyJWT has the old one
@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (OctKey.generate_key(256), "HS256"),
        (ECKey.generate_key("P-256"), "ES256"),
        (OKPKey.generate_key("Ed25519"), "EdDSA"),
        (RSAKey.generate_key(2048), "RS256"),
    ],
    ids=["HS256", "ES256", "EdDSA", "RS256"],
)
def test_tokens_of_joserfc_are_accepted_and_ours_are_accepted_there(key: Any, algorithm: str) -> None:
    jwk = key.as_dict(private=True) | {"kid": "shared", "alg": algorithm}
    with DemoServer(issuer_key=IssuerKey.from_jwk(jwk)) as server, client_for(server) as client:
        ours = client.post("/login", json={"username": "bob", "password": "bob-pass"}).json()["access_token"]
        claims = peer_jwt.decode(ours, key, algorithms=[algorithm]).claims
        assert client.get("/me", headers=bearer(ours)).json()["claims"] == claims
        theirs = peer_jwt.encode({"alg": algorithm, "kid": "shared"}, claims, key, algorithms=[algorithm])
        assert client.get("/me", headers=bearer(theirs)).json()["claims"] == claims


def test_the_openapi_document_is_true_to_the_server(client: httpx.Client, log_in: LogIn, server: DemoServer) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {route.path for route in server.scenario.routes} < set(document["paths"])
    values = {"id": "doc-1", "username": "bob", "request_id": "none"}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            body = {"title": "x", "amount": 1, "roles": []} if "requestBody" in operation else None
            for headers in ({}, bearer(log_in("bob")), bearer(log_in("carol"))):
                answer = client.request(method, path.format_map(values), headers=headers, json=body)
                assert str(answer.status_code) in operation["responses"], (method, path, answer.text)
                described = operation["responses"][str(answer.status_code)].get("content", {})
                assert answer.headers.get("Content-Type") in {None, *described}
                if "security" in operation and not headers:
                    assert answer.status_code == 401
        unlisted = client.request("PATCH", path.format_map(values))
        assert {method.upper() for method in operations} == set(unlisted.headers["Allow"].split(", "))


def test_the_openapi_document_describes_every_member_of_a_decision(client: httpx.Client, ask: Ask) -> None:
    schema = client.get("/openapi.json").json()["components"]["schemas"]["Decision"]
    decision = decision_of(client, ask("bob", "everything", "DELETE", "/documents/doc-1"))
    assert decision["status"] == 403
    check, grant = schema["properties"]["checks"]["items"], schema["properties"]["grants"]["items"]
    flips = [flip for tried in decision["grants"] for flip in tried["flip"]]
    for described, shown in (
        (schema, [decision]),
        (check, decision["checks"]),
        (grant, decision["grants"]),
        (grant["properties"]["flip"]["items"], flips),
    ):
        assert shown
        for each in shown:
            assert set(described["properties"]) == set(described["required"]) == set(each)


def test_a_design_of_ones_own_decides_beside_the_built_in_ones(tmp_path: Any, issuer_key: IssuerKey) -> None:
    path = tmp_path / "design.toml"
    path.write_text(
        'id = "perms"\ntitle = "Permissions"\n[claims]\nscope = "documents:read documents:delete"\n'
        '[[grants]]\nkind = "scopes"\n'
    )
    with DemoServer(design=path, issuer_key=issuer_key) as server, client_for(server) as client:
        answer = client.post("/login", json={"username": "bob", "password": "bob-pass"}).json()
        assert answer["design"] == "perms"
        headers = {"Authorization": f"Bearer {answer['access_token']}"}
        assert client.delete("/documents/doc-1", headers=headers).status_code == 200
        assert client.get("/billing/invoices", headers=headers).status_code == 403
        assert client.delete("/documents/doc-1", headers=headers | {"Demo-Design": "roles"}).status_code == 403


def test_only_the_newest_decisions_are_kept(client: httpx.Client, server: DemoServer) -> None:
    server.decisions.capacity = 2
    ids = [client.get("/me").headers["X-Request-Id"] for _ in range(3)]
    assert [client.get(f"/debug/decisions/{request_id}").status_code for request_id in ids] == [404, 200, 200]
    assert [decision.request_id for decision in server.decisions] == ids[1:]


def test_the_server_uses_the_clock_it_is_given(issuer_key: IssuerKey) -> None:
    with DemoServer(issuer_key=issuer_key, clock=Clock(-3600)) as server, client_for(server) as client:
        token = client.post("/login", json={"username": "bob", "password": "bob-pass"}).json()["access_token"]
        server.clock.move(0)
        assert client.get("/me", headers=bearer(token)).json()["reason"] == "expiry.expired"


printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(printable | printable.map("Bearer x{}".format))
def test_arbitrary_authorization_text_is_refused_and_breaks_nothing(client: httpx.Client, text: str) -> None:
    answer = client.get("/me", headers={"Authorization": text})
    assert answer.status_code == 401
    assert [check["name"] for check in decision_of(client, answer)["checks"]] == list(CHECK_NAMES)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["iss", "sub", "aud", "exp", "jti", "roles", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=2),
            max_leaves=4,
        ),
    )
)
def test_any_claims_under_a_trusted_key_get_a_whole_decision(client: httpx.Client, claims: dict[str, Any]) -> None:
    answer = client.get("/documents", headers=bearer(sign(HEADER, json.dumps(claims))))
    assert answer.status_code == 401  # nothing here has a valid exp, iss, aud and sub
    assert [check["name"] for check in decision_of(client, answer)["checks"]] == list(CHECK_NAMES)
