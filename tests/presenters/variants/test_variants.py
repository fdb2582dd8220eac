"""Variants on stand-ins: named, opened, removed and brought back, replayed and held to what is expected."""

from dataclasses import dataclass, field

import pytest

from tests.presenters.stand_ins import ReportingLater, StandInClient, heard, reporting_now, server_info
from tests.ui.samples import ISSUED, ISSUER, STRANGER, token
from workbench.core.answers.outcome import Request
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.status import StatusLevel
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.variants.variants import VariantsPresenter
from workbench.services.experiments.variants import VariantsExperiment

ADMIN = token('{"sub":"bob","roles":["viewer","admin"]}')


@dataclass
class Bench:
    """A bench with a server that runs, and its variants; `client.refused` are the tokens that get a 403."""

    host: object
    server: object
    run: object = reporting_now
    client: StandInClient = field(default_factory=StandInClient)

    def __post_init__(self):
        self.editor = EditorPresenter(BenchToken(self.host.now))
        self.replay = ReplayPresenter(self.client, self.server, None)
        replay_all = VariantsExperiment(self.client)
        self.variants = VariantsPresenter(self.editor.token, self.replay, self.server, replay_all, self.run)
        self.variants.set_keys((ISSUER, STRANGER))
        self.editor.set_keys((ISSUER, STRANGER))
        self.replay.set_requests(server_info().requests)
        self.said = heard(self.variants.status_changed)

    def log_in(self, compact=ISSUED):
        self.replay.set_issued(compact, "roles")
        self.editor.token.set_issued(compact)

    def save(self, *tokens):
        for name, compact in tokens:
            self.editor.token.set_text(compact)
            assert self.variants.save(name)

    @property
    def names(self):
        return [each.name for each in self.variants.variants]

    @property
    def statuses(self):
        return {(cell.user, cell.request): cell.status for cell in self.variants.answers.matrix.cells}


@pytest.fixture
def bench(host, server):
    return Bench(host, server)


def test_the_token_is_kept_as_it_stands_with_who_signed_it_and_how_it_differs(bench):
    bench.log_in()
    assert bench.variants.suggestion == "bob under roles"
    bench.variants.save(bench.variants.suggestion)
    bench.editor.edit_claim(bench.editor.token.state.reading.claims.row("roles"), '["viewer","admin"]')
    assert bench.variants.suggestion == 'bob: add "admin" to roles'
    bench.variants.save(bench.variants.suggestion)
    first, second = bench.variants.variants
    assert (first.compact, first.differs, bench.variants.signed_by(first)) == (ISSUED, "as issued", "demo-issuer")
    assert second.compact == bench.editor.token.state.text
    assert (second.differs, bench.variants.signed_by(second)) == ("roles: added admin", "stale")


def test_a_name_that_is_taken_is_refused_in_place_and_nothing_is_lost(bench):
    bench.save(("a", ISSUED), ("b", ADMIN))
    assert not bench.variants.save(" a ")
    assert not bench.variants.rename("b", "a")
    assert (bench.names, bench.said[-1].severity) == (["a", "b"], StatusLevel.ERROR)
    assert "There is already a variant a" in bench.said[-1].text
    assert bench.variants.variants[1].compact == ADMIN


def test_without_a_token_there_is_nothing_to_save_or_to_replay(bench):
    assert bench.variants.suggestion == ""
    assert not bench.variants.save("x")
    bench.variants.replay()
    assert "Save the token under a name first" in bench.said[-1].text


def test_opening_one_is_a_step_that_can_be_taken_back(bench):
    bench.log_in()
    bench.save(("admin", ADMIN))
    bench.editor.token.undo()
    words = heard(bench.editor.token.history_changed)
    bench.variants.open("admin")
    assert (bench.editor.token.state.text, words[-1][0]) == (ADMIN, "open the variant admin")
    bench.editor.token.undo()
    assert bench.editor.token.state.text == ISSUED


def test_what_was_removed_comes_back_where_it_stood_with_its_answers_and_pins(bench):
    bench.save(("a", ISSUED), ("b", ADMIN), ("c", ISSUED))
    bench.variants.replay()
    bench.variants.expect_answers()
    answers, pins = bench.statuses, dict(bench.variants.expectations.pins)
    bench.variants.remove(["a", "b"])
    assert bench.names == ["c"]
    assert {name for _, name, _ in bench.variants.expectations.pins} == {"c"}
    bench.save(("a", ADMIN))
    assert ("a", "me") not in bench.statuses, "another token of that name was not asked about"
    bench.variants.remove(["a"])
    bench.variants.undo_removal()
    bench.variants.remove(["a"])
    assert bench.names == ["c"]
    bench.variants.undo_removal()
    bench.variants.undo_removal()  # nothing is left to undo
    assert bench.names == ["c", "a"]
    assert answers.keys() >= bench.statuses.keys()
    assert pins.keys() >= bench.variants.expectations.pins.keys()


def test_removing_and_bringing_back_leaves_everything_as_it_was(bench):
    bench.save(("a", ISSUED), ("b", ADMIN), ("c", ISSUED))
    bench.variants.replay()
    bench.variants.expect_answers()
    before = bench.variants.variants, bench.statuses, bench.variants.expectations.pins
    bench.variants.remove(["c", "a"])
    bench.variants.undo_removal()
    assert (bench.variants.variants, bench.statuses, bench.variants.expectations.pins) == before


def test_every_variant_is_asked_every_request_by_the_design_that_decides(bench):
    bench.log_in()
    bench.client.refused = {ADMIN}
    bench.save(("a", ISSUED), ("b", ADMIN))
    bench.variants.replay()
    assert bench.statuses == {
        ("a", "me"): 200,
        ("a", "doc-1-delete"): 200,
        ("b", "me"): 403,
        ("b", "doc-1-delete"): 403,
    }
    assert {design for _, _, design in bench.client.sent} == {"roles"}
    assert bench.said[-1].text == "4 answers by the design roles."


def test_a_pin_that_is_broken_is_named_and_follows_its_variant_to_another_name(bench):
    bench.save(("a", ISSUED), ("b", ADMIN))
    bench.variants.replay()
    bench.variants.expect_answers()
    bench.client.refused = {ADMIN}
    bench.variants.rename("b", "admin")
    bench.variants.replay()
    assert bench.said[-1].severity is StatusLevel.ERROR
    assert "roles, admin, me is 403, not 200" in bench.said[-1].text
    bench.variants.expect_nothing_at_all()
    assert bench.said[-1].severity is StatusLevel.OK


def test_requests_for_other_servers_are_left_out_with_words(bench):
    bench.replay.set_requests(
        (server_info().requests[0], Request("own", "GET", "/", base_url="https://api.example.org"))
    )
    bench.save(("a", ISSUED))
    bench.variants.replay()
    assert [request_id for request_id, _, _ in bench.client.sent] == ["me"]
    assert "1 request to other servers left out" in bench.said[-1].text
    assert bench.said[-1].severity is StatusLevel.WARNING


def test_a_run_that_is_stopped_keeps_what_came(host, server):
    later = ReportingLater()
    bench = Bench(host, server, later)
    bench.save(("a", ISSUED))
    bench.variants.replay()
    bench.variants.stop()
    later.let_one_through()
    assert bench.said[-1].text.startswith("Stopped after 0 answers, 2 left")


def test_answers_of_another_world_design_or_scenario_are_told_as_such(bench):
    bench.log_in()
    bench.save(("a", ISSUED))
    bench.variants.replay()
    bench.replay.world_changed()
    assert "Out of date" in bench.said[-1].text
    bench.variants.replay()
    bench.replay.set_issued(ADMIN, "identity")
    assert bench.said[-1].text == "These answers are from the design roles. F6 replays under identity."
    bench.server.choose_scenario("clinic")
    assert bench.variants.answers is None


def test_a_hundred_variants_keep_their_order(bench):
    bench.save(*((f"v{number}", ISSUED) for number in range(120)))
    bench.variants.remove([f"v{number}" for number in range(0, 120, 2)])
    bench.variants.undo_removal()
    assert bench.names == [f"v{number}" for number in range(120)]


def test_what_was_done_with_a_variant_is_confirmed_until_the_token_changes(bench):
    said = heard(bench.variants.status_changed)
    bench.save(("a", "x.y.z"), ("b", "x.y.w"))
    assert said[-1].text == "Saved b."
    bench.variants.open("a")
    assert said[-1].text.startswith("a is on the Bench.")
    bench.editor.token.undo()
    assert said[-1].text == ""
    bench.variants.remove(["a"])
    bench.editor.token.set_text("")
    assert said[-1].text == "Removed a.", "its undo is still there"
