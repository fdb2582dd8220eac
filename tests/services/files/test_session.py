import os
import stat
import sys
from pathlib import Path

import pytest

from workbench.core.errors import SessionFileError, SessionNewerError
from workbench.core.session.file_format import to_text
from workbench.core.session.session import Session
from workbench.services.files.session import MOST_BYTES, load, save

SESSION = Session("documents", "roles", moment=1_700_000_000)


def test_a_session_comes_back_and_the_file_is_its_owners_alone(tmp_path):
    path = tmp_path / "mine.twb"
    save(path, SESSION)
    assert load(path) == SESSION
    assert [each.name for each in tmp_path.iterdir()] == ["mine.twb"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", SessionFileError, "mine.twb cannot be opened. It is not JSON, or was cut off"),
        (to_text(SESSION).encode()[:-20], SessionFileError, "cut off"),
        (to_text(SESSION).replace('"version": 1', '"version": 2').encode(), SessionNewerError, "of version 2"),
        (b"\xff\xfe{}", SessionFileError, "is not UTF-8 text"),
        (b" " * (MOST_BYTES + 1), SessionFileError, "larger than 32 MiB"),
    ],
    ids=["empty", "cut off", "newer", "not UTF-8", "too large"],
)
def test_what_cannot_be_opened_says_so_and_stays_as_it_was(tmp_path, content, error, says):
    path = tmp_path / "mine.twb"
    path.write_bytes(content)
    with pytest.raises(error) as told:
        load(path)
    assert says in str(told.value)
    assert "The file is unchanged" in told.value.hint
    assert path.read_bytes() == content


def test_a_folder_and_a_file_that_is_not_there_are_no_sessions(tmp_path):
    for path, says in ((tmp_path, "is a folder"), (tmp_path / "none.twb", "no such file")):
        with pytest.raises(SessionFileError, match=says):
            load(path)
    with pytest.raises(SessionFileError, match="is a folder"):
        save(tmp_path, SESSION)


def test_what_may_not_be_read_or_written_is_told(tmp_path, monkeypatch):
    path = tmp_path / "mine.twb"
    save(path, SESSION)

    def refuse(*_arguments, **_options):  # what the system says to all but its administrator, who may do anything
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as system:
        system.setattr(os, "open", refuse)
        with pytest.raises(SessionFileError, match="cannot be written: permission denied"):
            save(path, Session("clinic"))
    with monkeypatch.context() as system:
        system.setattr(Path, "open", refuse)
        with pytest.raises(SessionFileError, match="cannot be read: permission denied"):
            load(path)
    assert load(path) == SESSION


def test_a_session_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "mine.twb"
    save(path, SESSION)

    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SessionFileError, match="no space left on device"):
        save(path, Session("clinic"))
    assert load(path) == SESSION
    assert [each.name for each in tmp_path.iterdir()] == ["mine.twb"]


def test_a_scenario_file_beside_the_session_is_found_where_both_were_moved(tmp_path):
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    save(there / "mine.twb", Session(str(there / "scenarios" / "own.toml")))
    assert '"./scenarios/own.toml"' in (there / "mine.twb").read_text()
    there.rename(here)
    assert load(here / "mine.twb").scenario == str(here / "scenarios" / "own.toml")
    elsewhere = tmp_path / "own.toml"
    save(here / "other.twb", Session(str(elsewhere)))
    assert load(here / "other.twb").scenario == str(elsewhere)
