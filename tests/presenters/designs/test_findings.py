import pytest

from tests.core.lint.test_designs import linted
from tests.presenters.stand_ins import ReportingLater, heard, reporting_now, server_info
from tests.ui.samples import USERS
from workbench.core.errors import ComparisonStoppedError, ServerUnreachableError
from workbench.core.lint.designs import LintedDesign, LintReport
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.findings import DesignFindingsPresenter
from workbench.presenters.status import StatusLevel

INFO = server_info(users=USERS)


class Linting:
    """Answers each call for a user with one finding on one design, or with the next error it was given."""

    def __init__(self):
        self.asked = []
        self.errors = []

    def __call__(self, question, run, /):
        self.asked.append(question.username)
        run.progress(1, 1)
        if self.errors:
            raise self.errors.pop(0)
        found = linted({"api_key": "x"})
        if INFO.user(question.username).disabled:
            found = LintedDesign("mine", problem="The account is disabled (login.disabled)")
        return LintReport(question.username, (found,))


@pytest.fixture
def chosen(server):
    user = ChosenUser()
    user.show_server(INFO)
    return user


@pytest.fixture
def lint():
    return Linting()


@pytest.fixture
def findings(server, chosen, lint):
    return DesignFindingsPresenter(lint, server, chosen, reporting_now)


def test_looking_lints_the_chosen_users_tokens_once(findings, lint):
    progress, statuses = heard(findings.progress_changed), heard(findings.status_changed)
    findings.look()
    findings.look()
    assert lint.asked == ["bob"]
    assert progress == [(1, 1)]
    assert findings.of_design("mine").summary == "1 error"
    assert (statuses[-1].text, statuses[-1].severity) == ("1 token issued to bob: 1 error, 1 note", StatusLevel.OK)


def test_a_refresh_looks_again(findings, lint):
    findings.look()
    findings.refresh()
    assert lint.asked == ["bob", "bob"]


def test_another_user_is_looked_at_once_somebody_has_looked(findings, lint, chosen):
    chosen.choose("alice")
    assert lint.asked == []
    findings.look()
    chosen.choose("bob")
    assert lint.asked == ["alice", "bob"]
    assert findings.username == "bob"


def test_a_user_who_cannot_log_in_says_why_and_what_to_do(findings, chosen):
    chosen.choose("erin")
    statuses = heard(findings.status_changed)
    findings.look()
    assert "erin cannot log in under any design: The account is disabled" in statuses[-1].text
    assert "Choose another user" in statuses[-1].text
    assert statuses[-1].severity is StatusLevel.WARNING


def test_what_was_found_on_a_server_before_says_so_and_counts_no_more(findings, server):
    findings.look()
    statuses, changes = heard(findings.status_changed), heard(findings.findings_changed)
    findings.show_server(server_info())
    assert not findings.up_to_date
    assert findings.of_design("mine") is None
    assert findings.designs, "they stay in sight"
    assert "previous server. Refresh" in statuses[-1].text
    assert changes == [()]
    findings.look()
    assert findings.up_to_date


def test_a_failure_leaves_what_was_found(findings, lint):
    findings.look()
    before = findings.designs
    lint.errors = [ServerUnreachableError("No answer."), ComparisonStoppedError("Logging in was stopped.")]
    statuses = heard(findings.status_changed)
    findings.refresh()
    assert statuses[-1].severity is StatusLevel.ERROR
    findings.refresh()
    assert statuses[-1].severity is StatusLevel.WARNING
    assert findings.designs is before
    assert not findings.busy


def test_without_a_server_a_refresh_says_what_to_do_and_looking_is_quiet(findings, server, lint):
    server.stop()
    statuses = heard(findings.status_changed)
    findings.look()
    assert statuses == []
    findings.refresh()
    assert "Start it again" in statuses[-1].text
    assert lint.asked == []


def test_what_is_asked_for_meanwhile_is_done_afterwards_for_the_user_chosen_then(server, chosen, lint):
    later = ReportingLater()
    findings = DesignFindingsPresenter(lint, server, chosen, later)
    findings.refresh()
    chosen.choose("alice")
    findings.refresh()
    assert len(later.waiting) == 1, "one at a time"
    later.let_one_through()
    assert not findings.up_to_date, "that was about bob"
    later.let_one_through()
    assert lint.asked == ["bob", "alice"]
    assert findings.up_to_date


def test_stopping_asks_the_call_to_end_and_nothing_follows(server, chosen):
    stops = []
    later = ReportingLater()

    def lint(question, run, /):
        stops.append(run.stopped())
        return LintReport(question.username, ())

    findings = DesignFindingsPresenter(lint, server, chosen, later)
    findings.refresh()
    findings.refresh()
    findings.stop()
    later.let_one_through()
    assert stops == [True]
    assert later.waiting == []
