"""What a verdict needs to know of each design, measured on a real server."""

from dataclasses import replace

import pytest

from tests.core.keys.ring import KEYS
from tests.services.experiments.runs import UNWATCHED, Watched
from workbench.core.designs.stale_window import Ending, Right
from workbench.core.errors import ComparisonStoppedError
from workbench.core.experiment import RunControl
from workbench.core.verdict.needs import Readable
from workbench.core.verdict.question import ProfilesQuestion
from workbench.services.experiments.profiles import ProfilesExperiment
from workbench.services.server_host import ServerHost

CLERK = """
id = "clerk"
title = "Other names"
[claims]
part = "{user.roles}"
who = "{user.display_name}"
unit = "{user.tenant}"
fixed = "text"
[[grants]]
kind = "roles"
claim = "part"
"""


@pytest.fixture(scope="module")
def measured(client, tmp_path_factory):
    file = tmp_path_factory.mktemp("designs") / "clerk.toml"
    file.write_text(CLERK, encoding="utf-8")
    host = ServerHost(designs=[str(file)])
    host.start(KEYS["ES256"], ())
    watched = Watched()
    try:
        found = ProfilesExperiment(host, client)(
            ProfilesQuestion(("identity", "roles", "overage", "resource-ids", "rar", "clerk")), watched.run
        )
    finally:
        host.stop()
    assert watched.seen[-1][0] == watched.seen[-1][1]
    return found


def test_the_questions_of_each_request_are_counted_by_kind(measured):
    assert all(each.asked == {"deny-list": 1.0} for each in measured.of("roles").questions)
    by_request = {each.request: each for each in measured.of("identity").questions}
    assert by_request["me"].asked == {"deny-list": 1.0, "directory": 1.0}
    assert by_request["doc-1-read"].names_record
    assert by_request["doc-1-read"].asked["directory"] > 1
    assert not by_request["documents"].names_record
    assert measured.per_record


def test_who_decides_by_the_token_alone_and_who_follows_each_list_is_seen(measured):
    assert [each.asks_nobody for each in measured.designs] == [False, True, False, True, True, True]
    assert measured.of("resource-ids").agreement.follows
    assert measured.of("rar").agreement.follows
    assert measured.of("overage").agreement.follows
    roles = measured.of("roles").agreement
    assert roles.differing
    assert roles.example.startswith("GET /documents/doc-")


def test_what_a_token_reveals_goes_by_what_fills_the_claim_and_not_by_its_name(measured):
    assert measured.of("clerk").readable == {Readable.ROLES: ("part",), Readable.PERSONAL: ("who",)}
    assert measured.of("resource-ids").readable == {Readable.RECORDS: ("canRead", "canWrite")}
    assert not measured.of("identity").readable


def test_sizes_and_windows_are_those_of_the_designs(measured):
    roles = measured.of("roles")
    assert roles.windows.of(Right.ROLE).ending is Ending.EXPIRY
    assert roles.windows.of(Right.LOGOUT).ending is Ending.AT_ONCE
    assert roles.without_deny_list.ending is Ending.EXPIRY
    typical = roles.issued[0]
    assert roles.typical.token_bytes(measured.typical) == typical.token_bytes
    assert typical.username == "bob"
    assert typical.claims["roles"] == ["viewer"]
    assert not any(each.problem for each in measured.designs)


def test_a_stop_ends_it(host, client):
    with pytest.raises(ComparisonStoppedError):
        ProfilesExperiment(host, client)(ProfilesQuestion(("roles",)), RunControl(lambda: True))


def test_only_the_designs_asked_for_are_measured(host, client):
    found = ProfilesExperiment(host, client)(ProfilesQuestion(("scopes",)), UNWATCHED)
    assert [each.id for each in found.designs] == ["scopes"]


def test_users_with_more_groups_than_a_token_lists_ask_more(measured):
    overage = measured.of("overage")
    assert overage.for_groups(5) is overage
    beyond = overage.for_groups(6)
    within, asked = (
        {each.request: each.asked.get("directory", 0) for each in questions}
        for questions in (overage.questions, beyond.questions)
    )
    assert asked["doc-1-read"] == within["doc-1-read"] + 1, "the groups of every user"
    assert asked["me"] == within["me"] == 0
    assert overage.lookups(0, 0, 1, deny_list=False) < beyond.lookups(0, 0, 1, deny_list=False)
    assert measured.of("roles").for_groups(1_000) is measured.of("roles")


def test_beyond_that_the_token_stays_as_long_as_it_is(measured):
    sizes = measured.of("overage").largest
    lengths = [sizes.token_bytes(replace(measured.largest, groups=groups)) for groups in (4, 5, 6, 600)]
    assert lengths[0] < lengths[1]
    assert lengths[2] == lengths[3]


def test_objects_of_rar_reveal_rights_and_records(measured):
    details = ("authorization_details",)
    assert measured.of("rar").readable == {Readable.RIGHTS: details, Readable.RECORDS: details}
