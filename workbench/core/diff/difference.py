"""All that differs between two tokens, and the sum of it in one sentence."""

from dataclasses import dataclass

from workbench.core.diff import members as token_diff
from workbench.core.diff import octets as byte_diff
from workbench.core.diff.members import Part, TokenDiff, called
from workbench.core.diff.octets import SegmentDiff
from workbench.core.text.wording import counted, joined
from workbench.core.token.compact import Reading


@dataclass(frozen=True, slots=True)
class Difference:
    """Two tokens compared.

    Attributes:
        names: what the earlier and the later token are called.
        members: how header parameters and claims differ.
        segments: how the octets of header, payload and signature differ.
    """

    names: tuple[str, str]
    members: TokenDiff
    segments: tuple[SegmentDiff, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two are the same, character for character."""
        return all(each.is_same for each in self.segments)

    @property
    def words(self) -> str:
        """What differs, in one or two sentences."""
        if self.is_empty:
            before, after = map(called, self.names)
            if before.startswith("the "):
                return f"Nothing differs from {before}."
            return f"Nothing differs: {before} and {after} are the same, byte for byte."
        octets = "bytes differ in " + joined([str(each.segment) for each in self.segments if not each.is_same])
        counted = self._counted()
        if counted:
            verb = "differs" if len(counted) == 1 and counted[0].startswith("1 ") else "differ"
            return " ".join([f"{joined(counted)} {verb}; {octets}.", *self.members.unread])
        if self.members.unread:
            return " ".join(self.members.unread)
        return f"No claim and no header parameter differs, but {octets}."

    def _counted(self) -> list[str]:
        """How many members of header and claims differ, where any do."""
        counts = []
        for part, noun in ((Part.CLAIMS, "claim"), (Part.HEADER, "header parameter")):
            count = len({row.name for row in self.members.rows if row.part is part})
            if count:
                counts.append(counted(count, noun))
        return counts


def find_difference(before: Reading, after: Reading, names: tuple[str, str]) -> Difference:
    """Compare *after* with *before*, by what they say and by their octets."""
    return Difference(names, token_diff.compare(before, after, names), byte_diff.compare(before, after))
