"""Signatures of the wrong length, form or algorithm, tokens in standard base64, and secrets read in another way."""

import base64
import hashlib
import hmac
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.core.keys.ring import EACH_KIND, KEYS
from workbench.core.key_files.importer import read_imported_secret
from workbench.core.key_files.pasted_keys import SecretReading, line_end_note, read_secret, secret_octets
from workbench.core.keys.verification_key import of_ring
from workbench.core.signing.jose import sign
from workbench.core.token.compact import encode_segment, read
from workbench.core.verification.key_verdict import SignatureResult, judge_signature
from workbench.core.verification.ring_verdict import signature_verdict
from workbench.core.verification.signature_form import signature_length
from workbench.core.verification.signature_state import SignatureState

PAYLOAD = b'{"sub":"bob\xc3\xbf\xc3\xbf~~~???"}'


def compact(alg, **header):
    return sign({"alg": alg, **header}, PAYLOAD, KEYS[alg])


def with_signature(alg, signature):
    head = compact(alg).rpartition(".")[0]
    return read(f"{head}.{signature if isinstance(signature, str) else encode_segment(signature)}")


def octets(alg):
    return base64.urlsafe_b64decode(compact(alg).rpartition(".")[2] + "==")


def judged(reading, key):
    """The verdict by the key alone, which the verdict by the ring agrees with."""
    finding = judge_signature(reading, [of_ring(key)])
    assert finding.result is SignatureResult.INVALID
    token = read(f"{reading.text.rpartition('.')[0]}.{encode_segment(reading.token.signature)}")
    with_kid = signature_verdict(token, [key])
    assert not with_kid.ok
    return finding


@pytest.mark.parametrize("key", EACH_KIND, ids=lambda key: key.name)
def test_the_length_of_each_algorithm_is_that_of_its_signatures(key):
    token = read(sign({"alg": key.algorithm}, PAYLOAD, key)).token
    assert signature_length(key.algorithm, of_ring(key).jwk) == len(token.signature)


@pytest.mark.parametrize("alg", ["ES256", "ES384", "ES512", "ES256K"])
def test_a_signature_in_der_is_said_to_be_by_the_key_in_the_wrong_form(alg):
    raw = octets(alg)
    half = len(raw) // 2
    der = encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))
    finding = judged(with_signature(alg, der), KEYS[alg])
    assert finding.detail.startswith("The key made it, but its form is wrong: it is in DER (")
    assert f"{len(der)} bytes); {alg} has {len(raw)} bytes." in finding.detail
    assert finding.found == f'"{alg}", {len(der)} bytes'
    assert finding.expected.endswith(f"{len(raw)} bytes")


def test_a_signature_in_der_by_another_key_is_not_said_to_be_by_this_one():
    other = ec.generate_private_key(ec.SECP256R1()).sign(b"x", ec.ECDSA(hashes.SHA256()))
    detail = judged(with_signature("ES256", other), KEYS["ES256"]).detail
    assert "in DER, and not by this key" in detail
    assert "made it" not in detail


@pytest.mark.parametrize("alg", ["HS256", "HS512", "ES256", "EdDSA", "RS256"])
@pytest.mark.parametrize(
    ("write", "says"),
    [
        (lambda raw: raw.hex().encode(), "it is text in hexadecimal"),
        (lambda raw: raw.hex().upper().encode(), "it is text in hexadecimal"),
        (lambda raw: raw.hex(), "it is hexadecimal"),
        (base64.b64encode, "it is in base64 twice"),
        (base64.urlsafe_b64encode, "it is in base64 twice"),
    ],
)
def test_a_signature_as_text_is_said_to_be_by_the_key_in_the_wrong_form(alg, write, says):
    detail = judged(with_signature(alg, write(octets(alg))), KEYS[alg]).detail
    assert detail.startswith(f"The key made it, but its form is wrong: {says}")


@pytest.mark.parametrize("alg", ["HS256", "ES256", "EdDSA", "ML-DSA-44"])
@pytest.mark.parametrize(("cut", "says"), [(4, "it was cut off"), (-4, "it is of another kind")])
def test_another_length_is_said_with_the_one_that_is_wanted(alg, cut, says):
    raw = octets(alg)
    signature = raw[:-cut] if cut > 0 else raw + b"\xff" * -cut
    detail = judged(with_signature(alg, signature), KEYS[alg]).detail
    assert f"The signature has {len(signature):,} bytes, and one of {alg} has {len(raw):,}: {says}." in detail


@pytest.mark.parametrize("alg", ["HS256", "ES256", "EdDSA", "RS256"])
@pytest.mark.parametrize("missing", range(1, 6))
def test_characters_that_were_cut_off_are_noticed_whether_or_not_the_rest_can_be_decoded(alg, missing):
    whole = compact(alg)
    reading = read(whole[:-missing])
    detail = judge_signature(reading, [of_ring(KEYS[alg])]).detail
    length = len(whole.rpartition(".")[2])
    if reading.token is None:
        verb = "is" if missing == 1 else "are"
        assert f"has {length - missing} characters, and one of {alg} has {length}: {missing} {verb} missing." in detail
    else:
        assert f"has {len(reading.token.signature)} bytes, and one of {alg} has {len(octets(alg))}" in detail


@pytest.mark.parametrize(("named", "made_with"), [("HS256", "HS512"), ("HS512", "HS256"), ("HS256", "HS384")])
def test_a_signature_of_another_hash_is_named(named, made_with):
    secret = b"k" * 64
    head = compact(named).rpartition(".")[0]
    digest = hmac.new(secret, head.encode(), getattr(hashlib, f"sha{made_with[2:]}")).digest()
    finding = judge_signature(read(f"{head}.{encode_segment(digest)}"), [read_secret("k" * 64, SecretReading.TEXT)])
    assert finding.result is SignatureResult.INVALID
    assert f"The key made it with {made_with}, but the header's alg is {named}." in finding.detail


def test_of_several_keys_the_one_that_made_it_in_a_wrong_form_is_named():
    keys = [of_ring(KEYS["ES256"], in_set=True), of_ring(KEYS["HS256"], in_set=True)]
    detail = judge_signature(with_signature("HS256", octets("HS256").hex().encode()), keys).detail
    assert detail.startswith(f"{KEYS['HS256'].name}: the key made it, but its form is wrong")


def test_the_ring_says_the_same_of_a_wrong_form():
    key = KEYS["HS256"]
    head = compact("HS256", kid=key.kid).rpartition(".")[0]
    made = sign({"alg": "HS256", "kid": key.kid}, PAYLOAD, key).rpartition(".")[2]
    verdict = signature_verdict(read(f"{head}.{base64.urlsafe_b64decode(made + '==').hex()}"), [key])
    assert verdict.state is SignatureState.INVALID
    assert verdict.detail.startswith("The key made it, but its form is wrong: it is hexadecimal")


# Standard base64.


def standard(text, *, padded):
    parts = [part.replace("-", "+").replace("_", "/") for part in text.split(".")]
    return ".".join(part + "=" * (-len(part) % 4) * padded for part in parts)


@pytest.mark.parametrize("alg", ["HS256", "ES256", "RS256"])
@pytest.mark.parametrize("padded", [True, False])
def test_a_token_in_standard_base64_is_said_to_be_valid_in_base64url(alg, padded):
    text = standard(compact(alg), padded=padded)
    assert "/" in text
    finding = judge_signature(read(text), [of_ring(KEYS[alg])])
    assert finding.result is SignatureResult.UNREADABLE
    assert "standard base64" in finding.detail
    assert f"The signature would be valid in base64url: by {KEYS[alg].name}, with {alg}." in finding.detail
    assert "In base64url it would be valid" in signature_verdict(read(text), [KEYS[alg]]).detail
    other = judge_signature(read(text), [read_secret("x" * 64, SecretReading.TEXT)])
    assert other.detail.endswith("The signature would not be valid in base64url.")


def test_a_signature_over_the_standard_base64_itself_is_named():
    head = standard(compact("HS256").rpartition(".")[0], padded=True)
    digest = hmac.new(b"s" * 32, head.encode(), hashlib.sha256).digest()
    text = f"{head}.{base64.b64encode(digest).decode()}"
    detail = judge_signature(read(text), [read_secret("s" * 32, SecretReading.TEXT)]).detail
    assert "The signature was made over its text as it is: by the secret, with HS256." in detail


@pytest.mark.parametrize("text", ["", "a.b", "!!.e30.AA", "e30=.e30=.AA=="])
def test_what_has_other_faults_too_is_left_at_them(text):
    finding = judge_signature(read(text), [of_ring(KEYS["HS256"])])
    assert finding.result is SignatureResult.UNREADABLE
    assert "valid in base64url: by" not in finding.detail


# Secrets.

SECRET = base64.urlsafe_b64encode(bytes(range(33))).decode()


def made_with(secret):
    head = f"{encode_segment(json.dumps({'alg': 'HS256'}).encode())}.{encode_segment(b'{}')}"
    return read(f"{head}.{encode_segment(hmac.new(secret, head.encode(), hashlib.sha256).digest())}")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_end_is_no_part_of_a_secret_on_verify_and_at_the_import_and_both_say_so(end):
    key = read_secret(SECRET + end, SecretReading.TEXT)
    (imported,) = read_imported_secret(SECRET + end, SecretReading.TEXT).keys
    assert key.jwk["k"] == imported.jwk["k"] == encode_segment(SECRET.encode())
    note = "The line end behind the secret is not part of it."
    assert (line_end_note(SECRET + end, SecretReading.TEXT), imported.notes) == (note, (note,))
    assert line_end_note(SECRET, SecretReading.TEXT) == ""
    assert secret_octets(f"{SECRET}{end}{end}", SecretReading.TEXT) != SECRET.encode(), "one line end, not all"


@pytest.mark.parametrize(
    ("typed", "reading", "real", "words"),
    [
        (f"{SECRET}\n", SecretReading.TEXT, f"{SECRET}\n".encode(), "as text, with the line end behind it"),
        (SECRET, SecretReading.TEXT, f"{SECRET}\n".encode(), "as text, with a line end behind it"),
        (SECRET, SecretReading.TEXT, bytes(range(33)), "as base64url"),
        (SECRET, SecretReading.BASE64URL, SECRET.encode(), "as text"),
        ("ab" * 32, SecretReading.TEXT, bytes.fromhex("ab" * 32), "as hex"),
        ("ab" * 32, SecretReading.HEX, b"ab" * 32, "as text"),
        (f" {SECRET} ", SecretReading.TEXT, SECRET.encode(), "as text, without the white space around it"),
    ],
)
def test_another_reading_under_which_the_secret_fits_is_named(typed, reading, real, words):
    finding = judge_signature(made_with(real), [read_secret(typed, reading)])
    assert finding.result is SignatureResult.INVALID
    assert f"it fits if the secret is read {words}." in finding.detail
    assert typed.strip() not in repr(read_secret(typed, reading))


def test_no_reading_is_named_where_none_fits():
    assert "it fits" not in judge_signature(made_with(b"another"), [read_secret(SECRET, SecretReading.TEXT)]).detail
