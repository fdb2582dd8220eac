"""Cedar policies: what is refused when they are read, and what they say about a request."""

import subprocess
import sys

import pytest

from demo_server.policy.cedar.engine import Policies, PolicyFaultError, missing
from demo_server.policy.designs import DESIGNS, load_built_in_designs, load_design
from demo_server.world.toml_reader import DefinitionError

ANY = "permit (principal, action, resource)"
DESIGN = 'id = "mine"\ntitle = "Mine"\n[[grants]]\nkind = "cedar"\n'

FAULTS = [
    ("// nothing\n", 0, "has no policy"),
    (f"{ANY};\n\npermit (principal action, resource);", 3, "unexpected token"),
    (f"{ANY};\n{ANY} when {{ principal.nope }};", 2, "attribute `nope` on entity type `User` not found"),
    (f"{ANY};\n{ANY} when {{ resource.owner == principal }};", 2, "attribute `owner`"),  # a Service has none
    (f'{ANY};\n{ANY} when {{ principal in Team::"a" }};', 2, "Team"),
    (f"{ANY};\n{ANY} when {{ context.verb == 1 }};", 2, "not compatible"),
    (f'@id("a") {ANY};\n@id("a") {ANY};', 2, 'has the @id "a", as a policy before it'),
    (f"{ANY};\npermit (principal == ?principal, action, resource);", 2, "is a template with a slot"),
    (
        f"{ANY};\npermit (principal, action, resource is Record) when {{ resource.owner.systemAdmin }};",
        2,
        "asks more about resource.owner than who it is",
    ),
    (
        f'{ANY};\npermit (principal, action, resource is Record) when {{ resource.owner in Group::"a" }};',
        2,
        "asks more about resource.owner than who it is",
    ),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS, ids=[str(number) for number in range(len(FAULTS))])
def test_a_fault_is_reported_with_its_line(text, line, words):
    with pytest.raises(PolicyFaultError) as caught:
        Policies(text).validate()
    assert caught.value.line == line
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        f"{ANY};",
        'permit (principal in Role::"admin", action in Action::"read", resource);',
        'permit (principal, action == Action::"documents:read", resource == Record::"doc-1");',
        'permit (principal, action in [Action::"read", Action::"documents:write"], resource is Record)'
        ' when { resource.owner == User::"bob" || principal in resource.group || principal in Group::"sales" };',
        "forbid (principal, action, resource) unless { resource has tenant && principal has tenant &&"
        " resource.tenant == principal.tenant };",
        'permit (principal, action, resource == Service::"billing") when { !context.breakGlass };',
    ],
)
def test_what_the_manual_offers_is_accepted(text):
    Policies(text).validate()


def test_the_built_in_policies_fit_the_schema():
    for design in load_built_in_designs().values():
        for rule in design.grants:
            if rule.kind == "cedar":
                Policies(rule.options["policies"]).validate()


def test_a_fault_in_a_file_is_reported_with_that_file_and_the_line(tmp_path):
    (tmp_path / "mine.cedar").write_text(f"{ANY};\n\n{ANY} when {{ principal.nope }};", encoding="utf-8")
    (tmp_path / "mine.toml").write_text(f'{DESIGN}file = "mine.cedar"', encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"mine\.cedar: line 3: attribute `nope` .* expected Cedar policies"):
        load_design(tmp_path / "mine.toml")


def test_a_fault_in_the_design_file_is_reported_with_the_key_and_the_line(tmp_path):
    (tmp_path / "mine.toml").write_text(f"{DESIGN}policies = '''\n{ANY};\npermit;\n'''", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"mine\.toml: grants\[0\]\.policies: line 2: "):
        load_design(tmp_path / "mine.toml")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("", "grants[0].file: is missing, and so is policies"),
        (f"file = 'a.cedar'\npolicies = '{ANY};'", "grants[0].file: is given beside policies"),
        ("file = 'a.cedar'", "a.cedar: "),
        ("policies = 1", "grants[0].policies: is a number"),
        (f"policies = '{ANY};'\nclaim = 'roles'", "grants[0].claim: is not a known key"),
    ],
)
def test_the_policies_are_in_one_place(tmp_path, options, words):
    (tmp_path / "mine.toml").write_text(DESIGN + options, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_design(tmp_path / "mine.toml")
    assert words in str(caught.value)


def test_a_design_copied_without_its_policies_says_which_file_is_missing(tmp_path):
    (tmp_path / "copy.toml").write_text((DESIGNS / "cedar.toml").read_text("utf-8"), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"cedar\.cedar: .* expected a readable file of Cedar policies"):
        load_design(tmp_path / "copy.toml")


def test_the_engine_is_imported_by_no_start_and_no_other_design():
    program = (
        "import sys\n"
        "from demo_server import DemoServer\n"
        "with DemoServer() as server:\n"
        "    token = server.issue('bob', 'identity').access_token\n"
        "    list(server.reach(token, 'identity', [('GET', '/documents/doc-3')]))\n"
        "    before = 'cedarpy' in sys.modules\n"
        "    token = server.issue('bob', 'cedar').access_token\n"
        "    list(server.reach(token, 'cedar', [('GET', '/documents/doc-3')]))\n"
        "    print(before, 'cedarpy' in sys.modules)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "True"]


def test_it_is_not_missing_here():
    assert not missing(), "the extra test installs it"
