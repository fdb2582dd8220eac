from datetime import UTC, timedelta, timezone

import pytest

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.lifetime import lifetime_of, local_and_utc
from workbench.core.claims.phase import Phase
from workbench.core.strict_json.text import JsonNumber

NOW = 1_700_000_000


def life(**claims):
    return lifetime_of(ClaimSet.from_dict(claims), NOW, UTC)


@pytest.mark.parametrize(
    ("claims", "phase", "words", "gone"),
    [
        ({"iat": NOW - 600, "exp": NOW + 1200}, Phase.COUNTS, "expires in 20 min of 30 min", 1 / 3),
        ({"nbf": NOW, "exp": NOW + 10}, Phase.COUNTS, "expires in 10 s of 10 s", 0),
        ({"exp": NOW + 10}, Phase.COUNTS, "expires in 10 s", None),
        ({"iat": NOW - 60, "exp": NOW}, Phase.EXPIRED, "expired now", 1),
        ({"iat": NOW - 60, "exp": NOW - 30}, Phase.EXPIRED, "expired 30 s ago", 1),
        ({"iat": NOW - 60, "nbf": NOW + 60, "exp": NOW + 120}, Phase.NOT_YET, "valid in 1 min", 1 / 3),
        ({"iat": NOW}, Phase.ENDLESS, "never expires: there is no exp", None),
        ({"exp": "soon"}, Phase.UNREADABLE, "exp is not a time", None),
        ({"exp": True}, Phase.UNREADABLE, "exp is not a time", None),
        ({"iat": NOW + 5, "exp": NOW + 5}, Phase.COUNTS, "expires in 5 s", None),
    ],
)
def test_a_life_is_told_in_words_and_as_a_share(claims, phase, words, gone):
    found = life(**claims)
    assert (found.phase, found.words) == (phase, words)
    assert found.gone == pytest.approx(gone) if gone is not None else found.gone is None


def test_where_it_begins_to_count_is_marked():
    assert life(iat=NOW, nbf=NOW + 30, exp=NOW + 120).starts == pytest.approx(0.25)
    assert life(iat=NOW, nbf=NOW, exp=NOW + 120).starts is None


@pytest.mark.parametrize("exp", [10**400, -(10**400), JsonNumber("1e400"), 1.7e12])
def test_no_number_breaks_it(exp):
    assert life(iat=JsonNumber("1.5"), nbf=10**400, exp=exp).words


def test_a_moment_is_named_here_and_in_utc_once():
    assert local_and_utc(NOW, NOW, UTC) == "22:13:20 UTC"
    assert local_and_utc(NOW, NOW, timezone(timedelta(hours=1))) == "23:13:20 UTC+1 (22:13:20 UTC)"
