"""Claim designs: what a token carries, and by which grants the server turns it into permission.

The comments of ``designs/roles.toml`` describe the format of the file.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from demo_server.policy.cedar.engine import NEEDS_EXTRA, missing
from demo_server.policy.cedar.loading import read_policies
from demo_server.policy.claim_paths import Path as ClaimPath
from demo_server.policy.claim_paths import find_path, names_in
from demo_server.policy.claims_template import WHO_CLAIMS, fill, read_claims
from demo_server.policy.field_text import FieldText
from demo_server.policy.grants import GrantRule, Scope
from demo_server.policy.kinds import CEDAR, KINDS
from demo_server.policy.mechanisms import Mechanisms, read_mechanisms
from demo_server.policy.overage import NAMES, SOURCES, ClaimLimit, keep_within, read_claim_limit
from demo_server.policy.revocation import Revocation
from demo_server.policy.subjects import IDENTIFIERS, OPAQUE, AmbiguousSubjectError, SubjectTemplate
from demo_server.world.scenario import Scenario
from demo_server.world.toml_reader import DefinitionError, Table, find_definition, nearest_words, read_toml
from demo_server.world.user_fields import Subject

DESIGNS = Path(str(files("demo_server") / "designs"))
BUILT_IN = (
    "hybrid",
    "identity",
    "profile",
    "roles",
    "scopes",
    "delegated",
    "broad-grants",
    "groups-acl",
    "overage",
    "resource-ids",
    "rar",
    "everything",
    "cached",
    "versioned",
    "short-refresh",
    "reference",
    "cedar",
)
"""The built-in designs, in the order in which every comparison shows them; the first is its reference."""

_TOKEN_TYPES = ("JWT", "at+jwt")
_LONGEST_S = 366 * 86_400
_RULE_ID = re.compile(r"[A-Z]+[0-9]{3}")


@dataclass(frozen=True)
class ClaimDesign:
    """One answer to the question what a token should contain.

    Attributes:
        sub: how its tokens name the user.
        audience: the ``aud`` of its tokens; None for the scenario's.
        lifetime_s: seconds that its tokens last; None for the server's own default.
        token_type: the ``typ`` of the header, which the server requires.
        account_check: whether each request asks the directory if the subject exists and is enabled.
        tenant_claim: where a scenario has tenants, the claim that says which one the subject belongs to; empty if the
            directory is asked.
        template: claims beside `WHO_CLAIMS`; strings such as ``{user.roles}`` are replaced by a field of the user.
        limits: each of them has to grant as well, whatever the grants say; only the grants give a right.
        grants: tried in this order.
        intended: for rules of the linter that its tokens violate on purpose, by their id, the reason.
        paths: for each claim inside another one that is read, by its name there, the way to it.
        mechanisms: what it needs beside claims and grants.
        claim_limits: lists that its tokens have only up to a length.
    """

    id: str
    title: str
    description: str
    sub: SubjectTemplate
    audience: str | tuple[str, ...] | None
    lifetime_s: int | None
    token_type: str
    account_check: bool
    tenant_claim: str
    template: Mapping[str, Any]
    limits: tuple[GrantRule, ...]
    grants: tuple[GrantRule, ...]
    intended: Mapping[str, str]
    paths: Mapping[str, ClaimPath]
    mechanisms: Mechanisms = field(default_factory=Mechanisms)
    claim_limits: tuple[ClaimLimit, ...] = ()

    @property
    def revocation(self) -> Revocation:
        """How its tokens can be refused before ``exp``."""
        return self.mechanisms.revocation

    @property
    def confirms(self) -> bool:
        """Whether its tokens are bound to a key of the client, which proves with each request that it has it."""
        return self.mechanisms.confirm is not None

    @property
    def claim_names(self) -> tuple[str, ...]:
        """Names of the claims that its tokens may have beside `WHO_CLAIMS`."""
        return (*self.template, *((NAMES, SOURCES) if self.claim_limits else ()))

    @property
    def needs_engine(self) -> bool:
        """Whether a policy engine decides."""
        return any(rule.kind == CEDAR for rule in (*self.limits, *self.grants))

    @property
    def unavailable(self) -> str:
        """Why nobody can use it: what is not installed, and how to install it; empty if it can be used."""
        return f'the design "{self.id}" {NEEDS_EXTRA}' if self.needs_engine and missing() else ""

    @property
    def trusted_claims(self) -> tuple[str, ...]:
        """Names of the claims that the grants read rights from: these rights last until ``exp``.

        What only a limit reads is not among them: it gives no right, and the directory knows what the user may do.
        """
        names = [*(name for rule in self.grants for name in rule.claims), self.tenant_claim]
        return tuple(dict.fromkeys(self.paths.get(name, (name,))[0] for name in names if name))

    @property
    def tenants_by_roles(self) -> bool:
        """Whether the tenant claim is the one that has the roles by tenant; its members are then the tenants."""
        return any(rule.kind == "tenant-roles" and rule.options["claim"] == self.tenant_claim for rule in self.grants)

    def service(self, scenario: Scenario) -> str:
        """Return the ``aud`` by which the server knows that a token is meant for it.

        It is the scenario's audience if the design's tokens name that, and the first one that they name otherwise.
        """
        named = (self.audience,) if isinstance(self.audience, str) else self.audience or ()
        return named[0] if named and scenario.audience not in named else scenario.audience

    def claims_for(self, subject: Subject) -> dict[str, Any]:
        """Fill the template for a user. A claim with a field that the user does not have is left out."""
        claims: dict[str, Any] = fill(self.template, subject)
        return keep_within(claims, self.claim_limits, subject)

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
    template = read_claims(table.optional_table("claims"))
    paths: dict[str, ClaimPath] = {}
    limits = table.tables("limits", ())
    design = ClaimDesign(
        id=_id(table),
        title=table.string("title"),
        description=table.string("description", ""),
        sub=_subject(table),
        audience=table.one_or_more("audience", None),
        lifetime_s=table.optional_integer("lifetime_s", 1, _LONGEST_S),
        token_type=table.choice("type", _TOKEN_TYPES, "JWT"),
        account_check=table.boolean("account_check", default=False),
        tenant_claim=table.string("tenant_claim", ""),
        template=template,
        limits=tuple(_rule(entry, template, paths) for entry in limits if not entry.has("most")),
        claim_limits=tuple(read_claim_limit(entry, template) for entry in limits if entry.has("most")),
        grants=tuple(_rule(entry, template, paths) for entry in table.tables("grants")),
        intended=_intended(table.optional_table("intended")),
        paths=paths,
        mechanisms=read_mechanisms(table, template),
    )
    if design.tenant_claim:
        expected = "the name of a claim of [claims], or no tenant_claim: then the directory is asked"
        _find_claim(table, "tenant_claim", design.tenant_claim, template, paths, expected)
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
            fields = [f"{{user.{each}}}" for each in IDENTIFIERS]
            problem = f'"{{user.{name}}}" is not a field that identifies a user'
            table.fail("sub", problem, expected + nearest_words(f"{{user.{name}}}", fields))
    if not template.text.fields:
        table.fail("sub", f'"{text}" is the same for every user', expected)
    return template


def _intended(table: Table | None) -> Mapping[str, str]:
    if table is None:
        return {}
    for rule in table.names:
        if not _RULE_ID.fullmatch(rule):
            table.fail(rule, "is not the id of a rule of the linter", "an id such as JWT032, and the reason")
        if not table.string(rule).strip():
            table.fail(rule, "gives no reason", "a sentence that says why the tokens violate this rule on purpose")
    return {rule: table.string(rule) for rule in table.names}


def _rule(entry: Table, template: Mapping[str, Any], paths: dict[str, ClaimPath]) -> GrantRule:
    kind_name = entry.choice("kind", KINDS)
    kind = KINDS[kind_name]
    scopes = [Scope.RECORD] if kind.needs_record else list(Scope)
    scope = Scope(entry.choice("applies", scopes, scopes[0]))
    options = {}
    if kind_name == CEDAR:
        # Those that come with the program are tested, and are not to slow every start down.
        options = read_policies(entry, check=Path(entry.file).parent != DESIGNS)
    for name, default in kind.options.items():
        if name == "source":
            options[name] = entry.choice(name, ("claim", "directory"), default)
        elif name not in options:
            options[name] = entry.string(name, default)
    entry.finish()
    rule = GrantRule(kind_name, scope, options)
    for option, name in options.items():
        if name in rule.claims:
            expected = f'the name of a claim of [claims], such as "{next(iter(template))}"' if template else "[claims]"
            _find_claim(entry, option, name, template, paths, expected)
    return rule


def _find_claim(
    table: Table, key: str, name: str, template: Mapping[str, Any], paths: dict[str, ClaimPath], expected: str
) -> None:
    """Refuse a claim that no token has, and note the way to one that is inside another."""
    written = {**dict.fromkeys(WHO_CLAIMS), **template}
    path = find_path(name, written)
    if path is None:
        problem = f'"{name}" is not a claim of this design'
        if not table.has(key):
            problem += ", and is what this kind of grant reads by default"
        table.fail(key, problem, expected + nearest_words(name, names_in(written)))
    if len(path) > 1:
        paths[name] = path
