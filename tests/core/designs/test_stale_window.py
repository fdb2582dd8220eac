from workbench.core.answers.issued_token import IssuedToken
from workbench.core.designs.stale_window import wrong_for


def token(*claims, lifetime_s=1800):
    return IssuedToken("mine", "bob", 400, lifetime_s, frozenset({"sub", "exp", *claims}))


def test_a_design_that_looks_everything_up_is_never_wrong():
    found = wrong_for((), account_check=True, tokens=[token("name")])
    assert (found.seconds, found.text) == (0, "0")
    assert "gone with the next request" in found.why


def test_a_believed_claim_is_wrong_for_as_long_as_the_token_lasts():
    found = wrong_for(("roles",), account_check=True, tokens=[token("roles")])
    assert found.text == "≤ 30 min"
    assert "believes this claim of the token: roles. A right that is removed keeps working until the" in found.why
    assert "A disabled account is refused immediately" in found.why


def test_without_a_check_of_the_account_a_disabled_one_goes_on():
    found = wrong_for((), account_check=False, tokens=[token()])
    assert found.text == "≤ 30 min"
    assert found.why == "A disabled account keeps working until the token expires: no request looks it up."


def test_a_claim_that_no_token_carries_is_believed_by_nobody():
    found = wrong_for(("roles", "tenant"), account_check=False, tokens=[token(), token("roles")])
    assert found.believed == ("roles",)
    assert wrong_for(("tenant",), account_check=True, tokens=[token()]).seconds == 0


def test_the_longest_lifetime_counts_and_one_without_end_is_said():
    both = [token("roles", lifetime_s=60), token("roles", lifetime_s=90)]
    assert wrong_for(("roles",), account_check=True, tokens=both).text == "≤ 1 min 30 s"
    endless = wrong_for(("roles",), account_check=True, tokens=[*both, token("roles", lifetime_s=None)])
    assert endless.text == "no end"
    assert "forever" in endless.why


def test_names_in_any_script_are_named():
    names = ("役割", "🔑 admin")
    assert "2 claims of the token: 役割, 🔑 admin." in wrong_for(names, account_check=True, tokens=[token(*names)]).why
