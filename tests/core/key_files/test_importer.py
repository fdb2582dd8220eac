import base64
import hashlib
import json
import warnings
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import KeySet, OctKey, OKPKey, RSAKey

from tests.core.key_files.outside_keys import certificate, pkcs1, spki
from tests.core.key_files.samples import PASSWORD, der, der_number, key_of, run, store, written
from tests.core.keys.ring import EACH_KIND, KEYS
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import KeyImportError, KeyPasswordError, KeyPasswordNeededError, SigningError, StoppedError
from workbench.core.key_files.importer import MOST_OCTETS, read_imported_secret, read_private_keys
from workbench.core.key_files.pasted_keys import SecretReading
from workbench.core.keys import ml_dsa
from workbench.core.keys.private_jwk import private_jwk
from workbench.core.keys.rsa_numbers import RsaNumbers, number, text
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing.jose import sign, verify_signature
from workbench.core.token.compact import parse_compact

KINDS = ("RSA", "P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448", "ML-DSA-65")
OLD_STYLE = ("RSA", "P-256", "P-384", "P-521", "secp256k1")
OPENSSH = ("RSA", "P-256", "P-384", "P-521", "Ed25519")
RSA_JWK = KEYS["RS256"].private_jwk()
WITHOUT_PRIMES = {name: value for name, value in RSA_JWK.items() if name in ("kty", "n", "e", "d")}


def only(data, password=None):
    (key,) = read_private_keys(data.encode() if isinstance(data, str) else data, "mine", password).keys
    return key


def refused(data, password=None):
    """What is said of octets that hold no key to sign with."""
    with pytest.raises(KeyImportError) as caught:
        read_private_keys(data.encode() if isinstance(data, str) else data, "mine", password)
    assert caught.value.hint
    assert caught.value.__cause__ is None, "libraries quote key material"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


def signs(key):
    """Whether what it signs once it is in the ring verifies with its public part."""
    made = key.to_signing_key("mine", key.kid, key.algorithm, 0)
    token = parse_compact(sign({"alg": made.algorithm}, ClaimSet.from_dict({"sub": "bob"}), made))
    return verify_signature(token, made)


# What it reads.


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_pkcs8_key_signs_encrypted_or_not(kind, encoding):
    plain, closed = written(kind, encoding), written(kind, encoding, password=PASSWORD)
    key = only(plain)
    assert dict(key.jwk) == private_jwk(key_of(kind)) == dict(only(closed, PASSWORD).jwk)
    assert signs(key)
    assert isinstance(refused(closed), KeyPasswordNeededError)
    assert isinstance(refused(closed, "wrong"), KeyPasswordError)


@pytest.mark.parametrize("kind", OLD_STYLE)
def test_the_forms_of_old_openssl_hold_the_same_key(kind):
    form = PrivateFormat.TraditionalOpenSSL
    expected = private_jwk(key_of(kind))
    closed = written(kind, form=form, password=PASSWORD)
    assert b"DEK-Info" in closed
    for data, password in (
        (written(kind, form=form), None),
        (written(kind, Encoding.DER, form), None),
        (closed, PASSWORD),
        (b"# a note in Latin-1: \xfc\n" + written(kind, form=form).replace(b"\n", b"\r\n"), None),
        (b"\xef\xbb\xbf" + closed, PASSWORD),
        (closed.decode().encode("utf-16"), PASSWORD),
    ):
        assert dict(only(data, password).jwk) == expected
    assert isinstance(refused(closed), KeyPasswordNeededError)
    assert isinstance(refused(closed, "wrong"), KeyPasswordError)


@pytest.mark.parametrize("kind", OPENSSH)
def test_an_openssh_key_holds_the_same_key(kind):
    assert dict(only(written(kind, form=PrivateFormat.OpenSSH)).jwk) == private_jwk(key_of(kind))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "ML-DSA-65"])
def test_a_pkcs12_store_gives_its_key_and_asks_for_its_password_only_if_it_has_one(kind):
    for data, password in ((store(kind), PASSWORD), (store(kind, None), None), (store(kind, None), "")):
        assert dict(only(data, password).jwk) == private_jwk(key_of(kind))
    assert isinstance(refused(store(kind)), KeyPasswordNeededError)
    assert isinstance(refused(store(kind), "wrong"), KeyPasswordError)


@pytest.mark.parametrize("key", EACH_KIND, ids=lambda key: key.kind.name)
def test_a_jwk_of_every_kind_keeps_its_kid_and_its_algorithm(key):
    found = only(json.dumps(key.private_jwk()))
    assert (found.kid, found.algorithm) == (key.kid, key.algorithm)
    back = found.to_signing_key(key.name, found.kid, found.algorithm, key.created)
    assert back == key
    assert found.same_as(key)
    assert key.jwk_private.get("k", key.jwk_private.get("d", "priv")) not in repr(found)


def test_keys_of_joserfc_are_read():
    keys = KeySet([OctKey.generate_key(512), RSAKey.generate_key(2048), OKPKey.generate_key("Ed448")])
    found = read_private_keys(json.dumps(keys.as_dict(private=True)).encode()).keys
    assert [key.algorithm for key in found] == ["HS512", "RS256", "EdDSA"]
    assert all(map(signs, found))


def test_what_openssl_and_ssh_keygen_write_is_read(tmp_path):
    for command in (
        "openssl genpkey -algorithm ed25519 -out ed.pem",
        "openssl req -x509 -key ed.pem -subj /CN=common -out ed.crt -days 2",
        "openssl pkcs12 -export -inkey ed.pem -in ed.crt -name friendly -out ed.p12 -passout pass:pw",
        "openssl pkcs12 -export -inkey ed.pem -in ed.crt -legacy -out old.p12 -passout pass:",
        "openssl pkcs8 -topk8 -in ed.pem -scrypt -outform DER -out ed.der -passout pass:pw",
        "openssl ecparam -name secp256k1 -genkey -out k1.pem",
        "openssl genpkey -algorithm RSA-PSS -out pss.pem",
        "ssh-keygen -q -t ecdsa -b 521 -N '' -f ssh",
    ):
        run(tmp_path, command)
    read = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    ed = only(read["ed.pem"])
    assert dict(only(read["ed.der"], "pw").jwk) == dict(ed.jwk) == dict(only(read["ed.p12"], "pw").jwk)
    assert only(read["ed.p12"], "pw").name == "friendly"
    assert only(read["old.p12"]).name == "common"
    assert "certificate was left out" in read_private_keys(read["old.p12"]).left_out[0]
    assert (only(read["k1.pem"]).algorithm, only(read["ssh"]).algorithm) == ("ES256K", "ES512")
    assert only(read["pss.pem"]).algorithm == "PS256", "it is for this padding alone"
    assert "OpenSSH public key" in str(refused(read["ssh.pub"]))
    assert "certificate: its key can verify, and cannot sign" in str(refused(read["ed.crt"]))


def test_an_encrypted_openssh_key_is_opened_with_its_password(tmp_path):
    run(tmp_path, f"ssh-keygen -q -t ed25519 -N '{PASSWORD}' -f key")
    data = (tmp_path / "key").read_bytes()
    assert only(data, PASSWORD).algorithm == "EdDSA"
    assert isinstance(refused(data), KeyPasswordNeededError)
    assert isinstance(refused(data, "wrong"), KeyPasswordError)


def test_an_ml_dsa_key_is_read_with_its_expanded_key_beside_the_seed_and_not_without_the_seed():
    key = key_of("ML-DSA-65")
    public, seed = key.public_key().public_bytes_raw(), key.private_bytes_raw()
    expanded = public[:32] + bytes(32) + hashlib.shake_256(public).digest(64) + bytes(3_904)
    algorithm = der(0x30, bytes.fromhex("0609608648016503040312"))

    def pkcs8(*inner):
        return der(0x30, der_number(0), algorithm, der(0x04, *inner))

    both = pkcs8(der(0x30, der(0x04, seed), der(0x04, expanded)))
    assert dict(only(both).jwk) == ml_dsa.to_jwk(key)
    other = pkcs8(der(0x30, der(0x04, bytes(32)), der(0x04, expanded)))
    assert "do not belong together" in str(refused(other))
    assert "without its seed" in str(refused(pkcs8(der(0x04, expanded))))


def test_several_keys_in_a_file_are_all_offered_and_what_is_left_out_is_said():
    pem = b"".join((written("P-256"), certificate("P-256").encode(), written("Ed25519", password="x"), written("RSA")))
    found = read_private_keys(pem, "mine", "wrong")
    assert [(key.name, key.algorithm) for key in found.keys] == [("mine-1", "ES256"), ("mine-3", "RS256")]
    assert "The password does not open" in found.left_out[0]
    assert "a certificate" in found.left_out[1]
    assert isinstance(refused(pem), KeyPasswordNeededError)
    jwks = {"keys": [KEYS["ES256"].private_jwk(), KEYS["RS256"].public_jwk(), {"kty": "oct", "k": "AAAA"}, 7]}
    found = read_private_keys(json.dumps(jwks).encode(), "mine")
    assert [key.name for key in found.keys] == ["mine-1", "mine-3"]
    assert found.left_out == (
        "Key 2 of the set is a public key (RSA, 2,048 bits), without d: it can verify, and cannot sign.",
        "Key 4 of the set must be an object; it is a number.",
    )


def test_reading_many_keys_can_be_stopped():
    asked = iter([False, True])
    with pytest.raises(StoppedError):
        read_private_keys(written("P-256") + written("Ed25519"), stopped=lambda: next(asked))
    with pytest.raises(StoppedError):
        read_private_keys(json.dumps({"keys": [RSA_JWK]}).encode(), stopped=lambda: True)


def test_the_pem_in_a_service_accounts_file_is_found():
    document = {"type": "service_account", "private_key": written("RSA").decode(), "client_email": "x@example"}
    found = read_private_keys(json.dumps(document).encode())
    assert "in the member private_key" in found.form
    assert found.keys[0].algorithm == "RS256"


# What a key may be bound to, and what its JWK says of it.


@pytest.mark.parametrize(
    ("octets", "algorithm"), [(1, "HS256"), (32, "HS256"), (47, "HS256"), (48, "HS384"), (64, "HS512"), (200, "HS512")]
)
def test_a_secret_is_bound_to_the_longest_hash_that_it_suits(octets, algorithm):
    (key,) = read_imported_secret("k" * octets, SecretReading.TEXT).keys
    assert (key.algorithm, key.algorithms) == (algorithm, ("HS256", "HS384", "HS512"))
    assert bool(key.weakness("HS512")) == (octets < 64)


def test_a_short_rsa_key_is_offered_every_algorithm_that_it_can_sign_with_and_no_other(tmp_path):
    for bits in (512, 522, 640, 752, 1_024, 1_042):
        run(tmp_path, f"openssl genrsa -out key.pem {bits}")
        key = only((tmp_path / "key.pem").read_bytes())
        for alg in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"):
            made = key.to_signing_key("mine", key.kid, alg, 0)
            if alg in key.algorithms:
                sign({"alg": alg}, ClaimSet.from_dict({}), made)
            else:
                with pytest.raises(SigningError, match=f"too short to sign with {alg}"):
                    sign({"alg": alg}, ClaimSet.from_dict({}), made)


def test_the_kid_of_a_secret_says_nothing_of_it_and_that_of_a_key_is_its_thumbprint():
    secrets = [read_imported_secret("k" * 32, SecretReading.TEXT).keys[0] for _ in range(2)]
    assert secrets[0].kid != secrets[1].kid
    key = only(written("P-256"))
    assert key.kid == key.to_signing_key("x", "x", "ES256", 0).fingerprint


@pytest.mark.parametrize(
    ("members", "note", "found"),
    [
        ({"use": "sig", "key_ops": ["sign", "verify"]}, None, ("sig", ("sign", "verify"))),
        ({"use": "enc"}, 'use is not "sig"', ("enc", ())),
        ({"key_ops": ["verify"]}, 'without "sign"', ("", ("verify",))),
        ({"alg": "RS256"}, "Its alg does not fit this key, which can sign with", ("", ())),
        ({"kid": 7}, "Its kid is not a string", ("", ())),
        ({"kid": "x" * 300}, "Its kid is not a string", ("", ())),
        ({"kid": "a\u202eb"}, "Its kid is not a string", ("", ())),
    ],
)
def test_what_a_jwk_says_of_its_key_is_kept_and_warned_of(members, note, found):
    key = only(json.dumps(KEYS["ES256"].private_jwk() | members))
    assert (key.use, key.key_ops) == found
    assert [note in each for each in key.notes] == ([True] if note else [])


@pytest.mark.parametrize(
    "alg", ["A256KW", "dir", "RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "A256GCM", "none", "RS255", 7, []]
)
@pytest.mark.parametrize("kty", ["HS256", "RS256", "ES256"])
def test_a_key_whose_alg_signs_nothing_is_not_imported_and_in_a_set_left_out(alg, kty):
    jwk = KEYS[kty].private_jwk() | {"alg": alg}
    says = f"Its alg is {json.dumps(alg)}, with which no token is signed"
    assert says in str(refused(json.dumps(jwk)))
    found = read_private_keys(json.dumps({"keys": [jwk, KEYS["ES384"].private_jwk()]}).encode())
    assert [key.algorithm for key in found.keys] == ["ES384"]
    assert says in found.left_out[0]


def test_a_name_from_outside_is_short_and_can_be_seen():
    assert only(store("RSA", None, b"x")).name == "mine"
    (key,) = read_private_keys(written("P-256"), "a\u202e\n" + "b" * 200).keys
    assert key.name == "a" + "b" * 79
    with pytest.raises(TypeError):
        key.__reduce_ex__(4)


# RSA in all its shapes.


def test_an_rsa_key_without_its_primes_is_completed_and_signs():
    key = only(json.dumps(WITHOUT_PRIMES))
    assert {name: key.jwk[name] for name in WITHOUT_PRIMES} == WITHOUT_PRIMES
    assert "primes were worked out" in key.notes[0]
    assert signs(key)


def _changed(**members):
    return json.dumps(RSA_JWK | members)


OTHER_RSA = KEYS["PS256"].private_jwk()
N = number(RSA_JWK["n"])


@pytest.mark.parametrize(
    ("jwk", "says"),
    [
        (_changed(d=OTHER_RSA["d"]), "d does not belong to n and e"),
        (_changed(n=OTHER_RSA["n"]), "p times q is not n"),
        (_changed(dp=RSA_JWK["dq"]), "dp and dq do not belong"),
        (_changed(qi=RSA_JWK["dq"]), "qi does not belong"),
        (_changed(e=text(65536)), "e is not a public exponent"),
        (_changed(d=text(N << 9)), "not less than n"),
        (_changed(oth=[]), "more than two primes (oth)"),
        (_changed(d="!"), "d of the JWK: expected base64url"),
        (_changed(d=7), "d of the JWK: expected a string, found a number"),
        (json.dumps(WITHOUT_PRIMES | {"d": OTHER_RSA["d"]}), "d does not belong to n and e"),
        (json.dumps(WITHOUT_PRIMES | {"p": RSA_JWK["p"]}), "q, dp, dq, qi is missing"),
        (json.dumps({**RSA_JWK, "n": text(1 << 9_000 | 1)}), "9,001 bits; more than 8,192 are not read"),
        (json.dumps({**WITHOUT_PRIMES, "n": text(1 << 5_000 | 1)}), "up to 4,096 bits only"),
        (json.dumps({**RSA_JWK, "n": text(1 << 20_000 | 1)}), "n of the JWK has 20,001 bits"),
    ],
)
def test_rsa_numbers_that_do_not_belong_together_are_refused(jwk, says):
    error = refused(jwk)
    assert says in str(error)
    assert RSA_JWK["d"][:12] not in f"{error} {error.hint}"


def test_a_prime_that_is_none_shows_in_a_signature():
    p, q, e = 3 * (2**521 - 1), 2**607 - 1, 5
    exponents = ((p - 1) * (q - 1), e)
    d = pow(exponents[1], -1, exponents[0])
    numbers = RsaNumbers(p * q, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    assert "not a prime" in str(refused(json.dumps(numbers.to_jwk())))


def test_a_key_of_more_than_two_primes_or_a_million_bits_is_refused_before_a_library_sees_it():
    numbers = [number(RSA_JWK[name]) for name in ("n", "e", "d", "p", "q", "dp", "dq", "qi")]
    several = der(0x30, der_number(1), *map(der_number, numbers), der(0x30))
    assert "more than two primes" in str(refused(several))
    huge = der(0x30, der_number(0), der_number(1 << 100_000 | 1), *map(der_number, numbers[1:]))
    assert "This RSA key has 100,001 bits" in str(refused(huge))
    assert "more than 32,768 are not read as one key" in str(
        refused(der(0x30, der_number(0), der_number(1 << 1_000_000), *map(der_number, numbers[1:])))
    )


# The others' public members.


@pytest.mark.parametrize(
    ("algorithm", "members", "says"),
    [
        ("ES256", {"d": KEYS["ES384"].jwk_private["d"]}, "must have 32 bytes; it has 48"),
        ("ES256", {"d": text(2).rjust(43, "A")}, "x and y of the JWK are not the public key of its d"),
        ("ES256", {"d": "_" * 42 + "8"}, "not a private key on P-256"),
        ("ES256", {"y": KEYS["ES256"].jwk_private["x"]}, "not a point on P-256"),
        ("EdDSA", {"d": "A" * 43}, "x of the JWK is not the public key of its d"),
        ("EdDSA", {"d": "AAAA"}, "must have 32 bytes"),
        ("EdDSA", {"crv": "X25519"}, "agrees on keys and signs nothing"),
        ("ML-DSA-44", {"priv": "A" * 43}, "pub of the JWK is not the public key that its seed, priv, makes"),
        ("ML-DSA-44", {"priv": "AAAA"}, "must be the seed of 32 bytes"),
    ],
)
def test_public_members_that_do_not_belong_to_the_private_one_are_refused(algorithm, members, says):
    assert says in str(refused(json.dumps(KEYS[algorithm].private_jwk() | members)))


# What it cannot take in.


def _pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    DSA = _pem(dsa.generate_private_key(1024))  # noqa: S505  to be refused


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "it is empty"),
        (b" \r\n", "it is empty"),
        (b"hello", "Line 1: expected -----BEGIN"),
        (b"\x80\x81", "it begins with 80"),
        (b"-\0-\0-\0", "UTF-16 without its byte order mark"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "a token, not a key"),
        (b"PuTTY-User-Key-File-3: ssh-ed25519", "a key of PuTTY"),
        (b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nAAAA\n-----END PGP PRIVATE KEY BLOCK-----", "a PGP key"),
        (b"\xfe\xed\xfe\xed\0\0", "a Java key store"),
        (b"PK\x03\x04\x80", "a ZIP archive"),
        (spki("RSA"), "Line 1: the PEM block is a public key: it can verify, and cannot sign"),
        (pkcs1(), "a public key: it can verify, and cannot sign"),
        (certificate("RSA"), "a certificate: its key can verify"),
        (spki("RSA").replace("PUBLIC KEY", "CERTIFICATE REQUEST"), "a request for a certificate"),
        ("".join(written("P-256").decode().splitlines()[1:-2]), "base64 without the lines around it, but it is not"),
        (written("P-256")[:-30], "Line 4: expected -----END PRIVATE KEY-----, found the end of the text"),
        (written("P-256", Encoding.DER)[:-9], "begins as DER, and is not whole: a value should end after byte 138"),
        (DSA, "no JWS algorithm signs with DSA"),
        (_pem(x25519.X25519PrivateKey.generate()), "X25519, which agrees on keys and signs nothing"),
        (written("P-224"), "secp224r1, with which no token is signed"),
        (spki("RSA").replace("PUBLIC", "PRIVATE"), "says PRIVATE KEY, and holds a public key"),
        (json.dumps(KEYS["ES256"].public_jwk()), "The JWK is a public key (EC P-256), without d"),
        (json.dumps({"keys": [KEYS["ES256"].public_jwk()]}), "1 public key and no private one"),
        ('{"keys":[]}', "holds no keys"),
        ('{"kty":"EC",}', "line 1, column 12"),
        ("[]", "The JWK set holds no keys"),
        ("1", "Line 1: expected -----BEGIN"),
        ('{"jwk":[1]}', "must be an object"),
        (b"0" * (MOST_OCTETS + 1), "more than 1,048,576 (1 MiB) are not read"),
        (b"\x30\x80\x02\x01\x03", "BER of indefinite length"),
    ],
)
def test_what_holds_no_private_key_is_named(data, says):
    assert says in str(refused(data))


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("pkcs8", 2**31, "2,147,483,648 iterations"),
        ("scrypt", 2**30, "memory or time"),
        ("pkcs12", 10**9, "iterations"),
    ],
)
def test_a_password_that_would_take_hours_to_try_is_refused_before_it_is_tried(path, value, says):
    salt, sealed = der(0x04, b"saltsalt"), der(0x04, bytes(64))
    sha = der(0x30, bytes.fromhex("0609608648016503040201"))
    pbkdf2 = der(0x30, bytes.fromhex("06092a864886f70d01050c"), der(0x30, salt, der_number(value)))
    scrypt = bytes.fromhex("06092b06010401da47040b")
    by_scrypt = der(0x30, scrypt, der(0x30, salt, der_number(value), der_number(8), der_number(1)))
    aes = der(0x30, bytes.fromhex("060960864801650304012a"), der(0x04, bytes(16)))
    data = {
        "pkcs8": der(0x30, der(0x30, bytes.fromhex("06092a864886f70d01050d"), der(0x30, pbkdf2, aes)), sealed),
        "scrypt": der(0x30, der(0x30, bytes.fromhex("06092a864886f70d01050d"), der(0x30, by_scrypt, aes)), sealed),
        "pkcs12": der(
            0x30,
            der_number(3),
            der(0x30, bytes.fromhex("06092a864886f70d010701"), der(0xA0, der(0x04, der(0x30)))),
            der(0x30, der(0x30, sha, sealed), salt, der_number(value)),
        ),
    }[path]
    assert says in str(refused(data, "password"))


def test_rounds_of_bcrypt_without_end_are_refused():
    def string(octets):
        return len(octets).to_bytes(4) + octets

    options = string(b"salt") + (10**9).to_bytes(4)
    public = string(string(b"ssh-ed25519") + string(bytes(32)))
    octets = b"openssh-key-v1\0" + b"".join(map(string, (b"aes256-ctr", b"bcrypt", options)))
    octets += (1).to_bytes(4) + public + string(bytes(64))
    pem = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{base64.b64encode(octets).decode()}\n-----END OPENSSH PRIVATE KEY-----"
    assert "1,000,000,000 rounds of bcrypt" in str(refused(pem, "password"))
    cut = base64.b64encode(octets[:-40]).decode()
    assert "is cut off" in str(refused(pem.replace(base64.b64encode(octets).decode(), cut), "password"))


@pytest.mark.parametrize(
    ("typed", "reading", "octets"),
    [("secret\n", "text", 6), ("a-_b", "base64url", 3), ("a+/b==\n", "base64url", 3), ("00:ff \r\n", "hex", 2)],
)
def test_a_secret_is_read_as_the_user_says(typed, reading, octets):
    (key,) = read_imported_secret(typed, SecretReading(reading)).keys
    assert key.type_words == f"secret of {octets} bytes"
    assert bool(key.notes) == (typed == "secret\n")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "no secret"),
        ("\n", "no secret"),
        (spki("RSA"), "algorithm confusion"),
        ("a" * (MOST_OCTETS + 1), "not read as a secret"),
    ],
)
def test_what_is_no_secret_is_refused(typed, says):
    with pytest.raises(KeyImportError, match=says):
        read_imported_secret(typed, SecretReading.TEXT)


@given(st.binary(max_size=300))
def test_no_octets_break_the_recognition(data):
    for octets in (data, b"\x30" + data, b"openssh-key-v1\0" + data):
        with suppress(KeyImportError):
            read_private_keys(octets, password="x")


@given(st.integers(0, 400), st.integers(0, 255))
def test_an_altered_file_gives_the_key_another_or_an_error_and_never_anything_else(at, octet):
    for data, password in ((written("P-256", Encoding.DER), None), (store("P-256"), PASSWORD)):
        altered = bytearray(data)
        altered[at % len(data)] = octet
        try:
            found = read_private_keys(bytes(altered), password=password)
        except KeyImportError:
            continue
        assert all(isinstance(key.to_signing_key("x", "x", "ES256", 0), SigningKey) for key in found.keys)


@pytest.mark.parametrize(("kid", "name"), [("partner-1", "partner-1"), ("k" * 41, "imported"), (7, "imported")])
def test_a_pasted_jwk_is_called_by_its_short_kid(kid, name):
    jwk = KEYS["ES256"].private_jwk() | {"kid": kid}
    (key,) = read_private_keys(json.dumps(jwk).encode()).keys
    assert key.name == name
    (named,) = read_private_keys(json.dumps(jwk).encode(), "server").keys
    assert named.name == "server"
