"""The whole window with all its views: F6 works in the one in front, and the largest fits a small screen."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton

from tests.presenters.stand_ins import heard

# The views of the Designs page: the id of each, and the buttons that start and stop its work.
VIEWS = {
    "Verdict": ("verdict", "verdict.measure", "verdict.stop"),
    "In the token": ("contents", "contents.issue", "contents.stop"),
    "Decisions": ("decisions", "designs.compare", "designs.stop"),
    "Findings": ("findings", "design_findings.refresh", "design_findings.stop"),
    "Size": ("size", "size.measure", "size.stop"),
    "Time": ("time", "time.measure", "time.stop"),
    "Staleness": ("staleness", "staleness.run", "staleness.stop"),
    "Stolen token": ("stolen_token", "reach.run", "reach.stop"),
    "Arithmetic": ("arithmetic", "calculator.measure", "calculator.stop"),
}


@pytest.fixture
def window(shared_window):
    return shared_window


class Watch:
    """The window with every view built, and who has started since it was last asked."""

    def __init__(self, window):
        self.window = window
        window.open_page("Designs")
        for title in VIEWS:
            window.open_design_view(title)
        window.open_page("Bench")
        window.open_view("Impact")
        window.open_view("Claims")
        designs, bench = window.workbench.designs, window.workbench.bench
        self.presenters = {title: designs.presenters[view] for title, (view, _, _) in VIEWS.items()}
        self.presenters["Impact"] = bench.impact
        self.presenters["Variants"] = window.workbench.shared.variants
        self._heard = {title: heard(presenter.busy_changed) for title, presenter in self.presenters.items()}

    def started(self):
        names = [title for title, busy in self._heard.items() if True in busy]
        for busy in self._heard.values():
            busy.clear()
        return names

    def wait_until_all_rest(self):
        self.window.wait_until(lambda: not any(presenter.busy for presenter in self.presenters.values()))

    def press_and_stop(self, title, start, stop):
        """Press F6 once, stop what it started, and return what that was."""
        starts, stops = self.window.find(QPushButton, start), self.window.find(QPushButton, stop)
        self.window.wait_until(lambda: starts.isVisible() and starts.isEnabled())
        self.started()
        QTest.keySequence(self.window.window, "F6")
        self.window.wait_until(stops.isVisible)
        self.presenters[title].stop()
        self.window.wait_until(starts.isVisible)
        self.wait_until_all_rest()
        return self.started()


def test_f6_starts_the_view_in_front_alone_and_again_after_it_was_stopped(window):
    watch = Watch(window)
    window.open_page("Designs")
    for title, (_, start, stop) in VIEWS.items():
        window.open_design_view(title)
        watch.wait_until_all_rest()
        assert window.find(QPushButton, start).text().endswith("   F6")
        assert [watch.press_and_stop(title, start, stop) for _ in range(2)] == [[title], [title]]


def test_f6_finds_the_impact_out_where_that_is_in_front(window):
    watch = Watch(window)
    window.log_in("bob")
    QTest.keySequence(window.window, "F6")
    assert not window.find(QPushButton, "impact.run").isDown(), "the claims are in front"
    window.open_view("Impact")
    assert [watch.press_and_stop("Impact", "impact.run", "impact.stop") for _ in range(2)] == [["Impact"], ["Impact"]]


def test_what_was_found_in_another_world_is_marked_or_found_anew(own_window):
    own_window.open_page("Designs")
    own_window.open_design_view("Decisions")
    own_window.click("designs.compare")
    own_window.wait_until(lambda: own_window.text("designs.status").endswith("users"))
    own_window.open_design_view("Staleness")
    own_window.choose_starting("staleness.user", "bob")
    own_window.choose_starting("staleness.change", "remove the role viewer")
    own_window.click("staleness.apply")
    own_window.wait_until(lambda: "Done on the running server" in own_window.text("staleness.status"))
    own_window.wait_until(lambda: own_window.find(QComboBox, "staleness.change").currentIndex() == -1)
    assert not own_window.find(QPushButton, "staleness.apply").isEnabled(), "a second press would make another change"
    assert "Out of date" in own_window.text("designs.status")
    own_window.open_design_view("Decisions")
    own_window.click("designs.compare")
    own_window.wait_until(lambda: own_window.text("designs.status").endswith("users"))


def test_the_whole_window_fits_a_screen_of_1024_by_768(window):
    window.log_in("bob", "everything")
    least = window.window.minimumSizeHint()
    assert (least.width() <= 1024, least.height() <= 768) == (True, True), least
