import pytest

from tests.core.lint.tokens.samples import CLAIMS, HEADER, compact
from workbench.core.answers.issued_token import IssuedToken, leaks


def issued(**claims):
    return IssuedToken.of("mine", "bob", compact(HEADER, CLAIMS | claims))


def test_a_token_that_says_who_and_no_more_leaks_nothing():
    token = issued()
    assert token.leaked == ()
    assert leaks([token]) == ()
    assert token.lifetime_s == 1800
    assert token.token_bytes == len(compact(HEADER, CLAIMS))


def test_what_it_tells_is_named_in_words_once_and_in_the_order_of_the_claims():
    token = issued(email="bob@demo.example", isMemberOf=["sales"], groups=["sales"], canRead=[], costCentre=7)
    assert leaks([token]) == ("e-mail", "groups", "record ids", "costCentre")
    assert leaks([token, issued(name="Bob")]) == ("e-mail", "groups", "record ids", "costCentre", "name")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (["sales"], '"sales"'),
        ([f"doc-{number}" for number in range(1_003)], '"doc-0", "doc-1", "doc-2", 1,000 more'),
        ([], "an empty array"),
        (False, "false"),
        ({"a": 1}, "an object of 1 member"),
    ],
)
def test_a_value_is_told_in_a_few_characters(value, shown):
    assert issued(extra=value).leaked[0].value == shown


@pytest.mark.parametrize("name", ["役割", "المجموعات", "may read", "🔑 admin", "<b>x</b>"])
def test_a_claim_in_any_script_is_told_by_its_name(name):
    assert leaks([issued(**{name: True})]) == (name,)


def test_what_would_move_a_terminals_cursor_is_written_out():
    assert leaks([issued(**{"a\u202eb\n": 1})]) == ("a\\u202eb\\u000a",)


@pytest.mark.parametrize(
    ("claims", "lifetime_s"),
    [
        ({"exp": CLAIMS["iat"] + 60}, 60),
        ({"exp": CLAIMS["iat"] - 9}, 0),
        ({"exp": "soon"}, None),
        ({"iat": True}, None),
    ],
)
def test_the_lifetime_is_expiry_less_issue_where_both_are_moments(claims, lifetime_s):
    assert issued(**claims).lifetime_s == lifetime_s


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", compact(HEADER, "[]")])
def test_what_is_no_token_tells_nothing(text):
    token = IssuedToken.of("mine", "bob", text)
    assert (token.claims, token.leaked, token.lifetime_s) == (frozenset(), (), None)


def test_a_token_too_long_for_the_bench_is_still_told():
    token = issued(canRead=[f"doc-{number}" for number in range(100_000)])
    assert token.token_bytes > 1024 * 1024
    assert leaks([token]) == ("record ids",)
    assert token.leaked[0].value.endswith("99,997 more")
