"""Objects of ``authorization_details`` (RFC 9396): what each allows, what is ignored, and what is refused and why."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from demo_server import DemoServer
from demo_server.decision import GrantResult
from demo_server.policy.claims_template import fill
from demo_server.policy.grants import Access, GrantRule, Listing, Scope
from demo_server.policy.kinds import KINDS
from demo_server.world.directory import Directory
from demo_server.world.scenario import load_scenario
from demo_server.world.user_fields import Subject
from tests.demo_server.tokens.samples import HEADER, sign

SCENARIO = load_scenario("documents")
KIND = KINDS["authorization-details"]
RULE = GrantRule("authorization-details", Scope.ALWAYS, KIND.options)
Ask = Callable[..., httpx.Response]
READ = {"type": "documents", "actions": ["read"], "identifier": "doc-1"}
LIST = {"type": "documents", "actions": ["read"]}


@pytest.fixture(scope="module")
def directory() -> Iterator[Directory]:
    loaded = Directory(SCENARIO)
    yield loaded
    loaded.close()


@pytest.fixture
def access(directory: Directory) -> Access:
    roles = SCENARIO.roles
    return Access({}, "bob", "documents:read", "documents", "doc-1", roles, directory.session(), audience="documents")


def evaluate(access: Access, details: Any, **changes: Any) -> GrantResult:
    return KIND.evaluate(replace(access, claims={"authorization_details": details}, **changes), RULE)


@pytest.mark.parametrize(
    "details",
    [
        [READ],
        [LIST, READ],
        [{**READ, "actions": ["write", "read"]}],
        [{**READ, "locations": ["https://other.example", "documents"]}],
        [{**READ, "purpose": "audit", "limit": {"amount": 5}}],  # unknown members are not the service's business
        [{"type": "payment_initiation", "actions": 5, "locations": None}, READ],  # somebody else's type
        [{**READ, "actions": []}, {**READ, "actions": "read"}, READ],  # each object is a right by itself
    ],
)
def test_one_object_that_allows_it_is_enough(access: Access, details: Any) -> None:
    result = evaluate(access, details)
    assert result.granted
    assert result.detail == "authorization_details has an object of type documents for doc-1 that allows read"
    assert result.reads == ("authorization_details",)
    assert [flip.change for flip in result.flip] == ["remove"]
    assert not evaluate(access, [each for each in details if each != result.flip[0].value]).granted


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ([], "authorization_details has no object of type documents for doc-1"),
        ([LIST], "authorization_details has no object of type documents for doc-1"),  # no role opens a record
        ([{**READ, "type": "Documents"}], "authorization_details has no object of type documents for doc-1"),
        ([{**READ, "identifier": "doc-10"}], "authorization_details has no object of type documents for doc-1"),
        ([{**READ, "identifier": "*"}], "authorization_details has no object of type documents for doc-1"),
        (
            [LIST, {**READ, "actions": ["write", "delete"]}],
            'authorization_details[1] of type documents for doc-1 allows "write" and "delete", not "read"',
        ),
        (
            [{**READ, "actions": []}],
            'authorization_details[0] of type documents for doc-1 allows no action, not "read"',
        ),
        (
            [{"type": "documents", "identifier": "doc-1"}],
            'authorization_details[0] of type documents for doc-1 allows no action, not "read"',
        ),
        (
            [{**READ, "locations": ["https://documents"]}],
            'authorization_details[0] is for the locations ["https://documents"], not for "documents"',
        ),
        ([{**READ, "locations": []}], 'authorization_details[0] is for the locations [], not for "documents"'),
        (
            [{**READ, "datatypes": ["title"]}],
            "authorization_details[0] is limited by datatypes, which this server does not tell apart",
        ),
        (
            [{**READ, "privileges": ["guest"]}],
            "authorization_details[0] is limited by privileges, which this server does not tell apart",
        ),
        ([{**READ, "actions": "read"}], 'authorization_details[0].actions is "read", not an array'),
        ([{**READ, "actions": ["read", 1]}], 'authorization_details[0].actions is ["read", 1], not an array'),
        ([{**READ, "locations": "documents"}], 'authorization_details[0].locations is "documents", not an array'),
        ([{**READ, "identifier": ["doc-1"]}], 'authorization_details[0].identifier is ["doc-1"], not a string'),
        ([{**READ, "type": ["documents"]}], 'authorization_details[0].type is ["documents"], not a string'),
        ([{"actions": ["read"], "identifier": "doc-1"}], "authorization_details[0] has no type"),
        (READ, 'authorization_details is {"type": "documents", '),
        ([READ, "doc-1"], 'authorization_details is [{"type": "documents", '),
        (None, "authorization_details is null, not an array of objects"),
        (True, "authorization_details is true, not an array of objects"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_adding_it_is_enough(access: Access, details: Any, why: str) -> None:
    result = evaluate(access, details)
    assert not result.granted
    assert result.detail.startswith(why)
    (flip,) = result.flip
    if flip.change == "add":
        expected = "add an object of type documents with action read and identifier doc-1 to authorization_details"
        assert (flip.sentence, flip.value) == (expected, READ)
        assert evaluate(access, [*details, flip.value]).granted
    else:
        assert flip.sentence.startswith("set authorization_details to an object of type documents with action read")
        assert evaluate(access, flip.value).granted


def test_a_token_without_the_claim_says_so(access: Access) -> None:
    result = KIND.evaluate(access, RULE)
    assert (result.granted, result.detail) == (False, "the token has no authorization_details")
    assert evaluate(access, result.flip[0].value).granted


def test_an_object_without_identifier_is_about_no_single_record(access: Access) -> None:
    assert evaluate(access, [LIST], record=None).granted
    assert not evaluate(access, [READ], record=None).granted
    refused = evaluate(access, [{**LIST, "identifier": None}], record=None)
    assert refused.detail == "authorization_details[0].identifier is null, not a string"
    sentence = "add an object of type documents with action read to authorization_details"
    assert [flip.sentence for flip in refused.flip] == [sentence]


def test_records_are_found_one_by_one(access: Access) -> None:
    listing = Listing("documents", ("doc-1", "doc-2", "doc-3"), "documents:read")
    details = [
        READ,
        {**READ, "identifier": "doc-2", "actions": ["write"]},
        {**READ, "identifier": "doc-3", "locations": ["https://other.example"]},
        {**READ, "identifier": "doc-9"},
        LIST,
    ]
    assert KIND.readable is not None
    found = KIND.readable(replace(access, claims={"authorization_details": details}), RULE, listing)
    assert (found.result.granted, set(found.records)) == (True, {"doc-1"})
    assert found.result.detail == "authorization_details has objects that allow read on 1 of 3 records"
    (flip,) = found.result.flip
    nothing = KIND.readable(replace(access, claims={"authorization_details": flip.value}), RULE, listing)
    assert not nothing.result.granted
    added = [*flip.value, nothing.result.flip[0].value]
    assert KIND.readable(replace(access, claims={"authorization_details": added}), RULE, listing).records == {"doc-1"}


def details_of(scenario_id: str, username: str) -> Any:
    scenario = load_scenario(scenario_id)
    directory = Directory(scenario)
    try:
        subject = Subject(scenario.users[username], scenario, directory.session())
        return fill("{user.authorization_details}", subject)
    finally:
        directory.close()


@pytest.mark.parametrize(
    ("scenario", "username", "expected"),
    [
        (
            "documents",
            "bob",
            [
                {"type": "documents", "actions": ["read"]},
                {"type": "documents", "actions": ["read", "write", "delete"], "identifier": "doc-2"},
                {"type": "documents", "actions": ["read"], "identifier": "doc-3"},
            ],
        ),
        # Invoices have a list and no route of their own: what the list requires is what may be read of them.
        (
            "documents",
            "dave",
            [
                {"type": "billing", "actions": ["read"]},
                {"type": "documents", "actions": ["read"]},
                {"type": "documents", "actions": ["read", "write", "delete"], "identifier": "doc-3"},
                {"type": "billing", "actions": ["read"], "identifier": "inv-1"},
                {"type": "billing", "actions": ["read"], "identifier": "inv-2"},
            ],
        ),
        (
            "clinic",
            "noor",
            [
                {"type": "appointments", "actions": ["read"]},
                {"type": "patients", "actions": ["break-glass"]},  # which opens no record otherwise
                {"type": "ward-list", "actions": ["read"]},
                {"type": "patients", "actions": ["read", "write"], "identifier": "pat-2"},
            ],
        ),
        (
            "tenants",
            "olga",
            [
                {"type": "members", "actions": ["read"]},
                {"type": "projects", "actions": ["read"]},
                {"type": "tenants", "actions": ["read"]},
                {"type": "projects", "actions": ["read"], "identifier": "globex-2"},
            ],
        ),
        ("documents-large", "newcomer", []),
    ],
)
def test_the_objects_are_what_roles_and_access_lists_allow(scenario: str, username: str, expected: Any) -> None:
    assert details_of(scenario, username) == expected


@pytest.mark.parametrize(("username", "count"), [("reader-100", 101), ("archivist", 10_002)])
def test_there_is_one_object_for_each_record(username: str, count: int) -> None:
    details = details_of("documents-large", username)
    assert len(details) == count
    records = [each["identifier"] for each in details if "identifier" in each]
    assert len(set(records)) == len(records) == round(count, -2)


def test_over_http_an_object_opens_what_it_names_and_the_decision_says_which(client: httpx.Client, ask: Ask) -> None:
    def get(path: str) -> tuple[httpx.Response, Any]:
        answer = ask("bob", "rar", "GET", path)
        return answer, client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()

    answer, decision = get("/documents")
    assert answer.json()["records"] == ["doc-2", "doc-3"]
    assert decision["filtered"]["by"] == ["authorization-details"]
    assert decision["lookups"] == 0
    answer, decision = get("/documents/doc-1")
    assert (answer.status_code, answer.json()["error"]) == (403, "insufficient_scope")
    (refused,) = decision["grants"]
    assert refused["flip"][0]["value"] == READ
    assert "authorization_details has no object of type documents for doc-1" in answer.json()["detail"]


def test_a_list_is_opened_by_the_objects_for_its_records_alone(server: DemoServer, client: httpx.Client) -> None:
    def get(details: Any, path: str) -> tuple[int, Any]:
        now = int(server.clock.now())
        who = {"iss": server.scenario.issuer, "aud": server.scenario.audience, "sub": "u-1002", "jti": "1"}
        claims = {**who, "iat": now, "nbf": now, "exp": now + 60, "authorization_details": details}
        token = sign({**HEADER, "typ": "at+jwt"}, claims)
        answer = client.get(path, headers={"Authorization": f"Bearer {token}", "Demo-Design": "rar"})
        return answer.status_code, answer.json().get("records")

    assert get([READ], "/documents") == (200, ["doc-1"])
    assert get([LIST], "/documents") == (200, [])
    assert get([READ], "/billing/invoices") == (403, None)
    assert get([READ], "/documents/doc-1") == (200, None)
    assert get([LIST], "/documents/doc-1") == (403, None)
    assert get("documents:read", "/documents/doc-1") == (403, None)
    # A server answers for the audience of its design, and takes no object that is for another one.
    assert get([{**READ, "locations": ["billing"]}], "/documents") == (403, None)
