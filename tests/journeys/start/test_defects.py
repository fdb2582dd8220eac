"""Errors that nobody foresaw, raised while the window is open; and a data folder that holds something odd."""

import os
import sys
import tempfile
import threading

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel


class Sender(QObject):
    sent = Signal(str)

    @Slot(str)
    def fail(self, secret):
        raise IndexError(secret)

    @Slot(str)
    def fail_elsewhere(self, secret):
        raise KeyError(secret)


@pytest.fixture
def logs(tmp_path, monkeypatch):
    """The folder that logs are written to; the hooks are put back afterwards."""
    folder = tmp_path / "logs"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    return folder


def test_an_error_in_a_slot_becomes_a_log_and_a_notice_and_the_program_goes_on(window, logs, capsys):
    window.workbench.defects.catch()
    notice = window.find(QLabel, "program.problem")
    assert not notice.isVisible()
    sender = Sender()
    sender.sent.connect(sender.fail)
    for _ in range(3):
        sender.sent.emit("eyJhbGciOiJub25lIn0")
    [path] = logs.iterdir()
    assert notice.isVisible()
    assert notice.text() == (
        f"Internal error (IndexError); the details are in {path}. The program goes on; save your session."
    )
    assert "in fail" in path.read_text()
    assert "eyJ" not in path.read_text()
    sender.sent.connect(sender.fail_elsewhere)
    sender.sent.emit("x")
    assert len(list(logs.iterdir())) == 2
    assert "KeyError" in notice.text()
    assert "Traceback" not in capsys.readouterr().err
    window.click("program.problem_dismiss")
    assert not notice.isVisible()
    window.log_in("bob")
    window.replay()
    assert window.answers()["GET /me"][1] == "200"


def test_so_does_one_in_a_timer_and_one_in_a_thread(window, logs):
    window.workbench.defects.catch()
    notice = window.find(QLabel, "program.problem")

    def fail():
        raise ZeroDivisionError

    QTimer.singleShot(0, fail)
    window.wait_until(lambda: "ZeroDivisionError" in notice.text())

    def fail_in_a_thread():
        raise LookupError

    thread = threading.Thread(target=fail_in_a_thread)
    thread.start()
    thread.join()
    window.wait_until(lambda: "LookupError" in notice.text())
    assert len(list(logs.iterdir())) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("kind", ["fifo", "device", "folder", "huge"])
def test_what_is_no_file_in_the_place_of_the_geometry_does_no_harm(open_window, keyring_backend, tmp_path, kind):
    path = tmp_path / "data" / "window.ini"
    path.parent.mkdir()
    match kind:
        case "fifo":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case "huge":
            path.touch()
            os.truncate(path, 2**31)
    window = open_window(keyring_backend)
    window.window.close()
    assert path.is_dir() if kind == "folder" else path.stat().st_size < 10_000
