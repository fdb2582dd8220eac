"""Requests of the user's own, through the whole window: to the demo server and to another one."""

import json
import os
import subprocess

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from demo_server import DemoServer
from tests.journeys.conftest import WAIT_MS
from tests.requirements import CURL


def replay_and(window, answer):
    """Replay up to the question, and press the button."""
    window.click("replay.run")
    window.wait_until(lambda: window.find(QPushButton, f"replay.consent_{answer}").isVisible())
    window.click(f"replay.consent_{answer}")
    window.wait_until(window.find(QPushButton, "replay.run").isVisible)


def import_curl(window, command):
    window.trigger("requests.import")
    window.find(QPlainTextEdit, "requests.curl").setPlainText(command)
    window.click("requests.import_submit")


def test_a_command_for_another_server_is_imported_asked_about_sent_and_remembered(window, tmp_path):
    window.log_in("bob")
    with DemoServer() as other:
        import_curl(window, f"curl {other.url}/me -H 'Authorization: Bearer abc.def.ghi' -H 'X-One: 1'")
        label = f"GET 127.0.0.1:{other.port}/me"
        replay_and(window, "refuse")
        assert window.answers()[label] == ("none", "none")
        assert window.answers()["GET /me"] == ("200", "200")
        assert len(other.decisions) == 0, "nothing was sent there"

        replay_and(window, "always")
        assert window.answers()[label] == ("401", "401"), "another server does not know our issuer"
        settings = json.loads((tmp_path / "data" / "settings.json").read_text(encoding="utf-8"))
        assert settings["allowed_hosts"] == [other.url]
        window.click("requests.close")
        window.look_at(label)
        assert window.text("replay.verdict") == "401 Unauthorized"
        assert "gives no reason" in window.text("replay.reason")
        assert window.checks() == {}
        sent = window.find(QPlainTextEdit, "replay.sent").toPlainText()
        assert "X-One: 1" in sent
        assert window.token() not in sent

        window.replay()
        assert window.answers()[label] == ("401", "401"), "asked no more"
        window.open_view("Impact")
        window.choose_signing_key("demo-issuer")
        window.find_impact()
        assert window.impact()["roles"]
        assert len(other.decisions) == 4, "experiments keep to the scenario's requests"


def test_a_copied_command_gets_the_answer_that_the_table_shows(window, qtbot):
    CURL.require()
    window.log_in("bob")
    window.replay()
    for label, status in (("PUT /documents/doc-1", "403"), ("GET /me", "200")):
        window.look_at(label)
        window.find(QAction, "requests.copy_variable").setChecked(label == "GET /me")
        window.trigger("requests.copy_curl")
        command = QApplication.clipboard().text()
        assert (window.token() in command) is (label != "GET /me")
        environment = os.environ | {"TOKEN": window.token()}
        # The server has threads of its own, so that it answers while this one waits.
        done = subprocess.run(
            ["sh", "-c", command], env=environment, capture_output=True, text=True, timeout=WAIT_MS / 1000, check=True
        )
        assert done.stdout.startswith(f"HTTP/1.1 {status} ")
        assert window.answers()[label][1] == status


def test_an_edited_request_survives_a_restart_of_the_server_and_not_another_scenario(window):
    window.log_in("bob")
    window.click("requests.add")
    window.type_into("requests.url", "/documents/doc-3")
    window.look_at("GET /me")
    window.type_into("requests.url", "/healthz")
    window.trigger("server.stop")
    window.wait_until(lambda: window.text("server.status") == "demo server stopped")
    window.click("server.problem_action")
    window.wait_for_server()
    assert "GET /healthz" in window.answers()
    window.trigger("server.scenario_clinic")
    window.wait_until(lambda: "GET /healthz" not in window.answers())
    assert "GET /documents/doc-3" in window.answers()
