"""Designs whose tokens are bound to the client's key, in every experiment: the client has it, a thief does not."""

import pytest

from tests.bound_designs import FORMS, write_bound_designs
from tests.core.keys.ring import KEYS
from tests.services.experiments.runs import UNWATCHED
from workbench.core.answers.matrix import MatrixQuestion
from workbench.core.answers.outcome import Request
from workbench.core.designs.arithmetic import ArithmeticQuestion, Load, work_out
from workbench.core.designs.growth import SizeQuestion
from workbench.core.designs.stale_window import Ending, Right, StaleWindowsQuestion
from workbench.core.designs.stolen_token import StolenTokenQuestion
from workbench.core.designs.timing import TimingQuestion
from workbench.core.token.header_limits import LimitScope, parse_limits
from workbench.core.verdict.question import ProfilesQuestion
from workbench.services.experiments.arithmetic import ArithmeticExperiment
from workbench.services.experiments.logins import Logins
from workbench.services.experiments.matrix import MatrixExperiment
from workbench.services.experiments.profiles import ProfilesExperiment
from workbench.services.experiments.sizes import SizeExperiment
from workbench.services.experiments.stale_windows import StaleWindowsExperiment
from workbench.services.experiments.stolen_token import StolenTokenExperiment
from workbench.services.experiments.theft import try_without_key
from workbench.services.experiments.timing import TimingExperiment
from workbench.services.server_host import ServerHost
from workbench.ui.assets import asset

ME = Request("me", "GET", "/me")
DESIGNS = tuple(FORMS)


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    host = ServerHost(designs=[str(path) for path in write_bound_designs(tmp_path_factory.mktemp("designs"))])
    host.start(KEYS["ES256"], ())
    yield host
    host.stop()


def test_the_matrix_has_the_answers_of_the_holder(host, client):
    found = MatrixExperiment(host, client)(MatrixQuestion((*DESIGNS, "roles"), ("bob",)), UNWATCHED)
    answers = {design: [cell.status for cell in found.cells if cell.design == design] for design in found.designs}
    assert answers["bound"] == answers["bound-reference"] == answers["roles"]


def test_a_thief_can_do_nothing_and_the_sentence_counts_the_requests(host, client):
    reach = StolenTokenExperiment(host, client)(StolenTokenQuestion("bob"), UNWATCHED)
    found = {each.design: each for each in reach.designs}
    routes = len(found["roles"].routes)
    for design in DESIGNS:
        assert found[design].tally.allowed == 0
        assert found[design].obstacle.startswith("A thief without the client's key can do nothing")
        assert f"{3 * routes} requests" in found[design].obstacle
    assert found["roles"].tally.allowed > 0
    assert [name for name, _ in found["bound"].readable.claims] == ["sub", "roles"]


def test_a_token_that_a_thief_can_use_is_not_called_safe(host, client):
    with host.trial() as trial:
        user = trial.info.user("bob")
        token = Logins(client, trial).log_in(user, "roles")
        owners = client.replay(trial.info.url, ME, token.access_token, "roles")
        assert try_without_key(client, trial.info.url, (ME,), token, owners) == ""


def test_the_proof_counts_as_verification(host, client):
    found = TimingExperiment(host, client)(TimingQuestion("bob", "me", 5, 0.0), UNWATCHED)
    assert not any(each.undecided for each in found.designs if each.design in DESIGNS)


def test_a_logout_and_a_removed_role_are_measured_as_for_others(host, client):
    question = StaleWindowsQuestion((*DESIGNS, "roles"), rights=(Right.ROLE, Right.LOGOUT))
    found = {each.design: each for each in StaleWindowsExperiment(host, client)(question, UNWATCHED)}
    for design in DESIGNS:
        assert found[design].of(Right.LOGOUT).ending is Ending.AT_ONCE
        assert found[design].of(Right.ROLE).ending is found["roles"].of(Right.ROLE).ending


def test_the_verdict_measures_them(host, client):
    found = ProfilesExperiment(host, client)(ProfilesQuestion(DESIGNS), UNWATCHED)
    assert all(each.questions and not each.problem for each in found.designs)


def test_the_proof_counts_among_the_bytes_of_the_headers(host, client):
    sizes = {each.design: each for each in SizeExperiment(host, client)(SizeQuestion("bob"), UNWATCHED).sizes}
    assert sizes["roles"].proof_bytes == 0
    for design in DESIGNS:
        proof = sizes[design].proof_bytes
        assert 400 < proof < 700
        assert sizes[design].header_bytes == sizes[design].size.header_bytes + proof


def test_a_limit_of_the_whole_block_counts_the_proof_and_one_of_a_line_does_not():
    limits = {each.scope: each for each in parse_limits(asset("header_limits.csv").read_text(encoding="utf-8"))}
    for scope, takes in ((LimitScope.BLOCK, False), (LimitScope.LINE, True)):
        limit = limits[scope]
        assert limit.takes(limit.largest_token)
        assert limit.takes(limit.largest_token, 500) is takes


def test_the_arithmetic_counts_the_proof_with_each_request(host, client):
    measured = ArithmeticExperiment(host, client)(ArithmeticQuestion("bob"), UNWATCHED)
    proofs = {each.id: each.proof_bytes for each in measured.designs}
    assert proofs["roles"] == 0
    load = Load(requests_per_s=1, users=1, lifetime_s=900)
    figures = {each.design: each for each in work_out(measured, load, measured.held.counts, ())}
    for design in DESIGNS:
        assert 400 < proofs[design] < 700
        beside = figures["roles"].header.value - figures["roles"].token.value
        assert figures[design].header.value - figures[design].token.value == beside + proofs[design]
