"""Keys that are damaged or made to harm: each is refused with a documented error, whatever the library raises."""

from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.key_files.mutants import mutant, samples
from workbench.core.errors import KeyImportError, KeyPasswordError, KeyTextError
from workbench.core.key_files import der
from workbench.core.key_files.importer import read_imported_secret, read_private_keys
from workbench.core.key_files.pasted_keys import SecretReading, read_keys
from workbench.core.key_files.pem_blocks import PemBlock
from workbench.core.key_files.pkcs8_encryption import encrypted_pem

# RFC 8410 section 3; RFC 7748 and RFC 8032 for the lengths.
RAW = [("X25519", "1.3.101.110", 32), ("X448", "1.3.101.111", 56), ("Ed25519", "1.3.101.112", 32)]
RAW += [("Ed448", "1.3.101.113", 57)]
WRONG = [(name, oid, octets) for name, oid, right in RAW for octets in (0, 1, right - 1, right + 1, 200)]


def pkcs8(oid, octets):
    """PKCS#8 of a key that is octets and nothing else."""
    algorithm = der.sequence(der.object_id(oid))
    return der.sequence(der.integer(0), algorithm, der.octet_string(der.octet_string(b"\x11" * octets)))


@pytest.mark.parametrize(("name", "oid", "octets"), WRONG)
def test_a_key_of_the_wrong_length_is_refused_with_its_length(name, oid, octets):
    key = pkcs8(oid, octets)
    for data in (key, PemBlock("PRIVATE KEY", key).text.encode()):
        with pytest.raises(KeyImportError, match=f"This {name} key has {octets} byte"):
            read_private_keys(data)
    with pytest.raises(KeyTextError, match=f"This {name} key has {octets} byte"):
        read_keys(PemBlock("PRIVATE KEY", key).text)


def test_an_encrypted_key_of_the_wrong_length_is_refused_as_one_that_the_password_may_not_open():
    pem = encrypted_pem(pkcs8("1.3.101.112", 31), "secret").encode()
    with pytest.raises(KeyPasswordError, match="no key that can be read"):
        read_private_keys(pem, password="secret")


def ssh(octets):
    """A string of SSH (RFC 4251 section 5)."""
    return len(octets).to_bytes(4) + octets


def openssh_ecdsa(name, point, private):
    """An OpenSSH key with this point, in both places where such a file has it."""
    public = ssh(f"ecdsa-sha2-{name}".encode()) + ssh(name.encode()) + ssh(point)
    secret = bytes(8) + public + ssh(b"\0" + private) + ssh(b"comment")
    secret += bytes(range(1, 1 + -len(secret) % 8))
    head = b"openssh-key-v1\0" + ssh(b"none") + ssh(b"none") + ssh(b"") + (1).to_bytes(4)
    return PemBlock("OPENSSH PRIVATE KEY", head + ssh(public) + ssh(secret)).text.encode()


CURVES = {"nistp256": ec.SECP256R1(), "nistp384": ec.SECP384R1(), "nistp521": ec.SECP521R1()}


def point_of(curve):
    key = ec.derive_private_key(7, CURVES[curve])
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@pytest.mark.parametrize("curve", CURVES)
def test_an_openssh_point_that_is_written_in_full_is_read(curve):
    (key,) = read_private_keys(openssh_ecdsa(curve, point_of(curve), b"\x07")).keys
    assert key.algorithms


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("start", [b"\x02", b"\x03", b"\x00", b"\x05", b"\xff", b""])
@pytest.mark.parametrize("form", ["in full", "x alone", "nothing else"])
def test_an_openssh_point_that_is_not_written_in_full_is_refused(curve, start, form):
    point = point_of(curve)
    rest = {"in full": point[1:], "x alone": point[1 : len(point) // 2 + 1], "nothing else": b""}[form]
    with pytest.raises(KeyImportError, match="This OpenSSH key"):
        read_private_keys(openssh_ecdsa(curve, start + rest, b"\x07"))


@settings(max_examples=300)
@given(st.sampled_from(sorted(samples())), st.randoms())
def test_a_mutant_of_a_key_is_read_or_refused_with_a_documented_error(name, source):
    data = mutant(samples()[name], source)
    with suppress(KeyImportError):
        assert read_private_keys(data, password=source.choice((None, "", "wrong"))).keys
    with suppress(KeyTextError):
        assert read_keys(data.decode("utf-8", "replace")).keys
    with suppress(KeyImportError):
        assert read_imported_secret(data.decode("latin-1"), source.choice(list(SecretReading))).keys
