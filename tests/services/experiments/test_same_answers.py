"""The window's comparison, ``token-workbench matrix`` and plain HTTP give the same answer to the same question."""

import json

import pytest

from tests.core.keys.ring import KEYS
from tests.demo_server.clients import client_for
from workbench.__main__ import main
from workbench.core.answers.matrix import MatrixQuestion
from workbench.core.experiment import RunControl
from workbench.services.experiments.matrix import MatrixExperiment
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import SCENARIOS, ServerHost


@pytest.fixture(params=SCENARIOS)
def scenario(request):
    return request.param


@pytest.fixture
def host(scenario):
    host = ServerHost(scenario=scenario)
    host.start(KEYS["ES256"], ())
    yield host
    host.stop()


def by_window(host):
    """What the window's comparison shows; see ``workbench/app/experiments.py``."""
    client = HttpClient()
    try:
        cells = MatrixExperiment(host, client)(MatrixQuestion(), RunControl()).cells
    finally:
        client.close()
    return {(cell.design, cell.user, cell.request): (cell.status, cell.reason) for cell in cells}


def by_command(capsys, scenario):
    """What the command prints."""
    assert main(["matrix", "--scenario", scenario, "--format", "json"]) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    return {(cell["design"], cell["user"], cell["request"]): (cell["status"], cell["reason"]) for cell in cells}


def by_plain_http(info):
    """What an HTTP client gets that knows nothing of this program."""
    answers = {}
    with client_for(info.url) as client:
        for design in info.designs:
            for user in info.users:
                body = {"username": user.username, "password": user.demo_password, "design": design.id}
                issued = client.post("/login", json=body)
                token = issued.json().get("access_token")
                headers = {"Demo-Design": design.id} | ({"Authorization": f"Bearer {token}"} if token else {})
                for request in info.requests:
                    answer = client.request(request.method, request.path, content=request.body, headers=headers)
                    # A user without a token got the reason at login.
                    source = answer if token else issued
                    reason = "granted" if answer.is_success else source.json()["reason"]
                    answers[design.id, user.username, request.id] = (answer.status_code, reason)
    return answers


def test_the_window_the_command_and_plain_http_answer_alike(host, scenario, capsys):
    shown = by_window(host)
    info = host.info
    assert len(shown) == len(info.designs) * len(info.users) * len(info.requests)
    assert shown == by_plain_http(info)
    assert shown == by_command(capsys, scenario)
    assert {200, 403} <= {status for status, _ in shown.values()}
