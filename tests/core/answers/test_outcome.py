import contextlib
import copy
import json

import pytest
from hypothesis import given

from tests.core.strict_json.values import values
from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.answers.outcome import (
    Comparison,
    Decision,
    Flip,
    FlipChange,
    FlipWhere,
    Outcome,
    Request,
    apply_flip,
)
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import ClaimEditError, ServerError

DOCUMENT = {
    "request_id": "r1",
    "method": "DELETE",
    "path": "/documents/doc-1",
    "status": 403,
    "error": "insufficient_scope",
    "reason": "permission.refused",
    "design": "roles",
    "user": "bob",
    "checks": [
        {
            "name": "expiry",
            "outcome": "pass",
            "detail": "exp is in 1799 s",
            "reads": ["exp"],
            "source": "claims",
            "elapsed_us": 1.5,
        },
        {"name": "account", "outcome": "off", "detail": "", "reads": [], "source": "", "elapsed_us": 0},
    ],
    "grants": [
        {
            "kind": "roles",
            "granted": False,
            "detail": "no role of bob's allows it",
            "reads": ["roles"],
            "flip": [
                {
                    "change": "add",
                    "where": "claim",
                    "target": "roles",
                    "value": "admin",
                    "sentence": 'add "admin" to roles',
                }
            ],
        }
    ],
    "claims_read": ["exp", "roles"],
    "lookups": 0,
    "lookups_us": 0.0,
    "token_bytes": 412,
    "elapsed_us": 120,
}
REQUEST = Request("doc-1-delete", "DELETE", "/documents/doc-1")


def test_a_decision_names_the_weaknesses_that_took_part():
    assert Decision.from_json(DOCUMENT).weaknesses == ()
    assert Decision.from_json(DOCUMENT | {"weaknesses": ["alg-none"]}).weaknesses == ("alg-none",)
    with pytest.raises(ServerError, match=r"decision\.weaknesses"):
        Decision.from_json(DOCUMENT | {"weaknesses": "alg-none"})


def test_a_decision_on_a_list_says_how_it_was_filtered():
    assert Decision.from_json(DOCUMENT).filtered is None
    assert Decision.from_json(DOCUMENT | {"filtered": None}).filtered is None
    filtered = {"by": ["acl"], "shown": 2, "of": 4, "detail": "the list shows 2 of 4 records: …"}
    found = Decision.from_json(DOCUMENT | {"filtered": filtered}).filtered
    assert found.summary == "The list shows 2 of 4 records, filtered by acl."
    with pytest.raises(ServerError, match=r"decision\.filtered\.of"):
        Decision.from_json(DOCUMENT | {"filtered": filtered | {"of": "4"}})


def outcome(status=403, reason="permission.refused"):
    decision = Decision.from_json(DOCUMENT | {"status": status, "reason": reason}) if reason else None
    return Outcome(REQUEST, status, "Forbidden", (), "", decision, 1.0)


def test_a_decision_is_taken_over_whole():
    decision = Decision.from_json(DOCUMENT)
    assert (decision.status, decision.reason, decision.user, decision.lookups) == (403, "permission.refused", "bob", 0)
    assert [check.outcome for check in decision.checks] == [CheckOutcome.PASS, CheckOutcome.OFF]
    assert decision.checks[0].reads == ("exp",)
    assert decision.claims_read == ("exp", "roles")
    (flip,) = decision.grants[0].flip
    assert flip == Flip(FlipChange.ADD, FlipWhere.CLAIM, "roles", "admin", 'add "admin" to roles')


def test_a_decision_before_the_token_was_believed_names_no_user():
    assert Decision.from_json(DOCUMENT | {"user": None}).user == ""


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("status",), ..., "The server's decision.status is missing."),
        (("checks",), ..., "The server's decision.checks is missing."),
        (("status",), "403", "The server's decision.status must be a whole number, not a string."),
        (("status",), True, "The server's decision.status must be a whole number, not true."),
        (("status",), 403.0, "The server's decision.status must be a whole number, not the number 403.0."),
        (("reason",), 7, "The server's decision.reason must be a string, not the number 7."),
        (("claims_read",), [1], "The server's decision.claims_read[0] must be a string, not the number 1."),
        (("claims_read",), "exp", "The server's decision.claims_read must be an array, not a string."),
        (("checks", 1), [], "The server's decision.checks[1] must be an object, not an array."),
        (("checks", 0, "outcome"), "maybe", "one of pass, fail, off, not_reached"),
        (
            ("checks", 0, "elapsed_us"),
            "1",
            "The server's decision.checks[0].elapsed_us must be a number, not a string.",
        ),
        (
            ("grants", 0, "granted"),
            1,
            "The server's decision.grants[0].granted must be true or false, not the number 1.",
        ),
        (
            ("grants", 0, "flip", 0, "change"),
            "move",
            "decision.grants[0].flip[0].change must be one of add, remove, set.",
        ),
        (("grants", 0, "flip", 0, "change"), None, "grants[0].flip[0].change must be a string, not null."),
        (("grants", 0, "flip", 0, "value"), ..., "The server's decision.grants[0].flip[0].value is missing."),
    ],
)
def test_a_decision_unlike_the_contract_is_refused_and_the_member_named(path, value, message):
    document = copy.deepcopy(DOCUMENT)
    place = document
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    with pytest.raises(ServerError) as caught:
        Decision.from_json(document)
    assert message in str(caught.value)


@given(values)
def test_any_json_is_a_decision_or_refused_with_the_documented_error(value):
    for document in (value, DOCUMENT | {"checks": value}, DOCUMENT | {"grants": [value]}, DOCUMENT | {"user": value}):
        with contextlib.suppress(ServerError):
            assert isinstance(Decision.from_json(document), Decision)


def test_a_request_is_labelled_by_method_and_path():
    assert REQUEST.label == "DELETE /documents/doc-1"


@pytest.mark.parametrize(("status", "allowed"), [(200, True), (204, True), (399, True), (400, False), (403, False)])
def test_an_answer_below_400_is_allowed(status, allowed):
    assert outcome(status).allowed is allowed


@pytest.mark.parametrize(
    ("issued", "edited", "changed"),
    [
        (None, None, False),
        (outcome(), None, False),
        (None, outcome(), False),
        (outcome(), outcome(), False),
        (outcome(403), outcome(200, "granted"), True),
        (outcome(401, "expiry.expired"), outcome(401, "signature.invalid"), True),
        (outcome(401, None), outcome(401, None), False),
        (outcome(401, None), outcome(401, "signature.invalid"), True),
    ],
)
def test_two_answers_differ_in_status_or_reason(issued, edited, changed):
    assert Comparison(issued, edited).changed is changed


def flip(change, target, value, where="claim"):
    return Flip(FlipChange(change), FlipWhere(where), target, value, f"{change} {json.dumps(value)} … {target}")


@pytest.mark.parametrize(
    ("claims", "advised", "expected"),
    [
        ('{"roles":["viewer"]}', flip("add", "roles", "admin"), '{"roles":["viewer","admin"]}'),
        ('{"roles":["admin"]}', flip("add", "roles", "admin"), '{"roles":["admin"]}'),
        ("{}", flip("add", "roles", "admin"), '{"roles":["admin"]}'),
        ('{"roles":null}', flip("add", "roles", "admin"), '{"roles":["admin"]}'),
        ('{"scope":"a:read"}', flip("add", "scope", "a:write"), '{"scope":"a:read a:write"}'),
        ('{"scope":"a:read"}', flip("add", "scope", "a:read"), '{"scope":"a:read"}'),
        ("{}", flip("add", "scope", "a:read"), '{"scope":"a:read"}'),
        ('{"scope":["a:read"]}', flip("add", "scope", "a:write"), '{"scope":["a:read","a:write"]}'),
        ('{"roles":["viewer","admin"]}', flip("remove", "roles", "admin"), '{"roles":["viewer"]}'),
        ('{"roles":["viewer"]}', flip("remove", "roles", "admin"), '{"roles":["viewer"]}'),
        ('{"scope":"a:read b:read"}', flip("remove", "scope", "a:read"), '{"scope":"b:read"}'),
        ('{"isSystemAdmin":true,"a":1}', flip("remove", "isSystemAdmin", True), '{"a":1}'),
        ('{"a":1}', flip("remove", "isSystemAdmin", True), '{"a":1}'),
        ('{"a":1}', flip("set", "isSystemAdmin", True), '{"a":1,"isSystemAdmin":true}'),
        ('{"a":1,"b":[2.0]}', flip("set", "a", [1]), '{"a":[1],"b":[2.0]}'),
    ],
)
def test_the_change_that_the_server_advised_is_made(claims, advised, expected):
    assert apply_flip(ClaimSet.from_json(claims), advised).to_json() == expected


def test_a_change_of_the_directory_is_not_made_in_the_token():
    advised = flip("add", "acl of doc-1", {"bob": ["read"]}, where="directory")
    with pytest.raises(ClaimEditError, match="is a change of the server's directory") as caught:
        apply_flip(ClaimSet(), advised)
    assert caught.value.name == "acl of doc-1"


@pytest.mark.parametrize("change", ["add", "remove"])
@pytest.mark.parametrize("value", ['"viewer"', "1", "{}", "true"])
def test_an_element_needs_a_list(change, value):
    with pytest.raises(ClaimEditError, match="roles would have to be an array"):
        apply_flip(ClaimSet.from_json(f'{{"roles":{value}}}'), flip(change, "roles", "admin"))


def test_taking_true_away_does_not_take_one_away():
    claims = ClaimSet.from_json('{"flags":[1,true]}')
    assert apply_flip(claims, flip("remove", "flags", True)).to_json() == '{"flags":[1]}'
    assert apply_flip(ClaimSet.from_json('{"flags":[1]}'), flip("add", "flags", True)).to_json() == '{"flags":[1,true]}'


def answered(status, body, decision=None, headers=()):
    return Outcome(Request("me", "GET", "/me"), status, "", headers, body, decision, 1.0)


def test_an_answer_without_a_decision_takes_its_reason_from_the_problem_in_its_body():
    problem = json.dumps({"reason": "http.header_block_too_large", "detail": "too large", "status": 431})
    found = answered(431, problem, headers=(("date", "today"), ("X-Request-Id", "r7")))
    assert (found.reason, found.detail, found.request_id) == ("http.header_block_too_large", "too large", "r7")


@pytest.mark.parametrize("body", ["", "<h1>busy</h1>", "[]", '{"reason": 7, "detail": null}', "7"])
def test_an_answer_of_something_else_has_no_reason(body):
    found = answered(503, body)
    assert (found.reason, found.detail, found.request_id) == ("", "", "")


def test_what_an_allowed_request_brings_is_no_problem():
    assert answered(200, '{"detail": "of a document", "reason": "its own"}').reason == ""


def test_the_reason_of_a_decision_goes_before_that_of_the_body():
    found = answered(403, '{"reason": "something.else"}', Decision.from_json(DOCUMENT))
    assert found.reason == "permission.refused"


def test_two_answers_without_a_decision_differ_where_their_reasons_do():
    request = Request("me", "GET", "/me")
    too_large = Outcome(request, 400, "Bad Request", (), '{"reason":"http.header"}', None, 1.0)
    other = Outcome(request, 400, "Bad Request", (), '{"reason":"http.line_ending"}', None, 2.0)
    assert Comparison(too_large, other).changed
    assert not Comparison(too_large, too_large).changed
