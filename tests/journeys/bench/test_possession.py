"""A design whose tokens are bound to a key, on the bench: the holder's answers, a thief's, and what was sent."""

import re

import httpx
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from tests.bound_designs import FORMS, write_bound_designs
from tests.keyrings import MemoryKeyring

READ = "GET /documents/doc-1"


@pytest.fixture
def window(open_window, tmp_path):
    window = open_window(MemoryKeyring(), designs=[str(path) for path in write_bound_designs(tmp_path)])
    window.wait_for_server()
    return window


@pytest.mark.parametrize("design", FORMS)
def test_a_trainer_shows_what_a_thief_gets(window, design):
    window.log_in("bob", design)
    window.replay()
    holders = window.answers()
    assert holders[READ][0] == "200"
    for sender, reason in (("without-proof", "transport"), ("other-key", "proof")):
        window.trigger(f"replay.sender.{sender}")
        assert "thief" in window.text("replay.status")
        window.replay()
        assert {answer for pair in window.answers().values() for answer in pair if answer} == {"401"}
        window.look_at(READ)
        assert reason in window.text("replay.verdict")
    window.trigger("replay.sender.holder")
    window.replay()
    assert window.answers() == holders


def test_the_proof_that_was_sent_can_be_read(window):
    window.log_in("bob", "bound")
    window.replay()
    window.look_at(READ)
    sent = window.find(QPlainTextEdit, "replay.sent").toPlainText()
    assert '"typ": "dpop+jwt"' in sent
    assert '"htm": "GET"' in sent
    assert '"d"' not in sent


def test_a_copied_command_works_once(window):
    window.log_in("bob", "bound")
    window.replay()
    window.look_at(READ)
    window.trigger("requests.copy_curl")
    assert "good once" in window.text("requests.status")
    text = QGuiApplication.clipboard().text()
    headers = [found.split(": ", 1) for found in re.findall(r"--header '?([^'\n\\]+)'?", text)]
    url = re.search(r"--url (\S+)", text)[1]
    assert [httpx.get(url, headers=headers).status_code for _ in range(2)] == [200, 401]


def test_an_edited_key_is_refused_honestly(window):
    window.log_in("bob", "bound")
    window.edit_claim("cnf", '{"jkt": "another"}')
    window.sign()
    window.replay()
    assert window.answers()[READ] == ("200", "401")
    window.look_at(READ)
    assert "proof" in window.text("replay.verdict")


def test_a_token_of_no_key_needs_no_proof_where_the_design_asks_for_none(window):
    window.log_in("bob", "roles")
    window.replay()
    before = window.answers()
    window.trigger("replay.sender.without-proof")
    window.replay()
    assert window.answers() == before
