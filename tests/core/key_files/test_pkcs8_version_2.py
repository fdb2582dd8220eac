"""Private keys that bring their public half: PKCS#8 version 2 (RFC 5958, RFC 8410 section 10.3)."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.core.key_files.outside_keys import private
from workbench.core.errors import KeyImportError, KeyTextError
from workbench.core.key_files import der
from workbench.core.key_files.importer import read_private_keys
from workbench.core.key_files.pasted_keys import read_keys
from workbench.core.key_files.pem_blocks import PemBlock
from workbench.core.keys.private_jwk import private_jwk

OF_THE_RFC = """-----BEGIN PRIVATE KEY-----
MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
Z9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PRIVATE KEY-----
"""
OTHER_WAYS = {"[1]": 0x81, "[1] around a BIT STRING": 0xA1}


def version_2(kind, tag=0x81, public=None):
    key = private(kind)
    old = der.parse(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).parts
    if public is None:
        spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        public = der.parse(spki).parts[1].content
    bits = der.encode(tag, public if tag == 0x81 else der.encode(der.BIT_STRING, public))
    algorithm, inner = der.encode(der.SEQUENCE, old[1].content), der.octet_string(old[2].content)
    return PemBlock("PRIVATE KEY", der.sequence(der.integer(1), algorithm, inner, bits)).text


def test_the_example_of_rfc_8410_is_read():
    (key,) = read_private_keys(OF_THE_RFC.encode()).keys
    assert (key.jwk["crv"], key.jwk["x"]) == ("Ed25519", "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE")
    assert read_keys(OF_THE_RFC).keys[0].jwk["x"] == key.jwk["x"]


@pytest.mark.parametrize("kind", ["Ed25519", "Ed448", "P-256", "P-521", "RSA"])
@pytest.mark.parametrize("tag", OTHER_WAYS.values(), ids=OTHER_WAYS)
def test_each_type_of_key_is_read_with_its_public_half(kind, tag):
    assert dict(read_private_keys(version_2(kind, tag).encode()).keys[0].jwk) == private_jwk(private(kind))


def test_a_compressed_public_point_belongs_to_the_key_too():
    point = private("P-256").public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    assert read_private_keys(version_2("P-256", public=b"\0" + point).encode()).keys


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "RSA"])
@pytest.mark.parametrize("public", [b"", b"\0", b"\0" + b"\x11" * 32])
def test_a_public_half_of_another_key_is_refused(kind, public):
    pem = version_2(kind, public=public)
    for read, error in (
        (lambda: read_private_keys(pem.encode()), KeyImportError),
        (lambda: read_keys(pem), KeyTextError),
    ):
        with pytest.raises(error, match="do not belong together"):
            read()
