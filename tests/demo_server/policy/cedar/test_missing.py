"""Where cedarpy is not installed: the design is listed, and choosing it says what to install."""

import sys

import pytest

from demo_server import DemoServer
from demo_server.command_line import run
from demo_server.policy.cedar.engine import policies_of
from demo_server.policy.designs import load_design
from tests.demo_server.clients import client_for

INSTALL = 'install it with: pip install "token-workbench[cedar]"'
DESIGN = 'id = "mine"\ntitle = "Mine"\n[[grants]]\nkind = "cedar"\npolicies = "permit (principal, action, resource);"\n'


@pytest.fixture(autouse=True)
def _blocked(monkeypatch):
    """Python finds no cedarpy, as after an installation without the extra."""
    policies_of.cache_clear()
    monkeypatch.setitem(sys.modules, "cedarpy", None)


def test_the_server_starts_lists_the_design_and_says_at_a_login_what_to_install():
    with DemoServer() as server, client_for(server) as client:
        assert "cedar" in server.designs
        assert "cedar" in str(client.get("/openapi.json").json()["paths"]["/login"])
        answer = client.post("/login", json={"username": "bob", "password": "bob-pass", "design": "cedar"})
        problem = answer.json()
        assert (answer.status_code, problem["reason"]) == (503, "design.unavailable")
        assert problem["detail"] == f'the design "cedar" needs cedarpy; {INSTALL}'
        assert "Retry-After" not in answer.headers, "it does not come by waiting"
        assert client.post("/login", json={"username": "bob", "password": "bob-pass"}).status_code == 200


def test_a_request_that_names_it_is_refused_with_the_same_and_its_decision_is_kept():
    with DemoServer() as server, client_for(server) as client:
        token = server.issue("bob", "identity").access_token
        headers = {"Authorization": f"Bearer {token}", "Demo-Design": "cedar"}
        answer = client.get("/documents/doc-3", headers=headers)
        assert (answer.status_code, answer.json()["reason"]) == (503, "design.unavailable")
        assert INSTALL in answer.json()["detail"]
        decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
        assert (decision["status"], decision["reason"], decision["design"]) == (503, "design.unavailable", "cedar")
        assert {check["outcome"] for check in decision["checks"]} == {"not_reached"}


def test_a_server_that_is_to_decide_by_it_does_not_start(capsys):
    assert run(["--design", "cedar"]) == 2
    told = capsys.readouterr().err
    assert told == f'demo_server: the design "cedar" needs cedarpy; {INSTALL}\n'


def test_a_design_of_ones_own_is_read_and_says_the_same(tmp_path):
    (tmp_path / "mine.toml").write_text(DESIGN, encoding="utf-8")
    design = load_design(tmp_path / "mine.toml")
    assert INSTALL in design.unavailable
    assert load_design("identity").unavailable == ""
    with pytest.raises(ValueError, match="needs cedarpy"):
        DemoServer(design=design)
    with DemoServer(further_designs=[design]) as server, client_for(server) as client:
        body = {"username": "bob", "password": "bob-pass", "design": "mine"}
        assert client.post("/login", json=body).json()["reason"] == "design.unavailable"
