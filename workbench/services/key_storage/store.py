"""Signing keys in the keyring of the operating system, and nowhere else.

How the list of keys is kept whole is the matter of `keyring_list`; here it is made of keys and turned into keys.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from workbench.core.errors import JsonTextError, KeyringDamagedError
from workbench.core.keys.store import already_kept, differences, not_kept
from workbench.services.key_storage.calls import KeyringCalls
from workbench.services.key_storage.entries import KeyringEntries
from workbench.services.key_storage.index import Index, ListedKey
from workbench.services.key_storage.key_list import Draft, Edit, KeyringList, Read
from workbench.services.key_storage.lock import ProcessLock

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from workbench.core.keys.signing_key import SigningKey


# What is written by one change is noted in one entry of the keyring.
_KEYS_AT_ONCE = 8

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The keys of one moment: the head of the list, the keys that could be read, and what was wrong with others."""

    head: str | None
    keys: list[SigningKey]
    damaged: tuple[KeyringDamagedError, ...]


class KeyringStore:
    """Keeps keys in a keyring; its methods may be called from any thread, and block while the keyring does.

    Every change reads the list again and holds a lock against other windows, so that what they wrote is kept.

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
        """Keep keys in *backend*, which is not checked; None for the system's, if it is known to be safe.

        Args:
            backend: a keyring.
            namespace: the names of all entries begin with it.
            timeout_s: how long to wait for all calls of one method together; see `KeyringCalls`.
        """
        self._calls = KeyringCalls(timeout_s)
        self._entries = KeyringEntries(backend, namespace, self._calls)
        self._list = KeyringList(self._entries)
        self._between_windows = ProcessLock(namespace)
        self._lock = Lock()
        self._known_head: str | None = None  # the head of the list that was handed out
        self.persistent = True
        self.damaged: tuple[KeyringDamagedError, ...] = ()

    @property
    def name(self) -> str:
        """Which keyring it is, in words; only known after the first call."""
        return self._entries.backend_name

    def close(self) -> None:
        """End calls that wait for the keyring immediately with KeyringTimeoutError, and make no further ones."""
        self._calls.close()

    def load(self) -> list[SigningKey]:
        """All keys that can be read, in the order in which they were saved; the others are listed in ``damaged``.

        Raises:
            KeyringDamagedError: the list itself cannot be read.
            KeyringNewerError: a newer version wrote the list.
            KeyStoreError: the keyring failed.
        """
        return self._hand_out(self._calls.run(partial(self._snapshot, self._entries.read)))

    def load_if_changed(self) -> list[SigningKey] | None:
        """As `load`, if another window has changed the list since it was handed out; None if not, after one call.

        Keys that are known are not read again.
        """
        snapshot = self._calls.run(self._snapshot_if_changed)
        return self._hand_out(snapshot) if snapshot is not None else None

    def save(self, *keys: SigningKey) -> None:
        """Keep new keys. Of many, a failure midway leaves some kept and some not, each of them whole.

        Raises:
            KidTakenError: a key of one of these ``kid`` is there already.
            KeyStoreError: the keyring failed.
        """
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            self._change(partial(_with_new, keys[start : start + _KEYS_AT_ONCE]))

    def update(self, key: SigningKey, before: SigningKey | None = None) -> None:
        """Keep another name or trust for the key of the same ``kid``; its private part is unchanged.

        What is the same in *before* stays what it is in the keyring, where another window may have changed it.

        Raises:
            KeyStoreError: there is no such key, or the keyring failed; then nothing has changed.
        """
        self._change(partial(_with_update, key, before))

    def note_uses(self, uses: Mapping[str, int]) -> None:
        """Keep by ``kid`` when keys signed last, in seconds since 1970 UTC; what another window says of them stays.

        Raises:
            KeyStoreError: the keyring failed.
        """
        noted = list(uses.items())
        for start in range(0, len(noted), _KEYS_AT_ONCE):
            self._change(partial(_with_uses, dict(noted[start : start + _KEYS_AT_ONCE])))

    def replace(self, key: SigningKey) -> None:
        """Keep *key* in the place of the one of the same ``kid``: it is written and listed before the other is erased.

        Raises:
            KeyStoreError: there is no such key, or the keyring failed; then the list names one of the two, whole.
        """
        self._change(partial(_with_other, key))

    def delete(self, kid: str) -> None:
        """Forget a key; one that is not there is no error.

        Raises:
            KeyStoreError: the keyring failed; the key is either still there or no longer listed.
        """
        self._change(partial(_without, kid))

    def _change(self, edit: Edit) -> None:
        before, after = self._calls.run(partial(self._change_alone, edit))
        with self._lock:
            if self._known_head == before:
                self._known_head = after

    def _change_alone(self, edit: Edit) -> tuple[str | None, str | None]:
        with self._between_windows.held(self._calls.wait_until):
            return self._list.change(edit)

    def _hand_out(self, snapshot: _Snapshot) -> list[SigningKey]:
        with self._lock:
            self._known_head = snapshot.head
            self.damaged = snapshot.damaged
        for error in snapshot.damaged:
            log.warning("a key in the keyring cannot be read: %s", error)
        return snapshot.keys

    def _snapshot_if_changed(self) -> _Snapshot | None:
        return self._snapshot(self._entries.recall) if self._list.head() != self._known_head else None

    def _snapshot(self, read: Read) -> _Snapshot:
        """Read without a lock: a change that another window makes meanwhile can only show as damage."""
        while True:
            head = self._list.head()
            try:
                snapshot = self._read_keys(head, read)
            except KeyringDamagedError:
                if self._list.head() == head:
                    raise
            else:
                if not snapshot.damaged or self._list.head() == head:
                    return snapshot

    def _read_keys(self, head: str | None, read: Read) -> _Snapshot:
        state = self._list.at(head, read)
        keys: list[SigningKey] = []
        damaged: list[KeyringDamagedError] = []
        for listed in state.index.keys:
            try:
                keys.append(_key(listed, read))
            except KeyringDamagedError as error:
                damaged.append(error)
        self._entries.forget_all_but(state.texts)
        return _Snapshot(state.head, keys, tuple(damaged))


def _key(listed: ListedKey, read: Read) -> SigningKey:
    from workbench.core.strict_json import text as json_text

    try:
        jwk = json_text.parse(read(listed.stored))
    except KeyringDamagedError as error:
        raise KeyringDamagedError(f"The key {listed.name} cannot be read. {error}") from error
    except JsonTextError:
        raise KeyringDamagedError(f"The key {listed.name} cannot be read: it is not a JWK.") from None
    if not isinstance(jwk, dict) or not all(isinstance(member, str) for member in jwk.values()) or "kty" not in jwk:
        raise KeyringDamagedError(f"The key {listed.name} cannot be read: it is not a JWK.")
    return listed.with_material(jwk)


def _with_new(keys: Sequence[SigningKey], index: Index, draft: Draft) -> Index:
    taken = {listed.kid for listed in index.keys}
    added: list[ListedKey] = []
    for key in keys:
        if key.kid in taken:
            raise already_kept(key)
        taken.add(key.kid)
        added.append(ListedKey.of(key, draft.add(_material(key))))
    return index.with_added(added)


def _material(key: SigningKey) -> str:
    return json.dumps(dict(key.jwk_private), separators=(",", ":"))


def _with_update(key: SigningKey, before: SigningKey | None, index: Index, _draft: Draft) -> Index:
    listed = index.find(key.kid)
    if listed is None:
        raise not_kept(key)
    return index.with_replaced(listed, [replace(listed, **differences(key, before))])


def _with_uses(uses: Mapping[str, int], index: Index, _draft: Draft) -> Index:
    for listed in index.keys:
        moment = uses.get(listed.kid, 0)
        if moment > (listed.last_used or 0):
            index = index.with_replaced(listed, [replace(listed, last_used=moment)])
    return index


def _with_other(key: SigningKey, index: Index, draft: Draft) -> Index:
    listed = index.find(key.kid)
    if listed is None:
        raise not_kept(key)
    return index.with_replaced(listed, [ListedKey.of(key, draft.add(_material(key)))])


def _without(kid: str, index: Index, _draft: Draft) -> Index:
    listed = index.find(kid)
    return index if listed is None else index.with_replaced(listed, [])
