"""A token of each design, as a real server issues it."""

import json

import pytest

from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.designs.sample_tokens import SamplesQuestion, contents_words, decision_words
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError
from workbench.services.experiments.sample_tokens import SampleTokensExperiment


def issued(client, host, username, run=UNWATCHED):
    return SampleTokensExperiment(host, client)(SamplesQuestion(username), run)


def info(host, design):
    return next(each for each in host.info.designs if each.id == design)


def test_every_design_has_the_token_that_a_login_would_get(client, host):
    samples = issued(client, host, "bob")
    assert [each.design for each in samples.tokens] == [design.id for design in host.info.designs]
    claims = json.loads(samples.of("roles").claims_text)
    login = client.login(host.info.url, "bob", "bob-pass", "roles")
    assert (claims["sub"], claims["roles"]) == ("u-1002", ["viewer"])
    assert samples.of("roles").token_bytes == len(login.access_token)
    assert list(samples.of("roles").claims) == list(claims)


def test_a_claim_without_data_in_the_scenario_is_not_named_as_part_of_the_token(client, host):
    samples, roles = issued(client, host, "bob"), info(host, "roles")
    assert contents_words(roles) == "roles, tenant"
    assert contents_words(roles, samples.of("roles")) == "roles"
    assert decision_words(roles, samples.of("roles")) == "Rights come from roles."


def test_a_reference_token_says_nothing_and_an_identity_only_who_the_user_is(client, host):
    samples = issued(client, host, "bob")
    assert samples.of("reference").claims_text == ""
    assert contents_words(info(host, "reference"), samples.of("reference")) == "nothing: a reference token"
    assert contents_words(info(host, "identity"), samples.of("identity")) == "only who the user is"
    words = decision_words(info(host, "reference"), samples.of("reference"))
    assert "It needs: " in words
    assert "introspection" in words


def test_a_disabled_account_has_an_example_too(client, host):
    assert json.loads(issued(client, host, "erin").of("roles").claims_text)["sub"]


def test_nobody_elses_token_is_issued_and_a_run_can_be_stopped(client, host):
    with pytest.raises(LoginRefusedError):
        issued(client, host, "mallory")
    with pytest.raises(ComparisonStoppedError):
        issued(client, host, "bob", Watched(stop_after=1).run)
