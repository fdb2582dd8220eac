import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QTableView

from tests.presenters.stand_ins import RunLater
from tests.ui.samples import ISSUED, STRANGER
from tests.ui.variants.test_impact_table import sample_impact
from workbench.core.variants.impact import Effect, Impact, Readers
from workbench.core.variants.omissions import Untried, omissions
from workbench.presenters.variants.impact import ImpactPresenter
from workbench.ui.variants.impact import ImpactPanel

HTML = "<b>bold</b> & more"


class Runs:
    """Keeps what is to be found out until the test lets it through; reports that half is done when it starts."""

    def __init__(self):
        self.later = RunLater()
        self.result = sample_impact()
        self.stopped = None
        self.questions = []

    def find(self, question, run, /):
        self.questions.append(question)
        self.stopped = run.stopped
        return self.result

    def run(self, call, on_progress, on_success, on_failure, /):
        on_progress(3, 6)
        self.later(lambda: call(on_progress), on_success, on_failure)


@pytest.fixture
def runs():
    return Runs()


@pytest.fixture
def empty(show, loop, appearance, runs):
    loop.keys.ring.keys_changed.connect(loop.editor.set_keys)
    loop.editor.choose_key(loop.keys.ring.keys[0].kid)
    presenter = ImpactPresenter(loop.editor, loop.replay, loop.server, runs.find, runs.run)
    driver = show(ImpactPanel(presenter, appearance), 480, 340)
    driver.presenter = presenter
    return driver


@pytest.fixture
def panel(empty, loop):
    loop.issue()
    return empty


def visible(panel, name, kind=QPushButton):
    return panel.find(kind, name).isVisible()


def find_out(panel, runs):
    panel.click("impact.run")
    runs.later.let_one_through()


def test_an_empty_panel_says_how_to_begin_and_then_what_the_button_does(empty, loop):
    assert "Log in to get a token" in empty.text("impact.empty")
    loop.issue()
    assert empty.text("impact.empty").startswith("Which claim decides what? Find out omits each claim")
    assert not visible(empty, "impact.table", QTableView)
    loop.editor.choose_key(STRANGER.kid)
    assert "does not trust stranger" in empty.text("impact.empty")
    empty.click("impact.run")
    assert "does not trust stranger" in empty.text("impact.status")


def test_while_it_runs_there_is_a_stop_button_in_the_place_of_the_start_button(panel, runs):
    start = panel.find(QPushButton, "impact.run")
    start.setFocus()
    panel.click("impact.run")
    assert (visible(panel, "impact.run"), visible(panel, "impact.stop")) == (False, True)
    progress = panel.find(QProgressBar, "impact.progress")
    assert (progress.isVisible(), progress.value(), progress.maximum()) == (True, 3, 6)
    assert panel.find(QPushButton, "impact.stop").hasFocus()
    panel.click("impact.stop")
    runs.later.let_one_through()
    assert runs.stopped()
    assert (visible(panel, "impact.run"), visible(panel, "impact.stop")) == (True, False)
    assert not progress.isVisible()


def test_a_result_opens_at_the_first_part_that_decides_something(panel, runs):
    find_out(panel, runs)
    assert not visible(panel, "impact.empty", QLabel)
    assert panel.find(QTableView, "impact.table").currentIndex().row() == 1
    assert panel.text("impact.explanation") == (
        "Without roles, 1 of 2 answers is different. Read by permission in 2 of 2 requests."
    )
    changes = panel.find(QTableView, "impact.changes")
    assert changes.isVisible()
    assert [changes.model().index(0, number).data() for number in range(3)] == [
        "GET /a",
        "200",
        "403 permission.refused",
    ]


def test_a_choice_of_a_part_explains_it(panel, runs):
    find_out(panel, runs)
    panel.select_impact("jti")
    assert panel.text("impact.explanation").startswith(
        "jti: read, but makes no difference here. Read by permission in 2"
    )
    assert not visible(panel, "impact.changes", QTableView)
    panel.select_impact("exp")
    assert panel.text("impact.explanation").endswith("401 (expiry.missing). The token has no exp.")
    assert panel.find(QTableView, "impact.changes").model().rowCount() == 2


def test_the_arrow_keys_go_through_the_parts(panel, runs):
    find_out(panel, runs)
    table = panel.find(QTableView, "impact.table")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert panel.text("impact.explanation").startswith('Without "viewer" of roles, 1 of 2')


def test_a_new_result_keeps_the_part_that_was_looked_at(panel, runs):
    find_out(panel, runs)
    panel.select_impact("ids")
    find_out(panel, runs)
    assert panel.text("impact.explanation").startswith("ids: never read")


def test_an_edit_makes_the_result_out_of_date_and_its_summary_goes(panel, runs, loop):
    find_out(panel, runs)
    assert visible(panel, "impact.status", QLabel)
    loop.editor.remove_claim(0)
    assert panel.text("impact.outdated") == "Out of date: the token changed. Find out again."
    assert not visible(panel, "impact.status", QLabel)
    find_out(panel, runs)
    assert not visible(panel, "impact.outdated", QLabel)
    assert visible(panel, "impact.status", QLabel)


def test_what_was_told_last_is_shown(panel, runs, loop):
    find_out(panel, runs)
    loop.editor.choose_key(STRANGER.kid)
    assert panel.text("impact.outdated") == "Out of date: the key changed. Find out again."
    panel.click("impact.run")
    assert "does not trust stranger" in panel.text("impact.status")
    assert visible(panel, "impact.status", QLabel)
    assert not visible(panel, "impact.outdated", QLabel)


def test_a_result_that_is_out_of_date_as_it_comes_says_so_again(panel, runs, loop):
    find_out(panel, runs)
    loop.editor.edit_claim(0, "elsewhere")
    panel.click("impact.run")
    loop.editor.edit_claim(0, "nowhere")
    runs.later.let_one_through()
    assert visible(panel, "impact.outdated", QLabel)
    assert panel.text("impact.outdated") == "Out of date: the token changed. Find out again."


def test_all_elements_are_offered_only_where_some_were_passed_over(panel, runs):
    find_out(panel, runs)
    assert not visible(panel, "impact.all")
    whole = sample_impact()
    runs.result = Impact(whole.question, 2, whole.effects, untried=(Untried("ids", 9800),))
    find_out(panel, runs)
    assert "9,800 further elements of ids were not tried." in panel.text("impact.status")
    panel.click("impact.all")
    assert not visible(panel, "impact.all"), "one run at a time"
    runs.later.let_one_through()
    assert runs.questions[-1].most_elements is None


@pytest.fixture
def unread(panel, runs, loop):
    """The result for the token on the bench, of whose claims none was read."""
    loop.editor.set_claims(loop.editor.token.state.reading.claims.with_added(HTML, ["x"]))
    question = panel.presenter._question()
    effects = tuple(Effect(each, (), 2, Readers(), each.saved_bytes) for each in omissions(question.claims))
    runs.result = Impact(question, 2, effects)
    find_out(panel, runs)
    return panel


def test_a_claim_that_is_never_read_is_removed_with_one_click_and_comes_back_with_revert(unread, loop):
    unread.select_impact("roles")
    assert unread.find(QPushButton, "impact.remove").text() == "Remove roles"
    unread.click("impact.remove")
    assert "roles" not in loop.editor.token.state.reading.claims
    assert loop.editor.token.state.text != ISSUED
    assert not unread.find(QPushButton, "impact.remove").isEnabled(), "it is gone"
    assert unread.text("impact.outdated").startswith("Out of date: the token changed")
    loop.editor.revert_claim("roles")
    assert unread.find(QPushButton, "impact.remove").isEnabled()
    unread.select_impact('"viewer" of roles')
    assert not visible(unread, "impact.remove"), "a click takes whole claims"


def test_a_name_with_markup_is_shown_as_it_is(unread):
    unread.select_impact(HTML)
    label = unread.find(QLabel, "impact.explanation")
    assert label.text().startswith(f"{HTML}: never read")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert unread.find(QPushButton, "impact.remove").text() == "Remove <b>bold</b> && more"


def test_every_control_is_reached_by_tab_in_the_order_of_reading(unread):
    unread.select_impact("roles")
    table = unread.find(QTableView, "impact.table")
    table.setFocus()
    names = []
    for _ in range(3):
        names.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert names == ["impact.table", "impact.remove", "impact.run"]
