from workbench.presenters.server.progress import Throttle


def shown(moments, expected):
    """What is passed on if one more step is done at each of *moments*, in seconds."""
    seen, now = [], iter([0.0, *moments])
    throttle = Throttle(lambda done, of: seen.append((done, of)), clock=lambda: next(now))
    for done in range(1, len(moments) + 1):
        throttle(done, expected)
    return seen


def test_progress_is_passed_on_ten_times_a_second_at_most():
    moments = [step / 1000 for step in range(1000)]
    assert len(shown(moments, 5000)) == 10


def test_the_first_step_and_the_last_are_always_passed_on():
    assert shown([0.0, 0.001, 0.002, 0.003], 4) == [(1, 4), (4, 4)]


def test_slow_work_is_passed_on_step_by_step():
    assert shown([1.0, 2.0, 3.0], 9) == [(1, 9), (2, 9), (3, 9)]
