"""Proofs of possession, as the server reads them."""

import json
from base64 import urlsafe_b64encode

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from demo_server.tokens.dpop import WINDOW_S, ProofLog, ProofRefusedError, access_token_hash, only_proof, read_proof
from tests.demo_server.proofs import KEY, make_proof

NOW = 1_700_000_000
URL = "http://127.0.0.1:8000/documents/doc-1"
TOKEN = "an.access.token"

# RFC 9449 section 4.1, with the thumbprint of section 6.1.
PUBLISHED = (
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJo"
    "RjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJq"
    "dGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0Ijox"
    "NTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
)
PUBLISHED_KEY = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


def proof(key=KEY, alg="ES256", **changes):
    """A sound proof for GET `URL` with `TOKEN`, but for what is given; a claim or parameter of None is left out."""
    return make_proof("GET", URL, NOW, token=TOKEN, key=key, alg=alg, **{"jti": "one", **changes})


def written(header):
    """A header as its segment, whatever is in it."""
    return urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")


def read(text, *, method="GET", url=URL, now=NOW, token=TOKEN):
    return read_proof(text, method=method, url=url, now=now, token=token)


def refused(text, **request):
    with pytest.raises(ProofRefusedError) as caught:
        read(text, **request)
    return caught.value.code


def test_the_proof_of_the_standard_is_read():
    found = read(PUBLISHED, method="POST", url="https://server.example.com/token", now=1562262616, token=None)
    assert (found.key, found.id) == (PUBLISHED_KEY, "-BwC3ESc6acc2lTc")


@pytest.mark.parametrize(
    ("alg", "key"),
    [
        ("ES256", KEY),
        ("ES384", ECKey.generate_key("P-384")),
        ("Ed25519", OKPKey.generate_key("Ed25519")),
        ("RS256", RSAKey.generate_key(2048)),
    ],
    ids=["ES256", "ES384", "Ed25519", "RS256"],
)
def test_a_sound_proof_names_its_key_by_the_thumbprint(alg, key):
    assert read(proof(key, alg)).key == key.thumbprint()


@pytest.mark.parametrize(
    "url",
    [
        f"{URL}?page=2",
        f"{URL}#part",
        "HTTP://127.0.0.1:8000/documents/doc-1",
        URL.replace("d", "%64").replace("-", "%2d"),
    ],
)
def test_only_what_the_url_names_counts_and_not_how_it_is_written(url):
    assert read(proof(htu=url))
    assert read(proof(), url=url)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://api.example", "https://api.example:443/"),
        ("https://api.example/", "https://api.example:/"),
        ("http://api.example/a", "http://API.example:80/a"),
        ("http://[::1]/a", "http://[::1]:80/a"),
        ("http://api.example/a%c3%a9%2fb", "http://api.example/a%C3%A9%2Fb"),
    ],
)
def test_the_usual_port_and_the_empty_path_may_be_left_out(one, other):
    assert read(proof(htu=one), url=other)
    assert read(proof(htu=other), url=one)


@pytest.mark.parametrize(
    "path", ["/documents/doc-1/", "//documents/doc-1", "/documents%2Fdoc-1", "/Documents/doc-1", "/"]
)
def test_another_path_is_another_url(path):
    assert refused(proof(htu=f"http://127.0.0.1:8000{path}")) == "url"


@pytest.mark.parametrize("iat", [NOW - WINDOW_S, NOW + WINDOW_S, NOW + 0.5])
def test_the_clocks_may_differ(iat):
    assert read(proof(iat=iat))


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("method", {"htm": "POST"}),
        ("method", {"htm": "get"}),
        ("method", {"htm": None}),
        ("url", {"htu": "http://127.0.0.1:8000/documents/doc-2"}),
        ("url", {"htu": "http://127.0.0.1:8001/documents/doc-1"}),
        ("url", {"htu": "https://127.0.0.1:8000/documents/doc-1"}),
        ("url", {"htu": "http://me@127.0.0.1:8000/documents/doc-1"}),
        ("url", {"htu": "/documents/doc-1"}),
        ("url", {"htu": "http://127.0.0.1:port/documents/doc-1"}),
        ("url", {"htu": ["http://127.0.0.1:8000/documents/doc-1"]}),
        ("url", {"htu": None}),
        ("time", {"iat": NOW - WINDOW_S - 1}),
        ("time", {"iat": NOW + WINDOW_S + 1}),
        ("malformed", {"iat": str(NOW)}),
        ("malformed", {"iat": True}),
        ("malformed", {"iat": None}),
        ("malformed", {"exp": "tomorrow"}),
        ("time", {"exp": NOW}),
        ("time", {"nbf": NOW + WINDOW_S + 1}),
        ("time", {"iat": 10**400}),
        ("time", {"iat": -(10**400)}),
        ("malformed", {"jti": None}),
        ("malformed", {"jti": ""}),
        ("malformed", {"jti": 1}),
        ("token", {"ath": None}),
        ("token", {"ath": access_token_hash("another")}),
        ("type", {"header": {"typ": "JWT"}}),
        ("type", {"header": {"typ": None}}),
        ("key", {"header": {"jwk": None}}),
        ("key", {"header": {"jwk": {"kty": "EC"}}}),
        ("key", {"header": {"jwk": KEY.as_dict(private=True)}}),
        ("key", {"header": {"jwk": KEY.as_dict(private=False) | {"k": "AAAA"}}}),
        ("key", {"header": {"jwk": KEY.as_dict(private=False) | {"use": "enc"}}}),
        ("key", {"header": {"jwk": KEY.as_dict(private=False) | {"crv": "P-384"}}}),
        ("malformed", {"header": {"crit": ["b64"], "b64": True}}),
        ("signature", {"signed_with": ECKey.generate_key("P-256")}),
        ("algorithm", {"key": OctKey.generate_key(256), "alg": "HS256"}),
    ],
)
def test_what_shows_nothing_is_refused(code, changes):
    assert refused(proof(**changes)) == code


@pytest.mark.parametrize("alg", ["none", "NONE", "ES257", None, 5, ["ES256"]])
def test_an_algorithm_without_a_public_key_is_refused(alg):
    _, claims, _ = proof().split(".")
    parameters = {"typ": "dpop+jwt", "alg": alg, "jwk": KEY.as_dict(private=False)}
    assert refused(f"{written(parameters)}.{claims}.") == "algorithm"


@pytest.mark.parametrize("jwk", ["a string", [], {}, {"kty": "EC"}, None])
def test_a_jwk_that_is_not_a_public_key_is_refused(jwk):
    _, claims, signature = proof().split(".")
    assert refused(f"{written({'typ': 'dpop+jwt', 'alg': 'ES256', 'jwk': jwk})}.{claims}.{signature}") == "key"


@pytest.mark.parametrize("text", ["", "x", "a.b", "a.b.c", "....", "é.é.é", "a" * 100_000])
def test_what_is_no_jwt_is_malformed(text):
    assert refused(text) == "malformed"


def test_a_proof_without_an_access_token_needs_no_hash():
    assert read(proof(ath=None), token=None)


def test_a_proof_counts_once_and_a_jti_belongs_to_its_key():
    log = ProofLog()
    log.use(read(proof()))
    with pytest.raises(ProofRefusedError) as caught:
        log.use(read(proof()))
    assert caught.value.code == "replayed"
    log.use(read(proof(ECKey.generate_key("P-256"))))


def test_a_request_has_one_proof():
    assert only_proof(("one",)) == "one"
    for sent, code in (((), "missing"), (("one", "one"), "duplicate")):
        with pytest.raises(ProofRefusedError) as caught:
            only_proof(sent)
        assert caught.value.code == code


def test_the_refusal_of_another_time_says_how_far_the_clocks_are_apart():
    with pytest.raises(ProofRefusedError, match="iat of the proof is 300 s behind the server's clock"):
        read(proof(iat=NOW - 300))
