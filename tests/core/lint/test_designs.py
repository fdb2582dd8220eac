import pytest

from tests.core.lint.tokens.samples import CLAIMS, HEADER, NOW, REFERENCES, compact
from workbench.core.lint.designs import lint_design, total
from workbench.core.lint.severity import Severity


def linted(claims=None, template=None, trusted=(), header=HEADER, intended=None):
    extra = claims or {}
    names = tuple(extra) if template is None else template
    token = compact(header, CLAIMS | extra)
    return lint_design("mine", names, trusted, token, now=NOW, references=REFERENCES, intended=intended)


def found(design, rule_id):
    return next(each for each in design.findings if each.finding.rule_id == rule_id)


def test_a_token_without_fault_has_no_findings():
    design = linted()
    assert design.findings == ()
    assert (design.worst, design.summary, design.problem) == (None, "none", "")
    assert design.token_bytes == len(compact(HEADER, CLAIMS))


def test_the_worst_severity_is_counted():
    design = linted({"api_key": "x", "cvv": "123", "isSystemAdmin": True})
    assert design.worst is Severity.ERROR
    assert design.summary == "2 errors"
    assert design.count(Severity.WARNING) == 1
    assert total([design, design])[Severity.ERROR] == 4


def test_findings_keep_no_fix_which_could_hold_the_whole_token():
    assert all(each.finding.fix is None for each in linted({"email": "b@demo.example"}).findings)


def test_what_a_design_intends_is_shown_last_with_its_reason_and_does_not_count():
    claims, reason = {"email": "b@demo.example", "isAdmin": True}, "Shown on purpose."
    one = linted(claims, intended={"JWT032": reason})
    assert [(each.finding.rule_id, each.intended) for each in one.findings][-1] == ("JWT032", reason)
    assert one.count(Severity.WARNING) == linted(claims).count(Severity.WARNING) - 1
    assert (one.intended, total([one])[Severity.WARNING]) == (1, one.count(Severity.WARNING))
    rules = {each.finding.rule_id for each in one.findings} | {"JWT001"}
    every = linted(claims, intended=dict.fromkeys(rules, reason))
    assert (every.worst, every.summary) == (None, f"{len(one.findings)} intended")


@pytest.mark.parametrize(
    ("claims", "trusted", "rule_id", "cause", "advice"),
    [
        ({"email": "b@x.example"}, (), "JWT032", "[claims] email", "delete email from [claims]. No grant"),
        ({"isAdmin": True}, ("isAdmin",), "JWT043", "[claims] isAdmin", 'kind = "flag", source = "directory"'),
        ({"isAdmin": True}, (), "JWT043", "[claims] isAdmin", "No grant of this design reads it"),
        ({"canRead": ["doc-1", "doc-2"]}, ("canRead",), "JWT028", "[claims] canRead", 'a grant of kind = "acl"'),
        ({"roles": ["r"] * 21}, ("roles",), "JWT026", "[claims] roles", 'a grant of kind = "directory-roles"'),
        ({"scope": ["a"]}, ("scope",), "JWT024", "[claims] scope", 'write scope = "{user.scope}"'),
        ({"scp": "a"}, ("scp",), "JWT025", "[claims] scp", "in [claims] and in the grant that reads it"),
        ({"役割": ["a"]}, (), "JWT042", "[claims] 役割", "a namespace before the names"),
        ({"canRead": ["doc-1"] * 600, "note": 1}, (), "JWT030", "[claims], above all canRead", "the largest claims"),
        ({"api_key": "x"}, (), "JWT033", "[claims] api_key", "delete api_key from [claims]"),
    ],
)
def test_a_finding_is_led_back_to_the_claim_of_the_design_file(claims, trusted, rule_id, cause, advice):
    each = found(linted(claims, trusted=trusted), rule_id)
    assert each.cause.startswith(cause)
    assert advice in each.advice


def test_a_type_that_any_token_has_is_the_designs_and_wants_the_client_named():
    plain = HEADER | {"typ": "JWT"}
    without = found(linted({"roles": []}, header=plain), "JWT021")
    assert (without.cause, without.advice) == (
        "type",
        'set type = "at+jwt", and add client_id to [claims], as RFC 9068 requires.',
    )
    assert found(linted(template=("client_id",), header=plain), "JWT021").advice == 'set type = "at+jwt".'


def test_what_the_server_fills_no_design_changes():
    each = found(linted({"iss": "http://demo.example"}, template=()), "JWT013")
    assert each.cause == "iss, set by the server"
    assert each.advice == "nothing; the server sets iss in every token."


def test_a_sub_that_says_who_it_is_is_the_designs():
    each = found(linted({"sub": "bob"}, template=()), "JWT015")
    assert (each.cause, each.advice) == ("sub", 'set sub = "{user.id}", or leave sub out.')


def test_a_token_too_large_to_be_read_is_a_finding_and_names_no_claim():
    design = linted({"canRead": [f"doc-{number}" for number in range(100_000)]})
    (only,) = design.findings
    assert only.finding.rule_id == "JWT031"
    assert only.cause == "[claims]"
    assert "those that grow with the user" in only.advice
