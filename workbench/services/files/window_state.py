"""Where the window was and how it was divided: octets that only Qt understands, in an INI file with a checksum.

Qt trusts such octets, and the INI files that it reads by itself: one damaged octet can make it allocate without end. So
nothing of a file whose checksum does not fit reaches it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import TextFileError
from workbench.services.files.atomic import write_whole
from workbench.services.files.reading import read_bounded

if TYPE_CHECKING:
    import configparser

_MOST_BYTES = 1024 * 1024
_STATE, _CHECK, _SHA256 = "state", "check", "sha256"


def load(path: Path) -> dict[str, bytes]:
    """The states by their names; empty where there is no such file, or not a whole one."""
    try:
        octets = read_bounded(str(path), _MOST_BYTES, "is larger than 1 MiB.", TextFileError)
    except TextFileError:  # at the first start, which need not wait for what reads it
        return {}
    import configparser

    parser = _parser()
    try:
        parser.read_string(octets.decode("ascii"))
        state = {name: base64.b64decode(text, validate=True) for name, text in parser[_STATE].items()}
        return state if parser[_CHECK].get(_SHA256) == _digest(state) else {}
    except (ValueError, KeyError, configparser.Error):
        return {}


def save(path: Path, state: Mapping[str, bytes]) -> None:
    """Write the states.

    Raises:
        OSError: the file cannot be written.
    """
    lines = [f"[{_STATE}]", *(f"{name} = {base64.b64encode(octets).decode()}" for name, octets in state.items())]
    text = "\n".join([*lines, "", f"[{_CHECK}]", f"{_SHA256} = {_digest(state)}", ""])
    write_whole(path, text.encode("ascii"))


def _parser() -> configparser.ConfigParser:
    import configparser

    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # names keep their case
    return parser


def _digest(state: Mapping[str, bytes]) -> str:
    import hashlib

    parts = (part for name in sorted(state) for part in (name.encode(), state[name]))
    return hashlib.sha256(b"".join(len(part).to_bytes(4) + part for part in parts)).hexdigest()
