"""The loop, a sentence at a time: the real window, the real server, real HTTP."""

import pytest

DELETE = "DELETE /documents/doc-1"


@pytest.fixture
def window(shared_window):
    return shared_window


def test_the_window_opens_and_starts_the_embedded_server(window):
    assert window.text("server.status").endswith("strict")
    assert window.text("token.state") == "no token"
    assert DELETE in window.answers()
    assert set(window.answers().values()) == {("–", "–")}


def test_a_user_logs_in_over_http_and_reads_the_claims(window):
    window.log_in("bob")
    claims = window.claims()
    assert claims["sub"] == '"u-1002"'
    assert window.claim_meaning("sub").startswith("bob – ")
    assert claims["iss"] == '"https://demo.example"'
    assert claims["roles"] == '["viewer"]'
    assert window.token().count(".") == 2
    assert window.text("token.state") == "as issued"
    assert window.text("token.signature_verdict") == "valid, key trusted"


@pytest.mark.parametrize(
    ("design", "carries"),
    [("identity", set()), ("roles", {"roles"}), ("groups-acl", {"groups", "isSystemAdmin"})],
    ids=["identity", "roles", "groups-acl"],
)
def test_the_design_decides_what_the_token_carries(window, design, carries):
    window.log_in("bob", design)
    extra = set(window.claims()) - {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}
    assert extra == carries


def test_replaying_shows_both_answers_and_why(window):
    window.log_in("bob")
    window.replay()
    assert window.answers()[DELETE] == ("403", "403")
    assert window.answers()["GET /documents/doc-1"] == ("200", "200")
    assert window.changed_answers() == []
    window.look_at(DELETE)
    assert window.checks()["signature"][0] == "pass"
    assert window.checks()["permission"][0] == "fail"
    assert "documents:delete" in window.text("replay.reason")
    assert 'add "admin" to roles' in window.text("replay.flip")


def test_an_edit_signed_with_a_trusted_key_changes_the_answers(window):
    window.log_in("bob")
    window.replay()
    assert window.answers()[DELETE] == ("403", "403")

    window.edit_claim("roles", '["viewer", "admin"]')
    assert window.claim_state("roles") == "added admin"
    assert window.text("token.state") == "edited · signature stale"
    assert window.text("token.signature_verdict") == "stale: sign again"
    window.replay()
    assert window.answers()[DELETE] == ("403", "401")
    window.look_at(DELETE)
    assert window.checks()["signature"][0] == "fail"

    window.choose_signing_key("demo-issuer")
    window.sign()
    assert window.text("token.state") == "edited · signed by demo-issuer"
    window.replay()
    assert window.answers()[DELETE] == ("403", "200")
    assert DELETE in window.changed_answers()
    assert "GET /me" not in window.changed_answers()
    window.look_at(DELETE)
    assert window.text("replay.verdict") == "200 allowed by roles"
    assert "roles" in window.text("replay.read")


def test_an_edit_signed_with_an_unknown_key_is_refused_by_name(window_for_keys):
    window_for_keys.log_in("bob")
    window_for_keys.generate_key("stranger", "ES256")
    window_for_keys.edit_claim("roles", '["admin"]')
    window_for_keys.choose_signing_key("stranger")
    window_for_keys.sign()
    assert "not trusted" in window_for_keys.text("token.signature_verdict")
    window_for_keys.replay()
    assert window_for_keys.answers()[DELETE] == ("403", "401")
    window_for_keys.look_at(DELETE)
    word, why = window_for_keys.checks()["key"]
    assert word == "fail"
    assert "kid" in why
    assert window_for_keys.text("replay.verdict") == "401 refused by key"


@pytest.mark.parametrize("algorithm", ["HS256", "ES256", "EdDSA", "RS256", "EdDSA (Ed448)", "ML-DSA-44"])
def test_a_key_of_ones_own_works_once_the_server_trusts_it(window_for_keys, algorithm):
    window_for_keys.log_in("bob")
    window_for_keys.generate_key("mine", algorithm)
    window_for_keys.open_page("Keys")
    window_for_keys.select_key("mine")
    window_for_keys.switch("keys.trusted")
    window_for_keys.wait_until(lambda: window_for_keys.keys()["mine"] == "trusted")
    window_for_keys.open_page("Bench")
    window_for_keys.edit_claim("roles", '["admin"]')
    window_for_keys.choose_signing_key("mine")
    window_for_keys.sign()
    window_for_keys.replay()
    assert window_for_keys.answers()[DELETE] == ("403", "200")

    window_for_keys.open_page("Keys")
    window_for_keys.select_key("mine")
    window_for_keys.switch("keys.trusted")
    window_for_keys.wait_until(lambda: window_for_keys.keys()["mine"] == "not trusted")
    window_for_keys.open_page("Bench")
    window_for_keys.replay()
    assert window_for_keys.answers()[DELETE] == ("403", "401")


def test_the_servers_advice_applied_signed_and_replayed_lets_the_request_through(window):
    window.log_in("bob")
    window.replay()
    window.look_at(DELETE)
    window.click("replay.flip_apply")
    assert window.claims()["roles"] == '["viewer","admin"]'
    window.sign()
    window.replay()
    assert window.answers()[DELETE] == ("403", "200")


def test_signing_and_replaying_each_edit_needs_no_further_click(own_window):
    own_window.log_in("bob")
    own_window.switch("sign.each_edit")
    own_window.switch("replay.each_edit")
    own_window.edit_claim("roles", '["admin"]')
    own_window.wait_until(lambda: own_window.answers()[DELETE] == ("403", "200"))
    assert own_window.text("token.state") == "edited · signed by demo-issuer"


def test_the_same_request_is_decided_by_the_design_of_the_log_in(window):
    answers = {}
    for design in ("identity", "roles", "groups-acl"):
        window.log_in("bob", design)
        window.replay()
        answers[design] = window.answers()["GET /documents/doc-1"]
    assert answers == {"identity": ("403", "403"), "roles": ("200", "200"), "groups-acl": ("403", "403")}


def test_a_token_expires_when_the_servers_clock_is_moved(window):
    window.log_in("bob")
    window.choose("server.clock", "+31 min")
    assert window.text("token.claims_verdict").startswith("expired")
    assert window.text("token.signature_verdict") == "valid, key trusted"
    window.replay()
    assert window.answers()["GET /me"] == ("401", "401")
    window.choose("server.clock", "now")
    window.replay()
    assert window.answers()["GET /me"] == ("200", "200")


def test_adding_and_removing_claims_by_hand(window):
    window.log_in("bob")
    issued = window.token()
    window.add_claim("tenant", '"acme"')
    assert window.claims()["tenant"] == '"acme"'
    window.remove_claim("jti")
    assert "jti" not in window.claims()
    assert window.text("claims.removed") == "Removed: jti"
    window.revert()
    assert window.token() == issued
    assert window.text("token.signature_verdict") == "valid, key trusted"
