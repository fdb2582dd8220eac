from hypothesis import given
from hypothesis import strategies as st

from workbench.core.byte_diff import compare_octets

BEFORE = b'{"sub":"bob","roles":["viewer"],"exp":1700000000}'


def rebuilt(difference):
    """What *before* becomes when each stretch is replaced."""
    made, place = b"", 0
    for each in difference.stretches:
        made += difference.before[place : each.start] + difference.after[each.new_start : each.new_end]
        place = each.end
    return made + difference.before[place:]


@given(st.lists(st.sampled_from([b"a", b"b", b",", b" ", b'"']), max_size=60).map(b"".join), st.binary(max_size=40))
def test_replacing_the_stretches_makes_the_one_of_the_other(before, after):
    assert rebuilt(compare_octets(before, after)) == after
    assert rebuilt(compare_octets(before, before[:20] + after + before[20:])) == before[:20] + after + before[20:]


def test_two_changes_far_apart_are_two_stretches_also_in_a_mebibyte():
    before = b"{" + b",".join(b'"c%d":"%d"' % (number, number * number) for number in range(60_000)) + b"}"
    after = b"{ " + before[1:-500] + b"zz" + before[-500:]
    difference = compare_octets(before, after)
    assert [(each.new_start, each.octets) for each in difference.stretches] == [(1, 1), (len(after) - 502, 2)]
    assert rebuilt(difference) == after


def test_a_difference_is_counted_and_placed_in_words():
    after = BEFORE.replace(b"viewer", b"writer")
    assert compare_octets(BEFORE, after).words == "4 of 49 octets differ, from offset 23"
    assert compare_octets(BEFORE, BEFORE).words == "the same 49 octets"


def test_what_was_too_much_to_compare_says_that_it_is_an_upper_bound():
    before = b"[" + b",".join([b'"a"'] * 60_000) + b"]"
    difference = compare_octets(before, b"[" + before.replace(b"a", b"b"))
    assert difference.words.startswith("at most ")
    assert rebuilt(difference) == difference.after


def test_white_space_is_told_apart_from_what_counts():
    spaced = BEFORE.replace(b":", b" : ")
    assert compare_octets(BEFORE, spaced).space_only
    assert compare_octets(BEFORE, spaced).words.endswith("white space only")
    assert not compare_octets(b'{"a":"b c"}', b'{"a":"bc"}').space_only, "inside a string it is no white space"
    assert not compare_octets(BEFORE, BEFORE.replace(b"bob", b"b b")).space_only
