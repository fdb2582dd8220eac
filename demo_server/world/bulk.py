"""Generated records: the ``[[bulk]]`` of a scenario file, the same ones for the same seed on every machine.

The comments of ``scenarios/documents-large.toml`` describe the format.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from demo_server.world.resources import Known, Resource, take_tenant
from demo_server.world.toml_reader import Table

MOST_RECORDS = 250_000
"""About 160 MB and four seconds; a mistyped count must not take all memory."""

NUMBER = "{number}"
"""The placeholder for a record's number in the texts of a bulk."""

_LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Share:
    """Entries in the access lists of some records, for one user.

    Attributes:
        user: a username.
        count: of how many records; the seed says which.
        actions: what each entry allows.
    """

    user: str
    count: int
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulk:
    """What to generate.

    Attributes:
        seed: decides the owner and the group of each record, and which records are shared.
        count: number of records; they are numbered from 1.
        id: text with `NUMBER` in it.
        title: text, with or without `NUMBER`.
        owners: usernames; one of them owns each record.
        groups: one of them is the group of each record.
        shares: at most one for each user.
    """

    seed: int
    count: int
    service: str
    id: str
    title: str
    owners: tuple[str, ...]
    groups: tuple[str, ...]
    tenant: str | None
    shares: tuple[Share, ...]


def add_bulk(table: Table, known: Known, resources: dict[str, Resource]) -> None:
    """Read every ``[[bulk]]`` of the file, and add its records to *resources*.

    Raises:
        DefinitionError: a bulk cannot be used, or generates an id that exists already.
    """
    room = MOST_RECORDS
    for entry in table.tables("bulk", ()):
        bulk = _read(entry, known, room)
        room -= bulk.count
        for record in generate(bulk):
            _require_new(entry, record.id, resources)
            resources[record.id] = record


def generate(bulk: Bulk) -> Iterator[Resource]:
    """Yield the records, in the order of their numbers."""
    masks = [0] * bulk.count  # bit n is set where the share n has an entry
    for position, share in enumerate(bulk.shares):
        # A sequence of its own for each user: what one may read does not depend on what is shared with another.
        for index in _choose(_sequence(bulk, share.user), share.count, bulk.count):
            masks[index] |= 1 << position
    # Most access lists are equal, so the records share them: memory grows with the records, not with the entries.
    lists = {mask: _access_list(bulk, mask) for mask in set(masks)}
    sequence = _sequence(bulk, "")
    for index, mask in enumerate(masks):
        number = str(index + 1)
        yield Resource(
            id=bulk.id.replace(NUMBER, number),
            service=bulk.service,
            title=bulk.title.replace(NUMBER, number),
            owner=_pick(sequence, bulk.owners),
            group=_pick(sequence, bulk.groups),
            acl=lists[mask],
            tenant=bulk.tenant,
        )


def _access_list(bulk: Bulk, mask: int) -> Mapping[str, tuple[str, ...]]:
    entries = {share.user: share.actions for position, share in enumerate(bulk.shares) if mask >> position & 1}
    return MappingProxyType(entries)


def _sequence(bulk: Bulk, user: str) -> Random:
    """Return the random numbers for what is shared with a user; for owners and groups, those of no user."""
    return Random(f"{bulk.seed} {user}")  # noqa: S311  it has to be the same every time


# Of all that Random offers, only random() is promised to give the same sequence in every version of Python.


def _pick(sequence: Random, values: tuple[str, ...]) -> str:
    return values[int(sequence.random() * len(values))]


def _choose(sequence: Random, count: int, total: int) -> Iterator[int]:
    """Choose exactly *count* numbers below *total*, each set of them as likely as another (selection sampling)."""
    missing = count
    for index in range(total):
        if sequence.random() * (total - index) < missing:
            missing -= 1
            yield index


def _read(entry: Table, known: Known, room: int) -> Bulk:
    count = entry.integer("count", 1, room)
    bulk = Bulk(
        seed=entry.integer("seed", 0, _LARGEST_SEED),
        count=count,
        service=entry.choice("service", known.services),
        id=entry.string("id"),
        title=entry.string("title"),
        owners=entry.choices("owners", known.users),
        groups=entry.strings("groups"),
        tenant=take_tenant(entry, known.tenants, required=True),
        shares=_shares(entry, known, count),
    )
    if NUMBER not in bulk.id:
        entry.fail(
            "id", f'"{bulk.id}" is the same for every record', f'text with {NUMBER} in it, such as "doc-{NUMBER}"'
        )
    for key, values in (("owners", bulk.owners), ("groups", bulk.groups)):
        if not values:
            entry.fail(key, "is empty", "at least one")
    entry.finish()
    return bulk


def _shares(entry: Table, known: Known, count: int) -> tuple[Share, ...]:
    shares: dict[str, Share] = {}
    for line in entry.tables("shares", ()):
        user = line.choice("user", known.users)
        line.require_new("user", user, shares)
        shares[user] = Share(user, line.integer("count", 0, count), line.strings("actions"))
        line.finish()
    return tuple(shares.values())


def _require_new(entry: Table, resource_id: str, resources: Container[str]) -> None:
    if resource_id in resources:
        entry.fail("id", f'generates "{resource_id}", which exists already', "ids that no other record has")
