import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa, x25519
from joserfc.jwk import ECKey, OKPKey, RSAKey

from demo_server import DemoServer, InvalidKeyError, IssuerKey, VerificationKey
from demo_server.segments import decode_base64url
from demo_server.tokens.trust import TrustStore, read_jwks
from tests.demo_server.tokens.samples import SECRET_JWK, segment, without

EC_JWK: dict[str, Any] = ECKey.generate_key("P-256").as_dict(private=True) | {"kid": "ec", "alg": "ES256"}
OKP_JWK: dict[str, Any] = OKPKey.generate_key("Ed25519").as_dict(private=True) | {"kid": "okp", "alg": "EdDSA"}
RSA_JWK: dict[str, Any] = RSAKey.generate_key(2048).as_dict(private=True) | {"kid": "rsa", "alg": "RS256"}
_ML_DSA = mldsa.MLDSA44PrivateKey.generate()
AKP_JWK: dict[str, Any] = {
    "kty": "AKP",
    "kid": "akp",
    "alg": "ML-DSA-44",
    "pub": segment(_ML_DSA.public_key().public_bytes_raw()),
    "priv": segment(_ML_DSA.private_bytes_raw()),
}
SMALL_RSA_JWK: dict[str, Any] = RSA_JWK | {"kid": "small", "n": RSA_JWK["n"][:172]}  # 129 octets of the modulus


@pytest.mark.parametrize("jwk", [EC_JWK, OKP_JWK, RSA_JWK, AKP_JWK], ids=lambda jwk: jwk["kty"])
def test_only_the_public_part_of_a_private_key_is_kept_and_published(jwk: dict[str, Any]) -> None:
    key = VerificationKey.from_jwk(jwk)
    assert key.public_jwk is not None
    assert not {"d", "p", "q", "dp", "dq", "qi", "k", "priv"} & set(key.public_jwk)
    assert (key.public_jwk["kid"], key.public_jwk["alg"], key.public_jwk["use"]) == (jwk["kid"], jwk["alg"], "sig")
    assert "PrivateKey" not in type(key.material).__name__


def test_an_hmac_secret_is_never_published_nor_shown() -> None:
    key = VerificationKey.from_jwk(SECRET_JWK)
    assert TrustStore([key, VerificationKey.from_jwk(EC_JWK)]).jwks()["keys"][0]["kid"] == "ec"
    for shown in (repr(key), repr(IssuerKey.from_jwk(SECRET_JWK))):
        assert "a secret of" not in shown
        assert SECRET_JWK["k"] not in shown


def test_the_trust_store_replaces_adds_and_removes_by_kid() -> None:
    trust = TrustStore()
    trust.add(VerificationKey.from_jwk(EC_JWK))
    trust.add(VerificationKey.from_jwk(OKP_JWK | {"kid": "ec"}))
    trust.add(VerificationKey.from_jwk(SECRET_JWK))
    assert trust.kids() == ("ec", "test-hs256")
    found = trust.get("ec")
    assert found is not None
    assert found.algorithm == "EdDSA"
    trust.remove("ec")
    trust.remove("never there")
    assert trust.kids() == ("test-hs256",)


@pytest.mark.parametrize(
    ("jwk", "words"),
    [
        ({}, "needs a kid"),
        (EC_JWK | {"kid": ""}, "needs a kid"),
        (EC_JWK | {"kid": 1}, "needs a kid"),
        (without(EC_JWK, "alg"), "alg must be one of HS256"),
        (EC_JWK | {"alg": "none"}, "alg must be one of"),
        (EC_JWK | {"alg": ["ES256"]}, "alg must be one of"),
        (EC_JWK | {"alg": "RS256"}, "kty must be RSA for RS256"),
        (EC_JWK | {"crv": "P-384"}, "crv must be P-256 for ES256"),
        (OKP_JWK | {"crv": "X25519"}, "crv must be Ed25519 or Ed448 for EdDSA"),
        (OKP_JWK | {"crv": "Ed448"}, "is not a valid EdDSA key"),
        (EC_JWK | {"alg": "ES512"}, "crv must be P-521 for ES512"),
        (EC_JWK | {"alg": "ES256K"}, "crv must be secp256k1 for ES256K"),
        (without(EC_JWK, "y"), "y must be a string"),
        (EC_JWK | {"x": 1}, "x must be a string"),
        (EC_JWK | {"x": "a=="}, "'=' padding"),
        (EC_JWK | {"x": EC_JWK["y"]}, "is not a valid ES256 key"),  # a point that is not on the curve
        (SECRET_JWK | {"k": "c2hvcnQ"}, "has 40 bits; HS256 needs 256 or more"),
        (SECRET_JWK | {"k": ""}, "has 0 bits"),
        (SECRET_JWK | {"alg": "HS384"}, "has 256 bits; HS384 needs 384 or more"),
        (SECRET_JWK | {"alg": "HS512"}, "has 256 bits; HS512 needs 512 or more"),
        (SMALL_RSA_JWK | {"alg": "PS512"}, "has 1032 bits; PS512 needs 2048 or more"),
        (AKP_JWK | {"kty": "OKP"}, "kty must be AKP for ML-DSA-44"),
        (AKP_JWK | {"alg": "ML-DSA-65"}, "is not a valid ML-DSA-65 key"),
        (without(AKP_JWK, "pub"), "pub must be a string"),
        (SMALL_RSA_JWK, "has 1032 bits; RS256 needs 2048 or more"),
        (EC_JWK | {"use": "enc"}, "use is"),
        (EC_JWK | {"key_ops": ["deriveKey"]}, "key_ops does not include"),
        (EC_JWK | {"key_ops": "verify"}, "key_ops must be an array of strings"),
    ],
)
def test_a_key_that_a_strict_server_cannot_use_is_refused_in_words(jwk: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidKeyError, match=words):
        VerificationKey.from_jwk(jwk)


def pem(private_key: Any) -> str:
    octets: bytes = private_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return octets.decode()


@pytest.mark.parametrize(
    ("private_key", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP256R1()), "ES256"),
        (ed25519.Ed25519PrivateKey.generate(), "EdDSA"),
        (rsa.generate_private_key(65537, 2048), "RS256"),
        (ec.generate_private_key(ec.SECP384R1()), "ES384"),
        (ec.generate_private_key(ec.SECP521R1()), "ES512"),
        (ec.generate_private_key(ec.SECP256K1()), "ES256K"),
        (ed448.Ed448PrivateKey.generate(), "EdDSA"),
    ],
)
def test_an_issuer_key_is_read_from_pem_with_its_thumbprint_as_kid(private_key: Any, algorithm: str) -> None:
    key = IssuerKey.from_pem(pem(private_key))
    assert key.algorithm == algorithm
    peer = {"EC": ECKey, "OKP": OKPKey, "RSA": RSAKey}[key.verification_key.public_jwk["kty"]]
    assert key.kid == peer.import_key(pem(private_key)).thumbprint()
    assert key.verification_key.kid == key.kid
    assert jwt.decode(key.sign({"a": 1}, "JWT"), private_key.public_key(), algorithms=[algorithm]) == {"a": 1}


def test_a_post_quantum_issuer_key_has_the_thumbprint_of_rfc_9964() -> None:
    zeros = mldsa.MLDSA44PrivateKey.from_seed_bytes(bytes(32))  # the RFC's example
    key = IssuerKey.from_pem(pem(zeros))
    assert (key.kid, key.algorithm) == ("T4xl70S7MT6Zeq6r9V9fPJGVn76wfnXJ21-gyo0Gu6o", "ML-DSA-44")
    signing_input, _, signature = key.sign({"a": 1}, "JWT").rpartition(".")
    zeros.public_key().verify(decode_base64url(signature), signing_input.encode())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not an unencrypted private key in PEM"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "is not an unencrypted private key in PEM"),
        (pem(ec.generate_private_key(ec.BrainpoolP256R1())), "key of another kind"),
        (pem(x25519.X25519PrivateKey.generate()), "key of another kind"),
    ],
)
def test_other_pem_text_is_not_an_issuer_key(text: str, words: str) -> None:
    with pytest.raises(InvalidKeyError, match=words):
        IssuerKey.from_pem(text)


def test_a_public_key_cannot_issue() -> None:
    with pytest.raises(InvalidKeyError, match="is public"):
        IssuerKey.from_jwk(without(EC_JWK, "d"))
    with pytest.raises(InvalidKeyError, match="is not a private key"):
        IssuerKey.from_jwk(EC_JWK | {"d": "AAAA"})
    with pytest.raises(InvalidKeyError, match="is public"):
        IssuerKey.from_jwk(without(AKP_JWK, "priv"))
    with pytest.raises(InvalidKeyError, match="pub is not the public key of priv"):
        IssuerKey.from_jwk(AKP_JWK | {"priv": segment(bytes(32))})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("{}", 'expected an object with an array "keys"'),
        ('{"keys": {}}', 'expected an object with an array "keys"'),
        ('{"keys": [1]}', r"keys\[0\] is not a JSON object"),
        ('{"keys": [{"kid": "a"}]}', r'keys\[0\]: key "a": alg must be one of'),
    ],
)
def test_a_mistake_in_a_jwk_set_is_reported_with_file_and_place(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidKeyError, match=words) as caught:
        read_jwks(path)
    assert str(caught.value).startswith(f"{path}: ")
    with pytest.raises(InvalidKeyError, match="cannot be read"):
        read_jwks(tmp_path / "missing")


def test_a_jwk_set_file_may_hold_keys_of_every_type(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"keys": [SECRET_JWK, RSA_JWK, EC_JWK, OKP_JWK, AKP_JWK]}), encoding="utf-8")
    found = read_jwks(path)
    assert found.left_out == ()
    published = TrustStore(found.keys).jwks()["keys"]
    assert [jwk["kty"] for jwk in published] == ["RSA", "EC", "OKP", "AKP"]
    assert published[-1] == without(AKP_JWK, "priv") | {"use": "sig"}


NOT_UNDERSTOOD: list[tuple[Any, str]] = [
    ({"kty": "LMS", "kid": "new", "alg": "HSS-LMS"}, 'keys[0]: key "new": alg must be one of'),
    ({"kty": "LMS", "kid": "new", "alg": "RS256"}, 'keys[0]: key "new": kty must be RSA'),
    (RSA_JWK | {"kid": "enc", "alg": "RSA-OAEP", "use": "enc"}, 'keys[0]: key "enc": alg must be one of'),
    (SECRET_JWK | {"kid": "wrap", "alg": "A256KW"}, 'keys[0]: key "wrap": alg must be one of'),
    (RSA_JWK | {"kid": "enc", "use": "enc"}, 'keys[0]: key "enc": use is "enc"'),
    (without(RSA_JWK, "n") | {"kid": "half"}, 'keys[0]: key "half": n must be a string'),
    (without(EC_JWK, "kid"), "keys[0]: a key needs a kid"),
    (1, "keys[0] is not a JSON object"),
]


@pytest.mark.parametrize(("other", "says"), NOT_UNDERSTOOD)
def test_a_key_that_is_not_understood_is_left_out_and_named(tmp_path: Path, other: Any, says: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"keys": [other, EC_JWK]}), encoding="utf-8")
    found = read_jwks(path)
    assert [key.kid for key in found.keys] == [EC_JWK["kid"]]
    (reason,) = found.left_out
    assert reason.startswith(says)


@pytest.mark.parametrize(("curve", "length"), [("Ed25519", 32), ("Ed448", 57)])
def test_the_names_of_rfc_9864_bind_a_key_to_their_curve(curve: str, length: int) -> None:
    key = (ed25519.Ed25519PrivateKey if curve == "Ed25519" else ed448.Ed448PrivateKey).generate()
    x = segment(key.public_key().public_bytes_raw())
    jwk = {"kty": "OKP", "kid": "k", "crv": curve, "x": x}
    assert len(key.public_key().public_bytes_raw()) == length
    for alg in (curve, "EdDSA"):
        trusted = VerificationKey.from_jwk(jwk | {"alg": alg})
        assert trusted.verifies(b"text", key.sign(b"text"))
        assert not trusted.verifies(b"other", key.sign(b"text"))
        assert trusted.public_jwk is not None
        assert trusted.public_jwk["alg"] == alg
    other = "Ed448" if curve == "Ed25519" else "Ed25519"
    with pytest.raises(InvalidKeyError, match=f"crv must be {other} for {other}"):
        VerificationKey.from_jwk(jwk | {"alg": other})


def test_no_further_key_takes_the_place_of_the_issuers_own(issuer_key: IssuerKey) -> None:
    impostor = VerificationKey.from_jwk(EC_JWK | {"kid": issuer_key.kid})
    server = DemoServer(issuer_key=issuer_key, trusted=[impostor, VerificationKey.from_jwk(OKP_JWK)])
    server.stop()
    assert server.trust.kids() == (issuer_key.kid, "okp")
    assert server.trust.get(issuer_key.kid) == issuer_key.verification_key
