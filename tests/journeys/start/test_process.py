"""The program as a process: started without a screen, ended by Ctrl-C, opened on a real X server."""

import os
import signal
import subprocess
import sys

import pytest

from tests.requirements import X_SERVER

TIMEOUT_S = 60


def environment(**changes):
    """This one without a screen and without a keyring; a change to None takes a variable out."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS")
    }
    return plain | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"} | changes


def workbench(*arguments):
    return [sys.executable, "-m", "workbench", *arguments]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
@pytest.mark.parametrize("changes", [{}, {"DISPLAY": ":4711"}, {"WAYLAND_DISPLAY": "wayland-4711"}])
def test_without_a_display_one_line_says_so_and_the_exit_code_is_2(changes):
    run = subprocess.run(
        workbench(), env=environment(**changes), capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1
    assert "no display" in run.stderr
    assert "python -m demo_server" in run.stderr
    assert "lint" in run.stderr


def test_a_sub_command_needs_neither_a_display_nor_qt(tmp_path):
    # {"alg":"none"}.{}. with a stand-in for Qt that cannot be imported
    (tmp_path / "PySide6.py").write_text("raise ImportError('a command must not need Qt')", encoding="utf-8")
    run = subprocess.run(
        workbench("lint", "--format", "json"),
        env=environment(PYTHONPATH=os.pathsep.join([str(tmp_path), *sys.path])),
        input="eyJhbGciOiJub25lIn0.e30.",
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, "")
    assert '"JWT001"' in run.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe without a reader is told in another way there")
def test_a_sub_command_whose_output_nobody_wants_ends_without_a_traceback():
    process = subprocess.Popen(
        workbench("lint"),
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        process.stdout.close()
        process.stdin.write("eyJhbGciOiJub25lIn0.e30.")
        process.stdin.close()
        assert process.stderr.read() == ""
        assert process.wait(TIMEOUT_S) == 2


@pytest.mark.skipif(not os.path.lexists("/dev/full"), reason="there is no device that is always full")
def test_a_sub_command_whose_output_cannot_be_written_says_so_on_one_line():
    with open("/dev/full", "wb") as full:  # noqa: PTH123  a device
        run = subprocess.run(
            workbench("lint"),
            env=environment(),
            input="eyJhbGciOiJub25lIn0.e30.",
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    assert run.returncode == 2
    assert run.stderr == "token-workbench: the output cannot be written: No space left on device.\n"


def test_help_and_version_need_no_display():
    for option in ("--help", "--version"):
        run = subprocess.run(
            workbench(option), env=environment(), capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
        assert run.returncode == 0, run.stderr
        assert "token-workbench" in run.stdout


def test_an_unknown_option_is_a_usage_error():
    run = subprocess.run(
        workbench("--colour"), env=environment(), capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    assert run.returncode == 2
    assert "--colour" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("--design", "{folder}/bad.toml"),
            'bad.toml: claims.r: "{user.rolls}" is not a field of a user; expected',
        ),
        (("--scenario", "{folder}/bad.toml"), "bad.toml: services: is missing; expected a table [services]"),
        (("--scenario", "clinik"), "clinik: is not one of the built-in scenarios; expected clinic, documents,"),
        (("--design", "{folder}/none.toml"), "none.toml: cannot be read"),
        (("--scenario", "clinic", "matrix"), "write them after the command"),
    ],
)
def test_a_mistake_in_a_file_is_one_message_and_no_window_opens(tmp_path, arguments, says):
    text = 'id = "bad"\ntitle = "Bad"\n[claims]\nr = "{user.rolls}"\n[[grants]]\nkind = "acl"\n'
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    run = subprocess.run(
        workbench(
            "--data-dir", str(tmp_path / "data"), *(each.replace("{folder}", str(tmp_path)) for each in arguments)
        ),
        env=environment(QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert run.returncode == 2
    assert says in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "data").exists(), "nothing was started"


def open_and_interrupt(command, number, changes):
    """Start the program, send the signal once the server answers; return exit code and log."""
    process = subprocess.Popen(command, env=environment(**changes), stderr=subprocess.PIPE, text=True)
    try:
        log = ""
        while "the demo server answers" not in log:
            line = process.stderr.readline()
            assert line, f"it ended by itself: {log}"
            log += line
        process.send_signal(number)
        return process.wait(TIMEOUT_S), log + process.stderr.read()
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_program_without_a_traceback(tmp_path, number):
    command = workbench("--verbose", "--data-dir", str(tmp_path / "data"))
    code, log = open_and_interrupt(command, number, {"QT_QPA_PLATFORM": "offscreen"})
    assert code == 0
    assert "Traceback" not in log
    assert (tmp_path / "data" / "settings.json").exists(), "it ended before it could save"


def test_the_window_opens_on_an_x_server(tmp_path):
    X_SERVER.require()
    reader, writer = os.pipe()
    # The X server writes the number of the display it has found free.
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as numbers:
            display = f":{numbers.readline().strip()}"
        command = workbench("--verbose", "--data-dir", str(tmp_path / "data"))
        code, log = open_and_interrupt(command, signal.SIGTERM, {"DISPLAY": display})
        assert code == 0
        assert "Traceback" not in log
        assert "no Qt platform plugin" not in log
    finally:
        server.terminate()
        server.wait(TIMEOUT_S)
