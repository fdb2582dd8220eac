"""Changes of the world, on the running server and on a trial, as requests over HTTP feel them."""

import pytest

from tests.core.keys.ring import KEYS
from workbench.core.errors import LoginRefusedError, ServerUnreachableError, WorldChangeError
from workbench.core.server.directory_change import ChangeKind, Step, WorldChange, possible_changes
from workbench.services.server_host import ServerHost
from workbench.services.server_host.world import MOST_RECORDS


@pytest.fixture(autouse=True)
def reset(host):
    yield
    host.reset()


def change(kind, user, name="", actions=()):
    return WorldChange((Step(kind, user, name, actions),))


def status(host, client, user, request_id, design="identity", url=None):
    """What a user who logs in now is answered."""
    info = host.info
    request = next(each for each in info.requests if each.id == request_id)
    token = client.login(url or info.url, user, f"{user}-pass", design).access_token
    return client.replay(url or info.url, request, token, design).status


def test_the_standing_is_what_the_scenario_says_and_then_what_was_changed(host):
    bob = host.directory_entry("bob")
    assert (bob.roles, bob.groups, bob.system_admin, bob.disabled) == (("viewer",), ("sales",), False, False)
    assert {each.record: (each.actions, each.belongs) for each in bob.records} == {
        "doc-1": ((), False),
        "doc-2": ((), True),
        "doc-3": (("read",), False),
        "doc-4": ((), False),
        "inv-1": ((), False),
        "inv-2": ((), False),
    }
    assert bob.further_records == 0
    assert bob.powerful_roles == ("admin",)
    assert bob.all_groups == ("engineering", "sales", "platform", "finance")
    host.apply(change(ChangeKind.GIVE_ROLE, "bob", "auditor"))
    host.apply(change(ChangeKind.UNSHARE, "bob", "doc-3"))
    assert host.directory_entry("bob").roles == ("viewer", "auditor")
    assert not any(each.actions for each in host.directory_entry("bob").records)


@pytest.mark.parametrize(
    ("made", "design", "request_id", "before", "after"),
    [
        (change(ChangeKind.TAKE_ROLE, "bob", "viewer"), "roles", "documents", 200, 403),
        (change(ChangeKind.GIVE_ROLE, "bob", "auditor"), "identity", "invoices", 403, 200),
        (change(ChangeKind.JOIN_GROUP, "bob", "engineering"), "identity", "doc-1-read", 403, 200),
        (change(ChangeKind.MAKE_ADMINISTRATOR, "bob"), "identity", "users", 403, 200),
        (change(ChangeKind.UNSHARE, "bob", "doc-3"), "identity", "doc-3-read", 200, 403),
        (change(ChangeKind.SHARE, "bob", "doc-1", ("read", "write")), "identity", "doc-1-write", 403, 200),
    ],
)
def test_each_change_decides_a_request_until_the_world_is_reset(host, client, made, design, request_id, before, after):
    assert status(host, client, "bob", request_id, design) == before
    host.apply(made)
    assert status(host, client, "bob", request_id, design) == after
    host.reset()
    assert status(host, client, "bob", request_id, design) == before


def test_leaving_a_group_takes_its_records_away(host):
    host.apply(change(ChangeKind.LEAVE_GROUP, "alice", "engineering"))
    assert host.directory_entry("alice").groups == ()


def test_accounts_are_disabled_and_enabled(host, client):
    host.apply(change(ChangeKind.DISABLE, "bob"))
    with pytest.raises(LoginRefusedError):
        status(host, client, "bob", "me")
    assert host.directory_entry("bob").disabled
    assert host.directory_entry("erin").disabled
    host.apply(change(ChangeKind.ENABLE, "erin"))
    assert status(host, client, "erin", "me") == 200


def test_all_administrator_rights_of_carol_are_one_change(host, client):
    assert status(host, client, "carol", "users") == 200
    first = possible_changes(host.directory_entry("carol"))[0]
    host.apply(first)
    assert status(host, client, "carol", "users") == 403
    assert host.directory_entry("carol").sentence == "no role · group platform"


def test_a_trial_is_changed_without_the_running_server(host, client):
    with host.trial() as trial:
        trial.apply(change(ChangeKind.UNSHARE, "bob", "doc-3"))
        assert status(host, client, "bob", "doc-3-read", url=trial.info.url) == 403
    assert status(host, client, "bob", "doc-3-read") == 200


def test_a_log_out_leaves_the_directory_alone(host):
    before = host.directory_entry("bob")
    host.apply(change(ChangeKind.LOG_OUT, "bob"))
    assert host.directory_entry("bob") == before


@pytest.mark.parametrize(
    "wrong",
    [
        change(ChangeKind.GIVE_ROLE, "bob", "emperor"),
        change(ChangeKind.UNSHARE, "bob", "doc-99"),
        change(ChangeKind.DISABLE, "nobody"),
    ],
)
def test_what_the_scenario_does_not_have_is_told_in_a_sentence(host, wrong):
    with pytest.raises(WorldChangeError) as refused:
        host.apply(wrong)
    assert str(refused.value).startswith(f"Could not {wrong.sentence}: the scenario has no ")


def test_a_user_or_record_that_there_is_not_has_no_standing(host):
    with pytest.raises(WorldChangeError):
        host.directory_entry("nobody")
    with pytest.raises(WorldChangeError):
        host.directory_entry("bob", "doc-99")


def test_of_ten_thousand_records_some_are_looked_at_and_any_can_be_named():
    host = ServerHost(scenario="documents-large")
    host.start(KEYS["ES256"], ())
    try:
        reader = host.directory_entry("reader-10000")
        looked_at = [each.record for each in reader.records]
        assert looked_at[:2] == ["doc-4798", "doc-1"], "those that the requests name come first"
        assert len(looked_at) == MOST_RECORDS
        assert reader.further_records > 9_000
        assert host.directory_entry("reader-10000", "doc-7777").records[0].record == "doc-7777"
    finally:
        host.stop()


def test_without_a_server_there_is_no_world():
    host = ServerHost()
    for ask in (lambda: host.directory_entry("bob"), host.reset, lambda: host.apply(change(ChangeKind.DISABLE, "bob"))):
        with pytest.raises(ServerUnreachableError):
            ask()
