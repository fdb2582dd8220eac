from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.plain_language import plain_reading

NOW = 1_700_000_000
BOB = {"iss": "https://demo.example", "sub": "bob", "aud": "documents", "exp": NOW + 1800, "roles": ["viewer"]}


def read(claims, header=None):
    return plain_reading(header or {"alg": "ES256", "typ": "JWT"}, ClaimSet.from_dict(claims), now=NOW, tz=UTC)


def test_the_first_sentence_says_who_tells_whom_what_until_when():
    assert read(BOB) == (
        "https://demo.example states to documents that bob has the role viewer, until 22:43:20 UTC (in 30 min).",
    )


def test_the_user_whom_sub_stands_for_is_named_before_it():
    found = plain_reading({"alg": "ES256"}, ClaimSet.from_dict(BOB | {"sub": "u-1002"}), now=NOW, tz=UTC, user="bob")
    assert " that bob (u-1002) has the role viewer," in found[0]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"roles": ["viewer", "admin"]}, "bob has the roles viewer and admin,"),
        ({"roles": []}, "that this is about bob, and grants no rights,"),
        ({"scope": "documents:read billing:read"}, "may documents:read and billing:read"),
        ({"authorization_details": [{"type": "a"}]}, "has 1 right in authorization_details"),
        ({"authorization_details": [{"type": "a"}, {"type": "b"}]}, "has 2 rights in authorization_details"),
        ({"isSystemAdmin": True}, "bob is a system administrator and has the role viewer"),
        ({"isSystemAdmin": "true"}, "that bob has the role viewer,"),
        ({"fullReadAccess": ["documents"]}, "may read everything in documents"),
        ({"canRead": [f"doc-{n}" for n in range(1000)]}, "may read doc-0, doc-1, doc-2 and 997 more"),
        ({"tenant": "acme"}, "belongs to the tenant acme"),
        ({"aud": ["a", "b"]}, "states to a and b that"),
        ({"roles": [1, 2]}, "grants no rights"),
    ],
)
def test_rights_are_said_as_far_as_they_are_what_they_should_be(more, words):
    assert words in read(BOB | more)[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"exp": NOW - 60}, "It expired 1 min ago, at 22:12:20 UTC."),
        ({"exp": None}, "exp is null, not a time, so strict readers refuse the token."),
        ({"exp": "soon"}, "exp is a string, not a time"),
        ({"nbf": NOW + 60}, "It is not valid yet: it starts in 1 min, at 22:14:20 UTC."),
        ({"sub": 7}, "sub is a number; expected a string."),
        ({"aud": []}, "aud names no service"),
        ({"cnf": {"jkt": "x"}}, "must prove possession of the key"),
        ({"act": {"sub": "svc"}}, "svc acts for the subject."),
        ({"azp": "app"}, "The client app asked for it."),
        ({"nonce": "n"}, "OpenID Connect ID token"),
    ],
)
def test_what_is_unusual_has_a_sentence_of_its_own(change, words):
    assert any(words in sentence for sentence in read(BOB | change)[1:])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("exp", "It never expires: exp is missing."),
        ("aud", "It names no audience: any service that trusts the issuer may accept it."),
    ],
)
def test_what_is_missing_is_said(name, words):
    assert words in read({key: value for key, value in BOB.items() if key != name})


def test_header_and_duplicates_count_as_well():
    assert "alg is none: the token is not signed." in read(BOB, {"alg": "None"})
    assert "It is an OAuth access token (RFC 9068)." in read(BOB, {"alg": "ES256", "typ": "application/AT+JWT"})
    twice = ClaimSet.from_json('{"sub":"bob","sub":"eve"}')
    assert any("sub is a duplicate" in each for each in plain_reading({}, twice, now=NOW, tz=UTC))


def test_a_token_without_claims_says_nothing():
    assert read({}) == ("The token has no claims.",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["iss", "sub", "aud", "exp", "nbf", "iat", "roles", "scope", "cnf", "act", "tenant", "canRead"])


@given(st.dictionaries(NAMES | st.text(), JSON))
def test_no_value_breaks_it_and_every_sentence_stands_on_one_line(claims):
    for sentence in read(claims):
        assert sentence.isprintable()
        assert sentence.endswith(".")


def test_a_number_beyond_every_float_is_no_moment():
    claims = ClaimSet.from_json('{"iss":"i","sub":"s","aud":"a","exp":1e400}')
    first, *more = plain_reading({}, claims, now=NOW, tz=UTC)
    assert "until" not in first
    assert more == ["exp is a number, not a time, so strict readers refuse the token."]
