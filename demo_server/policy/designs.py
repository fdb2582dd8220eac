"""Claim designs: what a token carries, and by which grants the server turns it into permission.

The comments of ``designs/roles.toml`` describe the format of the file.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from demo_server.policy.field_text import FieldText
from demo_server.policy.grants import GrantRule, Scope
from demo_server.policy.kinds import KINDS
from demo_server.policy.subjects import IDENTIFIERS, OPAQUE, AmbiguousSubjectError, SubjectTemplate
from demo_server.world.scenario import Scenario
from demo_server.world.toml_reader import DefinitionError, Table, find_definition, read_toml
from demo_server.world.user_fields import ABSENT, FIELDS, Subject

DESIGNS = Path(str(files("demo_server") / "designs"))
BUILT_IN = (
    "identity",
    "profile",
    "roles",
    "scopes",
    "broad-grants",
    "groups-acl",
    "resource-ids",
    "everything",
)
"""The built-in designs, in the order in which every comparison shows them."""

WHO_CLAIMS = ("iss", "sub", "aud", "exp", "nbf", "iat", "jti")
"""The claims that every token has; the issuer fills them, and no template may."""

_TOKEN_TYPES = ("JWT", "at+jwt")


@dataclass(frozen=True)
class ClaimDesign:
    """One answer to the question what a token should contain.

    Attributes:
        sub: how its tokens name the user.
        token_type: the ``typ`` of the header, which the server requires.
        account_check: whether each request asks the directory if the subject exists and is enabled.
        tenant_claim: where a scenario has tenants, the claim that says which one the subject belongs to; empty if the
            directory is asked.
        template: claims beside `WHO_CLAIMS`; strings such as ``{user.roles}`` are replaced by a field of the user.
        grants: tried in this order.
    """

    id: str
    title: str
    description: str
    sub: SubjectTemplate
    token_type: str
    account_check: bool
    tenant_claim: str
    template: Mapping[str, Any]
    grants: tuple[GrantRule, ...]

    @property
    def trusted_claims(self) -> tuple[str, ...]:
        """Names of the claims that the grants read rights from: these rights last until ``exp``."""
        names = [name for rule in self.grants for name in rule.claims]
        return tuple(dict.fromkeys([*names, self.tenant_claim] if self.tenant_claim else names))

    def claims_for(self, subject: Subject) -> dict[str, Any]:
        """Fill the template for a user. A claim with a field that the user does not have is left out."""
        claims: dict[str, Any] = _fill(self.template, subject)
        return claims

    def usernames(self, scenario: Scenario) -> dict[str, str]:
        """Return the username by ``sub``, for every user of the scenario.

        Raises:
            DefinitionError: the template of ``sub`` gives two users the same text, or one of them none.
        """
        try:
            return self.sub.usernames(scenario)
        except AmbiguousSubjectError as error:
            problem = f"{error} in the scenario {scenario.id}"
            expected = f'a value of its own for each user, such as "{OPAQUE}"'
            raise DefinitionError(self.title, "sub", problem, expected) from None


def load_design(name_or_path: str | Path) -> ClaimDesign:
    """Load a built-in design by its name, or one from a file.

    Raises:
        DefinitionError: with file, key path, what is wrong and what was expected.
    """
    table = read_toml(find_definition(name_or_path, DESIGNS))
    design = ClaimDesign(
        id=_id(table),
        title=table.string("title"),
        description=table.string("description", ""),
        sub=_subject(table),
        token_type=table.choice("type", _TOKEN_TYPES, "JWT"),
        account_check=table.boolean("account_check", default=False),
        tenant_claim=table.string("tenant_claim", ""),
        template=_template(table.optional_table("claims")),
        grants=tuple(_rule(entry) for entry in table.tables("grants")),
    )
    if design.tenant_claim and design.tenant_claim not in design.template:
        expected = "the name of a claim of [claims], or no tenant_claim: then the directory is asked"
        table.fail("tenant_claim", f'"{design.tenant_claim}" is not a claim of this design', expected)
    table.finish()
    return design


def load_built_in_designs() -> dict[str, ClaimDesign]:
    """Load all built-in designs, by id."""
    return {name: load_design(name) for name in BUILT_IN}


def collect_designs(own: Iterable[str | Path | ClaimDesign]) -> dict[str, ClaimDesign]:
    """Return the built-in designs and *own*, by id. One of *own* replaces a built-in design with the same id.

    Args:
        own: names of built-in designs, paths of files, or what was loaded from them.

    Raises:
        DefinitionError: a file cannot be used, or two different ones of *own* have the same id.
    """
    built_in = load_built_in_designs()
    found: dict[str, ClaimDesign] = {}
    sources: dict[str, str] = {}
    for each in own:
        design, source = (each, each.title) if isinstance(each, ClaimDesign) else (load_design(each), str(each))
        if design == built_in.get(design.id):
            continue
        if found.setdefault(design.id, design) != design:
            problem = f'"{design.id}" is also the id of {sources[design.id]}'
            raise DefinitionError(source, "id", problem, "an id of its own for each design")
        sources.setdefault(design.id, source)
    return built_in | found


def _id(table: Table) -> str:
    """Read the id, which must fit into the header ``Demo-Design``."""
    design_id = table.string("id")
    if not design_id or not design_id.isascii() or not design_id.isprintable() or design_id != design_id.strip():
        problem = f"{json.dumps(design_id, ensure_ascii=False)} cannot be sent in the header Demo-Design"
        table.fail("id", problem, 'visible ASCII characters, such as "my-design"; title may hold any')
    return design_id


def _subject(table: Table) -> SubjectTemplate:
    text = table.string("sub", OPAQUE)
    known = ", ".join(f"{{user.{name}}}" for name in IDENTIFIERS)
    expected = f"text with one or more of {known}"
    try:
        template = SubjectTemplate(FieldText.parse(text))
    except ValueError as error:
        table.fail("sub", f'"{text}" {error}', expected)
    for name in template.text.fields:
        if name not in IDENTIFIERS:
            table.fail("sub", f"{{user.{name}}} does not identify a user for good", expected)
    if not template.text.fields:
        table.fail("sub", f'"{text}" is the same for every user', expected)
    return template


def _template(table: Table | None) -> Mapping[str, Any]:
    if table is None:
        return {}
    for name, value in table.values.items():
        if name in WHO_CLAIMS:
            table.fail(name, "is a claim that the server fills itself", f"a claim other than {', '.join(WHO_CLAIMS)}")
        _check_template(table, name, value)
    return table.values


def _check_template(table: Table, key: str, value: Any) -> None:
    if isinstance(value, dict):
        for name, member in value.items():
            _check_template(table, f"{key}.{name}", member)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            _check_template(table, f"{key}[{index}]", member)
    elif isinstance(value, str):
        if "{" in value and _field(value) not in FIELDS:
            known = ", ".join(f"{{user.{name}}}" for name in FIELDS)
            table.fail(key, f'"{value}" is not a field of a user', f"plain text, or one of {known}")
    else:
        table.require_json(key, value)


def _rule(entry: Table) -> GrantRule:
    kind_name = entry.choice("kind", KINDS)
    kind = KINDS[kind_name]
    scopes = [Scope.RECORD] if kind.needs_record else list(Scope)
    scope = Scope(entry.choice("applies", scopes, scopes[0]))
    options = {}
    for name, default in kind.options.items():
        if name == "source":
            options[name] = entry.choice(name, ("claim", "directory"), default)
        else:
            options[name] = entry.string(name, default)
    entry.finish()
    return GrantRule(kind_name, scope, options)


def _field(text: str) -> str:
    """Return the name in ``{user.NAME}``, or an empty string for any other text."""
    return text[len("{user.") : -1] if text.startswith("{user.") and text.endswith("}") else ""


def _fill(value: Any, subject: Subject) -> Any:
    if isinstance(value, Mapping):
        members = {name: _fill(member, subject) for name, member in value.items()}
        return {name: member for name, member in members.items() if member is not ABSENT}
    if isinstance(value, list):
        return [member for member in (_fill(each, subject) for each in value) if member is not ABSENT]
    if isinstance(value, str) and _field(value):
        return FIELDS[_field(value)](subject)
    return value
