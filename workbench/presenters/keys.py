"""The key ring: opened at the start, keys made, trusted and deleted."""

import time
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.keys import KeyRole, KeyStore, MemoryKeyStore, SigningKey, generate
from workbench.presenters.ports import Host, Run
from workbench.presenters.status import Severity, Status

ISSUER_NAME = "demo-issuer"
ISSUER_ALGORITHM = "ES256"
_UNDO_MS = 10_000
# A keyring that takes longer than this most likely waits for its password.
_SLOW_MS = 1_500
_WAITING = Status("Waiting for the keyring: if it asks for a password, answer it.")


class KeysPresenter(QObject):
    """Keeps the list of keys in step with the key store, and the demo server in step with the list.

    Signals:
        keys_changed(tuple[SigningKey, ...]): the list is another one.
        opened(): the store was read, or keys for this run made; the server can start.
        status_changed(Status): how the last action went.
        store_unavailable(Status): the keyring, or a key in it, cannot be used; what to do; empty if all is well.
        store_changed(str, bool): where keys are kept, and whether they outlast this run.
        trust_changed(): the demo server accepts other keys than before.
        busy_changed(bool): an action waits for the key store or for a key to be made.
        undo_changed(str): the name of the key whose deletion can be undone; empty if none.
    """

    keys_changed = Signal(object)
    opened = Signal()
    status_changed = Signal(object)
    store_unavailable = Signal(object)
    store_changed = Signal(str, bool)
    trust_changed = Signal()
    busy_changed = Signal(bool)
    undo_changed = Signal(str)

    def __init__(self, keyring: KeyStore, host: Host, run: Run, *, undo_ms: int = _UNDO_MS) -> None:
        super().__init__()
        self._keyring = keyring
        self._host = host
        self._run = run
        self._store: KeyStore = MemoryKeyStore()
        self._keys: tuple[SigningKey, ...] = ()
        self._deleted: SigningKey | None = None
        self._undo_timer = QTimer(self)
        self._undo_timer.setSingleShot(True)
        self._undo_timer.setInterval(undo_ms)
        self._undo_timer.timeout.connect(self.finish_deletion)
        self._slow_timer = QTimer(self)
        self._slow_timer.setSingleShot(True)
        self._slow_timer.setInterval(_SLOW_MS)
        self._slow_timer.timeout.connect(self._on_slow)

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """The keys, the issuer's first."""
        return self._keys

    @Slot()
    def open(self) -> None:
        """Read the key store; make the issuer's key if there is none yet."""
        self.busy_changed.emit(True)
        self.status_changed.emit(_WAITING)
        self._slow_timer.start()
        self._run(partial(_open, self._keyring), self._on_opened, self._on_unavailable)

    @Slot(str, str)
    def generate(self, name: str, algorithm: str) -> None:
        """Make a key, not trusted by the server, and keep it."""
        name = name.strip() or self._free_name(algorithm)
        self.busy_changed.emit(True)
        self.status_changed.emit(Status(f"Making {name}, {algorithm}…"))
        self._run(partial(_generate, self._store, algorithm, name), self._on_generated, self._on_failure)

    @Slot(str, bool)
    def set_trusted(self, kid: str, trusted: bool) -> None:
        """Let the demo server accept the key, or not; the server's own key is always accepted."""
        key = self._find(kid)
        if key is None or key.role is KeyRole.ISSUER or key.trusted == trusted:
            return
        changed = key.with_trusted(trusted)
        try:
            if trusted:
                self._host.trust(changed)
            else:
                self._host.distrust(kid)
        except WorkbenchError as error:
            self._set_keys(self._keys)  # the switch goes back
            self.status_changed.emit(Status.of(error))
            return
        self._replace(changed)
        self.trust_changed.emit()
        says = "now accepts" if trusted else "no longer accepts"
        self.status_changed.emit(Status(f"The demo server {says} tokens signed with {key.name}.", Severity.OK))
        self._run(partial(self._store.update, changed), _ignore, self._on_failure)

    @Slot(str)
    def delete(self, kid: str) -> None:
        """Take the key off the list; its keyring entry goes when the time for undoing is over."""
        key = self._find(kid)
        if key is None or key.role is KeyRole.ISSUER:
            return
        self.finish_deletion()
        self._host.distrust(kid)
        self._set_keys(tuple(each for each in self._keys if each.kid != kid))
        self.trust_changed.emit()
        self._deleted = key
        self._undo_timer.start()
        self.undo_changed.emit(key.name)
        self.status_changed.emit(Status(f"Deleted key {key.name}."))

    @Slot()
    def undo_deletion(self) -> None:
        """Bring the key back that was deleted last."""
        key, self._deleted = self._deleted, None
        self._undo_timer.stop()
        self.undo_changed.emit("")
        if key is None:
            return
        if key.trusted:
            self._host.trust(key)
        self._set_keys((*self._keys, key))
        self.trust_changed.emit()
        self.status_changed.emit(Status(f"Key {key.name} is back.", Severity.OK))

    @Slot()
    def finish_deletion(self) -> None:
        """Let the keyring entry of the deleted key really go."""
        key, self._deleted = self._deleted, None
        self._undo_timer.stop()
        if key is None:
            return
        self.undo_changed.emit("")
        self.status_changed.emit(Status(""))
        self._run(partial(self._store.delete, key.kid), _ignore, self._on_failure)

    def _on_opened(self, keys: Sequence[SigningKey]) -> None:
        self._slow_timer.stop()
        self._store = self._keyring
        damaged = " ".join(str(error) for error in self._store.damaged)
        self.status_changed.emit(Status(damaged, Severity.WARNING))
        self.store_unavailable.emit(Status(damaged, Severity.WARNING))
        self._begin(keys)

    def _on_unavailable(self, error: WorkbenchError) -> None:
        self._slow_timer.stop()
        self._store = MemoryKeyStore()
        text = f"{error} {error.hint}".strip()
        text = f"{text} Start the workbench again to use it; until then, keys last for this run only."
        status = Status(text, Severity.WARNING)
        self.status_changed.emit(status)
        self.store_unavailable.emit(status)
        issuer = _new_issuer_key()
        self._store.save(issuer)
        self._begin([issuer])

    @Slot()
    def _on_slow(self) -> None:
        self.store_unavailable.emit(_WAITING)

    def _begin(self, keys: Sequence[SigningKey]) -> None:
        self.busy_changed.emit(False)
        self.store_changed.emit(self._store.name, self._store.persistent)
        self._set_keys(tuple(keys))
        self.opened.emit()

    def _on_generated(self, key: SigningKey) -> None:
        self.busy_changed.emit(False)
        self._set_keys((*self._keys, key))
        text = f"Made {key.name}. The demo server does not trust it yet: tokens it signs are refused until it does."
        self.status_changed.emit(Status(text, Severity.OK))

    def _on_failure(self, error: WorkbenchError) -> None:
        self.busy_changed.emit(False)
        self.status_changed.emit(Status.of(error))

    def _find(self, kid: str) -> SigningKey | None:
        return next((key for key in self._keys if key.kid == kid), None)

    def _replace(self, changed: SigningKey) -> None:
        self._set_keys(tuple(changed if key.kid == changed.kid else key for key in self._keys))

    def _set_keys(self, keys: tuple[SigningKey, ...]) -> None:
        self._keys = tuple(sorted(keys, key=lambda key: (key.role is not KeyRole.ISSUER, key.created, key.name)))
        self.keys_changed.emit(self._keys)

    def _free_name(self, algorithm: str) -> str:
        taken = {key.name for key in self._keys}
        stem = f"my-{algorithm.lower()}"
        names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)


def _new_issuer_key() -> SigningKey:
    return generate(ISSUER_ALGORITHM, ISSUER_NAME, now=int(time.time()), role=KeyRole.ISSUER).with_trusted(True)


def _open(store: KeyStore) -> Sequence[SigningKey]:
    keys = list(store.load())
    if not any(key.role is KeyRole.ISSUER for key in keys):
        issuer = _new_issuer_key()
        store.save(issuer)
        keys.append(issuer)
    return keys


def _generate(store: KeyStore, algorithm: str, name: str) -> SigningKey:
    key = generate(algorithm, name, now=int(time.time()))
    store.save(key)
    return key


def _ignore(_result: object) -> None:
    """Nothing to show: the list was changed before the store was."""
