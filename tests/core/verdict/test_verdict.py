from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.verdict.profiles import (
    CACHED,
    EXAMPLE,
    HYBRID,
    IDENTITY,
    LIMITS,
    RESOURCE_IDS,
    ROLES,
    A,
    E,
    G,
    profile,
    profiles,
)
from workbench.core.designs.stale_window import Right, StaleWindow
from workbench.core.errors import ComparisonStoppedError
from workbench.core.server.info import Mechanism
from workbench.core.verdict.inputs import NUMBERS
from workbench.core.verdict.needs import Need, Needs, Readable, Renewal, ServiceLoad, UserSize
from workbench.core.verdict.reasons import against, because, headline, summary
from workbench.core.verdict.thresholds import would_change
from workbench.core.verdict.token_claims import left_out, token_claims
from workbench.core.verdict.verdict import choose, judge

ALL = profiles()
OFFLINE = Needs(largest=UserSize(1, 1, 15, 5), behind=("nginx",), offline=True, per_record=True)
AT_ONCE = Needs(
    load=ServiceLoad(350, 12_000, 0.2),
    role_removed_within_s=0,
    share_removed_within_s=0,
    account_disabled_within_s=0,
    logout_within_s=0,
    added_ms=2.0,
    per_record=True,
)


def verdict(needs, found=ALL):
    return judge(needs, found, LIMITS)


@pytest.mark.parametrize(
    ("needs", "choice"),
    [
        (EXAMPLE, "hybrid"),
        (replace(EXAMPLE, share_removed_within_s=None, per_record=False, added_ms=0.5), "roles"),
        (AT_ONCE, "identity"),
        (OFFLINE, "resource-ids"),
        (replace(OFFLINE, largest=UserSize(1, 1, 5_000, 0)), None),
    ],
)
def test_the_needs_choose_the_design(needs, choice):
    found = verdict(needs)
    assert (None if found.choice is None else found.choice.id) == choice
    assert choose(needs, ALL, LIMITS) == choice


def test_the_lifetime_is_the_longest_that_serves():
    assert verdict(EXAMPLE).of("hybrid").setting.lifetime_s == 300
    relaxed = replace(EXAMPLE, role_removed_within_s=900, account_disabled_within_s=None, logout_within_s=None)
    assert verdict(relaxed).of("hybrid").setting.lifetime_s == 900
    assert verdict(replace(relaxed, role_removed_within_s=7_200)).of("hybrid").setting.lifetime_s == 1_800


def test_a_lifetime_below_a_minute_is_not_practical_so_the_need_is_missed():
    row = verdict(replace(EXAMPLE, role_removed_within_s=59)).of("hybrid")
    assert row.setting.lifetime_s == 300
    assert row.misses == (Need.ROLE,)
    assert verdict(replace(EXAMPLE, role_removed_within_s=60)).of("hybrid").misses == ()


def test_a_deny_list_is_there_only_where_a_logout_must_come_before_exp():
    assert not verdict(EXAMPLE).of("identity").setting.deny_list
    row = verdict(replace(EXAMPLE, logout_within_s=0)).of("identity")
    assert row.setting.deny_list
    assert row.setting.lifetime_s == 1_800
    assert row.lookups == pytest.approx(4.0), "the deny-list is a lookup of each request"
    assert Mechanism.DENY_LIST in row.setting.mechanisms
    assert row.check(Need.LOGOUT).text == "at once"


def test_a_service_that_asks_nobody_has_no_deny_list():
    row = verdict(replace(OFFLINE, logout_within_s=0)).of("resource-ids")
    assert not row.setting.deny_list
    assert row.misses == (Need.LOGOUT,)


def test_a_design_with_a_revocation_of_its_own_needs_no_deny_list():
    own = StaleWindow(Right.LOGOUT, A, 1800, 0)
    made = profile("reference", (A, A, A, A), asked=(3, 3), without_deny_list=own, mechanisms=("introspection",))
    row = verdict(AT_ONCE, profiles(made)).of("reference")
    assert not row.setting.deny_list
    assert row.meets


def test_a_shorter_lifetime_needs_a_refresh_token_unless_users_log_in_again():
    assert verdict(EXAMPLE).of("hybrid").setting.mechanisms == {Mechanism.REFRESH}
    row = verdict(replace(EXAMPLE, renewed_by=Renewal.PASSWORD)).of("hybrid")
    assert row.setting.mechanisms == frozenset()


def test_the_cache_time_is_the_longest_that_serves():
    patient = replace(EXAMPLE, share_removed_within_s=120)
    row = verdict(patient).of("cached")
    assert row.setting.kept_s == 120
    assert row.check(Need.SHARE).text == "2 min"
    assert row.lookups < verdict(patient).of("identity").lookups
    fast = verdict(replace(EXAMPLE, load=ServiceLoad(350, 10, 1.4))).of("cached")
    assert fast.setting.kept_s == 30, "nothing serves, so the design is shown as it is meant"
    assert fast.misses == (Need.SHARE,)
    assert 0 < fast.lookups < 3


def test_designs_come_by_needs_met_then_mechanisms_then_lookups_then_bytes():
    plain = Needs()
    order = [each.id for each in verdict(plain).designs]
    assert order.index("roles") < order.index("hybrid") < order.index("identity") < order.index("cached")
    assert [each.rank for each in verdict(plain).designs] == [1, 2, 3, 4, 5, 6]
    met = [each.met for each in verdict(EXAMPLE).designs]
    assert met == sorted(met, reverse=True)


def test_every_cell_says_its_limit_its_value_how_and_why():
    row = verdict(EXAMPLE).of("resource-ids")
    size = row.check(Need.BEHIND)
    assert (size.limit, size.ok, size.how, size.unit) == (8_168, False, "computed", "bytes")
    assert size.why.startswith(f"The largest user's token has {size.value:,} bytes with 12 roles, 30 groups and 250")
    share = row.check(Need.SHARE)
    assert (share.limit_text, share.text, share.how) == ("at once", "5 min", "measured")
    never = verdict(EXAMPLE).of("roles").check(Need.SHARE)
    assert never.text == "never"
    assert never.to_json()["value"] is None
    assert verdict(EXAMPLE).of("hybrid").check(Need.ADDED_MS).why == (
        "1 questions a request on average (the directory once), of 1.4 ms each."
    )


def test_a_group_that_a_design_never_asks_about_does_not_count_as_a_role():
    assert verdict(EXAMPLE).of("roles").check(Need.ROLE).text == "5 min"


def test_a_design_that_knows_no_shares_does_not_follow_the_lists_even_where_nobody_has_one():
    ignorant = profile("plain", (E, G, G, E))
    assert ignorant.agreement.follows
    check = verdict(EXAMPLE, profiles(ignorant)).of("plain").check(Need.PER_RECORD)
    assert (check.ok, check.text) == (False, "no")
    assert "gives no access by it" in check.why
    reason = next(each for each in against(verdict(OFFLINE, profiles(ignorant))) if each.design == "plain")
    assert reason.sentence == "plain: does not follow each record's access list: an entry in it changes nothing."


def test_the_answer_is_said_in_sentences():
    found = verdict(EXAMPLE)
    assert headline(found) == "Choose hybrid with a lifetime of 5 min"
    assert "asks 1 question a request, +1.4 ms. A refresh token renews it without a login." in summary(found.choice)
    reasons = because(found)
    assert reasons[0] == "hybrid is the only design that meets all 9 needs."
    assert "identity: adds 4.2 ms to a request; you allow 2 ms." in reasons
    assert "roles: a removed share is never noticed." in reasons
    assert [each.need for each in against(found)][:3] == [Need.BEHIND, Need.SHARE, Need.ADDED_MS]


def test_no_answer_names_the_nearest_and_what_it_misses():
    found = verdict(replace(OFFLINE, largest=UserSize(1, 1, 5_000, 0)))
    assert headline(found) == (
        'No design meets all 3 needs. Nearest: roles, which misses "follows each record\'s access list"'
    )
    changes = {change.sentence: change.to for change in would_change(found.needs, ALL, LIMITS)}
    assert changes["the servers in front did not matter"] == "resource-ids"
    assert changes["deciding without asking anyone did not matter"] == "hybrid"
    assert changes["single records did not matter"] == "roles"


def test_needs_that_contradict_each_other_say_why_there_is_no_answer():
    found = verdict(replace(EXAMPLE, offline=True, logout_within_s=0))
    assert found.choice is None
    assert any("believes a token until exp" in each for each in because(found))


def test_the_token_is_given_claim_by_claim_with_what_is_left_out():
    found = verdict(EXAMPLE)
    claims = {each.name: each for each in token_claims(found.choice)}
    assert claims["exp"].shown == "in 5 min"
    assert claims["exp"].value == 2_000_000_300
    assert claims["exp"].why == "your limit for role, account and logout"
    assert claims["roles"].why == "what the user may do, apart from single records"
    why = {each.name: each.why for each in left_out(found, found.choice)}
    assert set(why) == {"rights", "groups", "record ids", "personal data"}
    assert why["record ids"].endswith(" B for the largest user")
    small = replace(EXAMPLE, largest=UserSize())
    why = {each.name: each.why for each in left_out(verdict(small), verdict(small).choice)}
    assert why["record ids"] == "a change must count at once, and a token cannot change"
    assert why["groups"] == "the client must not read them"


def test_a_token_that_says_nothing_has_no_claims():
    opaque = replace(IDENTITY, issued=())
    assert token_claims(verdict(AT_ONCE, profiles(opaque)).choice) == ()


def test_a_design_that_could_not_be_measured_is_left_out():
    broken = replace(HYBRID, problem="Its tokens cannot be calculated.")
    assert [each.id for each in verdict(EXAMPLE, profiles(broken, IDENTITY)).designs] == ["identity"]
    assert verdict(EXAMPLE, profiles(broken)).nearest is None
    assert headline(verdict(EXAMPLE, profiles(broken))) == "There is no design to choose from."


def hold_on_both_sides(needs, found):
    present = choose(needs, found, LIMITS)
    for change in would_change(needs, found, LIMITS):
        assert change.to != present, change.sentence
        assert choose(change.needs, found, LIMITS) == change.to, change.sentence
        assert choose(change.just_before, found, LIMITS) == present, change.sentence


@pytest.mark.parametrize("needs", [EXAMPLE, AT_ONCE, OFFLINE, Needs()], ids=["example", "at once", "offline", "none"])
def test_every_threshold_is_true_on_both_sides(needs):
    hold_on_both_sides(needs, ALL)


def test_a_threshold_of_a_number_is_where_two_neighbours_differ():
    changes = would_change(EXAMPLE, ALL, LIMITS)
    slower = next(each for each in changes if each.input == "load.lookup_ms")
    assert (slower.at, slower.just_before.load.lookup_ms) == (2.01, 2.0), "one lookup a request may take 2 ms"
    assert slower.to is None
    more = next(each for each in changes if each.input == "load.requests_per_s")
    assert (more.at, more.just_before.load.requests_per_s) == (1_001, 1_000)


seconds = st.none() | st.sampled_from([0, 30, 59, 60, 300, 1_799, 1_800, 86_400])
NEEDS = st.builds(
    Needs,
    load=st.builds(
        ServiceLoad,
        st.sampled_from([0, 1, 350, 10**9]),
        st.sampled_from([0, 1, 12_000, 10**9]),
        st.sampled_from([0, 0.2, 1.4, 50.0]),
    ),
    typical=st.just(UserSize(3, 5, 40, 10)),
    largest=st.builds(UserSize, st.integers(0, 900), st.integers(0, 50), st.integers(0, 6_000), st.integers(0, 50)),
    role_removed_within_s=seconds,
    share_removed_within_s=seconds,
    account_disabled_within_s=seconds,
    logout_within_s=seconds,
    behind=st.sampled_from([(), ("nginx",), ("nginx", "uWSGI")]),
    added_ms=st.none() | st.sampled_from([0, 0.5, 2.0, 100.0]),
    lookups_per_s=st.none() | st.sampled_from([0, 1_000, 10**10]),
    offline=st.booleans(),
    per_record=st.booleans(),
    client_may_read=st.none() | st.frozensets(st.sampled_from(list(Readable))),
    renewed_by=st.sampled_from(Renewal),
)


@settings(max_examples=8, deadline=None)
@given(NEEDS)
def test_thresholds_hold_for_any_needs(needs):
    hold_on_both_sides(needs, ALL)


@settings(max_examples=60, deadline=None)
@given(NEEDS)
def test_the_verdict_agrees_with_itself(needs):
    found = verdict(needs)
    choice = found.choice
    assert choose(needs, ALL, LIMITS) == (None if choice is None else choice.id)
    assert {each.id for each in found.designs} == {each.id for each in ALL.designs}
    for each in found.designs:
        assert 60 <= each.setting.lifetime_s <= 1_800
        assert tuple(one.need for one in each.checks) == needs.wanted
        assert all(one.why and one.text for one in each.checks)
        assert each.to_json()
    assert headline(found)
    assert because(found)


def test_roles_resource_ids_and_cached_are_the_profiles_they_claim_to_be():
    assert ROLES.asks_nobody
    assert RESOURCE_IDS.agreement.follows
    assert CACHED.mechanisms == {Mechanism.CACHE}
    assert HYBRID.windows.of(Right.ROLE).ending is E


def test_a_search_that_nobody_waits_for_ends():
    with pytest.raises(ComparisonStoppedError):
        would_change(EXAMPLE, ALL, LIMITS, lambda: True)


def test_more_designs_of_the_same_kinds_leave_the_answers_as_they_are():
    further = (
        profile("rar", (G, E, E, E), lists=("readable", "writable", "readable"), readable={Readable.RECORDS: ("a",)}),
        profile("cedar", (A, A, A, A), asked=(3, 3), mechanisms=("policy engine",)),
        profile("overage", (E, A, A, E), asked=(2, 2), lists=("groups",), readable={Readable.GROUPS: ("groups",)}),
    )
    found = profiles(*ALL.designs, *further)
    choices = [verdict(needs, found).choice for needs in (EXAMPLE, AT_ONCE, OFFLINE)]
    assert [each.id for each in choices] == ["hybrid", "identity", "resource-ids"]


def test_a_threshold_at_zero_says_that_there_is_none():
    sentences = {each.path: each.words(0, False) for each in NUMBERS if each.least == 0}
    assert sentences["load.active_users"] == "no users were logged in"
    assert sentences["load.lookup_ms"] == "a lookup took no time"
    assert sentences["users.largest.roles"] == "the largest user had no roles"
    assert not any("0 " in each for each in sentences.values())
