"""The list of keys in the keyring, which itself has no call that lists: what it holds, and how it is written.

Nothing here is secret; the private keys are texts of their own, to which the list points.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core import json_text
from workbench.core.errors import JsonTextError, KeyringDamagedError, KeyringNewerError
from workbench.core.keys import KeyRole, SigningKey
from workbench.services.keyring_entries import Stored

VERSION = 1
"""Of the entry that points to the list, and of the list. A newer program may have written a higher one."""


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
    """

    kid: str
    name: str
    algorithm: str
    created: int
    trusted: bool
    role: KeyRole
    stored: Stored

    @classmethod
    def of(cls, key: SigningKey, stored: Stored) -> "ListedKey":
        """List *key*, whose private JWK is at *stored*."""
        return cls(key.kid, key.name, key.algorithm, key.created, key.trusted, key.role, stored)

    def with_material(self, jwk: Mapping[str, str]) -> SigningKey:
        """The key itself."""
        return SigningKey(self.kid, self.name, self.algorithm, self.created, jwk, self.trusted, self.role)

    def to_json(self) -> dict[str, object]:
        """The members that ``from_json`` reads."""
        return {
            "kid": self.kid,
            "name": self.name,
            "algorithm": self.algorithm,
            "created": self.created,
            "trusted": self.trusted,
            "role": self.role.value,
            "stored": self.stored.to_json(),
        }

    @classmethod
    def from_json(cls, document: object) -> "ListedKey":
        """Take over what ``to_json`` made. Raises ValueError for anything else."""
        if not isinstance(document, dict):
            raise ValueError("no object")
        kid, name, algorithm = (document.get(member) for member in ("kid", "name", "algorithm"))
        created, trusted = document.get("created"), document.get("trusted")
        if not (isinstance(kid, str) and isinstance(name, str) and isinstance(algorithm, str)):
            raise ValueError("no kid, name or algorithm")
        if not isinstance(created, int) or not isinstance(trusted, bool):
            raise ValueError("no time or trust")
        role = KeyRole(str(document.get("role")))
        return cls(kid, name, algorithm, created, trusted, role, Stored.from_json(document.get("stored")))


@dataclass(frozen=True, slots=True)
class Index:
    """The list.

    Attributes:
        keys: in the order in which they were saved.
        leftovers: texts that were to be erased when the list was written: an interrupted program may have left them.
    """

    keys: tuple[ListedKey, ...] = ()
    leftovers: tuple[Stored, ...] = ()

    def find(self, kid: str) -> ListedKey | None:
        """What the list says of the key *kid*, or None."""
        return next((key for key in self.keys if key.kid == kid), None)

    def to_text(self) -> str:
        """The list as JSON in ASCII, which takes the same room in every keyring."""
        document = {
            "version": VERSION,
            "keys": [key.to_json() for key in self.keys],
            "leftovers": [stored.to_json() for stored in self.leftovers],
        }
        return json.dumps(document, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "Index":
        """Take over what ``to_text`` made.

        Raises:
            KeyringDamagedError: the text is something else.
            KeyringNewerError: it was written by a newer version.
        """
        document = versioned(text)
        keys, leftovers = document.get("keys"), document.get("leftovers")
        try:
            if not isinstance(keys, list) or not isinstance(leftovers, list):
                raise ValueError("no lists")
            return cls(tuple(map(ListedKey.from_json, keys)), tuple(map(Stored.from_json, leftovers)))
        except ValueError:
            raise damaged_list() from None


def head_text(stored: Stored) -> str:
    """The text of the entry that points to the list."""
    return json.dumps({"version": VERSION} | stored.to_json(), separators=(",", ":"))


def head_from_text(text: str) -> Stored:
    """Where the list is.

    Raises:
        KeyringDamagedError: the text is something else than ``head_text`` makes.
        KeyringNewerError: it was written by a newer version.
    """
    document = versioned(text)
    try:
        return Stored.from_json(document)
    except ValueError:
        raise damaged_list() from None


def versioned(text: str) -> dict[str, object]:
    """Decode a JSON object of this version, whatever else is in it."""
    try:
        document = json_text.parse(text)
    except JsonTextError:
        raise damaged_list() from None
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise damaged_list()
    if version > VERSION:
        raise KeyringNewerError(f"The list of keys has version {version}; this program reads {VERSION}.")
    return document


def damaged_list() -> KeyringDamagedError:
    """The error of a list that cannot be read."""
    return KeyringDamagedError(
        "The list of keys in the keyring is damaged.",
        hint="Restore the keyring from a backup, or delete the entry token-workbench:index to begin with no keys.",
    )
