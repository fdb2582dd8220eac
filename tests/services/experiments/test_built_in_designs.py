"""Every built-in design is clean under our own linter, except for the findings that are its point."""

from functools import cache

import pytest

from demo_server import DemoServer
from demo_server.policy.designs import BUILT_IN as DESIGNS
from demo_server.world.built_in import BUILT_IN as SCENARIOS
from demo_server.world.synthetic_holdings import Holdings
from workbench.core.lint.designs import lint_design
from workbench.ui.lint_references import lint_references

REFERENCES = lint_references()
HEAVY = Holdings(readable=60, writable=60), Holdings(readable=30, writable=30)  # ids, and objects of RFC 9396


@cache
def findings(scenario):
    """What is found on the tokens of every user under every design, with users who have much at the end."""
    server = DemoServer(scenario=scenario)
    try:
        users = [(user, Holdings()) for user in server.scenario.users]
        users += [(users[0][0], holdings) for holdings in HEAVY]
        return {
            design.id: {
                (username, each.finding.rule_id): each.intended
                for username, holdings in users
                for each in lint_design(
                    design.id,
                    tuple(design.template),
                    design.trusted_claims,
                    server.sample(username, design.id, holdings),
                    now=server.clock.now(),
                    references=REFERENCES,
                    intended=design.intended,
                ).findings
            }
            for design in server.designs.values()
        }
    finally:
        server.stop()


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("design", DESIGNS)
def test_no_user_of_any_scenario_gets_a_token_with_a_finding_that_the_design_does_not_intend(design, scenario):
    assert [place for place, reason in findings(scenario)[design].items() if not reason] == []


@pytest.mark.parametrize("design", DESIGNS)
def test_a_design_intends_only_what_is_found(design):
    server = DemoServer()
    server.stop()
    found = {rule for scenario in SCENARIOS for _, rule in findings(scenario)[design]}
    assert set(server.designs[design].intended) <= found
