"""Every exported format is read back by joserfc, openssl, ssh-keygen and this program, as far as they know it."""

import base64
import hashlib
import json
from functools import cache

import joserfc.jwk
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
    load_ssh_public_key,
)
from jwt.algorithms import RSAAlgorithm

from tests.core.keys.ring import CREATED, EACH_KIND, ED448, KEYS
from tests.key_tools import fail_tool, openssl_knows_ml_dsa, run_tool
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import KeyExportError, SigningError
from workbench.core.key_files.export_formats import ExportFormat, Part, file_name, how_to_read, offers
from workbench.core.key_files.exporter import export
from workbench.core.key_files.importer import read_private_keys
from workbench.core.key_files.pasted_keys import SecretReading, read_keys, secret_octets
from workbench.core.key_files.pkcs8_encryption import ROUNDS
from workbench.core.keys.public_jwk import public_jwk
from workbench.core.keys.signing_key import SigningKey, generate
from workbench.core.signing import jose as signing
from workbench.core.signing.jose import sign, verify_signature
from workbench.core.token.compact import parse_compact
from workbench.core.token.segments import encode_segment

PASSWORD = "fünf nüsse, 5 nuts"
SECRETS = tuple(key for key in EACH_KIND if key.is_secret)
ASYMMETRIC = tuple(key for key in EACH_KIND if not key.is_secret)
POST_QUANTUM = tuple(key for key in EACH_KIND if key.jwk_private["kty"] == "AKP")
WITH_SSH = tuple(
    key
    for key in ASYMMETRIC
    if key.jwk_private["kty"] != "AKP" and key.algorithm != "ES256K" and key.jwk_private.get("crv") != "Ed448"
)
# Reading an encrypted file takes as long as writing it, and all RSA keys are written alike.
ENCRYPTED_FOR_JOSERFC = (KEYS["RS256"], KEYS["ES256"], KEYS["EdDSA"], ED448)

joserfc.jwk.register_secp256k1()


def ids(key):
    return key.name


each_kind = pytest.mark.parametrize("key", EACH_KIND, ids=ids)
each_asymmetric = pytest.mark.parametrize("key", ASYMMETRIC, ids=ids)
each_secret = pytest.mark.parametrize("key", SECRETS, ids=ids)


@cache
def exported(key, export_format):
    return export((key,), export_format, password=PASSWORD).text


def spki(key):
    return signing.public_key(key).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def read_back_private(key, export_format):
    """The private JWK that an exported file holds, as the import of this program reads it."""
    password = PASSWORD if export_format is ExportFormat.ENCRYPTED_PEM else None
    (found,) = read_private_keys(exported(key, export_format).encode(), password=password).keys
    return {name: value for name, value in found.jwk.items() if name in key.jwk_private}


# Read back by this program.


@each_asymmetric
@pytest.mark.parametrize("export_format", [ExportFormat.PUBLIC_PEM, ExportFormat.PUBLIC_JWK, ExportFormat.JWK_SET])
def test_this_program_reads_every_public_form_to_the_same_key(key, export_format):
    found = read_keys(exported(key, export_format))
    assert found.notes == found.keys[0].notes == found.keys[0].contradictions == ()
    (read,) = found.keys
    token = parse_compact(sign({"alg": key.algorithm}, ClaimSet.from_dict({"sub": "bob"}), key))
    assert signing.verifies_with_jwk(token, key.algorithm, read.jwk)
    assert {name: value for name, value in key.public_jwk().items() if name in read.jwk} == read.jwk
    if export_format is not ExportFormat.PUBLIC_PEM:
        assert (read.kid, read.alg) == (key.kid, key.algorithm)


@each_asymmetric
@pytest.mark.parametrize(
    "export_format", [ExportFormat.ENCRYPTED_PEM, ExportFormat.PRIVATE_JWK, ExportFormat.PRIVATE_PEM]
)
def test_a_private_key_read_back_is_the_same_and_signs_for_the_original(key, export_format):
    members = read_back_private(key, export_format)
    assert members == key.jwk_private
    again = SigningKey(key.kid, "read back", key.algorithm, CREATED, members)
    assert again.fingerprint == key.fingerprint
    token = parse_compact(sign({"alg": key.algorithm}, ClaimSet.from_dict({"sub": "bob"}), again))
    assert verify_signature(token, key)


@each_secret
def test_this_program_reads_a_secret_back_in_every_form(key):
    octets = secret_octets(key.jwk_private["k"], SecretReading.BASE64URL)
    assert secret_octets(exported(key, ExportFormat.SECRET_BASE64URL), SecretReading.BASE64URL) == octets
    assert secret_octets(exported(key, ExportFormat.SECRET_HEX), SecretReading.HEX) == octets
    (read,) = read_keys(exported(key, ExportFormat.PRIVATE_JWK)).keys
    assert (read.jwk["k"], read.kid, read.alg) == (key.jwk_private["k"], key.kid, key.algorithm)


# Read back by joserfc.


@each_asymmetric
def test_joserfc_reads_every_form_to_the_same_key(key):
    if key.jwk_private["kty"] == "AKP":
        with pytest.raises(Exception, match="AKP"):  # what it lacks: ML-DSA; once it has it, this fails
            joserfc.jwk.import_key(json.loads(exported(key, ExportFormat.PUBLIC_JWK)))
        return
    kty = key.jwk_private["kty"]
    forms = [ExportFormat.PUBLIC_PEM, ExportFormat.PRIVATE_PEM]
    if key in WITH_SSH:
        forms.append(ExportFormat.OPENSSH)
    read = [joserfc.jwk.import_key(exported(key, each), kty) for each in forms]
    for each in (ExportFormat.PUBLIC_JWK, ExportFormat.PRIVATE_JWK):
        read.append(joserfc.jwk.import_key(json.loads(exported(key, each))))
        assert (read[-1].kid, read[-1].alg) == (key.kid, key.algorithm)
    keys = joserfc.jwk.KeySet.import_key_set(json.loads(exported(key, ExportFormat.JWK_SET)))
    read.append(keys.get_by_kid(key.kid))
    if key in ENCRYPTED_FOR_JOSERFC:
        text = exported(key, ExportFormat.ENCRYPTED_PEM)
        read.append(type(read[0]).import_key(text, password=PASSWORD))
    assert {each.thumbprint() for each in read} == {key.fingerprint}
    assert [each.is_private for each in read if each.is_private] == [True] * (2 + (key in ENCRYPTED_FOR_JOSERFC))


@each_secret
def test_joserfc_reads_the_secret(key):
    read = joserfc.jwk.import_key(json.loads(exported(key, ExportFormat.PRIVATE_JWK)))
    assert encode_segment(read.get_op_key("sign")) == key.jwk_private["k"]
    assert encode_segment(bytes.fromhex(exported(key, ExportFormat.SECRET_HEX))) == key.jwk_private["k"]


# Read back by OpenSSL and OpenSSH.


@each_asymmetric
def test_openssl_reads_every_pem_to_the_same_key(key, tmp_path):
    path = tmp_path / "key.pem"
    if key in POST_QUANTUM and not openssl_knows_ml_dsa():
        path.write_text(exported(key, ExportFormat.PUBLIC_PEM))
        refusal = fail_tool("openssl", "pkey", "-pubin", "-in", path)
        assert "unsupported" in refusal, "it lacks the algorithm, and finds nothing else wrong"
        return
    for export_format, arguments in (
        (ExportFormat.PUBLIC_PEM, ("-pubin",)),
        (ExportFormat.PRIVATE_PEM, ()),
        (ExportFormat.ENCRYPTED_PEM, ("-passin", f"pass:{PASSWORD}")),
    ):
        path.write_text(exported(key, export_format))
        assert run_tool("openssl", "pkey", "-in", path, *arguments, "-pubout", "-outform", "DER") == spki(key)


@pytest.mark.parametrize("key", WITH_SSH, ids=ids)
def test_ssh_keygen_reads_the_line_to_the_same_key_and_keeps_the_name(key, tmp_path):
    path = tmp_path / "key.pub"
    path.write_text(exported(key, ExportFormat.OPENSSH))
    kind, blob, comment = path.read_text().split()
    assert comment == key.name
    assert load_ssh_public_key(f"{kind} {blob}".encode()) == signing.public_key(key)
    digest = encode_fingerprint(base64.b64decode(blob))
    assert run_tool("ssh-keygen", "-l", "-f", path).decode().split()[1:3] == [f"SHA256:{digest}", key.name]
    if key.jwk_private["kty"] != "OKP":  # OpenSSH has its own form alone for them
        pem = run_tool("ssh-keygen", "-e", "-m", "PKCS8", "-f", path)
        assert load_pem_public_key(pem) == signing.public_key(key)


@pytest.mark.parametrize("key", [KEYS["RS256"], KEYS["ES384"]], ids=ids)
def test_ssh_keygen_opens_the_encrypted_file_with_the_password(key, tmp_path):
    path = tmp_path / "key.pem"
    path.touch(0o600)
    path.write_text(exported(key, ExportFormat.ENCRYPTED_PEM))
    line = run_tool("ssh-keygen", "-y", "-P", PASSWORD, "-f", path).decode()
    assert line.split()[:2] == exported(key, ExportFormat.OPENSSH).split()[:2]


def encode_fingerprint(blob):
    return base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


@pytest.mark.parametrize("export_format", [each for each in ExportFormat if how_to_read(each, "x")])
def test_the_command_that_is_stated_reads_the_file(export_format, tmp_path):
    key = KEYS["ES256"]
    path = tmp_path / file_name((key,), export_format)
    path.write_text(exported(key, export_format))
    command = how_to_read(export_format, str(path)).split()
    if export_format is ExportFormat.ENCRYPTED_PEM:  # it would ask
        command += ["-passin", f"pass:{PASSWORD}"]
    assert run_tool(*command)


# How it is written.


def test_the_password_is_stretched_with_six_hundred_thousand_rounds_and_needed():
    text = exported(KEYS["ES256"], ExportFormat.ENCRYPTED_PEM)
    assert ROUNDS >= 600_000
    parsed = run_tool("openssl", "asn1parse", stdin=text.encode()).decode()
    for part in ("PBES2", "PBKDF2", f":0{ROUNDS:X}", "hmacWithSHA256", "aes-256-cbc"):
        assert part in parsed
    # Once in 256 the padding happens to look right, and the library blames the key inside.
    with pytest.raises(ValueError, match=r"(?i)password|decrypt|deserialize"):
        load_pem_private_key(text.encode(), b"wrong")
    assert export((KEYS["ES256"],), ExportFormat.ENCRYPTED_PEM, password=PASSWORD).text != text, "fresh salt"


@pytest.mark.parametrize(
    ("password", "words"),
    [("", "Give a password"), ("x" * 1_024, "1,024 bytes"), ("\ud800", "half a character")],
)
def test_a_password_that_cannot_be_used_is_stated_before_anything_is_made(password, words):
    with pytest.raises(KeyExportError, match=words):
        export((KEYS["ES256"],), ExportFormat.ENCRYPTED_PEM, password=password)


def test_a_set_holds_public_keys_alone_and_names_the_secrets_it_leaves_out():
    made = export(EACH_KIND, ExportFormat.JWK_SET)
    assert made.left_out == tuple(key.name for key in SECRETS)
    jwks = json.loads(made.text)["keys"]
    assert [jwk["kid"] for jwk in jwks] == [key.kid for key in ASYMMETRIC]
    assert not [jwk for jwk in jwks if {"k", "d", "p", "q", "dp", "dq", "qi", "priv"} & set(jwk)]
    assert [key.kid for key in read_keys(made.text).keys] == [key.kid for key in ASYMMETRIC]


def test_what_the_jwk_of_a_key_said_of_its_use_is_kept_and_turned_around_for_its_public_half():
    key = generate("ES256", "k", now=CREATED)
    stated = SigningKey("k", "k", "ES256", CREATED, key.jwk_private, key_ops=("sign", "verify", "decrypt"))
    private, public = (
        json.loads(export((stated,), each).text) for each in (ExportFormat.PRIVATE_JWK, ExportFormat.PUBLIC_JWK)
    )
    assert (private["key_ops"], "use" in private) == (["sign", "verify", "decrypt"], False)
    assert (public["key_ops"], "use" in public) == (["verify", "encrypt"], False)
    for_encryption = SigningKey("k", "k", "ES256", CREATED, key.jwk_private, use="enc")
    assert json.loads(export((for_encryption,), ExportFormat.PUBLIC_JWK).text)["use"] == "enc"
    assert json.loads(export((key,), ExportFormat.PUBLIC_JWK).text)["use"] == "sig"


@each_kind
def test_what_a_key_has_no_form_for_is_said_and_refused(key):
    refused = {offer.format: offer.why_not for part in Part for offer in offers((key,), part) if offer.why_not}
    if key.is_secret:
        assert {each for each in refused if each.part is Part.PRIVATE} == {ExportFormat.ENCRYPTED_PEM}
        assert "JWE" in refused.pop(ExportFormat.ENCRYPTED_PEM)
        assert all("no public part" in each for each in refused.values())
    else:
        assert set(refused) == (set() if key in WITH_SSH else {ExportFormat.OPENSSH})
    for export_format in refused:
        with pytest.raises(KeyExportError):
            export((key,), export_format, password=PASSWORD)


def test_private_keys_leave_one_at_a_time():
    assert not [each for each in offers(ASYMMETRIC[:2], Part.PRIVATE) if not each.why_not]
    offered = [each.format for each in offers(ASYMMETRIC[:2], Part.PUBLIC) if not each.why_not]
    assert offered == [ExportFormat.JWK_SET]


def test_a_short_rsa_key_is_exported_as_well():
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  the program warns of it
    jwk = {name: value for name, value in RSAAlgorithm.to_jwk(numbers, as_dict=True).items() if isinstance(value, str)}
    key = SigningKey("short", "short", "RS256", CREATED, jwk)
    assert public_jwk(load_pem_public_key(exported(key, ExportFormat.PUBLIC_PEM).encode()))["n"] == jwk["n"]


def test_a_key_whose_material_is_unusable_says_so_without_quoting_it():
    broken = SigningKey("b", "broken", "ES256", CREATED, {**KEYS["ES256"].jwk_private, "d": "AAAA", "x": "c2VjcmV0"})
    for export_format in (ExportFormat.PUBLIC_PEM, ExportFormat.PRIVATE_PEM):
        with pytest.raises(SigningError, match="holds no usable ES256 key") as raised:
            export((broken,), export_format)
        assert "c2VjcmV0" not in repr(raised.value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("demo-es256", "demo-es256.public.pem"),
        ("../etc/passwd", "etc-passwd.public.pem"),
        ('a:b*"c"\n\u202ed', "a-b--c---d.public.pem"),
        ("CON", "key-CON.public.pem"),
        ("com1.x", "key-com1.x.public.pem"),
        ("   ", "key.public.pem"),
        ("schlüssel 1", "schlüssel-1.public.pem"),
        ("x" * 300, "x" * 60 + ".public.pem"),
    ],
)
def test_a_suggested_name_is_one_that_every_system_takes(name, expected):
    assert file_name((KEYS["ES256"].renamed(name),), ExportFormat.PUBLIC_PEM) == expected


def test_the_name_of_a_key_cannot_end_its_openssh_line():
    key = KEYS["EdDSA"].renamed("a\nssh-ed25519 AAAA evil\u202e\ud800")
    line = export((key,), ExportFormat.OPENSSH).text
    assert line.count("\n") == 1
    assert line.endswith(" a ssh-ed25519 AAAA evil\n")


def test_the_text_of_an_export_is_not_in_its_repr():
    assert "BEGIN" not in repr(export((KEYS["ES256"],), ExportFormat.PRIVATE_PEM))
