import pytest

from tests.presenters.stand_ins import StandInClient, heard, run_now, server_info
from tests.ui.samples import DESIGNS, ISSUED
from workbench.core.verification.report import ClaimExpectations
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.requests.replayed_token import ReplayedToken
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.expectations import TokenExpectations


class Bench:
    """A token, its replay, and what keeps them in step."""

    def __init__(self, server):
        self.server = server
        self.token = BenchToken(lambda: 1_700_000_000)
        self.replay = ReplayPresenter(StandInClient(), server, run_now)
        self.expected = TokenExpectations(self.token)
        self.replayed = ReplayedToken(self.token, self.expected, self.replay, server, DESIGNS)


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
    for design in DESIGNS:
        bench.replayed.choose_design(design.id)
        assert (bench.replay.design, bench.expected.present.token_type) == (design.id, design.type)
    bench.replayed.open_design("of nobody")
    assert bench.expected.present.token_type is None
    first, *_, last = DESIGNS
    bench.replayed.set_issued(ISSUED, first.id)
    bench.replayed.choose_design(last.id)
    assert bench.expected.present.token_type == first.type, "after a login the design of the login decides"


def test_a_server_that_starts_says_what_it_expects_and_which_designs_there_are(bench):
    told = heard(bench.expected.changed)
    info = server_info(designs=DESIGNS[:1])
    bench.server.started.emit(info)
    assert told == [ClaimExpectations(issuer=info.issuer, audience=info.audience)]
    assert bench.token.expected == (info.issuer, info.audience)
    assert bench.replayed.designs == info.designs
