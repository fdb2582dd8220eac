"""A reference token on the bench: nothing can be read from it, and it works all the same."""

import pytest
from PySide6.QtWidgets import QPushButton

from tests.window_driver import WindowDriver


@pytest.fixture
def window(shared_window) -> WindowDriver:
    return shared_window


def test_a_reference_token_opens_what_the_directory_says_and_another_text_nothing(window):
    window.log_in("bob", "reference")
    assert len(window.token()) == 43
    assert window.text("token.state") == "opaque"
    assert [window.text(f"token.{each}_verdict") for each in ("signature", "claims")] == ["none", "not readable"]
    assert not window.find(QPushButton, "sign.submit").isEnabled()
    window.replay()
    answers = window.answers()
    assert (answers["GET /documents/doc-3"][0], answers["GET /documents/doc-1"][0]) == ("200", "403")
    window.paste("x" * 43)
    window.replay()
    assert window.answers()["GET /documents/doc-3"] == ("200", "401")


def test_the_next_login_shows_its_claims_again(window):
    window.log_in("bob", "reference")
    window.log_in("bob", "short-refresh")
    assert window.text("token.state") == "as issued"
    assert "roles" in window.claims()
