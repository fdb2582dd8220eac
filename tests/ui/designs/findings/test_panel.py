import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView

from tests.core.lint.test_designs import linted
from tests.presenters.stand_ins import reporting_now, server_info
from tests.ui.samples import USERS
from workbench.core.errors import ServerUnreachableError
from workbench.core.lint.designs import LintedDesign, LintReport
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.findings import DesignFindingsPresenter
from workbench.ui.designs.findings.panel import DesignFindingsPanel
from workbench.ui.designs.findings.table import DesignFindingsModel, LintedDesignsModel

MARKUP = "<b>bold<b>"
FOUND = (
    LintedDesign("clean", 400),
    linted({"api_key": "x", "isAdmin": True}, trusted=("isAdmin",)),
    LintedDesign("none", problem="The account is disabled (login.disabled)"),
    linted({MARKUP: 1}),
)


@pytest.fixture
def made(show, loop, appearance):
    answers = [FOUND]

    def lint(question, run, /):
        run.progress(1, 3)
        answer = answers[-1]
        if isinstance(answer, Exception):
            raise answer
        return LintReport(question.username, answer)

    chosen = ChosenUser()
    chosen.show_server(server_info(users=USERS))
    presenter = DesignFindingsPresenter(lint, loop.server, chosen, reporting_now)
    driver = show(DesignFindingsPanel(presenter, chosen, appearance), 1100, 600)
    driver.answers, driver.presenter = answers, presenter
    return driver


def shown(driver, name):
    model = driver.find(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def choose_design(driver, row):
    driver.find(QTableView, "design_findings.table").selectRow(row)


def test_opening_the_view_counts_the_findings_on_each_design(made):
    assert shown(made, "design_findings.table") == [
        ["clean", "none", "0", "0", "0"],
        ["mine", "error", "1", "1", "1"],
        ["none", "no token", "–", "–", "–"],
        ["mine", "note", "0", "0", "1"],
    ]
    assert made.text("design_findings.status").startswith("3 tokens issued to bob: 1 error, 1 warning")


def test_the_findings_of_the_chosen_design_stand_beside_it_with_what_to_change(made):
    choose_design(made, 1)
    rows = shown(made, "design_findings.list")
    assert [row[0] for row in rows] == ["error", "warning", "note"]
    assert rows[0][1].startswith("api_key is a secret by its name")
    assert rows[0][2] == "RFC 9068 section 6"
    assert made.text("design_findings.rule") == "JWT033 · caused by [claims] api_key"
    assert made.text("design_findings.advice").startswith("In the design file: delete api_key from [claims].")
    made.find(QTableView, "design_findings.list").selectRow(1)
    assert 'source = "directory"' in made.text("design_findings.advice")
    assert made.text("design_findings.whose").startswith("bob's token, ")


def test_an_intended_finding_says_why_and_counts_as_none(made):
    claims, reason = {"email": "b@demo.example"}, "It is the point."
    rules = [each.finding.rule_id for each in linted(claims).findings]
    made.answers.append((linted(claims, intended=dict.fromkeys(rules, reason)),))
    made.click("design_findings.refresh")
    assert shown(made, "design_findings.table") == [["mine", f"{len(rules)} intended", "0", "0", "0"]]
    assert {row[0] for row in shown(made, "design_findings.list")} == {"intended"}
    advice = made.text("design_findings.advice")
    assert advice.startswith("Intended: It is the point.\nIn the design file: delete email")
    assert made.text("design_findings.status") == f"1 token issued to bob: {len(rules)} intended"


def test_a_design_without_findings_and_one_without_a_token_say_so(made):
    choose_design(made, 0)
    assert made.text("design_findings.nothing") == "No findings."
    assert not made.find(QTableView, "design_findings.list").isVisible()
    choose_design(made, 2)
    assert made.text("design_findings.nothing") == "The account is disabled (login.disabled)"


def test_names_that_look_like_markup_are_shown_as_they_are(made):
    choose_design(made, 3)
    assert MARKUP in made.text("design_findings.rule")
    assert made.find(QLabel, "design_findings.rule").textFormat() is Qt.TextFormat.PlainText


def test_a_refresh_that_fails_leaves_what_was_there_and_says_what_to_do(made):
    made.answers.append(ServerUnreachableError("No answer."))
    made.click("design_findings.refresh")
    assert made.text("design_findings.status") == "No answer. Start the demo server, then replay the request."
    assert len(shown(made, "design_findings.table")) == 4


def test_the_chosen_row_stays_with_a_refresh(made):
    choose_design(made, 2)
    made.click("design_findings.refresh")
    assert made.find(QTableView, "design_findings.table").currentIndex().row() == 2


def test_the_models_are_sound(qtmodeltester, qapp):
    designs, findings = LintedDesignsModel(), DesignFindingsModel()
    designs.show(FOUND)
    findings.show(FOUND[1].findings)
    qtmodeltester.check(designs)
    qtmodeltester.check(findings)
