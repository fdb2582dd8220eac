"""Too many groups for a token, which then points to where they are (OpenID Connect Core 5.6.2, distributed claims).

``_claim_names`` says which claim is left out and names its source, and ``_claim_sources`` says where that is. Entra
does so beyond 200 groups. A service that takes the absent claim for an empty one locks out whoever has the most groups.
This one asks the directory, which it knows: a URL in a token is an input, and is not called.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo_server.decision import Flip
from demo_server.policy.grants import Access, strings
from demo_server.segments import shorten
from demo_server.world.toml_reader import Table
from demo_server.world.user_fields import Subject

NAMES, SOURCES = "_claim_names", "_claim_sources"
LIMITED_FIELD = "{user.groups}"
_SOURCE = "src1"
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class ClaimLimit:
    """How many groups a claim may list.

    Attributes:
        claim: the claim.
        most: with more of them, the token has none and points to them.
    """

    claim: str
    most: int


def read_claim_limit(entry: Table, template: Mapping[str, Any]) -> ClaimLimit:
    """Read an entry of ``[[limits]]`` with ``most``.

    Raises:
        DefinitionError: the claim is not the list of groups, or the design writes the pointer itself.
    """
    limit = ClaimLimit(entry.string("claim"), entry.integer("most", 1, _MOST))
    entry.finish()
    lists = [name for name, value in template.items() if value == LIMITED_FIELD]
    if limit.claim not in lists:
        expected = f"one of {', '.join(lists)}" if lists else f'a claim that is "{LIMITED_FIELD}"'
        entry.fail("claim", f'"{limit.claim}" is not a list of groups, for which a service could ask', expected)
    for name in (NAMES, SOURCES):
        if name in template:
            entry.fail("claim", f"[claims] writes {name} itself", f"no {name} in [claims]")
    return limit


def keep_within(claims: dict[str, Any], limits: Sequence[ClaimLimit], subject: Subject) -> dict[str, Any]:
    """Return the claims of a token with a pointer in place of each list that is longer than its limit."""
    pointed_to = [each.claim for each in limits if len(claims.get(each.claim, ())) > each.most]
    if not pointed_to:
        return claims
    kept = {name: value for name, value in claims.items() if name not in pointed_to}
    endpoint = f"{subject.scenario.issuer}/users/{subject.user.id}/groups"
    return {**kept, NAMES: dict.fromkeys(pointed_to, _SOURCE), SOURCES: {_SOURCE: {"endpoint": endpoint}}}


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a subject, and who knows them.

    Attributes:
        names: None where the token says nothing that can be used.
        claim: the claim that lists them; empty where the directory does.
        reads: the claims that were read.
        found: what the token says instead of the list, or where the list comes from; empty if it is in the token.
    """

    names: list[str] | None
    claim: str
    reads: tuple[str, ...]
    found: str = ""

    def leaving(self, user: str, group: str) -> Flip:
        """Return the change after which *user* is not in the group any more."""
        if self.claim:
            return Flip("remove", "claim", self.claim, group, f"remove {shorten(group)} from {self.claim}")
        return Flip("remove", "directory", f"groups of {user}", group, f"remove {user} from the group {group}")

    def joining(self, user: str, group: str) -> Flip:
        """Return the change after which *user* is in the group."""
        if not self.claim:
            return Flip("add", "directory", f"groups of {user}", group, f"add {user} to the group {group}")
        if self.names is None:
            return Flip("set", "claim", self.claim, [group], f"set {self.claim} to [{shorten(group)}]")
        return Flip("add", "claim", self.claim, group, f"add {shorten(group)} to {self.claim}")


def groups_of(access: Access, claim: str) -> Groups:
    """Return the groups that the token lists; where it points elsewhere, those in the directory, in one lookup."""
    pointer = access.claims.get(NAMES, {})
    if claim in access.claims or (isinstance(pointer, Mapping) and claim not in pointer):
        names, found = strings(access, claim)
        return Groups(names, claim, (claim,), found)
    if not isinstance(pointer, Mapping):
        return Groups(None, claim, (NAMES,), f"{NAMES} is {shorten(pointer)}, not an object")
    source, sources = pointer[claim], access.claims.get(SOURCES)
    known = isinstance(source, str) and isinstance(sources, Mapping) and isinstance(sources.get(source), Mapping)
    if not known:
        found = f"{NAMES} says that {claim} comes from {shorten(source)}, which {SOURCES} does not describe"
        return Groups(None, claim, (NAMES, SOURCES), found)
    names = list(access.directory.groups(access.subject))
    count = f"{len(names):,} group{'' if len(names) == 1 else 's'}"
    found = f"{claim} is left out of the token, and the directory lists {count} of {access.subject}"
    return Groups(names, "", (NAMES, SOURCES), found)
