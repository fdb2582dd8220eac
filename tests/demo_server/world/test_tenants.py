"""The tenants scenario: who gets what under which design, and the fence between tenants, over real HTTP."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import httpx
import jwt
import pytest

from demo_server import DemoServer, IssuerKey
from demo_server.policy.designs import BUILT_IN
from demo_server.world.scenario import load_scenario
from tests.demo_server.tokens.samples import HEADER, sign, without

LogIn = Callable[..., str]

# One column for each request of the scenario, in its order:
# me, acme's projects, acme-1 read, acme-1 write, globex's projects, globex-1 read, globex-2 read, globex's members,
# ben's roles, all tenants.
# A full stop means 200, an x 403 by the grants or a limit, a t 403 by the fence. Worked out by hand.
EXPECTED = {
    ("amy", "hybrid"): ". . . . t t t t . t",
    ("amy", "identity"): ". . . . t t t t . t",
    ("amy", "profile"): ". . . . t t t t . t",
    ("amy", "roles"): ". . . . t t t t . t",
    ("amy", "scopes"): ". . . . t t t t . t",
    ("amy", "delegated"): ". . . . t t t t x x",
    ("amy", "broad-grants"): ". . . . t t t t . t",
    ("amy", "groups-acl"): ". . . . t t t t . t",
    ("amy", "overage"): ". . . . t t t t . t",
    ("amy", "resource-ids"): ". . . . t t t t x t",
    ("amy", "rar"): ". . . . t t t t . t",
    ("amy", "everything"): ". . . . t t t t . t",
    ("amy", "cached"): ". . . . t t t t . t",
    ("amy", "versioned"): ". . . . t t t t . t",
    ("amy", "short-refresh"): ". . . . t t t t . t",
    ("amy", "reference"): ". . . . t t t t . t",
    ("amy", "cedar"): ". . . . t t t t . t",
    ("ben", "hybrid"): ". . . . t t t t x t",
    ("ben", "identity"): ". . . . t t t t x t",
    ("ben", "profile"): ". . . . t t t t x t",
    ("ben", "roles"): ". . . x t t t t x t",
    ("ben", "scopes"): ". . . x t t t t x t",
    ("ben", "delegated"): ". . . . t t t t x x",
    ("ben", "broad-grants"): ". . . . t t t t x t",
    ("ben", "groups-acl"): ". . . . t t t t x t",
    ("ben", "overage"): ". . . . t t t t x t",
    ("ben", "resource-ids"): ". . . . t t t t x t",
    ("ben", "rar"): ". . . . t t t t x t",
    ("ben", "everything"): ". . . . t t t t x t",
    ("ben", "cached"): ". . . . t t t t x t",
    ("ben", "versioned"): ". . . x t t t t x t",
    ("ben", "short-refresh"): ". . . x t t t t x t",
    ("ben", "reference"): ". . . . t t t t x t",
    ("ben", "cedar"): ". . . . t t t t x t",
    ("gus", "hybrid"): ". t t t . . . . t t",
    ("gus", "identity"): ". t t t . . . . t t",
    ("gus", "profile"): ". t t t . . . . t t",
    ("gus", "roles"): ". t t t . . . . t t",
    ("gus", "scopes"): ". t t t . . . . t t",
    ("gus", "delegated"): ". t t t . . . . x x",
    ("gus", "broad-grants"): ". t t t . . . x t t",
    ("gus", "groups-acl"): ". t t t . . . . t t",
    ("gus", "overage"): ". t t t . . . . t t",
    ("gus", "resource-ids"): ". t t t . . . x t t",
    ("gus", "rar"): ". t t t . . . . t t",
    ("gus", "everything"): ". t t t . . . . t t",
    ("gus", "cached"): ". t t t . . . . t t",
    ("gus", "versioned"): ". t t t . . . . t t",
    ("gus", "short-refresh"): ". t t t . . . . t t",
    ("gus", "reference"): ". t t t . . . . t t",
    ("gus", "cedar"): ". t t t . . . . t t",
    ("olga", "hybrid"): ". . x x . x . . x .",
    ("olga", "identity"): ". . x x . x . . x .",
    ("olga", "profile"): ". . x x . x . . x .",
    ("olga", "roles"): ". . . x . . . . x .",
    ("olga", "scopes"): ". . . x . . . . x .",
    ("olga", "delegated"): ". . x x . x . . x x",
    ("olga", "broad-grants"): ". x x x x x x x x x",
    ("olga", "groups-acl"): ". . x x . x . . x .",
    ("olga", "overage"): ". . x x . x . . x .",
    ("olga", "resource-ids"): ". x x x . x . x x x",
    ("olga", "rar"): ". . x x . x . . x .",
    ("olga", "everything"): ". . . x . . . . x .",
    ("olga", "cached"): ". . x x . x . . x .",
    ("olga", "versioned"): ". . . x . . . . x .",
    ("olga", "short-refresh"): ". . . x . . . . x .",
    ("olga", "reference"): ". . x x . x . . x .",
    ("olga", "cedar"): ". . x x . x . . x .",
}


@pytest.fixture
def server(issuer_key: IssuerKey) -> Iterator[DemoServer]:
    with DemoServer(scenario="tenants", issuer_key=issuer_key) as running:
        yield running


def get(client: httpx.Client, path: str, token: str, design: str = "roles") -> httpx.Response:
    return client.get(path, headers={"Authorization": f"Bearer {token}", "Demo-Design": design})


def decision_of(client: httpx.Client, answer: httpx.Response) -> Any:
    return client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()


def permission_of(client: httpx.Client, answer: httpx.Response) -> str:
    detail: str = decision_of(client, answer)["checks"][-1]["detail"]
    return detail


def test_the_table_has_every_user_and_every_built_in_design() -> None:
    assert list(EXPECTED) == list(product(load_scenario("tenants").users, BUILT_IN))


@pytest.mark.parametrize(("username", "design"), EXPECTED)
def test_each_design_keeps_the_tenants_apart(
    server: DemoServer, client: httpx.Client, log_in: LogIn, username: str, design: str
) -> None:
    headers = {"Authorization": f"Bearer {log_in(username, design)}", "Demo-Design": design}
    letters = []
    for request in server.scenario.requests:
        answer = client.request(request.method, request.path, headers=headers, json=request.body)
        reason = answer.json().get("reason", "")
        letters.append(
            {
                (200, ""): ".",
                (403, "permission.refused"): "x",
                (403, "permission.limited"): "x",
                (403, "permission.other_tenant"): "t",
            }[answer.status_code, reason]
        )
    assert " ".join(letters) == EXPECTED[username, design]


def test_a_refusal_at_the_fence_says_so_and_names_the_claim_that_would_pass(
    client: httpx.Client, log_in: LogIn
) -> None:
    answer = get(client, "/tenants/globex/projects", log_in("amy"))
    problem = answer.json()
    assert problem["reason"] == "permission.other_tenant"
    assert problem["detail"] == (
        'the tenant globex is outside the subject\'s tenant: tenant is "acme". '
        'Any one of these would let it through: set tenant to "globex"'
    )
    assert [(grant["kind"], grant["granted"]) for grant in problem["grants"]] == [("tenant", False)]
    assert "tenant" in decision_of(client, answer)["claims_read"]


def test_where_the_grants_refuse_as_well_no_single_change_is_promised(client: httpx.Client, log_in: LogIn) -> None:
    problem = get(client, "/tenants/globex/members", log_in("ben")).json()
    assert problem["grants"][0]["flip"] == []
    assert "Any one" not in problem["detail"]


@pytest.mark.parametrize("path", ["/tenants/globex/projects", "/projects/globex-1", "/operations/tenants"])
@pytest.mark.parametrize("design", ["roles", "identity"])
def test_the_advice_at_the_fence_does_what_it_says(
    server: DemoServer, client: httpx.Client, log_in: LogIn, path: str, design: str
) -> None:
    token = log_in("amy", design)
    advice = get(client, path, token, design).json()["grants"][0]["flip"]
    assert len(advice) == 1
    if advice[0]["where"] == "claim":
        claims = jwt.decode(token, options={"verify_signature": False})
        token = sign(HEADER, claims | {advice[0]["target"]: advice[0]["value"]})
    else:
        server.directory.set_roles("amy", ["admin", advice[0]["value"]])
    assert get(client, path, token, design).status_code == 200


@pytest.mark.parametrize("tenant", ["", "Acme", "acme ", ["acme"], ["*"], True, None, {"acme": 1}])
def test_a_tenant_claim_counts_only_if_it_is_exactly_the_tenant(
    client: httpx.Client, log_in: LogIn, tenant: Any
) -> None:
    claims = jwt.decode(log_in("amy"), options={"verify_signature": False})
    assert get(client, "/projects/acme-1", sign(HEADER, claims)).status_code == 200
    answer = get(client, "/projects/acme-1", sign(HEADER, claims | {"tenant": tenant}))
    assert answer.json()["reason"] == "permission.other_tenant"


def test_a_token_without_a_tenant_opens_none(client: httpx.Client, log_in: LogIn) -> None:
    claims = without(jwt.decode(log_in("amy"), options={"verify_signature": False}), "tenant")
    answer = get(client, "/projects/acme-1", sign(HEADER, claims))
    assert answer.json()["reason"] == "permission.other_tenant"
    assert "the token has no tenant" in answer.json()["detail"]


@pytest.mark.parametrize("design", ["roles", "identity", "resource-ids"])
def test_another_tenants_record_is_refused_in_the_words_of_one_that_does_not_exist(
    client: httpx.Client, log_in: LogIn, design: str
) -> None:
    token = log_in("amy", design)
    foreign, missing = (get(client, f"/projects/{record}", token, design) for record in ("globex-2", "globex-9"))
    assert foreign.json()["reason"] == "permission.other_tenant"
    assert (
        foreign.text.replace("globex-2", "globex-9").replace(foreign.json()["request_id"], missing.json()["request_id"])
        == missing.text
    )


def test_an_operator_learns_what_does_not_exist(client: httpx.Client, log_in: LogIn) -> None:
    token = log_in("olga")
    for path, reason in (
        ("/projects/globex-9", "record.unknown"),
        ("/tenants/initech/projects", "tenant.unknown"),
        ("/tenants/*/projects", "tenant.unknown"),
    ):
        answer = get(client, path, token)
        assert (answer.status_code, answer.json()["reason"]) == (404, reason)


def test_crossing_tenants_shows_in_the_decision(client: httpx.Client, log_in: LogIn) -> None:
    by_claim = get(client, "/projects/globex-1", log_in("olga"))
    assert permission_of(client, by_claim) == 'roles: "operator" grants projects:read; tenant is "*"'
    by_directory = get(client, "/projects/globex-2", log_in("olga", "identity"), "identity")
    assert permission_of(client, by_directory).endswith('the directory gives olga "operator", a role for every tenant')


@pytest.mark.parametrize(("design", "at_once"), [("identity", "t"), ("roles", "."), ("groups-acl", ".")])
def test_an_operator_who_is_none_any_longer_crosses_as_long_as_the_claim_says_so(
    server: DemoServer, client: httpx.Client, log_in: LogIn, design: str, at_once: str
) -> None:
    def read(token: str) -> str:
        # A record whose ACL names her: only the fence can refuse it.
        status = get(client, "/projects/globex-2", token, design).json().get("reason", "200")
        return {"200": ".", "permission.other_tenant": "t"}[status]

    token = log_in("olga", design)
    assert read(token) == "."
    server.directory.set_roles("olga", ["manager"])
    assert (read(token), read(log_in("olga", design))) == (at_once, "t")


def test_lists_speak_of_the_tenant_in_the_path_alone(client: httpx.Client, log_in: LogIn) -> None:
    token = log_in("olga")
    projects = get(client, "/tenants/acme/projects", token).json()
    assert (projects["count"], projects["records"]) == (2, ["acme-1", "acme-2"])
    members = get(client, "/tenants/globex/members", token).json()["users"]
    assert members == [{"id": "t-2003", "username": "gus", "roles": ["manager"]}]
    tenants = get(client, "/operations/tenants", token).json()["tenants"]
    assert [tenant["id"] for tenant in tenants] == ["acme", "globex"]


def test_a_user_of_another_tenant_is_none_of_this_one(client: httpx.Client, log_in: LogIn) -> None:
    headers = {"Authorization": f"Bearer {log_in('amy')}"}
    answer = client.put("/tenants/acme/members/gus/roles", headers=headers, json={"roles": []})
    assert (answer.status_code, answer.json()["reason"]) == (404, "user.unknown")


def test_where_the_directory_is_asked_the_token_says_nothing_on_the_tenant(client: httpx.Client, log_in: LogIn) -> None:
    token = log_in("amy", "identity")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert "tenant" not in claims
    forged = sign(HEADER, claims | {"tenant": "*"})
    assert get(client, "/projects/globex-1", forged, "identity").json()["reason"] == "permission.other_tenant"
