import pytest

from tests.presenters.stand_ins import RunLater, StandInHost, heard, key, run_now, server_info
from tests.ui.samples import USERS, size_report
from workbench.core.designs.growth import Growing, Ids
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError, ServerUnreachableError
from workbench.core.keys.signing_key import KeyRole
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.size import SizePresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import StatusLevel


class Measurements:
    """Answers every question with a report on it; raises `problem` once."""

    def __init__(self):
        self.asked = []
        self.stops = []
        self.problem = None

    def __call__(self, question, run, /):
        self.asked.append(question)
        self.stops.append(run.stopped)
        run.progress(1, 112)
        if self.problem is not None:
            problem, self.problem = self.problem, None
            raise problem
        return size_report(question)


class World:
    """A presenter with a running server and bob chosen."""

    def __init__(self, run=run_now):
        self.measurements = Measurements()
        self.server = ServerPresenter(StandInHost(), run_now)
        self.server.set_ring((key("issuer", role=KeyRole.ISSUER),))
        self.chosen = ChosenUser()
        self.size = SizePresenter(
            self.measurements,
            self.server,
            self.chosen,
            lambda call, on_progress, *rest: run(lambda: call(on_progress), *rest),
        )
        self.statuses = heard(self.size.status_changed)

    def start(self):
        self.server.start()
        self.chosen.show_server(server_info(users=USERS))

    def users(self):
        return [question.username for question in self.measurements.asked]


@pytest.fixture
def world(qapp):
    made = World()
    made.start()
    return made


def test_nothing_is_measured_until_somebody_looks(world):
    assert world.users() == []
    world.size.watch()
    assert world.users() == ["bob"]
    assert world.size.report.question == world.measurements.asked[0]
    assert "2 of them by login" in world.statuses[-1].text


def test_the_same_question_is_not_measured_again_unless_asked_for(world):
    world.size.watch()
    world.size.unwatch()
    world.size.watch()
    assert world.users() == ["bob"]
    world.size.measure()
    assert world.users() == ["bob", "bob"]


def test_another_question_is_measured_while_somebody_looks(world):
    world.size.watch()
    world.chosen.choose("alice")
    world.size.choose_growing(Growing.ROLES)
    world.size.choose_ids(Ids.UUID)
    last = world.measurements.asked[-1]
    assert (last.username, last.growing, last.ids) == ("alice", Growing.ROLES, Ids.UUID)
    assert len(world.measurements.asked) == 4
    world.size.unwatch()
    world.chosen.choose("bob")
    assert len(world.measurements.asked) == 4
    world.size.watch()
    assert world.users()[-1] == "bob"


def test_another_server_is_measured_anew(world):
    world.size.watch()
    world.server.info = server_info(url="http://127.0.0.1:9090", users=USERS)
    world.chosen.show_server(world.server.info)
    assert world.users() == ["bob", "bob"]


def test_a_question_that_changes_on_the_way_lets_the_earlier_answer_go(qapp):
    later = RunLater()
    world = World(later)
    world.start()
    reports = heard(world.size.report_changed)
    world.size.watch()
    world.chosen.choose("alice")
    later.let_one_through()
    assert world.measurements.stops[0]()
    assert reports == []
    later.let_one_through()
    assert [report.question.username for report in reports] == ["alice"]
    assert not world.size.busy


def test_a_stopped_measurement_leaves_the_figures_and_is_made_up_for_at_the_next_look(world):
    world.size.watch()
    before = world.size.report
    world.measurements.problem = ComparisonStoppedError("The measurement was stopped.")
    world.size.measure()
    assert world.size.report is before
    assert (world.statuses[-1].text, world.statuses[-1].severity) == (
        "Stopped. Measure again to get the figures.",
        StatusLevel.WARNING,
    )
    world.size.watch()
    assert world.size.report is not before


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (LoginRefusedError("The account of erin is disabled.", hint=""), "choose another user"),
        (ServerUnreachableError("No answer."), "Start the demo server"),
    ],
)
def test_without_an_answer_no_figures_of_somebody_else_stay(world, problem, words):
    world.size.watch()
    world.measurements.problem = problem
    world.size.measure()
    assert world.size.report is None
    assert words in world.statuses[-1].text
    assert world.statuses[-1].severity is StatusLevel.ERROR


def test_without_a_server_it_says_what_to_do(qapp):
    world = World()
    world.size.watch()
    assert "Start it again" in world.statuses[-1].text
    assert world.users() == []
    world.start()
    assert world.users() == ["bob"]
