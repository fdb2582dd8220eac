"""Which of the keys that were read are imported, under which kid, and which of these kids another key has."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workbench.core.key_files.imported_keys import MOST_KID_CHARACTERS, ImportedKey
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.text.wording import shortened


class ConflictChoice(StrEnum):
    """What to do with a key whose ``kid`` another one has."""

    REPLACE = "replace"  # it takes the place of the one in the ring
    KEEP_BOTH = "keep_both"  # it gets another kid
    SKIP = "skip"  # it is not imported


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """One key, and what the user wants of it.

    Attributes:
        key: the key.
        name: what it will be called.
        kid: its key id in the ring.
        algorithm: what it will be bound to.
        taken: whether it is to be imported.
        replaces: whether the user said that it takes the place of the ring's key of the same ``kid``.
    """

    key: ImportedKey
    name: str
    kid: str
    algorithm: str
    taken: bool = True
    replaces: bool = False

    @property
    def problem(self) -> str:
        """A sentence on why it cannot be imported unchanged; empty if it can."""
        if not self.kid:
            return "Type a key ID (kid): tokens name the key by it."
        if len(self.kid) > MOST_KID_CHARACTERS or not self.kid.isprintable():
            return f"A key ID (kid) has at most {MOST_KID_CHARACTERS} characters, all of which can be seen."
        return ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should read of it."""
        weakness = self.key.weakness(self.algorithm)
        return (*self.key.notes, *([weakness] if weakness else []))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A key whose ``kid`` another one has.

    Attributes:
        row: which of the choices it is.
        sentence: the conflict, in words.
        answers: what can be done.
    """

    row: int
    sentence: str
    answers: tuple[ConflictChoice, ...]


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """All keys that were read, beside the ring that they are imported into."""

    rows: tuple[ImportChoice, ...] = ()
    ring: tuple[SigningKey, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, keys: Sequence[ImportedKey], ring: Sequence[SigningKey]) -> "ImportChoices":
        """Choose all, each with its own name and algorithm; a name that is taken gets a number."""
        names = {key.name for key in ring}
        rows: list[ImportChoice] = []
        for key in keys:
            name = _free(key.name, names)
            names.add(name)
            rows.append(ImportChoice(key, name, key.kid, key.algorithm))
        return cls(tuple(rows), tuple(ring))

    @property
    def taken(self) -> tuple[ImportChoice, ...]:
        """Those that are to be imported."""
        return tuple(row for row in self.rows if row.taken)

    @property
    def replaced(self) -> frozenset[str]:
        """The kids of the ring's keys that make way."""
        there = {key.kid for key in self.ring}
        return frozenset(row.kid for row in self.taken if row.replaces and row.kid in there)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What has to be answered before they are imported."""
        return tuple(found for row in range(len(self.rows)) if (found := self.conflict_of(row)) is not None)

    @property
    def can_be_taken(self) -> bool:
        """Whether there is something to import, and no question is open."""
        return bool(self.taken) and not self.conflicts and not any(row.problem for row in self.taken)

    def conflict_of(self, row: int) -> Conflict | None:
        """The conflict of this row's kid with that of another key; None if there is none, or it is answered."""
        mine = self.rows[row]
        if not mine.taken or mine.problem:
            return None
        earlier = next((each for each in self.rows[:row] if each.taken and each.kid == mine.kid), None)
        if earlier is not None:
            sentence = f"{earlier.name} and {mine.name}, both of this file, have the kid {shortened(mine.kid)}."
            return Conflict(row, sentence, (ConflictChoice.KEEP_BOTH, ConflictChoice.SKIP))
        other = next((each for each in self.ring if each.kid == mine.kid), None)
        if other is None or (mine.replaces and other.role is not KeyRole.ISSUER):
            return None
        what = "the same key" if mine.key.same_as(other) else "another key"
        bound = "" if mine.algorithm == other.algorithm else f", bound to {other.algorithm}"
        sentence = f"The ring has the kid {shortened(mine.kid)} already: {other.name} is {what}{bound}."
        if other.role is KeyRole.ISSUER:
            sentence = f"{sentence} It is the demo server's own, which cannot be replaced."
            return Conflict(row, sentence, (ConflictChoice.KEEP_BOTH, ConflictChoice.SKIP))
        return Conflict(row, sentence, (ConflictChoice.REPLACE, ConflictChoice.KEEP_BOTH, ConflictChoice.SKIP))

    def changed(self, row: int, choice: ImportChoice) -> "ImportChoices":
        """With another choice in this row."""
        return replace(self, rows=(*self.rows[:row], choice, *self.rows[row + 1 :]))

    def beside(self, ring: Sequence[SigningKey]) -> "ImportChoices":
        """Beside another ring."""
        return replace(self, ring=tuple(ring))

    def answered(self, row: int, answer: ConflictChoice) -> "ImportChoices":
        """With the question about this row answered; an answer that cannot be given changes nothing."""
        conflict, mine = self.conflict_of(row), self.rows[row]
        if conflict is None or answer not in conflict.answers:
            return self
        match answer:
            case ConflictChoice.REPLACE:
                return self.changed(row, replace(mine, replaces=True))
            case ConflictChoice.KEEP_BOTH:
                kids = {each.kid for each in self.ring} | {each.kid for each in self.rows}
                return self.changed(row, replace(mine, kid=_free(mine.kid, kids)))
            case ConflictChoice.SKIP:
                return self.changed(row, replace(mine, taken=False))

    def all_answered(self, answer: ConflictChoice) -> "ImportChoices":
        """With every question answered so for which that is possible."""
        choices = self
        for row in range(len(self.rows)):
            choices = choices.answered(row, answer)
        return choices

    def without(self, kids: Sequence[str]) -> "ImportChoices":
        """Without those that were imported under one of *kids*."""
        return replace(self, rows=tuple(row for row in self.rows if not (row.taken and row.kid in kids)))


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    stem = wanted[: MOST_KID_CHARACTERS - 6]
    return next(name for number in range(2, len(taken) + 3) if (name := f"{stem}-{number}") not in taken)
