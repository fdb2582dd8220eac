"""Signing keys in the keyring of the operating system, and nowhere else.

One entry, the head, points to the list of keys; each key of the list points to a private JWK. Every change writes new
texts first and then the head, and erases the old ones last: at any moment the head points to a whole list of whole
keys, wherever the program is interrupted. What it could not erase then, the next change does.
"""

import logging
from collections.abc import Sequence
from threading import Lock

from keyring.backend import KeyringBackend

from workbench.core import json_text
from workbench.core.errors import JsonTextError, KeyringDamagedError, KeyringDeniedError, KeyStoreError
from workbench.core.keys import SigningKey, already_kept, not_kept
from workbench.services.keyring_entries import KeyringEntries, Stored
from workbench.services.keyring_index import Index, ListedKey, head_from_text, head_text

_HEAD = "index"

log = logging.getLogger(__name__)


class KeyringStore:
    """Keeps keys in a keyring; its methods may be called from any thread, and block while the keyring does.

    Every change reads the list anew, so that what another window wrote before is kept.

    Attributes:
        persistent: always true.
        damaged: what was wrong with each key that the last ``load`` had to leave out.
    """

    def __init__(
        self,
        backend: KeyringBackend | None = None,
        *,
        namespace: str = "token-workbench",
        timeout_s: float = 20.0,
    ) -> None:
        """Keep keys in *backend*, which is taken as it is; None for the system's, if it is known to be safe.

        Args:
            backend: a keyring.
            namespace: the names of all entries begin with it.
            timeout_s: how long to wait for a single call of the keyring, such as one that asks for a password.
        """
        self._entries = KeyringEntries(backend, namespace, timeout_s)
        self._lock = Lock()
        self.persistent = True
        self.damaged: tuple[KeyringDamagedError, ...] = ()

    @property
    def name(self) -> str:
        """Which keyring it is, in words; only known after the first call."""
        return self._entries.backend_name

    def close(self) -> None:
        """Let calls that wait for the keyring end at once with KeyringTimeoutError, and make no further ones."""
        self._entries.close()

    def load(self) -> list[SigningKey]:
        """All keys that can be read, in the order in which they were saved; the others are told in ``damaged``.

        Raises:
            KeyringDamagedError: the list itself cannot be read.
            KeyringNewerError: a newer version wrote the list.
            KeyStoreError: the keyring failed.
        """
        with self._lock:
            index, _ = self._read_index()
            keys: list[SigningKey] = []
            damaged: list[KeyringDamagedError] = []
            for listed in index.keys:
                try:
                    keys.append(self._read_key(listed))
                except KeyringDamagedError as error:
                    log.warning("a key in the keyring cannot be read: %s", error)
                    damaged.append(error)
            self.damaged = tuple(damaged)
            return keys

    def save(self, key: SigningKey) -> None:
        """Keep a new key.

        Raises:
            KeyStoreError: a key of this ``kid`` is there already, or the keyring failed; then nothing has changed.
        """
        with self._lock:
            index, head = self._read_index()
            if index.find(key.kid) is not None:
                raise already_kept(key)
            stored = self._entries.write(json_text.dump_compact(key.jwk_private))
            self._commit((*index.keys, ListedKey.of(key, stored)), index, head)

    def update(self, key: SigningKey) -> None:
        """Keep another name or trust for the key of the same ``kid``; its private part stays as it is.

        Raises:
            KeyStoreError: there is no such key, or the keyring failed; then nothing has changed.
        """
        with self._lock:
            index, head = self._read_index()
            listed = index.find(key.kid)
            if listed is None:
                raise not_kept(key)
            changed = ListedKey.of(key, listed.stored)
            self._commit([changed if each is listed else each for each in index.keys], index, head)

    def delete(self, kid: str) -> None:
        """Forget a key; one that is not there is no error.

        Raises:
            KeyStoreError: the keyring failed; the key is either still there or no longer listed.
        """
        with self._lock:
            index, head = self._read_index()
            listed = index.find(kid)
            if listed is not None:
                self._commit([each for each in index.keys if each is not listed], index, head, listed.stored)

    def _read_index(self) -> tuple[Index, Stored | None]:
        text = self._entries.get(_HEAD)
        if text is None:
            return Index(), None
        head = head_from_text(text)
        return Index.from_text(self._entries.read(head)), head

    def _read_key(self, listed: ListedKey) -> SigningKey:
        try:
            jwk = json_text.parse(self._entries.read(listed.stored))
        except KeyringDamagedError as error:
            raise KeyringDamagedError(f"The key {listed.name} cannot be read. {error}") from error
        except JsonTextError:
            raise KeyringDamagedError(f"The key {listed.name} cannot be read: it is no JWK.") from None
        if not isinstance(jwk, dict) or not all(isinstance(member, str) for member in jwk.values()) or "kty" not in jwk:
            raise KeyringDamagedError(f"The key {listed.name} cannot be read: it is no JWK.")
        return listed.with_material(jwk)

    def _commit(
        self, keys: Sequence[ListedKey], index: Index, head: Stored | None, deleted: Stored | None = None
    ) -> None:
        """Make *keys* the list in place of *index*, which is at *head*, and erase the texts that are not needed."""
        old = [stored for stored in (deleted, head) if stored is not None]
        leftovers = (*self._unerased(index.leftovers), *old)
        written = self._entries.write(Index(tuple(keys), leftovers).to_text())
        self._entries.set(_HEAD, head_text(written))
        if deleted is not None:
            self._entries.erase(deleted)
        try:
            self._unerased(old)
        except KeyStoreError as error:  # the change is made; the list names what is left for the next one
            log.warning("old entries stay in the keyring: %s", error)

    def _unerased(self, texts: Sequence[Stored]) -> tuple[Stored, ...]:
        """Erase *texts*; return those that the keyring does not let go, which stand in nobody's way."""
        left: list[Stored] = []
        for stored in texts:
            try:
                self._entries.erase(stored)
            except KeyringDeniedError as error:
                log.warning("an entry that is not needed stays in the keyring: %s", error)
                left.append(stored)
        return tuple(left)
