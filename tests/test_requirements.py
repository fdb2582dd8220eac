"""Where a program is missing, a test is left out and the run says so; in CI it fails."""

import os
import subprocess
import sys

import pytest

from tests.requirements import OPENSSL, SECRET_SERVICE, SSH_KEYGEN, of_program, summary

FILES = ("tests/core/key_files/identifiers/test_rsa_pss.py", "tests/services/key_storage/test_secret_service.py")


def everything(program):
    return f"/usr/bin/{program}"


def nothing(_program):
    return None


def test_missing_programs_are_named():
    assert SECRET_SERVICE.missing(everything, "linux") == ""
    assert SECRET_SERVICE.missing(lambda program: None if "gnome" in program else program, "linux") == (
        "not installed: gnome-keyring-daemon"
    )
    assert SECRET_SERVICE.missing(everything, "win32") == "it is for linux, and this is win32"
    assert of_program("ssh-keygen") is SSH_KEYGEN


def test_a_test_is_left_out_with_the_reason(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs ssh-keygen: not installed: ssh-keygen"):
        SSH_KEYGEN.require(nothing)
    SSH_KEYGEN.require(everything)


def test_in_ci_it_fails_unless_the_system_cannot_have_the_program(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"needs ssh-keygen: .*Debian: openssh-client"):
        SSH_KEYGEN.require(nothing)
    with pytest.raises(pytest.skip.Exception, match="it is for linux"):
        SECRET_SERVICE.require(nothing, "win32")
    SSH_KEYGEN.require(everything)


def test_the_summary_counts_and_says_how_to_run_them():
    reason = f"Skipped: needs {OPENSSL.name}: not installed: openssl"
    lines = list(summary([("tests/b.py", reason), ("tests/a.py", reason), ("tests/a.py", reason), ("c.py", "other")]))
    assert lines == [
        "3 that need OpenSSL: not installed: openssl",
        "    to run them, on Debian: apt-get install openssl",
        "    then: python -m pytest tests/a.py tests/b.py",
    ]


@pytest.mark.parametrize("ci", [False, True])
def test_a_run_without_programs_display_and_bus_says_what_was_left_out(tmp_path, ci):
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    for name in ("SYSTEMROOT", "PYTHONPATH"):
        if name in os.environ:
            environment[name] = os.environ[name]
    if ci:
        environment["CI"] = "true"
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "openssl or outlive", *FILES)
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = run.stdout.partition("tests that were left out")[2]
    if ci:
        assert run.returncode == 1, run.stdout
        assert "with CI set, no test is left out" in run.stdout
        assert said == ""
    else:
        assert run.returncode == 0, run.stdout
        assert "that need OpenSSL: not installed: openssl" in said
        assert f"then: python -m pytest {FILES[0]}" in said
        if sys.platform == "linux":
            assert "that need a Secret Service: not installed: dbus-run-session, gnome-keyring-daemon" in said
            assert "apt-get install dbus gnome-keyring" in said
