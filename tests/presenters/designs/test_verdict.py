from pathlib import Path

import pytest

from tests.core.verdict.profiles import EXAMPLE, LIMITS, profile, profiles
from tests.presenters.stand_ins import ReportingLater, RunLater, heard, reporting_now, run_now
from workbench.core.errors import ExportFileError, NeedsFileError, ServerUnreachableError
from workbench.core.verdict.needs import Need
from workbench.core.verdict.needs_text import needs_text
from workbench.presenters.designs.verdict import Tools, VerdictPresenter
from workbench.presenters.status import StatusLevel


class Files:
    """Keeps what is saved; `problem` is raised once."""

    def __init__(self):
        self.saved = []
        self.text = needs_text(EXAMPLE)
        self.problem = None

    def read(self, path):
        self._raise()
        return self.text

    def save(self, record, path, needs_path):
        self._raise()
        self.saved.append((record, path, needs_path))

    def _raise(self):
        problem, self.problem = self.problem, None
        if problem is not None:
            raise problem


class Laboratory:
    """Measures at once; what is in `problems` is raised, once each."""

    def __init__(self):
        self.problems = []
        self.found = profiles()

    def __call__(self, question, run, /):
        run.progress(1, 2)
        if self.problems:
            raise self.problems.pop(0)
        return self.found


@pytest.fixture
def files():
    return Files()


@pytest.fixture
def laboratory():
    return Laboratory()


def presenter(laboratory, server, files, *, run=run_now, run_reporting=reporting_now):
    return VerdictPresenter(laboratory, server, Tools(LIMITS, files, "1.2.3", run, run_reporting))


@pytest.fixture
def verdict(laboratory, server, files):
    return presenter(laboratory, server, files)


@pytest.fixture
def example(verdict):
    """Measured, with the needs of the example."""
    verdict.measure()
    verdict.open(Path("needs.toml"))
    return verdict


def test_measuring_gives_an_answer_and_then_what_would_change_it(verdict):
    answers, progress, busy = (
        heard(verdict.answer_changed),
        heard(verdict.progress_changed),
        heard(verdict.busy_changed),
    )
    assert verdict.record is None
    verdict.measure()
    assert (busy, progress) == ([True, False], [(1, 2)])
    assert [bool(each.changes) for each in answers] == [False, True]
    assert answers[0].headline == answers[1].headline == "Choose hybrid with a lifetime of 5 min"
    assert verdict.changed == 0


def test_the_needs_of_the_example_give_hybrid(example):
    assert example.needs == EXAMPLE
    assert example.record.choice.id == "hybrid"
    assert example.changed > 0


def test_another_need_is_answered_without_measuring(example, laboratory):
    laboratory.problems.append(ServerUnreachableError("nothing answers"))
    example.set_value("load.lookup_ms", 0.2)
    assert example.record.verdict.needs.load.lookup_ms == 0.2
    assert example.record.choice.added_ms == pytest.approx(example.record.choice.lookups * 0.2)


def test_a_change_is_tried_and_undone(example):
    change = next(each for each in example.record.changes if each.to not in (None, "hybrid"))
    example.attempt(change)
    assert (example.is_tried, example.record.choice.id) == (True, change.to)
    example.undo()
    assert (example.is_tried, example.needs, example.record.choice.id) == (False, EXAMPLE, "hybrid")


def test_two_attempts_are_undone_together(example):
    for _ in range(2):
        example.attempt(next(each for each in example.record.changes if each.to is not None))
    example.undo()
    assert example.needs == EXAMPLE


def test_reset_goes_back_to_what_the_scenario_suggests(example):
    example.reset()
    assert (example.changed, example.needs) == (0, example.start)


def test_a_value_that_is_not_possible_changes_nothing(example):
    refused = heard(example.value_refused)
    example.set_value("load.lookup_ms", -1)
    assert example.needs == EXAMPLE
    assert refused == [("load.lookup_ms", "It is -1; expected a number from 0 to 60,000.")]


def test_needs_that_exclude_each_other_are_named(example):
    example.set_value("needs.offline", True)
    assert example.record.choice is None
    assert {need for each in example.record.verdict.contradictions for need in each.needs} >= {Need.SHARE, Need.OFFLINE}
    assert example.record.headline.startswith("No design meets all 10 needs. Nearest: ")


def test_without_any_need_it_asks_for_one(example):
    for need in Need:
        example.set_value(f"needs.{need}", {Need.BEHIND: (), Need.OFFLINE: False, Need.PER_RECORD: False}.get(need))
    assert example.record.headline == "Switch on at least one need."


def test_what_would_change_earlier_needs_is_not_shown(laboratory, server, files):
    later = RunLater()
    verdict = presenter(laboratory, server, files, run=later)
    verdict.measure()
    verdict.set_value("load.lookup_ms", 0.5)
    while later.waiting:
        later.let_one_through()
    assert not verdict.searching
    assert {each.needs.load.lookup_ms for each in verdict.record.changes if each.input != "load.lookup_ms"} == {0.5}


def test_needs_are_kept_when_it_measures_again(verdict):
    verdict.set_value("load.lookup_ms", 0.5)
    verdict.measure()
    assert (verdict.needs.load.lookup_ms, verdict.changed) == (0.5, 1)


def test_a_failed_measurement_keeps_the_answer(example, laboratory):
    said, before = heard(example.status_changed), example.record
    laboratory.problems.append(ServerUnreachableError("nothing answers"))
    example.measure()
    assert (example.record, said[-1].severity) == (before, StatusLevel.ERROR)


def test_a_design_that_could_not_be_measured_is_named(verdict, laboratory):
    laboratory.found = profiles(*profiles().designs, profile("large", "EEEE", problem="its token is too large."))
    said = heard(verdict.status_changed)
    verdict.measure()
    assert said[-1].text == "large: its token is too large."


def test_it_runs_once_at_a_time(laboratory, server, files):
    later = ReportingLater()
    verdict = presenter(laboratory, server, files, run_reporting=later)
    verdict.measure()
    verdict.measure()
    assert verdict.busy
    assert len(later.waiting) == 1


def test_without_a_server_it_says_what_to_do(verdict, server):
    said = heard(verdict.status_changed)
    server.stop()
    verdict.measure()
    assert (verdict.record, "Start it again" in said[-1].text) == (None, True)


def test_a_needs_file_with_a_mistake_changes_nothing(example, files):
    said = heard(example.status_changed)
    files.text = "[load]\nlookup = 1\n"
    example.open(Path("mine.toml"))
    assert (example.needs, said[-1].severity) == (EXAMPLE, StatusLevel.ERROR)
    assert "mine.toml" in said[-1].text
    files.problem = NeedsFileError("mine.toml cannot be read.")
    example.open(Path("mine.toml"))
    assert "cannot be read" in said[-1].text


def test_the_record_is_saved_with_its_needs(example, files):
    said = heard(example.status_changed)
    example.save(Path("/a/choice.html"))
    record, path, needs_path = files.saved[0]
    assert (path, needs_path) == (Path("/a/choice.html"), Path("/a/choice.needs.toml"))
    assert record.commands[0].line.startswith("token-workbench advise choice.needs.toml --scenario documents")
    assert (record.version, len(record.date)) == ("1.2.3", 10)
    assert said[-1].severity is StatusLevel.OK
    files.problem = ExportFileError("/a/choice.html cannot be written: no space left.")
    example.save(Path("/a/choice.html"))
    assert said[-1].severity is StatusLevel.ERROR


def test_it_is_copied_as_markdown(verdict, example):
    assert "hybrid" in example.markdown()
