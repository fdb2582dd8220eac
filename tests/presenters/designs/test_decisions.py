import pytest

from tests.presenters.stand_ins import heard, reporting_now, server_info
from workbench.core.answers.matrix import Cell, Matrix
from workbench.core.errors import ComparisonStoppedError, ServerUnreachableError
from workbench.presenters.designs.decisions import DesignsPresenter
from workbench.presenters.status import StatusLevel

REQUESTS = server_info().requests


def matrix(status=200):
    cells = tuple(Cell("roles", "bob", request.id, status, "x", token_bytes=400) for request in REQUESTS)
    return Matrix("documents", ("roles",), ("bob",), REQUESTS, cells)


class Comparisons:
    """Answers each comparison with the next of what it was given."""

    def __init__(self, *results):
        self.results = list(results)

    def __call__(self, question, run, /):
        run.progress(1, 2)
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


def presenter(server, *results):
    return DesignsPresenter(Comparisons(*results), server, reporting_now)


def test_a_comparison_brings_a_matrix_and_tells_how_far_it_is(server):
    designs = presenter(server, matrix())
    progress, busy, statuses = (
        heard(designs.progress_changed),
        heard(designs.busy_changed),
        heard(designs.status_changed),
    )
    designs.compare()
    assert designs.matrix == matrix()
    assert progress == [(1, 2)]
    assert busy == [True, False]
    assert statuses[-1].text.startswith("2 answers")


def test_designs_that_are_left_out_are_named_with_what_to_install(server):
    server.info = server_info(unavailable={"cedar": 'the design "cedar" needs an extra; install it with: pip'})
    designs = presenter(server, matrix())
    statuses = heard(designs.status_changed)
    designs.compare()
    assert statuses[-1].text.endswith('. Left out: the design "cedar" needs an extra; install it with: pip.')
    assert statuses[-1].severity is StatusLevel.WARNING


@pytest.mark.parametrize(
    ("error", "severity"),
    [
        (ServerUnreachableError("No answer."), StatusLevel.ERROR),
        (ComparisonStoppedError("The comparison was stopped."), StatusLevel.WARNING),
    ],
)
def test_a_comparison_that_breaks_off_leaves_the_earlier_answers(server, error, severity):
    designs = presenter(server, matrix(), error)
    statuses = heard(designs.status_changed)
    designs.compare()
    designs.compare()
    assert designs.matrix == matrix()
    assert not designs.busy
    assert statuses[-1].severity is severity


def test_without_a_server_it_says_what_to_do(server):
    server.stop()
    designs = presenter(server)
    statuses = heard(designs.status_changed)
    designs.compare()
    assert "Start it again" in statuses[-1].text


def test_a_cell_that_breaks_its_expectation_is_named(server):
    designs = presenter(server, matrix(200), matrix(403))
    designs.compare()
    designs.expect(designs.matrix.cells[:1])
    assert not designs.breaks_expectation(designs.matrix.cells[0])
    statuses = heard(designs.status_changed)
    designs.compare()
    assert designs.breaks_expectation(designs.matrix.cells[0])
    assert not designs.breaks_expectation(designs.matrix.cells[1]), "nothing was expected of it"
    assert statuses[-1].text == "1 pinned cell breaks its expectation: roles, bob, me is 403, not 200"
    assert statuses[-1].severity is StatusLevel.ERROR
    designs.expect_nothing(designs.matrix.cells)
    assert not designs.breaks_expectation(designs.matrix.cells[0])
    assert statuses[-1].text == "2 answers: 1 design, 1 user"


def test_a_status_that_is_not_the_present_one_can_be_expected_of_a_cell(server):
    designs = presenter(server, matrix(200), matrix(403))
    designs.compare()
    changes, statuses = heard(designs.expectations_changed), heard(designs.status_changed)
    (cell, other) = designs.matrix.cells
    designs.expect_status(cell, 403)
    assert changes == [()]
    assert designs.breaks_expectation(cell)
    assert not designs.breaks_expectation(other)
    assert "me is 200, not 403" in statuses[-1].text
    designs.compare()
    assert not designs.breaks_expectation(designs.matrix.cells[0])
    assert statuses[-1].text.endswith("1 pinned cell holds")


def test_pins_outlive_a_restart_of_the_server(server):
    designs = presenter(server, matrix(200), matrix(403))
    designs.compare()
    designs.expect_status(designs.matrix.cells[0], 200)
    server.stop()
    server.start()
    designs.show_server(server.info)
    assert designs.matrix is not None, "the answers are of the same scenario"
    designs.compare()
    assert designs.breaks_expectation(designs.matrix.cells[0])


def test_each_scenario_has_answers_and_pins_of_its_own(server):
    designs = presenter(server, matrix(200), matrix(403))
    designs.compare()
    designs.expect_status(designs.matrix.cells[0], 200)
    shown = heard(designs.matrix_changed)
    designs.show_server(server_info(scenario="clinic"))
    assert designs.matrix is None
    assert shown == [None]
    assert designs.expected == {}
    designs.show_server(server_info())
    designs.compare()
    assert designs.breaks_expectation(designs.matrix.cells[0])


def test_answers_of_a_scenario_that_is_gone_meanwhile_are_not_shown(server):
    designs = presenter(server, matrix(200))
    server.info = server_info(scenario="clinic")
    statuses = heard(designs.status_changed)
    designs.compare()
    assert designs.matrix is None
    assert "compare again to ask clinic" in statuses[-1].text
