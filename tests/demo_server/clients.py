"""HTTP clients for the tests."""

import ssl

import httpx

from demo_server import DemoServer

# Everything here is plain HTTP. Without a context of its own each client loads all certificates, 30 ms a time.
_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def client_for(server: DemoServer | str) -> httpx.Client:
    """Make a client for a server, or for the one at a URL."""
    url = server if isinstance(server, str) else server.url
    return httpx.Client(base_url=url, trust_env=False, verify=_NO_CERTIFICATES)
