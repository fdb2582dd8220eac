"""Lists of records: what opens them, what is in them, and what filtering asks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from demo_server import DemoServer
from tests.demo_server.clients import client_for
from tests.demo_server.tokens.samples import HEADER, sign

Ask = Callable[..., httpx.Response]


def decision_of(client: httpx.Client, answer: httpx.Response) -> Any:
    return client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()


@pytest.mark.parametrize(
    ("username", "design", "records", "by", "directory"),
    [
        ("bob", "roles", ["doc-1", "doc-2", "doc-3", "doc-4"], ["roles"], 0),
        ("bob", "scopes", ["doc-1", "doc-2", "doc-3", "doc-4"], ["scopes"], 0),
        # The access lists of all records are one question; that bob is not an administrator is another.
        ("bob", "hybrid", ["doc-2", "doc-3"], ["acl"], 2),
        ("bob", "identity", ["doc-2", "doc-3"], ["acl"], 4),  # account and roles too
        ("bob", "groups-acl", ["doc-2", "doc-3"], ["acl"], 3),  # account and roles too
        ("bob", "broad-grants", ["doc-2"], ["membership"], 1),
        ("bob", "resource-ids", ["doc-2", "doc-3"], ["resources"], 0),
        ("dave", "broad-grants", ["doc-1", "doc-2", "doc-3", "doc-4"], ["services"], 0),
        ("carol", "identity", ["doc-1", "doc-2", "doc-3", "doc-4"], ["flag"], 2),  # asked once, for opening and list
        ("carol", "groups-acl", ["doc-1", "doc-2", "doc-3", "doc-4"], ["flag"], 1),
    ],
)
def test_a_list_says_by_what_it_was_filtered_and_filtering_is_counted(
    client: httpx.Client, ask: Ask, username: str, design: str, records: list[str], by: list[str], directory: int
) -> None:
    answer = ask(username, design, "GET", "/documents")
    assert answer.json() == {"service": "documents", "count": len(records), "records": records}
    decision = decision_of(client, answer)
    filtered = decision["filtered"]
    assert (filtered["by"], filtered["shown"], filtered["of"]) == (by, len(records), 4)
    assert filtered["detail"].startswith(f"the list shows {len(records)} of 4 records: ")
    assert decision["checks"][-1]["detail"].endswith(filtered["detail"])
    assert {each["what"]: each["count"] for each in decision["asked"]}.get("directory", 0) == directory
    assert decision["lookups"] == directory


@pytest.mark.parametrize("design", ["hybrid", "identity", "groups-acl"])
def test_who_may_list_but_read_none_gets_an_empty_list(
    server: DemoServer, client: httpx.Client, ask: Ask, design: str
) -> None:
    server.directory.set_groups("alice", [])
    server.directory.set_roles("alice", ["auditor"])
    answer = ask("alice", design, "GET", "/billing/invoices")
    assert (answer.status_code, answer.json()["records"]) == (200, [])
    filtered = decision_of(client, answer)["filtered"]
    assert (filtered["shown"], filtered["of"]) == (0, 2)
    assert "acl" in filtered["by"]
    assert "no access list of billing lets alice read a record" in filtered["detail"]


@pytest.mark.parametrize("design", ["hybrid", "identity", "roles", "broad-grants", "groups-acl", "resource-ids"])
def test_a_kind_of_record_that_is_closed_to_the_user_is_refused(client: httpx.Client, ask: Ask, design: str) -> None:
    answer = ask("bob", design, "GET", "/billing/invoices")
    assert (answer.status_code, answer.json()["reason"]) == (403, "permission.refused")
    assert decision_of(client, answer)["filtered"] is None


def test_without_a_role_what_is_shared_with_the_user_opens_the_list(
    server: DemoServer, client: httpx.Client, ask: Ask
) -> None:
    server.directory.share("inv-1", "bob", ["read"])
    answer = ask("bob", "hybrid", "GET", "/billing/invoices")
    assert answer.json()["records"] == ["inv-1"]
    grants = decision_of(client, answer)["grants"]
    assert [(each["kind"], each["granted"]) for each in grants] == [("roles", False), ("flag", False), ("acl", True)]


@pytest.mark.parametrize(
    ("design", "claim", "value"),
    [
        ("resource-ids", "canRead", ["inv-1"]),
        ("broad-grants", "fullReadAccess", ["billing"]),
        ("broad-grants", "isMemberOf", ["finance"]),
        ("groups-acl", "groups", ["finance"]),
    ],
)
def test_the_claims_that_fill_a_list_are_those_that_the_decision_names(
    server: DemoServer, client: httpx.Client, design: str, claim: str, value: list[str]
) -> None:
    now = int(server.clock.now())
    who = {"iss": server.scenario.issuer, "aud": server.scenario.audience, "sub": "u-1002", "jti": "1"}
    token = sign(HEADER, {**who, "iat": now, "nbf": now, "exp": now + 60, claim: value})
    headers = {"Authorization": f"Bearer {token}", "Demo-Design": design}
    answer = client.get("/billing/invoices", headers=headers)
    assert answer.status_code == 200
    assert "inv-1" in answer.json()["records"]
    assert claim in decision_of(client, answer)["claims_read"]


def test_a_list_of_one_tenant_has_no_record_of_another_one() -> None:
    with DemoServer(scenario="tenants") as server, client_for(server) as client:
        for design in ("hybrid", "identity", "broad-grants", "resource-ids"):
            body = {"username": "ben", "password": "ben-pass", "design": design}
            token = client.post("/login", json=body).json()["access_token"]
            headers = {"Authorization": f"Bearer {token}", "Demo-Design": design}
            # globex-1 is shared with ben, and its group has the name of his own.
            assert client.get("/tenants/acme/projects", headers=headers).json()["records"] == ["acme-1"], design
            refused = client.get("/tenants/globex/projects", headers=headers)
            assert (refused.status_code, refused.json()["reason"]) == (403, "permission.other_tenant")
            assert decision_of(client, refused)["filtered"] is None


def test_an_administrator_of_a_tenant_carries_the_records_of_that_tenant_alone() -> None:
    with DemoServer(scenario="tenants") as server:
        assert server.directory.session().records_open_to("amy", "read") == ("acme-1", "acme-2")


def test_a_list_is_filled_from_a_claim_inside_another_one(tmp_path: Path) -> None:
    path = tmp_path / "nested.toml"
    path.write_text(
        """
        id = "nested"
        title = "Ids in an object"
        [claims]
        access = { read = "{user.readable_ids}", write = "{user.writable_ids}" }
        [[grants]]
        kind = "resources"
        read_claim = "access.read"
        write_claim = "access.write"
        """,
        encoding="utf-8",
    )
    with DemoServer(design=path) as server, client_for(server) as client:
        token = client.post("/login", json={"username": "bob", "password": "bob-pass"}).json()["access_token"]
        answer = client.get("/documents", headers={"Authorization": f"Bearer {token}"})
        assert answer.json()["records"] == ["doc-2", "doc-3"]
        decision = decision_of(client, answer)
        assert decision["filtered"]["by"] == ["resources"]
        assert "access" in decision["claims_read"]
