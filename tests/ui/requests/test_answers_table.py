import pytest
from PySide6.QtCore import QObject, Qt, Signal

from tests.ui.samples import CHANGE, DELETE, allowed, answers, outcome, refused
from workbench.presenters.requests.replay import Side
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.requests.answers_table import AnswersTableModel, Column
from workbench.ui.theme import Tone

TOOL_TIP = Qt.ItemDataRole.ToolTipRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


class Replay(QObject):
    """What the model hears of a `ReplayPresenter`."""

    answers_changed = Signal(object)
    answer_arrived = Signal(int, object)
    answers = ()


@pytest.fixture
def replay(qapp):
    return Replay()


@pytest.fixture
def model(replay, qtmodeltester):
    made = AnswersTableModel(replay)
    qtmodeltester.check(made)
    replay.answers_changed.emit((answers(), answers(request=CHANGE)))
    return made


def row(model, number=0):
    return [model.index(number, column).data() for column in Column]


def test_requests_stand_there_before_they_are_answered(model):
    assert row(model) == ["DELETE /documents/doc-1", "–", "–", None]
    assert model.index(0, Column.ISSUED).data(Role.TONE) == Tone.MUTED
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in Column]
    assert heads == ["Request", "Issued", "Edited", ""]


def test_the_tool_tip_of_a_request_shows_the_body_it_sends(model):
    assert model.index(0, Column.REQUEST).data(TOOL_TIP) == DELETE.label
    assert model.index(1, Column.REQUEST).data(TOOL_TIP) == f"{CHANGE.label}\n\n{CHANGE.body}"


@pytest.mark.parametrize(
    ("answer", "words", "tone", "picture", "spoken"),
    [
        (allowed(), "200", Tone.ALLOWED, Icon.ALLOWED, "Edited: 200, allowed"),
        (refused(), "403", Tone.REFUSED, Icon.REFUSED, "Edited: 403, refused"),
        (outcome(401), "401", Tone.REFUSED, Icon.REFUSED, "Edited: 401, refused"),
    ],
)
def test_an_answer_is_told_by_number_icon_and_colour_and_aloud(model, replay, answer, words, tone, picture, spoken):
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), first.column(), last.column())))
    replay.answer_arrived.emit(0, answers(edited=answer))
    cell = model.index(0, Column.EDITED)
    assert (cell.data(), cell.data(Role.TONE), cell.data(Role.ICON), cell.data(SPOKEN)) == (
        words,
        tone,
        picture,
        spoken,
    )
    assert row(model)[Column.ISSUED] == "–"
    assert changed == [(0, Column.EDITED, Column.EDITED)]


def test_only_the_cells_that_show_something_else_are_painted(model, replay):
    replay.answer_arrived.emit(0, answers(refused(), refused()))
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), first.column(), last.column())))
    replay.answer_arrived.emit(0, answers(refused(), refused()))
    assert changed == []
    replay.answer_arrived.emit(0, answers(refused(), allowed()))
    assert changed == [(0, Column.EDITED, Column.EDITED), (0, Column.CHANGED, Column.CHANGED)]


def test_the_reason_of_an_answer_is_in_its_tool_tip(model, replay):
    replay.answer_arrived.emit(0, answers(refused(), outcome(401, reason="signature.invalid")))
    assert model.index(0, Column.ISSUED).data(TOOL_TIP) == "403 Forbidden: permission.refused"
    assert model.index(0, Column.EDITED).data(TOOL_TIP) == "401 Unauthorized: signature.invalid"


@pytest.mark.parametrize(
    ("issued", "edited", "marked"),
    [
        (refused(), allowed(), True),
        (outcome(401, reason="expiry.expired"), outcome(401, reason="signature.invalid"), True),
        (refused(), refused(), False),
        (refused(), None, False),
        (None, allowed(), False),
    ],
)
def test_a_row_is_marked_in_words_when_the_two_answers_differ(model, replay, issued, edited, marked):
    replay.answer_arrived.emit(0, answers(issued, edited))
    cell = model.index(0, Column.CHANGED)
    assert cell.data() == ("changed" if marked else None)
    assert cell.data(Role.ICON) == (Icon.CHANGED if marked else None)


def test_a_row_carries_the_answers_that_it_shows(model, replay):
    arrived = answers(refused(), allowed())
    replay.answer_arrived.emit(1, arrived)
    subject = model.index(1, Column.REQUEST).data(Role.SUBJECT)
    assert subject is arrived
    assert subject.outcome(Side.ISSUED).status == 403


def test_other_requests_take_the_place_of_the_earlier_ones(model, replay):
    replay.answers_changed.emit((answers(request=CHANGE),))
    assert model.rowCount() == 1
    assert row(model)[Column.REQUEST] == CHANGE.label
    replay.answers_changed.emit(())
    assert model.rowCount() == 0
