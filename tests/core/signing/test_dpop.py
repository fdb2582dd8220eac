"""Proofs of possession, read by a library and by the demo server, neither of which made them."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest
from joserfc import jws
from joserfc.jwk import import_key

from demo_server.tokens.dpop import ProofRefusedError, read_proof
from workbench.core.errors import NoPublicPartError
from workbench.core.keys.signing_key import generate
from workbench.core.signing.dpop import make_proof

NOW = 1_700_000_000
TOKEN = "an.access.token"
URL = "http://127.0.0.1:8000/documents/doc-1?page=2#top"


@pytest.fixture(scope="module", params=["ES256", "Ed25519", "ES512"])
def key(request):
    return generate(request.param, "client", now=NOW)


def proof(key, token=TOKEN, url=URL):
    return make_proof(key, "GET", url, token=token, now=NOW, proof_id="one")


def test_a_library_verifies_it_with_the_key_inside(key):
    text = proof(key)
    header = jws.extract_compact(text.encode()).protected
    registry = jws.JWSRegistry(algorithms=[key.algorithm], strict_check_header=False)
    claims = json.loads(jws.deserialize_compact(text, import_key(header["jwk"]), registry=registry).payload)
    ath = urlsafe_b64encode(sha256(TOKEN.encode()).digest()).decode().rstrip("=")
    url = "http://127.0.0.1:8000/documents/doc-1"
    assert claims == {"jti": "one", "htm": "GET", "htu": url, "iat": NOW, "ath": ath}
    assert header["typ"] == "dpop+jwt"
    assert "d" not in header["jwk"]
    assert import_key(header["jwk"]).thumbprint() == key.fingerprint


def test_the_server_takes_it_for_this_request_and_no_other(key):
    text = proof(key)
    assert read_proof(text, method="GET", url=URL, now=NOW, token=TOKEN).key == key.fingerprint
    for changed in ({"method": "PUT"}, {"url": "http://127.0.0.1:8000/me"}, {"token": "another"}, {"now": NOW + 3600}):
        with pytest.raises(ProofRefusedError):
            read_proof(text, **{"method": "GET", "url": URL, "now": NOW, "token": TOKEN, **changed})


def test_a_request_for_a_token_has_none_to_hash(key):
    text = proof(key, token="", url="http://127.0.0.1:8000")
    assert read_proof(text, method="GET", url="http://127.0.0.1:8000/", now=NOW, token=None)
    with pytest.raises(ProofRefusedError):
        read_proof(text, method="GET", url="http://127.0.0.1:8000/", now=NOW, token=TOKEN)


def test_a_shared_secret_proves_nothing():
    with pytest.raises(NoPublicPartError):
        proof(generate("HS256", "secret", now=NOW))
