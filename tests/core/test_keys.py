import base64
import copy
import dataclasses
import json
import pickle

import pytest
from joserfc.jwk import JWKRegistry

from tests.core.ring import CREATED, KEYS
from workbench.core.errors import KeyStoreError, NoPublicPartError, SigningError
from workbench.core.keys import ALGORITHMS, KeyRole, MemoryKeyStore, SigningKey, generate

ASYMMETRIC = [key for key in KEYS.values() if not key.is_secret]
PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "k"}


def test_the_algorithms_are_offered_in_a_fixed_order():
    assert ALGORITHMS == ("HS256", "ES256", "EdDSA", "RS256")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_new_key_is_bound_to_its_algorithm_and_trusted_by_nobody(algorithm):
    key = KEYS[algorithm]
    assert key.algorithm == algorithm
    assert key.name == f"demo-{algorithm.lower()}"
    assert key.label == f"demo-{algorithm.lower()} · {algorithm}"
    assert key.created == CREATED
    assert not key.trusted
    assert key.role is KeyRole.OWN
    assert key.can_sign(algorithm)
    assert not key.can_sign("none")
    assert not key.can_sign(None)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_two_keys_are_never_the_same(algorithm):
    again = generate(algorithm, "again", now=0)
    assert again.kid != KEYS[algorithm].kid
    assert again.private_jwk() != KEYS[algorithm].private_jwk()


def test_an_unknown_algorithm_is_refused_and_the_known_ones_are_named():
    with pytest.raises(SigningError) as caught:
        generate("none", "forger", now=0)
    assert str(caught.value) == "none is no algorithm that keys are made for."
    assert caught.value.hint == "Choose one of HS256, ES256, EdDSA, RS256."


@pytest.mark.parametrize("key", ASYMMETRIC, ids=lambda key: key.algorithm)
def test_the_kid_of_a_key_pair_is_the_thumbprint_that_joserfc_computes(key):
    peer = JWKRegistry.import_key(key.public_jwk())
    assert key.kid == key.fingerprint == peer.thumbprint()


def test_a_secret_has_no_fingerprint_and_a_kid_of_no_relation():
    key = KEYS["HS256"]
    peer = JWKRegistry.import_key(key.private_jwk())
    assert key.fingerprint == ""
    assert key.kid not in (peer.thumbprint(), "")
    assert len(base64.urlsafe_b64decode(key.private_jwk()["k"] + "=")) == 32


def test_a_kid_and_a_role_can_be_chosen():
    key = generate("ES256", "issuer", now=0, kid="k1", role=KeyRole.ISSUER)
    assert (key.kid, key.role) == ("k1", KeyRole.ISSUER)
    assert key.fingerprint != "k1"


def test_an_rsa_key_has_2048_bits_and_all_its_members():
    jwk = KEYS["RS256"].private_jwk()
    assert set(jwk) == {"kty", "n", "e", "d", "p", "q", "dp", "dq", "qi", "kid", "alg"}
    assert len(base64.urlsafe_b64decode(jwk["n"] + "==")) == 256


@pytest.mark.parametrize("key", ASYMMETRIC, ids=lambda key: key.algorithm)
def test_a_public_jwk_has_no_private_member(key):
    public = key.public_jwk()
    assert not PRIVATE_MEMBERS & set(public)
    assert (public["kid"], public["alg"], public["use"]) == (key.kid, key.algorithm, "sig")
    JWKRegistry.import_key(public)


def test_a_secret_has_no_public_jwk():
    with pytest.raises(NoPublicPartError, match="demo-hs256 is a shared secret") as caught:
        KEYS["HS256"].public_jwk()
    assert KEYS["HS256"].private_jwk()["k"] not in str(caught.value)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_shows_no_material(algorithm):
    key = KEYS[algorithm]
    material = {value for name, value in key.private_jwk().items() if name in PRIVATE_MEMBERS}
    for shown in (repr(key), str(key), key.label, f"{key!r}", repr([key])):
        assert not [secret for secret in material if secret in shown]
    assert key.kid in repr(key)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_key_is_not_pickled(protocol):
    with pytest.raises(TypeError, match="keyring"):
        pickle.dumps(KEYS["ES256"], protocol)
    with pytest.raises(TypeError, match="keyring"):
        pickle.dumps({"keys": [KEYS["ES256"]]}, protocol)


def test_a_copy_of_a_key_is_the_key():
    key = KEYS["ES256"]
    assert copy.copy(key) is key
    assert copy.deepcopy([key])[0] is key


def test_a_key_cannot_be_changed():
    key = KEYS["ES256"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        key.trusted = True
    with pytest.raises(TypeError):
        key.jwk_private["d"] = "A"
    key.private_jwk()["d"] = "A"
    assert key.private_jwk()["d"] != "A"
    material = {"kty": "oct", "k": "AAAA"}
    held = SigningKey("k", "n", "HS256", 0, material)
    material["k"] = "BBBB"
    assert held.private_jwk()["k"] == "AAAA"


def test_trust_and_name_change_nothing_else():
    key = KEYS["ES256"]
    changed = key.with_trusted(True).renamed("other")
    assert (changed.trusted, changed.name) == (True, "other")
    assert dataclasses.replace(changed, trusted=False, name=key.name) == key
    assert hash(key) != hash(changed)


def test_keys_of_another_material_are_other_keys():
    first = SigningKey("k", "n", "HS256", 0, {"kty": "oct", "k": "AAAA"})
    second = SigningKey("k", "n", "HS256", 0, {"kty": "oct", "k": "BBBB"})
    assert first != second


def test_the_memory_store_keeps_keys_for_this_run():
    store = MemoryKeyStore()
    assert not store.persistent
    assert store.name == "this run only"
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


def test_a_private_jwk_is_json():
    for key in KEYS.values():
        assert json.loads(json.dumps(key.private_jwk())) == key.private_jwk()
