import base64
import copy
import dataclasses
import json
import pickle

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from joserfc.jwk import JWKRegistry

from tests.core.keys.ring import CREATED, EACH_KIND, ED448, KEYS
from workbench.core.errors import NoPublicPartError, SigningError
from workbench.core.keys import ml_dsa
from workbench.core.keys.algorithms import ALGORITHMS
from workbench.core.keys.signing_key import KeyRole, SigningKey, generate
from workbench.core.token.segments import encode_segment

ASYMMETRIC = [key for key in EACH_KIND if not key.is_secret]
KNOWN_TO_JOSERFC = [key for key in ASYMMETRIC if not key.algorithm.startswith("ML-DSA")]
PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "k", "priv"}


def test_the_algorithms_are_offered_in_a_fixed_order():
    assert " ".join(ALGORITHMS) == (
        "HS256 HS384 HS512 RS256 RS384 RS512 PS256 PS384 PS512 "
        "ES256 ES384 ES512 ES256K EdDSA Ed25519 Ed448 ML-DSA-44 ML-DSA-65 ML-DSA-87"
    )


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
    assert str(caught.value) == "none is not an algorithm that keys are made for."
    assert caught.value.hint.startswith("Choose one of HS256, HS384,")
    assert "EdDSA, Ed448, Ed25519, Ed448-RFC9864, ML-DSA-44" in caught.value.hint


@pytest.mark.parametrize("key", KNOWN_TO_JOSERFC, ids=lambda key: key.name)
def test_the_kid_of_a_key_pair_is_the_thumbprint_that_joserfc_computes(key):
    peer = JWKRegistry.import_key(key.public_jwk())
    assert key.kid == key.fingerprint == peer.thumbprint()


def test_a_secret_has_no_fingerprint_and_a_kid_of_no_relation():
    key = KEYS["HS256"]
    peer = JWKRegistry.import_key(key.private_jwk())
    assert key.fingerprint == ""
    assert key.kid not in (peer.thumbprint(), "")


@pytest.mark.parametrize(("algorithm", "octets"), [("HS256", 32), ("HS384", 48), ("HS512", 64)])
def test_a_secret_is_as_long_as_the_hash(algorithm, octets):
    assert len(base64.urlsafe_b64decode(KEYS[algorithm].private_jwk()["k"] + "==")) == octets


def test_a_post_quantum_key_has_the_thumbprint_of_rfc_9964():
    # The RFC's example of ML-DSA-44: the key that 32 octets of zero make.
    jwk = ml_dsa.to_jwk(ml_dsa.from_jwk(ml_dsa_jwk(bytes(32))))
    key = SigningKey("k", "zeros", "ML-DSA-44", 0, jwk)
    assert jwk["priv"] == "A" * 43
    assert jwk["pub"].startswith("unH59k4RuutY-pxvu24U5h8YZD2rSVtHU5qRZsoBmBMcRPgm")
    assert key.fingerprint == "T4xl70S7MT6Zeq6r9V9fPJGVn76wfnXJ21-gyo0Gu6o"
    assert SigningKey("k", "n", "ML-DSA-44", 0, {"kty": "AKP", "pub": jwk["pub"]}).fingerprint == key.fingerprint


def ml_dsa_jwk(seed):
    private = MLDSA44PrivateKey.from_seed_bytes(seed)
    return {
        "kty": "AKP",
        "alg": "ML-DSA-44",
        "pub": encode_segment(private.public_key().public_bytes_raw()),
        "priv": encode_segment(private.private_bytes_raw()),
    }


def test_a_post_quantum_jwk_holds_the_seed_and_the_public_key():
    assert set(KEYS["ML-DSA-65"].private_jwk()) == {"kty", "alg", "pub", "priv", "kid"}
    assert set(KEYS["ML-DSA-65"].public_jwk()) == {"kty", "alg", "pub", "kid", "use"}
    assert len(base64.urlsafe_b64decode(KEYS["ML-DSA-65"].private_jwk()["priv"] + "=")) == 32


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "OKP"},
        {"alg": "ML-DSA-65"},
        {"alg": None},
        {"pub": "AAAA"},
        {"pub": None},
        {"priv": "AAAA"},
        {"priv": encode_segment(bytes(32))},  # the seed of another key
        {"priv": encode_segment(b"1" * 32) + "="},
    ],
    ids=repr,
)
def test_a_post_quantum_jwk_that_contradicts_itself_is_no_key(change):
    with pytest.raises(ValueError, match=r"\w"):
        ml_dsa.from_jwk(ml_dsa_jwk(b"1" * 32) | change)


def test_the_curve_of_eddsa_can_be_chosen():
    assert (KEYS["EdDSA"].jwk_private["crv"], KEYS["EdDSA"].kind.label) == ("Ed25519", "EdDSA")
    assert (ED448.jwk_private["crv"], ED448.kind.label) == ("Ed448", "EdDSA (Ed448)")
    assert ED448.algorithm == "EdDSA"
    assert generate("Ed25519", "n", now=0).jwk_private["crv"] == "Ed25519"


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "ES512", "ES256K"])
def test_every_number_of_a_curve_has_the_length_of_a_coordinate(algorithm):
    jwk = KEYS[algorithm].private_jwk()
    lengths = {len(base64.urlsafe_b64decode(jwk[name] + "==")) for name in "xyd"}
    assert lengths == {{"P-256": 32, "P-384": 48, "P-521": 66, "secp256k1": 32}[jwk["crv"]]}


def test_a_library_without_an_algorithm_is_told_with_what_to_do(monkeypatch):
    def refuse(_alg):
        raise UnsupportedAlgorithm("not built in")

    monkeypatch.setattr(ml_dsa, "generate", refuse)
    with pytest.raises(SigningError, match="has no ML-DSA-87") as caught:
        generate("ML-DSA-87", "n", now=0)
    assert "wheels" in caught.value.hint


def test_a_kid_and_a_role_can_be_chosen():
    key = generate("ES256", "issuer", now=0, kid="k1", role=KeyRole.ISSUER)
    assert (key.kid, key.role) == ("k1", KeyRole.ISSUER)
    assert key.fingerprint != "k1"


def test_an_rsa_key_has_2048_bits_and_all_its_members():
    jwk = KEYS["RS256"].private_jwk()
    assert set(jwk) == {"kty", "n", "e", "d", "p", "q", "dp", "dq", "qi", "kid", "alg"}
    assert len(base64.urlsafe_b64decode(jwk["n"] + "==")) == 256


@pytest.mark.parametrize("key", ASYMMETRIC, ids=lambda key: key.name)
def test_a_public_jwk_has_no_private_member(key):
    public = key.public_jwk()
    assert not PRIVATE_MEMBERS & set(public)
    assert (public["kid"], public["alg"], public["use"]) == (key.kid, key.algorithm, "sig")
    if key in KNOWN_TO_JOSERFC:
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


def test_a_private_jwk_is_json():
    for key in KEYS.values():
        assert json.loads(json.dumps(key.private_jwk())) == key.private_jwk()


@pytest.mark.parametrize(
    ("said", "public"),
    [
        ({}, {"use": "sig"}),
        ({"use": "enc"}, {"use": "enc"}),
        ({"key_ops": ("sign",)}, {"key_ops": ["verify"]}),
        ({"key_ops": ("sign", "verify")}, {"key_ops": ["verify"]}),
        ({"key_ops": ("decrypt", "deriveKey")}, {"key_ops": ["encrypt", "deriveKey"]}),
        ({"use": "sig", "key_ops": ("sign",)}, {"use": "sig", "key_ops": ["verify"]}),
    ],
)
def test_a_public_jwk_says_what_its_key_is_for(said, public):
    jwk = dataclasses.replace(KEYS["ES256"], **said).public_jwk()
    assert {name: jwk[name] for name in ("use", "key_ops") if name in jwk} == public
