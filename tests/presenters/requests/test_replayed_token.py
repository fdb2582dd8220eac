import pytest

from tests.presenters.stand_ins import StandInClient, heard, run_now, server_info
from tests.ui.samples import DESIGNS, ISSUED
from workbench.core.verification.claim_expectations import ClaimExpectations
from workbench.presenters.requests.replay import ReplayPresenter, Side
from workbench.presenters.requests.replayed_token import ReplayedToken
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.expectations import TokenExpectations


class Bench:
    """A token, its replay, and what keeps them in step."""

    def __init__(self, server):
        self.server = server
        self.token = BenchToken(lambda: 1_700_000_000)
        self.client = StandInClient()
        self.replay = ReplayPresenter(self.client, server, run_now)
        self.expected = TokenExpectations(self.token)
        self.replayed = ReplayedToken(self.token, self.expected, self.replay, server)


@pytest.fixture
def bench(server):
    return Bench(server)


def test_an_issued_token_is_on_the_bench_and_in_the_replay_and_an_edit_follows(bench):
    bench.replayed.set_issued(ISSUED, "roles")
    assert bench.token.state.text == bench.replay.issued == bench.replay.edited == ISSUED
    assert bench.replay.design == "roles"
    bench.token.set_text(f"{ISSUED}x")
    assert (bench.replay.issued, bench.replay.edited) == (ISSUED, f"{ISSUED}x")


def test_the_type_of_the_design_is_expected_whether_chosen_logged_in_under_or_opened(bench):
    bench.server.started.emit(server_info(designs=DESIGNS))
    for design in DESIGNS:
        bench.replayed.choose_design(design.id)
        assert (bench.replay.design, bench.expected.present.token_type) == (design.id, design.type)
    bench.replayed.open_design("of nobody")
    assert bench.expected.present.token_type is None
    first, *_, last = DESIGNS
    bench.replayed.set_issued(ISSUED, first.id)
    bench.replayed.choose_design(last.id)
    assert bench.expected.present.token_type == first.type, "after a login the design of the login decides"


def test_the_type_of_a_design_that_was_chosen_before_the_server_started_is_expected_then(bench):
    bench.replayed.choose_design(DESIGNS[0].id)
    assert bench.expected.present.token_type is None
    bench.server.started.emit(server_info(designs=DESIGNS))
    assert bench.expected.present.token_type == DESIGNS[0].type


def test_a_server_that_starts_says_what_it_expects_and_which_designs_there_are(bench):
    told = heard(bench.expected.changed)
    info = server_info(designs=DESIGNS[:1])
    bench.server.started.emit(info)
    assert told == [ClaimExpectations(issuer=info.issuer, audience=info.audience)]
    assert bench.token.expected == (info.issuer, info.audience)
    assert bench.replayed.designs == info.designs


def edited_answers(bench):
    return [answers.outcome(Side.EDITED) for answers in bench.replay.answers]


def test_a_login_is_followed_by_one_replay_unless_that_is_switched_off(bench):
    bench.replay.set_requests(server_info().requests)
    switched = heard(bench.replayed.after_login_changed)
    bench.replayed.set_issued(ISSUED, "roles")
    assert None not in edited_answers(bench)
    bench.token.set_text(f"{ISSUED}x")
    assert None not in edited_answers(bench), "an edit alone sends nothing"
    for _ in range(2):
        bench.replayed.set_after_login(False)
    bench.replayed.set_issued(ISSUED, "roles")
    assert edited_answers(bench) == [None, None]
    assert switched == [False]


def test_a_login_before_the_requests_are_known_sends_nothing_and_says_nothing(bench):
    said = heard(bench.replay.status_changed)
    bench.replayed.set_issued(ISSUED, "roles")
    assert {status.text for status in said} == {""}


def test_after_a_login_the_first_refusal_is_found_once(bench):
    bench.replay.set_requests(server_info().requests)
    found = heard(bench.replayed.refusal_found)
    bench.replayed.set_issued(ISSUED, "roles")
    assert found == [], "nothing was refused"
    bench.client.refused = {ISSUED}
    bench.replayed.set_issued(ISSUED, "roles")
    assert found == [0]
    bench.replay.replay()
    assert found == [0], "the user asked for these, and stays where they are"
