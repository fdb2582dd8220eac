"""``python -m demo_server`` as a user starts it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from demo_server import DemoServer, IssuerKey
from demo_server.command_line import run as main
from demo_server.policy.designs import DESIGNS
from demo_server.weaknesses.catalogue import CATALOGUE
from demo_server.world.scenario import SCENARIOS
from tests.demo_server.clients import client_for
from tests.demo_server.tokens.samples import HEADER, SECRET_JWK, segment, sign

COMMAND = (sys.executable, "-m", "demo_server")


@contextmanager
def running(*options: str) -> Iterator[tuple[dict[str, Any], "subprocess.Popen[str]"]]:
    """Start the server; yield its first line and the process, which is ended at the latest afterwards."""
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline()), process
        finally:
            process.kill()


def run(*options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=30, check=False)


def log_in(url: str, username: str = "bob") -> str:
    with client_for(url) as client:
        token: str = client.post("/login", json={"username": username, "password": f"{username}-pass"}).json()[
            "access_token"
        ]
    return token


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_logs_each_exchange_and_ends_cleanly(number: signal.Signals) -> None:
    with running() as (ready, process):
        assert ready["scenario"] == "documents"
        assert ready["design"] == "roles"
        assert ready["weaknesses"] == []
        token = log_in(ready["url"])
        with client_for(ready["url"]) as keeps_its_connection_open:
            answer = keeps_its_connection_open.get("/documents/doc-1", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 200
            process.send_signal(number)
            rest, errors = process.communicate(timeout=30)
        assert (process.returncode, rest) == (0, "")
        lines = errors.splitlines()
        assert [line.split(" ")[:4] for line in lines] == [
            ["POST", "/login", "->", "200"],
            ["GET", "/documents/doc-1", "->", "200"],
        ]
        assert token not in errors
        assert "bob-pass" not in errors


def test_a_trusted_key_that_is_not_understood_is_named_and_the_others_are_trusted(tmp_path: Path) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    x = segment(key.public_key().public_bytes_raw())
    fully_specified = {"kty": "OKP", "crv": "Ed25519", "alg": "Ed25519", "kid": "new-name", "x": x}
    unknown = {"kty": "LMS", "alg": "HSS-LMS", "kid": "un\x1bknown", "pub": "AAAA"}
    path = tmp_path / "trust.json"
    path.write_text(json.dumps({"keys": [unknown, SECRET_JWK, fully_specified]}))
    with running("--trust", str(path)) as (ready, process):
        assert [SECRET_JWK["kid"], "new-name"] == ready["kids"][-2:]
        now = int(time.time())
        claims = {"iss": "https://demo.example", "aud": "documents", "sub": "bob", "iat": now, "exp": now + 60}
        head = segment(json.dumps({"alg": "Ed25519", "typ": "JWT", "kid": "new-name"}).encode())
        text = f"{head}.{segment(json.dumps(claims).encode())}"
        token = f"{text}.{segment(key.sign(text.encode()))}"
        with client_for(ready["url"]) as client:
            answer = client.get("/me", headers={"Authorization": f"Bearer {token}"})
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert answer.status_code == 200, answer.text
    (line,) = [line for line in errors.splitlines() if "left out" in line]
    assert line.startswith(f"demo_server: left out of {path}: keys[0]: key ")
    assert "\x1b" not in line
    assert "alg must be one of" in line


def test_every_option_reaches_the_server(tmp_path: Path) -> None:
    private_key = ed25519.Ed25519PrivateKey.generate()
    pem = private_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    (tmp_path / "key.pem").write_text(pem)
    (tmp_path / "trust.json").write_text(json.dumps({"keys": [SECRET_JWK]}))
    (tmp_path / "design.toml").write_text(
        (DESIGNS / "roles.toml").read_text("utf-8").replace('id = "roles"', 'id = "mine"')
    )
    scenario = (SCENARIOS / "documents.toml").read_text("utf-8").replace('id = "documents"', 'id = "world"', 1)
    (tmp_path / "scenario.toml").write_text(scenario)
    options = {
        "--host": "localhost", "--port": "0", "--scenario": str(tmp_path / "scenario.toml"), "--ttl": "60",
        "--design": str(tmp_path / "design.toml"), "--clock-offset": "-3600", "--header-limit": "900",
        "--issuer-key": str(tmp_path / "key.pem"), "--trust": str(tmp_path / "trust.json"),
    }  # fmt: skip
    flat = [text for option in options.items() for text in option]
    with running(*flat, "--no-revocation", "--allow-remote") as (ready, _):
        assert (ready["scenario"], ready["design"]) == ("world", "mine")
        assert ready["kids"] == [IssuerKey.from_pem(pem).kid, "test-hs256"]
        token = log_in(ready["url"])
        claims = jwt.decode(
            token, private_key.public_key(), algorithms=["EdDSA"], audience="documents", options={"verify_exp": False}
        )
        assert claims["exp"] - claims["iat"] == 60
        with client_for(ready["url"]) as client:
            trusted = {"Authorization": f"Bearer {sign(HEADER, claims)}"}
            assert client.get("/me", headers=trusted).status_code == 200
            assert client.post("/logout", headers=trusted).status_code == 204
            assert client.get("/me", headers=trusted).status_code == 200
            assert client.get("/me", headers={"X": "a" * 900}).status_code == 431


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            ["--weakness", "alg-non"],
            'unknown weakness "alg-non"; the known ones are alg-none, alg-none-case, ',
        ),
        (["--weakness", "alg-none", "--allow-remote"], "a weakness cannot be switched on in a server that other"),
        (["--host", "192.0.2.1"], "open to other machines"),
        (["--host", "[::1]"], "is not an address to listen on"),
        (["--host", "192.0.2.1", "--allow-remote"], "choose another --host"),
        (["--scenario", "clinique"], "is not one of the built-in scenarios; expected"),
        (["--scenario", "missing.toml"], "missing.toml: cannot be read"),
        (["--scenario", "/dev/zero"], "/dev/zero: is a device or a pipe"),
        (["--scenario", "tests"], "tests: is not one of"),
        (["--scenario", "x" * 300], "is not one of the built-in scenarios"),
        (["--design", f"{'x' * 300}.toml"], "cannot be read (File name too long)"),
        (["--issuer-key", "/dev/zero"], "/dev/zero: is a device or a pipe"),
        (["--trust", "/dev/zero"], "/dev/zero: is a device or a pipe"),
        (["--trust", "tests"], "tests: is a folder"),
        (["--design", "rolls"], "is not one of the built-in designs; expected broad-grants, cached, cedar, delegated"),
        (["--fails", "directory", "--fails-after", "-1"], "nobody can fail after -1 s; expected 0 s or more"),
        (["--fails-after", "5"], "nobody who fails; name them with --fails"),
        (["--issuer-key", "missing.pem"], "missing.pem: cannot be read"),
        (["--issuer-key", "pyproject.toml"], "pyproject.toml: is not an unencrypted private key in PEM"),
        (["--trust", "pyproject.toml"], "pyproject.toml: is not JSON"),
        (["--ttl", "0"], "cannot have a lifetime of 0 s"),
        (["--header-limit", "0"], "admits no request"),
        (["--clock-offset", "inf"], "inf is not a clock offset"),
    ],
)
def test_what_cannot_be_used_is_reported_in_one_line(
    capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert main(options) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("demo_server: ")
    assert words in shown.err
    assert len(shown.err.splitlines()) == 1


def test_a_port_in_use_is_reported_in_one_line() -> None:
    with DemoServer() as server:
        ended = run("--port", str(server.port))
    assert ended.returncode == 2
    assert ended.stderr.startswith(
        f"demo_server: cannot listen on 127.0.0.1 port {server.port}: Address already in use"
    )
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_is_a_number_up_to_65535(capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([f"--port={port}"])
    assert ended.value.code == 2
    assert "argument --port" in capsys.readouterr().err


def test_the_first_line_names_the_weaknesses() -> None:
    with running("--weakness", "role-substring", "--weakness", "exp-ignored") as (ready, _):
        assert ready["weaknesses"] == ["role-substring", "exp-ignored"]


def test_help_names_every_option_and_every_weakness_with_its_sentence() -> None:
    shown = run("--help").stdout
    for name, entry in CATALOGUE.items():
        assert any(line.split() == [name, *entry.title.split()] for line in shown.splitlines()), name
    for option in (
        "--host", "--port", "--scenario", "--design", "--weakness", "--clock-offset", "--ttl", "--no-revocation",
        "--header-limit", "--issuer-key", "--trust", "--allow-remote",
    ):  # fmt: skip
        assert option in shown
