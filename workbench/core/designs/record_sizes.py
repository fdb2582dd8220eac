"""What records add to a payload, whether a design lists their ids or has an object for each, as RFC 9396 does.

An element of an array belongs to the record whose id it is, or has as a member; its bytes are those of its JSON and of
a comma. So the bytes of every record that the user really has are learned from one token. A record to read and to write
may be one element, which is shorter than two. The first element of an array has no comma before it, whichever it is, so
how many commas are missing depends on what there is beside it.
"""

import json
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, product
from typing import Self

from workbench.core.designs.formula import Formula, known

Payload = Callable[[int, int, int], str]
"""The JSON of a payload with so many roles, records to read, and to write: the user's own first, then made-up ones."""

_COMMA = 1


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of the records to read, or of those to write.

    Attributes:
        noun: what they are.
        own: bytes of the first 0, 1, 2 … that the user really has, together.
        beside: bytes of each further one beside its id.
        times: how often each further one has its id.
    """

    noun: str
    own: tuple[int, ...] = (0,)
    beside: int = 0
    times: int = 0

    def further(self, count: int) -> int:
        """How many of so many are made up."""
        return max(0, count - len(self.own) + 1)

    def formula(self, count: int, id_length: int) -> Formula:
        """The bytes of so many; made-up ids have *id_length* characters."""
        further = self.further(count)
        own = known(f"bytes of the user's own {self.noun}", self.own[count - further])
        if not further:
            return own
        of_each = known("bytes of each beside its id", self.beside)
        if self.times:
            of_each = of_each + known("ids in each", self.times) * known("characters of an id", id_length)
        return own + known(f"further {self.noun}", further) * of_each


@dataclass(frozen=True, slots=True)
class RecordSizes:
    """What the records of one user add to the payload of a design's tokens.

    Attributes:
        readable: records to read.
        writable: records to write.
        shared: what those that are to read and to write save; of its own are as many as there are `places`.
        places: for each of the user's own records that are both, how many come before it of those to read, and of those
            to write.
        commas: commas that are missing, by whether there are roles, records to read, and records to write.
    """

    readable: Elements
    writable: Elements
    shared: Elements
    places: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    commas: Mapping[tuple[bool, bool, bool], int] | None = None

    @classmethod
    def learn(cls, payload: Payload, readable: Sequence[str], writable: Sequence[str], id_length: int) -> Self:
        """Learn from payloads.

        Args:
            payload: makes them; ids that are made up have *id_length* characters.
            readable: ids of the records that the user may really read.
            writable: ids of those that the user may really write.
            id_length: one that hardly any other text in an array has.
        """
        own_r, own_w = len(readable), len(writable)
        made = lru_cache(maxsize=None)(payload)
        names = Elements("records to read"), Elements("records to write"), Elements("records to read and to write")
        if len(made(0, 0, 0)) == len(made(0, own_r + 1, own_w + 1)):
            return cls(*names)
        ids = frozenset((*readable, *writable))
        before = _by_record(made(0, 0, 0), ids)
        to_read = _by_record(made(0, own_r, 0), ids)
        to_write = _by_record(made(0, 0, own_w), ids)
        to_both = _by_record(made(0, own_r, own_w), ids)
        place = {record: number for number, record in enumerate(readable)}
        both = [record for record in writable if record in place]
        of_read = _made_up(made(0, own_r + 1, 0), made(0, own_r + 2, 0), id_length)
        of_write = _made_up(made(0, 0, own_w + 1), made(0, 0, own_w + 2), id_length)
        of_both = _made_up(made(0, own_r + 1, own_w + 1), made(0, own_r + 2, own_w + 2), id_length)
        of_shared = tuple(read + write - each for read, write, each in zip(of_read, of_write, of_both, strict=True))
        saved = [to_read[each] + to_write[each] - to_both[each] - before[each] for each in both]
        places = tuple(place[each] for each in both), tuple(n for n, each in enumerate(writable) if each in place)
        found = cls(
            Elements(names[0].noun, _sums(to_read[each] - before[each] for each in readable), *of_read),
            Elements(names[1].noun, _sums(to_write[each] - before[each] for each in writable), *of_write),
            Elements(names[2].noun, _sums(saved), *of_shared),
            places,
        )
        return replace(found, commas=found._missing_commas(made, id_length))

    def formulas(self, readable: int, writable: int, id_length: int, *, roles: bool) -> tuple[Formula, Formula]:
        """The bytes that records to read add, and those that records to write add beyond them.

        Args:
            readable: how many records to read.
            writable: how many records to write.
            id_length: characters of the ids that are made up.
            roles: whether roles have added anything.
        """
        read, write, saved = self._elements(readable, writable, id_length)
        alone = self._commas(roles, readable, 0)
        together = self._commas(roles, readable, writable) - alone
        if saved.value:
            write = write - saved
        return _less(read, alone), _less(write, together)

    def _elements(self, readable: int, writable: int, id_length: int) -> tuple[Formula, Formula, Formula]:
        own = min(bisect_left(self.places[0], readable), bisect_left(self.places[1], writable))
        further = min(self.readable.further(readable), self.writable.further(writable))
        saved = Elements(self.shared.noun, (*self.shared.own[: own + 1],), self.shared.beside, self.shared.times)
        return (
            self.readable.formula(readable, id_length),
            self.writable.formula(writable, id_length),
            saved.formula(own + further, id_length),
        )

    def _commas(self, roles: bool, readable: int, writable: int) -> int:
        return (self.commas or {}).get((roles, readable > 0, writable > 0), 0)

    def _missing_commas(self, made: Payload, id_length: int) -> Mapping[tuple[bool, bool, bool], int]:
        """Compare one of each with what the elements add up to."""
        nothing = len(made(0, 0, 0))
        with_role = next((count for count in range(1, _MOST_EMPTY_ROLES) if len(made(count, 0, 0)) != nothing), 0)
        found = {}
        for roles, readable, writable in product((0, with_role), (0, 1), (0, 1)):
            read, write, saved = self._elements(readable, writable, id_length)
            added = read.value + write.value - saved.value
            missing = added - (len(made(roles, readable, writable)) - len(made(roles, 0, 0)))
            found[roles > 0, readable > 0, writable > 0] = int(missing)
        return found


_MOST_EMPTY_ROLES = 20
"""Roles that are tried until one adds something to the payload."""


def _less(added: Formula, commas: int) -> Formula:
    return added - known("commas that the first elements do without", commas) if commas else added


def _sums(sizes: Iterator[int] | Sequence[int]) -> tuple[int, ...]:
    return tuple(accumulate(sizes, initial=0))


def _made_up(fewer: str, more: str, id_length: int) -> tuple[int, int]:
    """Return the bytes of a made-up record beside its id, and how often the id occurs."""
    times = sum(len(each) == id_length for each in _texts(json.loads(more))) - sum(
        len(each) == id_length for each in _texts(json.loads(fewer))
    )
    return len(more) - len(fewer) - times * id_length, times


def _texts(value: object, *, in_array: bool = False) -> Iterator[str]:
    """Every text in an array, or in an object that is in one."""
    if isinstance(value, str):
        if in_array:
            yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, in_array=True)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each, in_array=in_array)


def _by_record(payload: str, ids: Collection[str]) -> dict[str, int]:
    """The bytes of the elements of each record, each with a comma."""
    found = dict.fromkeys(ids, 0)
    for element, record in _elements_of(json.loads(payload), ids):
        found[record] += len(json.dumps(element, separators=(",", ":"))) + _COMMA
    return found


def _elements_of(value: object, ids: Collection[str]) -> Iterator[tuple[object, str]]:
    """Every element of an array that is a record's id or has it as a member, with the id."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _elements_of(each, ids)
    elif isinstance(value, list):
        for each in value:
            texts = [each] if isinstance(each, str) else list(each.values()) if isinstance(each, dict) else []
            record = next((text for text in texts if isinstance(text, str) and text in ids), None)
            if record is None:
                yield from _elements_of(each, ids)
            else:
                yield each, record
