"""Tokens inside a token: its payload, a claim at any depth, and the key binding of an SD-JWT."""

import json

import pytest

from workbench.core.token.compact import encode_segment, read
from workbench.core.token.inner_tokens import inner_tokens, is_token


def token(payload, header=None):
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return (
        f"{encode_segment(json.dumps(header or {'alg': 'ES256'}).encode())}.{encode_segment(text.encode())}.{'A' * 86}"
    )


INNER = token({"sub": "a"})
ENCRYPTED = ".".join((encode_segment(b'{"alg":"dir","enc":"A256GCM"}'), "", "AAAA", "BBBB", "CCCC"))
DISCLOSURE = encode_segment(b'["salt", "name", "Ann"]')


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (token(INNER, {"alg": "ES256", "cty": "JWT"}), [("payload", INNER)]),
        (token(f"{INNER}\n"), [("payload", INNER)]),
        (token(ENCRYPTED), [("payload", ENCRYPTED)]),
        (token({"id_token_hint": INNER}), [("id_token_hint", INNER)]),
        (token({"a": {"tokens": [INNER, "x"]}}), [("a.tokens[0]", INNER)]),
        (token({"a": INNER, "b": ENCRYPTED}), [("a", INNER), ("b", ENCRYPTED)]),
        (f"{INNER}~{DISCLOSURE}~{INNER}", [("key binding", INNER)]),
        (f"{INNER}~{DISCLOSURE}~", []),
        (token({"a": f"Bearer {INNER}", "b": "a.b.c", "c": "example.com.", "d": 7}), []),
        (INNER, []),
        ("", []),
    ],
)
def test_the_tokens_inside_are_found_with_their_places(text, found):
    assert [(each.place, each.token) for each in inner_tokens(read(text))] == found


def test_there_is_an_end_to_them():
    assert len(inner_tokens(read(token({"all": [INNER] * 100})))) == 20


@pytest.mark.parametrize(("text", "is_one"), [(INNER, True), (ENCRYPTED, True), (f"{INNER}~", True), ("e30", False)])
def test_only_a_whole_token_is_one(text, is_one):
    assert is_token(text) is is_one
    assert not is_token(f" {text}")
