import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import mldsa
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from tests.core.key_files.outside_keys import TYPES, certificate, pkcs1, private, private_pem, spki
from tests.core.keys.ring import KEYS
from workbench.core.errors import KeyImportError, KeyTextError
from workbench.core.key_files.importer import read_imported_secret
from workbench.core.key_files.pasted_keys import SecretReading, read_keys, read_secret, readings_in_words, secret_octets
from workbench.core.keys.public_jwk import public_jwk
from workbench.core.keys.verification_key import of_ring, of_secret, permitted_algorithms

PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "priv"}


def only(text):
    (key,) = read_keys(text).keys
    return key


@pytest.mark.parametrize("kind", TYPES)
def test_the_same_key_comes_out_of_every_form(kind):
    expected = public_jwk(private(kind).public_key())
    forms = [spki(kind), certificate(kind), private_pem(kind), json.dumps(expected), f"\n  {spki(kind)}\r\n"]
    if kind == "RSA":
        forms += [pkcs1(), private_pem(kind, PrivateFormat.TraditionalOpenSSL)]
    elif not kind.startswith("Ed"):
        forms.append(private_pem(kind, PrivateFormat.TraditionalOpenSSL))
    for form in forms:
        assert dict(only(form).jwk) == expected
    assert permitted_algorithms(expected)


def test_a_post_quantum_key_comes_out_of_a_pem_as_akp():
    key = mldsa.MLDSA65PrivateKey.generate().public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    jwk = dict(only(pem).jwk)
    assert (jwk["kty"], jwk["alg"], len(base64.urlsafe_b64decode(jwk["pub"] + "=="))) == ("AKP", "ML-DSA-65", 1_952)
    assert dict(only(json.dumps(jwk)).jwk) == jwk


@pytest.mark.parametrize("text", [private_pem("P-256"), json.dumps(KEYS["ES256"].private_jwk())])
def test_of_a_private_key_only_the_public_half_is_there_and_it_is_said(text):
    found = read_keys(text)
    assert "only its public half is used" in found.sentence
    assert not PRIVATE_MEMBERS & set(found.keys[0].jwk)


def test_the_words_say_what_was_recognised():
    assert read_keys(spki("RSA")).sentence == "Recognized a public key (SPKI): RSA, 2,048 bits."
    assert "X.509 certificate" in read_keys(certificate("P-256")).sentence
    assert "neither its issuer nor its dates (until 2034-01-01)" in read_keys(certificate("P-256")).sentence
    assert "Only the first of 2 PEM blocks" in read_keys(certificate("P-256") + certificate("RSA")).sentence
    jwk = KEYS["ES256"].public_jwk()
    assert read_keys(json.dumps({"keys": [jwk, {"kty": "x"}]})).sentence.startswith("Recognized a JWK set of 1 key: EC")


X25519 = {"kty": "OKP", "crv": "X25519", "x": "A" * 43}
P256 = public_jwk(private("P-256").public_key())
CUT = "\n".join(spki("RSA").splitlines()[:-1])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is no key here"),
        ("secret", "Line 1: expected -----BEGIN"),
        (CUT, "Line 8: expected -----END PUBLIC KEY-----, found the end of the text"),
        (spki("RSA").replace("MIIB", "MI!B"), "Line 2, column 3: expected base64"),
        (spki("RSA").replace("END PUBLIC", "END RSA PUBLIC"), "expected -----END PUBLIC KEY-----, found -----END RSA"),
        (spki("RSA").replace("PUBLIC", "PIRATE"), "is a PIRATE KEY; expected PUBLIC KEY"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "not a valid public key"),
        ("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----", "Line 2: expected base64, found nothing"),
        ("-----BEGIN PUBLIC KEY-----\nAAA\n-----END PUBLIC KEY-----", "Line 2: the base64"),
        (private_pem("P-256", password=b"x"), "It is encrypted"),
        (spki("P-224"), "secp224r1, with which no token is signed"),
        ("ssh-ed25519 AAAAC3NzaC1 me@here", "OpenSSH public key"),
        ("".join(spki("RSA").splitlines()[1:-2]), "base64 without the lines around it, but it is not whole"),
        ("eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "a token, not a key"),
        ('{"kty":"EC",}', "line 1, column 12"),
        ("{}", "kty of the JWK: expected oct, RSA, EC, OKP or AKP; it is missing"),
        ("[1]", "Key 1 of the set must be an object; it is a number"),
        ('{"keys":[]}', "holds no keys"),
        ('{"keys":{}}', "must be an array; it is an object"),
        ('{"keys":[{"kty":"EC"}]}', "crv of key 1 of the set: expected a string, found nothing"),
        (
            json.dumps(P256 | {"crv": "P-999"}),
            'crv of the JWK: expected P-256, P-384, P-521 or secp256k1; found "P-999"',
        ),
        (json.dumps(P256 | {"y": P256["x"]}), "not a point on P-256"),
        (json.dumps(P256 | {"x": "AAAA"}), "must have 32 bytes; it has 3"),
        (json.dumps(P256 | {"x": "A A"}), "x of the JWK: expected base64url"),
        (json.dumps(X25519), "agrees on keys and signs nothing"),
        (json.dumps({"kty": "oct", "k": ""}), "k of the JWK is empty"),
        ('{"kty":' * 1_000, "more than 200 levels deep"),
        ('{"kty":"RSA","n":NaN}', "NaN is not a JSON number"),
    ],
    ids=lambda text: text[:24],
)
def test_what_is_wrong_with_a_text_is_said(text, says):
    with pytest.raises(KeyTextError) as caught:
        read_keys(text)
    assert says in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"use": "enc"}, 'Its use is "enc"'),
        ({"key_ops": ["encrypt"]}, 'without "verify"'),
        ({"alg": "ES384"}, 'Its alg is "ES384"; a key of this type permits ES256.'),
    ],
)
def test_a_jwk_that_contradicts_itself_says_so(members, says):
    (contradiction,) = only(json.dumps(P256 | members)).contradictions
    assert says in contradiction
    assert only(json.dumps(P256 | {"use": "sig", "alg": "ES256", "key_ops": ["verify"]})).contradictions == ()


@pytest.mark.parametrize(
    ("text", "reading", "octets"),
    [
        ("secret", SecretReading.TEXT, b"secret"),
        ("a-_b", SecretReading.BASE64URL, b"k\xef\xdb"),
        ("a+/b==", SecretReading.BASE64URL, b"k\xef\xdb"),
        ("0x00:ff", SecretReading.HEX, b"\x00\xff"),
    ],
)
def test_a_secret_is_read_in_three_ways(text, reading, octets):
    assert secret_octets(text, reading) == octets


def test_a_secret_says_how_many_octets_each_reading_gives_and_when_it_is_short():
    assert readings_in_words("abcd" * 8) == "32 bytes as text, 24 as base64url, 16 as hex"
    assert readings_in_words("pass word") == "9 bytes as text"
    key = read_secret("secret", SecretReading.TEXT)
    assert key.weakness("HS512") == "The secret has 6 bytes; HS512 asks for 64 or more (RFC 7518, 3.2)."
    assert "secret" not in repr(key).replace("the secret", "")


@pytest.mark.parametrize(("text", "reading"), [("a!", "base64url"), ("abc", "hex"), ("xy", "hex"), ("", "text")])
def test_a_secret_that_cannot_be_read_so_says_why(text, reading):
    with pytest.raises(KeyTextError):
        read_secret(text, SecretReading(reading))


@pytest.mark.parametrize("text", [spki("RSA"), certificate("P-256"), CUT, json.dumps(P256)])
def test_a_public_key_is_refused_as_a_secret_with_the_reason(text):
    with pytest.raises(KeyTextError, match="algorithm confusion"):
        read_secret(text, SecretReading.TEXT)


def test_a_key_of_the_ring_is_its_public_half():
    for algorithm, key in KEYS.items():
        found = of_ring(key)
        assert not PRIVATE_MEMBERS & set(found.jwk)
        assert found.algorithms == (algorithm,)
    assert of_secret(b"x").type_words == "secret of 1 byte"


@given(st.text(st.sampled_from('-BEGINPUBLIC KEY\n{}[]":,ktyRSA=/')))
def test_no_text_breaks_the_recognition(text):
    with pytest.raises(KeyTextError):
        read_keys(text)


@pytest.mark.parametrize(
    ("k", "says"),
    [
        ("AB", "k of the JWK: expected base64url without padding. Its last character, at position 2, has bits set"),
        ("AA==", "k of the JWK: expected base64url without padding. It ends in '='"),
        ("A+/A", "k of the JWK: expected base64url without padding. It is standard base64"),
        ("A", "k of the JWK: expected base64url without padding. It is cut off"),
        ("A!AA", "k of the JWK: expected base64url without padding. It has '!' (U+0021) at position 2"),
    ],
)
def test_a_fault_of_base64url_is_a_whole_sentence(k, says):
    with pytest.raises(KeyTextError) as caught:
        read_keys(json.dumps({"kty": "oct", "k": k}))
    assert says in str(caught.value)


def test_the_hints_on_keys_in_the_place_of_secrets_are_whole_sentences():
    with pytest.raises(KeyTextError) as caught:
        read_secret(json.dumps(KEYS["HS256"].private_jwk()), SecretReading.TEXT)
    assert caught.value.hint == "Choose to verify with a pasted key."
    with pytest.raises(KeyImportError) as caught:
        read_imported_secret(json.dumps(KEYS["HS256"].private_jwk()), SecretReading.TEXT)
    assert caught.value.hint == "Import it as a key, not as a secret."


@pytest.mark.parametrize("kid", [1, 7.5, True, ["a"], {"a": 1}])
def test_a_kid_that_is_not_a_string_is_noted_and_chooses_no_key(kid):
    jwk = {"kty": "oct", "k": "A" * 43, "kid": kid}
    (key,) = read_keys(json.dumps(jwk)).keys
    assert key.kid is None
    assert "not a string (RFC 7517 section 4.5), and chooses no key." in " ".join(key.notes)
