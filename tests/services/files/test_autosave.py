"""The autosave within one process; a process that is killed is in journeys/test_session_process.py."""

import os

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
    assert load(first.find()).design == "two"
    assert second.find() is None, "the first window has it"
    first.discard()
    first.close(None)
    second.close(None)
    assert not (tmp_path / "autosave").exists()


def test_a_window_that_runs_keeps_its_session_to_itself(tmp_path):
    one, two = Autosave(tmp_path), Autosave(tmp_path)
    one.save(session("one"))
    two.save(session("two"))
    assert Autosave(tmp_path).find() is None
    one.close(None)
    two.close(None)
    assert not (tmp_path / "autosave").exists()


def test_what_was_neither_restored_nor_discarded_is_found_again(tmp_path):
    crashed = Autosave(tmp_path)
    crashed.save(session("one"))
    abandon(crashed)
    looked = Autosave(tmp_path)
    looked.find()
    looked.save(session("other"))
    looked.close(None)
    assert load(Autosave(tmp_path).find()).design == "one"


def test_a_clean_end_can_keep_a_session_for_the_next_start(tmp_path):
    closed = Autosave(tmp_path)
    closed.close(session("kept"))
    assert load(Autosave(tmp_path).find()).design == "kept"


def test_of_several_sessions_left_behind_the_newest_counts(tmp_path):
    for number, name in enumerate(("old", "new")):
        crashed = Autosave(tmp_path)
        crashed.save(session(name))
        os.utime(crashed._lock._path, ns=(number * 10**9, number * 10**9))
        abandon(crashed)
    assert load(Autosave(tmp_path).find()).design == "new"


def test_where_nothing_can_be_written_nothing_fails(tmp_path):
    (tmp_path / "autosave").write_text("a file in the way")
    autosave = Autosave(tmp_path)
    assert autosave.find() is None
    autosave.save(session("one"))
    autosave.close(session("one"))
