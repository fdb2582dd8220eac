"""The chart of growth: what it shows of a report, by mouse and by keys, in both schemes."""

import itertools
from math import log10

import pytest
from pyqtgraph import TextItem
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.samples import size_report
from workbench.core.designs.growth import Growing, SizeQuestion
from workbench.ui.designs.size.growth_chart import GrowthChart
from workbench.ui.header_limits import header_limits, marked_limits
from workbench.ui.theme import DARK, Scheme

REPORT = size_report(SizeQuestion("bob", Growing.ROLES))


@pytest.fixture
def chart(show, appearance):
    made = GrowthChart("designs.growth", marked_limits(), header_limits(), appearance)
    made.show_growth(REPORT.growth, "roles")
    show(made, 640, 480)
    return made


def move_to(chart, point, token_bytes, aside=0):
    """Move the mouse to where this figure of a measured point lies, or some pixels beside it."""
    place = chart.plot.place(point, token_bytes).toPoint() + QPoint(aside, 0)
    QTest.mouseMove(chart.plot.widget.viewport(), place)


def test_every_measured_point_lies_where_its_figures_are(chart):
    for curve, growth in zip(chart.plot.curves, REPORT.growth.curves, strict=True):
        across, up = curve.getData()
        assert list(across) == pytest.approx([0, 1, 2])
        assert list(up) == pytest.approx([log10(size) for size in growth.token_bytes])


def test_each_line_is_named_at_its_end_without_overlap(chart, appearance):
    chart.show_growth(size_report(SizeQuestion("bob"), heavy=230).growth, "records")
    names = chart.labels()
    assert [name for name, _ in names] == ["identity", "<b>heavy</b>"]
    heights = sorted(height for _, height in names)
    assert all(after - before >= 15 for before, after in itertools.pairwise(heights))
    assert all(0 < height < chart.height() for height in heights)


def test_limits_too_close_to_be_told_apart_share_a_label(chart):
    assert chart.plot.limit_labels() == [
        "browser cookie 4,091",
        "Tomcat 8,114 · nginx 8,168",
        "Node.js http 16,334",
        "Envoy 61,316",
    ]


@pytest.mark.parametrize("height", [160, 240, 480])
@pytest.mark.parametrize("heavy", [9_000, 17_000, 44_000, 61_000, 90_000, 400_000])
def test_the_labels_of_limits_are_neither_cut_off_nor_on_each_other(chart, height, heavy):
    chart.show_growth(size_report(SizeQuestion("bob"), heavy=heavy).growth, "records")
    chart.resize(640, height)
    QApplication.processEvents()
    items = chart.plot.widget.scene().items()
    labels = [each for each in items if isinstance(each, TextItem) and each.isVisible() and each.toPlainText()]
    view = chart.plot.widget.getPlotItem().getViewBox().sceneBoundingRect()
    assert len(labels) == len(chart.plot.limit_labels())
    assert [each.toPlainText() for each in labels if each.sceneBoundingRect().top() < view.top() - 2] == []
    places = sorted((each.sceneBoundingRect() for each in labels), key=lambda place: place.top())
    assert all(lower.top() > upper.bottom() - 4 for upper, lower in itertools.pairwise(places))


def test_the_mouse_reads_the_nearest_measured_point(chart):
    assert chart.reading() == ""
    move_to(chart, 1, 9000, aside=20)
    assert chart.reading() == "10 roles: <b>heavy</b> 9,000 B, identity 228 B; largest refused by nginx and 8 more"
    move_to(chart, 0, 400, aside=20)
    assert chart.reading() == "1 roles: <b>heavy</b> 400 B, identity 228 B; every server here takes all"
    move_to(chart, 2, 400, aside=40)
    assert chart.reading().startswith("1 roles"), "beside the lines nothing is read"


def test_the_keyboard_goes_from_point_to_point(chart):
    chart.clearFocus()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.reading().startswith("100 roles")
    for key, count in ((Qt.Key.Key_Left, 10), (Qt.Key.Key_Home, 1), (Qt.Key.Key_Left, 1), (Qt.Key.Key_End, 100)):
        QTest.keyClick(chart, key)
        assert chart.reading().startswith(f"{count} roles")
    chart.clearFocus()
    assert chart.reading() == ""


def test_wheel_drag_and_right_button_change_nothing(chart):
    viewport = chart.plot.widget.viewport()
    before = chart.plot.place(1, 9000)
    middle = viewport.rect().center()
    wheel = QWheelEvent(
        QPointF(middle), viewport.mapToGlobal(QPointF(middle)), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, wheel)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(viewport, middle + QPoint(60, 40))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 40))
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, pos=middle)
    assert chart.plot.place(1, 9000) == before
    assert QApplication.activePopupWidget() is None


def test_the_colours_follow_the_scheme(chart, appearance):
    appearance.set_scheme(Scheme.DARK)
    colours = [curve.opts["pen"].color().name().upper() for curve in chart.plot.curves]
    assert colours == [DARK.series[0], DARK.series[1]]
    assert chart.plot.widget.backgroundBrush().color().name().upper() == DARK.surface


def test_no_figures_leave_no_lines(chart):
    chart.show_nothing()
    assert chart.plot.curves == []
    assert chart.labels() == []
    assert chart.plot.limit_labels() == []
    chart.show_growth(REPORT.growth, "roles")
    assert len(chart.plot.curves) == 2
