"""Making a key and letting go of it, several deletions, names, and when a key signed last."""

import pytest

from tests.presenters.stand_ins import RunLater, StandInHost, heard, key, run_now
from workbench.core.errors import KeyringLockedError, KidTakenError
from workbench.core.keys.signing_key import KeyRole
from workbench.core.keys.store import MemoryKeyStore
from workbench.presenters.keys.deletions import Deletions, Undoable
from workbench.presenters.keys.keyring_status import Condition
from workbench.presenters.keys.keys import KeysPresenter
from workbench.presenters.keys.ring import ISSUER_NAME, KeyRing
from workbench.presenters.status import StatusLevel
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter

NOW = 1_700_000_500


class CountingStore(MemoryKeyStore):
    """Counts what is written, and can be locked."""

    def __init__(self, *keys):
        super().__init__()
        self.persistent, self.name = True, "Secret Service"
        self.notes = []
        self.saved = 0
        self.problem = None
        super().save(*keys)

    def save(self, *keys):
        self.saved += len(keys)
        super().save(*keys)

    def note_uses(self, uses):
        if self.problem is not None:
            raise self.problem
        self.notes.append(dict(uses))
        super().note_uses(uses)

    def load_if_changed(self):
        return self.load()


@pytest.fixture
def store():
    return CountingStore(key(ISSUER_NAME, role=KeyRole.ISSUER, trusted=True), key("one"), key("two"), key("three"))


@pytest.fixture
def keys(qapp, store):
    presenter = KeysPresenter(store, StandInHost(), run_now, undo_ms=60_000, now=lambda: NOW)
    presenter.ring.open()
    return presenter


def open_ring(*keys, run=run_now):
    """A ring without collaborators, which has read its keyring."""
    ring = KeyRing(CountingStore(key(ISSUER_NAME, role=KeyRole.ISSUER, trusted=True), *keys), StandInHost(), run)
    ring.open()
    return ring


def kid_of(presenter, name):
    return next(each.kid for each in presenter.ring.keys if each.name == name)


def names(ring):
    return [each.name for each in ring.keys]


@pytest.fixture
def slow(qapp, store):
    """A presenter whose background lets nothing through by itself, and that background."""
    later = RunLater()
    presenter = KeysPresenter(store, StandInHost(), later)
    presenter.ring.open()
    later.let_one_through()
    return presenter, later


def test_a_key_that_was_cancelled_never_enters_the_list_or_the_keyring(slow, store):
    presenter, later = slow
    busy, making = heard(presenter.ring.busy_changed), heard(presenter.generation.making_changed)
    assert presenter.generate("unwanted", "RS256", 4_096)
    assert (making[-1], busy[-1]) == ("unwanted, RS256 of 4,096 bits", True)
    presenter.cancel_generation()
    assert (making[-1], busy[-1]) == ("", False)
    assert presenter.generate("wanted", "EdDSA"), "another key can be made immediately, whatever the first thread does"
    later.let_one_through()  # the thread of the first comes to its end
    assert later.waiting
    assert "unwanted" not in names(presenter.ring)
    later.let_one_through()  # the second is made
    later.let_one_through()  # and put into the keyring
    assert not later.waiting
    assert names(presenter.ring)[-1] == "wanted"
    assert "unwanted" not in [each.name for each in store.load()]
    assert store.saved == 1


def test_what_was_cancelled_may_fail_without_a_word(slow):
    presenter, later = slow
    presenter.generate("unwanted", "no such algorithm")
    presenter.cancel_generation()
    statuses = heard(presenter.ring.status_changed)
    later.let_one_through()
    assert statuses == []


def test_a_key_gets_the_length_and_the_kid_that_were_asked_for(keys):
    keys.generate("mine", "PS256", 3_072, " 2026-11 ")
    made = keys.ring.keys[-1]
    assert (made.kid, made.signature_octets) == ("2026-11", 384)
    keys.generate("other", "ES256")
    assert keys.ring.keys[-1].kid == keys.ring.keys[-1].fingerprint, "by default the thumbprint"


def test_a_name_or_kid_that_is_taken_makes_no_key_and_is_told(keys):
    statuses = heard(keys.ring.status_changed)
    assert not keys.generate("one", "EdDSA")
    assert "called one already" in statuses[-1].text
    gone = kid_of(keys, "two")
    keys.delete(gone)
    assert not keys.generate("new", "EdDSA", kid=gone), "the deleted key can still be brought back"
    assert not keys.generate("new", "EdDSA", kid=" ")
    assert statuses[-1].severity is StatusLevel.ERROR
    assert "new" not in names(keys.ring)


def test_a_kid_that_another_window_took_meanwhile_is_no_trouble_of_the_keyring(keys, store):
    store.save = lambda *_: (_ for _ in ()).throw(KidTakenError("There is a key with the kid k already."))
    statuses = heard(keys.ring.status_changed)
    keys.generate("mine", "EdDSA", kid="k")
    assert statuses[-1].text == "There is a key with the kid k already. Give the new key another kid."
    assert "mine" not in names(keys.ring)
    assert keys.ring.state.condition is Condition.OPEN


def test_a_key_is_renamed_in_list_and_keyring(keys, store):
    kid = kid_of(keys, "one")
    assert keys.rename(kid, " first ")
    assert kid_of(keys, "first") == kid
    assert "first" in [each.name for each in store.load()]
    statuses = heard(keys.ring.status_changed)
    assert not keys.rename(kid, "two")
    assert not keys.rename(kid, " ")
    assert statuses[-1].text == "A key needs a name."
    assert "first" in names(keys.ring)


def test_several_deletions_can_each_be_undone_the_last_one_first(keys, store):
    offers = heard(keys.deletions.undo_changed)
    for name in ("one", "two", "three"):
        keys.delete(kid_of(keys, name))
    assert (offers[-1].name, offers[-1].others) == ("three", ("two", "one"))
    keys.undo_deletion()
    keys.undo_deletion()
    assert set(names(keys.ring)) == {ISSUER_NAME, "two", "three"}
    assert offers[-1].name == "one"
    assert len(store.load()) == 4
    keys.deletions.finish()
    assert [each.name for each in store.load()] == [ISSUER_NAME, "two", "three"]
    assert offers[-1] is None


def test_each_deletion_has_its_own_time_and_they_end_in_their_order(qapp):
    first, second = key("first"), key("second")
    ring, clock = open_ring(first, second), [0.0]
    deletions = Deletions(ring, 10_000, lambda: clock[0])
    offers = heard(deletions.undo_changed)
    deletions.delete(first)
    clock[0] = 4.0
    deletions.delete(second)
    assert offers[-1] == Undoable("second", 10, ("first",))
    clock[0] = 9.5
    deletions.tick()
    assert offers[-1] == Undoable("second", 5, ("first",))
    clock[0] = 10.0
    deletions.tick()
    assert [each.name for each in ring.storage.keyring.load()] == [ISSUER_NAME, "second"]
    assert offers[-1] == Undoable("second", 4)
    deletions.undo()
    clock[0] = 99.0
    deletions.tick()
    assert names(ring) == [ISSUER_NAME, "second"], "what was restored is not erased"
    assert len(ring.storage.keyring.load()) == 2


def test_a_key_that_signs_is_noted_at_once_and_written_later_with_all_others(keys, store):
    lists, used = heard(keys.ring.keys_changed), heard(keys.ring.uses_changed)
    for name in ("one", "two", "one"):
        keys.note_use(kid_of(keys, name))
    assert {each.name: each.last_used for each in keys.ring.keys if each.last_used} == {"one": NOW, "two": NOW}
    assert len(used) == 2, "the second use in the same second is none"
    assert lists == [], "nothing has to be verified or listed again"
    assert store.notes == []
    keys.last_used.write()
    assert store.notes == [{kid_of(keys, "one"): NOW, kid_of(keys, "two"): NOW}]
    keys.last_used.write()
    assert len(store.notes) == 1


def test_a_use_that_is_not_written_yet_survives_news_and_the_end_of_the_program(keys, store):
    keys.note_use(kid_of(keys, "one"))
    lists = heard(keys.ring.keys_changed)
    keys.ring.refresh()
    assert next(each.last_used for each in keys.ring.keys if each.name == "one") == NOW
    assert lists == [], "another window that has signed is no reason to list the keys again"
    keys.finish()
    assert next(each.last_used for each in store.load() if each.name == "one") == NOW


def test_a_keyring_in_trouble_is_not_asked_to_note_a_use(keys, store):
    store.problem = KeyringLockedError("The keyring is locked.")
    keys.note_use(kid_of(keys, "one"))
    keys.last_used.write()
    assert keys.ring.state.condition is Condition.LOCKED
    store.problem = None
    keys.last_used.write()
    assert store.notes == [], "it would ask for its password at a moment that nobody chose"
    keys.ring.open()
    keys.last_used.write()
    assert len(store.notes) == 1


def test_the_use_of_a_temporary_key_is_noted_in_memory(qapp):
    presenter = KeysPresenter(CountingStore(), StandInHost(), run_now, now=lambda: NOW)
    presenter.ring.unavailable(KeyringLockedError("The keyring is locked."))
    presenter.note_use(presenter.ring.keys[0].kid)
    presenter.last_used.write()
    assert [each.last_used for each in presenter.ring.storage.temporary] == [NOW]


def test_the_editor_tells_which_key_signed(qapp):
    editor = EditorPresenter(BenchToken(lambda: NOW))
    mine = key("mine")
    editor.set_keys((mine,))
    editor.choose_key(mine.kid)
    signed = heard(editor.signed)
    editor.sign()
    assert signed == [], "there is nothing to sign"
    editor.token.set_text("eyJhbGciOiJub25lIn0.e30.")
    editor.sign()
    assert signed == [mine.kid]
