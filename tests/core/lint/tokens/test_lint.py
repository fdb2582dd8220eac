"""The linter as a whole: its table of rules, the order of findings, fixes, and that nothing makes it raise."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.lint.tokens.samples import CLAIMS, HEADER, NEW_ID, NOW, REGISTERED, changed, compact, subject
from tests.core.strict_json.values import objects, values
from workbench.core.claims.registry import registered_names
from workbench.core.lint.severity import SEVERITIES, Severity
from workbench.core.lint.tokens import RULES, KeyFacts, References, Subject, TokenKind, apply_fix, lint
from workbench.core.lint.tokens.lists import RIGHTS_CLAIMS
from workbench.core.strict_json import text as json_text
from workbench.core.token.compact import read


def ids(findings):
    return [finding.rule_id for finding in findings]


def test_no_rule_has_anything_to_say_on_the_good_token():
    assert lint(subject()) == ()


def test_the_rules_stand_in_the_order_of_their_ids_and_each_id_once():
    numbers = [rule.rule_id for rule in RULES]
    assert numbers == sorted(set(numbers))
    assert len(numbers) >= 40


def test_each_rule_names_its_source():
    assert all(rule.source for rule in RULES)


def test_findings_are_sorted_by_severity_and_then_by_id():
    found = lint(subject({"exp": ..., "jti": "7", "department": "sales", "role": "viewer", "email": "b@x.org"}))
    assert [(finding.severity, finding.rule_id) for finding in found] == [
        (Severity.ERROR, "JWT002"),
        (Severity.WARNING, "JWT019"),
        (Severity.WARNING, "JWT032"),
        (Severity.INFO, "JWT025"),
        (Severity.INFO, "JWT042"),
    ]


def test_two_looks_at_one_token_find_the_same():
    assert lint(subject({"exp": ...})) == lint(subject({"exp": ...}))


def test_the_parts_that_can_be_read_are_looked_at():
    good = compact(HEADER, changed(CLAIMS, {"exp": ...}))
    assert ids(lint(subject(text="!!!." + good.partition(".")[2]))) == ["JWT002", "JWT048"]
    broken_payload = compact(HEADER | {"jku": "https://x.example"}, '{"iss":')
    assert ids(lint(subject(text=broken_payload))) == ["JWT037"]


@pytest.mark.parametrize("text", ["", "abc", "a.b", "...", "eyJ", "\ud800", "Bearer ", "[].[].[]"])
def test_a_text_that_is_no_token_is_no_reason_to_raise(text):
    assert isinstance(lint(subject(text=text)), tuple)


def test_a_fix_changes_its_own_segment_alone():
    reading = read(compact('{ "alg": "ES256", "typ": "at+jwt" }', '{ "exp": "1764000060", "sub" : "u-1" }'))
    (finding,) = [each for each in lint(Subject(reading, NOW)) if each.rule_id == "JWT005"]
    header, payload, signature = apply_fix(reading, finding.fix).split(".")
    assert (header, signature) == (reading.segments[0], reading.segments[2])
    assert read(f"{header}.{payload}.{signature}").payload_text == '{"exp":1764000060,"sub":"u-1"}'


def test_a_fix_of_another_token_leaves_alone_what_it_does_not_find():
    bad = {"user": {"password": "x"}, "email": "b@x.org", "scopes": ["read"], "cnf": {"jwk": {}, "jku": "u"}}
    fixes = [finding.fix for finding in lint(subject(bad, {"jku": "u", "crit": ["a"]})) if finding.fix is not None]
    assert len(fixes) == 6
    other = read(compact({"alg": "ES256"}, {"user": [1]}))
    for fix in fixes:
        assert read(apply_fix(other, fix)).header is not None
    assert apply_fix(read("abc"), fixes[0]) == "abc"


@pytest.mark.parametrize(
    ("claims", "header", "kind"),
    [
        ({}, {}, TokenKind.ACCESS),
        ({"client_id": ...}, {"typ": "JWT"}, TokenKind.UNKNOWN),
        ({"client_id": ...}, {"typ": "application/AT+JWT"}, TokenKind.ACCESS),
        ({}, {"typ": "JWT"}, TokenKind.ACCESS),
        ({"client_id": ..., "roles": []}, {"typ": "JWT"}, TokenKind.ACCESS),
        ({"client_id": ..., "nonce": "n"}, {"typ": "JWT"}, TokenKind.ID),
        ({"client_id": ..., "nonce": "n", "groups": []}, {"typ": "JWT"}, TokenKind.ID),
        ({"client_id": ..., "nonce": "n", "scope": "a"}, {"typ": "JWT"}, TokenKind.ACCESS),
        ({"client_id": ..., "token_use": "id", "cognito:groups": []}, {"typ": ...}, TokenKind.ID),
        ({"client_id": ..., "token_use": "access"}, {"typ": 5}, TokenKind.ACCESS),
    ],
)
def test_what_a_token_is_for_is_worked_out_from_typ_and_claims(claims, header, kind):
    assert subject(claims, header).kind is kind
    assert subject(claims, header).kind_reason
    assert subject(claims, header, profile=TokenKind.LOGOUT).kind is TokenKind.LOGOUT


def test_no_message_holds_a_character_that_a_terminal_would_obey():
    name = "\x1b[31m\u202e" + "n" * 5_000
    found = lint(subject({"sub": "\x1b[2J", "aud": ["\x07", "b"], "iss": "\u202e", name: 1, "role\n": 1, "exp": "\0"}))
    assert len(found) >= 5
    for finding in found:
        assert finding.message.isprintable()
        assert len(finding.message) < 300
        assert finding.fix is None or finding.fix.label.isprintable()


def test_the_registered_names_leave_out_those_of_vendors_and_of_the_demo():
    table = "claim,purpose,reference,category\niss,a,b,registered\nscp,a,b,vendor (unregistered)\nacl,a,b,demo\n"
    assert registered_names(table) == {"iss"}


# Names and values that rules look for, so that random tokens meet every rule.
_NAMES = sorted(
    {"exp", "nbf", "iat", "iss", "sub", "aud", "jti", "nonce", "client_id", "cnf", "act", "hasgroups", "_claim_names"}
    | {"isAdmin", "password", "email", "preferred_username", "canRead", "acl_ids", "realm_access", "\ud800", "Sub"}
    | RIGHTS_CLAIMS
)
_TIMES = st.integers(NOW - 10**6, NOW + 10**6) | st.sampled_from(
    [NOW * 1000, NOW * 10**6, 10**4000 - 1, -(10**3999), 10**11, 10**11 + 1, str(NOW), "soon", True, None, 1e300]
)
_VALUES = st.one_of(
    values,
    _TIMES,
    st.sampled_from(
        ["a@b.org", "+49 30 1234567", "http://a.example", "*", "", "eyJhbGciOiJub25lIn0.e30.", "read write"]
    ),
    st.lists(st.sampled_from(["doc-1", "urn:a:1", 7, "*", "", "reader", {"id": "doc-1"}]), max_size=3),
    st.fixed_dictionaries(
        {}, optional={"jwk": values, "jku": values, "act": objects, "api_key": values, "roles": values}
    ),
)
_CLAIMS = st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=8)
_HEADERS = objects | st.fixed_dictionaries(
    {},
    optional={
        "alg": values | st.sampled_from(["none", "NonE", "HS256", "RS256", "ES256"]),
        "typ": values | st.sampled_from(["JWT", "at+jwt"]),
        "kid": values | st.just("../../dev/null"),
        "crit": values | st.lists(values, max_size=2),
        "b64": values,
        "jwk": values,
        "x5u": values,
    },
)
_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "profile": st.sampled_from(TokenKind),
        "cookie": st.just("session"),
        "leeway_s": st.integers(0, 10_000),
        "key": st.builds(KeyFacts, st.none() | st.integers(0, 99), st.booleans(), st.none() | st.integers(512, 4096)),
    },
)


def place(finding):
    return finding.rule_id, finding.segment, finding.path


def check_all_fixes(looked_at):
    """Make each fix on its own; look at the outcome as at the token before."""
    found = lint(looked_at)
    severities = [SEVERITIES.index(finding.severity) for finding in found]
    assert severities == sorted(severities)
    for finding in found:
        if finding.fix is not None:
            fixed = read(apply_fix(looked_at.reading, finding.fix))
            # Other findings may come and go; this one is there once less.
            before, after = Counter(map(place, found)), Counter(map(place, lint(replace(looked_at, reading=fixed))))
            assert after[place(finding)] < before[place(finding)], finding


@given(st.text())
@example("eyJhbGciOiJub25lIn0.e30.")
@example("eyJhbGciOiJub25lIn0.e30.\n")
def test_no_text_makes_it_raise(text):
    check_all_fixes(subject(text=text))


@given(_HEADERS, _CLAIMS | objects, _FACTS)
@example(HEADER, {"iat": 10**4000 - 1, "exp": 10**4000 - 1}, {})
@example(HEADER, {"iat": 10**11, "exp": 10**400}, {})
@example(HEADER, {"exp": json_text.JsonNumber("1e400"), "iat": json_text.JsonNumber("-1e400")}, {})
@example(HEADER, {"a": {"password": "x"}, "a.password": "y", "b": [{"secret": "z"}]}, {})
def test_no_claims_make_it_raise_and_each_fix_settles_its_finding(header, claims, facts):
    check_all_fixes(subject(text=compact(header, claims), **facts))


@given(st.lists(st.tuples(st.sampled_from(_NAMES), _VALUES), max_size=8))
@example([("scopes", "a"), ("scopes", "b")])
@example([("email", "a"), ("email", {"a": 1}), ("exp", "1"), ("exp", "2")])
def test_members_that_stand_twice_are_no_hindrance_to_a_fix(pairs):
    payload = "{" + ",".join(f"{json_text.dump_string(name)}:{json_text.dump(value)}" for name, value in pairs) + "}"
    check_all_fixes(subject(text=compact(HEADER, payload)))


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_octets_make_it_raise(header, payload):
    check_all_fixes(subject(text=compact(header, payload)))


def test_a_token_of_ten_thousand_claims_is_looked_at():
    claims = CLAIMS | {f"claim_{number}": [number] for number in range(10_000)}
    (finding,) = lint(subject(text=compact(HEADER, claims), references=References(REGISTERED)))
    assert finding.rule_id == "JWT042"
    assert "claim_0, claim_1, claim_2 and 9,997 more" in finding.message


def test_without_a_source_of_ids_no_fix_offers_one():
    (finding,) = lint(subject({"jti": ...}, new_id=None))
    assert (finding.rule_id, finding.fix) == ("JWT018", None)
    (finding,) = lint(subject({"jti": ...}))
    assert read(apply_fix(subject({"jti": ...}).reading, finding.fix)).claims.get("jti") == NEW_ID
