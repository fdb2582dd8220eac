from dataclasses import dataclass, field

import pytest

from tests.presenters.stand_ins import StandInClient, StandInHost, heard, key, run_now, server_info
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import BaselineRefusedError, ComparisonStoppedError
from workbench.core.keys.signing_key import KeyRole
from workbench.core.signing.header import members_of
from workbench.core.signing.jose import sign
from workbench.core.variants.impact import MOST_ELEMENTS, Effect, Impact, Readers
from workbench.core.variants.omissions import Untried, omissions
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import StatusLevel
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.variants.impact import ImpactPresenter

ISSUER = key("issuer", trusted=True, role=KeyRole.ISSUER)
MINE = key("mine", trusted=True)
STRANGER = key("stranger")
CLAIMS = '{"sub":"bob","roles":["viewer"],"email":"bob@demo.example"}'


def token(claims=CLAIMS, signer=ISSUER):
    header = {"typ": "JWT", "alg": signer.algorithm, "kid": signer.kid}
    return sign(header, ClaimSet.from_json(claims), signer)


def nothing_changes(question, **more):
    """An impact in which no claim was read, and no answer changed."""
    effects = tuple(
        Effect(each, (), 2, Readers(), each.saved_bytes) for each in omissions(question.claims, question.most_elements)
    )
    return Impact(question, 2, effects, **more)


@dataclass
class Bench:
    """The presenters around the one under test; `results` answers each question with a result or an error."""

    results: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    later: bool = False

    def __post_init__(self):
        self.server = ServerPresenter(StandInHost(), run_now)
        self.server.set_ring((ISSUER, MINE, STRANGER))
        self.server.start()
        self.editor = EditorPresenter(BenchToken(StandInHost().now))
        self.editor.set_keys((ISSUER, MINE, STRANGER))
        self.editor.choose_key(ISSUER.kid)
        self.replay = ReplayPresenter(StandInClient(), self.server, run_now)
        self.replay.set_requests(server_info().requests)
        self.impact = ImpactPresenter(self.editor, self.replay, self.server, self.find, self.run)
        self.issue(token())

    def issue(self, compact, design="roles"):
        self.replay.set_issued(compact, design)
        self.editor.token.set_issued(compact)

    def find(self, question, run, /):
        self.questions.append(question)
        self.stopped = run.stopped
        run.progress(1, 5)
        result = self.results.pop(0) if self.results else nothing_changes(question)
        if isinstance(result, Exception):
            raise result
        return result

    def run(self, call, on_progress, on_success, on_failure, /):
        if self.later:
            self.waiting.append((call, on_progress, on_success, on_failure))
        else:
            run_now(lambda: call(on_progress), on_success, on_failure)


@pytest.fixture
def bench(qapp):
    return Bench()


def test_it_asks_about_the_edited_claims_under_the_key_and_the_design_in_use(bench):
    bench.issue(token(), "groups-acl")
    bench.editor.choose_key(MINE.kid)
    bench.editor.remove_claim(0)
    bench.impact.find_out()
    [question] = bench.questions
    assert question.claims.names == ("roles", "email")
    assert question.key is MINE
    assert members_of(question.header)["kid"] == MINE.kid
    assert question.design == "groups-acl"
    assert question.most_elements == MOST_ELEMENTS


def test_a_result_brings_figures_and_the_way_there_was_told(bench):
    busy, progress, statuses, impacts = (
        heard(signal)
        for signal in (
            bench.impact.busy_changed,
            bench.impact.progress_changed,
            bench.impact.status_changed,
            bench.impact.impact_changed,
        )
    )
    bench.impact.find_out()
    assert busy == [True, False]
    assert progress == [(1, 5)]
    assert impacts == [bench.impact.impact]
    assert statuses[-1].severity is StatusLevel.WARNING
    assert statuses[-1].text.startswith("Of 3 claims 3 are never read: ")


def test_elements_that_were_passed_over_are_told_and_all_can_be_tried(bench):
    claims = ClaimSet.from_json(CLAIMS)
    question = bench.impact._question()
    bench.results = [nothing_changes(question, untried=(Untried("canRead", 9800),))]
    statuses = heard(bench.impact.status_changed)
    bench.impact.find_out()
    assert statuses[-1].text.endswith("9,800 further elements of canRead were not tried.")
    bench.impact.find_out_all()
    assert bench.questions[-1].most_elements is None
    assert bench.questions[-1].claims == claims
    assert bench.impact.outdated == ""


@pytest.mark.parametrize(
    ("spoil", "advice"),
    [
        (lambda bench: bench.issue(""), "Log in to get a token"),
        (lambda bench: bench.issue("e30.bm8.x"), "The JSON view shows the error"),
        (lambda bench: bench.issue(token("{}")), "no claims"),
        (lambda bench: bench.editor.choose_key("gone"), "Choose a key"),
        (lambda bench: bench.editor.choose_key(STRANGER.kid), "does not trust stranger"),
        (lambda bench: bench.server.stop(), "Start it again"),
    ],
)
def test_what_stands_in_the_way_is_told_at_once_and_again_when_asked(bench, spoil, advice):
    obstacles, statuses = heard(bench.impact.obstacle_changed), heard(bench.impact.status_changed)
    assert bench.impact.obstacle == ""
    spoil(bench)
    assert advice in obstacles[-1]
    bench.impact.find_out()
    assert advice in statuses[-1].text
    assert statuses[-1].severity is StatusLevel.ERROR
    assert bench.questions == []


def test_trust_takes_the_obstacle_away(bench):
    bench.editor.choose_key(STRANGER.kid)
    obstacles = heard(bench.impact.obstacle_changed)
    bench.editor.set_keys((ISSUER, MINE, STRANGER.with_trusted(True)))
    assert obstacles == [""]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda bench: bench.editor.edit_claim(0, '"alice"'), "the token"),
        (lambda bench: bench.editor.set_header_json('{"typ":"at+jwt","alg":"EdDSA"}'), "the token"),
        (lambda bench: bench.editor.token.set_text("e30.bm8.x"), "the token"),
        (lambda bench: bench.editor.choose_key(MINE.kid), "the key"),
        (lambda bench: bench.replay.set_issued(token(), "identity"), "the design"),
        (lambda bench: bench.replay.world_changed(), "the server's clock, keys or data"),
        (lambda bench: bench.issue(token('{"sub":"carol"}'), "identity"), "the token and the design"),
    ],
)
def test_a_result_says_what_has_changed_since(bench, change, words):
    bench.impact.find_out()
    outdated = heard(bench.impact.outdated_changed)
    change(bench)
    assert outdated[-1] == bench.impact.outdated == words
    if bench.impact.obstacle == "":
        bench.impact.find_out()
        assert outdated[-1] == ""


def test_what_changes_nothing_of_what_was_sent_leaves_the_result_valid(bench):
    bench.impact.find_out()
    outdated = heard(bench.impact.outdated_changed)
    bench.editor.sign()
    bench.editor.token.tick()
    bench.editor.edit_claim(0, '"alice"')
    bench.editor.token.revert()
    assert outdated == ["the token", ""]


def test_a_token_that_was_edited_on_the_way_outdates_the_result_as_it_comes(bench):
    bench.later = True
    bench.impact.find_out()
    bench.impact.find_out()  # one at a time
    bench.editor.edit_claim(0, '"alice"')
    [(call, on_progress, on_success, on_failure)] = bench.waiting
    outdated = heard(bench.impact.outdated_changed)
    run_now(lambda: call(on_progress), on_success, on_failure)
    assert bench.questions[0].claims.get("sub") == "bob"
    assert outdated == ["the token"]


def test_a_refusal_leaves_the_earlier_result_and_says_what_to_do(bench):
    bench.impact.find_out()
    earlier = bench.impact.impact
    bench.results = [BaselineRefusedError("The server refuses every request.", hint="Log in again.")]
    statuses = heard(bench.impact.status_changed)
    bench.impact.find_out()
    assert bench.impact.impact is earlier
    assert statuses[-1].text == "The server refuses every request. Log in again."
    assert not bench.impact.busy


def test_stopping_is_passed_on_and_what_was_found_is_shown(bench):
    bench.later = True
    bench.impact.find_out()
    call, on_progress, on_success, on_failure = bench.waiting.pop()
    bench.impact.stop()
    bench.results = [nothing_changes(bench.impact._question(), left=7)]
    statuses = heard(bench.impact.status_changed)
    run_now(lambda: call(on_progress), on_success, on_failure)
    assert bench.stopped()
    assert statuses[-1].text == "Stopped after 4 of 11 parts."
    assert statuses[-1].severity is StatusLevel.WARNING
    bench.later, bench.results = False, [ComparisonStoppedError("Stopped before anything was left out.", hint="")]
    bench.impact.find_out()
    assert not bench.stopped(), "the earlier stop is over"
    assert statuses[-1].severity is StatusLevel.WARNING


def test_a_claim_is_removed_from_the_edited_token_and_can_be_brought_back(bench):
    bench.impact.find_out()
    effects = {each.omission.label: each for each in bench.impact.impact.effects}
    told = heard(bench.impact.token_changed)
    assert bench.impact.can_remove(effects["email"])
    assert not bench.impact.can_remove(effects['"viewer" of roles']), "an element is edited in the Claims view"
    bench.impact.remove(effects["email"])
    assert bench.editor.token.state.removed == ("email",)
    assert bench.editor.token.state.stale
    assert told
    assert not bench.impact.can_remove(effects["email"])
    bench.impact.remove(effects["email"])
    bench.editor.revert_claim("email")
    assert bench.impact.can_remove(effects["email"])
    bench.editor.edit_claim(2, '"someone@else.example"')
    assert not bench.impact.can_remove(effects["email"]), "it is another value now"


def test_once_there_is_no_token_any_more_nothing_is_shown_of_the_earlier_one(bench):
    bench.impact.find_out()
    impacts, statuses = heard(bench.impact.impact_changed), heard(bench.impact.status_changed)
    bench.editor.token.set_text("")
    assert (bench.impact.impact, impacts, bench.impact.outdated) == (None, [None], "")
    assert statuses[-1].text == ""


def test_a_result_that_comes_when_there_is_no_token_any_more_is_not_shown(bench):
    bench.later = True
    bench.impact.find_out()
    [(call, on_progress, on_success, on_failure)] = bench.waiting
    bench.editor.token.set_text("")
    run_now(lambda: call(on_progress), on_success, on_failure)
    assert bench.impact.impact is None
