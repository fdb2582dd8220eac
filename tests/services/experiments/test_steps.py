import pytest

from tests.services.experiments.runs import Watched
from workbench.core.errors import ComparisonStoppedError
from workbench.services.experiments.steps import Steps

STOPPED = ComparisonStoppedError("Stopped.")


def test_each_step_is_reported_after_it():
    watched = Watched()
    steps = Steps(watched.run, 3, STOPPED)
    with steps.step():
        assert watched.seen == []
    steps.skip(2)
    assert watched.seen == [(1, 3), (3, 3)]


def test_once_the_run_is_stopped_no_further_step_begins():
    stopped = Watched(stop_after=1)
    steps = Steps(stopped.run, 3, STOPPED)
    with steps.step():
        pass
    with pytest.raises(ComparisonStoppedError), steps.step():
        pytest.fail("the step began")
    with pytest.raises(ComparisonStoppedError):
        steps.check()


def test_a_step_that_fails_is_not_counted():
    watched = Watched()
    steps = Steps(watched.run, 1, STOPPED)
    with pytest.raises(ValueError, match="broken"), steps.step():
        raise ValueError("broken")
    assert watched.seen == []


def test_the_steps_of_an_experiment_inside_count_as_its_own():
    watched = Watched(stop_after=4)
    steps = Steps(watched.run, 4, STOPPED)
    steps.skip(1)
    inside = Steps(steps.part(), 2, STOPPED)
    inside.skip(1)
    inside.skip(1)
    steps.skip(1)
    assert watched.seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    with pytest.raises(ComparisonStoppedError):
        inside.check()
