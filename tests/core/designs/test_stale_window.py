import math

import pytest

from workbench.core.answers.outcome import Request
from workbench.core.designs.removals import removals
from workbench.core.designs.stale_window import (
    Answers,
    Ending,
    Right,
    StaleWindow,
    StaleWindows,
    most_telling,
)
from workbench.core.designs.stolen_token import ProtectedRoute
from workbench.core.server.directory_change import DirectoryEntry, RecordAccess

LIST = Request("list", "GET", "/docs")
ENTRY = DirectoryEntry(
    user="bob",
    roles=("viewer",),
    groups=("sales",),
    system_admin=False,
    disabled=False,
    records=(RecordAccess("d-1"), RecordAccess("d-2", belongs=True), RecordAccess("d-3", ("read",))),
    further_records=0,
    all_roles=("viewer", "editor", "admin"),
    powerful_roles=("admin",),
    all_groups=("sales", "finance"),
)
ROUTES = (
    ProtectedRoute("GET", "/docs/{id}", "docs:read", False, 3, ("/docs/d-1", "/docs/d-2", "/docs/d-3")),
    ProtectedRoute("PUT", "/docs/{id}", "docs:write", False, 3, ("/docs/d-1", "/docs/d-2", "/docs/d-3")),
    ProtectedRoute("GET", "/docs/{id}/emergency", "docs:read", True, 1, ("/docs/d-1/emergency",)),
)


def window(ending, turned_s=None):
    return StaleWindow(Right.ROLE, ending, 1800, turned_s, "remove the role viewer from bob", "GET /docs")


@pytest.mark.parametrize(
    ("answers", "counts", "ending"),
    [
        (Answers(True, False, 0, 1800), True, Ending.AT_ONCE),
        (Answers(True, False, 30, 1800), True, Ending.KEPT_ANSWER),
        (Answers(True, False, 1800, 1800), True, Ending.EXPIRY),
        (Answers(True, False, None, 1800), True, Ending.EXPIRY),
        (Answers(True, True, None, 1800), True, Ending.NEVER),
        (Answers(True, True, None, 1800), False, Ending.NOT_MEASURED),
        (Answers(False, True, None, 1800), True, Ending.NOT_GRANTED),
        (Answers(False, True, None, 1800), False, Ending.NOT_MEASURED),
    ],
)
def test_the_answers_say_what_ended_the_old_one(answers, counts, ending):
    assert answers.ending(counts=counts) is ending


@pytest.mark.parametrize(
    ("ending", "longest_s", "text"),
    [
        (Ending.AT_ONCE, 0, "0"),
        (Ending.KEPT_ANSWER, 60, "30 s"),
        (Ending.EXPIRY, 300, "30 min"),
        (Ending.NEVER, math.inf, "no end"),
        (Ending.NOT_GRANTED, 0, "–"),
        (Ending.NOT_MEASURED, 0, "–"),
    ],
)
def test_a_window_grows_with_what_ends_it(ending, longest_s, text):
    found = window(ending, 30)
    assert found.longest_s(300, 60) == longest_s
    assert found.text == text


def test_an_answer_is_kept_no_longer_than_the_token_lasts():
    assert window(Ending.KEPT_ANSWER, 30).longest_s(20, 60) == 20


def test_the_reason_says_what_was_done():
    assert window(Ending.EXPIRY, 1800).why == (
        "The server believes the token: a removed role is not noticed until exp, 30 min later. "
        "Measured: remove the role viewer from bob, then GET /docs with the old token."
    )
    assert "Tried with: remove the role viewer" in window(Ending.NEVER).why
    assert StaleWindow(Right.SHARE, Ending.NOT_MEASURED).why == (
        "In this world a removed share changes no answer, so it was not measured."
    )


def test_of_several_removals_the_one_that_was_seen_to_work_longest_counts():
    never, at_once, expiry = window(Ending.NEVER), window(Ending.AT_ONCE, 0), window(Ending.EXPIRY, 1800)
    assert most_telling([never, at_once]) is at_once
    assert most_telling([at_once, expiry, never]) is expiry


def test_a_right_that_was_not_asked_for_has_no_window():
    assert StaleWindows("mine", (window(Ending.EXPIRY, 1800),)).of(Right.SHARE).ending is Ending.NOT_MEASURED


def test_rights_that_the_user_has_are_removed_first_and_others_are_given_for_it():
    roles = list(removals(Right.ROLE, ENTRY, (LIST,), ROUTES))
    assert [(each.step.name, each.given is None) for each in roles] == [("viewer", True), ("editor", False)]
    assert roles[0].restoring.sentence == "give bob the role viewer"
    assert roles[1].given.sentence == "give bob the role editor"
    assert roles[1].restoring is None  # the removal ends what was given
    groups = list(removals(Right.GROUP, ENTRY, (LIST,), ROUTES))
    assert [each.step.name for each in groups] == ["sales", "finance"]
    assert [each.path for each in groups[0].requests] == ["/docs/d-1", "/docs/d-2", "/docs/d-3"]


def test_a_share_is_one_of_a_record_that_the_user_reaches_by_nothing_else():
    shares = list(removals(Right.SHARE, ENTRY, (LIST,), ROUTES))
    assert [(each.step.name, each.given is None) for each in shares] == [("d-3", True), ("d-1", False)]
    assert [each.path for each in shares[1].requests] == ["/docs/d-1"]
    assert shares[0].restoring.sentence == "let bob read d-3, by an entry in its ACL"


def test_a_logout_changes_no_directory_entry_and_needs_no_undoing():
    (logout,) = removals(Right.LOGOUT, ENTRY, (LIST,), ROUTES)
    assert logout.change.logs_out
    assert logout.restoring is None
    (account,) = removals(Right.ACCOUNT, ENTRY, (LIST,), ROUTES)
    assert account.restoring.sentence == "enable the account of bob"
