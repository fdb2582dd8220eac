from workbench.services.experiments.progress import Progress


def told(moments, expected):
    """What is passed on if one more is done at each of *moments*, in seconds."""
    heard, now = [], iter([0.0, *moments])
    progress = Progress(lambda done, of: heard.append((done, of)), expected, clock=lambda: next(now))
    for done in range(1, len(moments) + 1):
        progress.tell(done)
    return heard


def test_no_more_is_told_than_ten_times_a_second():
    moments = [step / 1000 for step in range(1000)]
    assert len(told(moments, 5000)) == 10


def test_the_first_and_the_last_are_told_in_any_case():
    assert told([0.0, 0.001, 0.002, 0.003], 4) == [(1, 4), (4, 4)]


def test_slow_work_is_told_step_by_step():
    assert told([1.0, 2.0, 3.0], 9) == [(1, 9), (2, 9), (3, 9)]
