import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import keyring.backends.fail
import keyring.backends.null
import pytest
from joserfc.jwk import RSAKey
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from tests.core.keys.ring import CREATED, EACH_KIND, KEYS, OTHER_ES256
from tests.keyrings import (
    ClingingKeyring,
    ForgettingKeyring,
    MemoryKeyring,
    RaisingKeyring,
    WindowsError,
    WindowsKeyring,
)
from tests.services.key_storage.layout import (
    HEAD,
    JOURNAL,
    contents_of,
    listed_in,
    needed_in,
    places_of,
    put_contents,
    put_list,
    put_text,
)
from workbench.core.errors import (
    KeyringDamagedError,
    KeyringDeniedError,
    KeyringLockedError,
    KeyringMissingError,
    KeyringNewerError,
    KeyStoreError,
)
from workbench.core.keys.signing_key import KeyRole, SigningKey, generate
from workbench.core.signing.jose import sign, verify_signature
from workbench.core.strict_json.members import Members
from workbench.core.token.compact import parse_compact
from workbench.services.key_storage.entries import Stored
from workbench.services.key_storage.index import ListedKey
from workbench.services.key_storage.store import KeyringStore

ALL = [KEYS[algorithm] for algorithm in ("HS256", "ES256", "EdDSA", "RS256")]


@cache
def rsa_4096():
    """The longest key; it takes seconds to make, so that only a process that needs it makes it."""
    members = RSAKey.generate_key(4096).as_dict(private=True).items()
    jwk = {name: str(value) for name, value in members if name != "kid"}
    return SigningKey("rsa-4096", "longest of all", "PS256", CREATED, jwk)


@pytest.fixture(params=[*EACH_KIND, None], ids=lambda key: key.name if key else "longest of all")
def any_key(request):
    """A key of each kind, and the longest one."""
    return request.param or rsa_4096()


def material():
    """Every private value that must be nowhere but in a key's own entries."""
    return [value for key in [*ALL, OTHER_ES256] for name, value in key.jwk_private.items() if name in "kdpq" and value]


@pytest.fixture(params=[MemoryKeyring, WindowsKeyring])
def backend(request):
    return request.param()


def store_with(keys, backend):
    store = KeyringStore(backend)
    for key in keys:
        store.save(key)
    return store


def entry_of(backend, key, piece=1):
    (stored,) = [each["stored"] for each in listed_in(backend.entries) if each["kid"] == key.kid]
    return places_of(stored)[piece - 1]


def test_an_empty_keyring_has_no_keys_and_is_not_written_to(backend):
    assert KeyringStore(backend).load() == []
    assert backend.entries == {}


def test_keys_come_back_in_their_order(backend):
    store_with(ALL, backend)
    assert KeyringStore(backend).load() == ALL


def test_a_change_in_one_window_leaves_that_of_another_window_alone(backend):
    key = KEYS["ES256"]
    first, second = store_with([key], backend), KeyringStore(backend)
    second.load()
    first.update(key.renamed("production"), key)
    second.update(key.with_trusted(True), key)
    assert KeyringStore(backend).load() == [key.renamed("production").with_trusted(True)]


def test_a_key_of_any_algorithm_comes_back_and_signs(backend, any_key):
    store_with([any_key], backend)
    (found,) = KeyringStore(backend).load()
    assert found == any_key
    assert verify_signature(parse_compact(sign({"alg": found.algorithm}, b'{"sub":"bob"}', found)), any_key)


def test_name_trust_and_role_are_kept(backend):
    key = generate("ES256", "Schlüssel 🔑 \u202e", now=CREATED, role=KeyRole.ISSUER).with_trusted(True)
    store_with([key], backend)
    assert KeyringStore(backend).load() == [key]


def test_an_update_changes_name_and_trust_of_one_key_and_no_place(backend):
    store = store_with(ALL, backend)
    changed = ALL[1].with_trusted(True).renamed("other")
    store.update(changed)
    assert KeyringStore(backend).load() == [ALL[0], changed, *ALL[2:]]


def test_a_key_takes_the_place_of_another_and_nothing_of_that_stays(backend):
    store = store_with(ALL, backend)
    old, places = ALL[1], {entry_of(backend, ALL[1])}
    other = replace(OTHER_ES256, kid=old.kid)
    store.replace(other)
    assert KeyringStore(backend).load() == [ALL[0], other, *ALL[2:]]
    assert not places & set(backend.entries)
    assert set(backend.entries) == needed_in(backend.entries)
    with pytest.raises(KeyStoreError, match="There is no key with the kid"):
        store.replace(OTHER_ES256)


def test_a_deleted_key_leaves_nothing_behind(backend):
    store = store_with(ALL, backend)
    for key in ALL:
        store.delete(key.kid)
    assert KeyringStore(backend).load() == []
    assert len(backend.entries) == 2  # the head and an empty list
    assert not [secret for secret in material() if any(secret in text for text in backend.entries.values())]


def test_after_any_change_there_is_no_entry_that_is_not_needed(backend):
    store = store_with(ALL, backend)
    changes = [
        lambda: store.update(ALL[0].with_trusted(True)),
        lambda: store.save(OTHER_ES256),
        lambda: store.delete(ALL[-1].kid),
        lambda: store.delete("not there"),
    ]
    for change in changes:
        change()
        assert set(backend.entries) == needed_in(backend.entries)


def test_many_keys_are_kept_at_once(backend):
    keys = [generate("HS256", f"key {number}", now=CREATED) for number in range(30)]
    store = store_with(ALL, backend)
    store.save(*keys)
    assert store.load() == [*ALL, *keys]
    assert set(backend.entries) == needed_in(backend.entries)
    with pytest.raises(KeyStoreError, match="There is a key with the kid"):
        store.save(OTHER_ES256, OTHER_ES256)
    assert store.load() == [*ALL, *keys]


def test_deleting_a_key_that_is_not_there_is_no_error(backend):
    store = store_with(ALL, backend)
    store.delete("not there")
    assert store.load() == ALL


def test_a_kid_is_there_once(backend):
    store = store_with(ALL, backend)
    with pytest.raises(KeyStoreError, match="There is a key with the kid"):
        store.save(ALL[0].renamed("again"))
    with pytest.raises(KeyStoreError, match="There is no key with the kid"):
        store.update(OTHER_ES256)
    assert store.load() == ALL


def test_what_a_jwk_says_of_its_key_and_when_it_signed_last_come_back(backend):
    key = replace(
        KEYS["ES256"], use="enc", key_ops=("deriveKey", "sign"), last_used=CREATED + 60, retires_at=CREATED + 90
    )
    store_with([key, OTHER_ES256], backend)
    assert KeyringStore(backend).load() == [key, OTHER_ES256]


@pytest.mark.parametrize(
    "member", [{"use": 1}, {"key_ops": "sign"}, {"key_ops": [1]}, {"last_used": "now"}, {"retires_at": 1.5}]
)
def test_a_list_whose_words_on_a_key_are_of_another_type_is_damaged(member):
    listed = ListedKey.of(KEYS["ES256"], Stored.fresh("x")).to_json()
    with pytest.raises(ValueError, match="must be"):
        ListedKey.read(Members(listed | member, error=ValueError))


def test_a_key_of_any_algorithm_fits_into_the_entries_of_windows(any_key):
    backend = WindowsKeyring()
    store = store_with([any_key], backend)
    store.update(any_key.with_trusted(True))
    assert max(len(text.encode("utf-16-le")) // 2 for text in backend.entries.values()) <= 1200
    assert KeyringStore(backend).load() == [any_key.with_trusted(True)]
    material = json.dumps(dict(any_key.jwk_private), separators=(",", ":"))
    assert listed_in(backend.entries)[0]["stored"]["pieces"] == -(-len(material) // 1200)


def test_a_long_list_of_keys_is_in_segments_of_one_entry_each():
    backend = WindowsKeyring()
    keys = [generate("HS256", f"key {number}", now=CREATED) for number in range(25)]
    store_with(keys, backend)
    segments = contents_of(backend.entries)["segments"]
    assert {segment["pieces"] for segment in segments} == {1}
    assert 3 < len(segments) < 15
    assert KeyringStore(backend).load() == keys


def test_a_change_in_a_long_list_writes_one_segment_and_leaves_the_others():
    backend = WindowsKeyring()
    keys = [generate("HS256", f"key {number}", now=CREATED) for number in range(25)]
    store = store_with(keys, backend)
    before = contents_of(backend.entries)["segments"]
    store.update(keys[12].with_trusted(True))
    after = contents_of(backend.entries)["segments"]
    assert len(after) == len(before)
    assert sum(new != old for new, old in zip(after, before, strict=True)) == 1


def test_a_name_longer_than_an_entry_is_kept():
    backend = WindowsKeyring()
    keys = [generate("HS256", name, now=CREATED) for name in ("short", "long" * 1000, "\ud800 half a character", "")]
    store_with(keys, backend)
    assert KeyringStore(backend).load() == keys


def test_every_entry_has_a_service_name_of_its_own(backend):
    store_with(ALL, backend)
    services = [service for service, _ in backend.entries]
    assert len(set(services)) == len(services)
    assert all(service.startswith("token-workbench:") for service in services)


def test_nothing_but_the_private_texts_holds_material(backend):
    store = store_with(ALL, backend)
    listed = (
        json.dumps(listed_in(backend.entries))
        + json.dumps(contents_of(backend.entries))
        + backend.entries[HEAD]
        + repr(list(backend.entries))
        + repr(store)
    )
    assert not [secret for secret in material() if secret in listed]


def test_another_namespace_has_other_keys(backend):
    store_with(ALL, backend)
    other = KeyringStore(backend, namespace="elsewhere")
    assert other.load() == []
    other.save(OTHER_ES256)
    assert other.load() == [OTHER_ES256]
    assert KeyringStore(backend).load() == ALL


def test_a_second_window_loses_nothing_that_the_first_one_wrote(backend):
    first, second = KeyringStore(backend), KeyringStore(backend)
    assert first.load() == second.load() == []
    for store, key in zip([first, second, first, second], ALL, strict=True):
        store.save(key)
    first.delete(ALL[1].kid)
    second.update(ALL[2].with_trusted(True))
    assert first.load() == second.load() == [ALL[0], ALL[2].with_trusted(True), ALL[3]]


def test_a_window_sees_what_another_one_changed_and_asks_with_one_call(backend):
    first, second = KeyringStore(backend), KeyringStore(backend)
    first.save(*ALL)
    assert second.load() == ALL
    before = backend.calls
    assert second.load_if_changed() is None
    assert backend.calls == before + 1, "the keys are not read again"
    first.save(OTHER_ES256)
    assert second.load_if_changed() == [*ALL, OTHER_ES256]
    first.delete(ALL[0].kid)
    second.update(ALL[1].with_trusted(True))  # which does not hide the deletion
    assert second.load_if_changed() == [ALL[1].with_trusted(True), *ALL[2:], OTHER_ES256]
    second.delete(OTHER_ES256.kid)
    assert second.load_if_changed() is None, "its own changes are known"


def test_uses_are_noted_in_one_change_and_undo_nothing_that_another_window_wrote(backend):
    first, second = KeyringStore(backend), KeyringStore(backend)
    first.save(*ALL)
    first.load()
    second.update(ALL[1].renamed("their name").with_trusted(True))
    first.note_uses({ALL[1].kid: CREATED + 9, "gone": CREATED})
    kept = {key.kid: key for key in second.load()}
    assert (kept[ALL[1].kid].name, kept[ALL[1].kid].trusted) == ("their name", True)
    assert [kept[key.kid].last_used for key in ALL] == [None, CREATED + 9, None, None]
    calls = backend.calls
    first.note_uses({ALL[1].kid: CREATED + 3})
    assert backend.calls - calls <= 3, "an earlier use writes nothing"


def test_of_a_changed_list_only_the_new_keys_are_read(backend):
    first, second = KeyringStore(backend), KeyringStore(backend)
    keys = [generate("HS256", f"key {number}", now=CREATED) for number in range(40)]
    first.save(*keys)
    assert second.load() == keys
    first.save(OTHER_ES256)
    before = backend.calls
    assert second.load_if_changed() == [*keys, OTHER_ES256]
    assert backend.calls - before < 10


def test_a_list_that_changes_while_it_is_read_is_read_again():
    class InterruptedKeyring(MemoryKeyring):
        """Lets another window change the list before it gives out a private key."""

        before = None
        interruption = None

        def get_password(self, service, username):
            if service == self.before and self.interruption:
                interrupt, self.interruption = self.interruption, None
                interrupt()
            return super().get_password(service, username)

    backend = InterruptedKeyring()
    store = store_with(ALL, backend)
    backend.before = entry_of(backend, ALL[0])[0]
    other = KeyringStore(MemoryKeyring(backend.entries))
    backend.interruption = lambda: other.delete(ALL[0].kid)
    assert store.load() == ALL[1:]
    assert store.damaged == ()
    assert backend.interruption is None


def test_threads_of_one_window_lose_nothing_and_never_overlap_in_the_keyring(backend):
    store = KeyringStore(backend)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(store.save, ALL))
    assert sorted(key.name for key in store.load()) == sorted(key.name for key in ALL)


# Keyrings that fail.


class LockedException(Exception):  # noqa: N818  the name that secretstorage uses
    pass


class PromptDismissedException(Exception):  # noqa: N818
    pass


class SecretServiceNotAvailableException(Exception):  # noqa: N818
    pass


class DBusErrorResponse(Exception):  # noqa: N818
    pass


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (KeyringLocked("s3cret"), KeyringLockedError, "The keyring is locked."),
        (LockedException("s3cret"), KeyringLockedError, "The keyring is locked."),
        (InitError("s3cret"), KeyringLockedError, "The keyring could not be opened or set up."),
        (InitError("Failed: Prompt dismissed, s3cret"), KeyringDeniedError, "The keyring's prompt was dismissed."),
        (PromptDismissedException("s3cret"), KeyringDeniedError, "The keyring's prompt was dismissed."),
        (PasswordSetError("s3cret"), KeyringDeniedError, "The keyring refused to keep an entry."),
        (SecretServiceNotAvailableException("s3cret"), KeyringMissingError, "The Secret Service does not run."),
        (WindowsError(1783, "s3cret"), KeyStoreError, "The keyring failed: pywintypes.error."),
        (DBusErrorResponse("s3cret"), KeyStoreError, f"The keyring failed: {__name__}.DBusErrorResponse."),
        (OSError("s3cret"), KeyStoreError, "The keyring failed: builtins.OSError."),
        (TimeoutError("s3cret"), KeyStoreError, "The keyring failed: builtins.TimeoutError."),
    ],
)
@pytest.mark.parametrize("on", ["get", "set"])
def test_an_error_of_a_keyring_is_told_by_what_it_means_and_not_quoted(error, kind, message, on, caplog):
    caplog.set_level(logging.DEBUG)
    backend = RaisingKeyring(error, on=(on,))
    with pytest.raises(KeyStoreError) as caught:
        store_with(ALL, backend)
    assert (type(caught.value), str(caught.value)) == (kind, message)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "s3cret" not in caplog.text
    assert caught.value.hint


def test_a_keyring_that_was_locked_can_be_used_once_it_is_open():
    backend = RaisingKeyring(KeyringLocked())
    store = KeyringStore(backend)
    with pytest.raises(KeyringLockedError):
        store.load()
    backend.on = ()
    store.save(OTHER_ES256)
    assert store.load() == [OTHER_ES256]


def test_a_keyring_that_disappears_midway_changes_nothing():
    backend = RaisingKeyring(KeyringLocked(), on=())
    store = store_with(ALL, backend)
    before = dict(backend.entries)
    backend.on = ("set",)
    for change in (lambda: store.save(OTHER_ES256), lambda: store.delete(ALL[0].kid)):
        with pytest.raises(KeyringLockedError):
            change()
    assert backend.entries == before


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring()])
def test_no_keyring_is_named_as_such(backend):
    for use in (KeyringStore(backend).load, lambda: KeyringStore(backend).save(OTHER_ES256)):
        with pytest.raises(KeyringMissingError, match=r"There is no keyring on this system\."):
            use()


@pytest.mark.parametrize("backend", [keyring.backends.null.Keyring(), ForgettingKeyring()])
def test_a_keyring_that_keeps_nothing_is_found_out_by_reading_back(backend):
    store = KeyringStore(backend)
    assert store.load() == []
    with pytest.raises(KeyringMissingError, match="does not keep what is written to it"):
        store.save(OTHER_ES256)


def test_a_keyring_that_does_not_delete_is_told_and_the_key_is_no_longer_listed():
    backend = ClingingKeyring()
    store = store_with(ALL, backend)
    with pytest.raises(KeyringDeniedError, match="did not delete the entry token-workbench:"):
        store.delete(ALL[0].kid)
    assert store.load() == ALL[1:]
    store.save(ALL[0])
    assert store.load() == [*ALL[1:], ALL[0]]


def test_what_a_keyring_did_not_delete_is_deleted_with_the_next_change():
    clinging = ClingingKeyring()
    store = store_with(ALL, clinging)
    with pytest.raises(KeyringDeniedError):
        store.delete(KEYS["HS256"].kid)
    later = MemoryKeyring(clinging.entries)
    assert KEYS["HS256"].jwk_private["k"] in "".join(later.entries.values())
    KeyringStore(later).update(ALL[1].with_trusted(True))
    assert KEYS["HS256"].jwk_private["k"] not in "".join(later.entries.values())


# Keyrings that were edited by hand.


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        "[]",
        "{}",
        '{"version":1}',
        '{"version":"1"}',
        '{"version":true,"storage":"a","pieces":1,"sha256":""}',
        '{"version":0,"storage":"a","pieces":1,"sha256":""}',
        '{"version":1,"storage":"../a","pieces":1,"sha256":""}',
        '{"version":1,"storage":"a","pieces":0,"sha256":""}',
        '{"version":1,"storage":"a","pieces":1000000000,"sha256":""}',
        '{"version":1,"storage":"a","pieces":"1","sha256":""}',
        '{"version":1,"storage":"a","pieces":1,"sha256":null}',
    ],
)
def test_a_garbled_head_is_told_and_left_as_it_is(text):
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    backend.entries[HEAD] = text
    before = dict(backend.entries)
    uses = [
        store.load,
        lambda: store.save(OTHER_ES256),
        lambda: store.update(ALL[0]),
        lambda: store.delete(ALL[0].kid),
    ]
    for use in uses:
        with pytest.raises(KeyringDamagedError, match="The list of keys in the keyring is damaged") as caught:
            use()
        assert "token-workbench:index" in caught.value.hint
    assert backend.entries == before


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"version": 2},
        {"version": 2, "segments": []},
        {"version": 2, "segments": {}, "leftovers": []},
        {"version": 2, "segments": [None], "leftovers": []},
        {"version": 2, "segments": [], "leftovers": [{}]},
        {"version": 1, "segments": [], "leftovers": []},
        {"version": 1, "keys": [None], "leftovers": []},
    ],
)
def test_contents_that_are_not_ours_are_told(document):
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    put_contents(backend.entries, document)
    with pytest.raises(KeyringDamagedError, match="The list of keys in the keyring is damaged"):
        store.load()


@pytest.mark.parametrize(
    "change",
    [
        lambda keys: keys.append(None),
        lambda keys: keys[0].pop("kid"),
        lambda keys: keys[0].update(created="now"),
        lambda keys: keys[0].update(created=True),
        lambda keys: keys[0].update(trusted=1),
        lambda keys: keys[0].update(role="root"),
        lambda keys: keys[0].update(stored=None),
        lambda keys: keys[0]["stored"].update(pieces=-1),
        lambda keys: keys[0]["stored"].update(pieces=True),
    ],
)
def test_a_list_of_keys_that_is_not_ours_is_told(change):
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    put_list(backend.entries, change)
    with pytest.raises(KeyringDamagedError, match="The list of keys in the keyring is damaged"):
        store.load()


def test_a_list_of_version_1_is_read_and_the_next_change_writes_it_anew():
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    put_contents(backend.entries, {"version": 1, "keys": listed_in(backend.entries), "leftovers": []})
    head = json.loads(backend.entries[HEAD])
    backend.entries[HEAD] = json.dumps(head | {"version": 1})
    assert store.load() == ALL
    store.save(OTHER_ES256)
    assert KeyringStore(backend).load() == [*ALL, OTHER_ES256]
    assert contents_of(backend.entries)["version"] == 2


@pytest.mark.parametrize("where", ["head", "contents", "journal"])
def test_a_list_of_a_newer_version_is_told_and_left_untouched(where):
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    if where == "head":
        backend.entries[HEAD] = '{"version":3,"anything":["else"]}'
    elif where == "contents":
        put_contents(backend.entries, {"version": 3, "segments": "elsewhere"})
    else:
        # A newer program that was killed before its first change counted.
        backend.entries[JOURNAL] = '{"version":3,"writing":"something"}'
    before = dict(backend.entries)
    uses = [lambda: store.save(OTHER_ES256), lambda: store.update(ALL[0]), lambda: store.delete(ALL[0].kid)]
    if where == "journal":
        assert store.load() == ALL
    else:
        uses.append(store.load)
    for use in uses:
        with pytest.raises(KeyringNewerError, match=r"has version 3, and this program reads 2: it is left unchanged\."):
            use()
    assert backend.entries == before


@pytest.mark.parametrize("piece", [1, 2])
def test_a_key_of_which_a_piece_is_missing_is_left_out_and_told(piece, caplog):
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    rsa = KEYS["RS256"]
    entry = entry_of(backend, rsa, piece)
    del backend.entries[entry]
    assert store.load() == [key for key in ALL if key is not rsa]
    (error,) = store.damaged
    assert str(error) == f"The key demo-rs256 cannot be read. The keyring's entry {entry[0]} is missing."
    assert str(error) in caplog.text
    store.delete(rsa.kid)
    assert store.load() == [key for key in ALL if key is not rsa]
    assert store.damaged == ()


@pytest.mark.parametrize("text", ["", "x", '{"kty":"oct"}'])
def test_a_key_that_was_changed_by_hand_is_left_out_and_told(text):
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    backend.entries[entry_of(backend, KEYS["ES256"])] = text
    assert store.load() == [key for key in ALL if key.algorithm != "ES256"]
    assert "are not what was written to them" in str(store.damaged[0])


@pytest.mark.parametrize("text", ["no JSON", "[]", '{"k":"x"}', '{"kty":1}'])
def test_an_entry_that_holds_no_jwk_is_told(text):
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    stored = put_text(backend.entries, text)
    put_list(backend.entries, lambda keys: keys[0].update(stored=stored))
    assert store.load() == ALL[1:]
    assert "it is not a JWK" in str(store.damaged[0])
    assert text not in str(store.damaged[0])


def test_a_missing_piece_of_the_list_is_told_with_its_entry():
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    place = places_of(contents_of(backend.entries)["segments"][0])[0]
    del backend.entries[place]
    with pytest.raises(KeyringDamagedError, match=f"The keyring's entry {place[0]} is missing"):
        store.load()


@pytest.mark.parametrize(
    "garbage", [b"bytes", 7, "\udcff\ud800", UnicodeDecodeError("utf-8", b"\xff", 0, 1, "garbage")]
)
def test_an_entry_that_holds_no_text_costs_its_own_key_and_no_other(garbage):
    class GarblingKeyring(MemoryKeyring):
        def get_password(self, service, username):
            found = super().get_password(service, username)
            if isinstance(found, Exception):
                raise found
            return found

    backend = GarblingKeyring()
    store = store_with(ALL, backend)
    rsa = KEYS["RS256"]
    backend.entries[entry_of(backend, rsa, 2)] = garbage
    assert store.load() == [key for key in ALL if key is not rsa]
    assert str(store.damaged[0]).startswith("The key demo-rs256 cannot be read. The keyring's entr")
    store.delete(rsa.kid)
    assert set(backend.entries) == needed_in(backend.entries)
    backend.entries[HEAD] = garbage
    with pytest.raises(KeyringDamagedError, match="The list of keys in the keyring is damaged"):
        store.load()


def test_a_journal_that_was_edited_by_hand_says_nothing():
    for garbage in (
        "",
        "garbage",
        '{"version":2,"before":null,"texts":[["../x",1]]}',
        '{"version":2,"texts":[1]}',
        "[]",
    ):
        backend = MemoryKeyring()
        store = store_with(ALL, backend)
        backend.entries[JOURNAL] = garbage
        store.save(OTHER_ES256)
        assert KeyringStore(backend).load() == [*ALL, OTHER_ES256]
        assert set(backend.entries) == needed_in(backend.entries)


def test_nothing_that_is_logged_holds_material(caplog):
    caplog.set_level(logging.DEBUG)
    backend = ClingingKeyring()
    store = store_with(ALL, backend)
    backend.entries[entry_of(backend, ALL[0])] = "x"
    store.load()
    with pytest.raises(KeyringDeniedError):
        store.delete(ALL[1].kid)
    assert caplog.text
    assert not [secret for secret in material() if secret in caplog.text]
