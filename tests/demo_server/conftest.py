from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from demo_server import DemoServer, IssuerKey
from tests.demo_server.clients import client_for
from tests.demo_server.tokens.samples import SECRET_JWK

LogIn = Callable[..., str]


@pytest.fixture(scope="session")
def issuer_key() -> IssuerKey:
    return IssuerKey.from_jwk(SECRET_JWK)


@pytest.fixture
def server(issuer_key: IssuerKey) -> Iterator[DemoServer]:
    with DemoServer(issuer_key=issuer_key) as running:
        yield running


@pytest.fixture
def client(server: DemoServer) -> Iterator[httpx.Client]:
    with client_for(server) as connected:
        yield connected


@pytest.fixture
def log_in(client: httpx.Client) -> LogIn:
    def get_token(username: str, design: str = "roles") -> str:
        body = {"username": username, "password": f"{username}-pass", "design": design}
        answer = client.post("/login", json=body)
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["access_token"]
        return token

    return get_token


@pytest.fixture
def ask(client: httpx.Client, log_in: LogIn) -> Callable[..., httpx.Response]:
    """Send one request as a user, under a design that also filled the token."""

    def send(username: str, design: str, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {log_in(username, design)}", "Demo-Design": design}
        return client.request(method, path, headers=headers, json=body)

    return send
