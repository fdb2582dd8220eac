"""A JWT Claims Set (RFC 7519 section 4) that keeps the text it was read from, and its edits."""

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from workbench.core.claims.claim import Claim
from workbench.core.errors import ClaimEditError
from workbench.core.strict_json import text as json_text


class ClaimSet:
    """Claims in their order; immutable, so that every change gives a new set.

    A set read from a text has that very text until it is changed; after a change the other claims keep their own
    text. A name may be a duplicate, as in a faulty token; ``get`` and ``to_dict``
    then use the last, as most readers of JSON do.

    An index, a length and an iteration are about rows (``Claim``); ``in`` asks for a name, so that it is not a
    ``Sequence``.
    """

    __slots__ = ("_claims", "_received")

    def __init__(self, claims: Sequence[Claim] = (), *, received: str | None = None) -> None:
        """Make a set from *claims*; *received* is the text they were read from, if it is to be kept."""
        self._claims = tuple(claims)
        self._received = received

    @classmethod
    def from_json(cls, text: str) -> "ClaimSet":
        """Read a set from the text of a JSON object.

        Raises:
            JsonTextError: the text is not a strict JSON object; only duplicate members are accepted.
        """
        return cls.from_members(json_text.members(text), text)

    @classmethod
    def from_members(cls, members: Sequence[json_text.Member], received: str) -> "ClaimSet":
        """Make a set from the members of the text *received*."""
        return cls([Claim(each.name, each.text, each.value, each.name_text) for each in members], received=received)

    @classmethod
    def from_dict(cls, claims: Mapping[str, object]) -> "ClaimSet":
        """Make a set from decoded values."""
        return cls([Claim(name, json_text.dump_compact(value), value) for name, value in claims.items()])

    @property
    def names(self) -> tuple[str, ...]:
        """The names in order, duplicates included."""
        return tuple(claim.name for claim in self._claims)

    @property
    def duplicates(self) -> tuple[str, ...]:
        """Names that occur more than once, each named once, in order (RFC 7519 section 4 forbids them)."""
        seen: set[str] = set()
        again: dict[str, None] = {}
        for name in self.names:
            if name in seen:
                again[name] = None
            seen.add(name)
        return tuple(again)

    def get(self, name: str, default: object = None) -> object:
        """The value of the claim *name*, or *default*."""
        claim = self.claim(name)
        return default if claim is None else claim.value

    def claim(self, name: str) -> Claim | None:
        """The claim *name*, the last one if there are several."""
        row = self.row(name)
        return None if row is None else self._claims[row]

    def row(self, name: str) -> int | None:
        """The row of the claim *name*, the last one if there are several."""
        for row in range(len(self._claims) - 1, -1, -1):
            if self._claims[row].name == name:
                return row
        return None

    def numbered(self) -> Iterator[tuple[tuple[str, int], Claim]]:
        """Yields each claim with its key: the name, and how many claims of that name come before it."""
        seen: dict[str, int] = {}
        for claim in self._claims:
            number = seen.get(claim.name, 0)
            seen[claim.name] = number + 1
            yield (claim.name, number), claim

    def to_json(self) -> str:
        """The set as JSON text: as received if nothing changed, else without white space between claims."""
        if self._received is not None:
            return self._received
        return "{" + ",".join(f"{claim.name_text}:{claim.text}" for claim in self._claims) + "}"

    def to_pretty_json(self) -> str:
        """The set as JSON text with two spaces a level, for reading and editing."""
        return json_text.indent(self.to_json())

    def to_dict(self) -> dict[str, object]:
        """The decoded values by name."""
        return {claim.name: claim.value for claim in self._claims}

    def with_text(self, row: int, typed: str) -> "ClaimSet":
        """Set the value in *row* to what the user typed, keeping its JSON type.

        Raises:
            ClaimEditError: the text is not a value of the claim's type; see ``Claim.retyped``.
            IndexError: there is no such row.
        """
        claim = self._claims[row]
        return self._with_row(row, claim.retyped(typed))

    def renamed(self, row: int, name: str) -> "ClaimSet":
        """Give the claim in *row* another name.

        Raises:
            ClaimEditError: the name is empty, or another claim has it.
            IndexError: there is no such row.
        """
        claim = self._claims[row]
        if name == claim.name:
            return self
        self._check_new_name(name)
        return self._with_row(row, Claim(name, claim.text, claim.value))

    def with_added(self, name: str, value: object) -> "ClaimSet":
        """Add a claim at the end.

        Raises:
            ClaimEditError: the name is empty, or a claim has it.
        """
        self._check_new_name(name)
        return ClaimSet((*self._claims, Claim(name, json_text.dump_compact(value), value)))

    def with_value(self, name: str, value: object) -> "ClaimSet":
        """Set the claim *name* to *value*, adding it at the end if it is not there."""
        row = self.row(name)
        if row is None:
            return self.with_added(name, value)
        return self._with_row(row, Claim(name, json_text.dump_compact(value), value, self._claims[row].name_text))

    def without(self, row: int) -> "ClaimSet":
        """Remove the claim in *row*.

        Raises:
            IndexError: there is no such row.
        """
        position = range(len(self._claims))[row]
        return ClaimSet((*self._claims[:position], *self._claims[position + 1 :]))

    def _with_row(self, row: int, claim: Claim) -> "ClaimSet":
        if claim == self._claims[row]:
            return self
        claims = list(self._claims)
        claims[row] = claim
        return ClaimSet(claims)

    def _check_new_name(self, name: str) -> None:
        if not name:
            raise ClaimEditError("A claim needs a name.", name=name, typed=name, hint="Type the name of the claim.")
        if name in self:
            raise ClaimEditError(
                f"There already is a claim {json_text.dump_string(name)}.",
                name=name,
                typed=name,
                hint="Edit that claim, or choose another name.",
            )

    def __contains__(self, name: object) -> bool:
        return any(claim.name == name for claim in self._claims)

    def __len__(self) -> int:
        return len(self._claims)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._claims)

    @overload
    def __getitem__(self, row: int) -> Claim: ...

    @overload
    def __getitem__(self, row: slice) -> tuple[Claim, ...]: ...

    def __getitem__(self, row: int | slice) -> Claim | tuple[Claim, ...]:
        return self._claims[row]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClaimSet) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __repr__(self) -> str:
        return f"ClaimSet({self.to_json()!r})"
