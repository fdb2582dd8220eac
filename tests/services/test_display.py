import socket
import sys

import pytest

from workbench.services.display import missing_display

unix_only = pytest.mark.skipif(not hasattr(socket, "AF_UNIX") or sys.platform == "win32", reason="no Unix sockets here")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_always_have_a_display(platform):
    assert missing_display({}, platform) is None


def test_a_platform_that_was_chosen_for_qt_needs_none():
    assert missing_display({"QT_QPA_PLATFORM": "offscreen"}, "linux") is None


def test_without_the_variables_there_is_none():
    assert missing_display({}, "linux") == "neither DISPLAY nor WAYLAND_DISPLAY names one"


@pytest.mark.parametrize("display", ["nonsense", ":", ":9x", "127.0.0.1:59999", ":59998.0"])
def test_a_display_at_which_nothing_answers_is_named(display):
    assert missing_display({"DISPLAY": display}, "linux") == f"DISPLAY is {display}, and nothing answers there"


@unix_only
def test_a_wayland_socket_is_a_display(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's whole name may be too long for the system
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("wayland-7")
        environment = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert missing_display(environment, "linux") is None
        assert missing_display({"WAYLAND_DISPLAY": str(tmp_path / "wayland-7")}, "linux") is None
    assert missing_display({"WAYLAND_DISPLAY": "wayland-8", "XDG_RUNTIME_DIR": str(tmp_path)}, "linux") is not None


def test_an_x_server_that_listens_is_a_display():
    with socket.socket() as listener:
        for number in range(100, 200):
            try:
                listener.bind(("127.0.0.1", 6000 + number))
                break
            except OSError:
                continue
        listener.listen()
        assert missing_display({"DISPLAY": f"127.0.0.1:{number}.0"}, "linux") is None
