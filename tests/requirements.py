"""The programs of the operating system that some tests start, in one place.

Where one is missing, the tests that need it are left out, and the end of the run says which, why, and how to run them.
With ``CI`` in the environment they fail instead: there, nothing may be left out unnoticed.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest

_TIMEOUT_S = 30
_NEEDS = "needs "

Find = Callable[[str], str | None]


@dataclass(frozen=True)
class Requirement:
    """Programs that belong together.

    Attributes:
        name: what they are for, with an article.
        programs: their names; every one is needed.
        packages: the Debian packages that they come with.
        only_on: the value of ``sys.platform`` where they can be; empty for everywhere. Elsewhere even CI cannot have
            them, and leaves the tests out.
    """

    name: str
    programs: tuple[str, ...]
    packages: str
    only_on: str = ""

    def missing(self, find: Find = shutil.which, platform: str = sys.platform) -> str:
        """Why it cannot be used here; empty if it can."""
        if self.only_on and platform != self.only_on:
            return f"it is for {self.only_on}, and this is {platform}"
        absent = [program for program in self.programs if find(program) is None]
        if not absent and "openssl" in self.programs and openssl_version() < (3, 0):
            absent = ["OpenSSL 3"]
        return f"not installed: {', '.join(absent)}" if absent else ""

    def require(self, find: Find = shutil.which, platform: str = sys.platform) -> None:
        """Leave the test that calls this out if something is missing; fail it in CI."""
        reason = self.missing(find, platform)
        if not reason:
            return
        text = f"{_NEEDS}{self.name}: {reason}"
        if in_ci() and not (self.only_on and platform != self.only_on):
            pytest.fail(f"{text} (Debian: {self.packages}); with CI set, no test is left out")
        pytest.skip(text)


SECRET_SERVICE = Requirement(
    "a Secret Service", ("dbus-run-session", "gnome-keyring-daemon"), "dbus gnome-keyring", "linux"
)
X_SERVER = Requirement("an X server", ("Xvfb",), "xvfb", "linux")
OPENSSL = Requirement("OpenSSL", ("openssl",), "openssl")
SSH_KEYGEN = Requirement("ssh-keygen", ("ssh-keygen",), "openssh-client")
CURL = Requirement("curl in a shell", ("curl", "sh"), "curl")
GIT = Requirement("Git", ("git",), "git")

ALL = (SECRET_SERVICE, X_SERVER, OPENSSL, SSH_KEYGEN, CURL, GIT)


def in_ci() -> bool:
    """Whether this is a run that decides about a change."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def of_program(program: str) -> Requirement:
    """The requirement to which *program* belongs."""
    return next(each for each in ALL if program in each.programs)


@cache
def openssl_version() -> tuple[int, int]:
    """Major and minor version; (0, 0) if there is no OpenSSL: LibreSSL, which macOS calls openssl, lacks curves."""
    if shutil.which("openssl") is None:
        return (0, 0)
    done = subprocess.run(["openssl", "version"], capture_output=True, text=True, timeout=_TIMEOUT_S, check=True)
    found = re.match(r"OpenSSL (\d+)\.(\d+)", done.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def summary(left_out: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The lines at the end of a run.

    Args:
        left_out: file and reason of each test that was skipped, for whatever reason.
    """
    skipped = tuple(left_out)
    for requirement in ALL:
        start = f"{_NEEDS}{requirement.name}: "
        found = [(file, reason.partition(start)[2]) for file, reason in skipped if start in reason]
        if found:
            files = sorted({file for file, _ in found})
            yield f"{len(found)} that need {requirement.name}: {found[0][1]}"
            if not requirement.only_on or sys.platform == requirement.only_on:
                yield f"    to run them, on Debian: apt-get install {requirement.packages}"
                yield f"    then: python -m pytest {' '.join(files)}"
