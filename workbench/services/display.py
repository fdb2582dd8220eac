"""Checks for a display to open a window on: without one Qt crashes."""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_X11_PORT = 6000
_TIMEOUT_S = 2.0


def missing_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str | None:
    """Why no window can be opened, as the end of a sentence; None if one can."""
    if platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return None
    if wayland := environment.get("WAYLAND_DISPLAY"):
        path = Path(environment.get("XDG_RUNTIME_DIR", "")) / wayland  # an absolute name replaces the folder
        if path.is_socket():
            return None
    display = environment.get("DISPLAY")
    if not display:
        return "neither DISPLAY nor WAYLAND_DISPLAY names one"
    return None if _answers(display) else f"DISPLAY is {display}, and nothing answers there"


def _answers(display: str) -> bool:
    """Whether an X server listens at *display*, for example ``:0`` or ``localhost:10.0``."""
    host, _, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not number.isdecimal():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108  where every X server puts it
        return any(_connects(socket.AF_UNIX, address) for address in (path, f"\0{path}"))
    return _connects(socket.AF_INET, (host, _X11_PORT + int(number)))


def _connects(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_TIMEOUT_S)
        try:
            probe.connect(address)
        except (OSError, OverflowError):  # the latter for a port that is not valid
            return False
    return True
