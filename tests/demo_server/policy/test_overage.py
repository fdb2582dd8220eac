"""Groups beyond the limit of a token: the pointer in their place, and the question that it costs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from demo_server import DefinitionError, DemoServer
from demo_server.decision import GrantResult
from demo_server.policy.designs import load_design
from demo_server.policy.grants import Access, GrantRule, Listing, Scope
from demo_server.policy.kinds import KINDS
from demo_server.world.directory import Directory
from demo_server.world.scenario import load_scenario
from demo_server.world.user_fields import Subject
from tests.demo_server.clients import client_for

SCENARIO = load_scenario("documents")
POINTER = {
    "_claim_names": {"groups": "src1"},
    "_claim_sources": {"src1": {"endpoint": "https://graph.example/u-1002/groups"}},
}


@pytest.fixture
def directory() -> Iterator[Directory]:
    loaded = Directory(SCENARIO)
    yield loaded
    loaded.close()


def access(directory: Directory, claims: Any, record: str | None = "doc-2") -> Access:
    return Access(claims, "erin", "documents:write", "documents", record, SCENARIO.roles, directory.session())


def evaluate(kind: str, asked: Access) -> GrantResult:
    options = {"acl": {"groups_claim": "groups"}, "membership": {"claim": "groups"}}[kind]
    return KINDS[kind].evaluate(asked, GrantRule(kind, Scope.RECORD, options))


@pytest.mark.parametrize(("count", "listed"), [(0, True), (5, True), (6, False), (200, False)])
def test_a_token_lists_groups_up_to_the_limit_and_points_to_more(
    directory: Directory, count: int, listed: bool
) -> None:
    user = replace(SCENARIO.users["bob"], groups=tuple(f"g{number}" for number in range(count)))
    claims = load_design("overage").claims_for(Subject(user, SCENARIO, directory.session()))
    if listed:
        assert claims == {"roles": ["viewer"], "groups": list(user.groups)}
    else:
        endpoint = "https://demo.example/users/u-1002/groups"
        assert claims == {
            "roles": ["viewer"],
            "_claim_names": {"groups": "src1"},
            "_claim_sources": {"src1": {"endpoint": endpoint}},
        }


@pytest.mark.parametrize("kind", ["acl", "membership"])
def test_where_the_token_points_elsewhere_the_directory_is_asked_once_more(directory: Directory, kind: str) -> None:
    listed = access(directory, {"groups": ["sales"]})
    pointed = access(directory, POINTER)
    assert evaluate(kind, listed).granted
    result = evaluate(kind, pointed)
    assert result.granted
    assert (listed.directory.lookups, pointed.directory.lookups) == (1, 2)
    assert result.reads == ("_claim_names", "_claim_sources")
    assert "groups is left out of the token, and the directory lists 1 group of erin" in result.detail
    assert [flip.sentence for flip in result.flip] == ["remove erin from the group sales"]
    assert {flip.where for flip in result.flip} == {"directory"}

    directory.set_groups("erin", ["support"])
    refused = evaluate(kind, access(directory, POINTER))
    assert not refused.granted, "what the directory says now counts, not what it said at login"
    assert "add erin to the group sales" in [flip.sentence for flip in refused.flip]
    directory.set_groups("erin", ["support", "sales"])
    assert evaluate(kind, access(directory, POINTER)).granted


@pytest.mark.parametrize("kind", ["acl", "membership"])
@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({}, "the token has no groups"),
        ({"_claim_names": {"roles": "src1"}}, "the token has no groups"),  # says nothing about groups
        ({"_claim_names": "groups"}, '_claim_names is "groups", not an object'),
        ({"_claim_names": ["groups"]}, '_claim_names is ["groups"], not an object'),
        ({"_claim_names": {"groups": "src1"}}, 'groups comes from "src1", which _claim_sources does not describe'),
        (
            {**POINTER, "_claim_names": {"groups": "src2"}},
            'groups comes from "src2", which _claim_sources does not describe',
        ),
        ({**POINTER, "_claim_names": {"groups": 1}}, "groups comes from 1, which _claim_sources does not describe"),
        ({**POINTER, "_claim_sources": ["src1"]}, 'groups comes from "src1", which _claim_sources does not describe'),
        ({**POINTER, "_claim_sources": {"src1": "https://graph.example"}}, "which _claim_sources does not describe"),
        ({**POINTER, "groups": ["support"]}, ""),  # a list in the token is the list
        ({**POINTER, "groups": "sales"}, 'groups is "sales", not an array of strings'),
    ],
)
def test_what_points_nowhere_asks_nobody_and_gives_no_group(
    directory: Directory, kind: str, claims: Any, why: str
) -> None:
    asked = access(directory, claims)
    result = evaluate(kind, asked)
    assert not result.granted
    assert why in result.detail
    assert asked.directory.lookups == 1, "of the record alone"
    flip = next(flip for flip in result.flip if flip.where == "claim")
    groups = flip.value if flip.change == "set" else [*claims["groups"], flip.value]
    assert evaluate(kind, access(directory, {**claims, "groups": groups})).granted


@pytest.mark.parametrize("kind", ["acl", "membership"])
def test_a_list_of_records_is_filtered_by_the_groups_of_the_directory(directory: Directory, kind: str) -> None:
    listing = Listing("documents", ("doc-1", "doc-2", "doc-3"), "documents:read")
    asked = replace(access(directory, POINTER, record=None), permission="documents:read")
    readable = KINDS[kind].readable
    assert readable is not None
    options = {"acl": {"groups_claim": "groups"}, "membership": {"claim": "groups"}}[kind]
    found = readable(asked, GrantRule(kind, Scope.RECORD, options), listing)
    assert (found.result.granted, set(found.records)) == (True, {"doc-2"})
    assert asked.directory.lookups == 2


def test_only_users_beyond_the_limit_ask_one_question_more() -> None:
    with DemoServer(scenario="documents-large", header_limit=100_000) as server, client_for(server) as client:
        asked = {}
        for username in ("reader-100", "reader-1000"):
            token = server.issue(username, "overage").access_token
            headers = {"Authorization": f"Bearer {token}", "Demo-Design": "overage"}
            for path in ("/me", "/documents", "/documents/doc-4798"):
                answer = client.get(path, headers=headers)
                decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
                questions = {each["what"]: each["count"] for each in decision["asked"]}
                asked[username, path] = questions.get("directory", 0), answer.status_code
        # doc-4798 is shared with reader-1000, and not with reader-100, who might be an administrator.
        assert asked == {
            ("reader-100", "/me"): (0, 200),
            ("reader-100", "/documents"): (2, 200),
            ("reader-100", "/documents/doc-4798"): (2, 403),
            ("reader-1000", "/me"): (0, 200),
            ("reader-1000", "/documents"): (3, 200),
            ("reader-1000", "/documents/doc-4798"): (2, 200),
        }


@pytest.mark.parametrize(
    ("limits", "key_path", "problem"),
    [
        ('claim = "groups"\nmost = 0', "limits[0].most", "is 0"),
        ('claim = "groups"\nmost = "5"', "limits[0].most", "a string"),
        ("most = 5", "limits[0].claim", "is missing"),
        ('claim = "roles"\nmost = 5', "limits[0].claim", "is not a list of groups"),
        ('claim = "group"\nmost = 5', "limits[0].claim", "expected one of groups"),
        ('claim = "groups"\nmost = 5\nkind = "roles"', "limits[0].kind", "is not a known key"),
    ],
)
def test_a_limit_that_cannot_be_kept_is_refused(tmp_path: Path, limits: str, key_path: str, problem: str) -> None:
    file = tmp_path / "mine.toml"
    text = f"""
id = "mine"
title = "Mine"
[claims]
groups = "{{user.groups}}"
roles = "{{user.roles}}"
[[limits]]
{limits}
[[grants]]
kind = "membership"
claim = "groups"
"""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_design(file)
    assert key_path in str(refused.value)
    assert problem in str(refused.value)


def test_a_design_that_writes_the_pointer_itself_has_no_limit_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    text = """
id = "mine"
title = "Mine"
[claims]
groups = "{user.groups}"
_claim_names = {groups = "src1"}
[[limits]]
claim = "groups"
most = 5
[[grants]]
kind = "membership"
claim = "groups"
"""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"limits\[0\]\.claim: \[claims\] writes _claim_names itself"):
        load_design(file)
