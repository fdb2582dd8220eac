"""Which tokens are bound to a key, and how a request carries the proof."""

import pytest

from tests.core.keys.ring import KEYS
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.requests.request import AUTHORIZATION, Request, TokenPlacement, TokenWhere, compose
from workbench.core.signing.dpop import make_proof
from workbench.core.signing.jose import sign
from workbench.core.signing.possession import bound_key, carries_bearer_token, proof_in_words, with_proof

URL = "http://127.0.0.1:8000"


def token(**claims):
    return sign({"alg": "ES256"}, ClaimSet.from_dict(claims), KEYS["ES256"])


def sent(placement=AUTHORIZATION, headers=()):
    return compose(Request("me", "GET", "/me", headers=headers, placement=placement), "a.b.c", URL)


@pytest.mark.parametrize(
    ("cnf", "key"),
    [
        ({"jkt": "abc"}, "abc"),
        ({"jkt": "abc", "kid": "1"}, "abc"),
        ({"jkt": 5}, ""),
        ({"jkt": None}, ""),
        ({"x5t#S256": "abc"}, ""),
        ({}, ""),
        ("abc", ""),
        (None, ""),
    ],
)
def test_only_a_thumbprint_binds(cnf, key):
    assert bound_key(token(cnf=cnf)) == key


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "x" * 43, "é.é.é", "a" * 2_000_000])
def test_what_cannot_be_read_is_not_bound(text):
    assert bound_key(text) == ""
    assert bound_key(token()) == ""


@pytest.mark.parametrize(
    ("placement", "headers", "carries"),
    [
        (AUTHORIZATION, (), True),
        (TokenPlacement(TokenWhere.AUTHORIZATION, scheme="DPoP"), (), True),
        (TokenPlacement(TokenWhere.AUTHORIZATION, scheme="Token"), (), False),
        (TokenPlacement(TokenWhere.COOKIE, "session"), (), False),
        (TokenPlacement(TokenWhere.QUERY, "access_token"), (), False),
        (AUTHORIZATION, (("dpop", "mine"),), False),
        (AUTHORIZATION, (("Authorization", "Basic x"),), False),
    ],
)
def test_a_proof_is_added_only_beside_one_bearer_token(placement, headers, carries):
    assert carries_bearer_token(sent(placement, headers)) is carries


def test_the_proof_goes_into_its_header_and_the_scheme_changes():
    proven = with_proof(sent(), "the.proof.here")
    assert proven.headers == (("Authorization", "DPoP a.b.c"), ("DPoP", "the.proof.here"))


def test_the_proof_is_shown_in_words():
    proof = make_proof(KEYS["ES256"], "GET", f"{URL}/me", token="a.b.c", now=1_700_000_000, proof_id="one")
    words = proof_in_words(with_proof(sent(), proof))
    for each in ('"typ": "dpop+jwt"', '"htm": "GET"', f'"htu": "{URL}/me"', '"jti": "one"', "good once"):
        assert each in words
    assert '"d"' not in words
    assert proof_in_words(sent()) == ""
    assert proof_in_words(with_proof(sent(), "not a proof")) == ""
