"""Tokens that others publish: each is of the right kind, has no false finding, and keeps every true one."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.core.lint.tokens.published import REAL, TOKENS
from tests.core.lint.tokens.samples import NEW_ID, NOW, compact
from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens import RULES, Subject, TokenKind, apply_fix, lint, parse_references
from workbench.core.lint.tokens.kinds import TABLES
from workbench.core.lint.tokens.kinds.kind import SPECIAL_RULES
from workbench.core.token.compact import read
from workbench.ui.assets import asset

KNOWN = parse_references(*(asset(name).read_text(encoding="utf-8") for name in ("claims.csv", "header_limits.csv")))

# How the file of published tokens calls the kinds.
KINDS = {
    "access": TokenKind.ACCESS,
    "id": TokenKind.ID,
    "logout": TokenKind.LOGOUT,
    "assertion": TokenKind.ASSERTION,
    "client assertion": TokenKind.CLIENT_ASSERTION,
    "request object": TokenKind.REQUEST_OBJECT,
    "security event": TokenKind.SECURITY_EVENT,
    "credential": TokenKind.SD_JWT,
    "status list": TokenKind.STATUS_LIST,
    "entity statement": TokenKind.ENTITY_STATEMENT,
    "workload": TokenKind.WORKLOAD,
    "api key": TokenKind.API_KEY,
}

# What is true of them.
TRUE = {
    ("salesforce-bearer", "JWT005", Severity.ERROR),  # exp is a string
    ("k8s-default-mount", "JWT003", Severity.ERROR),  # a year
    ("supabase-anon-key", "JWT003", Severity.WARNING),  # ten years
    ("auth0-access-auth0-profile", "JWT010", Severity.WARNING),  # two audiences
    ("spring-authorities", "JWT010", Severity.WARNING),
    ("entra-200-groups", "JWT026", Severity.WARNING),  # 150 groups
    ("entra-200-groups", "JWT031", Severity.ERROR),
    ("entra-groups-overage", "JWT045", Severity.INFO),
    ("google-id", "JWT052", Severity.WARNING),  # email_verified is a string
    ("apple-id", "JWT052", Severity.WARNING),
    ("rfc9449-bound-at", "JWT049", Severity.ERROR),  # at+jwt without client_id
    ("rfc9449-bound-at", "JWT020", Severity.ERROR),  # and without iat
    ("rfc8693-act", "JWT015", Severity.WARNING),
    ("keycloak-uma-rpt", "JWT028", Severity.WARNING),
    ("keycloak-access", "JWT032", Severity.WARNING),
}


def timed(value):
    """A value with ``now+300`` and ``text now+180`` replaced by moments after NOW."""
    if isinstance(value, dict):
        return {name: timed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [timed(each) for each in value]
    if isinstance(value, str) and value.startswith("now+"):
        return NOW + int(value.removeprefix("now+"))
    if isinstance(value, str) and value.startswith("text now+"):
        return str(NOW + int(value.removeprefix("text now+")))
    return value


def subject(token, **facts):
    reading = read(compact(token["header"], timed(token["claims"])))
    return Subject(reading, now=NOW, references=KNOWN, new_id=lambda: NEW_ID, **facts)


def errors(looked_at):
    return Counter((each.rule_id, each.path) for each in lint(looked_at) if each.severity is Severity.ERROR)


def named(tokens):
    return pytest.mark.parametrize("token", [pytest.param(each, id=each["name"]) for each in tokens])


@named(REAL)
def test_a_published_token_is_of_its_kind_and_has_no_false_finding(token):
    looked_at = subject(token)
    assert looked_at.kind is KINDS[token["kind"]], looked_at.kind_reason
    found = {(token["name"], each.rule_id, each.severity) for each in lint(looked_at)}
    assert not {rule for _, rule, _ in found} & set(token["must_not_fire"])
    assert {each for each in TRUE if each[0] == token["name"]} <= found


@named(TOKENS)
def test_other_tokens_of_each_kind_are_recognised_and_have_the_expected_errors(token):
    looked_at = subject(token)
    assert looked_at.kind is token["kind"], looked_at.kind_reason
    found = {each.rule_id for each in lint(looked_at) if each.severity is Severity.ERROR}
    assert found == set(token.get("errors", ()))
    assert not {each.rule_id for each in lint(looked_at)} & set(token.get("must_not_fire", ()))


@named([*REAL, *TOKENS])
def test_no_fix_makes_a_new_error(token):
    check_fixes(subject(token))


def check_fixes(looked_at):
    before = errors(looked_at)
    for finding in lint(looked_at):
        if finding.fix is not None:
            fixed = replace(looked_at, reading=read(apply_fix(looked_at.reading, finding.fix)))
            assert not errors(fixed) - before, (looked_at.kind, finding.fix.label)


@named([*REAL, *TOKENS])
def test_of_whatever_kind_a_token_is_said_to_be_no_fix_makes_a_new_error(token):
    for kind in TokenKind:
        check_fixes(subject(token, profile=kind))


def test_there_is_a_published_token_of_every_kind():
    assert {each["kind"] for each in TOKENS} == set(TokenKind)


def test_every_kind_has_a_table_and_no_two_have_the_same_type():
    assert {table.kind for table in TABLES} == set(TokenKind)
    types = [name for table in TABLES for name in table.types]
    assert len(types) == len(set(types))
    assert all(name == name.lower() for name in types)


def test_a_rule_for_some_kinds_alone_is_a_rule_and_a_table_names_it():
    ids = {rule.rule_id for rule in RULES}
    assert ids >= SPECIAL_RULES
    assert frozenset().union(*(table.rules for table in TABLES)) == SPECIAL_RULES


ASKS = {"iss": "https://idp.example", "sub": "a", "aud": "https://auth.partner.example", "exp": NOW + 300, "jti": "x"}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, TokenKind.ASSERTION),
        ({"aud": ["https://login.partner.example/"]}, TokenKind.ASSERTION),
        ({"aud": "https://sso.partner.example", "iss": "machine"}, TokenKind.ASSERTION),
        ({"aud": "https://id.example/realms/x"}, TokenKind.ASSERTION),
        ({"aud": "https://x.example/oauth2/default"}, TokenKind.ASSERTION),
        ({"aud": "https://x.example/oauth/token"}, TokenKind.ASSERTION),
        # An API, the issuer itself, or claims of another kind.
        ({"aud": "https://api.partner.example"}, TokenKind.UNKNOWN),
        ({"aud": "https://author.example"}, TokenKind.UNKNOWN),
        ({"iss": "https://auth.partner.example"}, TokenKind.UNKNOWN),
        ({"aud": ["https://auth.partner.example", "b"]}, TokenKind.UNKNOWN),
        ({"email": "a@b.example"}, TokenKind.UNKNOWN),
        ({"roles": ["x"]}, TokenKind.ACCESS),
        ({"nonce": "n"}, TokenKind.ID),
        ({"sub": 7}, TokenKind.UNKNOWN),
    ],
)
def test_an_assertion_may_name_the_server_and_not_its_endpoint(change, kind):
    reading = read(compact({"alg": "ES256", "typ": "JWT"}, ASKS | change))
    assert Subject(reading, now=NOW, references=KNOWN).kind is kind
