from hypothesis import given
from hypothesis import strategies as st

from workbench.core.diff.common_affixes import common_affixes, common_head, common_tail

TEXTS = st.text("ab", max_size=12)


@given(TEXTS, TEXTS)
def test_what_two_texts_share_at_their_ends_is_as_long_as_can_be_and_never_overlaps(before, after):
    head, tail = common_affixes(before, after)
    assert before[:head] == after[:head]
    assert before[len(before) - tail :] == after[len(after) - tail :]
    assert head + tail <= min(len(before), len(after))
    if head + tail < min(len(before), len(after)):
        assert before[head] != after[head]
        assert before[len(before) - tail - 1] != after[len(after) - tail - 1]


def test_no_more_than_the_limit_is_looked_at_and_octets_do_as_well():
    assert common_head("aaaa", "aaab", 2) == 2
    assert common_tail(b"xaaa", b"yaaa", 2) == 2
    assert common_affixes(b"", b"a") == (0, 0)
