import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QToolButton

from tests.presenters.stand_ins import NOW, RunLater, server_info
from tests.ui.stand_in_loop import Loop
from workbench.core.errors import PortInUseError
from workbench.presenters.server.server import ServerPresenter
from workbench.ui.server.server_bar import ServerPanel
from workbench.ui.widgets.notice import Notice

STATUS = "server.status"
RUNNING = "127.0.0.1:8080 strict"


@pytest.fixture
def panel(show, loop, appearance):
    return show(ServerPanel(loop.server, appearance), 420, 48)


def enabled(panel):
    """What the menu offers: starting, stopping."""
    return tuple(panel.find(QAction, name).isEnabled() for name in ("server.start", "server.stop"))


def choose(panel, *keys):
    """Go through the menu by keys. It is opened here: a click on its button would wait until it is closed again."""
    button = panel.find(QToolButton, "server.actions")
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    for key in keys:
        QTest.keyClick(QApplication.activePopupWidget(), key)


def test_a_running_server_shows_its_address_and_that_it_is_strict(panel):
    assert panel.text(STATUS) == RUNNING
    assert enabled(panel) == (False, True)


def test_the_server_is_stopped_and_started_from_its_menu(panel, loop):
    choose(panel, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert loop.host.stops == 1
    assert panel.text(STATUS) == "demo server stopped"
    assert enabled(panel) == (True, False)
    choose(panel, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert panel.text(STATUS) == RUNNING
    assert loop.host.ports == [0, 8080], "the second time on the port of the first"


def test_a_letter_chooses_from_the_menu(panel, loop):
    choose(panel, Qt.Key.Key_T)
    assert panel.text(STATUS) == "demo server stopped"
    choose(panel, Qt.Key.Key_S)
    assert panel.text(STATUS) == RUNNING


def test_a_starting_server_can_neither_be_started_nor_stopped(show, appearance, qapp):
    later = RunLater()
    loop = Loop()
    server = ServerPresenter(loop.host, later)
    loop.keys.ring.keys_changed.connect(server.set_ring)
    loop.keys.ring.open()
    driver = show(ServerPanel(server, appearance), 420, 48)
    assert driver.text(STATUS) == "demo server starting…"
    server.start()
    assert enabled(driver) == (False, False)
    later.let_one_through()
    assert driver.text(STATUS) == RUNNING


def test_a_server_that_cannot_start_is_shown_and_can_be_started_again(panel, loop):
    loop.server.stop()
    loop.host.problem = PortInUseError("Port 8080 is in use.")
    loop.server.start()
    assert panel.text(STATUS) == "demo server not running"
    assert enabled(panel) == (True, False)
    loop.server.start()
    assert panel.text(STATUS) == RUNNING


def test_switched_on_weaknesses_are_named_instead_of_strict(panel, loop):
    loop.server.stop()
    loop.host.start = lambda *_arguments: server_info(weaknesses=("alg-none", "no-expiry"))
    loop.server.start()
    assert panel.text(STATUS) == "127.0.0.1:8080 alg-none, no-expiry"


def test_the_clock_moves_the_servers_time_and_back(panel, loop):
    clock = panel.find(QComboBox, "server.clock")
    assert clock.currentText() == "now"
    clock.setFocus()
    QTest.keyClick(clock, Qt.Key.Key_Down)
    assert clock.currentText() == "+5 min"
    assert loop.host.now() == NOW + 300
    clock.setCurrentIndex(clock.findText("−5 min"))
    assert loop.host.now() == NOW - 300
    QTest.keyClick(clock, Qt.Key.Key_Home)
    assert loop.host.now() == NOW


def limits(panel):
    """What the menu of header limits says of each, and which is chosen."""
    actions = panel.find(QMenu, "server.header_limit").actions()
    return [action.text() for action in actions], [action.data() for action in actions if action.isChecked()]


def test_the_header_limit_is_chosen_among_those_of_real_servers(panel, loop):
    words, chosen = limits(panel)
    assert "8,192 B, as nginx, Tomcat and 3 more" in words
    assert "16,384 B, as Node.js http, Twisted web and 3 more (default)" in words
    assert chosen == [16_384]
    panel.trigger("server.header_limit_8192")
    assert loop.host.header_limit == 8192
    assert limits(panel)[1] == [8192]
    assert panel.find(QMenu, "server.header_limit").title() == "Header &limit: 8,192 B"
    assert "nginx 1.22.1: up to 8,168 B" in panel.find(QAction, "server.header_limit_8192").toolTip()


def test_the_lookup_time_is_chosen_by_where_the_directory_might_be(panel, loop):
    menu = panel.find(QMenu, "server.lookup_delay")
    assert menu.title() == "Look&up time: +0 ms"
    panel.trigger("server.lookup_delay_0.5")
    assert loop.host.lookup_delay_ms == 0.5
    assert menu.title() == "Look&up time: +0.5 ms"
    assert [action.data() for action in menu.actions() if action.isChecked()] == [0.5]


def test_what_does_not_answer_is_chosen_and_shown_beside_the_address(panel, loop):
    menu = panel.find(QMenu, "server.failing")
    assert menu.title() == "Fa&ilures: none"
    panel.trigger("server.fails_directory")
    panel.trigger("server.fails_deny-list")
    assert loop.host.failing == ("directory", "deny-list")
    assert menu.title() == "Fa&ilures: directory, deny-list"
    assert panel.text(STATUS) == "127.0.0.1:8080 directory fails, deny-list fails"
    panel.trigger("server.fails_directory")
    panel.trigger("server.fails_deny-list")
    assert loop.host.failing == ()
    assert panel.text(STATUS) == RUNNING


def test_the_header_limit_is_reached_by_keys(panel, loop):
    choose(panel, Qt.Key.Key_L)  # opens the menu of limits
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    assert loop.host.header_limit in (4096, 8192)


def test_a_notice_says_why_the_server_does_not_start_and_starts_it_again(show, loop, appearance):
    notice = Notice("server.problem", appearance, "Start again")
    loop.server.status_changed.connect(notice.show_status)
    notice.action_requested.connect(loop.server.start)
    loop.server.stop()
    driver = show(notice, 700, 44)
    loop.host.problem = PortInUseError("Port 8080 is in use.")
    loop.server.start()
    assert notice.isVisible()
    assert driver.text("server.problem").startswith("Port 8080 is in use. End the other program")
    driver.click("server.problem_action")
    assert loop.server.running_url is not None
    assert not notice.isVisible()


def test_a_notice_that_was_put_away_comes_back_with_the_next_trouble(show, loop, appearance):
    notice = Notice("server.problem", appearance, "Start again")
    loop.server.status_changed.connect(notice.show_status)
    driver = show(notice, 700, 44)
    for _time in range(2):
        loop.server.stop()
        loop.host.problem = PortInUseError("Port 8080 is in use.")
        loop.server.start()
        assert notice.isVisible()
        driver.click("server.problem_dismiss")
        assert not notice.isVisible()
        loop.server.start()


def test_a_scenario_is_chosen_from_the_menu_and_the_one_served_is_ticked(show, loop, appearance):
    driver = show(ServerPanel(loop.server, appearance, scenarios=("documents", "clinic")), 420, 48)
    names = ("server.scenario_documents", "server.scenario_clinic")
    assert [driver.find(QAction, name).isChecked() for name in names] == [True, False]
    driver.trigger("server.scenario_clinic")
    assert loop.server.info.scenario == "clinic"
    assert [driver.find(QAction, name).isChecked() for name in names] == [False, True]
    assert driver.text(STATUS) == RUNNING


def test_a_scenario_of_ones_own_stands_beside_the_built_in_ones(show, loop, appearance):
    loop.host.scenario = "/home/me/h&m.toml"
    driver = show(ServerPanel(loop.server, appearance, scenarios=("documents",)), 420, 48)
    own = driver.find(QAction, "server.scenario_h&m")
    assert (own.text(), own.isChecked()) == ("h&&m.toml", True)
    assert own.toolTip() == '<p style="white-space: pre-wrap">/home/me/h&amp;m.toml</p>'
