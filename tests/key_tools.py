"""``openssl`` and ``ssh-keygen``, which read the keys that the workbench writes: the programs that users have."""

import subprocess

from tests.requirements import of_program, openssl_version

_TIMEOUT_S = 30


def run_tool(*command, stdin=b"", cwd=None):
    """What a program prints, in octets; it must end with 0."""
    done = _run(command, stdin, cwd)
    assert done.returncode == 0, f"{' '.join(map(str, command))}: {done.stderr.decode(errors='replace')}"
    return done.stdout


def fail_tool(*command):
    """What a program says while it refuses; it must not end with 0."""
    done = _run(command)
    assert done.returncode != 0
    return done.stderr.decode(errors="replace")


def openssl_knows_ml_dsa():
    """Whether this ``openssl`` is of version 3.5 or newer, the first that has ML-DSA."""
    return openssl_version() >= (3, 5)


def _run(command, stdin=b"", cwd=None):
    of_program(command[0]).require()
    return subprocess.run(command, input=stdin, cwd=cwd, capture_output=True, timeout=_TIMEOUT_S, check=False)
