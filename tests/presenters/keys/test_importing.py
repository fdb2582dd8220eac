import json
from dataclasses import replace

import pytest

from tests.core.key_files.samples import PASSWORD, store, written
from tests.core.keys.ring import KEYS
from tests.presenters.stand_ins import RunLater, StandInHost, heard, run_now
from workbench.core.errors import KeyImportError, KeyringLockedError
from workbench.core.key_files.import_plan import ConflictChoice
from workbench.core.key_files.pasted_keys import SecretReading
from workbench.core.keys.signing_key import KeyRole
from workbench.core.keys.store import MemoryKeyStore, already_kept
from workbench.presenters.keys.importing import KeyImportPresenter, Stage
from workbench.presenters.keys.keys import KeysPresenter
from workbench.presenters.status import StatusLevel

FILES = {
    "/home/me/server.key": written("RSA", password=PASSWORD),
    "C:\\keys\\store.p12": store("P-256"),
    "/empty": b"",
}


def open_octets(path):
    if path not in FILES:
        raise KeyImportError(f"{path} cannot be read: no such file.", hint="Check its name.")
    return FILES[path]


class Store(MemoryKeyStore):
    """Raises `problem` as long as it has one, in the calls named in `failing`."""

    def __init__(self):
        super().__init__()
        self.problem = None
        self.failing = ("save", "replace")

    def save(self, *keys):
        self._raise("save")
        super().save(*keys)

    def replace(self, key):
        self._raise("replace")
        super().replace(key)

    def _raise(self, call):
        if self.problem is not None and call in self.failing:
            raise self.problem


class Desk:
    """A ring and an import into it; `said` is what its status line showed."""

    def __init__(self, run):
        self.store = Store()
        self.host = StandInHost()
        self.keys = KeysPresenter(self.store, self.host, run_now)
        self.keys.ring.open()
        self.keys.generate("mine", "EdDSA")
        self.importing = KeyImportPresenter(self.keys, open_octets, run)
        self.said = heard(self.importing.status_changed)
        self.wiped = heard(self.importing.wiped)

    @property
    def stage(self):
        return self.importing.state.stage

    @property
    def issuer(self):
        return self.keys.ring.keys[0]

    @property
    def mine(self):
        return next(key for key in self.keys.ring.keys if key.name.startswith("mine"))

    def paste(self, *jwks):
        self.importing.set_text(json.dumps({"keys": jwks}))

    def kept(self):
        return {key.name: key for key in self.store.load()}


@pytest.fixture
def desk(qapp):
    return Desk(run_now)


@pytest.fixture
def later():
    return RunLater()


@pytest.fixture
def slow(qapp, later):
    return Desk(later)


def jwk(algorithm, kid="new"):
    return KEYS[algorithm].private_jwk() | {"kid": kid}


def test_an_encrypted_file_asks_for_its_password_and_goes_into_the_ring_untrusted(desk):
    desk.importing.open_file("/home/me/server.key")
    assert desk.stage is Stage.PASSWORD
    assert (desk.said[-1].severity, desk.said[-1].text[:30]) == (StatusLevel.INFO, "This private key is encrypted.")
    desk.importing.give_password("wrong")
    assert desk.stage is Stage.PASSWORD
    assert desk.said[-1].severity is StatusLevel.ERROR
    desk.importing.give_password(PASSWORD)
    assert (desk.stage, desk.importing.state.source) == (Stage.CHOOSE, "server.key")
    desk.importing.import_keys()
    assert desk.stage is Stage.DONE
    assert desk.said[-1].text.startswith("Imported server. The demo server refuses tokens that it signs until")
    key = desk.kept()["server"]
    assert (key.algorithm, key.trusted) == ("RS256", False)
    assert key in desk.keys.ring.keys
    assert key.kid not in desk.host.trusted
    assert desk.importing._data == b""
    assert desk.importing.state.choices.rows == ()


def test_name_kid_and_algorithm_are_as_the_user_says(desk):
    desk.paste(jwk("RS256"), jwk("ES256", "other"))
    importing = desk.importing
    importing.rename(0, "  signer ")
    importing.set_kid(0, "k1")
    importing.choose_algorithm(0, "PS512")
    importing.choose_algorithm(1, "RS256")  # none for this key
    importing.rename(1, "")
    importing.import_keys()
    kept = desk.kept()
    assert (kept["signer"].kid, kept["signer"].algorithm) == ("k1", "PS512")
    assert (kept["other"].kid, kept["other"].algorithm) == ("other", "ES256")
    assert kept["other"].use == ""


def test_only_chosen_keys_are_taken_and_what_the_jwk_says_is_kept(desk):
    desk.paste(jwk("RS256") | {"use": "sig", "key_ops": ["sign"]}, jwk("ES256", "other"))
    desk.importing.take(1, False)
    desk.importing.import_keys()
    assert "other" not in desk.kept()
    assert (desk.kept()["new"].use, desk.kept()["new"].key_ops) == ("sig", ("sign",))


def test_a_key_of_the_ring_is_replaced_only_on_the_users_word_and_loses_its_trust(desk):
    desk.keys.set_trusted(desk.mine.kid, True)
    kid, trust = desk.mine.kid, heard(desk.keys.ring.trust_changed)
    desk.paste(jwk("ES256", kid))
    question = desk.importing.state.question
    assert "mine is another key" in question.sentence
    desk.importing.import_keys()
    assert desk.stage is Stage.CHOOSE, "nothing happens before the question is answered"
    desk.importing.answer(ConflictChoice.REPLACE, for_all=False)
    assert desk.importing.state.question is None
    desk.importing.import_keys()
    (replaced,) = [key for key in desk.keys.ring.keys if key.kid == kid]
    assert (replaced.algorithm, replaced.trusted) == ("ES256", False)
    assert kid not in desk.host.trusted
    assert trust
    assert "mine" not in desk.kept()


def test_all_questions_are_answered_at_once_and_the_servers_own_key_stays(desk):
    issuer, mine = desk.issuer, desk.mine
    desk.paste(jwk("ES384", issuer.kid), jwk("ES256", mine.kid), jwk("ES512", mine.kid))
    desk.importing.answer(ConflictChoice.REPLACE, for_all=True)
    assert desk.importing.state.question is not None
    assert ConflictChoice.REPLACE not in desk.importing.state.question.answers
    desk.importing.answer(ConflictChoice.KEEP_BOTH, for_all=True)
    desk.importing.import_keys()
    assert desk.issuer == issuer
    kids = {key.algorithm: key.kid for key in desk.store.load() if key != issuer}
    assert kids == {"ES384": f"{issuer.kid}-2", "ES256": mine.kid, "ES512": f"{mine.kid}-2"}


def test_the_servers_own_key_is_not_replaced_whoever_asks_for_it(desk):
    results = heard(desk.keys.ring_import.imported)
    desk.keys.ring_import.import_keys([replace(KEYS["ES256"], kid=desk.issuer.kid)], {desk.issuer.kid})
    assert results[-1].refused
    assert desk.issuer.role is KeyRole.ISSUER


def test_a_key_whose_deletion_can_still_be_undone_makes_way(desk):
    kid = desk.mine.kid
    desk.keys.delete(kid)
    desk.paste(jwk("ES256", kid))
    desk.importing.import_keys()
    desk.keys.undo_deletion()
    desk.keys.deletions.finish()
    assert [key.algorithm for key in desk.store.load() if key.kid == kid] == ["ES256"]
    assert [key.algorithm for key in desk.keys.ring.keys if key.kid == kid] == ["ES256"]


def test_without_a_keyring_new_keys_are_temporary_and_a_saved_one_is_not_replaced(desk):
    kid = desk.mine.kid
    desk.paste(jwk("ES256", kid), jwk("ES384"))
    desk.importing.answer(ConflictChoice.REPLACE, for_all=False)
    desk.store.problem = KeyringLockedError("The keyring is locked.")
    desk.importing.import_keys()
    assert desk.stage is Stage.CHOOSE
    assert [row.kid for row in desk.importing.state.choices.rows] == [kid], "what is left can be tried again"
    assert desk.said[-1].text.startswith("Imported 1 of 2 keys. The keyring is locked.")
    assert desk.mine.algorithm == "EdDSA"
    assert any(key.algorithm == "ES384" for key in desk.keys.ring.keys)
    desk.store.problem = None
    desk.importing.import_keys()
    assert desk.stage is Stage.DONE
    assert [key.algorithm for key in desk.store.load() if key.kid == kid] == ["ES256"]


def test_a_kid_that_another_window_took_meanwhile_is_told_and_nothing_is_lost(desk):
    desk.paste(jwk("ES256"))
    desk.store.problem = already_kept(replace(KEYS["ES256"], kid="new"))
    desk.importing.import_keys()
    assert desk.stage is Stage.CHOOSE
    assert desk.said[-1].text == "There is a key with the kid new already. Give the new key another kid."
    desk.store.problem = None
    desk.importing.set_kid(0, "newer")
    desk.importing.import_keys()
    assert desk.stage is Stage.DONE


def test_a_keyring_that_cannot_be_used_is_reported_with_the_keys_that_are_temporary(desk):
    desk.paste(jwk("ES256"))
    desk.store.problem = KeyringLockedError("The keyring is locked.")
    desk.importing.import_keys()
    assert desk.stage is Stage.DONE
    assert "imported keys are temporary" in desk.said[-1].text
    assert desk.said[-1].severity is StatusLevel.WARNING


def test_a_store_without_a_key_is_called_as_it_is_called_there(desk):
    desk.importing.open_file("C:\\keys\\store.p12")
    desk.importing.give_password(PASSWORD)
    assert desk.importing.state.choices.rows[0].name == "store", "without a certificate nothing names the key"


def test_the_same_text_is_a_secret_when_the_user_says_so(desk):
    desk.importing.set_text("00" * 48)
    assert desk.stage is Stage.EMPTY
    assert desk.said[-1].severity is StatusLevel.ERROR
    desk.importing.choose_reading(SecretReading.HEX)
    (row,) = desk.importing.state.choices.rows
    assert (row.key.type_words, row.algorithm) == ("secret of 48 bytes", "HS384")
    desk.importing.choose_reading(None)
    assert desk.stage is Stage.EMPTY


def test_what_cannot_be_read_is_said_and_can_be_mended(desk):
    for path, says in (("/gone", "cannot be read"), ("/empty", "empty is empty")):
        desk.importing.open_file(path)
        assert desk.stage is Stage.EMPTY
        assert says in desk.said[-1].text
    assert not desk.wiped, "what was typed stays"
    desk.importing.set_text("")
    assert desk.said[-1].text == ""


def test_what_is_read_can_be_stopped_and_comes_too_late_then(slow, later):
    slow.importing.open_file("/home/me/server.key")
    assert slow.stage is Stage.READING
    slow.importing.stop()
    assert slow.stage is Stage.EMPTY
    later.let_one_through()
    assert slow.stage is Stage.EMPTY
    assert slow.said[-1].text.startswith("Reading was stopped.")


def test_only_the_newest_text_counts(slow, later):
    slow.paste(jwk("ES256", "old"))
    slow.paste(jwk("ES384", "newer"))
    later.let_one_through()
    assert slow.stage is Stage.READING
    later.let_one_through()
    assert [row.kid for row in slow.importing.state.choices.rows] == ["newer"]


def test_an_import_that_is_put_away_leaves_nothing(slow, later):
    closed = heard(slow.importing.closed)
    slow.paste(jwk("ES256"))
    slow.importing.cancel()
    later.let_one_through()
    assert (slow.stage, slow.importing._data, slow.importing.state.choices.rows) == (Stage.EMPTY, b"", ())
    assert len(slow.wiped) == len(closed) == 1
    assert "ES256" not in [key.algorithm for key in slow.keys.ring.keys[1:]]
