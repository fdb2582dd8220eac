"""A real Secret Service for one test: D-Bus and GNOME Keyring of its own, in a home of its own.

``dbus-run-session`` gives a command a bus that ends with it; on that bus the keyring is unlocked before anything asks
for it, since D-Bus would otherwise start one that stays locked. There is no display: with one, a locked keyring would
wait for somebody to answer its prompt.

A test in need of a window adds its own display behind the prefix: ``session.command("env", "QT_QPA_PLATFORM=offscreen",
sys.executable, "-m", …)``.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.requirements import SECRET_SERVICE

_TIMEOUT_S = 60
_ROOT = Path(__file__).parent.parent
_IN_MEMORY = "/dev/shm"  # noqa: S108  the keyring waits for the disk after each write, which takes most of its time

# The password's newline belongs to it. What the daemon says of limits and displays is of no interest.
_UNLOCK_THEN_RUN = """
printf 'password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$@" >&3 3>&-
"""

# A keyring that the bus starts by itself says where it is on the bus's output, which is kept apart from the command's.
_WITH_A_BUS = 'exec 3>&1 >/dev/null; exec dbus-run-session -- sh -c "$@"'

# Of the surrounding session nothing must shine through: its bus, its display, its folders, its choice of keyring.
_FOREIGN = (
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "GNOME_KEYRING_CONTROL",
    "KEYRING_PROPERTY_PREFERRED_COLLECTION",
    "PYTHON_KEYRING_BACKEND",
    "WAYLAND_DISPLAY",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
)


@dataclass(frozen=True)
class SecretServiceSession:
    """A home whose keyring is open to every command that is run in it, one after the other.

    Attributes:
        home: the folder; it holds the encrypted keyring between two commands.
        environment: environment variables for the commands.
    """

    home: Path
    environment: dict[str, str]

    def command(self, *arguments: str) -> list[str]:
        """The arguments as a command with the keyring beside it; to be run with `environment`."""
        return ["sh", "-c", _WITH_A_BUS, "sh", _UNLOCK_THEN_RUN, "sh", *arguments]

    def run(self, *arguments: str) -> str:
        """Run a command to its end from the root of the checkout, and return what it printed."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.environment,
            cwd=_ROOT,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def secret_service_session() -> Iterator[SecretServiceSession]:
    """Make a home for a keyring, and take it away at the end."""
    SECRET_SERVICE.require()
    # Not below pytest's folders: the names of sockets must not be longer than 107 characters.
    with TemporaryDirectory(prefix="keyring-", dir=_IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None) as name:
        home = Path(name)
        runtime = home / "run"
        runtime.mkdir(mode=0o700)
        environment = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
        environment |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)}
        yield SecretServiceSession(home, environment)
