"""The user's choices, kept as JSON. Never a secret: keys are in the keyring, passwords nowhere."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from workbench.core.errors import JsonTextError
from workbench.core.requests.origin import Origin
from workbench.core.strict_json import text as json_text


@dataclass(frozen=True, slots=True)
class Settings:
    """What the window remembers from one run to the next.

    Attributes:
        scheme: light, dark, or as the system.
        username: who logged in last; empty before the first log-in.
        design: id of the claim design that was chosen last.
        sign_each_edit: sign by itself after each edit.
        replay_each_edit: replay by itself after each edit.
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
    try:
        document = json_text.parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, JsonTextError):
        return Settings()
    if not isinstance(document, dict):
        return Settings()
    defaults = asdict(Settings())
    hosts = document.get("allowed_hosts")
    if isinstance(hosts, list):  # JSON has no tuples
        document["allowed_hosts"] = tuple(each for each in hosts if Origin.of_consent(each) is not None)
    return Settings(**{name: document[name] for name in defaults if _is_valid(name, document.get(name), defaults)})


def save(path: Path, settings: Settings) -> None:
    """Write the settings, so that the file holds the old ones or the new ones, but never half of them.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(settings), indent=2) + "\n"
    descriptor, name = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _is_valid(name: str, value: object, defaults: Mapping[str, object]) -> bool:
    choices = _CHOICES.get(name)
    return value in choices if choices else type(value) is type(defaults[name])
