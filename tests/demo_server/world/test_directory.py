from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from demo_server.answer_cache import AnswerCache
from demo_server.policy.directory_grants import acl
from demo_server.policy.grants import Access, GrantRule, Scope
from demo_server.policy.kinds import KINDS
from demo_server.questions import Questions
from demo_server.world.directory import Directory, UnknownNameError
from demo_server.world.lookups import DirectorySession
from demo_server.world.scenario import load_scenario

Change = Callable[[Directory], None]


@pytest.fixture
def directory() -> Iterator[Directory]:
    loaded = Directory(load_scenario("documents"))
    yield loaded
    loaded.close()


def test_every_question_counts_as_one_look_up_and_takes_time(directory: Directory) -> None:
    session = directory.session()
    questions = [
        session.account("bob"),
        session.roles("bob"),
        session.groups("bob"),
        session.is_system_admin("bob"),
        session.record_group("doc-1"),
        session.record_access("doc-1", "bob"),
        session.records_open_to("bob", "read"),
        session.records_by_acl("documents", "bob", "read"),
        session.records_of_groups("documents", ["sales"]),
        session.acl_entries("bob", 10),
        session.tenant("bob"),
        session.record_tenant("doc-1"),
        session.usernames(),
    ]
    assert session.lookups == len(questions)


def test_each_session_counts_its_own_look_ups_while_others_run(directory: Directory) -> None:
    def ask(times: int) -> int:
        session = directory.session()
        for _ in range(times):
            session.roles("bob")
        return session.lookups

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(60))) == list(range(60))


@pytest.mark.parametrize(("username", "password"), [("bob", "bob-pass"), ("alice", "alice-pass")])
def test_the_right_password_matches(directory: Directory, username: str, password: str) -> None:
    assert directory.session().password_matches(username, password)


@pytest.mark.parametrize(
    ("username", "password"),
    [("bob", "alice-pass"), ("bob", ""), ("bob", "bob-pass "), ("nobody", "bob-pass"), ("", ""), ("bob", "\ud800")],
    ids=ascii,
)
def test_a_wrong_password_does_not_match(directory: Directory, username: str, password: str) -> None:
    assert not directory.session().password_matches(username, password)


def test_the_database_holds_no_password(directory: Directory) -> None:
    rows = directory.query("SELECT username, salt, digest FROM users", ())
    assert len(rows) == 5
    assert all(len(salt) == 16 and len(digest) == 32 for _, salt, digest in rows)
    assert len({salt for _, salt, _ in rows}) == 5


def test_a_change_shows_at_once_and_reset_takes_all_of_them_back(directory: Directory) -> None:
    def world(session: DirectorySession) -> list[object]:
        return [
            session.roles("bob"),
            session.groups("bob"),
            session.account("bob"),
            session.is_system_admin("bob"),
            session.record_access("doc-1", "bob"),
            session.record_access("doc-3", "bob"),
        ]

    before = world(directory.session())
    directory.set_roles("bob", ["editor", "auditor", "editor"])
    directory.set_groups("bob", ["engineering", "new"])
    directory.set_disabled("bob", disabled=True)
    directory.set_system_admin("bob", system_admin=True)
    directory.share("doc-1", "bob", ["read", "delete"])
    directory.unshare("doc-3", "bob")
    session = directory.session()
    account, access, unshared = (
        session.account("bob"),
        session.record_access("doc-1", "bob"),
        session.record_access("doc-3", "bob"),
    )
    assert session.roles("bob") == ("editor", "auditor")
    assert session.groups("bob") == ("engineering", "new")
    assert account is not None
    assert account.disabled
    assert session.is_system_admin("bob")
    assert access is not None
    assert access.is_member
    assert access.actions == ("read", "delete")
    assert unshared is not None
    assert unshared.actions == ()
    directory.reset()
    assert world(directory.session()) == before


@pytest.mark.parametrize("scenario", ["documents", "clinic", "tenants"])
@pytest.mark.parametrize("action", ["read", "write"])
def test_the_records_open_to_a_user_are_those_whose_access_list_lets_the_user_in(scenario: str, action: str) -> None:
    loaded = load_scenario(scenario)
    directory = Directory(loaded)
    session = directory.session()

    rule = GrantRule("acl", Scope.RECORD, KINDS["acl"].options)

    def is_let_in(user: str, record: str) -> bool:
        return acl(Access({}, user, f"records:{action}", None, record, loaded.roles, session), rule).granted

    def is_administered(user: str, record: str) -> bool:
        known = loaded.users.get(user)
        return known is not None and known.system_admin and known.tenant == loaded.resources[record].tenant

    for user in [*loaded.users, "nobody"]:
        by_acl = [record for record in loaded.resources if is_let_in(user, record)]
        expected = tuple(record for record in loaded.resources if record in by_acl or is_administered(user, record))
        assert session.records_open_to(user, action) == expected
        of_services = [record for each in loaded.services for record in session.records_by_acl(each, user, action)]
        assert sorted(of_services) == sorted(by_acl)
    directory.close()


def test_groups_that_somebody_else_knows_take_the_place_of_those_in_the_directory(directory: Directory) -> None:
    session = directory.session()
    for groups, further in ((None, ()), ([], ()), (["platform"], ("doc-4",))):
        assert session.records_by_acl("documents", "bob", "read", groups) == ("doc-2", "doc-3", *further)
        for record in ("doc-2", "doc-4"):
            found = session.record_access(record, "bob", groups)
            assert found is not None
            assert found.is_member == (found.group in (session.groups("bob") if groups is None else groups))
    assert session.records_of_groups("documents", ["sales", "nobody's"]) == {"doc-2": "sales"}
    assert session.records_of_groups("billing", ["sales"]) == {}


def test_the_entries_of_a_user_are_returned_up_to_a_number(directory: Directory) -> None:
    directory.share("doc-4", "bob", ["read", "write"])
    assert directory.session().acl_entries("bob", 10) == {"doc-3": ("read",), "doc-4": ("read", "write")}
    assert directory.session().acl_entries("bob", 1) == {"doc-3": ("read",)}
    assert directory.session().acl_entries("nobody", 10) == {}


def test_a_change_of_what_does_not_exist_is_refused_by_name(directory: Directory) -> None:
    with pytest.raises(UnknownNameError, match='no role "emperor"'):
        directory.set_roles("bob", ["emperor"])
    with pytest.raises(UnknownNameError, match='no user "zoe"'):
        directory.set_groups("zoe", [])
    with pytest.raises(UnknownNameError, match='no record "doc-9"'):
        directory.share("doc-9", "bob", ["read"])
    assert directory.session().roles("bob") == ("viewer",)


@pytest.mark.parametrize(
    "change",
    [
        lambda directory: directory.set_roles("bob", []),
        lambda directory: directory.set_groups("bob", []),
        lambda directory: directory.set_disabled("bob", disabled=True),
        lambda directory: directory.set_system_admin("bob", system_admin=True),
        lambda directory: directory.share("doc-1", "bob", ["read"]),
        lambda directory: directory.unshare("doc-3", "bob"),
        lambda directory: directory.raise_permission_version("bob"),
    ],
    ids=["roles", "groups", "disabled", "administrator", "shared", "no longer shared", "logout"],
)
def test_each_change_of_rights_raises_the_version_of_that_user_alone(directory: Directory, change: Change) -> None:
    session = directory.session()
    before = session.permission_version("bob"), session.permission_version("alice")
    change(directory)
    assert session.permission_version("bob") == (before[0] or 0) + 1
    assert session.permission_version("alice") == before[1]


def test_a_change_that_is_refused_raises_nothing(directory: Directory) -> None:
    before = directory.session().permission_version("bob")
    with pytest.raises(UnknownNameError):
        directory.set_roles("bob", ["no such role"])
    assert directory.session().permission_version("bob") == before
    assert directory.session().permission_version("nobody") is None


def test_a_session_with_a_cache_asks_again_when_the_answer_is_too_old(directory: Directory) -> None:
    cache = AnswerCache(30)
    roles = []
    for now in (0, 29, 30):
        roles.append(directory.session(Questions(now=now), cache).roles("bob"))
        directory.set_roles("bob", [])
    assert roles == [("viewer",), ("viewer",), ()]


def test_the_version_is_never_answered_from_a_cache(directory: Directory) -> None:
    cache = AnswerCache(30)
    before = directory.session(Questions(), cache).permission_version("bob")
    directory.set_roles("bob", [])
    assert directory.session(Questions(), cache).permission_version("bob") != before
