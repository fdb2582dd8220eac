import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.core.designs.staleness_samples import run
from tests.presenters.stand_ins import heard
from workbench.core.designs.staleness_report import Validity
from workbench.ui.charts.timeline import Timeline
from workbench.ui.theme import Scheme


@pytest.fixture
def timeline(show, appearance):
    made = Timeline("line", appearance)
    show(made, 640, 200)
    made.show_chart(run(1800, 300))
    return made


def colour_at(widget, design, minute):
    """What is painted in a bar, off its words, its point and its hatching's middle."""
    sample = widget._chart.course(design).samples[0]
    start, end = widget.place_of(design, sample), widget.place_of(design, widget._chart.course(design).samples[-1])
    x = start.x() + (end.x() - start.x()) * minute * 60 / widget._chart.end_s
    return widget.grab().toImage().pixelColor(QPoint(round(x), round(start.y()) - 7))


def test_the_arrow_keys_choose_a_row_and_tell_its_verdict(timeline):
    chosen = heard(timeline.row_selected)
    assert timeline.chosen == "identity"
    timeline.setFocus()
    for pressed, design in (
        (Qt.Key.Key_Down, "broad-grants"),
        (Qt.Key.Key_End, "resource-ids"),
        (Qt.Key.Key_Down, "resource-ids"),
        (Qt.Key.Key_Up, "broad-grants"),
        (Qt.Key.Key_Home, "identity"),
    ):
        QTest.keyClick(timeline, pressed)
        assert timeline.chosen == design
        assert timeline.accessibleDescription().startswith(f"{design}: ")
    assert chosen == ["broad-grants", "resource-ids", "broad-grants", "identity"]


def test_a_click_chooses_the_row_under_the_mouse(timeline):
    place = timeline.place_of("resource-ids", run(1800, 300).courses[2].samples[1])
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert timeline.chosen == "resource-ids"


def test_the_mouse_over_a_point_tells_its_question_and_beside_it_the_verdict(timeline):
    course = run(1800, 300).course("resource-ids")
    place = timeline.place_of("resource-ids", course.samples[1])
    assert timeline.text_at(place) == (
        "resource-ids, minute 5: the old token gets 200 (granted), a new login 403 (permission.refused): still allowed"
    )
    assert timeline.text_at(place + QPointF(30, 0)) == f"resource-ids: {course.verdict}"
    assert timeline.text_at(QPointF(5, 2)) == ""


def test_what_is_wrong_has_another_ground_than_what_is_right(timeline):
    wrong, right = colour_at(timeline, "resource-ids", 6), colour_at(timeline, "identity", 6)
    assert wrong.red() > wrong.green(), "reddish"
    assert right.green() > right.red(), "greenish"


def test_the_row_chosen_stays_when_another_lifetime_is_shown(timeline):
    timeline.choose("resource-ids")
    timeline.show_chart(run(300, 150))
    assert timeline.chosen == "resource-ids"
    assert [bar.validity for bar in timeline.bars("resource-ids")] == [
        Validity.RIGHT,
        Validity.TOO_MUCH,
        Validity.ENDED,
    ]


def test_it_paints_in_both_schemes_and_in_little_room(timeline, appearance):
    light = timeline.grab().toImage()
    appearance.set_scheme(Scheme.DARK)
    try:
        timeline.resize(timeline.minimumSizeHint())
        assert timeline.grab().toImage() != light
    finally:
        appearance.set_scheme(Scheme.LIGHT)


def test_nothing_is_there_to_choose_before_a_run(show, appearance):
    empty = Timeline("line", appearance)
    show(empty, 400, 100)
    QTest.keyClick(empty, Qt.Key.Key_Down)
    assert empty.chosen == ""
    assert empty.text_at(QPointF(50, 50)) == ""
    assert isinstance(empty, QWidget)


def test_a_cursor_goes_from_question_to_question_and_to_where_the_mouse_is(show, appearance):
    line = Timeline("line", appearance, with_cursor=True)
    show(line, 640, 200)
    shown = run(1800, 300)
    line.show_chart(shown)
    looked_at = heard(line.moment_chosen)
    line.setFocus()
    for pressed in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(line, pressed)
    assert looked_at == [300, 1798, 300, 0]
    place = line.place_of("resource-ids", shown.courses[2].samples[1])
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=(place + QPointF(3, 0)).toPoint())
    assert (line.chosen, line.cursor_s) == ("resource-ids", 300), "near a question it is exactly there"
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(639, round(place.y())))
    assert line.cursor_s == shown.end_s, "it does not leave the line"


def test_without_a_cursor_the_arrows_to_the_sides_are_left_to_others(timeline):
    looked_at = heard(timeline.moment_chosen)
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert looked_at == []
    assert timeline.cursor_s is None
