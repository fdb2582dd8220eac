"""What was confirmed is shown for as long as it is true of the bench."""

import pytest


@pytest.fixture
def logged_in(own_window):
    own_window.log_in("carol")
    carols = own_window.token()
    own_window.log_in("bob")
    assert own_window.text("login.status") == "Logged in as bob, design roles."
    return own_window, carols


def test_logged_in_as_bob_is_not_said_beside_carols_token(logged_in):
    window, carols = logged_in
    window.paste(carols)
    assert window.text("login.status") == ""
    assert window.text("token.state") == "pasted"


def test_a_login_is_not_confirmed_any_more_after_an_edit_nor_a_logout_after_a_paste(logged_in):
    window, carols = logged_in
    window.remove_claim("jti")
    assert window.text("login.status") == ""
    assert window.text("claims.status") == "Removed jti. Undo restores it."
    window.click("login.log_out")
    window.wait_until(lambda: window.text("login.status").startswith("Logged out"))
    window.paste(carols)
    assert window.text("login.status") == window.text("claims.status") == ""


def test_nobody_is_logged_in_at_a_server_that_was_stopped(logged_in):
    window, _carols = logged_in
    window.trigger("server.stop")
    window.wait_until(lambda: window.text("server.status") == "demo server stopped")
    assert window.text("login.status") == ""
