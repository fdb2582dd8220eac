import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo_server.segments import MAX_DEPTH, SegmentError, decode_base64url, parse_object
from tests.demo_server.tokens.samples import segment


@given(st.binary(max_size=200))
def test_every_octet_string_has_one_spelling_that_reads_back(octets: bytes) -> None:
    assert decode_base64url(segment(octets)) == octets


@given(st.text(alphabet="ABCQgwxyz019-_+/= \n\u00e9", max_size=12))
def test_no_two_texts_stand_for_the_same_octets(text: str) -> None:
    try:
        octets = decode_base64url(text)
    except SegmentError:
        return
    assert segment(octets) == text


@pytest.mark.parametrize(
    "text",
    ["YQ==", "YR", "YWJ", "Y", "Y+8_", "Y/8-", "YW Jj", "YWJj\n", "YWJj\x00", "\uff39\uff37", "=", "YQ="],
    ids=ascii,
)
def test_only_canonical_base64url_is_read(text: str) -> None:
    with pytest.raises(SegmentError) as caught:
        decode_base64url(text)
    assert caught.value.code == "base64"


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "json"),
        (b"[]", "json"),
        (b'"text"', "json"),
        (b"null", "json"),
        (b"{} {}", "json"),
        (b"{'a': 1}", "json"),
        (b'{"a": 1,}', "json"),
        (b'\xef\xbb\xbf{"a": 1}', "json"),  # byte order mark
        ('{"a": 1}'.encode("utf-16"), "json"),
        ('{"a": 1}'.encode("utf-16-le"), "json"),
        (b'{"a": "\xff"}', "json"),
        (b'{"a": "\xed\xa0\x80"}', "json"),  # a surrogate in UTF-8
        (b'{"a": "\\ud800"}', "json"),  # half a pair
        (b'{"\\udc00": 1}', "json"),
        (b'{"a": NaN}', "json"),
        (b'{"a": Infinity}', "json"),
        (b'{"a": -Infinity}', "json"),
        (b'{"a": 1e400}', "json"),
        (b'{"a": -1e400}', "json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "json"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "json"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "json"),
        (b'{"a": "\n"}', "json"),
        (b'{"a": 1, "a": 1}', "duplicate"),
        (b'{"a": 1, "\\u0061": 2}', "duplicate"),
        (b'{"a": [{"b": {"c": 1, "c": 2}}]}', "duplicate"),
    ],
)
def test_json_that_two_readers_may_read_differently_is_refused(octets: bytes, code: str) -> None:
    with pytest.raises(SegmentError) as caught:
        parse_object(octets)
    assert caught.value.code == code


def test_nesting_is_allowed_up_to_the_limit() -> None:
    depth = MAX_DEPTH - 1  # the object itself is a level
    octets = f'{{"a": {"[" * depth}{"]" * depth}}}'.encode()
    assert parse_object(octets) == json.loads(octets)
    with pytest.raises(SegmentError, match="nested"):
        parse_object(octets.replace(b"[]", b"[[]]"))


def test_brackets_in_text_are_no_nesting() -> None:
    assert parse_object(b'{"a": "' + b'[{\\"' * 500 + b'"}') == {"a": '[{"' * 500}


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse_object(b'{"a": "\\ud83d\\ude00"}') == {"a": "\N{GRINNING FACE}"}


@given(st.binary(max_size=60))
def test_arbitrary_octets_raise_nothing_else(octets: bytes) -> None:
    try:
        value = parse_object(octets)
    except SegmentError:
        return
    assert isinstance(value, dict)
