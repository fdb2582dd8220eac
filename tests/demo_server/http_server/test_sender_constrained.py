"""Tokens that are bound to a key (RFC 9449), over HTTP: what a sender without the key, or with a bad proof, gets."""

import json

import httpx
import pytest
from joserfc.jwk import OctKey, OKPKey

from demo_server import DemoServer
from demo_server.decision import CHECK_NAMES
from demo_server.http_server.token_endpoints import api_secret
from demo_server.tokens.dpop import WINDOW_S
from tests.bound_designs import FORMS, write_bound_designs
from tests.demo_server.clients import client_for
from tests.demo_server.proofs import KEY, OTHER_KEY, hash_of, make_proof

PATH = "/documents/doc-1"


@pytest.fixture(scope="module")
def designs(tmp_path_factory):
    return write_bound_designs(tmp_path_factory.mktemp("designs"))


@pytest.fixture
def server(designs, issuer_key):
    with DemoServer(design=designs[0], further_designs=designs[1:], issuer_key=issuer_key) as running:
        yield running


@pytest.fixture
def client(server):
    with client_for(server) as connected:
        yield connected


class Sender:
    """A client with a key."""

    def __init__(self, server: DemoServer, client: httpx.Client) -> None:
        self.server = server
        self.client = client

    def proof(self, method="GET", path=PATH, token=None, **changes):
        url = changes.pop("url", f"{self.server.url}{path}")
        return make_proof(method, url, self.server.clock.now(), token=token, **changes)

    def log_in(self, design="bound", proof=None, username="bob"):
        body = {"username": username, "password": f"{username}-pass", "design": design}
        headers = {"DPoP": self.proof("POST", "/login") if proof is None else proof}
        return self.client.post("/login", json=body, headers=headers)

    def token(self, design="bound"):
        return self.log_in(design).json()["access_token"]

    def renew(self, refresh_token, **changes):
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return self.client.post("/token", data=form, headers={"DPoP": self.proof("POST", "/token", **changes)})

    def ask(self, token, *proofs, scheme="DPoP", design="bound", method="GET", path=PATH):
        headers = [("Authorization", f"{scheme} {token}"), ("Demo-Design", design)]
        return self.client.request(method, path, headers=[*headers, *(("DPoP", each) for each in proofs)])

    def decision(self, answer):
        return self.client.get(f"/debug/decisions/{answer.headers['x-request-id']}").json()


@pytest.fixture
def sender(server, client):
    return Sender(server, client)


@pytest.mark.parametrize("design", FORMS)
def test_a_login_with_a_proof_gives_a_token_for_its_key(sender, design):
    answer = sender.log_in(design)
    assert (answer.status_code, answer.json()["token_type"]) == (200, "DPoP")
    token = answer.json()["access_token"]
    found = sender.ask(token, sender.proof(token=token, path="/me"), path="/me", design=design)
    assert found.status_code == 200
    assert found.json()["claims"]["cnf"] == {"jkt": KEY.thumbprint()}


def test_introspection_shows_the_key_and_the_type(sender):
    body = {"token": sender.token("bound-reference")}
    found = sender.client.post("/introspect", data=body, auth=("documents", api_secret("documents"))).json()
    assert (found["active"], found["token_type"], found["cnf"]) == (True, "DPoP", {"jkt": KEY.thumbprint()})


def test_another_kind_of_key_proves_as_well(sender):
    key = OKPKey.generate_key("Ed25519")
    token = sender.log_in(proof=sender.proof("POST", "/login", key=key, alg="Ed25519")).json()["access_token"]
    assert sender.ask(token, sender.proof(token=token, key=key, alg="Ed25519")).status_code == 200


@pytest.mark.parametrize("design", FORMS)
def test_the_check_is_in_the_decision_after_the_signature(sender, design):
    token = sender.token(design)
    decision = sender.decision(sender.ask(token, sender.proof(token=token), design=design))
    names = [check["name"] for check in decision["checks"]]
    assert names == [*CHECK_NAMES[:5], "proof", *CHECK_NAMES[5:]]
    proof = decision["checks"][5]
    assert (proof["outcome"], proof["reads"], proof["source"]) == ("pass", ["cnf"], "request")


def refusals():
    """For each reason: what is wrong with the proof of an otherwise sound request, and the error code."""
    return [
        ("proof.method", {"htm": "DELETE"}),
        ("proof.method", {"htm": "get"}),
        ("proof.url", {"path": "/documents/doc-2"}),
        ("proof.url", {"path": f"{PATH}/"}),
        ("proof.url", {"url": f"https://127.0.0.1{PATH}"}),
        ("proof.url", {"url": f"http://127.0.0.1{PATH}"}),
        ("proof.time", {"iat": 1}),
        ("proof.time", {"iat": 2**40}),
        ("proof.time", {"exp": 1}),
        ("proof.malformed", {"iat": None}),
        ("proof.malformed", {"jti": None}),
        ("proof.token", {"ath": None}),
        ("proof.token", {"ath": hash_of("another")}),
        ("proof.type", {"header": {"typ": "JWT"}}),
        ("proof.type", {"header": {"typ": "at+jwt"}}),
        ("proof.key", {"header": {"jwk": None}}),
        ("proof.key", {"header": {"jwk": KEY.as_dict(private=True)}}),
        ("proof.algorithm", {"key": OctKey.generate_key(256), "alg": "HS256"}),
        ("proof.signature", {"signed_with": OTHER_KEY}),
    ]


def numbered():
    return [pytest.param(*each, id=f"{each[0]}-{number}") for number, each in enumerate(refusals())]


@pytest.mark.parametrize(("reason", "changes"), numbered())
def test_a_bad_proof_is_refused_with_its_reason(sender, reason, changes):
    token = sender.token()
    answer = sender.ask(token, sender.proof(**{"token": token, **changes}))
    assert (answer.status_code, answer.json()["error"], answer.json()["reason"]) == (401, "invalid_dpop_proof", reason)
    challenge = answer.headers["www-authenticate"]
    assert challenge.startswith('DPoP realm="demo", algs="')
    assert 'error="invalid_dpop_proof"' in challenge
    algorithms = challenge.split('"')[3].split()
    assert "ES256" in algorithms
    assert "HS256" not in algorithms
    decision = sender.decision(answer)
    assert [check["name"] for check in decision["checks"] if check["outcome"] == "fail"] == ["proof"]


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "eyJ9.e30.", "é" * 9])
def test_what_is_not_a_proof_is_refused(sender, text):
    token = sender.token()
    answer = sender.ask(token, text.encode())
    assert (answer.status_code, answer.json()["reason"]) == (401, "proof.malformed")


def test_two_proofs_in_one_header_line_are_not_one(sender):
    token = sender.token()
    answer = sender.ask(token, ", ".join(sender.proof(token=token) for _ in range(2)))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_dpop_proof")


def test_a_proof_counts_once(sender):
    token = sender.token()
    proof = sender.proof(token=token)
    answers = [sender.ask(token, proof) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 401, 401]
    assert {each.json()["reason"] for each in answers[1:]} == {"proof.replayed"}


def test_a_refused_proof_is_not_used_up(sender):
    token = sender.token()
    proof = sender.proof(token=token)
    assert sender.ask(token, proof, method="DELETE").json()["reason"] == "proof.method"
    assert sender.ask(token, proof).status_code == 200


@pytest.mark.parametrize("seconds", [-WINDOW_S - 5, WINDOW_S + 5])
def test_the_time_of_a_proof_is_compared_with_the_clock_of_the_server(server, sender, seconds):
    token = sender.token()
    proof = sender.proof(token=token)
    server.clock.move(seconds)
    assert sender.ask(token, proof).json()["reason"] == "proof.time"
    assert sender.ask(token, sender.proof(token=token)).status_code == (200 if seconds > 0 else 401)


def test_a_thief_without_the_key_gets_nothing(sender):
    token = sender.token()
    seen = sender.proof(token=token)
    assert sender.ask(token, seen).status_code == 200
    thefts = {
        "transport.bearer": sender.ask(token, scheme="Bearer"),
        "transport.missing_proof": sender.ask(token),
        "transport.duplicate_proof": sender.ask(token, seen, seen),
        "proof.other_key": sender.ask(token, sender.proof(token=token, key=OTHER_KEY)),
        "proof.replayed": sender.ask(token, seen),
        "proof.url": sender.ask(token, seen, path="/me"),
    }
    assert {reason: answer.status_code for reason, answer in thefts.items()} == dict.fromkeys(thefts, 401)
    assert {reason: answer.json()["reason"] for reason, answer in thefts.items()} == {each: each for each in thefts}
    errors = {reason: answer.json()["error"] for reason, answer in thefts.items()}
    assert [reason for reason, error in errors.items() if error == "invalid_token"] == [
        "transport.bearer",
        "proof.other_key",
    ]


def test_a_proof_beside_a_bearer_token_does_not_help(sender):
    token = sender.token()
    assert sender.ask(token, sender.proof(token=token), scheme="Bearer").json()["reason"] == "transport.bearer"


def test_without_a_token_the_challenge_names_the_scheme_and_no_error(sender):
    answer = sender.client.get(PATH)
    assert (answer.status_code, answer.json()["reason"]) == (401, "transport.missing")
    assert answer.headers["www-authenticate"].startswith("DPoP ")
    assert "error" not in answer.headers["www-authenticate"]


def test_a_missing_right_is_answered_in_the_scheme_of_the_token(sender):
    token = sender.token()
    answer = sender.ask(token, sender.proof("DELETE", token=token), method="DELETE")
    assert (answer.status_code, answer.json()["reason"]) == (403, "permission.refused")
    assert answer.headers["www-authenticate"].startswith("DPoP ")


def test_head_is_a_method_of_its_own(sender):
    token = sender.token()
    assert sender.ask(token, sender.proof("HEAD", token=token), method="HEAD").status_code == 200
    assert sender.ask(token, sender.proof("GET", token=token), method="HEAD").status_code == 401


def test_the_query_does_not_count_and_the_host_is_the_one_of_the_request(server, sender):
    token = sender.token()
    assert sender.ask(token, sender.proof(token=token), path=f"{PATH}?page=2").status_code == 200
    other = f"http://localhost:{server.port}{PATH}"
    assert sender.ask(token, sender.proof(token=token, url=other)).json()["reason"] == "proof.url"
    headers = {"Authorization": f"DPoP {token}", "DPoP": sender.proof(token=token, url=other)}
    assert sender.client.get(PATH, headers={**headers, "Host": f"localhost:{server.port}"}).status_code == 200


class TestUnderADesignOfBearerTokens:
    """The token decides: a bound one needs its proof, and the scheme DPoP needs a bound one."""

    def claims(self, server, **more):
        now = int(server.clock.now())
        scenario = server.scenario
        who = {"iss": scenario.issuer, "aud": scenario.audience, "sub": scenario.users["bob"].id, "roles": ["viewer"]}
        return {**who, "iat": now, "nbf": now, "exp": now + 600, "jti": "one", **more}

    def sign(self, server, **more):
        return server.issuer_key.sign(self.claims(server, **more), "JWT")

    def test_a_bound_token_needs_its_proof(self, server, sender):
        token = self.sign(server, cnf={"jkt": KEY.thumbprint()})
        refused = sender.ask(token, scheme="Bearer", design="roles")
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_token")
        assert refused.json()["reason"] == "proof.bearer"
        assert refused.headers["www-authenticate"].startswith("DPoP ")
        allowed = sender.ask(token, sender.proof(token=token), design="roles")
        assert allowed.status_code == 200
        names = [check["name"] for check in sender.decision(allowed)["checks"]]
        assert names == [*CHECK_NAMES[:5], "proof", *CHECK_NAMES[5:]]

    def test_the_scheme_dpop_needs_a_bound_token(self, server, sender):
        token = self.sign(server)
        answer = sender.ask(token, sender.proof(token=token), design="roles")
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
        assert answer.json()["reason"] == "proof.unbound"

    def test_a_token_that_is_not_bound_needs_no_proof(self, server, sender):
        for more in ({}, {"cnf": {}}, {"cnf": "x"}, {"cnf": {"x5t#S256": "x"}}):
            answer = sender.ask(self.sign(server, **more), scheme="Bearer", design="roles")
            assert answer.status_code == 200
            assert [check["name"] for check in sender.decision(answer)["checks"]] == list(CHECK_NAMES)

    @pytest.mark.parametrize("jkt", [5, None, [], {}])
    def test_a_key_that_is_not_a_string_is_refused(self, server, sender, jkt):
        token = self.sign(server, cnf={"jkt": jkt})
        answer = sender.ask(token, sender.proof(token=token), design="roles")
        assert (answer.status_code, answer.json()["reason"]) == (401, "proof.malformed_cnf")

    def test_a_login_ignores_the_proof(self, sender):
        answer = sender.log_in("roles")
        assert (answer.status_code, answer.json()["token_type"]) == (200, "Bearer")

    def test_a_changed_signature_is_the_first_fault(self, server, sender):
        token = self.sign(server, cnf={"jkt": KEY.thumbprint()})[:-8] + "AAAAAAAA"
        answer = sender.ask(token, sender.proof(token=token), design="roles")
        assert answer.json()["reason"] == "signature.invalid"
        assert "not_reached" in {
            check["outcome"] for check in sender.decision(answer)["checks"] if check["name"] == "proof"
        }


def test_a_design_that_confirms_takes_no_unbound_token(server, sender):
    claims = TestUnderADesignOfBearerTokens().claims(server)
    token = server.issuer_key.sign(claims, "JWT")
    assert sender.ask(token, sender.proof(token=token)).json()["reason"] == "proof.unbound"


@pytest.mark.parametrize(
    ("reason", "changes"),
    [each for each in numbered() if each.values[0] != "proof.token"],
)
def test_a_login_needs_a_sound_proof(sender, reason, changes):
    sent = {"path": "/login", **changes}
    answer = sender.log_in(proof=sender.proof("POST", **sent))
    assert (answer.status_code, answer.json()["error"], answer.json()["reason"]) == (400, "invalid_dpop_proof", reason)


@pytest.mark.parametrize(("count", "reason"), [(0, "proof.missing"), (2, "proof.duplicate")])
def test_a_login_needs_one_proof(sender, count, reason):
    body = {"username": "bob", "password": "bob-pass"}
    headers = [("DPoP", sender.proof("POST", "/login")) for _ in range(count)]
    answer = sender.client.post("/login", content=json.dumps(body), headers=headers)
    assert (answer.status_code, answer.json()["error"], answer.json()["reason"]) == (400, "invalid_dpop_proof", reason)


def test_the_proof_of_a_login_counts_once(sender):
    proof = sender.proof("POST", "/login")
    assert [sender.log_in(proof=proof).status_code for _ in range(2)] == [200, 400]


def test_a_wrong_password_is_refused_as_everywhere(sender):
    body = {"username": "bob", "password": "wrong"}
    answer = sender.client.post("/login", json=body, headers={"DPoP": sender.proof("POST", "/login")})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_grant")


@pytest.mark.parametrize("design", FORMS)
def test_a_renewed_token_is_bound_to_the_same_key(sender, design):
    first = sender.log_in(design).json()
    second = sender.renew(first["refresh_token"]).json()
    assert second["token_type"] == "DPoP"
    token = second["access_token"]
    assert sender.ask(token, sender.proof(token=token), design=design).status_code == 200


def test_a_stolen_refresh_token_is_worth_nothing_and_does_no_harm(sender):
    first = sender.log_in().json()["refresh_token"]
    refused = sender.renew(first, key=OTHER_KEY)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert refused.json()["reason"] == "refresh.other_key"
    without = sender.client.post("/token", data={"grant_type": "refresh_token", "refresh_token": first})
    assert (without.status_code, without.json()["error"]) == (400, "invalid_dpop_proof")
    second = sender.renew(first)
    assert second.status_code == 200, "neither attempt has used it up"
    assert sender.renew(first, key=OTHER_KEY).json()["reason"] == "refresh.other_key"
    assert sender.renew(second.json()["refresh_token"]).status_code == 200, "only who has the key can end the login"


def test_a_logout_needs_the_proof_as_well(sender):
    token = sender.token()
    assert sender.ask(token, scheme="Bearer", method="POST", path="/logout").status_code == 401
    proof = sender.proof("POST", "/logout", token=token)
    assert sender.ask(token, proof, method="POST", path="/logout").status_code == 204
    assert sender.ask(token, sender.proof(token=token)).json()["reason"] == "revocation.revoked"


def test_an_inactive_reference_token_is_no_fault_of_the_proof(sender):
    answer = sender.ask("x" * 43, sender.proof(token="x" * 43), design="bound-reference")
    assert (answer.json()["error"], answer.json()["reason"]) == ("invalid_token", "revocation.inactive")


def test_the_owner_of_the_server_names_a_key(server):
    assert server.issue("bob", "bound", KEY.thumbprint()).token_type == "DPoP"
    for issue in (server.issue, server.admit):
        with pytest.raises(ValueError, match="bound binds its tokens to a key"):
            issue("bob", "bound")


def test_a_survey_takes_the_sender_to_hold_the_key(server):
    token = server.issue("bob", "bound", KEY.thumbprint()).access_token
    (found,) = server.reach(token, "bound", [("GET", PATH)])
    assert (found.status, found.reason) == (200, "granted")
