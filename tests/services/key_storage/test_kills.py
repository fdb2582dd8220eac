"""Programs that are killed while they change the keyring lose no key, and list no half one."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.core.keys.ring import CREATED, KEYS, OTHER_ES256
from tests.keyrings import Crash, DyingKeyring, MemoryKeyring, ReplacingKeyring
from tests.secret_service import secret_service_session
from tests.services.key_storage.layout import HEAD, needed_in
from workbench.core.keys.signing_key import generate
from workbench.services.key_storage.store import KeyringStore

ALL = list(KEYS.values())
RSA = KEYS["RS256"]


def crash():
    raise Crash


def changes():
    first = ALL[0]
    return [
        pytest.param(lambda store: store.save(OTHER_ES256, generate("RS256", "new", now=CREATED)), id="save"),
        pytest.param(lambda store: store.update(first.with_trusted(True)), id="update"),
        pytest.param(
            lambda store: store.replace(replace(RSA, kid=first.kid, name="other", trusted=True)), id="replace"
        ),
        pytest.param(lambda store: store.delete(RSA.kid), id="delete"),
    ]


@pytest.mark.parametrize("kind", [DyingKeyring, ReplacingKeyring])
@pytest.mark.parametrize("change", changes())
def test_whenever_the_program_dies_the_list_is_the_old_one_or_the_new_one(change, kind):
    original, whole = MemoryKeyring(), MemoryKeyring()
    KeyringStore(original).save(*ALL)
    whole.entries.update(original.entries)
    change(KeyringStore(whole))
    changed = KeyringStore(whole).load()
    outcomes = []
    for write in range(1, 100):
        backend = MemoryKeyring(dict(original.entries))
        try:
            change(KeyringStore(kind(backend, crash, before_write=write)))
        except Crash:
            pass
        else:
            break
        survivor = KeyringStore(backend)
        keys = survivor.load()
        assert survivor.damaged == ()
        assert keys == ALL or [key.name for key in keys] == [key.name for key in changed]
        outcomes.append(len(keys) != len(ALL) or keys[0].trusted)
        # The next run goes on from there, and what the killed one left is erased.
        following = generate("HS256", "next", now=CREATED)
        survivor.save(following)
        assert survivor.load() == [*keys, following]
        assert set(backend.entries) == needed_in(backend.entries)
    assert write > 6, "every write was tried"
    assert outcomes == sorted(outcomes), "there is one moment from which on the change counts"
    assert set(outcomes) == {False, True}


@pytest.mark.parametrize("kind", [DyingKeyring, ReplacingKeyring])
def test_a_first_key_that_was_half_written_is_not_listed_and_its_pieces_go(kind):
    for write in range(1, 6):
        backend = MemoryKeyring()
        with pytest.raises(Crash):
            KeyringStore(kind(backend, crash, before_write=write)).save(RSA)
        assert KeyringStore(backend).load() == []
        KeyringStore(backend).save(OTHER_ES256)
        assert KeyringStore(backend).load() == [OTHER_ES256]
        assert set(backend.entries) == needed_in(backend.entries)


def test_a_list_that_the_user_deletes_after_a_kill_does_not_come_back():
    backend = MemoryKeyring()
    KeyringStore(backend).save(*ALL)
    with pytest.raises(Crash):
        KeyringStore(DyingKeyring(backend, crash, before_write=3)).save(OTHER_ES256)
    for entry in [entry for entry in backend.entries if not entry[0].endswith(":change")]:
        del backend.entries[entry]
    store = KeyringStore(backend)
    assert store.load() == []
    store.save(OTHER_ES256)
    assert store.load() == [OTHER_ES256]
    assert HEAD in backend.entries


# With processes that are really killed.


def check_kills(report, change):
    kept, new, kills = report["kept"], report["new"], report["kills"]
    trusted = [[kept[0][0], True, kept[0][2]], *kept[1:]]
    changed = {"save": [*kept, new], "update": trusted, "replace": [new, *kept[1:]], "delete": kept[1:]}[change]
    assert len(kills) > 6
    for seen in kills:
        assert seen["damaged"] == []
        assert seen["keys"] in (kept, changed)
        assert seen["next"] == [name for name, _, _ in seen["keys"]] + ["next"]
        assert seen["left_then"] == [], "what the killed process left is erased by the next change"
    outcomes = [seen["keys"] == changed for seen in kills]
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}
    assert any(seen["left"] for seen in kills), "something was left to be erased"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are there on POSIX only")
@pytest.mark.parametrize("change", ["save", "update", "replace", "delete"])
def test_a_process_killed_between_any_two_writes_loses_nothing(change, tmp_path):
    command = [sys.executable, "-m", "tests.services.key_storage.killed", "file", change, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    check_kills(json.loads(done.stdout), change)


def test_a_process_killed_between_any_two_writes_to_the_secret_service_loses_nothing():
    with secret_service_session() as session:
        check_kills(
            json.loads(session.run(sys.executable, "-m", "tests.services.key_storage.killed", "real", "save")), "save"
        )
