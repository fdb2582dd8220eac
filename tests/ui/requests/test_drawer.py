import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableView

from tests.presenters.stand_ins import run_now, unproven
from tests.ui.screen_walk import overlapping
from tests.ui.stand_in_loop import Loop
from workbench.presenters.requests.consents import ConsentsPresenter
from workbench.presenters.requests.repeat import RepeatPresenter
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.requests.requests import RequestsPresenter
from workbench.ui.requests.answers import AnswersPanel
from workbench.ui.requests.bar import RequestsBar
from workbench.ui.requests.consent_strip import ConsentStrip
from workbench.ui.requests.details import AnswerDetails
from workbench.ui.requests.drawer import RequestDrawer
from workbench.ui.requests.why import WhyPanel
from workbench.ui.widgets.splitter import make_splitter

LEFT = Qt.MouseButton.LeftButton


class Page:
    """The answers with their tools, and what stands below them."""

    def __init__(self, qtbot, appearance):
        self.qtbot = qtbot
        loop = Loop()
        self.consents = ConsentsPresenter()
        self.client = loop.client
        self.replay = ReplayPresenter(loop.client, loop.server, run_now, self.consents)
        self.requests = RequestsPresenter(self.replay, loop.server, unproven)
        repeat = RepeatPresenter(loop.client, loop.server, self.replay, self.consents, run_now)
        loop.keys.ring.keys_changed.connect(loop.server.set_ring)
        loop.open()
        self.replay.set_issued("issued", "roles")
        self.replay.set_edited("edited")
        answers, why = AnswersPanel(self.replay, appearance), WhyPanel(appearance)
        answers.answer_selected.connect(why.show_answer)
        answers.add_strip(ConsentStrip("replay.consent", self.consents, appearance, answers))
        bar = RequestsBar(self.requests, appearance, answers)
        answers.add_bar(bar)
        self.requests.selected.connect(answers.select_row)
        drawer = RequestDrawer(self.requests, repeat, self.consents, appearance)
        details = AnswerDetails(why, lambda: drawer, bar, answers)
        self.widget = make_splitter("page", (answers, details), (1, 1), vertical=True)
        self.loop = loop
        self.requests.set_scenario(loop.replay.answers and [each.request for each in loop.replay.answers])

    def find(self, kind, name):
        found = self.widget.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name):
        button = self.find(QPushButton, name)
        assert button.isVisible(), name
        QTest.mouseClick(button, LEFT)

    def type(self, name, text):
        field = self.find(QLineEdit, name)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)

    def select(self, row):
        table = self.find(QTableView, "replay.table")
        table.setCurrentIndex(table.model().index(row, 2))

    def labels(self):
        model = self.find(QTableView, "replay.table").model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def text(self, name):
        return self.find(QLabel, name).text()


@pytest.fixture
def page(qtbot, appearance):
    page = Page(qtbot, appearance)
    qtbot.addWidget(page.widget)
    page.widget.resize(520, 760)
    with qtbot.waitExposed(page.widget):
        page.widget.show()
    return page


def test_a_request_is_edited_where_it_is_and_the_row_follows(page):
    page.select(1)
    page.click("requests.edit")
    assert page.find(QComboBox, "requests.method").currentText() == "DELETE"
    page.type("requests.url", "/documents/doc-2")
    assert page.labels() == ["GET /me", "DELETE /documents/doc-2"]
    page.type("requests.url", "documents")
    assert "slash" in page.text("requests.fault")
    assert page.labels()[1] == "DELETE /documents/doc-2", "what is no request is not taken"
    page.select(0)
    assert page.find(QLineEdit, "requests.url").text() == "/me"
    page.select(1)
    assert page.find(QLineEdit, "requests.url").text() == "documents", "and it is kept"
    page.click("requests.close")
    assert page.find(QTableView, "replay.checks").isVisible()


def test_headers_and_body_and_the_tokens_place_are_typed(page):
    page.select(0)
    page.click("requests.edit")
    page.click("requests.headers_add")
    table = page.find(QTableView, "requests.headers")
    table.model().setData(table.model().index(0, 0), "X Bad")
    assert "not a valid header name" in page.text("requests.fault")
    table.model().setData(table.model().index(0, 0), "X-Good")
    table.model().setData(table.model().index(0, 1), "1")
    assert page.text("requests.fault") == ""
    page.click("requests.part_body")
    page.qtbot.keyClicks(page.find(QPlainTextEdit, "requests.body"), '{"a":')
    assert "not JSON and is sent unchanged" in page.text("requests.fault")
    page.qtbot.keyClicks(page.find(QPlainTextEdit, "requests.body"), "1}")
    assert page.text("requests.fault") == ""
    places = page.find(QComboBox, "requests.placement")
    places.setCurrentIndex(places.findText("Cookie"))
    places.activated.emit(places.currentIndex())
    page.type("requests.placement_name", "sid")
    request = page.requests.requests[0]
    assert (request.headers, request.body) == ((("X-Good", "1"),), '{"a":1}')
    assert (request.placement.where, request.placement.name) == ("cookie", "sid")
    page.select(1)
    assert page.find(QPlainTextEdit, "requests.body").toPlainText() == ""
    page.select(0)
    assert page.find(QPlainTextEdit, "requests.body").toPlainText() == '{"a":1}'


def test_a_request_that_is_added_is_selected_and_open(page):
    page.click("requests.add")
    assert page.labels()[-1] == "GET /"
    assert page.find(QTableView, "replay.table").currentIndex().row() == 2
    page.type("requests.url", "/healthz")
    assert page.labels()[-1] == "GET /healthz"
    page.click("requests.remove")
    assert page.labels() == ["GET /me", "DELETE /documents/doc-1"]
    assert page.text("requests.status") == "Removed GET /healthz."
    page.click("requests.undo")
    assert page.labels()[-1] == "GET /healthz"


def test_the_question_has_all_its_lines_and_nothing_lies_on_the_answers_where_it_is_narrow(page):
    page.click("requests.add")
    page.type("requests.url", "http://a-host-with-a-long-name.example.org/x")
    page.replay.replay()
    page.widget.resize(450, page.widget.minimumSizeHint().height())
    QApplication.processEvents()
    page.widget.resize(450, page.widget.minimumSizeHint().height())
    QApplication.processEvents()
    question = page.find(QLabel, "replay.consent")
    assert question.height() >= question.heightForWidth(question.width())
    assert overlapping(page.widget) == []


def test_the_question_before_a_token_leaves_stands_beside_the_answers(page):
    strip = page.find(QPushButton, "replay.consent_once")
    assert not strip.isVisible()
    page.click("requests.add")
    page.type("requests.url", "http://api.example.org/x")
    page.replay.replay()
    assert strip.isVisible()
    assert "unencrypted to http://api.example.org" in page.text("replay.consent")
    assert page.find(QPushButton, "replay.consent_always").text() == "Always, unencrypted"
    assert len(page.client.sent) == 4
    page.click("replay.consent_always")
    assert not strip.isVisible()
    assert len(page.client.sent) == 6
    page.find(QAction, "requests.show_hosts").trigger()
    page.click("requests.revoke")
    assert page.consents.allowed == ()
    assert page.find(QLabel, "requests.no_hosts").isVisible()


def test_a_refused_import_keeps_the_command_and_says_why(page):
    page.find(QAction, "requests.import").trigger()
    field = page.find(QPlainTextEdit, "requests.curl")
    field.setPlainText("curl http://h/ -d @secret.txt")
    page.click("requests.import_submit")
    assert "no file is read" in page.text("requests.import_status")
    assert field.toPlainText()
    field.setPlainText("curl http://h/x -H 'Authorization: Bearer abc'")
    page.click("requests.import_submit")
    assert field.toPlainText() == ""
    assert page.labels()[-1] == "GET h/x"
    assert page.find(QPushButton, "requests.take_token").isVisible()


def test_repeating_shows_the_times_and_whether_the_answers_agree(page):
    page.select(0)
    page.find(QAction, "requests.show_repeat").trigger()
    page.click("requests.repeat")
    assert page.text("requests.repeat_status") == "All 20 answers agree: 200."
    assert page.text("requests.repeat_95") == "0.5 ms"
