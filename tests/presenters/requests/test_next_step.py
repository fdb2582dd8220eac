import itertools

import pytest

from tests.presenters.stand_ins import StandInHost, heard, key, run_now
from tests.ui.samples import ISSUED
from workbench.core.errors import ServerStartError
from workbench.core.keys.signing_key import KeyRole
from workbench.presenters.requests.next_step import LOG_IN, REPLAY, SIGN, START_SERVER, NextStep
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.token.bench_token import BenchToken

BENCH = (LOG_IN, REPLAY, SIGN)
EDITED = ISSUED.split(".")[0] + ".eyJzdWIiOiJib2IifQ." + ISSUED.split(".")[2]


class Situation:
    def __init__(self):
        self.host = StandInHost()
        self.server = ServerPresenter(self.host, run_now)
        self.server.set_ring((key("issuer", role=KeyRole.ISSUER),))
        self.token = BenchToken(lambda: 1_700_000_000)
        self.next_step = NextStep(self.server, self.token)


@pytest.fixture
def now(qapp):
    return Situation()


def test_the_loop_goes_from_login_to_replay_and_after_an_edit_by_signing_back_to_replay(now):
    assert now.next_step.choose(BENCH) == LOG_IN, "the login waits for the server that starts"
    now.server.start()
    changed = heard(now.next_step.changed)
    now.token.set_issued(ISSUED)
    assert now.next_step.choose(BENCH) == REPLAY
    now.token.set_text(EDITED)
    assert now.next_step.choose(BENCH) == SIGN
    now.token.set_signed(EDITED, key("mine"))
    assert now.next_step.choose(BENCH) == REPLAY
    now.token.set_text("")
    assert now.next_step.choose(BENCH) == LOG_IN
    assert len(changed) == 4


def test_a_token_that_cannot_be_signed_can_still_be_replayed(now):
    now.server.start()
    for broken in ("x", "a.b.c", f"{ISSUED.split('.')[0]}.!.x"):
        now.token.set_text(broken)
        assert now.next_step.choose(BENCH) == REPLAY


def test_without_a_server_starting_it_comes_first_where_that_is_offered(now):
    now.server.start()
    now.server.stop()
    for text, otherwise in (("", LOG_IN), (ISSUED, REPLAY)):
        now.token.set_text(text)
        assert now.next_step.choose((START_SERVER, *BENCH)) == START_SERVER
        assert now.next_step.choose(BENCH) == otherwise, "the strip was dismissed"
    now.token.set_text(EDITED)
    assert now.next_step.choose((START_SERVER, *BENCH)) == SIGN, "which needs no server"


def test_a_server_that_did_not_start_is_to_be_started(now):
    now.host.problem = ServerStartError("the port is taken")
    now.server.start()
    assert now.next_step.choose((START_SERVER, *BENCH)) == START_SERVER


def test_what_a_page_is_for_comes_before_the_loop_and_what_was_opened_before_that(now):
    top = (LOG_IN, START_SERVER)
    assert now.next_step.choose((*top, "designs.compare")) == "designs.compare"
    assert now.next_step.choose((*top, "keys.generate", "key_export.save")) == "key_export.save"
    assert now.next_step.choose((*top, "keys.generate", "key_import.open", "key_import.unlock")) == "key_import.unlock"
    assert now.next_step.choose((*BENCH, "requests.repeat")) == "requests.repeat"
    assert now.next_step.choose((*BENCH, "requests.repeat", "session.go")) == "session.go"


def test_the_answer_that_a_page_leads_to_comes_before_the_work_that_led_to_it(now):
    top = (LOG_IN, START_SERVER)
    assert now.next_step.choose((*top, "verdict.measure")) == "verdict.measure"
    assert now.next_step.choose((*top, "verdict.measure", "verdict.save")) == "verdict.save"
    assert now.next_step.choose((*top, "verdict.save", "session.go")) == "session.go"


def test_of_nothing_nothing_is_chosen_and_while_a_replay_runs_no_other_step(now):
    now.server.start()
    assert now.next_step.choose(()) is None
    now.token.set_issued(ISSUED)
    assert now.next_step.choose((LOG_IN, SIGN)) is None


def test_the_order_in_which_actions_are_offered_does_not_matter_on_the_bench(now):
    now.token.set_text(ISSUED)
    now.token.set_text(EDITED)
    offered = (START_SERVER, *BENCH)
    assert {now.next_step.choose(order) for order in itertools.permutations(offered)} == {SIGN}
