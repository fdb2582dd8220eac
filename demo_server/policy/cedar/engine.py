"""Cedar policies, parsed and evaluated by `cedarpy`, which is imported when a policy is first needed.

The extra ``cedar`` installs it. Where it is missing, a design with Cedar policies cannot decide, and says so.
"""

import importlib.util
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from demo_server.policy.cedar.statements import split_policies

if TYPE_CHECKING:
    from types import ModuleType

INSTALL = 'pip install "token-workbench[cedar]"'
NEEDS_EXTRA = f"needs cedarpy; install it with: {INSTALL}"

_SCHEMA = """
entity Role, Group, Tenant;
entity User in [Role, Group] {{ systemAdmin: Bool, tenant?: Tenant }};
entity Service {{ tenant?: Tenant }};
entity Record {{ owner: User, group: Group, sharedFor: Set<String>, tenant?: Tenant }};
{actions}
"""
_ACTION = """
action {name} {parents}appliesTo {{
    principal: User,
    resource: [Service, Record],
    context: {{ permittingRoles: Set<Role>, verb: String, breakGlass: Bool }}
}};
"""


class PolicyFaultError(ValueError):
    """Cedar policies that cannot be used.

    Attributes:
        line: of the faulty policy, from 1; 0 if it concerns the whole text.
    """

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy.

    Attributes:
        name: its ``@id`` in quotes, or the line on which it begins, as ``on line 2``.
        has_id: whether the name is an ``@id``.
        resource_type: the only type of resource that it is about; empty for every type.
        attributes: names of the attributes that it reads.
        types: the types of the entities that it names.
    """

    name: str
    line: int
    has_id: bool
    resource_type: str
    attributes: frozenset[str]
    types: frozenset[str]

    def is_about(self, resource_type: str) -> bool:
        """Whether it can have an effect on a request for such a resource."""
        return self.resource_type in {"", resource_type}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policies say about one request.

    Attributes:
        allowed: whether a policy permits it, and none forbids it.
        determining: the policies that made it so: those that forbid, or else those that permit.
        errors: for each policy that could not be evaluated, which and why. Cedar skips such a policy.
    """

    allowed: bool
    determining: tuple[Policy, ...]
    errors: tuple[str, ...]


class Policies:
    """The policies of one text.

    Args:
        text: in the Cedar language.

    Raises:
        ImportError: `cedarpy` is not installed.
        PolicyFaultError: the text is not a set of policies.
    """

    def __init__(self, text: str) -> None:
        self._cedar = _import_cedar()
        self._statements = split_policies(text)
        self._text = text
        if not self._statements:
            raise PolicyFaultError(0, "has no policy")
        try:
            self._set = self._cedar.PolicySet.from_str(text)
            document = json.loads(self._cedar.policies_to_json_str(text))
        except ValueError as error:
            raise self._syntax_fault(error) from None
        if document["templates"]:
            name = next(iter(document["templates"]))
            raise PolicyFaultError(self._line(name), "is a template with a slot, which nothing fills")
        self.policies = {
            name: _read_policy(written, self._line(name)) for name, written in document["staticPolicies"].items()
        }
        _require_own_names(self.policies.values())
        self._actions = sorted({each for written in document["staticPolicies"].values() for each in _actions(written)})

    def about(self, resource_type: str) -> tuple[Policy, ...]:
        """Return the policies that can have an effect on a request for such a resource."""
        return tuple(each for each in self.policies.values() if each.is_about(resource_type))

    def validate(self) -> None:
        """Check the policies against the schema of the entities that this server makes.

        Raises:
            PolicyFaultError: a policy names an attribute or a type that there is not, or compares different types.
        """
        found = self._cedar.validate_policies(self._text, _schema(self._actions))
        for error in found.errors:
            policy = self.policies.get(error.policy_id)
            problem = error.error.removeprefix(f"for policy `{error.policy_id}`, ")
            raise PolicyFaultError(policy.line if policy else 0, " ".join(problem.split()))

    def evaluate(
        self, requests: Sequence[Mapping[str, Any]], entities: Sequence[Mapping[str, Any]]
    ) -> tuple[Verdict, ...]:
        """Return what the policies say about each request, with these entities."""
        results = self._cedar.is_authorized_batch(list(requests), self._set, list(entities))
        return tuple(self._verdict(each) for each in results)

    def _verdict(self, result: Any) -> Verdict:
        determining = sorted((self.policies[name] for name in result.diagnostics.reasons), key=lambda each: each.line)
        return Verdict(
            result.allowed,
            tuple(determining),
            tuple(self._named(error) for error in result.diagnostics.errors),
        )

    def _named(self, error: str) -> str:
        """Return an error of Cedar with the name of the policy, rather than its number."""
        for number, policy in self.policies.items():
            begins = f"error while evaluating policy `{number}`: "
            if error.startswith(begins):
                return f"the policy {policy.name}: {error.removeprefix(begins)}"
        return error

    def _line(self, number: str) -> int:
        """Return the line of the policy that Cedar calls ``policy0``, ``policy1``, …."""
        return self._statements[int(number.removeprefix("policy"))].line

    def _syntax_fault(self, error: ValueError) -> PolicyFaultError:
        """Find the first policy that cannot be read: Cedar's message does not say where it is."""
        for statement in self._statements:
            try:
                self._cedar.PolicySet.from_str(statement.text)
            except ValueError as fault:
                return PolicyFaultError(statement.line, str(fault))
        return PolicyFaultError(0, str(error))


def missing() -> bool:
    """Whether `cedarpy` is not installed; found out without importing it."""
    return importlib.util.find_spec("cedarpy") is None


@lru_cache(maxsize=64)
def policies_of(text: str) -> Policies:
    """Return the policies of a text, parsed once; see `Policies`."""
    return Policies(text)


def _import_cedar() -> "ModuleType":
    import cedarpy  # noqa: PLC0415  an extra, and no other design waits for it

    return cedarpy


def _schema(actions: Sequence[str]) -> str:
    verbs = sorted({name.rpartition(":")[2] for name in actions} - {name for name in actions if ":" in name})
    groups = "".join(f"action {json.dumps(verb)};\n" for verb in verbs)
    # Every action that a policy names, and one of each verb, since a verb alone is asked of no resource.
    full = dict.fromkeys([name for name in actions if ":" in name] + [f"any:{verb}" for verb in verbs] + ["any:any"])
    members = []
    for name in full:
        verb = name.rpartition(":")[2]
        parents = f"in [{json.dumps(verb)}] " if verb in verbs else ""
        members.append(_ACTION.format(name=json.dumps(name), parents=parents))
    return _SCHEMA.format(actions=groups + "".join(members))


def _require_own_names(policies: Iterable[Policy]) -> None:
    """Refuse an ``@id`` that two policies have: the decision could not say which of them it means."""
    seen: set[str] = set()
    for each in policies:
        if each.has_id and each.name in seen:
            raise PolicyFaultError(each.line, f"has the @id {each.name}, as a policy before it")
        seen.add(each.name)


def _actions(written: Mapping[str, Any]) -> Iterator[str]:
    for node in _nodes(written):
        if node.get("type") == "Action" and isinstance(node.get("id"), str):
            yield node["id"]


def _read_policy(written: Mapping[str, Any], line: int) -> Policy:
    nodes = list(_nodes(written))
    resource = written["resource"]
    entity = resource.get("entity", {})
    given = written.get("annotations", {}).get("id")
    _require_comparison(written, line)
    return Policy(
        name=f"on line {line}" if not given else json.dumps(given, ensure_ascii=False),
        line=line,
        has_id=bool(given),
        resource_type=resource.get("entity_type") or entity.get("type") or "",
        attributes=frozenset(node["attr"] for node in nodes if isinstance(node.get("attr"), str)),
        types=frozenset(node["type"] for node in nodes if isinstance(node.get("type"), str) and "id" in node),
    )


def _require_comparison(written: Any, line: int, operator: str = "") -> None:
    """Refuse what asks about the owner of a record more than who it is: the server looks up the subject alone."""
    if isinstance(written, Mapping):
        access = written.get(".")
        if isinstance(access, Mapping) and access.get("attr") == "owner" and operator not in {"==", "!="}:
            raise PolicyFaultError(line, "asks more about resource.owner than who it is; compare it with ==")
        for name, member in written.items():
            _require_comparison(member, line, operator if name in {"left", "right"} else name)
    elif isinstance(written, list):
        for member in written:
            _require_comparison(member, line, operator)


def _nodes(written: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every object in the JSON form of a policy."""
    if isinstance(written, Mapping):
        yield written
        for member in written.values():
            yield from _nodes(member)
    elif isinstance(written, list):
        for member in written:
            yield from _nodes(member)
