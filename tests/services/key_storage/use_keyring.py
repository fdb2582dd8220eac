"""One step with the keyring of this session, for a process of its own.

``python -m tests.services.key_storage.use_keyring STEP``

Prints one JSON document about what it found.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing

import secretstorage
from jeepney.bus_messages import message_bus

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import WorkbenchError
from workbench.core.keys.algorithms import ALGORITHMS, KINDS
from workbench.core.keys.signing_key import KeyRole, generate
from workbench.core.signing.jose import sign
from workbench.services.key_storage.store import KeyringStore

PRIVATE = ("k", "d", "p", "q", "priv")
KIND_OF = {kind.alg: kind.name for kind in reversed(KINDS)}  # a kind may be named like another's algorithm
CLAIMS = ClaimSet.from_dict({"sub": "bob"})


def fill() -> object:
    """Save a key of each algorithm, the last one as the issuer's; rename and trust the first; sign with each."""
    store = KeyringStore()
    keys = [generate(KIND_OF[each], f"my-{each}", now=1_764_000_000) for each in ALGORITHMS[:-1]]
    keys.append(generate(KIND_OF[ALGORITHMS[-1]], "demo-issuer", now=1_764_000_000, role=KeyRole.ISSUER))
    for key in keys:
        store.save(key)
    keys[0] = keys[0].with_trusted(True).renamed("ümlaut")
    store.update(keys[0])
    assert store.load() == keys
    return {
        "store": store.name,
        "kids": [key.kid for key in keys],
        "tokens": [sign({"alg": key.algorithm, "kid": key.kid}, CLAIMS, key) for key in keys],
        "secrets": [
            value for key in keys for name, value in key.jwk_private.items() if name in ("k", "d", "p", "q", "priv")
        ],
        "readable_while_locked": _attributes_and_labels(),
    }


def read() -> object:
    """Print the keys that are there, and sign with each."""
    keys = KeyringStore().load()
    return {
        "keys": [[key.kid, key.name, key.algorithm, key.trusted, key.role, key.created] for key in keys],
        "tokens": [sign({"alg": key.algorithm, "kid": key.kid}, CLAIMS, key) for key in keys],
    }


def come_and_go() -> object:
    """Save two keys, delete both, and print what is left."""
    store = KeyringStore()
    keys = [generate(algorithm, "short-lived", now=0) for algorithm in ("HS256", "RS256")]
    for key in keys:
        store.save(key)
    for key in keys:
        store.delete(key.kid)
    return {"keys": len(store.load()), "entries": len(_attributes_and_labels())}


def locked() -> object:
    """Lock the keyring, and print how each use of it fails."""
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()
    store = KeyringStore(timeout_s=10)
    key = generate("HS256", "new", now=0)
    uses: dict[str, Callable[[], object]] = {
        "load": store.load,
        "save": lambda: store.save(key),
        "update": lambda: store.update(key),
        "delete": lambda: store.delete(key.kid),
    }
    return {name: _failure(use) for name, use in uses.items()}


def gone() -> object:
    """End the keyring's daemon between two uses, print how the next one fails, and try again with another daemon."""
    store = KeyringStore(timeout_s=10)
    kept, new = (generate("RS256", name, now=0) for name in ("kept", "new"))
    store.save(kept)
    with closing(secretstorage.dbus_init()) as bus:
        message = message_bus.GetConnectionUnixProcessID("org.freedesktop.secrets")
        (daemon,) = bus.send_and_get_reply(message).body
    os.kill(daemon, signal.SIGKILL)
    failure = _failure(lambda: store.save(new))
    unlock = ["gnome-keyring-daemon", "--replace", "--unlock", "--components=secrets"]
    subprocess.run(unlock, input=b"password\n", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    store.save(new)
    return {"failure": failure, "keys": [key.name for key in store.load()]}


def _failure(use: Callable[[], object]) -> list[str]:
    try:
        return ["no error", repr(use())]
    except WorkbenchError as error:
        return [error.code, str(error), error.hint]


def _attributes_and_labels() -> list[str]:
    with closing(secretstorage.dbus_init()) as bus:
        items = secretstorage.get_default_collection(bus).get_all_items()
        return [f"{item.get_label()} {item.get_attributes()}" for item in items]


if __name__ == "__main__":
    steps = {"fill": fill, "read": read, "come_and_go": come_and_go, "gone": gone, "locked": locked}
    print(json.dumps(steps[sys.argv[1]]()))
