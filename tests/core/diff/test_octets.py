import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.diff.octets import Likeness, changed_ranges, compare, ranges_in_place
from workbench.core.token.compact import encode_segment, read


def token(payload="{}", signature=b"s" * 64):
    octets = payload if isinstance(payload, bytes) else payload.encode()
    return read(f"e30.{encode_segment(octets)}.{encode_segment(signature)}")


def rebuilt(before, after, ranges):
    made, place = b"", 0
    for each in ranges:
        made += before[place : each.start] + after[each.new_start : each.new_end]
        place = each.end
    return made + before[place:]


json_like = st.text(st.sampled_from('{}[]":,ab1 \\é')).map(str.encode)


@given(json_like | st.binary(), json_like | st.binary())
def test_what_lies_outside_the_ranges_is_the_same(before, after):
    assert rebuilt(before, after, changed_ranges(before, after)[0]) == after
    assert rebuilt(before, after, ranges_in_place(before, after)) == after


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('{"a":1}', '{"a":1}', "payload: no difference, 7 bytes"),
        ('{"sub":"bob"}', '{"sub":"eve"}', "payload: 3 of 13 bytes differ, from offset 8"),
        ('{"r":["a"]}', '{"r":["a","b"]}', "payload: 4 bytes added, from offset 9"),
        ('{"a":1,"b":2}', '{"b":2}', "payload: 6 bytes removed, from offset 2"),
        ('{"a":1}', '{ "a":1 }', "payload: white space only; 2 bytes added, from offset 1"),
        (
            '{"a":"x"}',
            '{"a":"\\u0078"}',
            "payload: same members, other bytes; 1 of 9 bytes differ, 5 added, from offset 6",
        ),
        ("no JSON", "No JSON", "payload: 1 of 7 bytes differ, from offset 0"),
        (b"\xff\x00", b"\xff\x01", "payload: 1 of 2 bytes differ, from offset 1"),
    ],
)
def test_the_difference_is_told_in_one_line(before, after, words):
    assert compare(token(before), token(after))[1].words == words


def test_the_same_claims_in_another_order_are_named_so():
    found = compare(token('{"a":1,"b":2}'), token('{"b":2,"a":1}'))[1]
    assert found.likeness is Likeness.OTHER_ORDER


def test_a_member_twice_is_not_taken_for_white_space():
    found = compare(token('{"a":{"b":1,"b":2}}'), token('{"a":{"b":2}}'))[1]
    assert found.likeness is Likeness.DIFFERENT


def test_two_strings_are_compared_whole_before_their_octets():
    before, after = b'{"a":"one"}', b'{"a":"two"}'
    ((found,), thorough) = changed_ranges(before, after)
    assert (before[found.start : found.end], thorough) == (b"one", True)


def test_another_signature_is_compared_in_place():
    found = compare(token(signature=b"abcd"), token(signature=b"bcda"))[2]
    assert found.words == "signature: 4 of 4 bytes differ, from offset 0"


def test_other_base64url_text_for_the_same_octets_is_named():
    one = read("e30.e30.AA")
    found = compare(one, read("e30.e31.AA"))[1]  # e31 has bits set that are not part of any byte
    assert found.words == "payload: same bytes, other base64url text, 2 bytes"


def test_two_changes_far_apart_in_a_long_payload_are_two_ranges():
    payload = "{" + ",".join(f'"claim{number}":{number}' for number in range(20_000)) + "}"
    changed = payload.replace('"claim9":9', '"claim9":10').replace('"claim19999":19999', '"claim19999":1')
    found = compare(token(payload), token(changed))[1]
    assert (len(found.ranges), found.thorough) == (2, True)
    assert rebuilt(found.before, found.after, found.ranges) == found.after


def test_a_segment_that_is_not_there_is_compared_as_empty():
    assert compare(read("e30"), token())[1].words == "payload: 2 bytes added, from offset 0"
