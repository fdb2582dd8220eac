"""Scenario and design files: what is read from them, and how a mistake is reported."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from demo_server.policy.claims_template import fill as fill_value
from demo_server.policy.designs import BUILT_IN, DESIGNS, ClaimDesign, load_built_in_designs, load_design
from demo_server.world.built_in import BUILT_IN as BUILT_IN_SCENARIOS
from demo_server.world.directory import Directory
from demo_server.world.routing import BodyType, ResponseKind
from demo_server.world.scenario import SCENARIOS, load_scenario
from demo_server.world.toml_reader import DefinitionError
from demo_server.world.user_fields import Subject

SCENARIO = """
id = "small"
title = "Small"
issuer = "https://issuer.example"
audience = "api"
[services]
notes = "Notes"
[roles]
reader = ["notes:read"]
[[users]]
username = "ann"
id = "1"
display_name = "Ann"
email = "ann@example.org"
password = "secret"
roles = ["reader"]
[[resources]]
id = "n1"
service = "notes"
title = "First"
owner = "ann"
group = "all"
acl = [{ user = "ann", actions = ["read"] }]
[[routes]]
method = "GET"
path = "/notes/{id}"
permission = "notes:read"
service = "notes"
resource = "id"
answer = "record"
[[requests]]
id = "read"
title = "Read"
method = "GET"
path = "/notes/n1"
"""

DESIGN = """
id = "mine"
title = "Mine"
[claims]
r = "{user.roles}"
name = { full = "{user.display_name}", plain = "text" }
list = ["{user.id}", 7, true]
[[grants]]
kind = "roles"
claim = "r"
"""


def fill(design: ClaimDesign, username: str, **changes: Any) -> dict[str, Any]:
    """Fill the claims of a design for a user of the documents scenario, with *changes* to the user's record."""
    scenario = load_scenario("documents")
    directory = Directory(scenario)
    try:
        return design.claims_for(Subject(replace(scenario.users[username], **changes), scenario, directory.session()))
    finally:
        directory.close()


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_documents_scenario_is_as_its_description_says() -> None:
    scenario = load_scenario("documents")
    assert scenario.audience == "documents"
    assert {user.username: (user.roles, user.groups) for user in scenario.users.values()} == {
        "alice": (("editor",), ("engineering",)),
        "bob": (("viewer",), ("sales",)),
        "carol": (("admin",), ("platform",)),
        "dave": (("auditor",), ("finance",)),
        "erin": (("viewer",), ("sales",)),
    }
    assert [user.username for user in scenario.users.values() if user.system_admin] == ["carol"]
    assert [user.username for user in scenario.users.values() if user.disabled] == ["erin"]
    assert scenario.users["dave"].full_read_access == ("documents", "billing")
    assert {record.id: (record.owner, record.group) for record in scenario.resources.values()} == {
        "doc-1": ("alice", "engineering"),
        "doc-2": ("bob", "sales"),
        "doc-3": ("dave", "finance"),
        "doc-4": ("carol", "platform"),
        "inv-1": ("dave", "finance"),
        "inv-2": ("dave", "finance"),
    }
    assert scenario.resources["doc-3"].acl == {"bob": ("read",)}
    assert len(scenario.requests) == 10


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_built_in_scenario_is_found_by_its_name(path: Path) -> None:
    assert load_scenario(path.stem).id == path.stem


def test_every_built_in_scenario_is_offered() -> None:
    assert sorted(path.stem for path in SCENARIOS.glob("*.toml")) == sorted(BUILT_IN_SCENARIOS)


@pytest.mark.parametrize("design_id", ["", " mine", "役割", "mine\\n"])
def test_an_id_that_a_header_cannot_carry_is_a_mistake(tmp_path: Path, design_id: str) -> None:
    file = write(tmp_path, f'id = "{design_id}"\ntitle = "役割"\n[[grants]]\nkind = "acl"\n')
    with pytest.raises(DefinitionError, match=r"id: .* cannot be sent in the header Demo-Design; expected"):
        load_design(file)


def test_every_built_in_design_is_found_by_its_name() -> None:
    assert sorted(path.stem for path in DESIGNS.glob("*.toml")) == sorted(BUILT_IN)
    assert [design.id for design in load_built_in_designs().values()] == list(BUILT_IN)


def test_a_scenario_of_ones_own_is_read_from_a_file(tmp_path: Path) -> None:
    scenario = load_scenario(str(write(tmp_path, SCENARIO)))
    assert scenario.users["ann"].locale == "en"
    assert scenario.users["ann"].groups == ()
    assert scenario.resources["n1"].acl == {"ann": ("read",)}
    assert scenario.routes[0].answer is ResponseKind.RECORD
    assert scenario.routes[0].body is None


def test_a_design_of_ones_own_is_filled_from_the_user(tmp_path: Path) -> None:
    design = load_design(write(tmp_path, DESIGN))
    assert design.token_type == "JWT"
    assert not design.account_check
    assert fill(design, "bob") == {
        "r": ["viewer"],
        "name": {"full": "Bob Baker", "plain": "text"},
        "list": ["u-1002", 7, True],
    }


@pytest.mark.parametrize(
    ("username", "scope", "readable", "writable"),
    [
        ("alice", "documents:read documents:write", ["doc-1"], ["doc-1"]),
        ("bob", "documents:read", ["doc-2", "doc-3"], ["doc-2"]),  # owns doc-2, and the ACL of doc-3 lets him read
        (
            "carol",
            "billing:read billing:write documents:delete documents:read documents:write users:read users:write",
            ["doc-1", "doc-2", "doc-3", "doc-4", "inv-1", "inv-2"],  # an administrator
            ["doc-1", "doc-2", "doc-3", "doc-4", "inv-1", "inv-2"],
        ),
        ("dave", "billing:read documents:read", ["doc-3", "inv-1", "inv-2"], ["doc-3", "inv-1", "inv-2"]),
        ("erin", "documents:read", ["doc-2"], ["doc-2"]),  # by her group
    ],
)
def test_scope_and_record_ids_are_worked_out_for_the_user(
    username: str, scope: str, readable: list[str], writable: list[str]
) -> None:
    assert fill(load_design("scopes"), username)["scope"] == scope
    assert fill(load_design("resource-ids"), username) == {"canRead": readable, "canWrite": writable}


def test_a_claim_with_a_field_that_the_user_lacks_is_left_out_at_every_depth(tmp_path: Path) -> None:
    claims = 'r = []\ns = "{user.scope}"\nt = { s = "{user.scope}", a = 1 }\nl = ["{user.scope}", 2]'
    design = load_design(write(tmp_path, DESIGN.replace('r = "{user.roles}"', claims)))
    filled = fill(design, "bob", roles=())
    assert {name: filled.get(name) for name in ("s", "t", "l")} == {"s": None, "t": {"a": 1}, "l": [2]}
    assert "s" not in filled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{user.id}", "u-1004"),
        ("id {user.id} of {user.username}, {user.id}", "id u-1004 of dave, u-1004"),
        ("admin: {user.system_admin}", "admin: false"),
        ("{user.system_admin}", False),
        ("{user.roles}", ["auditor"]),
        ("{user.role}", ["auditor"]),
        ("may:{user.full_read_access}:read", ["may:documents:read", "may:billing:read"]),
        ("{user.username}:{user.role}/{user.role}", ["dave:auditor/auditor"]),
        ("x:{user.full_write_access}", []),
        ("{user.tenant}:{user.role}", None),  # left out: this scenario has no tenants
    ],
)
def test_a_text_with_a_list_in_it_is_written_for_each_element(tmp_path: Path, text: str, filled: Any) -> None:
    design = load_design(write(tmp_path, DESIGN.replace("{user.display_name}", text)))
    assert fill(design, "dave")["name"].get("full") == filled


def test_a_text_joins_a_users_tenant_and_roles() -> None:
    scenario = load_scenario("tenants")
    for username, expected in (("gus", ["globex:manager"]), ("olga", ["*:operator"])):
        subject = Subject(scenario.users[username], scenario, Directory(scenario).session())
        assert fill_value("{user.tenant}:{user.role}", subject) == expected


def test_each_built_in_design_carries_the_claims_that_its_description_says() -> None:
    assert {name: sorted(design.template) for name, design in load_built_in_designs().items()} == {
        "hybrid": ["roles", "tenant"],
        "identity": [],
        "profile": ["locale", "name"],
        "roles": ["roles", "tenant"],
        "scopes": ["client_id", "scope", "tenant"],
        "delegated": ["client_id", "scope"],
        "broad-grants": ["fullReadAccess", "fullWriteAccess", "isMemberOf", "isSystemAdmin", "tenant"],
        "groups-acl": ["groups", "isSystemAdmin", "tenant"],
        "overage": ["groups", "roles", "tenant"],
        "resource-ids": ["canRead", "canWrite", "tenant"],
        "rar": ["authorization_details", "client_id", "tenant"],
        "everything": [
            "canRead", "canWrite", "client_id", "department", "email", "employee_id", "fullReadAccess",
            "fullWriteAccess", "groups", "isMemberOf", "isSystemAdmin", "locale", "name", "preferred_username", "roles",
            "scope", "tenant",
        ],
        "cached": [],
        "versioned": ["pver", "roles", "tenant"],
        "short-refresh": ["roles", "tenant"],
        "reference": [],
        "cedar": [],
    }  # fmt: skip


def test_a_route_says_what_its_body_must_contain() -> None:
    route = next(
        route for route in load_scenario("documents").routes if route.path == "/billing/invoices" and route.body
    )
    assert route.body == {"title": BodyType.STRING, "amount": BodyType.NUMBER}


@pytest.mark.parametrize(
    ("old", "new", "key_path", "words"),
    [
        ('id = "small"\n', "", "id", "is missing; expected a string"),
        ('id = "small"', "id = 7", "id", "is a number; expected a string"),
        ('title = "Small"', 'title = "Small"\ntitel = 1', "titel", "is not a known key; expected one of audience"),
        (
            "[services]\nnotes",
            "[services]\nnote",
            "routes[0].service",
            '"notes" is not known here; expected one of note',
        ),
        ('["notes:read"]', '["read"]', "roles.reader[0]", 'expected noun:action, such as "documents:read"'),
        ('["notes:read"]', '"notes:read"', "roles.reader", "is a string; expected an array of strings"),
        ('["notes:read"]', '["notes:read", "notes:read"]', "roles.reader[1]", "is a duplicate"),
        (
            'roles = ["reader"]',
            'roles = ["writer"]',
            "users[0].roles[0]",
            '"writer" is not known here; expected one of reader',
        ),
        ('roles = ["reader"]', "roles = [1]", "users[0].roles[0]", "is a number; expected a string"),
        ('password = "secret"\n', "", "users[0].password", "is missing"),
        ('roles = ["reader"]', "disabled = 1", "users[0].disabled", "is a number; expected true or false"),
        ('owner = "ann"', 'owner = "eve"', "resources[0].owner", "expected one of ann"),
        ('user = "ann"', 'user = "eve"', "resources[0].acl[0].user", "expected one of ann"),
        ('method = "GET"\npath = "/notes/{id}"', 'method = "get"\npath = "/notes/{id}"', "routes[0].method", "GET"),
        ('"/notes/{id}"', '"notes/{id}"', "routes[0].path", "is not a path"),
        ('"/notes/{id}"', '"/notes/{id}/{id}"', "routes[0].path", "has a duplicate parameter"),
        ('"/notes/{id}"', '"/login/{id}"', "routes[0].path", "is answered by the server itself"),
        ('resource = "id"', 'resource = "note"', "routes[0].resource", "expected one of id"),
        ('resource = "id"\n', "", "routes[0].resource", "is missing"),
        ('answer = "record"', 'answer = "all"', "routes[0].answer", "expected one of acknowledge, record"),
        (
            'answer = "record"',
            'answer = "record"\nbody = { a = "date" }',
            "routes[0].body.a",
            "boolean, number, string",
        ),
        ('path = "/notes/n1"', 'path = "/notes"', "requests[0].path", "no route answers GET /notes"),
        (
            'path = "/notes/n1"',
            'path = "/notes/n1"\nbody = { a = 2020-01-01 }',
            "requests[0].body.a",
            "cannot be written in JSON",
        ),
        (
            'path = "/notes/n1"',
            'path = "/notes/n1"\nbody = { a = inf }',
            "requests[0].body.a",
            "cannot be written in JSON",
        ),
        ("[[requests]]", "[requests]", "requests", "is a table; expected tables [[requests]]"),
        ("[roles]", "[[roles]]", "roles", "is an array; expected a table [roles]"),
        ("[services]", "[tenants]\na = 1\n[services]", "tenants.a", "is a number; expected a string"),
        ("[services]", '[tenants]\n"*" = "All"\n[services]', "tenants.*", "means every tenant"),
        ("[services]", '[tenants]\na = "A"\n[services]', "users[0].tenant", "is missing; expected a string"),
        ('roles = ["reader"]', 'tenant = "a"', "users[0].tenant", '"a" is not known here; expected no value at all'),
        (
            "[services]",
            'operator_roles = ["reader"]\n[services]',
            "operator_roles",
            "the scenario has none; expected tenants in",
        ),
        ("[services]", 'operator_roles = ["boss"]\n[services]', "operator_roles[0]", "expected one of reader"),
        ('resource = "id"', 'resource = "id"\ntenant = "id"', "routes[0].tenant", "the scenario has none"),
        ('resource = "id"', "break_glass = 1", "routes[0].break_glass", "is a number; expected true or false"),
        (
            'resource = "id"\nanswer = "record"',
            'break_glass = true\nanswer = "acknowledge"',
            "routes[0].resource",
            "as break_glass opens a record",
        ),
        (
            'permission = "notes:read"\n',
            "break_glass = true\n",
            "routes[0].permission",
            "breaking the glass must need a permission",
        ),
    ],
)
def test_a_mistake_in_a_scenario_is_reported_with_file_key_problem_and_expectation(
    tmp_path: Path, old: str, new: str, key_path: str, words: str
) -> None:
    assert old in SCENARIO
    path = write(tmp_path, SCENARIO.replace(old, new, 1))
    with pytest.raises(DefinitionError, match=re.escape(words)) as caught:
        load_scenario(path)
    assert caught.value.key_path == key_path
    assert str(caught.value).startswith(f"{path}: {key_path}: ")
    assert "; expected " in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "key_path", "words"),
    [
        ('group = "all"\ntenant = "a"', 'group = "all"', "resources[0].tenant", "is missing"),
        ('group = "all"\ntenant = "a"', 'group = "all"\ntenant = "b"', "resources[0].tenant", "expected one of a"),
        ('permission = "notes:read"\n', "", "routes[0].permission", "tenants are kept apart only where"),
        ('resource = "id"', 'resource = "id"\ntenant = "id"', "routes[0].tenant", "cannot be combined with resource"),
    ],
)
def test_a_mistake_about_tenants_is_reported_with_file_key_problem_and_expectation(
    tmp_path: Path, old: str, new: str, key_path: str, words: str
) -> None:
    scenario = SCENARIO.replace("[services]", '[tenants]\na = "A"\n[services]')
    scenario = scenario.replace('roles = ["reader"]', 'roles = ["reader"]\ntenant = "a"')
    scenario = scenario.replace('group = "all"', 'group = "all"\ntenant = "a"')
    load_scenario(write(tmp_path, scenario))
    assert old in scenario
    with pytest.raises(DefinitionError, match=re.escape(words)) as caught:
        load_scenario(write(tmp_path, scenario.replace(old, new, 1)))
    assert caught.value.key_path == key_path


@pytest.mark.parametrize(
    ("old", "new", "key_path", "words"),
    [
        ('title = "Mine"\n', "", "title", "is missing"),
        ('title = "Mine"', 'title = "Mine"\ntype = "at-jwt"', "type", "expected one of JWT, at+jwt"),
        (
            'title = "Mine"',
            'title = "Mine"\naccount_check = "no"',
            "account_check",
            "is a string; expected true or false",
        ),
        ('r = "{user.roles}"', 'r = "{user.rolls}"', "claims.r", "{user.roles}"),
        ('r = "{user.roles}"', 'r = "{user.password}"', "claims.r", "is not a field of a user"),
        ('r = "{user.roles}"', 'r = "all of {user.rolls}"', "claims.r", '"{user.rolls}" is not a field of a user'),
        ('r = "{user.roles}"', 'r = "{user.rolls}"', "claims.r", "inside text; the nearest is {user.roles}"),
        ('r = "{user.roles}"', 'r = "a {b"', "claims.r", "has a { that does not begin a field"),
        (
            'r = "{user.roles}"',
            'r = "{user.group}:{user.role}"',
            "claims.r",
            "{user.group} and {user.role} are both lists; expected one list at most",
        ),
        ('r = "{user.roles}"', 'r = "a {user.tenant_roles}"', "claims.r", "is an object, which cannot be inside text"),
        ('claim = "r"', 'claim = "q"', "grants[0].claim", '"q" is not a claim of this design; expected the name of'),
        ('claim = "r"', 'claim = "name.ful"', "grants[0].claim", "; the nearest is name.full"),
        ('claim = "r"', 'claim = "r.full"', "grants[0].claim", '"r.full" is not a claim of this design'),
        ('claim = "r"', "", "grants[0].claim", '"roles" is not a claim of this design, and is what this kind of grant'),
        (
            'kind = "roles"\nclaim = "r"',
            'kind = "services"\nread_claim = "list"\nwrite_claim = "lst"',
            "grants[0].write_claim",
            "; the nearest is list",
        ),
        ('title = "Mine"', 'title = "Mine"\ntenant_claim = "nam"', "tenant_claim", "; the nearest is name"),
        ('title = "Mine"', 'title = "Mine"\naudiance = "a"', "audiance", "type; the nearest is audience"),
        ('title = "Mine"', 'title = "Mine"\naudience = 7', "audience", "is a number; expected a string, or an array"),
        ('title = "Mine"', 'title = "Mine"\naudience = ""', "audience", "is empty; expected a string of one or more"),
        ('title = "Mine"', 'title = "Mine"\naudience = []', "audience", "is an empty array; expected at least one"),
        ('title = "Mine"', 'title = "Mine"\naudience = ["a", 1]', "audience[1]", "is a number; expected a string"),
        ('title = "Mine"', 'title = "Mine"\nlifetime_s = 0', "lifetime_s", "is 0; expected a whole number from 1"),
        ('title = "Mine"', 'title = "Mine"\nlifetime_s = 1.5', "lifetime_s", "is a number; expected a whole number"),
        ('title = "Mine"', 'title = "Mine"\nlifetime_s = true', "lifetime_s", "is a boolean; expected a whole number"),
        (
            'title = "Mine"',
            'title = "Mine"\nrevocation = { by = "denylist" }',
            "revocation.by",
            '"denylist" is not known here; expected one of deny-list, introspection, none, version',
        ),
        (
            'title = "Mine"',
            'title = "Mine"\nrevocation = { cache_s = 3 }',
            "revocation.cache_s",
            "is not a known key; expected one of by",
        ),
        ('title = "Mine"', 'title = "Mine"\nintended = { JWT = "x" }', "intended.JWT", "is not the id of a rule"),
        ('title = "Mine"', 'title = "Mine"\nintended = { JWT032 = " " }', "intended.JWT032", "gives no reason"),
        ('title = "Mine"', 'title = "Mine"\nintended = { JWT032 = 1 }', "intended.JWT032", "expected a string"),
        ('title = "Mine"', 'title = "Mine"\ndirectories = { cache_s = 3 }', "directories", "is not a known key"),
        ('"{user.display_name}"', '"{name}"', "claims.name.full", "is not a field of a user"),
        ('"{user.id}"', '"{user.}"', "claims.list[0]", "is not a field of a user"),
        ('r = "{user.roles}"', 'sub = "bob"', "claims.sub", "is a claim that the server fills itself"),
        (
            'title = "Mine"',
            'title = "Mine"\ntenant_claim = "t"',
            "tenant_claim",
            "expected the name of a claim of [claims]",
        ),
        ('r = "{user.roles}"', "r = nan", "claims.r", "cannot be written in JSON"),
        (
            'kind = "roles"',
            'kind = "rolls"',
            "grants[0].kind",
            "expected one of acl, authorization-details, ",
        ),
        ('claim = "r"', 'claims = "r"', "grants[0].claims", "is not a known key; expected one of applies, claim, kind"),
        ('claim = "r"', 'applies = "never"', "grants[0].applies", "expected one of always, no-record, record"),
        (
            'kind = "roles"\nclaim = "r"',
            'kind = "acl"\napplies = "always"',
            "grants[0].applies",
            "expected one of record",
        ),
        (
            'kind = "roles"\nclaim = "r"',
            'kind = "flag"\nsource = "db"',
            "grants[0].source",
            "expected one of claim, directory",
        ),
    ],
)
def test_a_mistake_in_a_design_is_reported_with_file_key_problem_and_expectation(
    tmp_path: Path, old: str, new: str, key_path: str, words: str
) -> None:
    assert old in DESIGN
    path = write(tmp_path, DESIGN.replace(old, new, 1))
    with pytest.raises(DefinitionError, match=re.escape(words)) as caught:
        load_design(path)
    assert caught.value.key_path == key_path
    assert str(caught.value).startswith(f"{path}: {key_path}: ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id = \na = 1", "line 1, column"),
        ("a = 1\na = 2\nb = 3", "line 2, column"),
        (f"a = {'[' * 5000}{']' * 5000}", "nested"),
    ],
)
def test_a_file_that_is_not_toml_is_reported_with_the_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DefinitionError, match=words):
        load_design(write(tmp_path, text))


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="cannot be read"):
        load_scenario(tmp_path / "missing.toml")
    path = tmp_path / "latin.toml"
    path.write_bytes(b'id = "\xe9"')
    with pytest.raises(DefinitionError, match="is not UTF-8 text"):
        load_scenario(path)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(DefinitionError, match="clinique: is not one of the built-in scenarios"):
        load_scenario("clinique")
    with pytest.raises(
        DefinitionError, match="is not one of the built-in designs; expected broad-grants, cached, cedar, delegated"
    ):
        load_design("rolls")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" + ".b" * 200_000 + " = 1", "has a key of more than 100 parts"),
        ("a = 1" + "0" * 5_000, "has a number of too many digits; expected integers of up to 64 bits"),
        ("a = " + "[" * 100_000, "is nested too deeply to read"),
    ],
)
def test_what_would_take_hours_or_end_in_the_librarys_error_is_refused(tmp_path, text, says):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_design(path)
    assert says in str(caught.value)
