from dataclasses import replace

from workbench.core.server.directory_change import (
    ChangeKind,
    DirectoryEntry,
    RecordAccess,
    Step,
    WorldChange,
    possible_changes,
)

BOB = DirectoryEntry(
    user="bob",
    roles=("viewer",),
    groups=("sales",),
    system_admin=False,
    disabled=False,
    records=(RecordAccess("doc-1"), RecordAccess("doc-2", belongs=True), RecordAccess("doc-3", ("read",))),
    further_records=0,
    all_roles=("viewer", "admin"),
    powerful_roles=("admin",),
    all_groups=("sales", "finance"),
)


def sentences(entry):
    return [change.sentence for change in possible_changes(entry)]


def single(kind, name=""):
    return WorldChange((Step(kind, "bob", name),))


def test_only_what_makes_a_difference_is_offered_and_rights_taken_away_come_first():
    assert sentences(BOB) == [
        "remove the entry of bob from the ACL of doc-3",
        "remove the role viewer from bob",
        "remove bob from the group sales",
        "disable the account of bob",
        "log bob out",
        "let bob read doc-1, by an entry in its ACL",
        "let bob read and write doc-1, by an entry in its ACL",
        "let bob read and write doc-3, by an entry in its ACL",
        "give bob the role admin",
        "add bob to the group finance",
        "make bob a system administrator",
    ]


def test_an_administrator_by_role_and_flag_loses_both_in_one_change():
    entry = replace(BOB, roles=("viewer", "admin"), system_admin=True)
    first = possible_changes(entry)[0]
    assert first.sentence == "remove all administrator rights from bob (role admin, system administrator)"
    assert [(step.kind, step.name) for step in first.steps] == [
        (ChangeKind.TAKE_ROLE, "admin"),
        (ChangeKind.UNMAKE_ADMINISTRATOR, ""),
    ]
    assert "remove the system administrator flag from bob" in sentences(entry)
    only_flag = sentences(replace(BOB, system_admin=True))
    assert not any("all administrator rights" in sentence for sentence in only_flag), "one step says it already"


def test_a_disabled_account_can_be_enabled_and_neither_disabled_nor_logged_out():
    offered = sentences(replace(BOB, disabled=True))
    assert offered[0] == "enable the account of bob"
    assert "disable the account of bob" not in offered
    assert "log bob out" not in offered


def test_the_standing_is_one_line():
    assert BOB.sentence == "role viewer · group sales · doc-3 by ACL (read)"
    bare = replace(BOB, roles=(), groups=(), records=(), system_admin=True, disabled=True)
    assert bare.sentence == "no role · no group · system administrator · account disabled"


def test_a_change_knows_its_user_its_record_and_whether_it_is_a_log_out():
    assert single(ChangeKind.UNSHARE, "doc-3").record == "doc-3"
    assert single(ChangeKind.TAKE_ROLE, "viewer").record == ""
    assert single(ChangeKind.LOG_OUT).logs_out
    assert single(ChangeKind.DISABLE).user == "bob"
