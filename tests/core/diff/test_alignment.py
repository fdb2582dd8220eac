from hypothesis import given
from hypothesis import strategies as st

from workbench.core.diff.alignment import gaps, longest_rising


def rebuilt(old, new):
    """*new*, made of what *old* has outside the gaps and of what stands in them."""
    made, place = [], 0
    for gap in gaps(old, new):
        made += old[place : gap.start] + new[gap.new_start : gap.new_end]
        place = gap.end
    return made + old[place:]


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_what_lies_outside_the_gaps_is_the_same(old, new):
    assert rebuilt(old, new) == new


def test_a_long_sequence_with_two_changes_far_apart_has_two_gaps():
    old = list(range(100_000))
    new = [-1, *old[:50_000], *old[50_001:-1], -2]
    found = gaps(old, new)
    assert rebuilt(old, new) == new
    assert [(gap.start, gap.end) for gap in found] == [(0, 0), (50_000, 50_001), (99_999, 100_000)]
    assert all(gap.thorough for gap in found)


def test_long_sequences_without_anything_to_cut_at_are_one_gap_that_says_it_was_not_looked_through():
    old, new = [0, 1] * 10_000, [1, 1, 0] * 7_000 + [2]
    assert rebuilt(old, new) == new
    assert [gap.thorough for gap in gaps(old, new)] == [False]


def test_the_longest_rising_run_is_found():
    assert longest_rising([5, 0, 1, 9, 2, 3]) == [1, 2, 4, 5]
    assert longest_rising([]) == []
