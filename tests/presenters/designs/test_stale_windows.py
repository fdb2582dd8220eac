import pytest

from tests.presenters.stand_ins import ReportingLater, heard, reporting_now, server_info
from workbench.core.designs.stale_window import Ending, Right, StaleWindow, StaleWindows
from workbench.core.errors import ComparisonStoppedError
from workbench.presenters.designs.stale_windows import StaleWindowsPresenter

FOUND = (StaleWindows("roles", (StaleWindow(Right.ROLE, Ending.EXPIRY, 1800, 1800),)),)


class Measuring:
    """Answers each call with the same windows, or with the next error it was given."""

    def __init__(self):
        self.calls = 0
        self.errors = []

    def __call__(self, question, run, /):
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return FOUND


@pytest.fixture
def measure():
    return Measuring()


def test_a_refresh_measures_and_shows_the_windows(server, measure):
    presenter = StaleWindowsPresenter(measure, server, reporting_now)
    changes = heard(presenter.windows_changed)
    assert presenter.of_design("roles") is None
    presenter.refresh()
    assert presenter.of_design("roles") is FOUND[0]
    assert presenter.of_design("identity") is None
    assert len(changes) == 1


def test_another_server_forgets_the_windows(server, measure):
    presenter = StaleWindowsPresenter(measure, server, reporting_now)
    presenter.refresh()
    changes = heard(presenter.windows_changed)
    presenter.show_server(server_info())
    assert presenter.of_design("roles") is None
    assert len(changes) == 1


def test_a_refresh_while_it_measures_measures_once_more(server, measure):
    later = ReportingLater()
    presenter = StaleWindowsPresenter(measure, server, later)
    presenter.refresh()
    presenter.refresh()
    presenter.refresh()
    later.let_one_through()
    later.let_one_through()
    assert measure.calls == 2
    assert not presenter.busy


def test_a_failure_is_shown_and_the_windows_stay(server, measure):
    presenter = StaleWindowsPresenter(measure, server, reporting_now)
    presenter.refresh()
    statuses = heard(presenter.status_changed)
    measure.errors.append(ComparisonStoppedError("Measuring was stopped."))
    presenter.refresh()
    assert statuses[-1].text.startswith("Measuring was stopped.")
    assert presenter.of_design("roles") is FOUND[0]
