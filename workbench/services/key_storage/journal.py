"""What a change of the keyring is about to write and to erase, noted before it begins and removed when it is done.

The keyring has no call that lists its entries: what a program that was killed has left behind could not be found
without this note. It also says where the list was, for keyrings that replace an entry by deleting it first: killed
between the two, the program leaves no head.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.core.errors import KeyringDamagedError
from workbench.services.key_storage.entries import Stored
from workbench.services.key_storage.index import VERSION, damaged_list, versioned

ENTRY = "change"
"""Name of the journal's entry."""


@dataclass(frozen=True, slots=True)
class Journal:
    """A change that is not done.

    Attributes:
        before: where the contents were when it began; None if there were none.
        texts: id and number of pieces of every text that it writes or erases.
    """

    before: Stored | None
    texts: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, before: Stored | None, texts: Iterable[Stored]) -> Journal:
        """Note a change that writes or erases *texts*."""
        return cls(before, tuple((stored.storage, stored.pieces) for stored in texts))

    @property
    def places(self) -> tuple[Stored, ...]:
        """The texts, to be erased; their digests are not known."""
        return tuple(Stored(storage, pieces, "") for storage, pieces in self.texts)

    @property
    def text(self) -> str:
        """The journal as JSON in ASCII."""
        before = self.before.to_json() if self.before is not None else None
        return json.dumps({"version": VERSION, "before": before, "texts": self.texts}, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str | None) -> Journal | None:
        """Take over what ``text`` was; None if that is nothing, or was edited by hand: then it says nothing.

        Raises:
            KeyringNewerError: it was written by a newer version.
        """
        if text is None:
            return None
        try:
            members = versioned(text)
            before = members.one("before", Stored.read) if members.has("before") else None
            return cls.of(before, map(_place, members.array("texts")))
        except KeyringDamagedError:
            return None


def _place(text: object) -> Stored:
    """Where a text is, of its storage id and its number of pieces."""
    from workbench.core.strict_json.members import Members

    storage, pieces = text if isinstance(text, list) and len(text) == 2 else (None, None)
    members = Members({"storage": storage, "pieces": pieces, "sha256": ""}, error=lambda _sentence: damaged_list())
    return Stored.read(members)
