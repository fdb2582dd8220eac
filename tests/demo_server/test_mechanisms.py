"""When a removed right stops working under each mechanism, by the server's clock, and what was asked for that."""

import pytest


@pytest.fixture
def token(log_in):
    return lambda design, username="bob": log_in(username, design)


@pytest.fixture
def get(client):
    """The status, the reason, and what was asked: count by kind, with what a cache answered apart."""

    def ask(token, design, path="/documents/doc-3"):
        answer = client.get(path, headers={"Authorization": f"Bearer {token}", "Demo-Design": design})
        decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
        asked = {(each["what"], each["cached"]): each["count"] for each in decision["asked"]}
        assert decision["lookups"] == asked.get(("directory", False), 0)
        return answer.status_code, decision["reason"], asked

    return ask


def test_cached_notices_a_removed_share_when_its_answers_are_too_old(server, token, get):
    mine = token("cached")
    assert get(mine, "cached")[::2] == (200, {("deny-list", False): 1, ("directory", False): 3})
    server.directory.unshare("doc-3", "bob")
    assert get(mine, "cached")[::2] == (200, {("deny-list", False): 1, ("directory", True): 3})
    server.clock.move(29)
    assert get(mine, "cached")[0] == 200
    server.clock.move(31)
    assert get(mine, "cached")[:2] == (403, "permission.refused")


def test_identity_notices_it_at_once_beside_a_filled_cache(server, token, get):
    assert get(token("cached"), "cached")[0] == 200
    server.directory.unshare("doc-3", "bob")
    assert get(token("identity"), "identity")[0] == 403


def test_a_reset_of_the_world_empties_the_caches(server, token, get):
    mine = token("cached")
    server.directory.unshare("doc-3", "bob")
    assert get(mine, "cached")[0] == 403
    server.directory.reset()
    assert get(mine, "cached")[0] == 200


def test_a_clock_that_is_moved_back_makes_no_answer_last_longer(server, token, get):
    mine = token("cached")
    server.clock.move(100)
    assert get(mine, "cached")[0] == 200
    server.clock.move(0)
    server.directory.unshare("doc-3", "bob")
    assert get(mine, "cached")[0] == 403


@pytest.mark.parametrize(
    "change",
    [
        lambda directory: directory.set_roles("bob", ["auditor"]),
        lambda directory: directory.set_roles("bob", ["viewer", "editor"]),
        lambda directory: directory.set_groups("bob", []),
        lambda directory: directory.unshare("doc-3", "bob"),
        lambda directory: directory.set_disabled("bob", disabled=True),
    ],
    ids=["a role removed", "a role added", "a group removed", "a share removed", "disabled"],
)
def test_versioned_refuses_every_token_from_before_a_change_of_rights(server, token, get, change):
    mine, other = token("versioned"), token("versioned", "alice")
    assert get(mine, "versioned") == (200, "granted", {("version", False): 1})
    change(server.directory)
    assert get(mine, "versioned")[:2] == (401, "revocation.outdated")
    assert get(other, "versioned")[0] == 200


def test_versioned_takes_the_token_of_a_new_login(server, token, get):
    server.directory.set_roles("bob", ["auditor"])
    assert get(token("versioned"), "versioned")[0] == 200


def test_a_logout_under_versioned_ends_the_tokens_of_all_devices(client, token, get):
    here, elsewhere = token("versioned"), token("versioned")
    client.post("/logout", headers={"Authorization": f"Bearer {here}", "Demo-Design": "versioned"})
    assert [get(each, "versioned")[:2] for each in (here, elsewhere)] == [(401, "revocation.outdated")] * 2
    assert get(token("versioned"), "versioned")[0] == 200


@pytest.mark.parametrize("design", ["roles", "identity"])
def test_a_token_of_another_design_has_no_version(token, get, design):
    assert get(token(design), "versioned")[:2] == (401, "revocation.no_version")


def test_short_refresh_asks_nobody_and_a_logout_ends_the_refresh_token_alone(client, token, get):
    mine = token("short-refresh")
    assert get(mine, "short-refresh") == (200, "granted", {})
    client.post("/logout", headers={"Authorization": f"Bearer {mine}", "Demo-Design": "short-refresh"})
    assert get(mine, "short-refresh")[0] == 200


def test_reference_asks_whose_it_is_and_what_he_may(server, token, get):
    mine = token("reference")
    assert get(mine, "reference") == (200, "granted", {("introspection", False): 1, ("directory", False): 3})
    server.directory.unshare("doc-3", "bob")
    assert get(mine, "reference")[0] == 403
    server.directory.set_disabled("bob", disabled=True)
    assert get(mine, "reference")[:2] == (401, "account.disabled")


@pytest.mark.parametrize("text", ["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_under_reference_any_text_is_a_token_that_nobody_issued(get, text):
    status, reason, asked = get(text, "reference")
    assert (status, reason, asked) == (401, "revocation.inactive", {("introspection", False): 1})


def test_a_readable_token_counts_for_nothing_under_reference(token, get):
    assert get(token("roles"), "reference")[:2] == (401, "revocation.inactive")


def test_a_reference_token_counts_for_nothing_where_tokens_are_read(token, get):
    assert get(token("reference"), "roles")[:2] == (401, "format.segments")


def test_the_checks_of_a_reference_token_say_what_there_is_not_to_check(client, token):
    headers = {"Authorization": f"Bearer {token('reference')}", "Demo-Design": "reference"}
    answer = client.get("/me", headers=headers)
    checks = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()["checks"]
    outcomes = {check["name"]: check["outcome"] for check in checks}
    assert {name for name, outcome in outcomes.items() if outcome == "off"} == {
        "algorithm", "key", "signature", "critical", "type",
    }  # fmt: skip
    assert {outcomes[name] for name in ("format", "expiry", "audience", "subject", "revocation")} == {"pass"}
