"""Reads and changes the list of keys in a keyring, so that it is whole at every moment.

A change is noted in the journal; then new texts are written, then the head, which makes them count, and what is no
longer needed is erased; then the note is removed. Wherever a program is killed, the head points to a whole list of
whole keys; what it left behind, the next change finds in the journal and erases.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from workbench.core.errors import KeyringDamagedError, KeyringDeniedError, KeyStoreError
from workbench.services.key_storage import journal as keyring_journal
from workbench.services.key_storage.entries import KeyringEntries, Stored
from workbench.services.key_storage.index import Contents, Index, ListBlock, damaged_list, head_from_text, head_text
from workbench.services.key_storage.journal import Journal

_HEAD = "index"

log = logging.getLogger(__name__)

Read = Callable[[Stored], str]


@dataclass(frozen=True, slots=True)
class ListState:
    """The list as it is in the keyring.

    Attributes:
        head: text of the head; None if there is none.
        place: where the contents are; None if there are none.
        index: the list itself.
        leftovers: texts that the keyring did not delete.
    """

    head: str | None
    place: Stored | None = None
    index: Index = field(default_factory=Index)
    leftovers: tuple[Stored, ...] = ()

    @property
    def texts(self) -> set[Stored]:
        """Every text that is needed."""
        return self.index.texts | ({self.place} if self.place is not None else set())


class Draft:
    """Texts that a change is going to write."""

    def __init__(self) -> None:
        self.texts: list[tuple[Stored, str]] = []

    def add(self, text: str) -> Stored:
        """Write *text* as well; the place that it gets."""
        stored = Stored.fresh(text)
        self.texts.append((stored, text))
        return stored


Edit = Callable[[Index, Draft], Index]
"""Makes another list of one, and adds the texts of new keys to the draft; the same object if nothing changes."""


class KeyringList:
    """The list of one keyring; its methods block, and raise ``KeyStoreError``."""

    def __init__(self, entries: KeyringEntries) -> None:
        self._entries = entries

    def head(self) -> str | None:
        """The text of the head, which is another one after every change."""
        try:
            return self._entries.get(_HEAD)
        except KeyringDamagedError:
            raise damaged_list() from None

    def at(self, head: str | None, read: Read) -> ListState:
        """The list to which *head* points, its texts read with *read*.

        Raises:
            KeyringDamagedError: it cannot be read.
            KeyringNewerError: it was written by a newer version.
        """
        if head is not None:
            return self._state(head, head_from_text(head), read)
        journal = self._journal()
        if journal is None or journal.before is None:
            return ListState(None)
        try:  # killed while the keyring replaced the head
            return self._state(None, journal.before, read)
        except KeyringDamagedError:
            return ListState(None)

    def change(self, edit: Edit) -> tuple[str | None, str | None]:
        """Make a change; the heads before and after it. No other process may change the list meanwhile.

        Raises:
            KeyStoreError: what *edit* raises, or the keyring failed; the list is the old one, unless a key that left
                it could not be erased.
        """
        state = self.at(self.head(), self._entries.recall)
        refused = self._recover(state)
        draft = Draft()
        index = edit(state.index, draft)
        if index is state.index:
            return state.head, state.head
        index = Index(
            tuple(each if each.stored else replace(each, stored=draft.add(each.text)) for each in index.segments)
        )
        places = tuple(segment.stored for segment in index.segments if segment.stored is not None)
        place = draft.add(Contents(places, refused).text)
        obsolete = state.texts - index.texts - {place}
        unlisted = [stored for stored in refused if stored not in state.leftovers]
        noted = [*(stored for stored, _ in draft.texts), *obsolete, *unlisted]
        self._entries.set(keyring_journal.ENTRY, Journal.of(state.place, noted).text)
        for stored, text in draft.texts:
            self._entries.write(stored, text)
        head = head_text(place)
        self._entries.set(_HEAD, head)
        self._tidy(place, obsolete, {key.stored for key in state.index.keys})
        return state.head, head

    def _state(self, head: str | None, place: Stored, read: Read) -> ListState:
        contents = Contents.from_text(read(place))
        segments = [ListBlock.from_text(read(stored), stored) for stored in contents.segments]
        if contents.keys:  # of version 1; the next change writes them as it writes a segment that has changed
            segments.append(ListBlock(contents.keys))
        return ListState(head, place, Index(tuple(segments)), contents.leftovers)

    def _journal(self) -> Journal | None:
        try:
            return Journal.from_text(self._entries.get(keyring_journal.ENTRY))
        except KeyringDamagedError:
            return None

    def _recover(self, state: ListState) -> tuple[Stored, ...]:
        """Erase what a killed program left behind; what the keyring still does not delete."""
        journal = self._journal()
        if state.head is None and state.place is not None:
            self._entries.set(_HEAD, head_text(state.place))
        needed = {stored.storage for stored in state.texts}
        found = (*state.leftovers, *(journal.places if journal is not None else ()))
        return self._erased({each.storage: each for each in found if each.storage not in needed}.values())

    def _tidy(self, place: Stored, obsolete: set[Stored], keys: set[Stored]) -> None:
        """Erase what a change has left without use; a key that stays behind is an error, anything else is not."""
        for stored in obsolete & keys:
            self._entries.erase(stored)
        try:
            refused = self._erased(obsolete - keys)
            if refused:
                self._entries.set(keyring_journal.ENTRY, Journal.of(place, refused).text)
            else:
                self._entries.delete(keyring_journal.ENTRY)
        except KeyStoreError as error:  # the change is made; the journal says what is left to erase
            log.warning("old entries stay in the keyring: %s", error)

    def _erased(self, texts: Iterable[Stored]) -> tuple[Stored, ...]:
        """Erase *texts*; return those that the keyring does not delete, which do no harm."""
        left: list[Stored] = []
        for stored in texts:
            try:
                self._entries.erase(stored)
            except KeyringDeniedError as error:
                log.warning("an entry that is not needed stays in the keyring: %s", error)
                left.append(stored)
        return tuple(left)
