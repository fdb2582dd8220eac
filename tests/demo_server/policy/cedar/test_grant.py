"""Decisions by Cedar policies: which policy decided, which could not be evaluated, and what was asked."""

import pytest

from demo_server import DemoServer
from tests.demo_server.clients import client_for

HEAD = 'id = "mine"\ntitle = "Mine"\n[[grants]]\nkind = "cedar"\n'
OWN = '@id("own") permit (principal, action, resource is Record) when { resource.owner == principal };\n'


@pytest.fixture
def decide(tmp_path):
    """The decision on a request under policies of the test's own."""
    servers = []

    def ask(policies, username, path, method="GET", change=None, scenario="documents"):
        file = tmp_path / "mine.toml"
        file.write_text(f"{HEAD}policies = '''\n{policies}'''\n", encoding="utf-8")
        server = DemoServer(scenario=scenario, design=file)
        servers.append(server)
        server.start()
        if change is not None:
            change(server.directory)
        token = server.issue(username, "mine").access_token
        with client_for(server) as client:
            answer = client.request(method, path, headers={"Authorization": f"Bearer {token}"})
            decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
        return decision | {"body": answer.json(), "why": decision["checks"][-1]["detail"]}

    yield ask
    for server in servers:
        server.stop()


def built_in(server, username, path, method="GET"):
    token = server.issue(username, "cedar").access_token
    with client_for(server) as client:
        headers = {"Authorization": f"Bearer {token}", "Demo-Design": "cedar"}
        answer = client.request(method, path, headers=headers)
        return client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()


@pytest.mark.parametrize(
    ("username", "method", "path", "status", "words"),
    [
        ("alice", "GET", "/documents/doc-1", 200, 'the Cedar policies "owner" and "group"'),
        ("alice", "DELETE", "/documents/doc-1", 200, 'permitted by the Cedar policy "owner"'),
        ("bob", "GET", "/documents/doc-3", 200, 'permitted by the Cedar policy "shared"'),
        ("carol", "GET", "/documents/doc-1", 200, 'permitted by the Cedar policy "administrator"'),
        ("dave", "GET", "/billing/invoices", 200, 'permitted by the Cedar policy "role"'),
        ("bob", "GET", "/documents/doc-1", 403, "documents:read is not granted: no Cedar policy permits it"),
        ("bob", "GET", "/documents/no-such", 403, "documents:read is not granted: no Cedar policy permits it"),
    ],
)
def test_the_decision_names_the_determining_policies(username, method, path, status, words):
    with DemoServer() as server:
        decision = built_in(server, username, path, method)
    assert decision["status"] == status
    assert words in decision["checks"][-1]["detail"]
    assert decision["checks"][-1]["source"] == "directory"
    assert decision["grants"][0]["kind"] == "cedar"


def test_what_a_policy_reads_is_asked_counted_and_timed():
    with DemoServer() as server:
        asked = {each["what"]: each for each in built_in(server, "bob", "/documents/doc-3")["asked"]}
    assert (asked["directory"]["count"], asked["deny-list"]["count"]) == (3, 1), "as many as identity asks"
    assert asked["directory"]["elapsed_us"] > 0


@pytest.mark.parametrize(
    ("policies", "path", "lookups"),
    [
        (OWN, "/documents/doc-1", 1),
        (OWN, "/billing/invoices", 1),  # about records alone: the list is filtered
        ("permit (principal, action, resource);", "/documents/doc-1", 0),
        ('permit (principal in Role::"editor", action, resource);', "/documents/doc-1", 1),
        ('permit (principal in Group::"engineering", action, resource);', "/documents/doc-1", 1),
        (OWN + 'permit (principal in Role::"x", action, resource is Service);', "/documents/doc-1", 1),
    ],
)
def test_only_what_the_policies_read_is_asked(decide, policies, path, lookups):
    assert decide(policies, "alice", path)["lookups"] == lookups


def test_a_policy_without_an_id_is_named_by_its_line(decide):
    assert "the Cedar policy on line 2" in decide("\npermit (principal, action, resource);", "bob", "/documents")["why"]


def test_a_forbidding_policy_wins_and_is_named(decide):
    policies = OWN + '@id("frozen") forbid (principal, action, resource == Record::"doc-1");'
    decision = decide(policies, "alice", "/documents/doc-1")
    assert (decision["status"], decision["reason"]) == (403, "permission.refused")
    assert 'forbidden by the Cedar policy "frozen"' in decision["why"]
    assert decision["grants"][0]["flip"] == [], "no change of the directory lifts what is forbidden"


def test_a_policy_that_cannot_be_evaluated_is_skipped_and_named(decide):
    """Cedar goes on without such a policy, so a forbid that fails does not forbid: whoever reads this must see it."""
    policies = (
        '@id("all") permit (principal, action, resource);\n'
        '@id("sum") forbid (principal, action, resource) when { 9223372036854775807 + 1 == 1 };'
    )
    decision = decide(policies, "bob", "/documents/doc-1")
    assert decision["status"] == 200
    assert 'permitted by the Cedar policy "all"; not evaluated: the policy "sum": ' in decision["why"]


def test_a_list_has_what_the_policies_permit_one_by_one(decide):
    decision = decide(OWN, "alice", "/documents")
    assert (decision["status"], decision["body"]["records"]) == (200, ["doc-1"])
    assert decision["filtered"]["detail"] == (
        'the list shows 1 of 4 records: Cedar lets alice read 1 of 4 records, permitted by the Cedar policy "own"'
    )
    assert decide(OWN, "erin", "/documents")["status"] == 403


def test_a_record_that_a_policy_names_is_told_apart_from_others_like_it(decide):
    policies = (
        '@id("role") permit (principal, action, resource);\n'
        '@id("one") forbid (principal, action, resource == Record::"doc-2");'
    )
    assert decide(policies, "bob", "/documents")["body"]["records"] == ["doc-1", "doc-3", "doc-4"]


def test_every_change_that_it_names_lets_the_request_through():
    with DemoServer() as server:
        refused = built_in(server, "bob", "/documents/doc-1")
        sentences = [flip["sentence"] for flip in refused["grants"][0]["flip"]]
        assert sentences == [
            "set isSystemAdmin of bob to true in the directory",
            "let bob read by an entry in the ACL of doc-1",
        ]
        server.directory.share("doc-1", "bob", ["read"])
        assert built_in(server, "bob", "/documents/doc-1")["status"] == 200
        server.directory.reset()
        server.directory.set_system_admin("bob", system_admin=True)
        assert built_in(server, "bob", "/documents/doc-1")["status"] == 200


def test_the_removals_that_it_names_together_refuse_the_request():
    with DemoServer() as server:
        granted = built_in(server, "alice", "/documents/doc-1")
        assert [flip["sentence"] for flip in granted["grants"][0]["flip"]] == [
            "take doc-1 away from its owner alice",
            "remove alice from the group engineering",
        ]


def test_tenants_are_known_to_a_policy_that_reads_them(decide):
    policies = (
        '@id("same") permit (principal, action, resource is Record)'
        " when { resource has tenant && principal has tenant && resource.tenant == principal.tenant };"
    )
    decision = decide(policies, "amy", "/projects/acme-1", scenario="tenants")
    assert 'permitted by the Cedar policy "same"' in decision["why"]
    assert decision["status"] == 200
