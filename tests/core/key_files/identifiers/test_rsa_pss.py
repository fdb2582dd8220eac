"""Keys for RSASSA-PSS alone (RFC 4055): only PS*, with parameters only their hash, to verify with and to import."""

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tests.core.key_files.outside_keys import private
from tests.core.key_files.samples import run
from workbench.core.errors import KeyImportError, KeyTextError
from workbench.core.key_files import der
from workbench.core.key_files.identifiers.rsa_pss import OID
from workbench.core.key_files.importer import read_private_keys
from workbench.core.key_files.pasted_keys import read_keys
from workbench.core.key_files.pem_blocks import PemBlock
from workbench.core.signing.jose import sign
from workbench.core.token.compact import read
from workbench.core.verification.key_verdict import SignatureResult, judge_signature

SHA1 = "1.3.14.3.2.26"
SHA = {256: "2.16.840.1.101.3.4.2.1", 384: "2.16.840.1.101.3.4.2.2", 512: "2.16.840.1.101.3.4.2.3"}
MGF1 = "1.2.840.113549.1.1.8"
ALL = ("PS256", "PS384", "PS512")


def identifier(oid):
    return der.sequence(der.object_id(oid), der.encode(der.NULL))


def parameters(hash_=None, mask=None, salt=None):
    parts = []
    if hash_:
        parts.append(der.encode(0xA0, identifier(hash_)))
    if mask:
        parts.append(der.encode(0xA1, der.sequence(der.object_id(MGF1), identifier(mask))))
    if salt is not None:
        parts.append(der.encode(0xA2, der.integer(salt)))
    return der.sequence(*parts)


def with_bits(bits, salt=None):
    return parameters(SHA[bits], SHA[bits], bits // 8 if salt is None else salt)


def public_pem(limits):
    numbers = private("RSA").public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    spki = der.sequence(der.sequence(der.object_id(OID), limits), der.encode(der.BIT_STRING, b"\0" + numbers))
    return PemBlock("PUBLIC KEY", spki).text


def private_pem(limits):
    numbers = private("RSA").private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    algorithm = der.sequence(der.object_id(OID), limits)
    return PemBlock("PRIVATE KEY", der.sequence(der.integer(0), algorithm, der.octet_string(numbers))).text


@pytest.mark.parametrize(
    ("limits", "algorithms"),
    [
        (b"", ALL),
        (with_bits(256), ("PS256",)),
        (with_bits(384), ("PS384",)),
        (with_bits(512), ("PS512",)),
        (with_bits(512, salt=20), ("PS512",)),
        (parameters(SHA[256], SHA[256]), ("PS256",)),
    ],
)
def test_such_a_key_permits_ps_only_and_with_parameters_only_their_hash(limits, algorithms):
    for pem in (public_pem(limits), private_pem(limits)):
        assert read_keys(pem).keys[0].algorithms == algorithms
    (key,) = read_private_keys(private_pem(limits).encode()).keys
    assert (key.algorithms, key.algorithm) == (algorithms, algorithms[0])
    assert "RSASSA-PSS key" in key.notes[0]


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (parameters(), "for SHA-1 only"),
        (parameters(SHA1, SHA1, 20), "for a hash only, which no JWS algorithm uses"),
        (parameters(SHA[256]), "for SHA-256 with another hash in its mask"),
        (parameters(SHA[256], SHA[512], 32), "for SHA-256 with another hash in its mask"),
        (with_bits(256, salt=33), "asks for a salt of 33 bytes or more; that of PS256 has 32"),
        (with_bits(512, salt=190), "asks for a salt of 190 bytes or more; that of PS512 has 64"),
    ],
)
def test_parameters_that_no_jws_algorithm_fits_are_refused_with_the_reason(limits, says):
    for read_one, error in (
        (lambda: read_keys(public_pem(limits)), KeyTextError),
        (lambda: read_keys(private_pem(limits)), KeyTextError),
        (lambda: read_private_keys(private_pem(limits).encode()), KeyImportError),
    ):
        with pytest.raises(error, match=says) as caught:
            read_one()
        assert caught.value.hint


def test_rs256_does_not_count_under_such_a_key_and_ps256_does():
    (key,) = read_private_keys(private_pem(b"").encode()).keys
    made = key.to_signing_key("mine", "k", "RS256", 0)
    rs256 = judge_signature(read(sign({"alg": "RS256"}, b"{}", made)), read_keys(public_pem(b"")).keys)
    assert rs256.result is SignatureResult.REFUSED
    assert "made this signature, but it does not count" in rs256.detail
    assert "permits PS256, PS384, PS512" in rs256.detail
    ps256 = key.to_signing_key("mine", "k", "PS256", 0)
    token = read(sign({"alg": "PS256"}, b"{}", ps256))
    assert judge_signature(token, read_keys(public_pem(b"")).keys).ok
    assert judge_signature(token, read_keys(public_pem(with_bits(256))).keys).ok
    assert judge_signature(token, read_keys(public_pem(with_bits(512))).keys).result is SignatureResult.REFUSED


@pytest.mark.parametrize(
    ("options", "algorithms"),
    [
        ("", ALL),
        ("-pkeyopt rsa_pss_keygen_md:sha512 -pkeyopt rsa_pss_keygen_mgf1_md:sha512", ("PS512",)),
    ],
)
def test_what_openssl_makes_is_read_key_and_certificate(tmp_path, options, algorithms):
    pem, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    run(tmp_path, f"openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 {options} -out key.pem")
    run(tmp_path, "openssl req -x509 -new -key key.pem -subj /CN=x -days 30 -out cert.pem")
    assert read_private_keys(pem.read_bytes()).keys[0].algorithms == algorithms
    assert read_keys(pem.read_text()).keys[0].algorithms == algorithms
    assert read_keys(cert.read_text()).keys[0].algorithms == algorithms


def written_by_openssl(folder, form, options):
    """A key with these options, encrypted in this form."""
    chosen = " ".join(f"-pkeyopt {each}" for each in options)
    run(folder, f"openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 {chosen} -out plain.pem")
    if form.startswith("pkcs8"):
        run(folder, f"openssl {form} -topk8 -in plain.pem -out made -passout pass:pw")
    else:
        run(folder, "openssl req -x509 -new -key plain.pem -subj /CN=x -days 10 -out certificate.pem")
        given = "" if "-nocerts" in form else "-in certificate.pem"
        run(folder, f"openssl {form} -export -inkey plain.pem {given} -out made -passout pass:pw")
    return (folder / "made").read_bytes()


@pytest.mark.parametrize(
    "form",
    [
        "pkcs8",
        "pkcs8 -outform DER",
        "pkcs8 -scrypt",
        "pkcs8 -v2 aes-128-cbc -v2prf hmacWithSHA512",
        "pkcs12",
        "pkcs12 -nocerts",
        "pkcs12 -keypbe NONE",
    ],
)
@pytest.mark.parametrize(
    ("options", "algorithms"),
    [
        ((), ALL),
        (("rsa_pss_keygen_md:sha512", "rsa_pss_keygen_mgf1_md:sha512", "rsa_pss_keygen_saltlen:64"), ("PS512",)),
        (("rsa_pss_keygen_md:sha256", "rsa_pss_keygen_mgf1_md:sha256", "rsa_pss_keygen_saltlen:40"), None),
        (("rsa_pss_keygen_md:sha512", "rsa_pss_keygen_mgf1_md:sha1"), None),
    ],
    ids=["any hash", "SHA-512", "a longer salt", "another mask"],
)
def test_an_encrypted_key_is_as_limited_as_one_in_clear(tmp_path, form, options, algorithms):
    data = written_by_openssl(tmp_path, form, options)
    if algorithms is None:
        with pytest.raises(KeyImportError, match="This RSASSA-PSS key"):
            read_private_keys(data, password="pw")
        return
    (key,) = read_private_keys(data, password="pw").keys
    assert key.algorithms == algorithms


def test_a_usual_rsa_key_is_not_limited_by_encryption(tmp_path):
    pem = private("RSA").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"pw"))
    (key,) = read_private_keys(pem, password="pw").keys
    assert {"RS256", "PS256"} <= set(key.algorithms)


def test_a_key_with_another_hash_in_its_mask_is_told_how_to_be_made():
    with pytest.raises(KeyImportError) as caught:
        read_private_keys(private_pem(parameters(SHA[512])).encode())
    assert "-pkeyopt rsa_pss_keygen_md:sha512 -pkeyopt rsa_pss_keygen_mgf1_md:sha512." in caught.value.hint
