import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import SegmentEditError
from workbench.core.token.compact import MAX_CHARACTERS, encode_segment, read
from workbench.core.token.segment_edit import MemberPlaces, checked_octets, checked_text, parse_hex, segment_octets


def token(payload):
    return read(f"e30.{encode_segment(payload)}.AA")


def segment(payload):
    return segment_octets(token(payload), 1)


@given(st.binary(max_size=40), st.data())
def test_an_edit_of_the_text_leaves_every_other_octet_alone(octets, data):
    shown = segment(octets)
    length = len(shown.shown)
    start = data.draw(st.integers(0, length))
    removed = data.draw(st.integers(0, length - start))
    made = shown.with_characters(start, removed, "é")
    first, last = shown.offset_of(start), shown.offset_of(start + removed)
    assert made == octets[:first] + "é".encode() + octets[last:]
    assert shown.position_of(first) == start


def test_what_a_field_would_swallow_is_shown_as_a_picture_of_itself():
    octets = b"a\r\n\x00\tb\xff\xfe" + "\u2028".encode()
    shown = segment(octets)
    assert shown.shown == "a\u240d\n\u2400\tb\ufffd\ufffd\u2424"
    assert shown.with_characters(0, 1, "x") == b"x" + octets[1:]
    assert shown.with_characters(6, 1, "") == octets.replace(b"\xff", b""), "the first of two that look the same"


def test_a_segment_that_is_not_there_is_empty():
    assert segment_octets(read("e30"), 2).octets == b""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ab.c", "The dot at position 3 would begin another segment."),
        ("ab c", "Position 3 holds white space, which a token cannot."),
        ("ab\u00a0", "Position 3 holds white space, which a token cannot."),
    ],
)
def test_a_text_that_cannot_stand_in_a_token_is_refused_with_its_place(text, reason):
    with pytest.raises(SegmentEditError) as refused:
        checked_text(token(b"{}"), 1, text)
    assert str(refused.value) == reason
    assert refused.value.code == "segment_edit"


def test_a_text_that_is_no_base64url_is_taken_since_one_may_want_to_try_it():
    assert checked_text(token(b"{}"), 1, "+/=ü") == "+/=ü"


def test_octets_that_make_the_token_too_long_to_be_read_are_refused():
    room = (MAX_CHARACTERS - len("e30..AA")) * 3 // 4
    assert read(f"e30.{checked_octets(token(b'{}'), 1, b'x' * room)}.AA").segments
    with pytest.raises(SegmentEditError, match="not read"):
        checked_octets(token(b"{}"), 1, b"x" * (room + 1))


def test_hex_digits_are_read_with_and_without_gaps():
    assert parse_hex("7b22") == parse_hex("7B 22\n") == b'{"'
    for typed, reason in (("7b2", "3 digits"), ("7g", '"g" is no')):
        with pytest.raises(SegmentEditError, match=reason):
            parse_hex(typed)


def test_the_member_at_an_offset_is_named():
    octets = '{ "é":1,\n"b":{"c":2}}'.encode()
    places = MemberPlaces(octets)
    assert [places.at(octets.index(part)) for part in (b"{", "é".encode(), b"1", b'"b"', b'"c"')] == [
        None,
        "é",
        "é",
        "b",
        "b",
    ]
    assert MemberPlaces(b"\xff").at(0) is None
