import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QTableView, QToolButton

from tests.core.designs.stolen_token_samples import REACH, design, reached
from tests.presenters.stand_ins import server_info
from tests.ui.samples import USERS
from workbench.core.designs.stolen_token import Allowed, BlastRadius, ProtectedRoute, ReadableClaims
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.stolen_token import StolenTokenPresenter
from workbench.ui.designs.stolen_token.panel import StolenTokenPanel
from workbench.ui.designs.stolen_token.requests_table import StolenTokenRequestsModel
from workbench.ui.designs.stolen_token.routes_table import StolenTokenRoutesModel
from workbench.ui.designs.stolen_token.table import StolenTokenTableModel
from workbench.ui.item_views.bars import Bar, Strip
from workbench.ui.item_views.roles import Role

MANY = ProtectedRoute("GET", "/docs/{id}", "docs:read", False, 500, tuple(f"/docs/doc-{n}" for n in range(500)))


@pytest.fixture
def chosen(qapp):
    users = ChosenUser()
    users.show_server(server_info(users=USERS))
    return users


@pytest.fixture
def open_panel(show, loop, chosen, appearance):
    """Opens the view; its questions wait in `waiting` until the test answers them."""

    def open_one(reach=None, width=1180, height=700):
        waiting = []
        presenter = StolenTokenPresenter(
            lambda _question, run: run.stopped(), loop.server, chosen, lambda *call: waiting.append(call)
        )
        driver = show(StolenTokenPanel(presenter, chosen, appearance), width, height)
        driver.presenter, driver.waiting = presenter, waiting
        if reach is not None:
            driver.click("reach.run")
            waiting.pop()[2](reach)
        return driver

    return open_one


def texts(driver, name):
    model = driver.find(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def choose(driver, name, row):
    driver.find(QTableView, name).selectRow(row)


def test_it_says_what_to_do_as_long_as_nothing_was_asked(open_panel, chosen):
    panel = open_panel()
    assert "logs bob in under each design" in panel.text("reach.empty")
    assert not panel.find(QTableView, "reach.table").isVisible()
    assert not panel.find(QTableView, "reach.requests").isVisible()
    users = panel.find(QComboBox, "reach.user")
    users.setCurrentIndex(users.findData("alice"))
    assert chosen.username == "alice"
    assert "logs alice in" in panel.text("reach.empty")


def test_each_design_tells_what_it_opens_until_when_and_what_ends_it(open_panel):
    panel = open_panel(REACH)
    rows = texts(panel, "reach.table")
    assert [row[:4] for row in rows] == [
        ["identity", "3 of 10", "2 of 4", "1 of 6"],
        ["roles", "4 of 10", "4 of 4", "0 of 6"],
        ["large", "0 of 10", "0 of 4", "0 of 6"],
    ]
    assert [row[5] for row in rows] == ["logout, account, rights", "logout", "nothing gets through"]
    assert rows[0][4].endswith("30 min")


def test_the_chosen_design_is_told_in_words_and_route_by_route(open_panel):
    panel = open_panel(REACH)
    choose(panel, "reach.table", 1)
    assert panel.text("reach.summary").startswith("With bob's token a thief can make 4 of 10 requests")
    assert "for 30 min" in panel.text("reach.until")
    assert (
        panel.text("reach.disabling")
        == "Disabling the account: not before exp, since this design never looks up the account."
    )
    assert "roles in the token is believed" in panel.text("reach.taking_away")
    assert panel.text("reach.told").endswith('sub "bob", roles ["viewer"].')
    routes = texts(panel, "reach.requests")
    assert [row[0] for row in routes] == ["GET /me", "GET /docs/{id}", "PUT /docs/{id}", "POST /docs/{id}/open"]
    assert routes[1] == ["GET /docs/{id}", "3 of 3", "", "a, b, c%2F1", "docs:read"]
    assert routes[3][4] == "docs:open, break-glass"
    choose(panel, "reach.table", 2)
    assert panel.text("reach.summary") == "The token is too large: every request is answered 431."
    assert not panel.find(QLabel, "reach.disabling").isVisible()


def test_the_route_stays_chosen_when_another_design_is_looked_at(open_panel):
    panel = open_panel(REACH)
    choose(panel, "reach.requests", 1)
    assert texts(panel, "reach.each") == [["b", "acl"]]
    choose(panel, "reach.table", 1)
    assert texts(panel, "reach.each") == [["a", "roles"], ["b", "roles"], ["c%2F1", "roles"]]
    assert panel.text("reach.count") == "3 allowed: GET /docs/{id}, for docs:read."
    choose(panel, "reach.requests", 3)
    assert panel.text("reach.count") == "None allowed: POST /docs/{id}/open, for docs:open. A break-glass route."


def test_of_many_requests_a_few_can_be_found(open_panel):
    found = reached(MANY, *(Allowed(path, "acl") for path in MANY.paths))
    panel = open_panel(BlastRadius("bob", 0, (design(routes=(found,)),)))
    assert len(texts(panel, "reach.each")) == 500
    panel.type_into("reach.filter", "DOC-49")
    assert [row[0] for row in texts(panel, "reach.each")] == ["doc-49", *(f"doc-49{n}" for n in range(10))]
    assert panel.text("reach.count") == "11 of 500 match the filter: GET /docs/{id}."
    panel.find(QLineEdit, "reach.filter").clear()
    assert len(texts(panel, "reach.each")) == 500


def test_the_route_on_which_the_designs_differ_most_comes_first_to_the_eye(open_panel):
    panel = open_panel(REACH)
    assert panel.find(QTableView, "reach.requests").currentIndex().data() == "GET /docs/{id}"


def test_bars_show_the_shares_in_the_colours_of_the_designs(open_panel):
    panel = open_panel(REACH)
    designs = panel.find(QTableView, "reach.table").model()
    assert designs.index(1, 1).data(Role.BAR) == Bar(0.4, 1)
    choose(panel, "reach.table", 1)
    routes = panel.find(QTableView, "reach.requests").model()
    assert routes.index(1, 1).data(Role.BAR) == Bar(1.0, 1)
    assert routes.index(1, 2).data(Role.STRIP) == Strip((1 / 3, 1.0, 0.0), 1)
    spoken = routes.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "identity: 1 of 3\nroles: 3 of 3\nlarge: 0 of 3"
    assert "break-glass" in routes.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_asking_can_be_stopped_and_shows_how_far_it_is(open_panel):
    panel = open_panel()
    panel.click("reach.run")
    assert not panel.find(QPushButton, "reach.run").isVisible()
    panel.waiting[0][1](1, 4)
    panel.click("reach.stop")
    call, progress, *_ = panel.waiting[0]
    assert call(progress), "the experiment sees that it is stopped"
    panel.waiting.pop()[2](REACH)
    assert panel.find(QPushButton, "reach.run").isVisible()
    assert panel.text("reach.status").startswith("30 requests decided")


def test_the_figures_of_another_user_give_way_to_what_to_do(open_panel, chosen):
    panel = open_panel(REACH)
    chosen.choose("alice")
    assert panel.find(QLabel, "reach.empty").isVisible()
    assert not panel.find(QTableView, "reach.table").isVisible()
    chosen.choose("bob")
    assert panel.find(QTableView, "reach.table").isVisible()
    assert panel.text("reach.status").startswith("30 requests decided")


def test_every_control_tells_its_name_and_is_reached_in_the_order_of_the_work(open_panel):
    panel = open_panel(REACH)
    controls = (QComboBox, QLineEdit, QPushButton, QTableView, QToolButton)
    nameless = [
        each.objectName()
        for kind in controls
        for each in panel.window.findChildren(kind)
        if not QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name).strip()
    ]
    assert nameless == []
    panel.find(QComboBox, "reach.user").setFocus()
    order = []
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget().objectName())
    assert order == ["reach.run", "reach.table", "reach.words", "reach.requests", "reach.filter", "reach.each"]


def test_texts_of_a_token_are_shown_as_they_are(open_panel):
    readable = ReadableClaims(400, None, (("name", "<b>Bob</b>"),))
    panel = open_panel(BlastRadius("bob", 0, (design(readable=readable),)))
    assert '"<b>Bob</b>"' in panel.text("reach.told")
    for name in ("reach.told", "reach.summary", "reach.count", "reach.empty"):
        assert panel.find(QLabel, name).textFormat() is Qt.TextFormat.PlainText
    assert "so it never expires" in panel.text("reach.until")


def test_the_models_keep_to_the_rules_of_qt(qapp):
    designs, routes, requests = StolenTokenTableModel(), StolenTokenRoutesModel(), StolenTokenRequestsModel()
    for model in (designs, routes, requests):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    designs.show(REACH)
    for place in (0, 1):
        routes.show(REACH, place)
        requests.show(REACH.designs[place].routes[1])
    requests.filter("b")
    assert requests.rowCount() == 1
    designs.show(None)
    routes.show(None, 0)
    requests.show(None)
    assert (designs.rowCount(), routes.rowCount(), requests.rowCount()) == (0, 0, 0)
