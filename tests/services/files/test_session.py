import os
import stat
import sys
from pathlib import Path

import pytest

from demo_server.world.scenario import SCENARIOS
from workbench.core.errors import DefinitionFileError, SessionFileError, SessionNewerError
from workbench.core.session.file_format import to_text
from workbench.core.session.session import Session
from workbench.services.files.session import MOST_BYTES, SessionFiles, load, require_own_scenario, save
from workbench.services.server_host import check_definitions

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
        system.setattr(os, "open", refuse)
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


@pytest.fixture
def own_scenario(tmp_path):
    """A copy of a built-in scenario, outside the folder of the session."""
    path = tmp_path / "elsewhere" / "own.toml"
    path.parent.mkdir()
    path.write_text((SCENARIOS / "documents.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_a_scenario_file_outside_the_sessions_folder_is_not_read_without_consent(tmp_path, own_scenario):
    folder = tmp_path / "session"
    folder.mkdir()
    files, path = SessionFiles(), folder / "mine.twb"
    names = [str(own_scenario), "../elsewhere/own.toml", "./sub/../../elsewhere/own.toml", "/dev/zero", "//host/x.toml"]
    if sys.platform != "win32":
        (folder / "link.toml").symlink_to(own_scenario)
        names.append("./link.toml")
    for name in names:
        path.write_text(to_text(Session(name)))
        session = load(path)
        with pytest.raises(SessionFileError, match=r"outside its folder, .* \(start the window with --scenario "):
            files.scenario_of(path, session, "documents")
        with pytest.raises(SessionFileError, match="outside its folder"):
            require_own_scenario(path, session, "add")


def test_a_scenario_file_that_the_user_named_and_one_inside_the_folder_are_served(tmp_path, own_scenario, monkeypatch):
    files, path = SessionFiles(), tmp_path / "session" / "mine.twb"
    path.parent.mkdir()
    path.write_text(to_text(Session(str(own_scenario))))
    monkeypatch.chdir(own_scenario.parent)
    for present in (str(own_scenario), "own.toml"):
        assert files.scenario_of(path, load(path), present) == present
    inside = path.parent / "own.toml"
    own_scenario.rename(inside)
    path.write_text(to_text(Session("./own.toml")))
    assert files.scenario_of(path, load(path), "documents") == str(inside)


def test_what_is_expected_of_a_scenario_by_the_name_of_a_file_is_refused(tmp_path):
    path = tmp_path / "mine.twb"
    expected = {"../../etc/x.toml": {("roles", "bob", "me"): 200}}
    path.write_text(to_text(Session("documents", expected_of_designs=expected)))
    with pytest.raises(SessionFileError, match="which is not an id"):
        require_own_scenario(path, load(path), "add")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_devices_pipes_and_large_files_are_neither_waited_for_nor_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "large.toml").touch()
    os.truncate(tmp_path / "large.toml", 2 * 1024**3)  # sparse
    (tmp_path / "folder.toml").mkdir()
    for name, says in (
        (str(tmp_path / "pipe.toml"), "is a device or a pipe; expected a readable TOML file"),
        ("/dev/zero", "is a device or a pipe"),
        (str(tmp_path / "large.toml"), "is larger than 1 MiB"),
        (str(tmp_path / "folder.toml"), "is a folder"),
        (str(tmp_path / f"{'x' * 300}.toml"), "cannot be read (File name too long)"),
    ):
        for scenario, designs in ((name, ()), ("documents", (name,))):
            with pytest.raises(DefinitionFileError) as caught:
                check_definitions(scenario, designs)
            assert says in str(caught.value)
    with pytest.raises(DefinitionFileError, match="is not one of the built-in scenarios"):
        check_definitions("x" * 300, ())
    for path in ("/dev/zero", tmp_path / "pipe.toml", tmp_path / f"{'x' * 300}.twb"):
        with pytest.raises(SessionFileError):
            load(Path(path))
