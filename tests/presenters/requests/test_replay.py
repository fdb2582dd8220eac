import pytest

from tests.presenters.stand_ins import RunLater, StandInClient, heard, run_now, server_info
from workbench.core.requests.sender import Sender
from workbench.presenters.requests.replay import ReplayPresenter, Side
from workbench.presenters.server.server import ServerState
from workbench.presenters.status import StatusLevel


@pytest.fixture
def client():
    return StandInClient()


@pytest.fixture
def replay(server, client):
    presenter = ReplayPresenter(client, server, run_now)
    presenter.set_requests(server_info().requests)
    return presenter


@pytest.fixture
def later():
    return RunLater()


@pytest.fixture
def slow_replay(server, client, later):
    presenter = ReplayPresenter(client, server, later)
    presenter.set_requests(server_info().requests)
    presenter.set_issued("issued", "roles")
    presenter.set_edited("edited")
    return presenter


def statuses_of(replay, side):
    return [each.outcome(side) and each.outcome(side).status for each in replay.answers]


def test_every_request_is_sent_with_both_tokens_and_the_design(replay, client):
    replay.set_issued("issued", "roles")
    replay.set_edited("edited")
    replay.replay()
    assert client.sent == [
        ("me", "issued", "roles"),
        ("me", "edited", "roles"),
        ("doc-1-delete", "issued", "roles"),
        ("doc-1-delete", "edited", "roles"),
    ]
    assert not replay.busy


def test_changed_answers_are_counted_in_words(replay, client):
    client.refused.add("edited")
    replay.set_issued("issued", "roles")
    replay.set_edited("edited")
    found = heard(replay.status_changed)
    replay.replay()
    assert statuses_of(replay, Side.ISSUED) == [200, 200]
    assert statuses_of(replay, Side.EDITED) == [403, 403]
    assert found[-1].text == "2 changed"


def test_the_design_of_the_log_in_decides_and_without_one_the_design_chosen(replay, client):
    replay.choose_design("identity")
    replay.set_edited("pasted")
    replay.replay()
    assert {design for _, _, design in client.sent} == {"identity"}
    client.sent.clear()
    replay.set_issued("issued", "roles")
    replay.choose_design("identity")
    replay.replay()
    assert {design for _, _, design in client.sent} == {"roles"}


def test_a_pasted_token_is_replayed_without_an_issued_one(replay, client):
    replay.set_edited("pasted")
    replay.replay()
    assert [token for _, token, _ in client.sent] == ["pasted", "pasted"]
    assert statuses_of(replay, Side.ISSUED) == [None, None]


def test_answers_for_a_pasted_token_say_how_to_compare(replay):
    found = heard(replay.status_changed)
    replay.set_edited("pasted")
    replay.replay()
    assert found[-1].text.startswith("2 answers; log in to compare")


def test_without_a_token_it_says_what_to_do(replay, client):
    found = heard(replay.status_changed)
    replay.replay()
    assert client.sent == []
    assert found[-1].text.startswith("There is no token to send")


def test_with_the_server_stopped_it_says_what_to_do(replay, server, client):
    server.stop()
    replay.set_edited("pasted")
    found = heard(replay.status_changed)
    replay.replay()
    assert client.sent == []
    assert "Start it" in found[-1].text


def test_a_server_that_dies_midway_ends_the_replay_and_leaves_the_answers(slow_replay, later, client):
    found = heard(slow_replay.status_changed)
    slow_replay.replay()
    later.let_one_through()
    client.dead = True
    later.let_one_through()
    assert not slow_replay.busy
    assert found[-1].severity is StatusLevel.ERROR
    assert "Start the demo server" in found[-1].text
    assert statuses_of(slow_replay, Side.ISSUED) == [200, None]


def test_a_replay_can_be_stopped_between_two_requests(slow_replay, later, client):
    slow_replay.replay()
    later.let_one_through()
    found = heard(slow_replay.status_changed)
    slow_replay.cancel()
    assert not slow_replay.busy
    assert "Stopped after" in found[-1].text
    later.let_one_through()
    assert statuses_of(slow_replay, Side.EDITED) == [None, None], "an answer that came too late was shown"
    assert later.waiting == []


def test_a_second_replay_takes_the_place_of_the_first(slow_replay, later, client):
    slow_replay.replay()
    slow_replay.set_edited("edited again")
    slow_replay.replay()
    while later.waiting:
        later.let_one_through()
    assert not slow_replay.busy
    assert [token for _, token, _ in client.sent].count("edited again") == 2
    assert "edited" not in [token for _, token, _ in client.sent]


def test_answers_are_outdated_from_the_next_edit_on(replay):
    outdated = heard(replay.outdated_changed)
    replay.set_issued("issued", "roles")
    replay.set_edited("edited")
    replay.replay()
    assert outdated[-1] is False
    replay.set_edited("edited more")
    assert outdated[-1] is True
    replay.set_edited("edited")
    assert outdated[-1] is False


def test_answers_are_outdated_when_clock_or_trust_changed(replay):
    outdated = heard(replay.outdated_changed)
    replay.set_issued("issued", "roles")
    replay.replay()
    replay.world_changed()
    assert outdated[-1] is True
    replay.replay()
    assert outdated[-1] is False


def test_answers_that_a_stopped_replay_did_not_renew_stay_marked_as_old(slow_replay, later):
    slow_replay.replay()
    while later.waiting:
        later.let_one_through()
    outdated = heard(slow_replay.outdated_changed)
    slow_replay.set_edited("edited again")
    slow_replay.replay()
    later.let_one_through()
    slow_replay.cancel()
    assert outdated[-1] is True


def test_a_token_that_is_gone_takes_its_answers_along(replay):
    replay.set_issued("issued", "roles")
    replay.set_edited("edited")
    replay.replay()
    replay.set_edited("")
    replay.replay()
    assert statuses_of(replay, Side.EDITED) == [None, None]
    assert statuses_of(replay, Side.ISSUED) == [200, 200]


def test_a_server_that_is_gone_can_be_started_again(replay, server, client):
    replay.set_edited("pasted")
    client.dead = True
    server._host.stop()
    replay.replay()
    assert server.state is ServerState.STOPPED


def test_another_log_in_empties_the_answers(replay):
    replay.set_issued("issued", "roles")
    replay.set_edited("issued")
    replay.replay()
    replay.set_issued("another", "identity")
    assert statuses_of(replay, Side.ISSUED) == [None, None]


def test_each_edit_is_replayed_when_switched_on(replay, client, qtbot):
    replay.set_each_edit(True)
    replay.set_edited("a")
    replay.set_edited("ab")
    qtbot.waitUntil(lambda: len(client.sent) == 2)
    assert {token for _, token, _ in client.sent} == {"ab"}


def test_a_thief_sends_from_the_next_replay_on_and_the_answers_are_outdated(replay, client):
    replay.set_issued("aa.bb.cc", "roles")
    replay.set_requests(server_info().requests)
    outdated = heard(replay.outdated_changed)
    replay.replay()
    replay.send_as(Sender.OTHER_KEY)
    assert outdated[-1] is True
    assert set(client.senders) == {Sender.HOLDER}
    client.senders.clear()
    replay.replay()
    assert set(client.senders) == {Sender.OTHER_KEY}
    assert outdated[-1] is False


def test_the_summary_is_about_the_requests_that_are_there(replay, client):
    client.refused.add("edited")
    replay.set_issued("issued", "roles")
    replay.set_edited("edited")
    found = heard(replay.status_changed)
    replay.replay()
    assert found[-1].text == "2 changed"
    replay.change_requests([replay.answers[0].request])
    assert found[-1].text == "1 changed"
    replay.change_requests([])
    assert found[-1].text == ""
