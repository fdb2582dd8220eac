"""Several windows, which are processes of their own, change one keyring at the same time."""

import json
import subprocess
import sys

import pytest

from tests.core.keys.ring import OTHER_ES256
from tests.keyrings import FileKeyring, MemoryKeyring
from tests.secret_service import secret_service_session
from tests.services.key_storage.layout import needed_in
from tests.services.key_storage.make_keys import ROUNDS
from workbench.core.errors import KeyStoreError
from workbench.services.key_storage.store import KeyringStore

WINDOWS = ("first", "second")

# Starts the programs, lets them go at the same moment, and prints what is in the keyring when all have ended.
TOGETHER = """
import json, subprocess, sys
commands = json.loads(sys.argv[1])
programs = [subprocess.Popen(each, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for each in commands]
for program in programs:
    assert program.stdout.readline() == "ready\\n"
for program in programs:
    program.stdin.write("go\\n")
    program.stdin.flush()
assert [program.wait() for program in programs] == [0] * len(programs)
from workbench.services.key_storage.store import KeyringStore
if sys.argv[2] == "real":
    print(json.dumps({key.name: key.trusted for key in KeyringStore().load()}))
"""


def together(where, *more):
    """The command that lets all windows work at once."""
    step = [sys.executable, "-m", "tests.services.key_storage.make_keys", where]
    return [sys.executable, "-c", TOGETHER, json.dumps([[*step, name, *more] for name in WINDOWS]), where]


def expected():
    numbers = [number for number in range(3 * ROUNDS) if number % 3 != 1]
    return {f"{name} {number}": number % 3 == 0 for name in WINDOWS for number in numbers}


def test_windows_that_make_keys_at_once_lose_none(tmp_path):
    done = subprocess.run(together("file", str(tmp_path)), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    backend = FileKeyring(tmp_path)
    assert {key.name: key.trusted for key in KeyringStore(backend).load()} == expected()
    assert set(backend.entries) == needed_in(backend.entries)


def test_windows_that_make_keys_at_once_in_the_secret_service_lose_none():
    with secret_service_session() as session:
        assert json.loads(session.run(*together("real"))) == expected()


@pytest.mark.skipif(sys.platform != "linux", reason="the place of the file can be chosen on Linux only")
def test_without_a_place_for_the_lock_keys_are_read_and_not_changed(tmp_path, monkeypatch):
    store = KeyringStore(MemoryKeyring())
    store.save(OTHER_ES256)
    blocked = tmp_path / "a file"
    blocked.touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    assert store.load() == [OTHER_ES256]
    with pytest.raises(KeyStoreError, match=r"cannot be changed.*a file.*cannot be made: Not a directory") as caught:
        store.delete(OTHER_ES256.kid)
    assert caught.value.hint == "Make its folder writable, then try again."
    assert store.load() == [OTHER_ES256]
