"""Which requests a change decides, asked of the built-in scenario's policy."""

import pytest

from workbench.core.errors import WorldChangeError
from workbench.core.server.directory_change import ChangeKind, Step, WorldChange
from workbench.services.server_host.dependence import dependence


def single(kind, user, name="", actions=()):
    return WorldChange((Step(kind, user, name, actions),))


@pytest.mark.parametrize(
    ("change", "best", "decided", "undecided"),
    [
        pytest.param(
            single(ChangeKind.TAKE_ROLE, "bob", "viewer"),
            "GET /documents/doc-1",
            ("GET /documents", "GET /documents/doc-3"),
            ("GET /me", "GET /admin/users", "PUT /documents/doc-1"),
            id="role",
        ),
        pytest.param(
            single(ChangeKind.UNSHARE, "bob", "doc-3"),
            "GET /documents/doc-3",
            (),
            ("GET /documents", "GET /documents/doc-1"),
            id="share",
        ),
        pytest.param(
            single(ChangeKind.DISABLE, "bob"), "GET /me", ("GET /documents",), ("GET /admin/users",), id="account"
        ),
        pytest.param(
            single(ChangeKind.LOG_OUT, "bob"), "GET /me", ("GET /documents",), ("GET /admin/users",), id="logout"
        ),
        pytest.param(
            single(ChangeKind.ENABLE, "erin"), "GET /me", ("GET /documents",), ("GET /admin/users",), id="enabled"
        ),
        pytest.param(
            single(ChangeKind.SHARE, "bob", "doc-4", ("read",)),
            "GET /documents/doc-4",
            (),
            ("GET /documents/doc-1",),
            id="a-record-that-no-request-of-the-scenario-names",
        ),
    ],
)
def test_a_change_decides_what_is_answered_differently_with_and_without_it(host, change, best, decided, undecided):
    found = dependence(host, change)
    labels = {each.request.label for each in found.decided}
    assert found.best.label == best
    assert labels >= {best, *decided}
    assert not labels & set(undecided)


def test_a_change_that_gives_nothing_new_decides_nothing(host):
    assert dependence(host, single(ChangeKind.LEAVE_GROUP, "carol", "platform")).decided == ()


def test_the_running_servers_world_stays_as_it_is(host):
    before = host.directory_entry("bob")
    dependence(host, single(ChangeKind.TAKE_ROLE, "bob", "viewer"))
    assert host.directory_entry("bob") == before


def test_an_unknown_record_is_reported(host):
    with pytest.raises(WorldChangeError, match="doc-99"):
        dependence(host, single(ChangeKind.SHARE, "bob", "doc-99", ("read",)))
