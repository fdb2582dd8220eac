"""The user's choices, kept as JSON. Never a secret: keys are in the keyring, passwords nowhere."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.core.errors import JsonTextError, TextFileError
from workbench.services.files.atomic import write_whole
from workbench.services.files.reading import read_bounded

if TYPE_CHECKING:
    from workbench.core.strict_json.members import Members


_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """What the window remembers from one run to the next.

    Attributes:
        scheme: light, dark, or as the system.
        username: who logged in last; empty before the first login.
        design: id of the claim design that was chosen last.
        sign_each_edit: sign automatically after each edit.
        replay_each_edit: replay automatically after each edit.
        replay_after_login: replay automatically after each login.
        header_update: what signing does to the header; a value of ``HeaderUpdate``.
        signing_kid: kid of the key that was chosen last; empty for none.
        allowed_hosts: where tokens may be sent without a question; see ``Origin.consent``.
        recent_sessions: paths of the session files used last, one a line.
    """

    scheme: str = "system"
    username: str = ""
    design: str = "roles"
    sign_each_edit: bool = False
    replay_each_edit: bool = False
    replay_after_login: bool = True
    header_update: str = "set_alg_and_kid"
    signing_kid: str = ""
    allowed_hosts: tuple[str, ...] = ()
    recent_sessions: str = ""


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "scheme": ("system", "light", "dark"),
    "header_update": ("keep", "set_alg", "set_alg_and_kid"),
}


def load(path: Path) -> Settings:
    """Read the settings; each entry that is missing or wrong has its default, and so has all of an unreadable file."""
    from workbench.core.strict_json import text as json_text
    from workbench.core.strict_json.members import Members

    try:
        text = read_bounded(str(path), _MOST_BYTES, "is larger than 1 MiB.", TextFileError).decode("utf-8")
        members = Members(json_text.parse(text), error=ValueError)
    except (TextFileError, ValueError, JsonTextError):
        return Settings()
    entries: dict[str, Any] = {}
    for name, default in asdict(Settings()).items():
        with contextlib.suppress(ValueError):
            entries[name] = _entry(members, name, default)
    return Settings(**entries)


def save(path: Path, settings: Settings) -> None:
    """Write the settings, so that the file holds the old ones or the new ones, but never half of them.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, (json.dumps(asdict(settings), indent=2) + "\n").encode())


def _entry(members: Members, name: str, default: object) -> object:
    """One of the settings, of the type of its default. Raises ValueError if it is missing or wrong."""
    from workbench.core.requests.origin import Origin

    if isinstance(default, bool):
        return members.boolean(name)
    if isinstance(default, tuple):  # the hosts, of which each wrong one is left out
        return tuple(each for each in members.array(name) if Origin.of_consent(each) is not None)
    text = members.text(name)
    if text not in _CHOICES.get(name, (text,)):
        raise members.wrong(name, f"one of {', '.join(_CHOICES[name])}")
    return text
