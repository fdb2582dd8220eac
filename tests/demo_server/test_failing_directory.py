"""A directory, a deny-list or introspection that fails: 503 for who needs it, and kept answers until they are old."""

import pytest

from demo_server import Clock, DemoServer
from demo_server.answer_cache import AnswerCache
from demo_server.questions import RETRY_AFTER_S, Asked, Questions, UnavailableError
from tests.demo_server.clients import client_for

BOB = {"username": "bob", "password": "bob-pass"}
DOC = "/documents/doc-3"  # shared with bob


@pytest.fixture
def server():
    with DemoServer(clock=Clock(0)) as server:
        yield server


@pytest.fixture
def client(server):
    with client_for(server) as client:
        yield client


def log_in(client, design):
    return client.post("/login", json={**BOB, "design": design}).json()


def ask(client, token, design, path=DOC, method="GET"):
    """The answer, and its decision."""
    answer = client.request(method, path, headers={"Authorization": f"Bearer {token}", "Demo-Design": design})
    return answer, client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()


ALL = ("directory", "deny-list", "introspection")


def failed_check(decision):
    return next(check for check in decision["checks"] if check["outcome"] == "fail")


@pytest.mark.parametrize(
    ("design", "failing", "check", "sentence"),
    [
        (
            "identity",
            "directory",
            "account",
            "the directory does not answer, which was asked about the account of",
        ),
        ("versioned", "directory", "revocation", "which was asked about the permission version of bob:"),
        ("roles", "deny-list", "revocation", "the deny-list does not answer, which was asked about the token:"),
        ("identity", "deny-list", "revocation", "the deny-list does not answer, which was asked about the token:"),
        ("reference", "introspection", "format", "introspection does not answer, which was asked about the token:"),
    ],
)
def test_a_request_that_needs_an_answer_is_refused_with_503(server, client, design, failing, check, sentence):
    token = log_in(client, design)["access_token"]
    server.set_failing([failing])
    answer, decision = ask(client, token, design)
    problem, reason = answer.json(), f"{failing}.unavailable"
    assert (answer.status_code, problem["error"], problem["reason"]) == (503, "temporarily_unavailable", reason)
    assert answer.headers["Retry-After"] == str(RETRY_AFTER_S)
    assert "WWW-Authenticate" not in answer.headers, "the token is not at fault"
    assert sentence in problem["detail"]
    assert problem["detail"].endswith("without an answer the server refuses; try again in 5 s")
    failed = failed_check(decision)
    assert (failed["name"], failed["source"], failed["detail"]) == (check, failing, problem["detail"])
    assert (decision["status"], decision["reason"]) == (503, reason)
    assert all(each["what"] != failing for each in decision["asked"]), "a question without an answer is not counted"
    server.set_failing([])
    assert ask(client, token, design)[0].status_code == 200


def test_the_permission_needs_the_directory_where_the_token_says_too_little(tmp_path):
    path = tmp_path / "acl.toml"
    path.write_text(
        'id = "mine"\ntitle = "Mine"\ndescription = "Only the ACL is asked."\naccount_check = false\n'
        '[[grants]]\nkind = "acl"\n',
        encoding="utf-8",
    )
    with DemoServer(design=path, failing=["directory"]) as server, client_for(server) as client:
        answer, decision = ask(client, server.issue("bob", "mine").access_token, "mine")
        assert (answer.status_code, failed_check(decision)["name"], decision["user"]) == (503, "permission", "bob")
        assert ask(client, server.issue("bob", "mine").access_token, "mine", "/me")[0].status_code == 200


@pytest.mark.parametrize("design", ["roles", "scopes", "resource-ids"])
def test_the_directory_may_fail_where_the_token_says_everything(server, client, design):
    token = log_in(client, design)["access_token"]
    before, _ = ask(client, token, design)
    server.set_failing(["directory"])
    assert ask(client, token, design)[0].status_code == before.status_code == 200


def test_a_token_that_says_everything_works_without_anybody_to_ask():
    with DemoServer(revocation=False, failing=ALL) as server, client_for(server) as client:
        token = server.issue("bob", "roles").access_token
        answer, decision = ask(client, token, "roles")
    assert (answer.status_code, decision["asked"]) == (200, [])


def test_a_fault_of_the_token_comes_first(server, client):
    token = log_in(client, "identity")["access_token"]
    server.set_failing(ALL)
    server.clock.move(3600)
    answer, decision = ask(client, token, "identity")
    assert (answer.status_code, decision["reason"]) == (401, "expiry.expired")


def test_kept_answers_are_used_and_named_with_their_age_until_they_are_too_old(server, client):
    token = log_in(client, "cached")["access_token"]
    _, fresh = ask(client, token, "cached")
    assert "kept answer" not in str(fresh["checks"])
    assert [(each["what"], each["count"], each["cached"]) for each in fresh["asked"]] == [
        ("deny-list", 1, False),
        ("directory", 3, False),
    ]
    server.set_failing(["directory"])
    server.clock.move(12)
    answer, decision = ask(client, token, "cached")
    assert answer.status_code == 200
    assert [(each["what"], each["count"], each["cached"]) for each in decision["asked"]] == [
        ("deny-list", 1, False),
        ("directory", 3, True),
    ]
    checks = {check["name"]: check["detail"] for check in decision["checks"]}
    assert checks["account"] == "bob exists and is enabled (kept answer: the account of bob, 12 s old)"
    assert checks["permission"].endswith(
        "(kept answers: whether bob is a system administrator, 12 s old; the access list of doc-3, 12 s old)"
    )
    server.clock.move(40)
    answer, decision = ask(client, token, "cached")
    assert (answer.status_code, failed_check(decision)["name"]) == (503, "account")
    unused = "the kept answer is 40 s old and is not used: this design keeps an answer for 30 s"
    assert unused in answer.json()["detail"]


def test_a_question_that_was_not_asked_before_is_not_answered_from_the_others(server, client):
    token = log_in(client, "cached")["access_token"]
    ask(client, token, "cached")
    server.set_failing(["directory"])
    answer, decision = ask(client, token, "cached", "/documents/doc-2")
    assert answer.status_code == 503
    failed = failed_check(decision)
    assert failed["name"] == "permission"
    assert "asked about the access list of doc-2:" in failed["detail"]
    assert failed["detail"].endswith("(kept answer: whether bob is a system administrator, 0 s old)")
    assert [(each["what"], each["count"], each["cached"]) for each in decision["asked"]] == [
        ("deny-list", 1, False),
        ("directory", 2, True),
    ]


def test_the_deny_list_is_never_kept(server, client):
    """A revoked token would work again while it is asked for in vain."""
    token = log_in(client, "cached")["access_token"]
    assert ask(client, token, "cached")[0].status_code == 200
    server.set_failing(["deny-list"])
    assert failed_check(ask(client, token, "cached")[1])["name"] == "revocation"


def test_a_permission_version_is_never_kept(server, client):
    token = log_in(client, "versioned")["access_token"]
    assert ask(client, token, "versioned")[0].status_code == 200
    server.set_failing(["directory"])
    assert failed_check(ask(client, token, "versioned")[1])["name"] == "revocation"


def test_a_kept_introspection_is_used_and_named(tmp_path):
    path = tmp_path / "kept.toml"
    path.write_text(
        'id = "kept"\ntitle = "Kept"\ndescription = "Introspection is kept."\naccount_check = false\n'
        '[token]\nform = "reference"\n[introspection]\ncache_s = 60\n[claims]\nroles = "{user.roles}"\n'
        '[[grants]]\nkind = "roles"\n',
        encoding="utf-8",
    )
    with DemoServer(design=path) as server, client_for(server) as client:
        token = log_in(client, "kept")["access_token"]
        assert ask(client, token, "kept")[0].status_code == 200
        server.set_failing(ALL)
        server.clock.move(59)
        answer, decision = ask(client, token, "kept")
        assert answer.status_code == 200
        assert decision["checks"][1]["detail"].endswith("(kept answer: the token, 59 s old)")
        server.clock.move(60)
        answer, _ = ask(client, token, "kept")
        assert (answer.status_code, answer.json()["reason"]) == (503, "introspection.unavailable")
        assert "the kept answer is 60 s old" in answer.json()["detail"]


def test_nobody_logs_in_while_the_directory_fails(server, client):
    server.set_failing(ALL)
    answer = client.post("/login", json=BOB)
    assert (answer.status_code, answer.json()["reason"]) == (503, "directory.unavailable")
    assert "asked about the password of bob" in answer.json()["detail"]


def test_an_allowed_request_whose_answer_needs_the_directory_gets_503():
    with DemoServer(revocation=False) as server, client_for(server) as client:
        token = server.issue("carol", "roles").access_token
        server.set_failing(ALL)
        answer, decision = ask(client, token, "roles", "/admin/users")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert (decision["status"], decision["reason"]) == (503, "directory.unavailable")
    assert {check["outcome"] for check in decision["checks"]} <= {"pass", "off"}


@pytest.mark.parametrize(
    ("design", "failing", "reason"),
    [
        ("roles", "deny-list", "deny-list.unavailable"),
        ("versioned", "directory", "directory.unavailable"),
        ("reference", "introspection", "introspection.unavailable"),
    ],
)
def test_a_logout_that_cannot_be_recorded_is_not_confirmed(design, failing, reason):
    with DemoServer(revocation=False) as server, client_for(server) as client:
        token = log_in(client, design)["access_token"]
        server.set_failing([failing])
        answer, decision = ask(client, token, design, "/logout", "POST")
        assert (answer.status_code, answer.json()["reason"], decision["status"]) == (503, reason, 503)
        server.set_failing([])
        assert ask(client, token, design, "/logout", "POST")[0].status_code == 204


def test_a_refresh_token_can_be_used_again_after_a_failure(server, client):
    """The client has not seen its successor, and must not look like a thief when it tries again."""
    refresh = log_in(client, "short-refresh")["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": refresh}
    server.set_failing(ALL)
    for _ in range(2):
        answer = client.post("/token", data=form)
        assert (answer.status_code, answer.json()["reason"]) == (503, "directory.unavailable")
    server.set_failing([])
    renewed = client.post("/token", data=form)
    assert renewed.status_code == 200
    assert client.post("/token", data=form).json()["reason"] == "refresh.reused"
    assert client.post("/token", data={**form, "refresh_token": renewed.json()["refresh_token"]}).status_code == 400


def test_introspection_over_http_fails_too(server, client):
    token = log_in(client, "reference")["access_token"]
    server.set_failing(ALL)
    answer = client.post("/introspect", data={"token": token}, auth=("documents", "documents-secret"))
    assert (answer.status_code, answer.json()["reason"]) == (503, "introspection.unavailable")
    assert client.post("/introspect", data={"token": token}).status_code == 401


def test_a_survey_of_requests_knows_of_the_failure(server):
    token = server.issue("bob", "identity").access_token
    server.set_failing(ALL)
    assert [each.status for each in server.reach(token, "identity", [("GET", DOC)])] == [503]


def test_the_failure_can_begin_later_and_is_not_a_copys():
    with DemoServer(failing=["directory"], fails_after_s=20) as server:
        assert not server.failing
        server.clock.move(21)
        assert server.failing == {Asked.DIRECTORY}
        assert not server.copy().failing


@pytest.mark.parametrize("after_s", [-1.0, float("nan")])
def test_a_moment_before_the_start_is_refused(after_s):
    with pytest.raises(ValueError, match="expected 0 s or more"):
        DemoServer(failing=["directory"], fails_after_s=after_s)


@pytest.mark.parametrize("name", ["version", "ldap", ""])
def test_what_cannot_fail_is_refused_with_what_can(name):
    with pytest.raises(ValueError, match=f'"{name}" cannot fail; expected one of directory, deny-list, introspection'):
        DemoServer(failing=[name])


def test_what_is_said_of_kept_answers_is_said_once():
    cache = AnswerCache(30)
    questions = Questions(now=100)
    for _ in range(2):
        questions.ask(Asked.DIRECTORY, lambda: "bob", cache, "who?", "the user")
    assert questions.take_kept() == "kept answer: the user, 0 s old"
    assert questions.take_kept() == ""


def test_an_answer_from_the_future_is_not_used_and_named():
    cache = AnswerCache(30)
    cache.keep("who?", "bob", 100)
    questions = Questions(now=95, failing=frozenset({Asked.DIRECTORY}))
    with pytest.raises(UnavailableError, match="the kept answer is from the future, because the clock was moved back"):
        questions.ask(Asked.DIRECTORY, lambda: "bob", cache, "who?")
    assert questions.asked == ()
