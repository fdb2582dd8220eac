from dataclasses import replace

import pytest

from tests.core.designs.stolen_token_samples import REACH, ROUTES
from tests.presenters.stand_ins import heard, reporting_now, server_info
from tests.ui.samples import USERS
from workbench.core.designs.stolen_token import BlastRadius, DesignReach
from workbench.core.errors import ComparisonStoppedError, ServerUnreachableError
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.stolen_token import StolenTokenPresenter
from workbench.presenters.status import StatusLevel

SAMPLED = BlastRadius("bob", 0, (DesignReach.nothing("roles", (replace(ROUTES[1], total=900),), "x"),))


class Finds:
    """Answers each question with the next of what it was given."""

    def __init__(self, *results):
        self.results = list(results)
        self.asked = []

    def __call__(self, question, run, /):
        self.asked.append((question.username, run.stopped))
        run.progress(1, 2)
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


@pytest.fixture
def chosen():
    users = ChosenUser()
    users.show_server(server_info(users=USERS))
    users.choose("bob")
    return users


@pytest.fixture
def make(server, chosen):
    def make_one(*results, run=reporting_now):
        find = Finds(*results)
        presenter = StolenTokenPresenter(find, server, chosen, run)
        presenter.finds = find
        return presenter

    return make_one


def test_it_asks_for_the_chosen_user_and_tells_how_far_it_is(make):
    presenter = make(REACH)
    progress, busy = heard(presenter.progress_changed), heard(presenter.busy_changed)
    reaches, statuses = heard(presenter.reach_changed), heard(presenter.status_changed)
    presenter.find()
    assert [username for username, _ in presenter.finds.asked] == ["bob"]
    assert presenter.reach is reaches[-1] is REACH
    assert (progress, busy) == ([(1, 2)], [True, False])
    assert [status.text for status in statuses] == [
        "Testing all requests with a token of bob…",
        "30 requests decided: 3 designs, one token of bob each.",
    ]


def test_what_is_known_stays_known_for_each_user_until_another_server_runs(make, chosen):
    presenter = make(REACH)
    presenter.find()
    reaches, statuses = heard(presenter.reach_changed), heard(presenter.status_changed)
    chosen.choose("alice")
    chosen.choose("bob")
    assert reaches == [None, REACH]
    assert [status.text.partition(" ")[0] for status in statuses] == ["", "30"]
    presenter.show_server(server_info())
    assert presenter.reach is reaches[-1] is None


def test_an_answer_for_a_user_who_is_no_longer_chosen_names_its_own(make, chosen):
    waiting = []
    presenter = make(REACH, run=lambda *call: waiting.append(call))
    presenter.find()
    chosen.choose("alice")
    statuses = heard(presenter.status_changed)
    reporting_now(*waiting.pop())
    assert presenter.reach is None
    assert "one token of bob each" in statuses[-1].text
    chosen.choose("bob")
    assert presenter.reach is REACH


def test_figures_that_are_worked_out_from_a_choice_are_told(make):
    presenter = make(SAMPLED)
    statuses = heard(presenter.status_changed)
    presenter.find()
    assert statuses[-1].severity is StatusLevel.WARNING
    assert "3 of the 900 requests GET /docs/{id}" in statuses[-1].text


@pytest.mark.parametrize(
    ("error", "severity"),
    [
        (ServerUnreachableError("No answer."), StatusLevel.ERROR),
        (ComparisonStoppedError("The survey was stopped.", hint="As before."), StatusLevel.WARNING),
    ],
)
def test_a_search_that_breaks_off_leaves_the_earlier_figures(make, error, severity):
    presenter = make(REACH, error)
    statuses = heard(presenter.status_changed)
    presenter.find()
    presenter.find()
    assert presenter.reach is REACH
    assert not presenter.busy
    assert statuses[-1].severity is severity


def test_it_can_be_stopped_by_the_user_and_by_another_server(make):
    waiting = []
    presenter = make(REACH, REACH, run=lambda *call: waiting.append(call))
    for stop in (presenter.stop, lambda: presenter.show_server(server_info())):
        presenter.find()
        presenter.find()
        assert len(waiting) == 1, "one at a time"
        stop()
        reporting_now(*waiting.pop())
        assert presenter.finds.asked[-1][1]()


def test_without_a_server_it_says_what_to_do(make, server):
    server.stop()
    presenter = make()
    statuses = heard(presenter.status_changed)
    presenter.find()
    assert "Start it again, then ask" in statuses[-1].text
    assert presenter.finds.asked == []
