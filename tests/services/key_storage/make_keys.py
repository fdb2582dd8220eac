"""A program that changes a keyring beside others.

``python -m tests.services.key_storage.make_keys file|real NAME [FOLDER]``

Says that it is ready, waits for a line, and makes keys; of each three it trusts one and deletes another.
"""

import sys
from pathlib import Path

from tests.keyrings import FileKeyring
from workbench.core.keys.signing_key import generate
from workbench.services.key_storage.store import KeyringStore

ROUNDS = 3


def main():
    where, name = sys.argv[1:3]
    store = KeyringStore(FileKeyring(Path(sys.argv[3])) if where == "file" else None, timeout_s=60)
    keys = [generate("ES256", f"{name} {number}", now=0) for number in range(3 * ROUNDS)]
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(0, len(keys), 3):
        for key in keys[number : number + 3]:
            store.save(key)
        store.update(keys[number].with_trusted(True))
        store.delete(keys[number + 1].kid)


if __name__ == "__main__":
    main()
