"""Generated records, and the scenario of ten thousand documents."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import httpx
import pytest

from demo_server import DemoServer, IssuerKey
from demo_server.policy.designs import BUILT_IN
from demo_server.world.bulk import Bulk, Share, generate
from demo_server.world.directory import Directory
from demo_server.world.resources import Resource
from demo_server.world.scenario import SCENARIOS, load_scenario
from demo_server.world.toml_reader import DefinitionError
from tests.demo_server.clients import client_for

LogIn = Callable[..., str]

BULK = Bulk(
    seed=1,
    count=500,
    service="notes",
    id="n-{number}",
    title="Note {number} of {number}",
    owners=("ann", "ben"),
    groups=("east", "west"),
    tenant=None,
    shares=(Share("eve", 50, ("read",)), Share("fay", 500, ("read", "write")), Share("gil", 0, ("read",))),
)

# One column for each request of the scenario, in its order:
# me, documents, doc-4798 read, doc-1 read, doc-4798 write, users. A full stop means 200, an x 403.
# Worked out by hand: doc-4798 is shared with the readers of 10, 1,000 and 10,000, doc-1 with the last alone.
EXPECTED = {
    ("reader-10", "hybrid"): ". . . x x x",
    ("reader-10", "identity"): ". . . x x x",
    ("reader-10", "profile"): ". . . x x x",
    ("reader-10", "roles"): ". . . . x x",
    ("reader-10", "scopes"): ". . . . x x",
    ("reader-10", "delegated"): ". . . x x x",
    ("reader-10", "broad-grants"): ". x x x x x",
    ("reader-10", "groups-acl"): ". . . x x x",
    ("reader-10", "overage"): ". . . x x x",
    ("reader-10", "resource-ids"): ". . . x x x",
    ("reader-10", "rar"): ". . . x x x",
    ("reader-10", "everything"): ". . . . x x",
    ("reader-10", "cached"): ". . . x x x",
    ("reader-10", "versioned"): ". . . . x x",
    ("reader-10", "short-refresh"): ". . . . x x",
    ("reader-10", "reference"): ". . . x x x",
    ("reader-10", "cedar"): ". . . x x x",
    ("reader-100", "hybrid"): ". . x x x x",
    ("reader-100", "identity"): ". . x x x x",
    ("reader-100", "profile"): ". . x x x x",
    ("reader-100", "roles"): ". . . . x x",
    ("reader-100", "scopes"): ". . . . x x",
    ("reader-100", "delegated"): ". . x x x x",
    ("reader-100", "broad-grants"): ". x x x x x",
    ("reader-100", "groups-acl"): ". . x x x x",
    ("reader-100", "overage"): ". . x x x x",
    ("reader-100", "resource-ids"): ". . x x x x",
    ("reader-100", "rar"): ". . x x x x",
    ("reader-100", "everything"): ". . . . x x",
    ("reader-100", "cached"): ". . x x x x",
    ("reader-100", "versioned"): ". . . . x x",
    ("reader-100", "short-refresh"): ". . . . x x",
    ("reader-100", "reference"): ". . x x x x",
    ("reader-100", "cedar"): ". . x x x x",
    ("reader-1000", "hybrid"): ". . . x x x",
    ("reader-1000", "identity"): ". . . x x x",
    ("reader-1000", "profile"): ". . . x x x",
    ("reader-1000", "roles"): ". . . . x x",
    ("reader-1000", "scopes"): ". . . . x x",
    ("reader-1000", "delegated"): ". . . x x x",
    ("reader-1000", "broad-grants"): ". x x x x x",
    ("reader-1000", "groups-acl"): ". . . x x x",
    ("reader-1000", "overage"): ". . . x x x",
    ("reader-1000", "resource-ids"): ". . . x x x",
    ("reader-1000", "rar"): ". . . x x x",
    ("reader-1000", "everything"): ". . . . x x",
    ("reader-1000", "cached"): ". . . x x x",
    ("reader-1000", "versioned"): ". . . . x x",
    ("reader-1000", "short-refresh"): ". . . . x x",
    ("reader-1000", "reference"): ". . . x x x",
    ("reader-1000", "cedar"): ". . . x x x",
    ("reader-10000", "hybrid"): ". . . . x x",
    ("reader-10000", "identity"): ". . . . x x",
    ("reader-10000", "profile"): ". . . . x x",
    ("reader-10000", "roles"): ". . . . x x",
    ("reader-10000", "scopes"): ". . . . x x",
    ("reader-10000", "delegated"): ". . . . x x",
    ("reader-10000", "broad-grants"): ". x x x x x",
    ("reader-10000", "groups-acl"): ". . . . x x",
    ("reader-10000", "overage"): ". . . . x x",
    ("reader-10000", "resource-ids"): ". . . . x x",
    ("reader-10000", "rar"): ". . . . x x",
    ("reader-10000", "everything"): ". . . . x x",
    ("reader-10000", "cached"): ". . . . x x",
    ("reader-10000", "versioned"): ". . . . x x",
    ("reader-10000", "short-refresh"): ". . . . x x",
    ("reader-10000", "reference"): ". . . . x x",
    ("reader-10000", "cedar"): ". . . . x x",
    ("archivist", "hybrid"): ". . . . . .",
    ("archivist", "identity"): ". . . . . .",
    ("archivist", "profile"): ". . . . . .",
    ("archivist", "roles"): ". . . . . .",
    ("archivist", "scopes"): ". . . . . .",
    ("archivist", "delegated"): ". . . . x x",
    ("archivist", "broad-grants"): ". . . . . .",
    ("archivist", "groups-acl"): ". . . . . .",
    ("archivist", "overage"): ". . . . . .",
    ("archivist", "resource-ids"): ". . . . . x",
    ("archivist", "rar"): ". . . . . .",
    ("archivist", "everything"): ". . . . . .",
    ("archivist", "cached"): ". . . . . .",
    ("archivist", "versioned"): ". . . . . .",
    ("archivist", "short-refresh"): ". . . . . .",
    ("archivist", "reference"): ". . . . . .",
    ("archivist", "cedar"): ". . . . . .",
    ("newcomer", "hybrid"): ". x x x x x",
    ("newcomer", "identity"): ". x x x x x",
    ("newcomer", "profile"): ". x x x x x",
    ("newcomer", "roles"): ". x x x x x",
    ("newcomer", "scopes"): ". x x x x x",
    ("newcomer", "delegated"): ". x x x x x",
    ("newcomer", "broad-grants"): ". x x x x x",
    ("newcomer", "groups-acl"): ". x x x x x",
    ("newcomer", "overage"): ". x x x x x",
    ("newcomer", "resource-ids"): ". x x x x x",
    ("newcomer", "rar"): ". x x x x x",
    ("newcomer", "everything"): ". x x x x x",
    ("newcomer", "cached"): ". x x x x x",
    ("newcomer", "versioned"): ". x x x x x",
    ("newcomer", "short-refresh"): ". x x x x x",
    ("newcomer", "reference"): ". x x x x x",
    ("newcomer", "cedar"): ". x x x x x",
}


@pytest.fixture(scope="module")
def server(issuer_key: IssuerKey) -> Iterator[DemoServer]:
    with DemoServer(scenario="documents-large", issuer_key=issuer_key, header_limit=1_000_000) as running:
        yield running


def shared_with(records: list[Resource], user: str) -> set[str]:
    return {record.id for record in records if user in record.acl}


def test_a_bulk_makes_numbered_records_and_exactly_the_entries_it_says() -> None:
    records = list(generate(BULK))
    assert [record.id for record in records] == [f"n-{number}" for number in range(1, 501)]
    assert records[41].title == "Note 42 of 42"
    assert {(record.owner, record.group) for record in records} == set(product(["ann", "ben"], ["east", "west"]))
    assert {user: len(shared_with(records, user)) for user in ("eve", "fay", "gil")} == {
        "eve": 50,
        "fay": 500,
        "gil": 0,
    }
    assert all(record.acl["fay"] == ("read", "write") for record in records)


def test_the_same_seed_makes_the_same_records_and_another_makes_others() -> None:
    once, again, other = list(generate(BULK)), list(generate(BULK)), list(generate(replace(BULK, seed=2)))
    assert once == again
    assert shared_with(once, "eve") != shared_with(other, "eve")
    assert [record.owner for record in once] != [record.owner for record in other]


def test_what_one_user_gets_does_not_depend_on_what_another_gets() -> None:
    fewer = replace(BULK, shares=BULK.shares[:1])
    assert shared_with(list(generate(fewer)), "eve") == shared_with(list(generate(BULK)), "eve")


def test_the_large_scenario_is_the_same_on_every_machine() -> None:
    records = load_scenario("documents-large").resources.values()
    shown = json.dumps([[each.id, each.owner, each.group, sorted(each.acl)] for each in records])
    assert (
        hashlib.sha256(shown.encode()).hexdigest() == "5013d56e830eb8cbeea5d708daf2729fc545e472438219dfb0bc4569e49aa4db"
    )


def test_the_readers_read_as_many_documents_as_they_are_called_after() -> None:
    scenario = load_scenario("documents-large")
    directory = Directory(scenario)
    readable = {user: len(directory.session().records_open_to(user, "read")) for user in scenario.users}
    directory.close()
    assert readable == {
        "reader-10": 10, "reader-100": 100, "reader-1000": 1_000, "reader-10000": 10_000, "archivist": 10_000,
        "newcomer": 0,
    }  # fmt: skip


def test_the_table_has_every_user_and_every_built_in_design() -> None:
    assert list(EXPECTED) == list(product(load_scenario("documents-large").users, BUILT_IN))


@pytest.mark.parametrize(("username", "design"), EXPECTED)
def test_each_design_answers_whatever_the_number_of_documents(
    server: DemoServer, client: httpx.Client, log_in: LogIn, username: str, design: str
) -> None:
    headers = {"Authorization": f"Bearer {log_in(username, design)}", "Demo-Design": design}
    answers = [
        client.request(request.method, request.path, headers=headers, json=request.body)
        for request in server.scenario.requests
    ]
    assert " ".join({200: ".", 403: "x"}[answer.status_code] for answer in answers) == EXPECTED[username, design]


def test_only_the_token_with_the_ids_grows_with_the_number_of_documents(log_in: LogIn) -> None:
    readers = ("reader-10", "reader-100", "reader-1000", "reader-10000")
    ids = [len(log_in(reader, "resource-ids")) for reader in readers]
    roles = [len(log_in(reader, "roles")) for reader in readers]
    assert max(roles) - min(roles) <= 4  # the longer name
    # An id such as "doc-4798" with its quotes and comma is 10.9 characters on average, and base64url adds a third.
    growth = [later - earlier for earlier, later in pairwise(ids)]
    each = [octets / count for octets, count in zip(growth, (90, 900, 9_000), strict=True)]
    assert each == pytest.approx([14.5] * 3, abs=0.3)


def test_a_token_beyond_the_header_limit_gets_431_and_the_same_user_comes_in_with_roles(issuer_key: IssuerKey) -> None:
    def ask(client: httpx.Client, design: str) -> int:
        body = {"username": "reader-10000", "password": "reader-10000-pass", "design": design}
        token = client.post("/login", json=body).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Demo-Design": design}
        return client.get("/documents/doc-1", headers=headers).status_code

    with DemoServer(scenario="documents-large", issuer_key=issuer_key) as server, client_for(server) as client:
        assert (ask(client, "resource-ids"), ask(client, "roles")) == (431, 200)


def test_a_list_of_ten_thousand_is_counted_and_cut(client: httpx.Client, log_in: LogIn) -> None:
    answer = client.get("/documents", headers={"Authorization": f"Bearer {log_in('reader-10')}"}).json()
    assert (answer["count"], len(answer["records"]), answer["records"][0]) == (10_000, 100, "doc-1")


LISTED = """
[[resources]]
id = "doc-7"
service = "documents"
title = "Seven"
owner = "archivist"
group = "archive-east"
"""


def large(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the large scenario with changes to its text."""
    text = (SCENARIOS / "documents-large.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "large.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_hundred_thousand_records_load_and_have_their_access_lists_in_common(tmp_path: Path) -> None:
    scenario = load_scenario(large(tmp_path, ("count = 10_000", "count = 100_000")))
    assert len(scenario.resources) == 100_000
    assert len({id(record.acl) for record in scenario.resources.values()}) <= 2**4  # with or without each reader
    directory = Directory(scenario)
    session = directory.session()
    access = session.record_access("doc-100000", "reader-10000")
    readable = len(session.records_open_to("reader-1000", "read"))
    directory.close()
    assert access is not None
    assert (access.actions, readable) == (("read",), 1_000)


def test_several_bulks_stand_beside_records_that_are_listed(tmp_path: Path) -> None:
    more = f"""
[[bulk]]
seed = 2
count = 3
service = "documents"
id = "extra-{{number}}"
title = "The same title"
owners = ["archivist"]
groups = ["archive-east"]
{LISTED}
[[routes]]"""
    path = large(tmp_path, ("count = 10_000", "count = 2"))
    text = re.sub(r"shares = \[\n.*?\n\]\n", "", path.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"# The seed gives.*", "", text, flags=re.DOTALL)
    path.write_text(text.replace("\n[[routes]]", more, 1), encoding="utf-8")
    assert list(load_scenario(path).resources) == ["doc-7", "doc-1", "doc-2", "extra-1", "extra-2", "extra-3"]


@pytest.mark.parametrize(
    ("old", "new", "key_path", "words"),
    [
        ("seed = 20_260\n", "", "bulk[0].seed", "is missing; expected a whole number from 0"),
        ("seed = 20_260", "seed = -1", "bulk[0].seed", "is -1; expected a whole number from 0"),
        ("seed = 20_260", "seed = true", "bulk[0].seed", "is a boolean; expected a whole number"),
        ("seed = 20_260", "seed = 2.5", "bulk[0].seed", "is a number; expected a whole number"),
        ("count = 10_000\n", "count = 0\n", "bulk[0].count", "is 0; expected a whole number from 1 to 250000"),
        ("count = 10_000\n", "count = 250_001\n", "bulk[0].count", "is 250001; expected a whole number"),
        (
            "count = 10_000\n",
            "count = 9_999\n",
            "bulk[0].shares[3].count",
            "is 10000; expected a whole number from 0 to",
        ),
        ('"reader-100", count', '"reader-10", count', "bulk[0].shares[1].user", "is a duplicate"),
        ('user = "reader-10",', 'user = "nobody",', "bulk[0].shares[0].user", '"nobody" is not known here'),
        ('actions = ["read"] },\n]', 'action = "read" },\n]', "bulk[0].shares[3].actions", "is missing"),
        ('id = "doc-{number}"', 'id = "doc"', "bulk[0].id", '"doc" is the same for every record'),
        ('owners = ["archivist"]', "owners = []", "bulk[0].owners", "is empty; expected at least one"),
        ('owners = ["archivist"]', 'owners = ["x"]', "bulk[0].owners[0]", '"x" is not known here'),
        ('groups = ["archive-east", "archive-west"]', "groups = []", "bulk[0].groups", "is empty"),
        ('service = "documents"\nid', 'service = "docs"\nid', "bulk[0].service", "expected one of documents"),
        ("seed = 20_260", "seed = 1\nsed = 2", "bulk[0].sed", "is not a known key; expected one of count"),
        (
            "[[bulk]]\nseed",
            f"{LISTED}[[bulk]]\nseed",
            "bulk[0].id",
            'generates "doc-7", which exists already',
        ),
    ],
)
def test_a_mistake_in_a_bulk_is_reported_with_file_key_problem_and_expectation(
    tmp_path: Path, old: str, new: str, key_path: str, words: str
) -> None:
    path = large(tmp_path, (old, new))
    with pytest.raises(DefinitionError, match=re.escape(words)) as caught:
        load_scenario(path)
    assert caught.value.key_path == key_path
    assert str(caught.value).startswith(f"{path}: {key_path}: ")
