from datetime import UTC, timedelta, timezone

import pytest

from tests.core.designs.stolen_token_samples import (
    IDENTITY,
    ME,
    NOW,
    OPEN,
    REACH,
    READ,
    READABLE,
    REFUSED,
    ROLES,
    WRITE,
    by_acl,
    by_roles,
    design,
    reached,
)
from workbench.core.designs.stolen_token import (
    Allowed,
    BlastRadius,
    DesignReach,
    EndedBy,
    ProtectedRoute,
    ReadableClaims,
    Revoker,
    RouteReach,
    Tally,
)
from workbench.core.designs.stolen_token_text import (
    Effect,
    ended_by,
    endings,
    readable_sentence,
    sample_warning,
    summary,
    until,
    until_sentence,
)

CENTRAL_EUROPE = timezone(timedelta(hours=1))
LARGE = ProtectedRoute("GET", "/docs/{id}", "docs:read", False, 100_000, tuple(f"/docs/{n}" for n in range(5_000)))
SAMPLED = RouteReach(LARGE, tuple(Allowed(path, "acl") for path in LARGE.paths[:50]))


def test_what_gets_through_is_counted_over_the_routes_and_apart_for_reading_and_changing():
    assert (ROLES.tally, ROLES.reads, ROLES.changes) == (Tally(4, 10), Tally(4, 4), Tally(0, 6))
    assert (IDENTITY.tally, IDENTITY.reads, IDENTITY.changes) == (Tally(3, 10), Tally(2, 4), Tally(1, 6))
    assert str(Tally(1204, 20_006)) == "1,204 of 20,006"
    assert Tally(1, 4).share == 0.25
    assert Tally(0, 0).share == 0


def test_a_choice_is_worked_out_to_the_whole_and_says_so():
    assert SAMPLED.tally == Tally(1_000, 100_000, exact=False)
    whole = design(routes=(reached(ME, Allowed("/me", "")), SAMPLED))
    assert str(whole.tally) == "about 1,001 of 100,001"
    assert sample_warning(BlastRadius("bob", NOW, (whole,))) == (
        "Only an even sample was tested: 5,000 of the 100,000 requests GET /docs/{id}. "
        "Figures with “about” are extrapolated from it."
    )
    assert sample_warning(REACH) == ""


def test_of_a_token_that_opens_nothing_also_a_choice_tells_the_whole():
    nothing = DesignReach.nothing("roles", (LARGE,), "It is too long for the header.")
    assert str(nothing.tally) == "0 of 100,000"


def test_examples_are_what_stands_in_place_of_the_parameters():
    assert ROLES.routes[1].examples(2) == ("a", "b")
    assert ROLES.routes[1].examples(9) == ("a", "b", "c%2F1")
    assert ROLES.routes[0].examples(9) == ()
    two = ProtectedRoute("PUT", "/t/{tenant}/u/{user}", "u:write", False, 1, ("/t/acme/u/amy",))
    assert RouteReach(two, (Allowed("/t/acme/u/amy", "roles"),)).examples(1) == ("acme amy",)
    assert RouteReach(two, ()).parameters == "{tenant} {user}"


@pytest.mark.parametrize(
    ("asked", "allowed", "words", "effects"),
    [
        (
            EndedBy(Revoker.DENY_LIST, True),
            by_acl("/docs/a"),
            "logout, account, rights",
            "immediately, immediately, immediately",
        ),
        (
            EndedBy(Revoker.DENY_LIST, False),
            by_roles("/docs/a"),
            "logout",
            "immediately, not before exp, not before exp",
        ),
        (EndedBy(Revoker.NOBODY, True), by_roles("/docs/a"), "account", "not before exp, immediately, not before exp"),
        (
            EndedBy(Revoker.NOBODY, False),
            by_roles("/docs/a"),
            "nothing",
            "not before exp, not before exp, not before exp",
        ),
        (
            EndedBy(Revoker.DENY_LIST, True),
            by_roles("/docs/a") + by_acl("/docs/b"),
            "logout, account, some rights",
            "immediately, immediately, partly",
        ),
        (EndedBy(Revoker.DENY_LIST, False), (), "logout", "immediately, not before exp, not before exp"),
    ],
)
def test_what_ends_the_token_early_follows_from_what_the_server_asked(asked, allowed, words, effects):
    found = design(routes=(reached(ME, Allowed("/me", "")), reached(READ, *allowed)), ended_by=asked)
    assert ended_by(found) == words
    assert ", ".join(ending.effect for ending in endings(found)) == effects


def test_the_sentence_on_rights_names_the_claims_that_are_believed():
    both = (Allowed("/docs/a", "roles", ("roles",)), Allowed("/docs/b", "resources", ("canRead",)))
    found = design(routes=(reached(READ, *both),))
    assert endings(found)[2].sentence == (
        "Removing rights: not before exp, since roles and canRead in the token are believed."
    )
    mixed = design(routes=(reached(READ, both[0], *by_acl("/docs/b")),))
    assert "immediately for 1 request that the directory allows; for the others roles in the token is believed" in (
        endings(mixed)[2].sentence
    )


def test_a_right_that_is_needed_by_nothing_cannot_be_removed():
    found = design(routes=(reached(ME, Allowed("/me", "")),))
    assert endings(found)[2].effect is Effect.NOT
    assert "there are none to remove" in endings(found)[2].sentence


def test_until_is_told_here_and_in_utc_and_in_minutes():
    assert until(READABLE, NOW, CENTRAL_EUROPE) == "23:43:20 UTC+1 · 30 min"
    assert until_sentence(READABLE, NOW, CENTRAL_EUROPE) == "Works until 23:43:20 UTC+1 (22:43:20 UTC), for 30 min."
    assert until_sentence(READABLE, NOW, UTC) == "Works until 22:43:20 UTC, for 30 min."
    assert until(ReadableClaims(400, NOW + 90), NOW, UTC).endswith("90 s")
    assert until(ReadableClaims(400, None), NOW) == "never expires"
    assert until(None, NOW) == "–"


def test_a_thief_reads_the_values_of_the_claims_and_the_length_of_long_ones():
    readable = ReadableClaims(
        400, None, (("name", "Bob <b>"), ("canRead", [str(n) for n in range(40)]), ("groups", ["a", "b"]))
    )
    assert readable_sentence(ReadableClaims(9, None, (("sub", "u-1"),)), "bob").endswith('sub "u-1" (stands for bob).')
    assert readable_sentence(readable) == (
        'Signed, not encrypted: the thief reads name "Bob <b>", canRead an array of 40 elements, groups ["a", "b"].'
    )


def test_the_summary_names_break_glass_and_tells_why_nothing_gets_through():
    assert summary(ROLES, "bob") == (
        "With bob's token a thief can make 4 of 10 requests: 4 of 4 that read, 0 of 6 that change something."
    )
    opened = design(routes=(reached(OPEN, *by_roles(*OPEN.paths)), reached(WRITE)))
    assert "Break-glass is open to the thief too: POST /docs/{id}/open (3 of 3)." in summary(opened, "bob")
    assert summary(REFUSED, "bob") == REFUSED.obstacle
    assert endings(REFUSED) == ()
    assert ended_by(REFUSED) == "–"
    assert REFUSED.tally == Tally(0, 10)


def test_of_a_reference_token_the_thief_reads_nothing():
    assert readable_sentence(ReadableClaims(43, NOW, opaque=True)) == "Opaque: the thief reads nothing in it."


@pytest.mark.parametrize(
    ("revoker", "words", "ends"),
    [
        (Revoker.DENY_LIST, "in the deny-list", "logout"),
        (Revoker.VERSION, "raises the user's version", "logout, account, rights"),
        (Revoker.INTROSPECTION, "asks introspection", "logout"),
        (Revoker.NOBODY, "no request asks", "nothing"),
    ],
)
def test_what_ends_a_token_of_roles_depends_on_whom_the_server_asks(revoker, words, ends):
    reach = design(ended_by=EndedBy(revoker, account=False))
    assert words in endings(reach)[0].sentence
    assert ended_by(reach) == ends
