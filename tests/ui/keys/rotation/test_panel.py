"""The Rotation view: the running server's key above, a plan on its time line and in its table below."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPushButton, QSpinBox, QTableView, QWidget

from tests.presenters.keys.test_rotation import answered
from tests.presenters.stand_ins import NOW, reporting_now
from workbench.core.rotation.judgement import PRESETS
from workbench.core.rotation.plan import Row
from workbench.presenters.keys.own_rotation import KeyRotationPresenter
from workbench.presenters.keys.rotation import RotationPresenter
from workbench.ui.item_views.roles import Role
from workbench.ui.keys.rotation.panel import RotationPanel
from workbench.ui.keys.rotation.rotate_now import RotateNowCard
from workbench.ui.keys.rotation.table import RotationTableModel


class Scene:
    def __init__(self, loop, appearance):
        self.lie = None
        self.rotation = RotationPresenter(self.play, loop.server, reporting_now)
        self.live = RotateNowCard(KeyRotationPresenter(loop.keys, loop.host), loop.keys, loop.server, appearance)
        self.widget = RotationPanel(self.rotation, self.live, appearance)

    def play(self, plan, _run, /):
        return answered(plan, self.lie)


@pytest.fixture
def scene(loop, appearance):
    return Scene(loop, appearance)


@pytest.fixture
def panel(scene, show):
    return show(scene.widget, 1180, 700)


def line(panel):
    return panel.find(QWidget, "rotation.timeline")


def cells(panel, row):
    model = panel.find(QTableView, "rotation.table").model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_every_preset_fills_the_times_and_says_what_comes_of_it(panel):
    said = set()
    for preset in PRESETS:
        panel.choose("rotation.preset", preset.name)
        assert panel.find(QSpinBox, "rotation.publish").value() * 60 == preset.plan.publish_s
        assert panel.find(QCheckBox, "rotation.never").isChecked() == (preset.plan.retire_s is None)
        said.add(panel.text("rotation.judgement"))
    assert len(said) == len(PRESETS)


def test_a_time_of_ones_own_is_a_step_away_and_is_predicted_immediately(panel, scene):
    retire = panel.find(QSpinBox, "rotation.retire")
    retire.setFocus()
    QTest.keyClick(retire, Qt.Key.Key_Down)
    assert scene.rotation.report.plan.retire_s == 44 * 60
    assert panel.find(QComboBox, "rotation.preset").currentText() == "Times of your own"
    assert "Retired too early" in panel.text("rotation.judgement")
    QTest.keyClick(retire, Qt.Key.Key_Up)
    assert panel.find(QComboBox, "rotation.preset").currentText() == "Correct"
    panel.click("rotation.never", QCheckBox)
    assert not retire.isEnabled()
    assert "forever" in panel.text("rotation.judgement")


def test_the_cursor_tells_what_is_so_at_a_moment_with_the_keyboard_too(panel):
    panel.choose("rotation.preset", "Retired too early")
    panel.click("rotation.play")
    line(panel).setFocus()
    while line(panel).cursor_s < 1200:
        QTest.keyClick(line(panel), Qt.Key.Key_Right)
    words = panel.text("rotation.moment")
    assert words.startswith("Minute 20 (old key retired): the JWKS has the new key; the new key signs.")
    assert "Last token of the old key: 401 key.unknown." in words
    assert line(panel).accessibleDescription() == words


def test_the_table_has_every_moment_and_goes_with_the_cursor(panel):
    panel.click("rotation.play")
    table = panel.find(QTableView, "rotation.table")
    line(panel).put_cursor(900)
    row = table.currentIndex().row()
    assert cells(panel, row) == ["15", "new key signs", "old, new", "new key", *["200"] * 5, "yes"]
    table.setCurrentIndex(table.model().index(0, 0))
    assert line(panel).cursor_s == 0
    assert cells(panel, 0) == ["0", "", "old", "old key", *["–"] * 4, "200", "yes"]


def test_before_anybody_was_asked_the_table_says_so(panel):
    assert {cells(panel, row)[-1] for row in range(3)} == {"not asked yet"}


def test_an_answer_that_was_not_predicted_is_seen_in_line_table_and_status(panel, scene):
    scene.lie = Row.NEW_TOKEN
    panel.click("rotation.play")
    assert "are not as predicted" in panel.text("rotation.status")
    assert any("not as predicted" in bar.words for bar in line(panel).bars(Row.NEW_TOKEN))
    line(panel).put_cursor(1200)
    row = panel.find(QTableView, "rotation.table").currentIndex().row()
    assert cells(panel, row)[-1] == "no: first token of the new key"
    assert "(predicted: accepted)" in panel.text("rotation.moment")


def test_the_table_model_is_sound(qtmodeltester, scene):
    model = RotationTableModel()
    qtmodeltester.check(model)
    model.show(answered(scene.rotation.report.plan))
    assert model.index(3, 0).data(Role.SUBJECT) == scene.rotation.report.moments[3]
    assert model.row_at(-1) == -1


def test_the_running_servers_key_is_rotated_and_its_clock_moved_to_the_end_of_the_old_one(panel, loop):
    state = "rotation.state"
    assert panel.text(state).startswith("The demo server signs with demo-issuer. Log in, rotate")
    assert not panel.find(QPushButton, "rotation.before").isEnabled()
    grace = panel.find(QSpinBox, "rotation.grace")
    grace.setValue(10)
    panel.click("rotation.now")
    ((new, old),) = loop.host.turns
    assert (new.name, old.retires_at) == ("demo-issuer-2", NOW + 600)
    assert "demo-issuer is still accepted, until" in panel.text(state)
    assert panel.text("rotation.now_status").startswith("Tokens are signed with demo-issuer-2")
    panel.click("rotation.before")
    assert loop.host.offset_s == 540
    assert "(in 1 min)" in panel.text(state)
    panel.click("rotation.after")
    assert loop.host.offset_s == 600
    assert "was retired at" in panel.text(state)


def test_never_retiring_leaves_no_end_to_go_to(panel, loop):
    panel.click("rotation.keep", QCheckBox)
    assert not panel.find(QSpinBox, "rotation.grace").isEnabled()
    panel.click("rotation.now")
    assert loop.host.turns[0][1].retires_at is None
    assert not panel.find(QPushButton, "rotation.after").isEnabled()


def test_tab_goes_through_the_view_in_the_order_of_the_work(panel):
    panel.click("rotation.now")
    panel.find(QSpinBox, "rotation.grace").setFocus()
    passed = ["rotation.grace"]
    while passed[-1] != "rotation.timeline" and len(passed) < 25:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget().objectName())
    assert passed == [
        "rotation.grace", "rotation.keep", "rotation.now", "rotation.before", "rotation.after",
        "rotation.preset", "rotation.publish", "rotation.sign", "rotation.retire", "rotation.never",
        "rotation.lifetime", "rotation.cache", "rotation.leeway", "rotation.play", "qt_tabwidget_tabbar",
        "rotation.timeline",
    ]  # fmt: skip
