"""The window with a real Secret Service behind it."""

import json
import sys

import pytest

from tests.secret_service import secret_service_session


@pytest.fixture(scope="module")
def session():
    with secret_service_session() as session:
        yield session


def visit(session, *more):
    arguments = (sys.executable, "-m", "tests.journeys.visit", str(session.home / "data"), *more)
    return json.loads(session.run("env", "QT_QPA_PLATFORM=offscreen", *arguments))


def test_keys_and_tokens_outlive_the_window(session):
    first = visit(session)
    assert first["store"] == "kept in Secret Service"
    assert first["trouble"] == ""
    assert list(first["keys"]) == ["demo-issuer", "mine"]
    assert first["answer"] == "200"

    second = visit(session, first["token"])
    assert second["keys"] == first["keys"]
    assert second["answer"] == "200", "the server signs and verifies with the key of the first visit"
