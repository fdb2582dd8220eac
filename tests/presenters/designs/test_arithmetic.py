from dataclasses import replace

import pytest

from tests.core.token.samples import BOB, made_up_tokens
from tests.presenters.stand_ins import ReportingLater, heard, reporting_now, server_info
from tests.ui.samples import USERS
from workbench.core.designs.arithmetic import Load, MeasuredDesign, Measurements
from workbench.core.designs.size_model import Counts, TokenModel
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError, ServerUnreachableError
from workbench.core.token.header_limits import parse_limits
from workbench.presenters.designs.arithmetic import ArithmeticPresenter
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.status import StatusLevel
from workbench.ui.assets import asset

LIMITS = parse_limits(asset("header_limits.csv").read_text(encoding="utf-8"))
MODEL = TokenModel.learn(made_up_tokens(lists_read=1, roles=True), BOB)
DESIGNS = (MeasuredDesign("roles", ("roles",), False, MODEL, 4, 1, 0, 250.0, 10),)


class Laboratory:
    """Measures at once; what is in `problems` is raised, once each; the user erin gets no token."""

    def __init__(self):
        self.asked = []
        self.problems = []

    def __call__(self, question, run, /):
        username = question.username
        self.asked.append(username)
        run.progress(1, 8)
        if self.problems:
            raise self.problems.pop(0)
        if run.stopped():
            raise ComparisonStoppedError("Measuring was stopped.", hint="Measure again to see the figures.")
        if username == "erin":
            raise LoginRefusedError("erin cannot log in, so there is no token to measure.", hint="Start from another.")
        return Measurements(username, "documents", BOB, DESIGNS)


@pytest.fixture
def chosen(qapp):
    users = ChosenUser()
    users.show_server(server_info(users=USERS))
    return users


@pytest.fixture
def laboratory():
    return Laboratory()


@pytest.fixture
def arithmetic(laboratory, server, chosen):
    return ArithmeticPresenter(laboratory, server, chosen, LIMITS, reporting_now)


@pytest.fixture
def watched(arithmetic):
    arithmetic.set_watched(watched=True)
    return arithmetic


def token_bytes(figures):
    return figures[0].token.value


def test_the_server_is_asked_when_somebody_looks_and_only_once(arithmetic, laboratory):
    figures, counts, progress = (
        heard(arithmetic.figures_changed),
        heard(arithmetic.counts_changed),
        heard(arithmetic.progress_changed),
    )
    assert laboratory.asked == []
    arithmetic.set_watched(watched=True)
    arithmetic.set_watched(watched=False)
    arithmetic.set_watched(watched=True)
    assert laboratory.asked == ["bob"]
    assert counts == [BOB.counts]
    assert [each.design for each in figures[-1]] == ["roles"]
    assert token_bytes(figures[-1]) == MODEL.length(BOB.counts, 36)
    assert progress == [(1, 8)]


def test_what_is_typed_is_worked_with_at_once_and_the_server_is_not_asked(watched, laboratory):
    figures = heard(watched.figures_changed)
    watched.set_count("readable", 500)
    assert token_bytes(figures[-1]) == MODEL.length(Counts(1, 1, 500, 1), 36)
    watched.set_load(replace(Load(), requests_per_s=7, id_length=8))
    assert token_bytes(figures[-1]) == MODEL.length(Counts(1, 1, 500, 1), 8)
    assert figures[-1][0].lookups_per_s.value == 3.5
    assert laboratory.asked == ["bob"]


def test_what_is_typed_outlives_a_restart_of_the_server(watched, laboratory, server):
    watched.set_count("readable", 500)
    watched.set_load(Load(users=3))
    counts = heard(watched.counts_changed)
    server.stop()
    server.start()
    watched.forget()
    assert laboratory.asked == ["bob", "bob"]
    assert counts == [Counts(1, 1, 500, 1)]
    assert watched.load == Load(users=3)


def test_what_is_typed_is_kept_for_each_user_to_start_from(watched, chosen):
    watched.set_count("roles", 9)
    chosen.choose("alice")
    assert watched.counts == BOB.counts
    assert watched.is_own
    watched.set_count("groups", 4)
    chosen.choose("bob")
    assert watched.counts == replace(BOB.counts, roles=9)
    assert not watched.is_own


def test_the_users_own_counts_come_back(watched):
    watched.set_count("roles", 9)
    counts, figures = heard(watched.counts_changed), heard(watched.figures_changed)
    watched.use_own_counts()
    assert counts == [BOB.counts]
    assert token_bytes(figures[-1]) == MODEL.length(BOB.counts, 36)
    assert watched.is_own


def test_typing_what_the_user_really_has_is_as_if_nothing_was_typed(watched):
    watched.set_count("roles", 9)
    watched.set_count("roles", 1)
    assert watched.is_own


def test_a_user_without_a_token_has_no_figures_and_the_reason_is_told(watched, chosen):
    figures, statuses = heard(watched.figures_changed), heard(watched.status_changed)
    chosen.choose("erin")
    assert figures[-1] == ()
    assert statuses[-1].severity is StatusLevel.ERROR
    assert statuses[-1].text.startswith("erin cannot log in")
    chosen.choose("bob")
    assert len(figures[-1]) == 1
    assert statuses[-1].text == ""


def test_an_error_leaves_the_figures_of_the_same_user(watched, laboratory):
    laboratory.problems = [ServerUnreachableError("No answer.")]
    figures, statuses = heard(watched.figures_changed), heard(watched.status_changed)
    watched.measure()
    assert figures == []
    assert statuses[-1].text.startswith("No answer.")
    watched.measure()
    assert statuses[-1].text == ""


def test_without_a_server_it_says_what_to_do(arithmetic, server, laboratory):
    server.stop()
    statuses = heard(arithmetic.status_changed)
    arithmetic.set_watched(watched=True)
    assert laboratory.asked == []
    assert "Start it again" in statuses[-1].text
    assert not arithmetic.busy


def test_a_count_that_is_set_before_anything_is_known_changes_nothing(arithmetic):
    figures = heard(arithmetic.figures_changed)
    arithmetic.set_count("roles", 5)
    arithmetic.set_load(Load())
    assert figures == [()]
    assert arithmetic.counts == Counts()


@pytest.fixture
def later():
    return ReportingLater()


@pytest.fixture
def slow(laboratory, server, chosen, later):
    presenter = ArithmeticPresenter(laboratory, server, chosen, LIMITS, later)
    presenter.set_watched(watched=True)
    return presenter


def test_a_user_who_is_chosen_meanwhile_is_measured_next(slow, later, chosen, laboratory):
    figures = heard(slow.figures_changed)
    chosen.choose("alice")
    assert len(later.waiting) == 1
    later.let_one_through()
    assert figures == [], "bob's figures would stand beside alice's name"
    later.let_one_through()
    assert laboratory.asked == ["bob", "alice"]
    assert slow.measured.username == "alice"
    chosen.choose("bob")
    assert later.waiting == [], "bob is known already"
    assert slow.measured.username == "bob"


def test_what_was_measured_on_a_server_that_was_replaced_meanwhile_is_measured_again(slow, later, laboratory):
    statuses = heard(slow.status_changed)
    slow.forget()
    later.let_one_through()
    assert len(later.waiting) == 1
    assert slow.measured is None
    later.let_one_through()
    assert laboratory.asked == ["bob", "bob"]
    assert slow.measured is not None
    assert {status.text for status in statuses} == {""}


def test_measuring_can_be_stopped_and_begun_again(slow, later):
    statuses, busy = heard(slow.status_changed), heard(slow.busy_changed)
    slow.stop()
    later.let_one_through()
    assert statuses[-1].severity is StatusLevel.WARNING
    assert statuses[-1].text == "Measuring was stopped. F6 starts again."
    assert later.waiting == []
    slow.measure()
    later.let_one_through()
    assert slow.measured is not None
    assert busy == [False, True, False]
