"""A plan is predicted and judged while it is typed, and played when the user asks for it."""

from dataclasses import replace

import pytest

from tests.presenters.stand_ins import ReportingLater, StandInHost, heard, key, reporting_now, run_now
from workbench.core.errors import ComparisonStoppedError, ServerUnreachableError
from workbench.core.keys.signing_key import KeyRole
from workbench.core.rotation.plan import FAR_S, RotationPlan, Row, State
from workbench.core.rotation.report import Observation, predicted, question
from workbench.presenters.keys.rotation import RotationPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import StatusLevel

BOOK = RotationPlan()
NEVER = replace(BOOK, retire_s=None)


def answered(plan, lie=None):
    """A report as a server gives it that does as the plan says, but for the lane *lie* from minute 20 on."""
    questions = []
    for each in predicted(plan).questions:
        state = State.REFUSED if each.row is lie and each.at_s >= 1200 else each.expected
        status = {State.ACCEPTED: 200, State.REFUSED: 401}.get(state, 0)
        questions.append(question(plan, each.row, each.at_s, Observation(state, status, "key.unknown")))
    later = None
    if plan.retire_s is None:
        later = question(plan, Row.STOLEN, FAR_S, Observation(State.ACCEPTED, 200))
    return replace(predicted(plan), questions=tuple(questions), asked="GET /me as alice", later=later)


class Scene:
    def __init__(self, run=reporting_now):
        self.host = StandInHost()
        self.server = ServerPresenter(self.host, run_now)
        self.lie = self.problem = None
        self.played = []
        self.presenter = RotationPresenter(self.play, self.server, run)
        self.statuses = heard(self.presenter.status_changed)
        self.judgements = heard(self.presenter.judged)
        self.reports = heard(self.presenter.report_changed)

    def start(self):
        self.server.set_ring((key("issuer", role=KeyRole.ISSUER),))
        self.server.start()
        return self

    def play(self, plan, run, /):
        self.played.append(plan)
        run.progress(1, 2)
        if self.problem is not None:
            raise self.problem
        return answered(plan, self.lie)


@pytest.fixture
def scene(qapp):
    return Scene().start()


@pytest.mark.parametrize(
    ("plan", "severity", "words"),
    [
        (BOOK, StatusLevel.OK, "Correct"),
        (replace(BOOK, retire_s=3300), StatusLevel.WARNING, "10 min longer"),
        (replace(BOOK, retire_s=1200), StatusLevel.ERROR, "Retired too early"),
        (NEVER, StatusLevel.ERROR, "forever"),
        (replace(BOOK, sign_s=0), StatusLevel.ERROR, "after the start"),
    ],
)
def test_a_plan_is_judged_as_it_is_typed_and_nobody_is_asked(scene, plan, severity, words):
    scene.presenter.set_plan(plan)
    assert (scene.judgements[-1].severity, words in scene.judgements[-1].text) == (severity, True)
    assert scene.played == []
    assert not scene.presenter.report.was_played


def test_a_plan_that_is_played_shows_the_answers(scene):
    scene.presenter.set_plan(NEVER)
    progress = heard(scene.presenter.progress_changed)
    scene.presenter.play()
    assert scene.played == [NEVER]
    assert progress == [(1, 2)]
    assert scene.reports[-1].was_played
    assert scene.statuses[-1].severity is StatusLevel.OK
    assert "each as predicted" in scene.statuses[-1].text
    assert "A year later the stolen key still works: 200." in scene.statuses[-1].text


def test_answers_that_were_not_predicted_are_reported_first_of_all(scene):
    scene.lie = Row.NEW_TOKEN
    scene.presenter.play()
    status = scene.statuses[-1]
    assert status.severity is StatusLevel.ERROR
    assert status.text.startswith("5 of 114 answers are not as predicted, the first of them at minute 20: 401")
    assert status.text.endswith("(first token of the new key).")


def test_another_plan_takes_the_answers_of_the_one_before_away(scene):
    scene.presenter.play()
    scene.presenter.set_plan(NEVER)
    assert not scene.reports[-1].was_played
    assert scene.statuses[-1].text.startswith("Predicted from the plan.")


@pytest.mark.parametrize("problem", [None, ComparisonStoppedError("The rotation was stopped.")])
def test_a_plan_changed_while_it_is_played_does_not_get_the_answers_of_the_other(qapp, problem):
    later = ReportingLater()
    scene = Scene(later).start()
    scene.problem = problem
    scene.presenter.play()
    scene.presenter.play()
    assert len(later.waiting) == 1, "one at a time"
    scene.presenter.set_plan(NEVER)
    later.let_one_through()
    assert (scene.presenter.report.plan, scene.presenter.report.was_played) == (NEVER, False)
    assert scene.statuses[-1].text.startswith("Predicted")
    assert not scene.presenter.busy


def test_what_went_wrong_is_told_and_what_was_shown_stays(scene):
    scene.presenter.play()
    shown = scene.presenter.report
    for problem, severity in (
        (ServerUnreachableError("No answer."), StatusLevel.ERROR),
        (ComparisonStoppedError("The rotation was stopped."), StatusLevel.WARNING),
    ):
        scene.problem = problem
        scene.presenter.play()
        assert scene.statuses[-1].severity is severity
        assert scene.presenter.report is shown


def test_without_a_server_it_says_what_to_do(qapp):
    scene = Scene()
    scene.presenter.play()
    assert scene.played == []
    assert scene.statuses[-1].text == "The demo server is not running. Start it again, then play the rotation."
