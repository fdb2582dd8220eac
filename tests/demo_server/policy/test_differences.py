"""Policy apart from placement: which answers of the designs differ from the reference, each with its reason.

The designs follow one policy. Where one of them answers otherwise than the reference, its claims carry less than the
directory knows, or coarser facts; the tables below have every such answer. A list also differs if it has other records.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from demo_server import DemoServer, IssuerKey
from demo_server.policy.designs import BUILT_IN
from tests.demo_server.clients import client_for

Differences = Mapping[str, str]
"""By scenario: users with the ids of the requests that are answered otherwise."""

REFERENCE, *OTHERS = BUILT_IN

# A role opens every record of its kind; the reference, only those whose access list lets the user in.
A_ROLE_OPENS_EVERY_RECORD: Differences = {
    "documents": "alice documents doc-3-read; bob documents doc-1-read; dave documents doc-1-read",
    "clinic": "mara wards pat-2-read; noor appointments; ai wards pat-1-read pat-1-write pat-2-read appointments",
    "tenants": "ben acme-projects; olga acme-projects acme-1-read globex-projects globex-1-read",
    "documents-large": (
        "reader-10 documents doc-1-read; reader-100 documents doc-4798-read doc-1-read;"
        " reader-1000 documents doc-1-read"
    ),
}
# What a user may do as the owner of a record, or in its group, is in no role.
NO_OWNER_OR_GROUP_IN_THE_TOKEN: Differences = {
    "documents": "alice doc-1-delete",
    "clinic": "noor wards pat-2-read",
    "tenants": "ben acme-1-write",
}
# Ivan is an administrator of the system, and his role opens the staff alone.
NO_FLAG_IN_THE_TOKEN: Differences = {
    "clinic": "ivan wards pat-1-read pat-1-write pat-1-break-glass pat-2-read pat-3-read appointments",
}
# What was shared with one user is neither a group nor a service.
NO_ENTRY_IN_THE_TOKEN: Differences = {
    "documents": "bob documents doc-3-read",
    "clinic": "mara wards pat-3-read",
    "tenants": "olga globex-projects globex-2-read",
    "documents-large": (
        "reader-10 documents doc-4798-read; reader-100 documents; reader-1000 documents doc-4798-read;"
        " reader-10000 documents doc-4798-read doc-1-read"
    ),
}
# A whole service is opened to those who read much of it; the reference looks at each record.
A_GRANT_OPENS_A_WHOLE_SERVICE: Differences = {
    "documents": "dave documents doc-1-read",
    "clinic": "noor appointments; ai wards pat-1-read pat-2-read appointments",
}
# A member of a record's group may read and write it; that the user owns it as well is not in the token.
NO_OWNER_IN_THE_TOKEN: Differences = {"documents": "alice doc-1-delete"}
# Groups and services cannot say what a role says: "only in an emergency", "members", "tenants".
NO_ROLE_BESIDE_GROUPS: Differences = {
    "clinic": "mara pat-1-break-glass; noor pat-1-break-glass; ai pat-1-break-glass",
    "tenants": "gus globex-members; olga acme-projects globex-members tenants",
}
# Ids of records say nothing where the request names no record, nor that the user may open an empty list.
NO_ROLE_BESIDE_IDS: Differences = {
    "documents": "carol invoice-create users bob-roles",
    "clinic": (
        "mara pat-1-break-glass; noor pat-1-break-glass appointments; ai pat-1-break-glass appointments;"
        " ivan pat-1-break-glass staff noor-roles"
    ),
    "tenants": "amy ben-roles; gus globex-members; olga acme-projects globex-members tenants",
    "documents-large": "archivist users",
}

# The client is not to delete or to administer anything, whoever its user is.
THE_CLIENT_MAY_DO_LESS_THAN_ITS_USER: Differences = {
    "documents": "alice doc-1-delete; carol doc-1-delete invoice-create users bob-roles",
    "clinic": "ivan staff noor-roles",
    "tenants": "amy ben-roles; olga tenants",
    "documents-large": "archivist doc-4798-write users",
}

DIFFERENCES: Mapping[str, tuple[Differences, ...]] = {
    "roles": (A_ROLE_OPENS_EVERY_RECORD, NO_OWNER_OR_GROUP_IN_THE_TOKEN, NO_FLAG_IN_THE_TOKEN),
    "scopes": (A_ROLE_OPENS_EVERY_RECORD, NO_OWNER_OR_GROUP_IN_THE_TOKEN, NO_FLAG_IN_THE_TOKEN),
    "delegated": (THE_CLIENT_MAY_DO_LESS_THAN_ITS_USER,),
    "broad-grants": (
        A_GRANT_OPENS_A_WHOLE_SERVICE,
        NO_ENTRY_IN_THE_TOKEN,
        NO_OWNER_IN_THE_TOKEN,
        NO_ROLE_BESIDE_GROUPS,
    ),
    "resource-ids": (NO_ROLE_BESIDE_IDS,),
    "everything": (A_ROLE_OPENS_EVERY_RECORD,),
    "versioned": (A_ROLE_OPENS_EVERY_RECORD, NO_OWNER_OR_GROUP_IN_THE_TOKEN, NO_FLAG_IN_THE_TOKEN),
    "short-refresh": (A_ROLE_OPENS_EVERY_RECORD, NO_OWNER_OR_GROUP_IN_THE_TOKEN, NO_FLAG_IN_THE_TOKEN),
}
"""What is the point of each design; one that is not here answers as the reference does, to the last record."""

SCENARIOS = ("documents", "clinic", "tenants", "documents-large")


class Answers:
    """The answers of one running scenario, by design, user and request: status, and the records of a list."""

    def __init__(self, server: DemoServer, client: httpx.Client) -> None:
        self.server = server
        self.client = client
        self.users = [user for user in server.scenario.users.values() if not user.disabled]
        self.headers = {
            (design, user.username): self._log_in(design, user) for design in BUILT_IN for user in self.users
        }

    def of(self, design: str) -> dict[tuple[str, str], tuple[int, int, frozenset[str]]]:
        """Status, number of records and the first of these, by user and request."""
        found = {}
        for user in self.users:
            for request in self.server.scenario.requests:
                headers = self.headers[design, user.username]
                answer = self.client.request(request.method, request.path, json=request.body, headers=headers)
                body = answer.json()
                found[user.username, request.id] = (
                    answer.status_code,
                    body.get("count", 0),
                    frozenset(body.get("records", ())),
                )
        return found

    def get(self, design: str, username: str, path: str) -> httpx.Response:
        """Send one request that reads."""
        return self.client.get(path, headers=self.headers[design, username])

    def _log_in(self, design: str, user: Any) -> dict[str, str]:
        body = {"username": user.username, "password": user.password, "design": design}
        token = self.client.post("/login", json=body).json()["access_token"]
        return {"Authorization": f"Bearer {token}", "Demo-Design": design}


@pytest.fixture(scope="module", params=SCENARIOS)
def answers(request: pytest.FixtureRequest, issuer_key: IssuerKey) -> Iterator[Answers]:
    # The header limit would refuse the largest tokens, and hide what their claims would have said.
    with (
        DemoServer(scenario=request.param, issuer_key=issuer_key, header_limit=1_000_000) as server,
        client_for(server) as client,
    ):
        yield Answers(server, client)


def named(differences: Differences, scenario: str) -> set[tuple[str, str]]:
    users = (each.split() for each in differences.get(scenario, "").split(";") if each)
    return {(user, request) for user, *requests in users for request in requests}


def test_an_answer_differs_from_the_reference_only_where_that_is_the_point_of_the_design(answers: Answers) -> None:
    scenario, reference = answers.server.scenario.id, answers.of(REFERENCE)
    for design in OTHERS:
        found = answers.of(design)
        differing = {place for place, answer in found.items() if answer != reference[place]}
        expected = set[tuple[str, str]]().union(*(named(each, scenario) for each in DIFFERENCES.get(design, ())))
        assert differing == expected, design


@pytest.mark.parametrize("design", BUILT_IN)
def test_a_list_has_the_records_that_the_user_may_read_one_by_one(answers: Answers, design: str) -> None:
    routes = answers.server.scenario.routes
    one = {each.service: each.path for each in routes if each.answer == "record" and not each.break_glass}
    lists = [each for each in routes if each.answer == "records" and each.service in one]
    tenants = answers.server.scenario.tenants or {"": ""}
    for user in answers.users:
        for route in lists:
            for tenant in tenants:
                answer = answers.get(design, user.username, route.path.replace("{tenant}", tenant))
                listed = answer.json().get("records", [])
                assert answer.status_code in (200, 403)
                every = answers.server.scenario.records_of(route.service, tenant or None)
                first = every[: len(listed) + 3] if answer.status_code == 200 else every[:3]
                for record in {*listed[:5], *first[:20]}:
                    alone = answers.get(design, user.username, one[route.service].replace("{id}", record))
                    assert alone.status_code == (200 if record in listed else 403), (user.username, route.path, record)
