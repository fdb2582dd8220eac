"""The grants and the permission they add up to: claims in, verdict and advice out; no token and no socket."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo_server.decision import CheckOutcome, Flip, GrantResult, Source
from demo_server.policy.designs import DESIGNS, load_built_in_designs
from demo_server.policy.grants import Access, GrantRule, Scope
from demo_server.policy.kinds import CEDAR, KINDS
from demo_server.policy.policy import authorize
from demo_server.world.directory import Directory
from demo_server.world.scenario import load_scenario

SCENARIO = load_scenario("documents")


@pytest.fixture(scope="module")
def directory() -> Iterator[Directory]:
    loaded = Directory(SCENARIO)
    yield loaded
    loaded.close()


def ask(
    directory: Directory,
    kind: str,
    permission: str,
    claims: dict[str, Any] | None = None,
    *,
    subject: str = "bob",
    record: str | None = None,
    service: str | None = "documents",
    **options: str,
) -> GrantResult:
    access = Access(claims or {}, subject, permission, service, record, SCENARIO.roles, directory.session())
    rule = GrantRule(kind, Scope.ALWAYS, {**KINDS[kind].options, **options})
    return KINDS[kind].evaluate(access, rule)


def sentences(result: GrantResult) -> list[str]:
    return [flip.sentence for flip in result.flip]


@pytest.mark.parametrize(
    ("roles", "permission", "granted", "advice"),
    [
        (["viewer"], "documents:read", True, ['remove "viewer" from roles']),
        (["viewer", "admin"], "documents:read", True, ['remove "viewer" from roles', 'remove "admin" from roles']),
        (["viewer"], "documents:write", False, ['add "editor" to roles']),  # admin would do too, and gives more
        (["viewer"], "billing:read", False, ['add "auditor" to roles']),
        (["viewer"], "documents:delete", False, ['add "admin" to roles']),
        ([], "documents:read", False, ['add "viewer" to roles']),
        (["nobody"], "documents:read", False, ['add "viewer" to roles']),
        (["Viewer"], "documents:read", False, ['add "viewer" to roles']),
        (["v\u0456ewer"], "documents:read", False, ['add "viewer" to roles']),  # a Cyrillic letter
        ("viewer", "documents:read", False, ['set roles to ["viewer"]']),  # a string is not an array
        ("not-viewer", "documents:read", False, ['set roles to ["viewer"]']),
        ([["viewer"]], "documents:read", False, ['set roles to ["viewer"]']),
        (["viewer", 1], "documents:read", False, ['set roles to ["viewer"]']),
        ({"viewer": True}, "documents:read", False, ['set roles to ["viewer"]']),
        (True, "documents:read", False, ['set roles to ["viewer"]']),
        (None, "documents:read", False, ['set roles to ["viewer"]']),
    ],
)
def test_roles_grant_what_the_scenario_gives_them(
    directory: Directory, roles: Any, permission: str, granted: bool, advice: list[str]
) -> None:
    result = ask(directory, "roles", permission, {"roles": roles})
    assert (result.granted, sentences(result), result.reads) == (granted, advice, ("roles",))


def test_a_missing_claim_is_named_as_missing(directory: Directory) -> None:
    result = ask(directory, "roles", "documents:read", {})
    assert result.detail == "the token has no roles"
    assert result.flip == (Flip("set", "claim", "roles", ["viewer"], 'set roles to ["viewer"]'),)


@pytest.mark.parametrize("value", [False, None, 1, "true", "false", [True], {}])
def test_a_flag_grants_only_if_it_is_true(directory: Directory, value: Any) -> None:
    assert ask(directory, "flag", "users:write", {"isSystemAdmin": True}).granted
    result = ask(directory, "flag", "users:write", {"isSystemAdmin": value})
    assert (result.granted, sentences(result)) == (False, ["set isSystemAdmin to true"])


@pytest.mark.parametrize(("subject", "granted"), [("carol", True), ("bob", False), ("nobody", False)])
def test_a_flag_can_stand_in_the_directory(directory: Directory, subject: str, granted: bool) -> None:
    result = ask(directory, "flag", "users:write", {"isSystemAdmin": True}, subject=subject, source="directory")
    assert (result.granted, result.reads) == (granted, ())
    assert result.flip[0].target == f"isSystemAdmin of {subject}"


@pytest.mark.parametrize(
    ("scope", "granted", "value"),
    [
        ("documents:read", True, ""),
        ("billing:read documents:read", True, "billing:read"),
        ("documents:read-all", False, "documents:read-all documents:read"),
        ("documents:*", False, "documents:* documents:read"),
        ("", False, "documents:read"),
        (["documents:read"], False, "documents:read"),
        (None, False, "documents:read"),
    ],
)
def test_scopes_are_whole_words_of_one_text(directory: Directory, scope: Any, granted: bool, value: str) -> None:
    result = ask(directory, "scopes", "documents:read", {"scope": scope})
    assert (result.granted, result.flip[0].value) == (granted, value)


@pytest.mark.parametrize(
    ("claims", "permission", "service", "granted"),
    [
        ({"fullReadAccess": ["documents"]}, "documents:read", "documents", True),
        ({"fullReadAccess": ["billing"]}, "documents:read", "documents", False),
        ({"fullReadAccess": ["documents"]}, "documents:write", "documents", False),
        ({"fullWriteAccess": ["documents"]}, "documents:delete", "documents", True),
        ({"fullWriteAccess": ["documents"]}, "documents:read", "documents", False),
        ({"fullReadAccess": ["documents"]}, "users:read", None, False),
        ({"fullReadAccess": "documents"}, "documents:read", "documents", False),
    ],
)
def test_services_are_granted_whole_for_reading_or_for_changing(
    directory: Directory, claims: dict[str, Any], permission: str, service: str | None, granted: bool
) -> None:
    assert ask(directory, "services", permission, claims, service=service).granted == granted


@pytest.mark.parametrize(
    ("groups", "permission", "record", "granted", "advice"),
    [
        (["engineering"], "documents:read", "doc-1", True, ['remove "engineering" from groups']),
        (["engineering"], "documents:write", "doc-1", True, ['remove "engineering" from groups']),
        (["engineering"], "documents:delete", "doc-1", False, []),
        (["sales"], "documents:read", "doc-1", False, ['add "engineering" to groups']),
        ("engineering", "documents:read", "doc-1", False, ['set groups to ["engineering"]']),
        (["engineering"], "documents:read", "no-such", False, []),
    ],
)
def test_membership_lets_a_group_read_and_write_its_records(
    directory: Directory, groups: Any, permission: str, record: str, granted: bool, advice: list[str]
) -> None:
    result = ask(directory, "membership", permission, {"groups": groups}, record=record, claim="groups")
    assert (result.granted, sentences(result)) == (granted, advice)


@pytest.mark.parametrize(
    ("claims", "permission", "granted"),
    [
        ({"canRead": ["doc-1"]}, "documents:read", True),
        ({"canRead": ["doc-10"]}, "documents:read", False),
        ({"canRead": "doc-1"}, "documents:read", False),
        ({"canRead": ["doc-1"]}, "documents:delete", False),
        ({"canWrite": ["doc-1"]}, "documents:delete", True),
    ],
)
def test_resources_are_named_one_by_one(
    directory: Directory, claims: dict[str, Any], permission: str, granted: bool
) -> None:
    assert ask(directory, "resources", permission, claims, record="doc-1").granted == granted


def test_roles_of_the_directory_count_whatever_the_token_says(directory: Directory) -> None:
    granted = ask(directory, "directory-roles", "documents:read", {"roles": []})
    assert granted.granted
    assert sentences(granted) == ['remove "viewer" from the roles of bob in the directory']
    refused = ask(directory, "directory-roles", "billing:read", {"roles": ["admin"]})
    assert not refused.granted
    assert refused.flip == (
        Flip("add", "directory", "roles of bob", "auditor", 'add "auditor" to the roles of bob in the directory'),
    )


@pytest.mark.parametrize(
    ("subject", "action", "record", "granted"),
    [
        ("alice", "read", "doc-1", True),  # owner, and in its group
        ("alice", "delete", "doc-1", True),  # owner
        ("bob", "read", "doc-1", False),
        ("bob", "read", "doc-3", True),  # an entry names him
        ("bob", "write", "doc-3", False),
        ("erin", "write", "doc-2", True),  # in its group
        ("erin", "delete", "doc-2", False),
        ("nobody", "read", "doc-1", False),
        ("bob", "read", "no-such", False),
    ],
)
def test_the_acl_knows_owner_group_and_entries(
    directory: Directory, subject: str, action: str, record: str, granted: bool
) -> None:
    assert ask(directory, "acl", f"documents:{action}", subject=subject, record=record).granted == granted


def test_taking_an_acl_grant_away_takes_every_way_to_it(directory: Directory) -> None:
    result = ask(directory, "acl", "documents:read", subject="alice", record="doc-1")
    assert sentences(result) == ["take doc-1 away from its owner alice", "remove alice from the group engineering"]


def test_a_missing_record_is_refused_in_the_words_of_a_forbidden_one(directory: Directory) -> None:
    forbidden = ask(directory, "acl", "documents:read", record="doc-1")
    missing = ask(directory, "acl", "documents:read", record="doc-9")
    assert forbidden.detail.replace("doc-1", "doc-9") == missing.detail
    assert sentences(forbidden)[0].replace("doc-1", "doc-9") == sentences(missing)[0]


def permission_of(
    directory: Directory, rules: tuple[GrantRule, ...], permission: str, record: str | None = None, **claims: Any
) -> Any:
    access = Access(claims, "bob", permission, "documents", record, SCENARIO.roles, directory.session())
    return authorize(access, rules)


def test_the_first_grant_that_grants_decides_and_later_ones_are_not_asked(directory: Directory) -> None:
    rules = (GrantRule("roles", Scope.ALWAYS, {"claim": "roles"}), GrantRule("acl", Scope.RECORD, KINDS["acl"].options))
    permission = permission_of(directory, rules, "documents:read", "doc-3", roles=["viewer"])
    assert permission.check.outcome is CheckOutcome.PASS
    assert permission.check.source is Source.CLAIMS
    assert [result.kind for result in permission.grants] == ["roles"]


def test_every_grant_that_was_tried_is_reported(directory: Directory) -> None:
    rules = (GrantRule("roles", Scope.ALWAYS, {"claim": "roles"}), GrantRule("acl", Scope.RECORD, KINDS["acl"].options))
    permission = permission_of(directory, rules, "documents:write", "doc-3", roles=["viewer"])
    assert permission.check.outcome is CheckOutcome.FAIL
    assert permission.check.reason == "permission.refused"
    assert permission.check.reads == ("roles",)
    assert permission.check.source is Source.CLAIMS_AND_DIRECTORY
    assert [(result.kind, result.granted) for result in permission.grants] == [("roles", False), ("acl", False)]


def test_without_a_grant_everything_is_refused(directory: Directory) -> None:
    permission = permission_of(directory, (), "documents:read", roles=["admin"])
    assert permission.check.outcome is CheckOutcome.FAIL


@pytest.mark.parametrize(
    ("scope", "record", "applies"),
    [
        (Scope.ALWAYS, None, True),
        (Scope.ALWAYS, "doc-1", True),
        (Scope.RECORD, None, False),
        (Scope.RECORD, "doc-1", True),
        (Scope.NO_RECORD, None, True),
        (Scope.NO_RECORD, "doc-1", False),
    ],
)
def test_a_grant_applies_only_where_its_design_wants_it(
    directory: Directory, scope: Scope, record: str | None, applies: bool
) -> None:
    permission = permission_of(directory, (GrantRule("directory-roles", scope),), "documents:read", record)
    assert permission.grants[0].granted == applies
    assert ("does not apply" in permission.grants[0].detail) != applies


claim_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["admin", "sales", "doc-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@given(
    st.sampled_from(sorted(KINDS)),
    claim_values,
    st.sampled_from(["documents:read", "documents:delete", "users:write"]),
    st.sampled_from([None, "doc-1", "doc-9", ""]),
)
def test_a_flip_of_a_claim_does_what_it_says(
    directory: Directory, kind: str, value: Any, permission: str, record: str | None
) -> None:
    options = {name: default if name == "source" else "it" for name, default in KINDS[kind].options.items()}
    if kind == CEDAR:
        options["policies"] = (DESIGNS / "cedar.cedar").read_text("utf-8")
    claims = {"it": value}
    before = ask(directory, kind, permission, claims, record=record, **options)
    for flip in before.flip:
        if flip.where != "claim":
            return
        claims = apply(claims, flip)
    if before.flip:
        assert ask(directory, kind, permission, claims, record=record, **options).granted != before.granted


def apply(claims: dict[str, Any], flip: Flip) -> dict[str, Any]:
    """Change claims as a user would who follows the advice."""
    if flip.change == "set":
        return {**claims, flip.target: flip.value}
    if flip.change == "add":
        return {**claims, flip.target: [*claims[flip.target], flip.value]}
    if isinstance(claims[flip.target], list):
        return {**claims, flip.target: [value for value in claims[flip.target] if value != flip.value]}
    return {name: value for name, value in claims.items() if name != flip.target}


def test_every_built_in_design_uses_kinds_that_exist() -> None:
    for design in load_built_in_designs().values():
        assert {rule.kind for rule in design.grants} <= set(KINDS)
