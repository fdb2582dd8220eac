import math
from dataclasses import replace

import pytest

from tests.core.verdict.profiles import EXAMPLE
from workbench.core.errors import NeedsError, NeedsFileError
from workbench.core.verdict.contradictions import contradictions
from workbench.core.verdict.needs import Need, Needs, Readable, Renewal, ServiceLoad, UserSize, default_needs
from workbench.core.verdict.needs_file import parse_needs

TEXT = """
[load]
requests_per_s = 350
active_users = 12000
lookup_ms = 1.4

[users.typical]
roles = 3

[users.largest]
readable = 150
id_characters = 36

[needs]
role_removed_within_s = 300
share_removed_within_s = 0
behind = ["nginx"]
added_ms = 2.0
offline = false
per_record = true
client_may_read = ["roles"]
renewed_by = "password"
"""


def parse(text):
    return parse_needs(
        text,
        "needs.toml",
        typical=UserSize(1, 2, 3, 4, 5),
        largest=UserSize(6, 7, 8, 9, 10),
        servers=("nginx", "Tomcat"),
    )


def test_a_file_is_read_and_the_scenario_fills_what_it_leaves_out_of_the_users():
    needs = parse(TEXT)
    assert needs.load == ServiceLoad(350, 12_000, 1.4)
    assert needs.typical == UserSize(3, 2, 3, 4, 5)
    assert needs.largest == UserSize(6, 7, 150, 9, 36)
    assert (needs.role_removed_within_s, needs.share_removed_within_s) == (300, 0)
    assert needs.client_may_read == {Readable.ROLES}
    assert needs.renewed_by is Renewal.PASSWORD
    assert needs.wanted == (
        Need.ROLE, Need.SHARE, Need.BEHIND, Need.ADDED_MS, Need.PER_RECORD, Need.CLIENT,
    )  # fmt: skip


def test_a_need_that_is_left_out_does_not_matter():
    needs = parse("")
    assert needs.wanted == ()
    assert needs.within_s(Need.LOGOUT) == math.inf
    assert parse("[needs]\nclient_may_read = []").wanted == (Need.CLIENT,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[needs", "needs.toml: is not TOML: "),
        ("[need]", 'needs.toml: need: is not a known key; expected "needs", or another of load, users, needs.'),
        ("load = 5", "needs.toml: load: is 5; expected a table [load]."),
        ("[users.median]", "needs.toml: users.median: is not a known key; expected one of typical, largest."),
        ("[users]\ntypical = 1", "needs.toml: users.typical: is 1; expected a table [users.typical]."),
        ("[load]\nrequests = 5", 'needs.toml: load.requests: is not a known key; expected "requests_per_s", or'),
        ("[load]\nlookup_ms = -1", "needs.toml: load.lookup_ms: is -1; expected a number from 0 to 60,000."),
        ("[load]\nlookup_ms = nan", "needs.toml: load.lookup_ms: is nan; expected a number from 0 to 60,000."),
        ("[load]\nlookup_ms = '1'", 'needs.toml: load.lookup_ms: is "1"; expected a number.'),
        ("[load]\nactive_users = 1.5", "needs.toml: load.active_users: is 1.5; expected a whole number from 0 to"),
        ("[users.largest]\nroles = -1", "needs.toml: users.largest.roles: is -1; expected a whole number from 0 to"),
        ("[needs]\nrole_removed = 5", '"role_removed_within_s", or another of role_removed_within_s, share'),
        ("[needs]\nlogout_within_s = true", "needs.toml: needs.logout_within_s: is true; expected a number."),
        ("[needs]\nlogout_within_s = 2026-01-01", "needs.toml: needs.logout_within_s: is 2026-01-01; expected a num"),
        ("[needs]\noffline = 1", "needs.toml: needs.offline: is 1; expected true or false."),
        ("[needs]\nbehind = 'nginx'", 'needs.toml: needs.behind: is "nginx"; expected an array of strings'),
        ("[needs]\nbehind = ['Nginx']", '"Nginx" is not known here; expected "nginx", or another of nginx, Tomcat.'),
        ("[needs]\nclient_may_read = ['role']", '"role" is not known here; expected "roles", or another of rights,'),
        ("[needs]\nrenewed_by = 'magic'", '"magic" is not known here; expected one of refresh, password.'),
    ],
)
def test_a_fault_is_named_with_file_key_problem_and_expectation(text, message):
    with pytest.raises(NeedsFileError) as refused:
        parse(text)
    assert message in str(refused.value)


@pytest.mark.parametrize("value", [0, 1, 10**9])
def test_extreme_loads_are_possible(value):
    assert ServiceLoad(value, value, 0).active_users == value


def test_a_value_that_is_not_possible_names_its_key():
    with pytest.raises(NeedsError) as refused:
        Needs(added_ms=math.inf)
    assert refused.value.key == "needs.added_ms"


def test_every_need_has_a_name_and_one_plain_sentence():
    for need in Need:
        assert need.label
        assert need.sentence.count("?") == 1
    assert len({need.label for need in Need}) == len(Need)


def test_the_defaults_come_from_the_scenario():
    needs = default_needs(UserSize(1), UserSize(9), per_record=True)
    assert (needs.typical.roles, needs.largest.roles) == (1, 9)
    assert len(needs.wanted) == 9
    assert contradictions(needs) == ()
    without = default_needs(UserSize(), UserSize(), per_record=False)
    assert not {Need.SHARE, Need.PER_RECORD} & set(without.wanted)


def test_the_json_has_the_members_of_the_file():
    document = EXAMPLE.to_json()
    assert document["load"]["lookup_ms"] == 1.4
    assert document["users"]["largest"]["writable"] == 100
    assert document["needs"]["client_may_read"] == ["roles"]
    assert document["needs"]["behind"] == ["nginx"]
    assert "offline" not in document["needs"]


def pairs(needs):
    return {each.needs for each in contradictions(needs)}


@pytest.mark.parametrize(
    ("change", "pair"),
    [
        ({"offline": True}, (Need.SHARE, Need.OFFLINE)),
        ({"offline": True, "logout_within_s": 0}, (Need.LOGOUT, Need.OFFLINE)),
        ({"offline": True}, (Need.PER_RECORD, Need.CLIENT)),
        ({"logout_within_s": 0, "added_ms": 1.0}, (Need.LOGOUT, Need.ADDED_MS)),
        ({"logout_within_s": 0, "lookups_per_s": 349}, (Need.LOGOUT, Need.LOOKUPS)),
        ({"added_ms": 0}, (Need.SHARE, Need.ADDED_MS)),
    ],
)
def test_needs_that_exclude_each_other_are_named_with_a_sentence(change, pair):
    needs = replace(EXAMPLE, **change)
    assert pair in pairs(needs)
    assert all(each.why.endswith(".") for each in contradictions(needs))


def test_needs_that_can_be_met_together_are_no_contradiction():
    assert contradictions(EXAMPLE) == ()
    assert contradictions(replace(EXAMPLE, offline=True, share_removed_within_s=None, per_record=False)) == ()
    assert contradictions(replace(EXAMPLE, logout_within_s=0, added_ms=1.4, lookups_per_s=350)) == ()
