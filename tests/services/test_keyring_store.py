import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import keyring.backends.fail
import keyring.backends.null
import pytest
from joserfc.jwk import RSAKey
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from tests.core.ring import CREATED, EACH_KIND, KEYS, OTHER_ES256
from tests.keyrings import (
    ClingingKeyring,
    Crash,
    CrashingKeyring,
    ForgettingKeyring,
    HangingKeyring,
    MemoryKeyring,
    RaisingKeyring,
    WindowsError,
    WindowsKeyring,
)
from workbench.core.errors import (
    KeyringDamagedError,
    KeyringDeniedError,
    KeyringLockedError,
    KeyringMissingError,
    KeyringNewerError,
    KeyringTimeoutError,
    KeyStoreError,
)
from workbench.core.keys import KeyRole, SigningKey, generate
from workbench.core.signing import sign, verify_signature
from workbench.core.token import parse_compact
from workbench.services.keyring_store import KeyringStore

ALL = [KEYS[algorithm] for algorithm in ("HS256", "ES256", "EdDSA", "RS256")]
HEAD = ("token-workbench:index", "token-workbench")


def rsa_4096():
    """A key of the size that has the longest text of all."""
    jwk = RSAKey.generate_key(4096).as_dict(private=True)
    jwk = {name: value for name, value in jwk.items() if name not in ("kid", "alg", "use")}
    return SigningKey("rsa-4096", "rsa-4096", "PS256", CREATED, jwk)


def material():
    """Every private value that must stand nowhere but in a key's own entries."""
    return [value for key in [*ALL, OTHER_ES256] for name, value in key.jwk_private.items() if name in "kdpq" and value]


@pytest.fixture(params=[MemoryKeyring, WindowsKeyring])
def backend(request):
    return request.param()


def store_with(keys, backend):
    store = KeyringStore(backend)
    for key in keys:
        store.save(key)
    return store


def entries_of(backend, prefix):
    return {entry: text for entry, text in backend.entries.items() if entry[0].startswith(prefix)}


def head_of(backend):
    return json.loads(backend.entries[HEAD])


def index_of(backend):
    head = head_of(backend)
    pieces = [
        backend.entries[f"token-workbench:{head['storage']}:{number}", HEAD[1]]
        for number in range(1, head["pieces"] + 1)
    ]
    return json.loads("".join(pieces))


def test_an_empty_keyring_has_no_keys_and_is_not_written_to(backend):
    assert KeyringStore(backend).load() == []
    assert backend.entries == {}


def test_keys_come_back_in_their_order(backend):
    store_with(ALL, backend)
    assert KeyringStore(backend).load() == ALL


@pytest.mark.parametrize("key", [*EACH_KIND, rsa_4096()], ids=lambda key: key.name)
def test_a_key_of_any_algorithm_comes_back_and_signs(backend, key):
    store_with([key], backend)
    (found,) = KeyringStore(backend).load()
    assert found == key
    assert verify_signature(parse_compact(sign({"alg": found.algorithm}, b'{"sub":"bob"}', found)), key)


def test_name_trust_and_role_are_kept(backend):
    key = generate("ES256", "Schlüssel 🔑 \u202e", now=CREATED, role=KeyRole.ISSUER).with_trusted(True)
    store_with([key], backend)
    assert KeyringStore(backend).load() == [key]


def test_an_update_changes_name_and_trust_of_one_key_and_no_place(backend):
    store = store_with(ALL, backend)
    changed = ALL[1].with_trusted(True).renamed("other")
    store.update(changed)
    assert KeyringStore(backend).load() == [ALL[0], changed, *ALL[2:]]


def test_a_deleted_key_leaves_nothing_behind(backend):
    store = store_with(ALL, backend)
    for key in ALL:
        store.delete(key.kid)
    assert KeyringStore(backend).load() == []
    assert len(backend.entries) == 2  # the head and an empty list
    assert not [secret for secret in material() if any(secret in text for text in backend.entries.values())]


def test_changes_leave_no_more_entries_behind_than_there_are_texts(backend):
    store = store_with(ALL, backend)
    before = len(backend.entries)
    for _ in range(5):
        store.update(ALL[0].with_trusted(True))
        store.save(OTHER_ES256)
        store.delete(OTHER_ES256.kid)
    assert abs(len(backend.entries) - before) <= 1


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


def test_no_entry_is_longer_than_windows_takes_and_an_rsa_key_is_in_pieces():
    backend = WindowsKeyring()
    store_with(ALL, backend)
    assert max(len(text.encode("utf-16-le")) // 2 for text in backend.entries.values()) <= 1200
    pieces = {key["algorithm"]: key["stored"]["pieces"] for key in index_of(backend)["keys"]}
    assert pieces == {"HS256": 1, "ES256": 1, "EdDSA": 1, "RS256": 2}


def test_a_long_list_of_keys_is_in_pieces_as_well():
    backend = WindowsKeyring()
    keys = [generate("HS256", f"key {number}", now=CREATED) for number in range(25)]
    store_with(keys, backend)
    assert head_of(backend)["pieces"] > 3
    assert KeyringStore(backend).load() == keys


def test_every_entry_has_a_service_name_of_its_own(backend):
    store_with(ALL, backend)
    services = [service for service, _ in backend.entries]
    assert len(set(services)) == len(services)
    assert all(service.startswith("token-workbench:") for service in services)


def test_nothing_but_the_private_texts_holds_material(backend):
    store = store_with(ALL, backend)
    listed = json.dumps(index_of(backend)) + backend.entries[HEAD] + repr(list(backend.entries)) + repr(store)
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


def test_threads_of_one_window_lose_nothing_and_never_overlap_in_the_keyring(backend):
    store = KeyringStore(backend)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(store.save, ALL))
    assert sorted(key.name for key in store.load()) == sorted(key.name for key in ALL)


# Killed between two writes.


def change_by_change():
    new, first, rsa = OTHER_ES256, ALL[0], KEYS["RS256"]
    return [
        pytest.param(lambda store: store.save(new), [*ALL, new], id="save"),
        pytest.param(
            lambda store: store.update(first.with_trusted(True)), [first.with_trusted(True), *ALL[1:]], id="update"
        ),
        pytest.param(lambda store: store.delete(rsa.kid), [key for key in ALL if key is not rsa], id="delete"),
    ]


@pytest.mark.parametrize(("change", "changed"), change_by_change())
def test_a_program_killed_at_any_write_has_lost_no_key_and_lists_no_half_key(change, changed):
    original = MemoryKeyring()
    store_with(ALL, original)
    outcomes = []
    for write in range(1, 100):
        entries = dict(original.entries)
        try:
            change(KeyringStore(CrashingKeyring(entries, write=write)))
        except Crash:
            pass
        else:
            break
        survivor = KeyringStore(MemoryKeyring(entries))
        keys = survivor.load()
        assert keys in (ALL, changed)
        assert survivor.damaged == ()
        outcomes.append(keys == changed)
        # The next run goes on from there, and what the killed one did not erase is erased.
        survivor.save(generate("HS256", "next", now=CREATED))
        assert survivor.load()[:-1] == keys
        if keys == changed and "RS256" not in [key.algorithm for key in changed]:
            assert KEYS["RS256"].jwk_private["d"][:100] not in "".join(entries.values())
    assert write > 4, "every write was tried"
    assert outcomes == sorted(outcomes), "there is one moment from which on the change counts"
    assert True in outcomes
    assert False in outcomes


def test_a_first_key_that_was_half_written_is_not_listed():
    for write in range(1, 3):
        entries = {}
        with pytest.raises(Crash):
            KeyringStore(CrashingKeyring(entries, write=write)).save(KEYS["RS256"])
        assert KeyringStore(MemoryKeyring(entries)).load() == []


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


def keyring_threads():
    return [thread for thread in threading.enumerate() if thread.name == "keyring"]


def test_a_keyring_that_does_not_answer_is_given_up_and_asked_again_later():
    backend = HangingKeyring()
    store = KeyringStore(backend, timeout_s=0.02)
    for _ in range(2):
        with pytest.raises(KeyringTimeoutError, match=r"did not answer within 0\.02 s"):
            store.load()
    assert backend.asked.is_set()
    assert len(keyring_threads()) == 1
    assert keyring_threads()[0].daemon
    backend.answered.set()
    for thread in keyring_threads():
        thread.join()
    # Of the two calls the one that had not begun was never made.
    assert backend.calls == 1
    assert KeyringStore(backend).load() == []


def test_no_thread_stays_when_the_keyring_has_answered():
    store_with(ALL, MemoryKeyring()).load()
    for thread in keyring_threads():
        thread.join()
    assert keyring_threads() == []


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


def rewrite_index(backend, change):
    """Store another list of keys, with a digest that is right."""
    document = index_of(backend)
    change(document)
    entries = KeyringStore(backend)._entries
    stored = entries.write(json.dumps(document))
    backend.entries[HEAD] = json.dumps({"version": 1, **stored.to_json()})


@pytest.mark.parametrize(
    "change",
    [
        lambda index: index.pop("keys"),
        lambda index: index.pop("leftovers"),
        lambda index: index.update(keys={}),
        lambda index: index["keys"].append(None),
        lambda index: index["keys"][0].pop("kid"),
        lambda index: index["keys"][0].update(created="now"),
        lambda index: index["keys"][0].update(trusted=1),
        lambda index: index["keys"][0].update(role="root"),
        lambda index: index["keys"][0].update(stored=None),
        lambda index: index["keys"][0]["stored"].update(pieces=-1),
        lambda index: index.update(leftovers=[{}]),
    ],
)
def test_a_list_of_keys_that_is_not_ours_is_told(change):
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    rewrite_index(backend, change)
    with pytest.raises(KeyringDamagedError, match="The list of keys in the keyring is damaged"):
        store.load()


@pytest.mark.parametrize("where", ["head", "list"])
def test_a_list_of_a_newer_version_is_told_and_left_untouched(where):
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    if where == "head":
        backend.entries[HEAD] = '{"version":2,"anything":["else"]}'
    else:
        rewrite_index(backend, lambda index: index.update(version=2, keys="elsewhere"))
    before = dict(backend.entries)
    uses = [
        store.load,
        lambda: store.save(OTHER_ES256),
        lambda: store.update(ALL[0]),
        lambda: store.delete(ALL[0].kid),
    ]
    for use in uses:
        with pytest.raises(KeyringNewerError, match="has version 2; this program reads 1"):
            use()
    assert backend.entries == before


def entry_of(backend, key, piece=1):
    (stored,) = [each["stored"] for each in index_of(backend)["keys"] if each["kid"] == key.kid]
    return f"token-workbench:{stored['storage']}:{piece}", HEAD[1]


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
    stored = store._entries.write(text).to_json()
    rewrite_index(backend, lambda index: index["keys"][0].update(stored=stored))
    assert store.load() == ALL[1:]
    assert "it is no JWK" in str(store.damaged[0])
    assert text not in str(store.damaged[0])


def test_a_missing_piece_of_the_list_is_told_with_its_entry():
    backend = MemoryKeyring()
    store = store_with(ALL, backend)
    entry = f"token-workbench:{head_of(backend)['storage']}:1"
    del backend.entries[entry, HEAD[1]]
    with pytest.raises(KeyringDamagedError, match=f"The keyring's entry {entry} is missing"):
        store.load()


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


def test_closing_lets_a_caller_go_that_waits_for_a_prompt():
    backend = HangingKeyring()
    store = KeyringStore(backend, timeout_s=60)
    failures = []

    def load():
        try:
            store.load()
        except KeyringTimeoutError as error:
            failures.append(error)

    caller = threading.Thread(target=load)
    caller.start()
    try:
        assert backend.asked.wait(60)
        store.close()
        caller.join(30)
        assert not caller.is_alive(), "it waits for the time-out"
        assert len(failures) == 1
        with pytest.raises(KeyringTimeoutError):
            store.load()
    finally:
        backend.answered.set()
        caller.join()
