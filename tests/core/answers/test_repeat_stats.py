import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.answers.repeat_stats import nearest_rank


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([7], 50, 7),
        ([7], 95, 7),
        ([1, 2], 50, 1),  # no figure in between: 1.5 was never measured
        ([1, 2, 3], 50, 2),
        ([3, 1, 2], 100, 3),
        (list(range(1, 21)), 95, 19),
        (list(range(1, 201)), 95, 190),
        (list(range(1, 202)), 95, 191),
        ([15, 20, 35, 40, 50], 30, 20),  # the example of the method's usual description
    ],
)
def test_a_percentile_is_the_nearest_rank(values, percent, expected):
    assert nearest_rank(values, percent) == expected


@given(st.lists(st.floats(0, 1e9), min_size=1), st.floats(0.1, 100))
def test_a_percentile_is_one_of_the_values_and_enough_of_them_do_not_exceed_it(values, percent):
    found = nearest_rank(values, percent)
    assert found in values
    assert sum(value <= found for value in values) >= percent / 100 * len(values) - 1e-6
    assert sum(value < found for value in values) < percent / 100 * len(values) + 1e-6
