"""The place where keys are kept, as a protocol; the one in memory; and what every such place has in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from workbench.core.errors import KeyStoreError, KidTakenError

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey

_CHANGEABLE = ("name", "trusted", "role", "use", "key_ops", "last_used", "retires_at")


class KeyStore(Protocol):
    """A place where keys are kept. Its calls may block, and raise ``KeyStoreError``."""

    @property
    def name(self) -> str:
        """What it is, in words for the user."""
        ...

    @property
    def persistent(self) -> bool:
        """Whether keys are there again in the next run."""
        ...

    @property
    def damaged(self) -> Sequence[KeyStoreError]:
        """What was wrong with each key that the last ``load`` had to leave out."""
        ...

    def load(self) -> list[SigningKey]:
        """All keys that can be read, in the order in which they were saved."""
        ...

    def save(self, *keys: SigningKey) -> None:
        """Keep new keys; a ``kid`` must not be there yet."""
        ...

    def update(self, key: SigningKey, before: SigningKey | None = None) -> None:
        """Keep another name or trust for the key of the same ``kid``.

        Args:
            key: what it is now.
            before: what it was where it was changed; what is the same in both stays as it is kept, for another window
                may have changed it meanwhile. None to keep all that *key* says.
        """
        ...

    def note_uses(self, uses: Mapping[str, int]) -> None:
        """Keep by ``kid`` when keys signed last, and leave all else of them; one that is not there is no error."""

    def replace(self, key: SigningKey) -> None:
        """Keep another key in the place of the one of the same ``kid``, private part and all; that one is erased."""
        ...

    def delete(self, kid: str) -> None:
        """Forget a key; one that is not there is no error."""
        ...


class MemoryKeyStore:
    """Temporary keys, which end with the program, where there is no keyring."""

    def __init__(self) -> None:
        self.name = "memory"
        self.persistent = False
        self.damaged: tuple[KeyStoreError, ...] = ()
        self._keys: dict[str, SigningKey] = {}

    def load(self) -> list[SigningKey]:
        """All keys, in the order in which they were saved."""
        return list(self._keys.values())

    def save(self, *keys: SigningKey) -> None:
        """Keep new keys.

        Raises:
            KidTakenError: a key of one of these ``kid`` is there already.
        """
        for key in keys:
            if key.kid in self._keys:
                raise already_kept(key)
            self._keys[key.kid] = key

    def update(self, key: SigningKey, before: SigningKey | None = None) -> None:
        """Replace the key of the same ``kid``; see `KeyStore.update`.

        Raises:
            KeyStoreError: there is none.
        """
        if key.kid not in self._keys:
            raise not_kept(key)
        self._keys[key.kid] = replace(self._keys[key.kid], **differences(key, before))

    def note_uses(self, uses: Mapping[str, int]) -> None:
        """Keep when keys signed last."""
        for kid, moment in uses.items():
            if kid in self._keys:
                self._keys[kid] = self._keys[kid].used_at(moment)

    def replace(self, key: SigningKey) -> None:
        """Keep another key in the place of the one of the same ``kid``.

        Raises:
            KeyStoreError: there is none.
        """
        if key.kid not in self._keys:
            raise not_kept(key)
        self._keys[key.kid] = key

    def delete(self, kid: str) -> None:
        """Forget a key; one that is not there is no error."""
        self._keys.pop(kid, None)


def differences(key: SigningKey, before: SigningKey | None) -> dict[str, Any]:
    """What was changed of a key beside its material, by the names of the attributes; all there is without *before*."""
    said = {name: getattr(key, name) for name in _CHANGEABLE}
    return {name: value for name, value in said.items() if before is None or value != getattr(before, name)}


def already_kept(key: SigningKey) -> KidTakenError:
    """The error of saving a key whose ``kid`` is taken."""
    return KidTakenError(f"There is a key with the kid {key.kid} already.")


def not_kept(key: SigningKey) -> KeyStoreError:
    """The error of updating a key that is not there."""
    return KeyStoreError(f"There is no key with the kid {key.kid}.", hint="Read the keys again; it may be deleted.")
