"""The ring and each of its collaborators by itself, on a plain ring."""

import pytest

from tests.presenters.stand_ins import NOW, RunLater, StandInHost, heard, key, run_now
from workbench.core.errors import KeyNotTrustedError, KeyringLockedError, KeyStoreError
from workbench.core.keys.signing_key import KeyRole
from workbench.core.keys.store import MemoryKeyStore
from workbench.presenters.keys.deletions import Deletions
from workbench.presenters.keys.generation import Generation
from workbench.presenters.keys.last_used import LastUsed
from workbench.presenters.keys.ring import ISSUER_NAME, KeyRing, Work
from workbench.presenters.keys.ring_import import RingImport
from workbench.presenters.keys.ring_rotation import RingRotation
from workbench.presenters.keys.server_trust import ServerTrust

LOCKED = KeyringLockedError("The keyring is locked.")


class Store(MemoryKeyStore):
    """Raises `problem` when a key is to be saved, as long as it has one."""

    def __init__(self, *keys):
        super().__init__()
        self.persistent, self.name, self.problem = True, "Secret Service", None
        super().save(key(ISSUER_NAME, role=KeyRole.ISSUER, trusted=True), *keys)

    def save(self, *keys):
        if self.problem is not None:
            raise self.problem
        super().save(*keys)


@pytest.fixture
def store():
    return Store(key("one", trusted=True), key("two"))


@pytest.fixture
def host():
    return StandInHost()


@pytest.fixture
def ring(qapp, store, host):
    ring = KeyRing(store, host, run_now)
    ring.open()
    return ring


@pytest.fixture
def later():
    return RunLater()


def names(ring):
    return [each.name for each in ring.keys]


def named(ring, name):
    return next(each for each in ring.keys if each.name == name)


def test_a_ring_is_busy_until_all_its_work_is_done(ring):
    changes = heard(ring.busy_changed)
    ring.start(Work.IMPORT)
    ring.start(Work.ROTATION)
    ring.finish(Work.IMPORT)
    assert ring.busy == {Work.ROTATION}
    ring.finish(Work.ROTATION)
    ring.finish(Work.ROTATION)
    assert not ring.busy
    assert changes == [True, False]


def test_a_ring_that_waits_for_its_keyring_is_not_open(qapp, store, host, later):
    ring = KeyRing(store, host, later)
    ring.open()
    assert (ring.busy, ring.is_open) == ({Work.KEYRING}, False)
    later.let_one_through()
    assert (ring.busy, ring.is_open) == (set(), True)


def test_the_status_that_was_reported_last_is_remembered(ring):
    statuses = heard(ring.status_changed)
    Deletions(ring).delete(named(ring, "two"))
    assert ring.status is statuses[-1]
    assert ring.status.text == "Deleted key two."


def test_a_deleted_key_is_left_out_of_what_is_read_again(ring, store):
    deletions = Deletions(ring, 60_000)
    two = named(ring, "two")
    deletions.delete(two)
    ring.open()
    assert "two" not in names(ring)
    assert ring.kid_fault(two.kid), "it can still be restored"
    deletions.undo()
    assert named(ring, "two") == two
    deletions.delete(two)
    deletions.finish()
    assert "two" not in [each.name for each in store.load()]
    assert not ring.kid_fault(two.kid)


@pytest.mark.parametrize("problem", [None, LOCKED])
def test_a_generated_key_is_listed_saved_or_not(ring, store, problem):
    store.problem = problem
    assert Generation(ring, run_now).generate("mine", "EdDSA")
    assert ring.is_saved(named(ring, "mine").kid) == (problem is None)
    assert not ring.busy


def test_a_key_is_not_generated_while_the_ring_is_busy(ring, later):
    generation = Generation(ring, later)
    ring.start(Work.ROTATION)
    assert not generation.generate("mine", "EdDSA")
    ring.finish(Work.ROTATION)
    assert generation.generate("mine", "EdDSA")
    assert ring.busy == {Work.GENERATION}
    later.let_one_through()
    assert ring.busy == {Work.GENERATION}, "it is still to be saved"
    later.let_one_through()
    assert not ring.busy


def test_an_imported_key_takes_the_place_of_a_trusted_one_and_is_not_trusted(ring, host):
    one = named(ring, "one")
    host.trusted = {one.kid: one}
    ring_import = RingImport(ring, Deletions(ring), run_now)
    results, changes = heard(ring_import.imported), heard(ring.trust_changed)
    ring_import.import_keys([key("other", kid=one.kid)], {one.kid})
    assert [each.name for each in results[-1].saved] == ["other"]
    assert named(ring, "other").kid == one.kid
    assert host.trusted == {}
    assert len(changes) == 1


def test_an_import_that_the_keyring_refuses_leaves_temporary_keys(ring, store):
    ring_import = RingImport(ring, Deletions(ring), run_now)
    results = heard(ring_import.imported)
    store.problem = LOCKED
    ring_import.import_keys([key("new")], ())
    assert (results[-1].saved, len(results[-1].temporary), results[-1].problem) == ((), 1, LOCKED)
    assert not ring.is_saved(named(ring, "new").kid)
    assert not ring.is_usable


def test_a_rotation_that_fails_changes_nothing(ring):
    def failing():
        raise KeyStoreError("No key could be made.")

    before, failures = ring.keys, []
    RingRotation(ring, run_now).rotate(failing, failures.append, failures.append)
    assert [str(each) for each in failures] == ["No key could be made."]
    assert ring.keys == before
    assert not ring.busy


def test_the_last_use_of_a_saved_key_is_written_when_it_is_asked_for(ring, store):
    last_used = LastUsed(ring, run_now, lambda: NOW + 5)
    uses = heard(ring.uses_changed)
    last_used.note(named(ring, "one").kid)
    last_used.note("unknown")
    assert len(uses) == 1
    assert named(ring, "one").last_used == NOW + 5
    last_used.write()
    assert {each.name: each.last_used for each in store.load()}["one"] == NOW + 5
    assert not ring.storage.pending_uses


def test_the_server_follows_another_window(host):
    kept, gone, new = key("kept", trusted=True), key("gone", trusted=True), key("new", trusted=True)
    host.trusted = {kept.kid: kept, gone.kid: gone}
    ring, refusal = ServerTrust(host).follow((kept, gone), (kept.with_trusted(False), new))
    assert host.trusted == {new.kid: new}
    assert [each.trusted for each in ring] == [False, True]
    assert refusal is None


def test_a_key_that_the_server_refuses_is_not_trusted_in_the_ring(host):
    host.problem = KeyNotTrustedError("too short")
    ring, refusal = ServerTrust(host).follow((), (key("weak", trusted=True),))
    assert not ring[0].trusted
    assert refusal is host.problem


def test_the_server_signs_with_the_key_that_another_window_made_the_issuers(host):
    old, new = key("old", role=KeyRole.ISSUER, trusted=True), key("new", role=KeyRole.ISSUER, trusted=True)
    ServerTrust(host).follow((old,), (new,))
    assert host.turns == [(new, old)]
