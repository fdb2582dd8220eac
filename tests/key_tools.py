"""``openssl`` and ``ssh-keygen``, which read the keys that the workbench writes: the programs that users have."""

import os
import re
import shutil
import subprocess
from functools import cache

import pytest

REQUIRED = "TOKEN_WORKBENCH_REQUIRE_KEY_TOOLS"
"""Environment variable: with the value 1 a test fails where it would be skipped."""

_TIMEOUT_S = 30


def run_tool(*command, stdin=b""):
    """What a program prints, in octets; it must end with 0."""
    done = _run(command, stdin)
    assert done.returncode == 0, f"{' '.join(map(str, command))}: {done.stderr.decode(errors='replace')}"
    return done.stdout


def fail_tool(*command):
    """What a program says while it refuses; it must not end with 0."""
    done = _run(command)
    assert done.returncode != 0
    return done.stderr.decode(errors="replace")


def _run(command, stdin=b""):
    skip_or_fail(missing(command[0]))
    return subprocess.run(command, input=stdin, capture_output=True, timeout=_TIMEOUT_S, check=False)


def openssl_knows_ml_dsa():
    """Whether this ``openssl`` is of version 3.5 or newer, the first that has ML-DSA."""
    return openssl_version() >= (3, 5)


@cache
def openssl_version():
    """Major and minor version; (0, 0) if there is no OpenSSL: LibreSSL, which macOS calls openssl, lacks curves."""
    if shutil.which("openssl") is None:
        return (0, 0)
    done = subprocess.run(["openssl", "version"], capture_output=True, text=True, timeout=_TIMEOUT_S, check=True)
    found = re.match(r"OpenSSL (\d+)\.(\d+)", done.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def missing(tool):
    """Why *tool* cannot be asked here; empty if it can."""
    if tool == "openssl":
        return "" if openssl_version() >= (3, 0) else "not installed: OpenSSL 3 (Debian package openssl)"
    return "" if shutil.which(tool) else f"not installed: {tool} (Debian package openssh-client)"


def skip_or_fail(reason):
    """Skip the test for *reason*, or fail it where the programs are required; nothing if there is no reason."""
    if reason and os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{REQUIRED}=1, but {reason}")
    if reason:
        pytest.skip(reason)
