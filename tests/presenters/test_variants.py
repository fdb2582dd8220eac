import pytest

from tests.presenters.stand_ins import NOW, Info, StandInClient, StandInHost, heard, key, reporting_now, run_now
from tests.presenters.test_editor import ISSUED, ISSUER
from workbench.core.errors import ServerUnreachableError
from workbench.core.expectations import place_of
from workbench.core.keys import KeyRole
from workbench.core.matrix import Cell, Matrix
from workbench.core.request import Request
from workbench.presenters.editor import EditorPresenter
from workbench.presenters.replay import ReplayPresenter
from workbench.presenters.server import ServerPresenter
from workbench.presenters.status import Severity
from workbench.presenters.variants import VariantsPresenter


class Bench:
    def __init__(self):
        self.editor = EditorPresenter(lambda: NOW)
        self.editor.set_keys((ISSUER,))
        self.editor.choose_key(ISSUER.kid)
        self.server = ServerPresenter(StandInHost(), run_now)
        self.server.set_ring((key("issuer", role=KeyRole.ISSUER, trusted=True),))
        self.replay = ReplayPresenter(StandInClient(), self.server, run_now)
        self.replay.set_requests(Info().requests)
        self.replay.choose_design("roles")
        self.asked, self.problem, self.status = [], None, 200
        self.variants = VariantsPresenter(self.editor, self.replay, self.server, self.ask, reporting_now)

    def ask(self, question, _stopped, report):
        if self.problem is not None:
            raise self.problem
        self.asked.append(question)
        report((1, 1))
        requests = tuple(each for each in question.requests if each.base_url is None)
        cells = [
            Cell("roles", variant.name, request.id, self.status, "x")
            for variant in question.variants
            for request in requests
        ]
        return Matrix("documents", ("roles",), tuple(each.name for each in question.variants), requests, tuple(cells))


@pytest.fixture
def bench(qapp):
    made = Bench()
    made.server.start()
    made.editor.set_issued(ISSUED)
    return made


@pytest.fixture
def variants(bench):
    return bench.variants


def test_the_token_is_kept_under_a_name_that_says_what_was_done(bench, variants):
    assert variants.suggested_name == "bob: as issued"
    bench.editor.edit_claim(bench.editor.state.reading.claims.row("roles"), '["viewer", "admin"]')
    bench.editor.sign()
    assert variants.suggested_name == 'bob: add "admin" to roles'
    assert variants.save(variants.suggested_name)
    assert variants.variants[0].compact == bench.editor.state.text


def test_without_a_token_or_with_a_name_that_is_taken_nothing_is_kept(bench, variants):
    told = heard(variants.status_changed)
    variants.save("a")
    assert not variants.save("a")
    assert told[-1].severity is Severity.ERROR
    bench.editor.set_text("")
    assert not variants.save("b")
    assert variants.variants.names == ("a",)


def test_a_variant_is_opened_on_the_bench_and_undo_brings_back_what_was_there(bench, variants):
    variants.save("issued")
    bench.editor.remove_claim(0)
    edited = bench.editor.state.text
    words = heard(bench.editor.history_changed)
    variants.open("issued")
    assert bench.editor.state.text == ISSUED
    assert words[-1][0] == "open issued"
    bench.editor.undo()
    assert bench.editor.state.text == edited


def test_all_are_replayed_with_the_requests_and_the_design_of_the_bench(bench, variants):
    variants.save("a")
    variants.save("b")
    told = heard(variants.status_changed)
    variants.replay()
    assert [each.name for each in bench.asked[0].variants] == ["a", "b"]
    assert (bench.asked[0].requests, bench.asked[0].design) == (Info().requests, "roles")
    assert told[-1].text == "4 answers under roles"


def test_one_that_is_replayed_alone_leaves_the_answers_of_the_others(bench, variants):
    variants.save("a")
    variants.save("b")
    variants.replay()
    bench.status = 403
    variants.replay(["b"])
    assert [variants.matrix.cell("roles", name, "me").status for name in ("a", "b")] == [200, 403]


def test_a_request_to_another_server_is_not_sent_and_that_is_said(bench, variants):
    bench.replay.set_requests((*Info().requests, Request("own", "GET", "/", base_url="https://api.example")))
    variants.save("a")
    told = heard(variants.status_changed)
    variants.replay()
    assert "1 request to another server not sent" in told[-1].text


def test_a_cell_that_breaks_its_expectation_is_named(bench, variants):
    variants.save("a")
    variants.replay()
    variants.expect(variants.matrix.cells)
    bench.status = 403
    told = heard(variants.status_changed)
    variants.replay()
    assert told[-1].severity is Severity.ERROR
    assert "2 pinned cells break their expectations" in told[-1].text
    variants.expect_nothing(variants.matrix.cells)
    variants.expect_status(variants.matrix.cells[0], 401)
    assert dict(variants.expectations.pins) == {place_of(variants.matrix.cells[0]): 401}


def test_names_of_answers_and_expectations_go_with_a_renamed_variant(variants):
    variants.save("a")
    variants.replay()
    variants.expect(variants.matrix.cells)
    assert variants.rename("a", " ann ")
    assert variants.matrix.cell("roles", "ann", "me").status == 200
    assert {place[1] for place in variants.expectations.pins} == {"ann"}


def test_a_removed_variant_can_be_put_back_with_what_was_expected_of_it(variants):
    variants.save("a")
    variants.save("b")
    variants.replay()
    variants.expect(variants.matrix.cells)
    before = variants.expectations
    undo = heard(variants.removal_changed)
    variants.remove("a")
    assert undo == ["a"]
    assert variants.variants.names == ("b",)
    variants.undo_removal()
    assert variants.variants.names == ("a", "b")
    assert variants.expectations == before
    assert undo[-1] == ""


def test_answers_of_before_are_said_to_be_so(bench, variants):
    variants.save("a")
    variants.replay()
    told = heard(variants.status_changed)
    bench.replay.world_changed()
    assert "of before" in told[-1].text


def test_a_server_that_does_not_answer_leaves_everything_as_it_was(bench, variants):
    variants.save("a")
    variants.replay()
    bench.problem = ServerUnreachableError("No answer.")
    told = heard(variants.status_changed)
    variants.replay()
    assert told[-1].severity is Severity.ERROR
    assert variants.matrix is not None
