import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QPushButton, QTableView

from tests.presenters.designs.test_timing import EVERYTHING, IDENTITY, QUESTION, ROLES, Measurements, measurement
from tests.presenters.stand_ins import RunLater, server_info
from tests.ui.samples import USERS
from workbench.core.designs.timing import TimingQuestion
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.timing import TimingPresenter
from workbench.ui import shortcuts
from workbench.ui.designs.time.panel import TimingPanel
from workbench.ui.designs.time.parts_bar import PartsChart
from workbench.ui.designs.time.table import Column
from workbench.ui.exports.pictures import as_svg
from workbench.ui.theme import LIGHT, Scheme


@pytest.fixture
def measure():
    return Measurements(measurement(IDENTITY, ROLES, EVERYTHING))


@pytest.fixture
def later():
    return RunLater()


@pytest.fixture
def panel(loop, appearance, show, measure, later):
    def run(call, on_progress, on_success, on_failure, /):
        later(lambda: call(on_progress), on_success, on_failure)

    chosen = ChosenUser()
    made = TimingPanel(TimingPresenter(measure, loop.server, run), chosen, appearance)
    info = server_info(users=USERS)
    chosen.show_server(info)
    made.show_server(info)
    return show(made, 1000, 640)


@pytest.fixture
def measured(panel, later):
    panel.click("time.measure")
    later.let_one_through()
    return panel


def test_at_first_the_panel_says_what_to_do(panel):
    assert not panel.find(QTableView, "time.table").isVisible()
    [words] = [label.text() for label in panel.window.findChildren(QLabel) if "Measure (F6)" in label.text()]
    assert "on a copy of the demo server" in words


def test_the_question_is_what_the_boxes_say(panel, measure, later):
    request = panel.find(QComboBox, "time.request")
    assert [request.itemText(row) for row in range(request.count())] == [
        "all 2 in turn", "GET /me", "DELETE /documents/doc-1",
    ]  # fmt: skip
    user = panel.find(QComboBox, "time.user")
    user.setCurrentIndex(0)
    panel.choose("time.request", "GET /me")
    panel.choose("time.repetitions", "1,000 a design")
    assert panel.find(QDoubleSpinBox, "time.lookup_ms").text() == "1 ms"
    panel.type_into("time.lookup_ms", "1.5", QDoubleSpinBox)
    panel.click("time.measure")
    later.let_one_through()
    assert measure.asked == [TimingQuestion(USERS[0].username, "me", 1000, 1.5)]


def test_two_hundred_of_all_requests_are_measured_unless_the_user_chooses_otherwise(panel, measure, later):
    panel.click("time.measure")
    later.let_one_through()
    assert (measure.asked[0].request, measure.asked[0].repetitions) == (QUESTION.request, QUESTION.repetitions)


def test_while_it_measures_it_can_be_stopped_and_not_started_again(panel, later):
    panel.click("time.measure")
    assert not panel.find(QPushButton, "time.measure").isVisible()
    panel.click("time.stop")
    later.let_one_through()
    assert panel.find(QPushButton, "time.measure").isVisible()
    assert not panel.find(QPushButton, "time.stop").isVisible()


def test_the_figures_and_how_to_read_them_are_shown(measured):
    table = measured.find(QTableView, "time.table")
    assert table.isVisible()
    assert table.model().index(0, Column.MEDIAN).data() == "300"
    assert measured.text("time.sentence").startswith("identity makes 1 to 3 lookups a request")
    assert measured.text("time.comparison").startswith("Its median is 300 µs: 1.25 times that of roles")
    assert measured.text("time.basis") == "bob · 10 requests in turn · tokens signed with ES256"
    assert measured.text("time.status").startswith("Nothing to measure under everything")


def test_the_sentence_is_about_the_row_chosen_however_the_rows_are_sorted(measured):
    table = measured.find(QTableView, "time.table")
    table.sortByColumn(Column.MEDIAN, Qt.SortOrder.DescendingOrder)
    assert [table.model().index(row, 0).data() for row in range(3)] == ["identity", "roles", "everything"]
    table.selectRow(2)
    assert measured.text("time.sentence").startswith("everything: 431")
    assert not measured.find(QLabel, "time.comparison").isVisible()
    table.sortByColumn(Column.MEDIAN, Qt.SortOrder.AscendingOrder)
    table.selectRow(1)
    assert measured.text("time.sentence").startswith("roles makes no lookup")


def test_the_bars_are_painted_in_the_colours_of_the_parts_and_as_long_as_the_times(measured, appearance):
    table = measured.find(QTableView, "time.table")

    def widths(row):
        cell = table.visualRect(table.model().index(row, Column.BAR))
        picture = table.viewport().grab(cell).toImage()
        middle = picture.height() // 2
        line = [picture.pixelColor(x, middle).name() for x in range(picture.width())]
        parts = (QColor(colour).name() for colour in appearance.theme.parts)
        return [line.count(colour) for colour in parts]

    table.selectRow(2)  # selected rows have another ground
    verification, lookups, policy = widths(0)
    assert verification == pytest.approx(3 * lookups, abs=6)
    assert policy == pytest.approx(lookups * 2 / 3, abs=4)
    assert widths(1)[1] == 0, "roles has no look-ups"
    assert sum(widths(2)) == 0
    appearance.set_scheme(Scheme.DARK)
    assert appearance.theme is not LIGHT
    assert widths(0)[0] == pytest.approx(verification, abs=2)


def test_a_new_server_offers_its_own_requests_and_the_choice_stays_where_it_can(panel):
    panel.choose("time.request", "GET /me")
    panel.window.show_server(server_info(users=USERS))
    assert panel.find(QComboBox, "time.request").currentText() == "GET /me"
    panel.window.show_server(server_info(users=USERS, requests=server_info().requests[1:]))
    assert panel.find(QComboBox, "time.request").currentText() == "all 1 in turn"


def test_the_keyboard_starts_and_stops_and_goes_through_the_boxes_in_their_order(panel, later):
    button = panel.find(QPushButton, "time.measure")
    assert button.shortcut().toString() == shortcuts.RUN_VIEW
    panel.find(QComboBox, "time.user").setFocus()
    passed = []
    for _ in range(5):
        passed.append(panel.window.focusWidget().objectName())
        QTest.keyClick(panel.window.focusWidget(), Qt.Key.Key_Tab)
    assert passed == ["time.user", "time.request", "time.repetitions", "time.lookup_ms", "time.measure"]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert panel.window.focusWidget().objectName() == "time.stop"
    QTest.keyClick(panel.window.focusWidget(), Qt.Key.Key_Space)
    later.let_one_through()
    assert panel.window.focusWidget() is button


def test_the_picture_of_the_chart_has_a_bar_with_name_and_time_for_each_design(measured):
    chart = measured.find(PartsChart, "time.chart")
    svg = as_svg(chart, "Time of a request").decode()
    for words in ("verification", "the rest", "identity", "roles", "everything", " µs<"):
        assert words in svg
    assert svg.count(LIGHT.parts[0].lower()) == 3  # the legend's square and two bars; one was not decided
    assert chart.picture_words().startswith("Parts of an average request, verification, lookups, policy and the rest: ")


def test_before_a_measurement_the_chart_has_no_picture(panel):
    assert not panel.find(PartsChart, "time.chart").has_picture()
