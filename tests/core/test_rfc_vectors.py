"""The examples of RFC 7515, RFC 7519 and RFC 8037, as they stand there: without ``kid``, and keys without ``alg``."""

import json
from pathlib import Path

import pytest

from workbench.core.errors import MalformedTokenError
from workbench.core.keys.algorithms import ALGORITHMS
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing.jose import sign, verify_signature
from workbench.core.token.compact import Jws, encode_segment, parse_compact, read
from workbench.core.token.segments import Segment, decode_segment
from workbench.core.verification.ring_verdict import signature_verdict, strict_verdict
from workbench.core.verification.signature_state import SignatureState

VECTORS = json.loads((Path(__file__).parent / "rfc_vectors.json").read_text(encoding="utf-8"))
VALID = [vector for vector in VECTORS if vector["valid"]]
REFUSED = [vector for vector in VECTORS if not vector["valid"]]
TEXTS = [vector for vector in VALID if vector["name"] in ("RFC7515 A.4 ES512", "RFC8037 A.4/A.5 Ed25519")]
EXPIRES_AT = 1300819380  # the exp of RFC 7519 section 3.1


def name(vector: dict) -> str:
    return vector["name"]


def token_of(compact: str) -> Jws:
    """The parts that the signature is about; the payloads of RFC 7515 A.4 and RFC 8037 are not JSON."""
    header = read(compact).header
    assert header is not None
    signature, faults = decode_segment(compact.rpartition(".")[2], Segment.SIGNATURE)
    assert not faults
    return Jws(compact, header, signature)


def key_of(vector: dict) -> SigningKey:
    alg = token_of(vector["compact"]).alg
    assert alg is not None
    return SigningKey("vector", vector["name"], alg, 0, vector["jwk"])


def test_there_are_vectors_of_both_kinds():
    assert len(VALID) == 6
    assert len(REFUSED) == 3


@pytest.mark.parametrize("vector", VALID, ids=name)
def test_a_good_example_verifies(vector):
    assert verify_signature(token_of(vector["compact"]), key_of(vector))


@pytest.mark.parametrize("vector", VALID, ids=name)
@pytest.mark.parametrize("segment", [0, 1, 2])
def test_an_altered_copy_of_a_good_example_does_not_verify(vector, segment):
    key = key_of(vector)
    parts = vector["compact"].split(".")
    for position in range(0, len(parts[segment]), 7):
        copy = list(parts)
        other = "B" if parts[segment][position] == "A" else "A"
        copy[segment] = parts[segment][:position] + other + parts[segment][position + 1 :]
        reading = read(".".join(copy))
        assert signature_verdict(reading, [key]).state not in (SignatureState.TRUSTED, SignatureState.NOT_TRUSTED)
        if reading.header is not None and reading.signature is not None:
            altered = Jws(".".join(copy), reading.header, reading.signature)
            assert not verify_signature(altered, key)


@pytest.mark.parametrize("vector", TEXTS, ids=name)
def test_an_example_with_a_plain_text_as_payload_is_no_jwt(vector):
    with pytest.raises(MalformedTokenError) as caught:
        parse_compact(vector["compact"])
    assert (caught.value.segment, caught.value.fault) == ("payload", "json")


@pytest.mark.parametrize("vector", [vector for vector in VALID if vector not in TEXTS], ids=name)
def test_an_example_with_claims_is_a_token_that_expired_long_ago(vector):
    token = parse_compact(vector["compact"])
    assert token.claims.get("exp") == EXPIRES_AT
    verdict = strict_verdict(vector["compact"], key_of(vector), now=EXPIRES_AT, issuer="joe", audience=None)
    assert not verdict.ok
    assert "exp is in the past" in verdict.detail


@pytest.mark.parametrize("vector", REFUSED, ids=name)
@pytest.mark.parametrize("secret", [vector["jwk"] for vector in VALID if vector["jwk"]["kty"] == "oct"][:1])
def test_an_example_that_must_be_refused_is_refused(vector, secret):
    reading = read(vector["compact"])
    assert signature_verdict(reading, []).state in (SignatureState.UNSIGNED, SignatureState.UNREADABLE)
    for algorithm in (*ALGORITHMS, "none"):
        key = SigningKey("k", "any", algorithm, 0, secret)
        assert not strict_verdict(vector["compact"], key, now=0, issuer=None, audience=None).ok


@pytest.mark.parametrize("vector", VALID, ids=name)
def test_signing_again_gives_the_example_where_the_algorithm_is_deterministic(vector):
    key = key_of(vector)
    header_segment, payload_segment, _ = vector["compact"].split(".")
    payload, _ = decode_segment(payload_segment, Segment.PAYLOAD)
    header = dict(token_of(vector["compact"]).header)
    again = sign(header, payload, key)
    assert verify_signature(token_of(again), key)
    # Elsewhere ECDSA draws a number by chance, or the example's header has line breaks that are not ours to make.
    if header_segment == encode_segment(json.dumps(header, separators=(",", ":")).encode()) and key.algorithm in (
        "RS256",
        "EdDSA",
    ):
        assert again == vector["compact"]


def test_the_deterministic_examples_are_among_those_compared():
    headers = {vector["name"]: vector["compact"].partition(".")[0] for vector in VALID}
    assert encode_segment(b'{"alg":"RS256"}') in headers.values()
    assert encode_segment(b'{"alg":"EdDSA"}') in headers.values()


@pytest.mark.parametrize("vector", [vector for vector in VALID if "jwk_thumbprint_sha256" in vector], ids=name)
def test_the_thumbprint_is_that_of_rfc_8037(vector):
    assert key_of(vector).fingerprint == vector["jwk_thumbprint_sha256"]
