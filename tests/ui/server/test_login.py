import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QToolButton

from tests.presenters.stand_ins import RunLater, heard, server_info
from tests.ui.samples import DESIGNS, ISSUED, USERS, user
from workbench.presenters.server.login import LoginPresenter
from workbench.ui.server.login import LoginPanel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(show, loop, appearance):
    made = LoginPanel(loop.login, loop.logout, appearance)
    made.show_server(server_info(users=USERS, designs=DESIGNS))
    return show(made, 900, 60)


@pytest.fixture
def issued(loop):
    return heard(loop.login.token_issued)


def field(panel, name):
    return panel.find(QLineEdit, name)


def users(panel):
    """The list of users, while it is open."""
    return field(panel, "login.username").completer().popup()


def type_both(panel, username, password):
    panel.type_into("login.username", username)
    users(panel).hide()
    panel.type_into("login.password", password)


@pytest.mark.parametrize("name", ["login.username", "login.password"])
def test_enter_in_either_field_logs_in(panel, issued, name):
    type_both(panel, "bob", "bob-pass")
    QTest.keyClick(field(panel, name), Qt.Key.Key_Return)
    assert issued == [(ISSUED, "identity")]
    assert panel.text("login.status") == "Logged in as bob, design identity."


def test_the_button_logs_in_with_the_design_that_was_chosen(panel, issued):
    type_both(panel, "  bob ", "bob-pass")
    designs = panel.find(QComboBox, "login.design")
    assert [designs.itemText(row) for row in range(designs.count())] == ["identity", "roles", "groups-acl"]
    designs.setFocus()
    QTest.keyClick(designs, Qt.Key.Key_Down)
    panel.click("login.submit")
    assert issued == [(ISSUED, "roles")]


@pytest.mark.parametrize(
    ("username", "password", "says"),
    [
        ("bob", "guess", "Wrong user name or password. Check the user name and the password."),
        ("nobody", "bob-pass", "Wrong user name or password. Check the user name and the password."),
        ("", "bob-pass", "Enter a user name first."),
        ("bob", "", "Enter the password first."),
    ],
)
def test_what_was_typed_stays_when_it_is_refused_and_the_reason_stands_beside_it(
    panel, issued, username, password, says
):
    type_both(panel, username, password)
    panel.click("login.submit")
    assert panel.text("login.status") == says
    assert (field(panel, "login.username").text(), field(panel, "login.password").text()) == (username, password)
    assert issued == []
    assert panel.find(QPushButton, "login.submit").isEnabled()


def test_a_server_that_is_stopped_or_silent_is_named_with_what_to_do(panel, loop):
    type_both(panel, "bob", "bob-pass")
    loop.client.dead = True
    panel.click("login.submit")
    assert "connection refused. Start the demo server" in panel.text("login.status")
    loop.server.stop()
    panel.click("login.submit")
    assert panel.text("login.status").startswith("The demo server is not running. Start it again")


def test_a_log_in_that_is_under_way_is_not_sent_twice(show, loop, appearance):
    later = RunLater()
    login = LoginPresenter(loop.client, loop.server, later)
    driver = show(LoginPanel(login, loop.logout, appearance), 900, 60)
    type_both(driver, "bob", "bob-pass")
    QTest.keyClick(field(driver, "login.password"), Qt.Key.Key_Return)
    QTest.keyClick(field(driver, "login.password"), Qt.Key.Key_Return)
    assert len(later.waiting) == 1
    assert driver.text("login.status") == "Logging in as bob…"
    assert not driver.find(QPushButton, "login.submit").isEnabled()
    later.let_one_through()
    assert driver.find(QPushButton, "login.submit").isEnabled()


def test_the_password_is_not_shown(panel):
    type_both(panel, "bob", "bob-pass")
    assert "bob" not in field(panel, "login.password").displayText()


def test_the_list_tells_each_users_roles_groups_and_state(panel):
    QTest.keyClick(field(panel, "login.username"), Qt.Key.Key_Down)
    shown = [users(panel).model().index(row, 0).data() for row in range(len(USERS))]
    assert shown == [
        "alice · editor · engineering",
        "bob · viewer · sales",
        "erin · viewer · sales · account disabled",
    ]


@pytest.mark.parametrize(("downs", "chosen"), [(0, "alice"), (1, "bob"), (2, "erin")])
def test_a_user_chosen_by_keys_brings_the_password_and_is_not_logged_in_yet(panel, loop, issued, downs, chosen):
    told = heard(loop.login.status_changed)
    username = field(panel, "login.username")
    username.setFocus()
    QTest.keyClick(username, Qt.Key.Key_Down)
    assert users(panel).isVisible()
    # The first user is marked already while the field is empty; the first Down makes it the field's.
    for _down in range(downs + 1 if downs else 0):
        QTest.keyClick(users(panel), Qt.Key.Key_Down)
    QTest.keyClick(users(panel), Qt.Key.Key_Return)
    assert username.text() == chosen
    assert field(panel, "login.password").text() == f"{chosen}-pass"
    assert QApplication.focusWidget() is field(panel, "login.password")
    assert (told, issued) == ([], [])


def test_a_user_chosen_by_click_brings_name_and_password(panel):
    arrow = next(each for each in field(panel, "login.username").findChildren(QToolButton) if each.isVisible())
    QTest.mouseClick(arrow, LEFT)
    listed = users(panel)
    assert listed.isVisible()
    where = listed.visualRect(listed.model().index(1, 0)).center()
    QTest.mouseClick(listed.viewport(), LEFT, pos=where)
    assert field(panel, "login.username").text() == "bob"
    assert field(panel, "login.password").text() == "bob-pass"


def test_typing_the_beginning_marks_the_user_and_enter_takes_it(panel, issued):
    username = field(panel, "login.username")
    panel.window.focus()
    QTest.keyClicks(username, "bo")
    QTest.keyClick(users(panel), Qt.Key.Key_Return)
    assert (username.text(), field(panel, "login.password").text()) == ("bob", "bob-pass")
    QTest.keyClick(field(panel, "login.password"), Qt.Key.Key_Return)
    assert len(issued) == 1


def test_what_was_chosen_last_time_is_there_before_the_server_is(show, loop, appearance):
    panel = LoginPanel(loop.login, loop.logout, appearance)
    panel.prefill("alice", "groups-acl")
    assert (panel.username, panel.design) == ("alice", "groups-acl")
    panel.show_server(server_info(users=USERS, designs=DESIGNS))
    assert (panel.username, panel.design) == ("alice", "groups-acl")
    panel.show_server(server_info(designs=DESIGNS[:2]))
    assert panel.design == "identity", "the server does not know the other one"


def test_the_focus_goes_to_the_user_name_with_all_of_it_selected(panel):
    type_both(panel, "bob", "guess")
    panel.window.focus()
    assert QApplication.focusWidget() is field(panel, "login.username")
    assert field(panel, "login.username").selectedText() == "bob"


def test_a_name_of_another_scenario_does_not_stay(panel, loop, appearance):
    type_both(panel, "bob", "bob-pass")
    panel.click("login.submit")
    others = (user("mara"), user("noor"))
    panel.window.show_server(server_info(scenario="clinic", users=others, designs=DESIGNS))
    assert (field(panel, "login.username").text(), field(panel, "login.password").text()) == ("", "")
    assert panel.text("login.status") == ""
    assert field(panel, "login.username").placeholderText() == "mara, noor, …"


def test_a_name_that_is_typed_while_the_server_starts_stays_and_one_of_last_time_goes(show, loop, appearance):
    made = LoginPanel(loop.login, loop.logout, appearance)
    made.prefill("mara", "roles")
    panel = show(made, 900, 60)
    made.show_server(server_info(users=USERS, designs=DESIGNS))
    assert field(panel, "login.username").text() == ""
    panel.type_into("login.username", "al")
    made.show_server(server_info(users=USERS, designs=DESIGNS))
    assert field(panel, "login.username").text() == "al"


def test_a_design_is_chosen_where_it_is_offered(panel):
    panel.window.choose_design("groups-acl")
    panel.window.choose_design("nowhere")
    assert panel.find(QComboBox, "login.design").currentText() == "groups-acl"


def test_a_user_is_filled_in_with_the_password_so_that_enter_logs_in(show, loop, appearance, issued):
    made = LoginPanel(loop.login, loop.logout, appearance)
    made.prefill("bob", "roles")
    panel = show(made, 900, 60)
    made.focus()
    made.show_server(server_info(users=USERS, designs=DESIGNS))
    assert field(panel, "login.password").text() == "bob-pass"
    assert field(panel, "login.username").selectedText() == "bob", "typing another name replaces it"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert issued == [(ISSUED, "roles")]


def test_another_name_has_another_password_but_a_typed_one_stays(panel):
    assert (field(panel, "login.username").text(), field(panel, "login.password").text()) == ("alice", "alice-pass")
    panel.window.focus()
    QTest.keyClicks(field(panel, "login.username"), "bob")
    assert field(panel, "login.password").text() == ""
    panel.type_into("login.password", "typed")
    panel.type_into("login.username", "erin")
    assert field(panel, "login.password").text() == "typed"


def test_a_design_whose_extra_is_not_installed_is_offered_and_says_what_to_install(panel):
    panel.window.show_server(server_info(users=USERS, designs=DESIGNS, unavailable={"cedar": "install it with: pip"}))
    designs = panel.find(QComboBox, "login.design")
    assert designs.itemText(designs.count() - 1) == "cedar"
    assert designs.itemData(designs.count() - 1, Qt.ItemDataRole.ToolTipRole) == "install it with: pip"


def test_enter_in_the_design_logs_in(panel, issued):
    type_both(panel, "bob", "bob-pass")
    designs = panel.find(QComboBox, "login.design")
    designs.setFocus()
    QTest.keyClick(designs, Qt.Key.Key_Return)
    assert issued == [(ISSUED, "identity")]


@pytest.mark.parametrize(("username", "password", "empty"), [("", "x", "username"), ("bob", "", "password")])
def test_a_missing_entry_gets_the_focus_and_no_field_moves(panel, username, password, empty):
    type_both(panel, username, password)
    fields = [field(panel, name) for name in ("login.username", "login.password")]
    before = [each.geometry() for each in fields]
    panel.click("login.submit")
    QApplication.processEvents()
    assert panel.text("login.status")
    assert QApplication.focusWidget() is field(panel, f"login.{empty}")
    assert [each.geometry() for each in fields] == before


MANY = tuple(user(f"reader-{number}") for number in range(2000))


@pytest.mark.parametrize(
    ("typed", "shown", "chosen"),
    [("er-199", 11, "reader-199"), ("READER-7", 111, "reader-7"), ("reader-1999", 1, "reader-1999")],
)
def test_a_long_list_of_users_is_filtered_while_one_types_and_enter_takes_the_best(panel, issued, typed, shown, chosen):
    panel.window.show_server(server_info(users=MANY, designs=DESIGNS))
    panel.window.focus()
    QTest.keyClicks(field(panel, "login.username"), typed)
    assert users(panel).isVisible()
    assert users(panel).model().rowCount() == shown
    QTest.keyClick(users(panel), Qt.Key.Key_Return)
    assert field(panel, "login.username").text() == chosen
    assert field(panel, "login.password").text() == f"{chosen}-pass"


def test_down_shows_all_users_after_some_were_filtered(panel):
    panel.window.focus()
    QTest.keyClicks(field(panel, "login.username"), "bo")
    assert users(panel).model().rowCount() == 1
    users(panel).hide()
    QTest.keyClick(field(panel, "login.username"), Qt.Key.Key_Down)
    assert users(panel).model().rowCount() == len(USERS)


@pytest.mark.parametrize("by_click", [False, True])
def test_typing_replaces_a_password_that_was_filled_in(panel, by_click):
    panel.window.focus()
    password = field(panel, "login.password")
    if by_click:
        QTest.mouseClick(password, LEFT)
    else:
        QTest.keyClicks(field(panel, "login.username"), "bo")
        QTest.keyClick(users(panel), Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "mine")
    assert password.text() == "mine"


def test_the_next_click_into_the_password_only_places_the_cursor(panel):
    panel.window.focus()
    password = field(panel, "login.password")
    QTest.mouseClick(password, LEFT)
    QTest.mouseClick(password, LEFT)
    assert password.selectedText() == ""


def test_log_out_is_offered_after_a_login_until_it_was_done(panel, loop):
    log_out = panel.find(QPushButton, "login.log_out")
    assert not log_out.isEnabled()
    type_both(panel, "bob", "bob-pass")
    panel.click("login.submit")
    panel.click("login.log_out")
    assert loop.client.refused == {ISSUED}
    assert panel.text("login.status") == "Logged out: the token is revoked. Replay to see who refuses it."
    assert not log_out.isEnabled()
    loop.client.token = "aa.bb.cc"
    panel.click("login.submit")
    assert log_out.isEnabled()


def test_the_focus_stays_in_the_login_when_its_buttons_were_pressed(show, loop, appearance):
    later = RunLater()
    login = LoginPresenter(loop.client, loop.server, later)
    driver = show(LoginPanel(login, loop.logout, appearance), 900, 60)
    driver.window.show_server(server_info(users=USERS, designs=DESIGNS))
    loop.issue()
    submit, log_out = driver.find(QPushButton, "login.submit"), driver.find(QPushButton, "login.log_out")
    submit.setFocus()
    QTest.keyClick(submit, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is field(driver, "login.username"), (
        "not on Log out, which the next key would press"
    )
    later.let_one_through()
    log_out.setFocus()
    QTest.keyClick(log_out, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is submit
