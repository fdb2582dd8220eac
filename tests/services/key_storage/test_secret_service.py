import json
import sys

import pytest

from tests.secret_service import secret_service_session
from workbench.core.keys.algorithms import ALGORITHMS

STEP = (sys.executable, "-m", "tests.services.key_storage.use_keyring")


@pytest.fixture(scope="module")
def session():
    with secret_service_session() as session:
        yield session


@pytest.fixture(scope="module")
def filled(session):
    return json.loads(session.run(*STEP, "fill"))


def test_keys_of_every_algorithm_are_saved_and_changed(filled):
    assert filled["store"] == "Secret Service"
    assert len(filled["kids"]) == len(ALGORITHMS)


def test_keys_outlive_the_session_and_sign_as_before(session, filled):
    found = json.loads(session.run(*STEP, "read"))
    kid, name, algorithm, trusted, role, created = zip(*found["keys"], strict=True)
    assert list(kid) == filled["kids"]
    assert name == ("ümlaut", *(f"my-{algorithm}" for algorithm in ALGORITHMS[1:-1]), "demo-issuer")
    assert algorithm == ALGORITHMS
    assert trusted == (True, *[False] * (len(ALGORITHMS) - 1))
    assert role == (*["own"] * (len(ALGORITHMS) - 1), "issuer")
    assert set(created) == {1_764_000_000}
    for algorithm, new, old in zip(ALGORITHMS, found["tokens"], filled["tokens"], strict=True):
        # ECDSA, PSS and ML-DSA draw a number by chance; of the others the same key makes the same signature.
        assert (new == old) == (algorithm[:2] in ("HS", "RS", "Ed"))


def test_what_is_readable_while_the_keyring_is_locked_holds_no_secret(filled):
    shown = "\n".join(filled["readable_while_locked"])
    assert "token-workbench:index" in shown
    assert len(filled["secrets"]) >= len(ALGORITHMS)
    assert not [secret for secret in filled["secrets"] if secret in shown]


def test_no_file_of_the_home_holds_a_secret_in_plain_text(session, filled):
    content = b"".join(path.read_bytes() for path in session.home.rglob("*") if path.is_file())
    assert content
    assert not [secret for secret in filled["secrets"] if secret.encode() in content]


def test_a_locked_keyring_is_named_as_locked_and_does_not_wait_for_anybody(session, filled):
    failures = json.loads(session.run(*STEP, "locked"))
    assert list(failures) == ["load", "save", "update", "delete"]
    for code, message, hint in failures.values():
        assert code == "keyring_locked"
        assert message == "The keyring is locked."
        assert "Unlock the keyring" in hint


def test_a_keyring_that_goes_away_midway_is_told_and_tried_again_without_a_restart():
    with secret_service_session() as other:
        found = json.loads(other.run(*STEP, "gone"))
    code, message, hint = found["failure"]
    assert code.startswith("key"), message
    assert "keyring" in f"{message} {hint}"
    assert found["keys"] == ["kept", "new"]


def test_deleted_keys_leave_no_entries():
    with secret_service_session() as other:
        # What is left: the entry that points to the list, and the empty list.
        assert json.loads(other.run(*STEP, "come_and_go")) == {"keys": 0, "entries": 2}
