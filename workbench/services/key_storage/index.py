"""The list of keys in the keyring, which itself has no call that lists: what it holds, and how it is written.

An entry, the head, points to the contents; the contents point to segments, which hold a few keys each, so that a change
of one key in a ring of 500 writes one segment and the contents again, and not the whole list. Nothing here is secret:
private keys are texts of their own, to which the segments point.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.core.errors import JsonTextError, KeyringDamagedError, KeyringNewerError
from workbench.services.key_storage.entries import PIECE_CHARACTERS, Stored

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import KeyRole, SigningKey
    from workbench.core.strict_json.members import Members


VERSION = 2
"""Of the head, the contents and the journal. In version 1 the contents held the keys themselves."""


@dataclass(frozen=True, slots=True)
class ListedKey:
    """What the list says of a key.

    Attributes:
        kid: key id.
        name: what the user calls it.
        algorithm: name of its JWS algorithm.
        created: seconds since 1970 UTC.
        trusted: whether the demo server is to accept it.
        role: whose key it is.
        stored: where its private JWK is.
        use: what it is for, by its JWK; empty if that does not say.
        key_ops: what may be done with it, by its JWK; empty if that does not say.
        last_used: when it signed last, in seconds since 1970 UTC; None if it never did.
        retires_at: when the demo server stops to accept it, in seconds since 1970 UTC; None for never.
    """

    kid: str
    name: str
    algorithm: str
    created: int
    trusted: bool
    role: KeyRole
    stored: Stored
    use: str = ""
    key_ops: tuple[str, ...] = ()
    last_used: int | None = None
    retires_at: int | None = None

    @classmethod
    def of(cls, key: SigningKey, stored: Stored) -> ListedKey:
        """List *key*, whose private JWK is at *stored*."""
        return cls(
            key.kid,
            key.name,
            key.algorithm,
            key.created,
            key.trusted,
            key.role,
            stored,
            key.use,
            key.key_ops,
            key.last_used,
            key.retires_at,
        )

    def with_material(self, jwk: Mapping[str, str]) -> SigningKey:
        """The key itself."""
        from workbench.core.keys.signing_key import SigningKey

        return SigningKey(
            self.kid,
            self.name,
            self.algorithm,
            self.created,
            jwk,
            self.trusted,
            self.role,
            self.use,
            self.key_ops,
            self.last_used,
            self.retires_at,
        )

    def to_json(self) -> dict[str, object]:
        """The members that ``read`` reads; those that say nothing are left out, for an entry holds little."""
        said: dict[str, object] = {
            "use": self.use,
            "key_ops": list(self.key_ops),
            "last_used": self.last_used,
            "retires_at": self.retires_at,
        }
        return {
            "kid": self.kid,
            "name": self.name,
            "algorithm": self.algorithm,
            "created": self.created,
            "trusted": self.trusted,
            "role": self.role.value,
            "stored": self.stored.to_json(),
        } | {name: value for name, value in said.items() if value}

    @classmethod
    def read(cls, members: Members) -> ListedKey:
        """Read what ``to_json`` made."""
        from workbench.core.keys.signing_key import KeyRole

        return cls(
            kid=members.text("kid"),
            name=members.text("name"),
            algorithm=members.text("algorithm"),
            created=members.whole("created"),
            trusted=members.boolean("trusted"),
            role=members.one_of("role", KeyRole),
            stored=members.one("stored", Stored.read),
            use=members.text("use", ""),
            key_ops=members.texts("key_ops", ()),
            last_used=members.whole("last_used") if members.has("last_used") else None,
            retires_at=members.whole("retires_at") if members.has("retires_at") else None,
        )


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A part of the list.

    Attributes:
        keys: some keys in their order.
        stored: where it is; None as long as it is not written.
    """

    keys: tuple[ListedKey, ...]
    stored: Stored | None = None

    @property
    def text(self) -> str:
        """The segment as JSON in ASCII, which takes the same room in every keyring."""
        return _compact([key.to_json() for key in self.keys])

    @classmethod
    def from_text(cls, text: str, stored: Stored) -> ListBlock:
        """Take over what ``text`` was, and is at *stored*. Raises KeyringDamagedError for anything else."""
        return cls(_members({"keys": _parsed(text)}).each("keys", ListedKey.read), stored)


@dataclass(frozen=True, slots=True)
class Contents:
    """What the head points to.

    Attributes:
        segments: where the segments are, in their order.
        leftovers: texts that the keyring did not delete, so that it is asked again.
        keys: the keys themselves, in version 1.
    """

    segments: tuple[Stored, ...] = ()
    leftovers: tuple[Stored, ...] = ()
    keys: tuple[ListedKey, ...] = ()

    @property
    def text(self) -> str:
        """The contents as JSON in ASCII, in the present version."""
        return _compact(
            {
                "version": VERSION,
                "segments": [stored.to_json() for stored in self.segments],
                "leftovers": [stored.to_json() for stored in self.leftovers],
            }
        )

    @classmethod
    def from_text(cls, text: str) -> Contents:
        """Take over what ``text`` was, in this version or an older one.

        Raises:
            KeyringDamagedError: the text is something else.
            KeyringNewerError: it was written by a newer version.
        """
        members = versioned(text)
        leftovers = members.each("leftovers", Stored.read)
        if members.whole("version") == 1:
            return cls((), leftovers, members.each("keys", ListedKey.read))
        return cls(members.each("segments", Stored.read), leftovers)


@dataclass(frozen=True, slots=True)
class Index:
    """The whole list; a changed one has the same segments as before where nothing changed in them."""

    segments: tuple[ListBlock, ...] = ()

    @property
    def keys(self) -> tuple[ListedKey, ...]:
        """All keys, in the order in which they were saved."""
        return tuple(key for segment in self.segments for key in segment.keys)

    @property
    def texts(self) -> set[Stored]:
        """Where its keys are, and its segments as far as they are written."""
        written = {segment.stored for segment in self.segments if segment.stored is not None}
        return written | {key.stored for key in self.keys}

    def find(self, kid: str) -> ListedKey | None:
        """What the list says of the key *kid*, or None."""
        return next((key for key in self.keys if key.kid == kid), None)

    def with_added(self, keys: Iterable[ListedKey]) -> Index:
        """The list with *keys* at its end; a segment takes as many as fit into one entry of the keyring."""
        segments = list(self.segments)
        for key in keys:
            grown = ListBlock((*segments[-1].keys, key)) if segments else None
            if grown is not None and len(grown.text) <= PIECE_CHARACTERS:
                segments[-1] = grown
            else:
                segments.append(ListBlock((key,)))
        return Index(tuple(segments))

    def with_replaced(self, key: ListedKey, by: Sequence[ListedKey]) -> Index:
        """The list with *by*, which may be nothing, in the place of *key*."""
        segments: list[ListBlock] = []
        for segment in self.segments:
            if key not in segment.keys:
                segments.append(segment)
                continue
            place = segment.keys.index(key)
            keys = (*segment.keys[:place], *by, *segment.keys[place + 1 :])
            if keys:
                segments.append(replace(segment, keys=keys, stored=None))
        return Index(tuple(segments))


def head_text(stored: Stored) -> str:
    """The text of the entry that points to the contents."""
    return _compact({"version": VERSION} | stored.to_json())


def head_from_text(text: str) -> Stored:
    """Where the contents are.

    Raises:
        KeyringDamagedError: the text is something else than ``head_text`` makes.
        KeyringNewerError: it was written by a newer version.
    """
    return Stored.read(versioned(text))


def versioned(text: str) -> Members:
    """Decode a JSON object of this version or an older one, whatever else is in it."""
    members = _members(_parsed(text))
    version = members.whole("version", least=1)
    if version > VERSION:
        raise KeyringNewerError(
            f"The list of keys in the keyring has version {version}, and this program reads {VERSION}: "
            "it is left unchanged."
        )
    return members


def damaged_list() -> KeyringDamagedError:
    """The error of a list that cannot be read."""
    return KeyringDamagedError(
        "The list of keys in the keyring is damaged.",
        hint="Restore the keyring from a backup, or delete the entry token-workbench:index to begin with no keys.",
    )


def _parsed(text: str) -> object:
    from workbench.core.strict_json import text as json_text

    try:
        return json_text.parse(text)
    except JsonTextError:
        raise damaged_list() from None


def _members(document: object) -> Members:
    # The sentence is dropped: which member of an entry is damaged is of no use to a user.
    from workbench.core.strict_json.members import Members

    return Members(document, error=lambda _sentence: damaged_list())


def _compact(document: object) -> str:
    return json.dumps(document, separators=(",", ":"))
