import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.theme import DARK, LIGHT, Scheme
from workbench.ui.widgets.status_line import StatusLine


@pytest.fixture
def line(show, appearance):
    return show(StatusLine("a.status", appearance), 300, 40).window


@pytest.fixture
def label(line):
    return line.findChild(QLabel, "a.status")


def text_colour(label):
    return label.palette().color(label.foregroundRole()).name().upper()


@pytest.mark.parametrize(
    ("severity", "colour"),
    [
        (StatusLevel.INFO, "muted"),
        (StatusLevel.OK, "allowed"),
        (StatusLevel.WARNING, "warning"),
        (StatusLevel.ERROR, "refused"),
    ],
)
def test_a_status_is_told_by_sentence_icon_and_colour_in_either_scheme(line, label, appearance, severity, colour):
    line.show_status(Status("It went so.", severity))
    assert line.isVisible()
    assert line.text() == "It went so."
    assert label.property("severity") == severity.value
    assert text_colour(label) == getattr(LIGHT, colour)
    picture = next(each for each in line.findChildren(QLabel) if each is not label)
    light = picture.pixmap().toImage()
    appearance.set_scheme(Scheme.DARK)
    assert text_colour(label) == getattr(DARK, colour)
    assert picture.pixmap().toImage() != light


def test_an_empty_status_takes_no_room(line):
    line.show_status(Status("Something.", StatusLevel.ERROR))
    line.show_status(Status(""))
    assert not line.isVisible()
    assert line.text() == ""


def test_a_long_sentence_wraps_and_is_in_the_tool_tip(line, label):
    sentence = "The demo server is not running. Start it again, then log in. " * 3
    line.show_status(Status(sentence))
    assert label.heightForWidth(300) > 2 * label.fontMetrics().height()
    assert label.toolTip() == sentence


def test_markup_is_shown_as_it_is_typed_in_line_and_tool_tip(line, label):
    line.show_status(Status('sub: "<b>bold</b> & <img src=x>" is no number.'))
    assert label.textFormat() is Qt.TextFormat.PlainText
    middle = label.rect().center()
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, middle, label.mapToGlobal(middle)))
    assert QTextDocumentFragment.fromHtml(QToolTip.text()).toPlainText() == line.text()
    QToolTip.hideText()
