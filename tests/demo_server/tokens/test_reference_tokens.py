"""Reference tokens: nothing can be read from them; introspection says what they stand for."""

import pytest

from demo_server.tokens.reference_tokens import ReferenceTokens

CLAIMS = {"sub": "u-1", "jti": "one"}


@pytest.fixture
def ended():
    return set()


@pytest.fixture
def tokens(ended):
    return ReferenceTokens(lambda claims: claims["jti"] not in ended)


def test_introspection_returns_what_the_token_stands_for(tokens):
    token = tokens.issue(CLAIMS)
    assert len(token) == 43
    assert tokens.introspect(token).to_json() == {"active": True, "sub": "u-1", "jti": "one", "token_type": "Bearer"}


def test_of_a_token_that_no_longer_counts_nothing_is_said(tokens, ended):
    token = tokens.issue(CLAIMS)
    ended.add("one")
    assert tokens.introspect(token).to_json() == {"active": False}
    ended.clear()
    assert tokens.introspect(token).active


@pytest.mark.parametrize("token", ["", "a.b.c", "\ud800", "x" * 100_000])
def test_what_was_never_issued_is_not_active(tokens, token):
    tokens.issue(CLAIMS)
    assert tokens.introspect(token).to_json() == {"active": False}


def test_a_copy_knows_the_tokens_of_before(tokens):
    token, copy = tokens.issue(CLAIMS), ReferenceTokens(lambda _: True)
    copy.take_over(tokens)
    later = tokens.issue(CLAIMS)
    assert (copy.introspect(token).active, copy.introspect(later).active) == (True, False)


def test_no_token_can_be_read_from_memory(tokens):
    assert tokens.issue(CLAIMS) not in repr(vars(tokens))
