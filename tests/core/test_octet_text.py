from hypothesis import given
from hypothesis import strategies as st

from workbench.core.octet_text import decoded, encoded, octets_before, spliced, visible
from workbench.core.splice import common_ends

RECEIVED = b'{"a":\r\n\t"\xff\x00\xe2\x80\xae\xc3\xa4"}'


@given(st.binary())
def test_octets_of_any_kind_come_back(data):
    text = decoded(data)
    assert encoded(text) == data
    assert len(visible(text)) == len(text)


def test_what_cannot_be_seen_has_a_sign_in_its_place():
    assert visible(decoded(RECEIVED)) == '{"a":\u240d\n\t"\ufffd\u2400\u2426ä"}'


def test_an_edit_leaves_every_other_octet_as_it_was():
    text = decoded(RECEIVED)
    shown = visible(text)
    edited = shown.replace('"a"', '"bc"')
    assert encoded(spliced(text, shown, edited)) == RECEIVED.replace(b'"a"', b'"bc"')
    assert octets_before(text, text.index("ä")) == RECEIVED.index(b"\xc3")


@given(st.text("ab\r\0", max_size=20), st.integers(0, 20), st.integers(0, 20), st.text("ab", max_size=3))
def test_any_edit_of_what_is_shown_is_that_edit_of_the_text(text, start, length, typed):
    start = min(start, len(text))
    end = min(start + length, len(text))
    shown = visible(text)
    result = spliced(text, shown, shown[:start] + typed + shown[end:])
    assert visible(result) == shown[:start] + typed + shown[end:]


@given(st.binary(max_size=30), st.binary(max_size=30))
def test_common_ends_are_common_and_do_not_overlap(before, after):
    head, tail = common_ends(before, after)
    assert before[:head] == after[:head]
    assert before[len(before) - tail :] == after[len(after) - tail :]
    assert head + tail <= min(len(before), len(after))
    rest = before[head : len(before) - tail], after[head : len(after) - tail]
    assert not rest[0] or not rest[1] or (rest[0][0] != rest[1][0] and rest[0][-1] != rest[1][-1])
