"""The window's comparison, ``token-workbench matrix`` and plain HTTP give the same answer to the same question."""

import json

import httpx
import pytest

from tests.core.ring import KEYS
from workbench.__main__ import main
from workbench.services.http_client import HttpClient
from workbench.services.matrix_runner import compare
from workbench.services.server_host import ServerHost

# All users of a scenario, or of the large one those with the smallest and the largest token.
SCENARIOS = {"documents": (), "clinic": (), "tenants": (), "documents-large": ("reader-10", "archivist")}


@pytest.fixture(params=SCENARIOS)
def scenario(request):
    return request.param


@pytest.fixture
def host(scenario):
    host = ServerHost(scenario=scenario)
    host.start(KEYS["ES256"], ())
    yield host
    host.stop()


@pytest.fixture
def users(host, scenario):
    return SCENARIOS[scenario] or tuple(user.username for user in host.info.users)


def by_window(host, users):
    """What the window's comparison shows; see ``Designs`` in ``workbench/designs_page.py``."""
    client = HttpClient()
    try:
        with host.trial() as trial:
            cells = compare(client, trial, users=users).cells
    finally:
        client.close()
    return {(cell.design, cell.user, cell.request): (cell.status, cell.reason) for cell in cells}


def by_command(capsys, scenario, users):
    """What the command prints."""
    arguments = [word for user in users for word in ("--user", user)]
    assert main(["matrix", "--scenario", scenario, "--format", "json", *arguments]) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    return {(cell["design"], cell["user"], cell["request"]): (cell["status"], cell["reason"]) for cell in cells}


def by_plain_http(info, users):
    """What an HTTP client gets that knows nothing of this program."""
    answers = {}
    with httpx.Client(base_url=info.url, trust_env=False) as client:
        for design in info.designs:
            for user in (each for each in info.users if each.username in users):
                body = {"username": user.username, "password": user.demo_password, "design": design.id}
                issued = client.post("/login", json=body)
                token = issued.json().get("access_token")
                headers = {"Demo-Design": design.id} | ({"Authorization": f"Bearer {token}"} if token else {})
                for request in info.requests:
                    answer = client.request(request.method, request.path, content=request.body, headers=headers)
                    # Who got no token is told so at the log-in already.
                    source = answer if token else issued
                    reason = "granted" if answer.is_success else source.json()["reason"]
                    answers[design.id, user.username, request.id] = (answer.status_code, reason)
    return answers


def test_the_window_the_command_and_plain_http_answer_alike(host, users, scenario, capsys):
    shown = by_window(host, users)
    info = host.info
    assert len(shown) == len(info.designs) * len(users) * len(info.requests)
    assert shown == by_plain_http(info, users)
    assert shown == by_command(capsys, scenario, users)
    assert {200, 403} <= {status for status, _ in shown.values()}
