"""The autosave within one process; a process that is killed is in journeys/session/test_session_process.py."""

import os
import subprocess
import sys

import pytest

from workbench.core.errors import SessionFileError
from workbench.core.session.session import Session
from workbench.services.files.autosave import Autosave
from workbench.services.files.session import load


def session(design):
    return Session("documents", design)


def abandon(autosave):
    """End the window as a crash does: the lock goes, the file stays."""
    autosave._lock.release()


def test_after_a_crash_the_session_is_found_once_and_gone_when_discarded(tmp_path):
    crashed = Autosave(tmp_path)
    crashed.save(session("one"))
    crashed.save(session("two"))
    abandon(crashed)
    first, second = Autosave(tmp_path), Autosave(tmp_path)
    assert load(first.left_behind()[0]).design == "two"
    assert second.left_behind() == (), "the first window has it"
    first.discard(first.left_behind()[0])
    first.close(None)
    second.close(None)
    assert not (tmp_path / "autosave").exists()


def test_a_window_that_runs_keeps_its_session_to_itself(tmp_path):
    one, two = Autosave(tmp_path), Autosave(tmp_path)
    one.save(session("one"))
    two.save(session("two"))
    assert Autosave(tmp_path).left_behind() == ()
    one.close(None)
    two.close(None)
    assert not (tmp_path / "autosave").exists()


def test_what_was_neither_restored_nor_discarded_is_found_again(tmp_path):
    crashed = Autosave(tmp_path)
    crashed.save(session("one"))
    abandon(crashed)
    looked = Autosave(tmp_path)
    looked.left_behind()
    looked.save(session("other"))
    looked.close(None)
    assert load(Autosave(tmp_path).left_behind()[0]).design == "one"


def test_a_clean_end_can_keep_a_session_for_the_next_start(tmp_path):
    closed = Autosave(tmp_path)
    closed.close(session("kept"))
    assert load(Autosave(tmp_path).left_behind()[0]).design == "kept"


def test_all_that_several_windows_left_is_there_newest_first_until_each_is_discarded(tmp_path):
    for number, name in ((2, "new"), (1, "middle"), (0, "old")):
        crashed = Autosave(tmp_path)
        crashed.save(session(name))
        os.utime(crashed._lock.session, ns=(number * 10**9, number * 10**9))
        abandon(crashed)
    first = Autosave(tmp_path)
    left = first.left_behind()
    assert [load(path).design for path in left] == ["new", "middle", "old"]
    first.discard(left[0])
    first.close(None)
    second = Autosave(tmp_path)
    assert second.left_behind() == left[1:]
    for path in left[1:]:
        second.discard(path)
    second.close(None)
    assert not (tmp_path / "autosave").exists()


def test_what_cannot_be_read_and_what_has_lost_its_lock_is_kept_and_a_lock_of_nothing_goes(tmp_path):
    folder = tmp_path / "autosave"
    folder.mkdir()
    (folder / "cut.twb").write_text("{")
    (folder / "empty.lock").touch()
    autosave = Autosave(tmp_path)
    assert autosave.left_behind() == (folder / "cut.twb",)
    autosave.close(None)
    assert sorted(path.name for path in folder.iterdir()) == ["cut.lock", "cut.twb"]


def test_where_nothing_can_be_written_saving_says_so_and_closing_goes_on(tmp_path):
    (tmp_path / "autosave").write_text("a file in the way")
    autosave = Autosave(tmp_path)
    assert autosave.left_behind() == ()
    with pytest.raises(SessionFileError, match=r"Nothing can be written in .*autosave: file exists"):
        autosave.save(session("one"))
    autosave.close(session("one"))


KILLED = """
import sys
from pathlib import Path
from workbench.core.session.session import Session
from workbench.services.files.autosave import Autosave

Autosave(Path(sys.argv[1])).save(Session("documents", sys.argv[2]))
print("kept", flush=True)
sys.stdin.read()
"""


def test_the_copies_of_killed_processes_are_all_there(tmp_path):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for name in ("one", "two")
    ]
    try:
        for process in processes:
            assert process.stdout.readline().strip() == b"kept"
        assert Autosave(tmp_path).left_behind() == (), "they still run"
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    assert sorted(load(path).design for path in Autosave(tmp_path).left_behind()) == ["one", "two"]
