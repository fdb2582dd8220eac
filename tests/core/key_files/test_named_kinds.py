"""Files that cannot be read: each is called by its own name, with one step to take, on Verify and at the import."""

import base64

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from tests.core.key_files.outside_keys import private
from tests.core.key_files.samples import PASSWORD, run
from workbench.core.errors import KeyImportError, KeyPasswordNeededError, KeyTextError
from workbench.core.key_files import der
from workbench.core.key_files.importer import read_private_keys
from workbench.core.key_files.pasted_keys import read_keys
from workbench.core.key_files.pem_blocks import PemBlock

# Written by keytool -genseckey -keyalg AES, with the password changeit.
STORE_OF_SECRETS = base64.b64decode(
    "MIIBhQIBAzCCAS8GCSqGSIb3DQEHAaCCASAEggEcMIIBGDCCARQGCSqGSIb3DQEHAaCCAQUEggEBMIH+MIH7BgsqhkiG9w0B"
    "DAoBBaCBszCBsAYLKoZIhvcNAQwKAQKggaAEgZ0wgZowZgYJKoZIhvcNAQUNMFkwOAYJKoZIhvcNAQUMMCsEFH16dEHyj8k4"
    "GfsjSkixspuwR0+jAgInEAIBIDAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQWs/Unz2SDd9zZVVrBTnarQQw21jbX2uC"
    "TKY3dpe7uKywmdOXkty8lP3IBBozD3IpGfibOiC1NlVj9MpDzoBehomtMTYwEQYJKoZIhvcNAQkUMQQeAgBzMCEGCSqGSIb3"
    "DQEJFTEUBBJUaW1lIDE3OTU4NjQ3NDYyODIwTTAxMA0GCWCGSAFlAwQCAQUABCCKMmPJzn99NF3GJ1yI7BawchN04i53KMym"
    "rVa0UDZ40QQUUlGHlONRtF1SORl+CiToxWrgvY4CAicQ"
)
SHORT = base64.b64encode(b"not read").decode()


def said(call, error):
    with pytest.raises(error) as caught:
        call()
    assert caught.value.hint
    assert not any(word in str(caught.value) for word in ("damaged", "cut off", "0 certificates"))
    return f"{caught.value} {caught.value.hint}"


def on_curve(oid):
    """A public key, a PKCS#8 and a SEC1 key that name the curve *oid*."""
    algorithm = der.sequence(der.object_id("1.2.840.10045.2.1"), der.object_id(oid))
    point = der.encode(der.BIT_STRING, b"\0\x04" + bytes(40))
    number = der.sequence(der.integer(1), der.octet_string(bytes(20)))
    sec1 = der.sequence(der.integer(1), der.octet_string(bytes(20)), der.encode(0xA0, der.object_id(oid)))
    return {
        "PUBLIC KEY": der.sequence(algorithm, point),
        "PRIVATE KEY": der.sequence(der.integer(0), algorithm, der.octet_string(number)),
        "EC PRIVATE KEY": sec1,
    }


@pytest.mark.parametrize(
    ("oid", "name"),
    [
        ("1.2.156.10197.1.301", "SM2"),
        ("1.3.132.0.8", "secp160r1"),
        ("1.3.132.0.17", "with the identifier 1.3.132.0.17"),
        ("1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1"),
    ],
)
def test_an_unknown_curve_is_named(oid, name):
    for label, key in on_curve(oid).items():
        pem = PemBlock(label, key).text
        assert f"on the curve {name}" in said(lambda pem=pem: read_keys(pem), KeyTextError)
        if label != "PUBLIC KEY":
            assert f"on the curve {name}" in said(lambda pem=pem: read_private_keys(pem.encode()), KeyImportError)


def test_a_damaged_key_on_a_usual_curve_is_not_said_to_be_on_an_unknown_one():
    for label, key in on_curve("1.2.840.10045.3.1.7").items():
        with pytest.raises(KeyTextError, match="not a valid"):
            read_keys(PemBlock(label, key).text)


def test_a_key_encrypted_in_the_old_way_is_named_on_verify_whatever_its_label():
    pem = private("RSA").private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(PASSWORD.encode())
    )
    for label in (b"RSA PRIVATE KEY", b"PRIVATE KEY"):
        text = pem.replace(b"RSA PRIVATE KEY", label).decode()
        words = said(lambda text=text: read_keys(text), KeyTextError)
        assert "encrypted in the old way of OpenSSL (DEK-Info)" in words
        assert "openssl pkey -in key.pem -pubout" in words
        with pytest.raises(KeyPasswordNeededError):
            read_private_keys(text.encode())


def test_an_rsa_key_of_three_primes_is_named_on_verify_and_at_the_import(tmp_path):
    run(tmp_path, "openssl genrsa -primes 3 -out key.pem 2048")
    text = (tmp_path / "key.pem").read_text()
    assert "more than two primes" in said(lambda: read_keys(text), KeyTextError)
    assert "more than two primes" in said(lambda: read_private_keys(text.encode()), KeyImportError)


@pytest.mark.parametrize("kind", ["PUBLIC KEY BLOCK", "PRIVATE KEY BLOCK", "MESSAGE", "SIGNATURE"])
@pytest.mark.parametrize("header", ["", "Version: GnuPG v2\n"])
def test_armour_of_pgp_with_its_check_sum_is_named(kind, header):
    text = f"-----BEGIN PGP {kind}-----\n{header}\n{SHORT}\n=4x2K\n-----END PGP {kind}-----\n"
    assert "PGP" in said(lambda: read_keys(text), KeyTextError)
    assert "a PGP key or message" in said(lambda: read_private_keys(text.encode()), KeyImportError)


def test_a_store_of_secrets_is_named():
    words = said(lambda: read_private_keys(STORE_OF_SECRETS, password="changeit"), KeyImportError)
    assert "It may hold shared secrets, as keytool -genseckey writes them" in words
    assert "Write the secret itself as base64 or hex" in words
