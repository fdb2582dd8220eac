from workbench.core.experiment import RunControl


def test_a_run_that_nobody_watches_goes_on_to_its_end():
    run = RunControl()
    assert not run.stopped()
    assert run.progress(1, 2) is None
