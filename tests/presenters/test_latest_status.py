from PySide6.QtCore import QObject, Signal

from tests.presenters.stand_ins import heard
from workbench.presenters.latest_status import LatestStatus
from workbench.presenters.status import Status


class Speaker(QObject):
    status_changed = Signal(object)


def test_who_listens_late_hears_the_newest_status(qapp):
    speaker = Speaker()
    latest = LatestStatus(speaker.status_changed)
    speaker.status_changed.emit(Status("one"))
    speaker.status_changed.emit(Status("two"))
    said = heard(speaker.status_changed)
    latest.repeat()
    assert said == [Status("two")]


def test_while_nothing_was_said_nothing_is_repeated(qapp):
    speaker = Speaker()
    latest = LatestStatus(speaker.status_changed)
    said = heard(speaker.status_changed)
    latest.repeat()
    assert said == []
