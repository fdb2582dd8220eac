import pytest

from tests.presenters.stand_ins import BrokenStore, RunLater, StandInHost, heard, key, run_now
from workbench.core.errors import (
    KeyNotTrustedError,
    KeyringDeniedError,
    KeyringLockedError,
    KeyringMissingError,
    KeyringTimeoutError,
    KeyStoreError,
)
from workbench.core.keys.signing_key import KeyRole
from workbench.core.keys.store import MemoryKeyStore
from workbench.presenters.keys.keys import KeysPresenter
from workbench.presenters.keys.ring import ISSUER_NAME
from workbench.presenters.status import StatusLevel


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
    return [each.name for each in presenter.ring.keys]


def test_the_first_start_makes_the_issuers_key_and_keeps_it(keys, store):
    opened = heard(keys.ring.keys_changed)
    keys.ring.open()
    assert names(keys) == [ISSUER_NAME]
    assert keys.ring.keys[0].role is KeyRole.ISSUER
    assert keys.ring.keys[0].trusted
    assert [each.kid for each in store.load()] == [keys.ring.keys[0].kid]
    assert opened == [keys.ring.keys]


def test_a_later_start_finds_the_same_issuers_key(keys, store, host):
    keys.ring.open()
    again = KeysPresenter(store, host, run_now)
    again.ring.open()
    assert again.ring.keys == keys.ring.keys


def test_a_new_key_is_kept_and_not_trusted(keys, store, host):
    keys.ring.open()
    keys.generate("attacker", "EdDSA")
    assert names(keys) == [ISSUER_NAME, "attacker"]
    assert not keys.ring.keys[1].trusted
    assert keys.ring.keys[1].kid not in host.trusted
    assert len(store.load()) == 2


def test_a_new_key_without_a_name_gets_a_free_one(keys):
    keys.ring.open()
    keys.generate("", "EdDSA")
    keys.generate("  ", "EdDSA")
    assert names(keys)[1:] == ["my-eddsa", "my-eddsa-2"]


def test_trusting_a_key_tells_the_server_and_the_store(keys, store, host):
    keys.ring.open()
    keys.generate("mine", "EdDSA")
    kid = keys.ring.keys[1].kid
    keys.set_trusted(kid, True)
    assert kid in host.trusted
    assert [each.trusted for each in store.load() if each.kid == kid] == [True]
    keys.set_trusted(kid, False)
    assert kid not in host.trusted
    assert not keys.ring.keys[1].trusted


def test_a_key_that_the_server_refuses_stays_untrusted(keys, host):
    keys.ring.open()
    keys.generate("weak", "EdDSA")
    host.problem = KeyNotTrustedError("The demo server does not accept the key weak: too short.")
    statuses, lists = heard(keys.ring.status_changed), heard(keys.ring.keys_changed)
    keys.set_trusted(keys.ring.keys[1].kid, True)
    assert not keys.ring.keys[1].trusted
    assert statuses[-1].text.startswith("The demo server does not accept the key weak")
    assert lists == [keys.ring.keys], "the view has to put its switch back"


def test_the_issuers_key_can_be_neither_distrusted_nor_deleted(keys, host):
    keys.ring.open()
    issuer = keys.ring.keys[0]
    keys.set_trusted(issuer.kid, False)
    keys.delete(issuer.kid)
    assert keys.ring.keys == (issuer,)


def test_a_deleted_key_leaves_the_store_when_the_time_for_undoing_is_over(keys, store, host):
    keys.ring.open()
    keys.generate("mine", "EdDSA")
    kid = keys.ring.keys[1].kid
    keys.set_trusted(kid, True)
    keys.delete(kid)
    assert names(keys) == [ISSUER_NAME]
    assert kid not in host.trusted
    assert len(store.load()) == 2
    keys.deletions.finish()
    assert len(store.load()) == 1


def test_undoing_a_deletion_brings_the_key_and_its_trust_back(keys, store, host):
    keys.ring.open()
    keys.generate("mine", "EdDSA")
    kid = keys.ring.keys[1].kid
    keys.set_trusted(kid, True)
    keys.delete(kid)
    keys.undo_deletion()
    assert names(keys) == [ISSUER_NAME, "mine"]
    assert kid in host.trusted
    keys.deletions.finish()
    assert len(store.load()) == 2


def test_a_key_that_cannot_be_read_is_told_and_costs_no_other(keys, store):
    keys.ring.open()
    store.damaged = (KeyStoreError("The key old cannot be read."),)
    found = heard(keys.ring.store_unavailable)
    keys.ring.open()
    assert found[-1].text == "The key old cannot be read."
    assert names(keys) == [ISSUER_NAME]


def test_a_locked_keyring_is_named_and_new_keys_are_temporary(qapp, host):
    broken = BrokenStore(KeyringLockedError("The keyring is locked."))
    presenter = KeysPresenter(broken, host, run_now)
    statuses, stores = heard(presenter.ring.store_unavailable), heard(presenter.ring.store_changed)
    presenter.ring.open()
    assert statuses[-1].severity is StatusLevel.WARNING
    assert statuses[-1].text.startswith("The keyring is locked.")
    assert "new keys are temporary" in statuses[-1].text
    assert stores[-1][1] is False
    assert names(presenter) == [ISSUER_NAME]


def test_a_key_that_cannot_be_kept_is_not_listed(keys, store):
    keys.ring.open()
    statuses = heard(keys.ring.status_changed)
    keys.generate("mine", "no such algorithm")
    assert names(keys) == [ISSUER_NAME]
    assert statuses[-1].severity is StatusLevel.ERROR


def test_keys_are_listed_with_the_issuers_first(qapp, host):
    store = MemoryKeyStore()
    store.save(key("b"))
    store.save(key("a"))
    store.save(key(ISSUER_NAME, role=KeyRole.ISSUER, trusted=True))
    presenter = KeysPresenter(store, host, run_now)
    presenter.ring.open()
    assert names(presenter) == [ISSUER_NAME, "a", "b"]


# A keyring that comes and goes.


class Moody(MemoryKeyStore):
    """Raises `problem` as long as it has one; several windows can use it."""

    def __init__(self):
        super().__init__()
        self.problem = None
        self.persistent = True
        self.name = "Secret Service"
        self.news = None
        self.looks = 0

    def load(self):
        self._raise()
        return super().load()

    def save(self, *keys):
        self._raise()
        super().save(*keys)

    def update(self, key, before=None):
        self._raise()
        super().update(key, before)

    def delete(self, kid):
        self._raise()
        super().delete(kid)

    def load_if_changed(self):
        self.looks += 1
        self._raise()
        return self.news

    def _raise(self):
        if self.problem is not None:
            raise self.problem


PROBLEMS = [
    KeyringLockedError("The keyring is locked."),
    KeyringDeniedError("The keyring's prompt was dismissed."),
    KeyringTimeoutError("The keyring did not answer within 20 s."),
    KeyringMissingError("The Secret Service does not run."),
]


@pytest.fixture
def moody():
    return Moody()


@pytest.fixture
def window(qapp, moody, host):
    presenter = KeysPresenter(moody, host, run_now, undo_ms=60_000)
    presenter.remedies = heard(presenter.ring.remedy_changed)
    presenter.notices = heard(presenter.ring.store_unavailable)
    presenter.starts = heard(presenter.ring.opened)
    return presenter


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_keyring_is_tried_again_without_a_restart_and_gets_the_temporary_keys_when_the_user_says_so(
    window, moody, host, problem
):
    kept = [key(ISSUER_NAME, role=KeyRole.ISSUER, trusted=True), key("kept", trusted=True)]
    moody.save(*kept)
    moody.problem = problem
    window.ring.open()
    window.generate("mine", "EdDSA")
    run_issuer, mine = window.ring.keys
    assert window.remedies[-1] == "Try again"
    assert "Tried again" not in window.ring.status.text
    for tried in ("1 time", "2 times"):
        window.ring.run_remedy()
        assert window.remedies[-2:] == ["", "Try again"], "the button goes while it tries"
        assert window.ring.status.text.endswith(f"Tried again {tried}, without success.")
    assert window.ring.keys == (run_issuer, mine)

    moody.problem = None
    window.ring.run_remedy()
    assert {each.name for each in window.ring.keys} == {ISSUER_NAME, f"{ISSUER_NAME}-2", "kept", "mine"}
    assert {each.kid for each in kept} <= host.trusted.keys(), "tokens of earlier runs are accepted"
    assert len(moody.load()) == 2, "nothing is kept without being asked for"
    assert window.remedies[-1] == "Save the 2 temporary keys to the keyring"
    assert "goes on signing with its temporary key" in window.notices[-1].text
    assert len(window.starts) == 1, "the server is not restarted"

    window.ring.run_remedy()
    assert window.remedies[-1] == ""
    assert window.notices[-1].text == ""
    stored = {each.kid: each for each in moody.load()}
    assert stored.keys() == {each.kid for each in (*kept, run_issuer, mine)}
    assert stored[run_issuer.kid].role is KeyRole.OWN, "a later run signs with the key of earlier runs"
    assert stored[run_issuer.kid].trusted, "and accepts what was signed in this one"
    assert next(each for each in window.ring.keys if each.kid == run_issuer.kid).role is KeyRole.ISSUER
    assert len(window.ring.keys) == 4


def test_a_keyring_without_an_issuers_key_gets_the_temporary_one(window, moody):
    moody.problem = PROBLEMS[0]
    window.ring.open()
    (issuer,) = window.ring.keys
    moody.problem = None
    window.ring.run_remedy()
    assert moody.load() == [issuer]
    assert window.ring.keys == (issuer,)
    assert window.remedies[-1] == ""


@pytest.mark.parametrize("problem", PROBLEMS)
def test_changes_that_a_keyring_refused_are_saved_when_it_can_be_used_again(window, moody, host, problem):
    moody.save(key("one"), key("two"))
    window.ring.open()
    one, two = (each for each in window.ring.keys if each.role is not KeyRole.ISSUER)
    moody.problem = problem
    window.set_trusted(one.kid, True)
    assert "1 change of saved keys will be lost" in window.notices[-1].text
    window.delete(two.kid)
    window.deletions.finish()
    window.generate("late", "EdDSA")
    assert window.remedies[-1] == "Try again"
    assert "2 changes of saved keys" in window.notices[-1].text
    assert {each.name for each in window.ring.keys} == {ISSUER_NAME, "one", "late"}

    moody.problem = None
    window.ring.run_remedy()
    assert {each.name: each.trusted for each in moody.load()} == {"one": True, ISSUER_NAME: True}
    assert {each.name for each in window.ring.keys} == {ISSUER_NAME, "one", "late"}
    assert one.kid in host.trusted
    assert window.remedies[-1] == "Save the temporary key to the keyring"
    window.ring.run_remedy()
    assert {each.name for each in moody.load()} == {"one", ISSUER_NAME, "late"}


def test_a_temporary_key_can_be_trusted_and_deleted_as_any_other(window, moody):
    moody.problem = PROBLEMS[0]
    window.ring.open()
    window.generate("mine", "EdDSA")
    kid = window.ring.keys[1].kid
    window.set_trusted(kid, True)
    moody.problem = None
    window.ring.run_remedy()
    window.ring.run_remedy()
    assert [each.trusted for each in moody.load() if each.kid == kid] == [True]

    moody.problem = PROBLEMS[0]
    window.generate("other", "EdDSA")
    window.delete(next(each.kid for each in window.ring.keys if each.name == "other"))
    window.deletions.finish()
    moody.problem = None
    window.ring.run_remedy()
    assert "other" not in [each.name for each in (*window.ring.keys, *moody.load())]
    assert window.remedies[-1] == ""


def test_a_key_that_was_saved_after_all_is_there_once(window, moody):
    window.ring.open()
    moody.problem = KeyringTimeoutError("The keyring did not answer within 20 s.")
    window.generate("slow", "EdDSA")
    moody.problem = None
    moody.save(window.ring.keys[1])  # the call that was given up has come through
    window.ring.run_remedy()
    assert [each.name for each in window.ring.keys] == [ISSUER_NAME, "slow"]
    assert window.remedies[-1] == ""


def test_what_another_window_changed_is_seen_and_the_server_follows(window, moody, host):
    moody.save(key("theirs", trusted=True), key("mine"))
    window.ring.open()
    named = {each.name: each for each in window.ring.keys}
    issuer, theirs, mine = named[ISSUER_NAME], named["theirs"], named["mine"]
    host.trusted = {theirs.kid: theirs}
    changes = heard(window.ring.trust_changed)
    window.ring.refresh()
    assert len(window.ring.keys) == 3
    assert changes == []
    new = key("new", trusted=True)
    moody.news = [issuer, mine.with_trusted(True), new]
    window.ring.refresh()
    assert {each.name for each in window.ring.keys} == {ISSUER_NAME, "mine", "new"}
    assert host.trusted.keys() == {mine.kid, new.kid}
    assert len(changes) == 1


def test_news_do_not_undo_what_is_on_its_way_to_the_keyring(qapp, moody, host):
    moody.save(key(ISSUER_NAME, role=KeyRole.ISSUER, trusted=True), key("one"), key("two"))
    later = RunLater()
    window = KeysPresenter(moody, host, later, undo_ms=60_000)
    window.ring.open()
    later.let_one_through()
    named = {each.name: each for each in window.ring.keys}
    moody.news = moody.load()
    window.ring.refresh()
    window.set_trusted(named["one"].kid, True)
    window.delete(named["two"].kid)
    later.let_one_through()
    assert [(each.name, each.trusted) for each in window.ring.keys] == [(ISSUER_NAME, True), ("one", True)]


def test_a_keyring_in_trouble_is_not_asked_by_itself(window, moody):
    moody.problem = PROBLEMS[0]
    window.ring.refresh()
    window.ring.open()
    window.ring.refresh()
    assert moody.looks == 0
    moody.problem = None
    window.ring.run_remedy()
    moody.problem = PROBLEMS[0]
    window.ring.refresh()
    window.ring.refresh()
    assert moody.looks == 1, "its prompt would come back for ever"
    assert window.remedies[-1] == "Try again"


def test_of_two_windows_that_start_at_once_one_makes_the_issuers_key(qapp, host):
    class Late(Moody):
        """Another window keeps its issuer's key between this one's look and its own."""

        def save(self, *keys):
            if not self.load():
                super().save(theirs)
            super().save(*keys)

    theirs = key(ISSUER_NAME, role=KeyRole.ISSUER, trusted=True)
    moody = Late()
    window = KeysPresenter(moody, host, run_now)
    window.ring.open()
    assert window.ring.keys == (theirs,)
    assert moody.load() == [theirs]


def test_a_key_that_was_trusted_once_and_that_the_server_refuses_now_is_shown_so(store, host, qapp):
    weak = key("weak", trusted=True)
    store.save(weak)
    host.refusals[weak.kid] = "The demo server does not accept the key weak: too short."
    keys = KeysPresenter(store, host, run_now)
    statuses = heard(keys.ring.status_changed)
    keys.ring.open()
    assert [each.trusted for each in keys.ring.keys if each.name == "weak"] == [False]
    assert statuses[-1].text.endswith("too short. It is no longer trusted.")
    assert weak.kid not in host.trusted


def test_a_weak_key_that_another_window_trusts_is_not_trusted_here(window, moody, host):
    window.ring.open()
    weak = key("weak", trusted=True)
    moody.news = [*moody.load(), weak]
    host.problem = KeyNotTrustedError("The demo server does not accept the key weak: too short.")
    window.ring.refresh()
    assert [each.trusted for each in window.ring.keys if each.name == "weak"] == [False]
