"""Where the keys of the ring are, and what the keyring has not been told yet."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from workbench.core.errors import KeyStoreError, KidTakenError, WorkbenchError
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.keys.store import MemoryKeyStore
from workbench.presenters.ports import SharedKeyStore

_SAVED_AT_ONCE = 8
"""Keys that are handed to the keyring in one call, which keeps all of them or none."""


@dataclass(frozen=True, slots=True)
class Added:
    """Keys that were made.

    Attributes:
        keys: the keys.
        kept: whether they are in the keyring; otherwise they are to be held for this run.
        problem: why they are not, if the keyring was asked.
    """

    keys: tuple[SigningKey, ...]
    kept: bool
    problem: KeyStoreError | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Keys that came from outside.

    Attributes:
        kept: those that are in the keyring now.
        held: those that are to be held for this run, because the keyring cannot be used.
        refused: those that are neither: nothing has changed for them.
        problem: why not all are in the keyring, if it was asked.
    """

    kept: tuple[SigningKey, ...] = ()
    held: tuple[SigningKey, ...] = ()
    refused: tuple[SigningKey, ...] = ()
    problem: WorkbenchError | None = None

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """All that are in the ring now."""
        return (*self.kept, *self.held)


@dataclass(frozen=True, slots=True)
class Turn:
    """The issuer's key was rotated.

    Attributes:
        new: what the server signs with from now on.
        old: what it signed with before, with the moment at which it retires.
        kept: whether both are in the keyring as they are; otherwise this run alone knows.
        problem: why they are not, if the keyring was asked.
    """

    new: SigningKey
    old: SigningKey
    kept: bool
    problem: KeyStoreError | None = None


class KeyPlaces:
    """A key is in the keyring, or in memory for this run; a change counts here before the keyring has taken it.

    Methods that say so block and are for a worker; the others are for the thread that shows the keys.

    Attributes:
        keyring: where keys are to be.
        memory: keys of this run, which the keyring does not have.
        is_open: whether the keyring could be read in this run.
    """

    def __init__(self, keyring: SharedKeyStore) -> None:
        self.keyring = keyring
        self.memory = MemoryKeyStore()
        self.is_open = False
        # By kid; None where a key is deleted. What is on its way may still fail; what failed is tried again.
        self._on_their_way: dict[str, SigningKey | None] = {}
        self._not_taken: dict[str, SigningKey | None] = {}
        self._retried: dict[str, SigningKey | None] = {}
        self._signer: SigningKey | None = None

    @property
    def of_this_run(self) -> tuple[SigningKey, ...]:
        """The keys that end with this run."""
        return tuple(self.memory.load())

    @property
    def not_taken(self) -> int:
        """How many changes of kept keys the keyring has refused so far."""
        return len(self._not_taken)

    def in_memory(self, kid: str) -> bool:
        """Whether the key *kid* ends with this run."""
        return any(key.kid == kid for key in self.of_this_run)

    def send(self, kid: str, changed: SigningKey | None) -> None:
        """A change of a kept key, None for its deletion, is on its way to the keyring."""
        self._not_taken.pop(kid, None)
        self._on_their_way[kid] = changed

    def arrived(self, kid: str, changed: SigningKey | None, *, taken: bool) -> None:
        """The keyring has taken the change, or not; a later one of the same key may be on its way."""
        if self._on_their_way.get(kid, changed) != changed:
            return
        self._on_their_way.pop(kid, None)
        if not taken:
            self._not_taken[kid] = changed

    def arranged(self, kept: Iterable[SigningKey]) -> tuple[SigningKey, ...]:
        """The ring, if the keyring has the keys *kept*: with the changes it does not know, and the keys in memory."""
        ring = {key.kid: key for key in kept}
        for kid in [key.kid for key in self.of_this_run if key.kid in ring]:
            self.memory.delete(kid)  # it was kept after all, though the keyring was too slow to say so
        for kid, changed in (*self._not_taken.items(), *self._on_their_way.items()):
            if changed is None:
                ring.pop(kid, None)
            elif kid in ring:
                ring[kid] = changed
        if self._signer is not None and self._signer.kid in ring:
            ring[self._signer.kid] = self._signer
        return (*ring.values(), *self.of_this_run)

    def opening(self, make_issuer: Callable[[], SigningKey]) -> Callable[[], tuple[SigningKey, ...]]:
        """A call for a worker, which blocks: it reads the keyring, tells it what it has not taken, returns its keys.

        An issuer's key that this run made becomes the keyring's if it has none; otherwise *make_issuer* makes one.
        """
        changes = self._retried = dict(self._not_taken)
        issuer = next((key for key in self.of_this_run if key.role is KeyRole.ISSUER), None)

        def open_keyring() -> tuple[SigningKey, ...]:
            keys = self.keyring.load()
            for kid, changed in changes.items():
                if changed is None:
                    self.keyring.delete(kid)
                elif any(key.kid == kid for key in keys):
                    self.keyring.update(changed)
            if changes:  # of which one may be that another key is the issuer's
                keys = self.keyring.load()
            if not any(key.role is KeyRole.ISSUER for key in keys):
                keys = _with_issuer(self.keyring, issuer or make_issuer())
            return tuple(keys)

        return open_keyring

    def opened(self, kept: Sequence[SigningKey]) -> tuple[SigningKey, ...]:
        """The keyring was read and has the keys *kept*: the ring."""
        self.is_open = True
        for kid, changed in self._retried.items():
            if self._not_taken.get(kid, changed) == changed:  # and not another one since
                self._not_taken.pop(kid, None)
        ring = self.arranged(kept)
        taken = {key.name for key in kept}
        for key in self.of_this_run:
            if key.role is KeyRole.ISSUER and key.name in taken:
                # The server goes on signing with it, beside the one that was kept in an earlier run.
                self.memory.update(key.renamed(f"{key.name} (this run)"))
                ring = self.arranged(kept)
        return ring

    def adding(self, make: Callable[[], Sequence[SigningKey]]) -> Callable[[], Added]:
        """A call for a worker, which blocks: it makes keys and keeps them, for this run if the keyring fails.

        The call raises KidTakenError; then there is no new key.
        """
        is_open = self.is_open

        def add() -> Added:
            keys = tuple(make())
            if not is_open:
                return Added(keys, False)
            try:
                self.keyring.save(*keys)
            except KidTakenError:  # by another window, a moment ago: nothing is wrong with the keyring
                raise
            except KeyStoreError as error:
                return Added(keys, False, error)
            return Added(keys, True)

        return add

    def taking_in(self, keys: Sequence[SigningKey], replacing: Collection[str]) -> Callable[[], TakenIn]:
        """A call for a worker, which blocks: it keeps keys from outside, for this run if the keyring fails.

        A key that takes the place of one in the keyring is not held in its stead: if the keyring fails, the earlier
        one stays.

        Args:
            keys: the keys, one a ``kid``.
            replacing: the kids of keys in the ring whose place they take.
        """
        here = [key for key in keys if self.in_memory(key.kid)]
        replaced = [key for key in keys if key.kid in replacing and key not in here]
        fresh = [key for key in keys if key not in here and key not in replaced]
        if not self.is_open:
            return partial(TakenIn, held=(*fresh, *here), refused=tuple(replaced))
        return partial(_take_in, self.keyring, fresh, replaced, tuple(here))

    def rotating(self, turn: Callable[[], tuple[SigningKey, SigningKey]]) -> Callable[[], Turn]:
        """A call for a worker, which blocks: it makes the issuer's next key, and keeps it and what becomes of the old.

        *turn* makes the new key, lets the server sign with it, and returns it with the old one. Wherever a program is
        killed between the writes, no key is an issuer's beside another, and none is accepted longer than was wished.
        """
        is_open = self.is_open

        def rotate() -> Turn:
            new, old = turn()
            if not is_open or self.in_memory(old.kid):
                return Turn(new, old, False)
            try:
                self.keyring.save(replace(new, role=KeyRole.OWN))
                self.keyring.update(old)
                self.keyring.update(new)
            except KeyStoreError as error:
                return Turn(new, old, False, error)
            return Turn(new, old, True)

        return rotate

    def rotated(self, turn: Turn) -> None:
        """The issuer's key was rotated; what the keyring has not taken of it, it is told when it can be used again."""
        if turn.kept:
            return
        self.hold([turn.new])
        if turn.problem is None:
            self.memory.update(turn.old)
            return
        for key in (turn.old, turn.new):
            self._not_taken[key.kid] = key

    def hold(self, keys: Iterable[SigningKey]) -> None:
        """Keep *keys* in memory for this run, in the place of those of the same ``kid``."""
        for key in keys:
            if self.in_memory(key.kid):
                self.memory.replace(key)
            else:
                self.memory.save(key)

    def keeping(self) -> Callable[[], tuple[SigningKey, ...]]:
        """A call for a worker, which blocks: it puts the keys of this run into the keyring, and returns them."""
        keys = self.of_this_run
        # The issuer's role is another key's; as a trusted key it lets the tokens of this run go on being accepted.
        kept = tuple(replace(key, role=KeyRole.OWN) for key in keys)

        def keep() -> tuple[SigningKey, ...]:
            there = {key.kid for key in self.keyring.load()}
            self.keyring.save(*(key for key in kept if key.kid not in there))
            return keys

        return keep

    def kept(self, keys: Iterable[SigningKey]) -> None:
        """The keyring has the keys of this run now; the one that the server signs with stays its own until the end."""
        for key in keys:
            self.memory.delete(key.kid)
            if key.role is KeyRole.ISSUER:
                self._signer = key


def _take_in(
    keyring: SharedKeyStore, fresh: Sequence[SigningKey], replaced: Sequence[SigningKey], held: tuple[SigningKey, ...]
) -> TakenIn:
    kept: list[SigningKey] = []
    try:
        for start in range(0, len(fresh), _SAVED_AT_ONCE):
            some = fresh[start : start + _SAVED_AT_ONCE]
            keyring.save(*some)
            kept += some
        for key in replaced:
            keyring.replace(key)
            kept.append(key)
    except KeyStoreError as error:
        left = [key for key in (*fresh, *replaced) if key not in kept]
        # A kid that is taken is so in the keyring, where another window put it: a key in memory would be hidden by it.
        lasting = isinstance(error, KidTakenError)
        held_now = tuple(key for key in left if key in fresh and not lasting)
        return TakenIn(tuple(kept), (*held, *held_now), tuple(key for key in left if key not in held_now), error)
    return TakenIn(tuple(kept), held)


def _with_issuer(keyring: SharedKeyStore, issuer: SigningKey) -> list[SigningKey]:
    """Keep *issuer*, unless another window has kept one in the same moment."""
    keyring.save(issuer)
    keys = keyring.load()
    first = next(key for key in keys if key.role is KeyRole.ISSUER)
    if first.kid != issuer.kid:
        keyring.delete(issuer.kid)
        keys = [key for key in keys if key.kid != issuer.kid]
    return keys
