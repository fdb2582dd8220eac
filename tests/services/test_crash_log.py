"""What nobody foresaw: one line, and a log that keeps where it happened but not what it was about."""

import signal
import tempfile
from pathlib import Path

import pytest

from demo_server import __main__ as demo_server_main
from demo_server import command_line as demo_server_line
from demo_server import crash_log as demo_server_log
from workbench import __main__ as workbench_main
from workbench import command_line
from workbench.services import crash_log

LOGS = pytest.mark.parametrize("write", [crash_log.write_crash_log, demo_server_log.write_crash_log])


@pytest.fixture(autouse=True)
def logs_here(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def defect(*_arguments, **_options):
    try:
        raise KeyError("eyJhbGciOiJub25lIn0")
    except KeyError:
        raise IndexError("secret") from None


@LOGS
def test_the_log_names_frames_and_kinds_and_quotes_nothing(write, tmp_path):
    with pytest.raises(IndexError) as caught:
        defect()
    sentence = write(caught.value)
    [path] = tmp_path.iterdir()
    assert sentence == f"internal error (IndexError); the details are in {path}."
    text = path.read_text()
    assert "in defect" in text
    assert text.endswith("builtins.IndexError\n")
    assert "eyJ" not in text.replace('raise KeyError("eyJhbGciOiJub25lIn0")', "")


@LOGS
def test_a_log_that_cannot_be_written_is_said_too(write, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    assert (
        write(IndexError()) == "internal error (IndexError); its log could not be written: No such file or directory."
    )


@pytest.mark.parametrize("arguments", [["lint", "-"], ["check", "x.twb"], ["matrix"]])
def test_a_defect_in_a_sub_command_is_one_line_and_exit_code_2(arguments, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(command_line, "_run_command", defect)
    assert workbench_main.main(arguments) == 2
    out, err = capsys.readouterr()
    [path] = tmp_path.iterdir()
    assert (out, err) == ("", f"token-workbench: internal error (IndexError); the details are in {path}.\n")


def test_a_defect_in_the_demo_server_is_one_line_and_exit_code_2(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(demo_server_line, "_build", defect)
    assert demo_server_main.main([]) == 2
    [path] = tmp_path.iterdir()
    assert capsys.readouterr().err == f"demo_server: internal error (IndexError); the details are in {path}.\n"


@pytest.fixture(autouse=True)
def ctrl_c_as_before():
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_data_folder_that_cannot_be_made_is_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command_line, "missing_display", lambda: None)
    (tmp_path / "file").touch()
    for folder, reason in (
        (tmp_path / "file", "file exists"),
        (tmp_path / "file" / "inside", "not a directory"),
        (tmp_path / ("x" * 256), "file name too long"),
        (Path("a\0b"), "embedded null byte"),
    ):
        assert workbench_main.main(["--data-dir", str(folder)]) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert f"cannot be made: {reason}. Name another one with --data-dir." in err


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder here in which not even root can write")
def test_a_data_folder_that_cannot_be_written_is_one_line(capsys, monkeypatch):
    monkeypatch.setattr(command_line, "missing_display", lambda: None)
    assert workbench_main.main(["--data-dir", "/proc"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "the data folder /proc cannot be written: " in err
