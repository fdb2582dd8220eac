import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ui.charts.label_layout import dodge, together

positions = st.lists(st.floats(0, 300), max_size=12)


@given(positions)
def test_labels_keep_their_order_and_never_lie_on_each_other(wanted):
    placed = dodge(wanted, 15, 0, 300)
    assert len(placed) == len(wanted)
    in_order = sorted(placed)
    assert all(after - before >= 15 - 1e-6 for before, after in itertools.pairwise(in_order))
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in placed)
    for one in range(len(wanted)):
        for other in range(len(wanted)):
            if wanted[one] < wanted[other]:
                assert placed[one] < placed[other]


@given(st.lists(st.integers(0, 20), unique=True, max_size=10))
def test_labels_with_room_stay_where_they_are(numbers):
    wanted = [20.0 * number for number in numbers]
    assert dodge(wanted, 15, 0, 400) == pytest.approx(wanted)


def test_labels_in_one_place_spread_to_both_sides_of_it():
    assert dodge([100, 100, 100], 10, 0, 300) == pytest.approx([90, 100, 110])
    assert dodge([300, 300], 10, 0, 300) == pytest.approx([290, 300])
    assert dodge([0, 0], 10, 0, 300) == pytest.approx([0, 10])


def test_more_labels_than_there_is_room_for_leave_at_the_lower_end():
    assert dodge([5, 5, 5], 10, 0, 10) == pytest.approx([0, 10, 20])


def test_what_is_close_together_becomes_one_group():
    assert together([100, 5, 0, 104, 200], 10) == [[2, 1], [0, 3], [4]]
    assert together([], 10) == []
