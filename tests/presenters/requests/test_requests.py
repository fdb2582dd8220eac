from dataclasses import replace

import pytest

from tests.presenters.stand_ins import RunLater, StandInClient, heard, run_now, server_info, unproven
from workbench.core.errors import ForeignServerError
from workbench.core.requests.copy_form import CopyForm
from workbench.core.requests.draft import RequestDraft
from workbench.core.requests.request import Request, TokenPlacement, TokenWhere
from workbench.presenters.requests.consents import ConsentsPresenter
from workbench.presenters.requests.repeat import RepeatPresenter
from workbench.presenters.requests.replay import ReplayPresenter, Side
from workbench.presenters.requests.requests import RequestsPresenter

ME, DELETE = server_info().requests
ELSEWHERE = "https://api.example.org"
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.c2ln"


class Client(StandInClient):
    """Notes where each request went; a host in `down` gives no answer."""

    down = ()

    def replay(self, base_url, request, compact, design, sender):
        if request.base_url in self.down:
            raise ForeignServerError(f"{request.base_url} refused the connection.", hint="Check the port.")
        return super().replay(base_url, request, compact, design, sender)

    @property
    def requests_sent(self):
        return [request for request, _, _ in self.sent]


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def consents():
    return ConsentsPresenter()


@pytest.fixture
def replay(server, client, consents):
    presenter = ReplayPresenter(client, server, run_now, consents)
    presenter.set_issued("issued", "roles")
    presenter.set_edited("edited")
    return presenter


@pytest.fixture
def requests(replay, server):
    presenter = RequestsPresenter(replay, server, unproven)
    presenter.set_scenario((ME, DELETE))
    return presenter


@pytest.fixture
def foreign(requests):
    """The list with one request to a server of the user's own at its beginning."""
    requests.add()
    requests.move(2, -2)
    requests.take(0, RequestDraft(url=f"{ELSEWHERE}/x"))
    return requests


def labels(presenter):
    return [each.label for each in presenter.requests]


def test_an_edited_request_is_the_one_that_is_replayed(requests, replay, client):
    replay.replay()
    assert requests.take(0, RequestDraft("HEAD", "/me?x=1")) == ()
    assert [each.request.label for each in replay.answers] == ["HEAD /me?x=1", "DELETE /documents/doc-1"]
    statuses = [each.outcome(Side.EDITED) for each in replay.answers]
    assert statuses[0] is None, "the answer was to another request"
    assert statuses[1] is not None, "that one was not touched"


def test_what_is_no_request_yet_is_kept_as_typed_and_the_request_stays(requests):
    draft = RequestDraft("G T", "/me")
    (fault,) = requests.take(0, draft)
    assert fault.part == "method"
    assert requests.requests[0] == ME
    assert requests.draft(0) == draft
    assert requests.take(0, RequestDraft("GET", "/other")) == ()
    assert requests.draft(0).url == "/other"


def test_requests_are_added_duplicated_moved_removed_and_brought_back(requests):
    chosen = heard(requests.selected)
    requests.add()
    requests.duplicate(0)
    requests.move(1, 2)
    assert labels(requests) == ["GET /me", "DELETE /documents/doc-1", "GET /", "GET /me"]
    assert len({each.id for each in requests.requests}) == 4
    requests.remove(3)
    assert chosen == [2, 1, 3, 2]
    assert requests.removed.label == "GET /me"
    requests.undo_remove()
    assert labels(requests)[3] == "GET /me"
    requests.move(0, -1)
    assert labels(requests)[0] == "GET /me"


def test_another_scenario_replaces_its_own_requests_and_leaves_those_of_the_user(requests):
    requests.add()
    requests.take(2, RequestDraft(url="/own"))
    requests.take(0, RequestDraft(url="/changed"))
    requests.set_scenario((ME, DELETE))
    assert labels(requests)[0] == "GET /changed", "the same scenario again is a restart"
    requests.set_scenario((Request("patients", "GET", "/patients"),))
    assert labels(requests) == ["GET /patients", "GET /own"]


def test_resetting_brings_the_scenarios_requests_back_and_leaves_the_users(requests):
    assert not requests.can_reset
    requests.add()
    assert not requests.can_reset
    requests.take(0, RequestDraft(url="/changed"))
    requests.remove(1)
    assert requests.can_reset
    requests.reset()
    assert requests.requests[:2] == (ME, DELETE)
    assert labels(requests)[2] == "GET /"


def test_an_imported_command_becomes_a_request_and_its_token_is_offered(requests):
    offered, said = heard(requests.token_offered), heard(requests.status_changed)
    assert requests.import_curl(f"curl -k {ELSEWHERE}/x -H 'Authorization: Bearer {TOKEN}'")
    assert labels(requests)[-1] == "GET api.example.org/x"
    assert offered == [TOKEN]
    assert "TLS certificates stay verified" in said[-1].text
    assert TOKEN not in said[-1].text
    failed = heard(requests.import_failed)
    assert not requests.import_curl("wget http://x")
    assert "not a curl command" in failed[-1].text
    assert len(requests.requests) == 3


def test_a_copied_request_says_whether_the_token_is_in_it(requests, replay):
    said = heard(requests.status_changed)
    assert "Bearer edited" in requests.copy_text(0, CopyForm.CURL, with_variable=False)
    assert "contains the token" in said[-1].text
    with_variable = requests.copy_text(0, CopyForm.CURL, with_variable=True)
    assert "edited" not in with_variable
    assert '"$TOKEN"' in with_variable


def test_without_a_token_only_its_variable_can_be_copied(requests, replay):
    replay.set_issued("", "roles")
    replay.set_edited("")
    said = heard(requests.status_changed)
    assert requests.copy_text(0, CopyForm.PYTHON, with_variable=False) == ""
    assert "Log in" in said[-1].text
    assert "token = os.environ" in requests.copy_text(0, CopyForm.PYTHON, with_variable=True)


def test_no_token_leaves_for_another_host_before_the_user_says_so(foreign, replay, consents, client):
    asked = heard(consents.asked)
    replay.replay()
    assert client.requests_sent == ["me", "me", "doc-1-delete", "doc-1-delete"], "those need no leave"
    assert ELSEWHERE in asked[-1].text
    assert replay.busy
    consents.allow_once()
    assert client.requests_sent[4:] == ["own-1", "own-1"]
    assert not replay.busy
    replay.replay()
    assert consents.question is not None, "once is once"
    assert len(client.sent) == 10


def test_a_refused_request_says_so_in_its_row_and_the_others_have_their_answers(foreign, replay, consents, client):
    said = heard(replay.status_changed)
    replay.replay()
    consents.refuse()
    assert "own-1" not in client.requests_sent
    assert "did not allow" in replay.answers[0].problem(Side.EDITED).text
    assert replay.answers[1].outcome(Side.EDITED) is not None
    assert said[-1].text == "no answer changed · 2 not sent"


def test_a_host_that_is_always_allowed_is_asked_about_no_more_until_that_is_revoked(foreign, replay, consents, client):
    replay.replay()
    consents.allow_always()
    assert consents.kept == (ELSEWHERE,)
    replay.replay()
    assert client.requests_sent.count("own-1") == 4
    assert consents.question is None
    consents.revoke(consents.allowed[0])
    assert consents.kept == ()
    replay.replay()
    assert consents.question is not None


def test_stopping_withdraws_the_question(foreign, replay, consents, client):
    replay.replay()
    replay.cancel()
    assert consents.question is None
    consents.allow_always()
    assert "own-1" not in client.requests_sent
    assert consents.kept == ()


def test_what_is_replayed_unasked_after_an_edit_leaves_out_what_would_need_a_question(
    foreign, replay, consents, client, qtbot
):
    replay.set_each_edit(True)
    with qtbot.waitSignal(replay.busy_changed, check_params_cb=lambda busy: not busy):
        replay.set_edited("another")
    assert consents.question is None
    assert set(client.requests_sent) == {"me", "doc-1-delete"}


def test_the_demo_server_and_a_request_without_a_token_need_no_leave(consents):
    for base_url in (None, "http://127.0.0.1:8080"):
        assert consents.needed(replace(ME, base_url=base_url), "http://127.0.0.1:8080") is None
    assert consents.needed(replace(ME, base_url="http://127.0.0.1:9090"), "http://127.0.0.1:8080") is not None
    nowhere = replace(ME, base_url=ELSEWHERE, placement=TokenPlacement(TokenWhere.NOWHERE))
    assert consents.needed(nowhere, "") is None


def test_kept_consents_count_only_in_the_words_they_need():
    kept = ConsentsPresenter(["http://api.example.org", "http://b.example unencrypted", "nonsense"])
    assert kept.kept == ("http://b.example unencrypted",)


def test_a_host_that_gives_no_answer_is_told_in_its_row_and_the_replay_goes_on(foreign, replay, consents, client):
    client.down = (ELSEWHERE,)
    said = heard(replay.status_changed)
    replay.replay()
    consents.allow_once()
    problem = replay.answers[0].problem(Side.ISSUED)
    assert problem.text == f"{ELSEWHERE} refused the connection. Check the port."
    assert said[-1].text == "no answer changed · 2 without an answer"
    client.down = ()
    replay.replay()
    consents.allow_once()
    assert replay.answers[0].problem(Side.ISSUED) is None


@pytest.fixture
def repeat(server, client, consents, replay):
    return RepeatPresenter(client, server, replay, consents, run_now)


def test_a_request_is_repeated_so_often_and_at_most_a_hundred_times(repeat, client):
    said = heard(repeat.status_changed)
    repeat.start(ME, 5)
    assert client.sent == [("me", "edited", "roles")] * 5
    assert said[-1].text == "All 5 answers agree: 200."
    assert repeat.repetition.percentile_ms(50) == 0.5
    repeat.start(ME, 1000)
    assert len(client.sent) == 105


def test_answers_that_do_not_agree_are_counted(server, client, replay, consents):
    later = RunLater()
    repeat = RepeatPresenter(client, server, replay, consents, later)
    said = heard(repeat.status_changed)
    repeat.start(ME, 3)
    later.let_one_through()
    client.refused.add("edited")
    later.let_one_through()
    later.let_one_through()
    assert said[-1].text == "The answers do not agree: 2 × 403, 1 × 200."


def test_repeating_can_be_stopped_and_an_answer_after_that_counts_no_more(server, client, replay, consents):
    later = RunLater()
    repeat = RepeatPresenter(client, server, replay, consents, later)
    said = heard(repeat.status_changed)
    repeat.start(ME, 3)
    later.let_one_through()
    repeat.stop()
    later.let_one_through()
    assert said[-1].text == "Stopped after 1 of 3."
    assert len(repeat.repetition.answers) == 1
    assert not later.waiting


def test_repeating_asks_as_replaying_does(repeat, consents, client):
    said = heard(repeat.status_changed)
    elsewhere = replace(ME, base_url=ELSEWHERE)
    repeat.start(elsewhere, 2)
    assert client.sent == []
    consents.refuse()
    assert "did not allow" in said[-1].text
    repeat.start(elsewhere, 2)
    consents.allow_once()
    assert len(client.sent) == 2


def test_a_session_that_is_opened_begins_with_the_first_request(requests):
    rows = heard(requests.selected)
    requests.replace((DELETE, ME))
    assert rows == [0]
