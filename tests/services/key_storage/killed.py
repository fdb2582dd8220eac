"""Kills programs while they change a keyring.

``python -m tests.services.key_storage.killed file|real CHANGE [FOLDER]``

For each write of the CHANGE a process begins it and is killed with SIGKILL before that write. Others then report
what is left, and make the next change. Prints what they saw as JSON, one item a kill.
"""

import json
import os
import signal
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import secretstorage

from tests.keyrings import DyingKeyring, FileKeyring
from tests.services.key_storage.layout import needed_in
from workbench.core.keys.signing_key import generate
from workbench.services.key_storage.backend import system_backend
from workbench.services.key_storage.store import KeyringStore

MOST_WRITES = 60


class Ring:
    """The keys that every process knows; they are made before any of them begins."""

    def __init__(self, algorithms):
        self.kept = [generate(algorithm, f"kept-{algorithm}", now=0) for algorithm in algorithms]
        self.new = generate("RS256", "new", now=1)
        self.next = generate("HS256", "next", now=2)

    def change(self, name, store):
        match name:
            case "save":
                store.save(self.new)
            case "update":
                store.update(self.kept[0].with_trusted(True))
            case "replace":
                store.replace(replace(self.new, kid=self.kept[0].kid))
            case "delete":
                store.delete(self.kept[0].kid)


def in_a_process(function):
    """What *function* returns in a process of its own; None if it was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as answer:
            answer.write(json.dumps(function()))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    assert os.waitstatus_to_exitcode(status) == 0
    return json.loads(text)


def keys_of(backend):
    store = KeyringStore(backend)
    keys = [[key.name, key.trusted, dict(key.jwk_private)] for key in store.load()]
    return {"keys": keys, "damaged": [str(error) for error in store.damaged]}


def entries_of(backend):
    """All entries of the keyring."""
    if isinstance(backend, FileKeyring):
        return backend.entries
    with closing(secretstorage.dbus_init()) as bus:
        items = secretstorage.get_default_collection(bus).get_all_items()
        found = [(item.get_attributes(), item.get_secret().decode()) for item in items]
        return {(attributes["service"], attributes["username"]): text for attributes, text in found}


def empty(backend):
    """Erase all entries of the keyring."""
    if isinstance(backend, FileKeyring):
        for path in backend.folder.iterdir():
            path.unlink()
        return
    with closing(secretstorage.dbus_init()) as bus:
        for item in list(secretstorage.get_default_collection(bus).get_all_items()):
            item.delete()


def kill(backend, ring, change, write):
    """Kill one process; None if the change was over before that write."""

    def begin_again():
        empty(backend)
        KeyringStore(backend).save(*ring.kept)

    def die():
        os.kill(os.getpid(), signal.SIGKILL)

    def begin():
        ring.change(change, KeyringStore(DyingKeyring(backend, die, before_write=write)))
        return "over"

    def go_on():
        store = KeyringStore(backend)
        store.save(ring.next)
        return [key.name for key in store.load()]

    def unneeded():
        entries = entries_of(backend)
        return sorted({service for service, _ in set(entries) - needed_in(entries)})

    in_a_process(begin_again)
    if in_a_process(begin) is not None:
        return None
    found = in_a_process(lambda: keys_of(backend))
    left = in_a_process(unneeded)
    return found | {"left": left, "next": in_a_process(go_on), "left_then": in_a_process(unneeded)}


def main():
    where, change = sys.argv[1:3]
    backend = FileKeyring(Path(sys.argv[3])) if where == "file" else system_backend()
    # A real keyring takes its time.
    ring = Ring(["RS256", "ES256"] if where == "file" else ["ES256"])
    kills = []
    for write in range(1, MOST_WRITES):
        seen = kill(backend, ring, change, write)
        if seen is None:
            break
        kills.append(seen)
    kept = [[key.name, key.trusted, dict(key.jwk_private)] for key in ring.kept]
    new = [ring.new.name, ring.new.trusted, dict(ring.new.jwk_private)]
    print(json.dumps({"kept": kept, "new": new, "kills": kills}))


if __name__ == "__main__":
    main()
