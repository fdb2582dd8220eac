import pytest

from tests.presenters.stand_ins import BrokenStore, StandInHost, heard, key, run_now
from workbench.core.errors import KeyNotTrustedError, KeyringLockedError, KeyStoreError
from workbench.core.keys import KeyRole, MemoryKeyStore
from workbench.presenters.keys import ISSUER_NAME, KeysPresenter
from workbench.presenters.status import Severity


@pytest.fixture
def store():
    return MemoryKeyStore()


@pytest.fixture
def host():
    return StandInHost()


@pytest.fixture
def keys(qapp, store, host):
    return KeysPresenter(store, host, run_now, undo_ms=60_000)


def names(presenter):
    return [each.name for each in presenter.keys]


def test_the_first_start_makes_the_issuers_key_and_keeps_it(keys, store):
    opened = heard(keys.keys_changed)
    keys.open()
    assert names(keys) == [ISSUER_NAME]
    assert keys.keys[0].role is KeyRole.ISSUER
    assert keys.keys[0].trusted
    assert [each.kid for each in store.load()] == [keys.keys[0].kid]
    assert opened == [keys.keys]


def test_a_later_start_finds_the_same_issuers_key(keys, store, host):
    keys.open()
    again = KeysPresenter(store, host, run_now)
    again.open()
    assert again.keys == keys.keys


def test_a_new_key_is_kept_and_not_trusted(keys, store, host):
    keys.open()
    keys.generate("attacker", "EdDSA")
    assert names(keys) == [ISSUER_NAME, "attacker"]
    assert not keys.keys[1].trusted
    assert keys.keys[1].kid not in host.trusted
    assert len(store.load()) == 2


def test_a_new_key_without_a_name_gets_a_free_one(keys):
    keys.open()
    keys.generate("", "EdDSA")
    keys.generate("  ", "EdDSA")
    assert names(keys)[1:] == ["my-eddsa", "my-eddsa-2"]


def test_trusting_a_key_tells_the_server_and_the_store(keys, store, host):
    keys.open()
    keys.generate("mine", "EdDSA")
    kid = keys.keys[1].kid
    keys.set_trusted(kid, True)
    assert kid in host.trusted
    assert [each.trusted for each in store.load() if each.kid == kid] == [True]
    keys.set_trusted(kid, False)
    assert kid not in host.trusted
    assert not keys.keys[1].trusted


def test_a_key_that_the_server_refuses_stays_untrusted(keys, host):
    keys.open()
    keys.generate("weak", "EdDSA")
    host.problem = KeyNotTrustedError("The demo server does not accept the key weak: too short.")
    statuses, lists = heard(keys.status_changed), heard(keys.keys_changed)
    keys.set_trusted(keys.keys[1].kid, True)
    assert not keys.keys[1].trusted
    assert statuses[-1].text.startswith("The demo server does not accept the key weak")
    assert lists == [keys.keys], "the view has to put its switch back"


def test_the_issuers_key_can_be_neither_distrusted_nor_deleted(keys, host):
    keys.open()
    issuer = keys.keys[0]
    keys.set_trusted(issuer.kid, False)
    keys.delete(issuer.kid)
    assert keys.keys == (issuer,)


def test_a_deleted_key_leaves_the_store_when_the_time_for_undoing_is_over(keys, store, host):
    keys.open()
    keys.generate("mine", "EdDSA")
    kid = keys.keys[1].kid
    keys.set_trusted(kid, True)
    keys.delete(kid)
    assert names(keys) == [ISSUER_NAME]
    assert kid not in host.trusted
    assert len(store.load()) == 2
    keys.finish_deletion()
    assert len(store.load()) == 1


def test_undoing_a_deletion_brings_the_key_and_its_trust_back(keys, store, host):
    keys.open()
    keys.generate("mine", "EdDSA")
    kid = keys.keys[1].kid
    keys.set_trusted(kid, True)
    keys.delete(kid)
    keys.undo_deletion()
    assert names(keys) == [ISSUER_NAME, "mine"]
    assert kid in host.trusted
    keys.finish_deletion()
    assert len(store.load()) == 2


def test_a_key_that_cannot_be_read_is_told_and_costs_no_other(keys, store):
    keys.open()
    store.damaged = (KeyStoreError("The key old cannot be read."),)
    found = heard(keys.store_unavailable)
    keys.open()
    assert found[-1].text == "The key old cannot be read."
    assert names(keys) == [ISSUER_NAME]


def test_a_locked_keyring_is_named_and_keys_last_for_this_run(qapp, host):
    broken = BrokenStore(KeyringLockedError("The keyring is locked."))
    presenter = KeysPresenter(broken, host, run_now)
    statuses, stores = heard(presenter.store_unavailable), heard(presenter.store_changed)
    presenter.open()
    assert statuses[-1].severity is Severity.WARNING
    assert statuses[-1].text.startswith("The keyring is locked.")
    assert "this run only" in statuses[-1].text
    assert stores[-1][1] is False
    assert names(presenter) == [ISSUER_NAME]


def test_a_key_that_cannot_be_kept_is_not_listed(keys, store):
    keys.open()
    statuses = heard(keys.status_changed)
    keys.generate("mine", "no such algorithm")
    assert names(keys) == [ISSUER_NAME]
    assert statuses[-1].severity is Severity.ERROR


def test_keys_are_listed_with_the_issuers_first(qapp, host):
    store = MemoryKeyStore()
    store.save(key("b"))
    store.save(key("a"))
    store.save(key(ISSUER_NAME, role=KeyRole.ISSUER, trusted=True))
    presenter = KeysPresenter(store, host, run_now)
    presenter.open()
    assert names(presenter) == [ISSUER_NAME, "a", "b"]
