"""Findings on tokens that a real server issues, over HTTP."""

import pytest

from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError
from workbench.core.lint.designs import LintQuestion
from workbench.services.experiments.lint import LintExperiment
from workbench.services.http_client.client import HttpClient
from workbench.ui.lint_references import lint_references

REFERENCES = lint_references()


@pytest.fixture(scope="module")
def lint(host):
    client = HttpClient()

    def lint_one(username, run=UNWATCHED):
        return LintExperiment(host, client, REFERENCES)(LintQuestion(username), run).designs

    yield lint_one
    client.close()


def rules(design):
    return [each.finding.rule_id for each in design.findings]


def test_every_design_is_looked_at_and_the_worst_is_the_one_to_argue_against(lint, host):
    found = {design.design: design for design in lint("bob")}
    assert list(found) == [design.id for design in host.info.designs]
    assert max(found.values(), key=lambda design: design.intended).design == "everything"
    personal = [each.cause for each in found["everything"].findings if each.finding.rule_id == "JWT032"]
    assert personal == ["[claims] name", "[claims] preferred_username", "[claims] email"]
    assert all(design.worst is None for design in found.values()), "what is found is the point of the design"
    assert all(each.intended for design in found.values() for each in design.findings)
    assert "JWT028" in rules(found["resource-ids"])
    assert "JWT028" in rules(found["rar"]), "its objects name records"
    assert "JWT021" not in rules(found["scopes"]), "its typ is at+jwt"
    assert rules(found["identity"]) == ["JWT021"]


def test_a_refused_log_in_is_a_result_with_its_reason(lint):
    found = lint("erin")
    assert {design.findings for design in found} == {()}
    assert all("login.disabled" in design.problem for design in found)


def test_a_user_who_does_not_exist_is_refused(lint):
    with pytest.raises(LoginRefusedError, match="has no user nobody"):
        lint("nobody")


def test_progress_goes_from_design_to_design_and_the_rest_can_be_left_out(lint, host):
    watched, stopped = Watched(), Watched(stop_after=2)
    lint("bob", watched.run)
    count = len(host.info.designs)
    assert watched.seen == [(done, count) for done in range(1, count + 1)]
    with pytest.raises(ComparisonStoppedError):
        lint("bob", stopped.run)
    assert len(stopped.seen) == 2
