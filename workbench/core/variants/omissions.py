"""The parts of a claims set that can be left out: every claim, every element of an array, every word of a ``scope``."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.core.claims.claim import Claim
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import named, shown


@dataclass(frozen=True, slots=True)
class Omission:
    """One part of a claims set, and the set without it.

    Attributes:
        source: the whole set.
        row: the row of the claim; a name is not enough, since a faulty token may have duplicates.
        position: index of the element in the array, or of the word in the scope; None for the whole claim.
    """

    source: ClaimSet = field(repr=False, compare=False)
    row: int
    position: int | None = None

    @property
    def claim(self) -> Claim:
        """The claim that is left out, or whose element is."""
        return self.source[self.row]

    @property
    def is_element(self) -> bool:
        """Whether the claim itself stays."""
        return self.position is not None

    @property
    def words(self) -> str:
        """What is left out, where its claim is already named: ``roles``, or ``"viewer"``."""
        if self.position is not None:
            return shown(_elements(self.claim)[self.position])
        again = f" (row {self.row + 1})" if self.claim.name in self.source.duplicates else ""
        return f"{named(self.claim.name)}{again}"

    @property
    def label(self) -> str:
        """What is left out: ``roles``, or ``"viewer" of roles``."""
        return f"{self.words} of {named(self.claim.name)}" if self.is_element else self.words

    def remaining(self) -> ClaimSet:
        """The set without it; every other claim keeps its text, and an array that loses an element is written again."""
        if self.position is None:
            return self.source.without(self.row)
        rest = _elements(self.claim)
        del rest[self.position]
        return self._with_elements(rest)

    @property
    def saved_bytes(self) -> int:
        """By how much the compact token is shorter without it, under any key whose signatures have one length.

        White space that disappears because something is written again does not count: it could be removed without
        leaving this part out.
        """
        before = ClaimSet(tuple(self.source)) if self.position is None else self._with_elements(_elements(self.claim))
        return segment_length(before) - segment_length(self.remaining())

    def _with_elements(self, elements: list[object]) -> ClaimSet:
        claim = self.claim
        value = " ".join(map(str, elements)) if isinstance(claim.value, str) else elements
        written = Claim(claim.name, json_text.dump_compact(value), value, claim.name_text)
        return ClaimSet((*self.source[: self.row], written, *self.source[self.row + 1 :]))


@dataclass(frozen=True, slots=True)
class Untried:
    """Elements of a long array that were not left out.

    Attributes:
        claim: name of the claim.
        count: how many of its elements.
    """

    claim: str
    count: int

    @property
    def sentence(self) -> str:
        """The gap as a sentence, such as ``9,800 further elements of canRead were not tried``."""
        elements = "1 further element" if self.count == 1 else f"{self.count:,} further elements"
        return f"{elements} of {named(self.claim)} {'was' if self.count == 1 else 'were'} not tried."


def omissions(claims: ClaimSet, most_elements: int | None = None) -> Iterator[Omission]:
    """Every part of *claims* that can be left out: in the order of the token, elements after their claim.

    An object stays whole, with all arrays in it.

    Args:
        claims: the whole set.
        most_elements: of a longer array or scope, only this many elements from its start; None for all.
    """
    for row, claim in enumerate(claims):
        yield Omission(claims, row)
        for position in range(len(_elements(claim)[:most_elements])):
            yield Omission(claims, row, position)


def untried(claims: ClaimSet, most_elements: int | None = None) -> tuple[Untried, ...]:
    """The elements that `omissions` leaves out because of *most_elements*."""
    if most_elements is None:
        return ()
    left = ((claim.name, len(_elements(claim)) - most_elements) for claim in claims)
    return tuple(Untried(name, count) for name, count in left if count > 0)


def segment_length(claims: ClaimSet) -> int:
    """Length of the payload segment of a token with these claims, in characters of base64url."""
    return (len(claims.to_json().encode()) * 4 + 2) // 3


def _elements(claim: Claim) -> list[object]:
    """The elements of an array, or the words of a scope (RFC 8693 section 4.2); none for anything else."""
    if isinstance(claim.value, list):
        return list(claim.value)
    if claim.name == "scope" and isinstance(claim.value, str):
        return list(claim.value.split())
    return []
