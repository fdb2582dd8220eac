import base64

import pytest

from workbench.core.token.raw import raw_tokens


def encoded(text):
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def token(header, payload='{"sub":"bob"}', signature="A" * 43):
    return f"{encoded(header)}.{payload and encoded(payload)}.{signature}"


TOKEN = token('{"alg":"HS256"}')
UNUSUAL_HEADERS = (
    ' {"alg":"none"}',
    '\n{"alg":"none"}',
    '\t\t{ "alg":"none"}',
    "\r\n{\n}",
    '\ufeff{"alg":"none"}',
    "{}",
)


@pytest.mark.parametrize("before", ["", "Bearer ", "auth=Bearer%20", "v1_", "s:", "x/", '"', "a.", "~", "-_-"])
@pytest.mark.parametrize("behind", ["", "&x=1", "/confirm", '"}', ".", "%22", "…"])
def test_a_token_is_found_whatever_is_around_it(before, behind):
    ((start, end),) = raw_tokens(f"{before}{TOKEN}{behind}")
    assert start == len(before)
    assert end >= start + len(TOKEN)


@pytest.mark.parametrize("header", UNUSUAL_HEADERS)
def test_a_header_may_begin_with_white_space(header):
    token = f"{encoded(header)}.e30.AAAA"
    assert list(raw_tokens(f"x={token}")) == [(2, 2 + len(token))]


@pytest.mark.parametrize(
    "token",
    [
        token('{"alg":"dir","enc":"A128GCM"}', "", "AAAA.BBBB.CCCC"),
        token('{"alg":"ES256"}', "", "A" * 86),
        f"{TOKEN}~WyJhIl0~WyJiIl0~",
        TOKEN.replace(".", "==.", 1),
    ],
)
def test_other_serializations_are_found_whole(token):
    assert list(raw_tokens(f"<{token}>")) == [(1, 1 + len(token))]


@pytest.mark.parametrize(
    "text", ["", "www.eyewitness.example.com", "they.are.here", "v1.2.3", "eyJ.a.b", "api.key.example/I.am", "e3.e4.e5"]
)
def test_names_and_sentences_are_not_tokens(text):
    assert list(raw_tokens(text)) == []


@pytest.mark.parametrize("piece", ["eyJ", "IA", "eyJ.", "e30.", "."])
def test_a_long_text_is_read_in_one_go(piece):
    assert sum(1 for _ in raw_tokens(piece * 40_000)) < 40_000
