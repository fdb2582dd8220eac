import pytest

from tests.core.keys.ring import KEYS
from workbench.core.errors import KeyStoreError
from workbench.core.keys.store import MemoryKeyStore


def test_the_memory_store_holds_temporary_keys():
    store = MemoryKeyStore()
    assert not store.persistent
    assert store.name == "memory"
    first, second = KEYS["ES256"], KEYS["RS256"]
    store.save(first)
    store.save(second)
    assert store.load() == [first, second]
    store.update(first.with_trusted(True))
    assert store.load() == [first.with_trusted(True), second]
    store.delete(second.kid)
    store.delete("not there")
    assert store.load() == [first.with_trusted(True)]
    store.load().clear()
    assert len(store.load()) == 1


def test_the_memory_store_has_each_kid_once():
    store = MemoryKeyStore()
    store.save(KEYS["ES256"])
    with pytest.raises(KeyStoreError, match="There is a key with the kid"):
        store.save(KEYS["ES256"].renamed("other"))
    with pytest.raises(KeyStoreError, match="There is no key with the kid"):
        store.update(KEYS["RS256"])
