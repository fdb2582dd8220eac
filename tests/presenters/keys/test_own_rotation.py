"""The issuer's key follows another one in the ring, in the keyring and on the server."""

import pytest

from tests.presenters.stand_ins import NOW, RunLater, StandInHost, heard, key, run_now
from workbench.core.errors import KeyringLockedError, KeyStoreError
from workbench.core.keys.signing_key import KeyRole
from workbench.core.keys.store import MemoryKeyStore
from workbench.presenters.keys.keys import KeysPresenter
from workbench.presenters.keys.own_rotation import KeyRotationPresenter
from workbench.presenters.keys.ring import ISSUER_NAME
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import StatusLevel

LOCKED = KeyringLockedError("The keyring is locked.")


class Store(MemoryKeyStore):
    """Fails, if `fails_at` says so, at that write and at every one after it."""

    def __init__(self):
        super().__init__()
        self.persistent = True
        self.fails_at = None
        self.writes = 0
        self.news = None

    def load_if_changed(self):
        return self.news

    def save(self, *keys):
        self._count()
        super().save(*keys)

    def update(self, key, before=None):
        self._count()
        super().update(key, before)

    def _count(self):
        self.writes += 1
        if self.fails_at is not None and self.writes >= self.fails_at:
            raise LOCKED


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def host():
    return StandInHost()


@pytest.fixture
def keys(qapp, store, host):
    return opened(store, host)


def opened(store, host, run=run_now):
    """A ring that was read, with what rotates its issuer's key."""
    presenter = KeysPresenter(store, host, run)
    presenter.rotation = KeyRotationPresenter(presenter, host)
    presenter.ring.open()
    return presenter


def ring(presenter):
    return {each.name: (each.role, each.trusted, each.retires_at) for each in presenter.ring.keys}


ROTATED = {
    "demo-issuer-2": (KeyRole.ISSUER, True, None),
    ISSUER_NAME: (KeyRole.OWN, True, NOW + 1800),
}


def test_the_new_key_signs_at_once_and_the_old_one_has_an_end(keys, store, host):
    changes, statuses = heard(keys.ring.trust_changed), heard(keys.rotation.status_changed)
    keys.rotation.rotate(1800)
    assert ring(keys) == ROTATED
    assert {each.kid: each for each in store.load()} == {each.kid: each for each in keys.ring.keys}
    assert [(new.name, old.name, old.retires_at) for new, old in host.turns] == [
        ("demo-issuer-2", ISSUER_NAME, NOW + 1800)
    ]
    assert len(changes) == 1
    assert statuses[-1].text.startswith("Tokens are signed with demo-issuer-2 from now on;")
    assert statuses[-1].severity is StatusLevel.OK


def test_never_retiring_is_done_and_warned_of(keys):
    statuses = heard(keys.rotation.status_changed)
    keys.rotation.rotate(None)
    assert ring(keys)[ISSUER_NAME] == (KeyRole.OWN, True, None)
    assert statuses[-1].severity is StatusLevel.WARNING


def test_the_next_run_signs_with_the_new_key_and_knows_the_end_of_the_old_one(keys, store, qapp):
    keys.rotation.rotate(1800)
    again = KeysPresenter(store, StandInHost(), run_now)
    again.ring.open()
    assert ring(again) == ROTATED


@pytest.mark.parametrize("fails_at", [2, 3, 4])
def test_a_keyring_that_fails_midway_is_told_the_rest_when_it_can_be_used_again(keys, store, host, fails_at):
    store.fails_at = fails_at  # the first write was that of the first issuer's key
    notices = heard(keys.ring.store_unavailable)
    keys.rotation.rotate(1800)
    assert ring(keys) == ROTATED, "the server has turned already"
    assert len(host.turns) == 1
    assert "keyring is locked" in notices[-1].text
    store.fails_at = None
    keys.ring.run_remedy()
    assert ring(keys) == ROTATED
    assert [each.name for each in store.load() if each.role is KeyRole.ISSUER] == ["demo-issuer-2"]
    assert {each.name: each.retires_at for each in store.load()} == {ISSUER_NAME: NOW + 1800, "demo-issuer-2": None}


@pytest.mark.parametrize("killed_at", [2, 3, 4])
def test_a_program_killed_midway_leaves_one_issuers_key_to_the_next(keys, store, killed_at):
    (before,) = keys.ring.keys
    store.fails_at = killed_at
    keys.rotation.rotate(1800)
    store.fails_at = None
    again = KeysPresenter(store, StandInHost(), run_now)
    again.ring.open()
    assert len([each for each in again.ring.keys if each.role is KeyRole.ISSUER]) == 1
    old = next(each for each in again.ring.keys if each.kid == before.kid)
    assert old.trusted


def test_temporary_keys_are_rotated_without_a_keyring(qapp, host):
    class Closed(Store):
        def load(self):
            raise LOCKED

    presenter = opened(Closed(), host)
    presenter.rotation.rotate(1800)
    assert ring(presenter) == ROTATED


def test_with_two_issuers_keys_nobody_guesses_which_is_meant(keys, store, host):
    store.news = [*store.load(), key("other-issuer", role=KeyRole.ISSUER, trusted=True)]
    keys.ring.refresh()
    statuses = heard(keys.rotation.status_changed)
    keys.rotation.rotate(1800)
    assert host.turns == []
    assert "Start the workbench again" in statuses[-1].text


def test_a_key_is_retired_and_back_as_the_servers_clock_goes(keys, host):
    keys.rotation.rotate(1800)
    old = next(each for each in keys.ring.keys if each.name == ISSUER_NAME)
    lists, changes = heard(keys.ring.keys_changed), heard(keys.ring.trust_changed)
    host.move_clock(1799)
    keys.ring.apply_clock()
    assert (len(lists), len(changes)) == (0, 0)
    host.move_clock(1800)
    keys.ring.apply_clock()
    keys.ring.apply_clock()
    assert (len(lists), len(changes)) == (1, 1)
    assert not old.accepted_at(keys.ring.now)
    seen = {each.name: (each.trusted, each.retires_at) for each in lists[-1]}
    assert seen[ISSUER_NAME] == (False, NOW + 1800), "no view calls a retired key trusted"
    host.move_clock(0)
    keys.ring.apply_clock()
    assert (len(lists), len(changes)) == (2, 2)
    assert {each.name: each.trusted for each in lists[-1]}[ISSUER_NAME]


def test_a_server_that_starts_after_the_end_of_a_key_knows_it_for_a_clock_that_goes_back(keys, host):
    server = ServerPresenter(host, run_now)
    keys.ring.keys_changed.connect(server.set_ring)
    keys.rotation.rotate(1800)
    old = next(each for each in keys.ring.keys if each.name == ISSUER_NAME)
    host.move_clock(1800)
    keys.ring.apply_clock()
    server.start()
    assert host.trusted[old.kid].retires_at == NOW + 1800
    keys.set_trusted(old.kid, True)
    keys.set_trusted(old.kid, False)
    server.stop()
    server.start()
    assert old.kid not in host.trusted


def test_a_retired_key_can_be_trusted_again_for_ever_or_be_ended_early(keys, host):
    keys.rotation.rotate(1800)
    kid = next(each.kid for each in keys.ring.keys if each.name == ISSUER_NAME)
    host.move_clock(1800)
    keys.set_trusted(kid, True)
    assert ring(keys)[ISSUER_NAME] == (KeyRole.OWN, True, None)
    assert host.trusted[kid].retires_at is None
    keys.set_trusted(kid, False)
    assert kid not in host.trusted


def test_a_rotation_in_another_window_turns_the_server_of_this_one(keys, store, host):
    elsewhere = opened(store, StandInHost())
    elsewhere.rotation.rotate(1800)
    store.news = store.load()
    keys.ring.refresh()
    assert ring(keys) == ROTATED
    assert [(new.name, old.retires_at) for new, old in host.turns] == [("demo-issuer-2", NOW + 1800)]


def test_one_rotation_at_a_time_and_a_failure_does_not_end_that(qapp, store, host):
    later = RunLater()
    presenter = opened(store, host, later)
    presenter.rotation.rotate(60)
    assert len(later.waiting) == 1, "there is no key before the keyring was read"
    later.let_one_through()
    presenter.rotation.rotate(60)
    presenter.rotation.rotate(60)
    assert len(later.waiting) == 1
    _, _, on_failure = later.waiting.pop()
    on_failure(KeyStoreError("No key could be made."))
    presenter.rotation.rotate(60)
    assert len(later.waiting) == 1
