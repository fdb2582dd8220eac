"""Neighbours of what the linter must find, and of what it must pass over: a row each."""

from dataclasses import replace

import pytest

from tests.core.lint.tokens.test_kinds import check_fixes, subject
from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens import TokenKind, lint

U = "6f1c2f0e-51b7-4c8e-9d0e-0a4f7e3b9c11"
TIMES = {"iat": "now+0", "exp": "now+600"}
ACCESS = {"iss": "https://a.example", "sub": "u-1002", "aud": "api", "client_id": "web", "jti": U, **TIMES}
ID = {"iss": "https://a.example", "sub": "248289761001", "aud": "web", "nonce": "n", **TIMES}
CLAIMS = {"at+jwt": ACCESS, "JWT": ID}
R300 = [f"r{number}x" for number in range(300)]
OBJECT_IDS = ["5f8d04b3ab35de3a342acd4a", "5f8d04b3ab35de3a342acd4b"]


def findings(claims, typ="at+jwt", alg="ES256"):
    token = {"header": {"alg": alg, "typ": typ, "kid": "k"}, "claims": CLAIMS[typ] | claims}
    looked_at = subject(token)
    check_fixes(looked_at)
    return lint(looked_at)


def rows(table):
    return pytest.mark.parametrize(
        ("rule", "name", "value"),
        [
            pytest.param(rule, name, value, id=f"{rule} {name} {index}")
            for rule, claims in table.items()
            for index, (name, value) in enumerate(claims)
        ],
    )


FOUND = {
    "JWT026": [
        ("urn:example:roles", R300),
        ("com.example.roles", R300),
        ("example.com/roles", R300),
        ("https://x.example#roles", R300),
        ("http://schemas.microsoft.com/ws/2008/06/identity/claims/role", R300),
        ("realm_access", {"roles": R300}),
    ],
    "JWT043": [
        ("is_superuser", True),
        ("com.acme.admin", True),
        ("admin", "true"),
        ("admin", 1),
        ("user", {"is_admin": True}),
        ("canReadAll", True),
        ("admin_access", True),
        ("unrestricted_access", True),
        ("superAdmin", True),
    ],
    "JWT032": [
        ("phoneNumber", "+49"),
        ("dateOfBirth", "x"),
        ("displayName", "x"),
        ("emails", ["a@b.example"]),
        ("ip_address", "192.0.2.1"),
        ("tax_id", "x"),
        ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname", "x"),
        ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/mobilephone", "x"),
        ("https://a.example/e-mail", "x"),
        ("customer", {"name": "x"}),
        ("contact", [{"name": "x"}]),
    ],
    "JWT028": [
        ("x", OBJECT_IDS),
        ("docs", ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "01BX5ZZKBKACTAV9WEVGEMMVRZ"]),
        ("x", ["0ujtsYcgvSTl8PAuAdqWYSMnLOv", "0ujsszgFvbiEr7CDgE3z8MAUPFt"]),
        ("x", ["V1StGXR8_Z5jdHi6B-myT", "V1StGXR8_Z5jdHi6B-myS"]),
        ("x", ["cus_9s6XKzkNRiz8i3", "cus_NffrFeUfNV2Hib"]),
        ("x", ["gid://app/Doc/1", "gid://app/Doc/2"]),
        ("x", ["ORD-2024-0001", "ORD-2024-0002"]),
        ("x", [17, 4711]),
        ("accounts", [12, 34]),
        ("tenants", ["acme", "globex"]),
        ("may_edit", ["alpha", "beta"]),
        ("documentIds", ["q"]),
        ("authorization_details", [{"type": "x", "identifier": "doc-1"}, {"type": "x", "identifier": "doc-2"}]),
    ],
    "JWT055": [
        ("scope", "read *"),
        ("permissions", ["*:*:*"]),
        ("entitlements", ["**"]),
        ("https://a.example/roles", ["*"]),
    ],
    "JWT033": [
        ("x", "github_pat_" + "a1B2" * 9),
        ("x", "ghp_" + "a1B2" * 9),
        ("x", "dckr_pat_" + "a1B2" * 7),
        ("x", "GOCSPX-" + "a1B2" * 7),
        ("x", "whsec_" + "a1B2" * 8),
        ("x", "sk-proj-" + "a1B2" * 9),
        ("x", "0.A" + "a1B2_" * 24),
        ("x", "https://hooks.slack.com/services/T00000000/B00000000/abc"),
        ("x", "AccountName=x;AccountKey=abcdABCD1234==;EndpointSuffix=core.example"),
        ("x", "Server=x;Database=y;User Id=z;Password=abc;"),
        ("cnf", {"jwk": {"kty": "EC", "crv": "P-256", "x": "a", "y": "b", "d": "c"}}),
        ("keys_", [{"kty": "oct", "k": "AAAA"}]),
        ("pwd", "abcd"),
        ("otp", 123456),
        ("dbPassword", "abcd"),
    ],
    "JWT052": [
        ("phone_number_verified", 1),
        ("acr", 2),
        ("address", "x"),
        ("groups", "a b"),
        ("entitlements", {}),
        ("cnf", "x"),
        ("updated_at", "2024-01-01T00:00:00Z"),
        ("birthdate", 19900101),
    ],
}


@rows(FOUND)
def test_a_neighbour_of_what_must_be_found_is_found(rule, name, value):
    assert rule in {each.rule_id for each in findings({name: value}) if each.path[:1] == (name,)}


PASSED_OVER = {
    "JWT043": [("isAdmin", False), ("admin", ""), ("admin", "false"), ("admin", 0), ("is_admin", None)],
    "JWT032": [("email_verified", True), ("client_name", "x"), ("hostname", "x"), ("org", {"name": "x"}), ("name", "")],
    "JWT028": [
        ("features", ["dark-mode", "beta"]),
        ("regions", ["eu-west-1", "us-east-1"]),
        ("fva", [0, -1]),
        ("levels", [1, 2]),
        ("range", [0, 100]),
        ("schemas", ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:Group"]),
        ("hosts", ["https://a.example/x", "https://b.example/y"]),
    ],
    "JWT033": [
        ("x", "sk-ipped-because-of-holiday-season"),
        ("x", "glossary-of-terms-and-words"),
        ("x", "keywords; passwords; and = signs"),
        ("pwd_exp", "3600"),
        ("password_changed_at", 1),
        ("has_password", True),
        ("password", ""),
        ("iban", "DE89370400440532013000"),
        ("id_token_hint", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.AAAA"),
        ("cnf", {"jwk": {"kty": "EC", "crv": "P-256", "x": "a", "y": "b"}}),
        ("cnf", {"jwe": "eyJhbGciOiJSUzI1NiJ9.AAAA.AAAA.AAAA.AAAA"}),
    ],
    "JWT052": [("metadata", "x"), ("constraints", "x")],
    "JWT055": [("scope", "documents:*"), ("roles", ["all-hands"])],
}


@rows(PASSED_OVER)
def test_a_neighbour_of_what_must_not_be_said_is_passed_over(rule, name, value):
    assert rule not in {each.rule_id for each in findings({name: value})}


@pytest.mark.parametrize("name", ["roles", "permission", "permissions", "authorities", "scp", "entitlements"])
def test_rights_in_an_id_token_are_found(name):
    assert "JWT023" in {each.rule_id for each in findings({name: ["a"]}, "JWT")}


@pytest.mark.parametrize("alg", ["HS1", "RSA-OAEP", "rs256", "ES512K", "dir"])
def test_an_algorithm_that_is_not_registered_for_signatures_is_found(alg):
    assert ("JWT056", Severity.WARNING) in {(each.rule_id, each.severity) for each in findings({}, alg=alg)}


@pytest.mark.parametrize("typ", CLAIMS)
def test_an_event_in_a_token_that_could_be_passed_off_as_a_logout_token_is_found(typ):
    events = {"http://schemas.openid.net/event/backchannel-logout": {}}
    looked_at = subject({"header": {"alg": "ES256", "typ": typ}, "claims": CLAIMS[typ] | {"events": events}})
    kinds = {"at+jwt": looked_at, "JWT": replace(looked_at, profile=TokenKind.ID)}
    (found,) = [each for each in lint(kinds[typ]) if each.path == ("events",)]
    assert (found.rule_id, "logout token" in found.message) == ("JWT023", True)


@pytest.mark.parametrize("name", ["token_type", "token_use", "tokenType", "type"])
def test_a_claim_that_says_what_the_token_is_for_decides(name):
    kinds = [
        subject({"header": {"alg": "HS256"}, "claims": {"sub": "5", name: use, **TIMES}}).kind
        for use in ("access", "refresh", "id", "app")
    ]
    assert kinds == [TokenKind.ACCESS, TokenKind.UNKNOWN, TokenKind.ID, TokenKind.UNKNOWN]


def test_a_name_that_has_a_registered_form_is_reported_once():
    found = [each for each in findings({"role": "x"}) if ("role",) in each.paths]
    assert [each.rule_id for each in found] == ["JWT025"]


@pytest.mark.parametrize(("rule", "member"), [("JWT032", "email"), ("JWT033", "password")])
def test_of_thousands_the_first_are_reported_one_by_one_and_the_rest_together(rule, member):
    users = {"users": [{"user": {member: "x"}} for _ in range(25)]}
    found = [
        each for each in lint(subject({"header": {"alg": "ES256"}, "claims": ACCESS | users})) if each.rule_id == rule
    ]
    assert len(found) == 21
    assert [each.fix is None for each in found] == [False] * 20 + [True]
    assert found[-1].message.startswith("5 further members hold ")
    assert found[-1].paths == tuple(("users", number, "user", member) for number in range(20, 25))
