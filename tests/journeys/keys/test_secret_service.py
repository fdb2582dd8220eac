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
    first = visit(session, "begin")
    assert first["store"] == "saved in Secret Service"
    assert first["trouble"] == ""
    assert list(first["keys"]) == ["demo-issuer", "mine"]
    assert first["answer"] == "200"

    second = visit(session, "again", first["token"])
    assert second["keys"] == first["keys"]
    assert second["answer"] == "200", "the server signs and verifies with the key of the first visit"


def test_what_the_keys_page_does_is_there_in_the_next_window():
    with secret_service_session() as other:
        first = visit(other, "keys")
        assert (first["trouble"], first["answer"]) == ("", "200")
        keys = first["keys"]
        assert list(keys) == ["demo-issuer-2", "demo-issuer", "back again"]
        assert (keys["demo-issuer-2"], keys["back again"]) == ("server's own key", "trusted")
        assert keys["demo-issuer"].startswith("trusted until")

        second = visit(other, "again", first["token"])
        assert (second["keys"], second["trouble"]) == (keys, "")
        assert second["answer"] == "200", "the old key is kept for its time of grace"
