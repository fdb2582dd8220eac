"""Which addresses the server may listen on, and which names it answers to."""

import ipaddress
import socket
from functools import lru_cache


def is_loopback(host: str) -> bool:
    """Tell whether *host* is an address, or the name, of this machine alone. No name is looked up."""
    address = _address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


@lru_cache(maxsize=32)
def answers_to(host_header: str, bound_host: str) -> bool:
    """Tell whether a Host header names this server.

    A web page can point a name of its own at this machine (DNS rebinding) and have the browser of a user here ask the
    server; such a request carries the page's name as Host. Any port is accepted, since it may be forwarded.

    Args:
        host_header: such as ``127.0.0.1:8000`` or ``[::1]``.
        bound_host: the address that the server listens on.
    """
    host = _without_port(host_header).lower()
    if is_loopback(host) or host == bound_host.lower():
        return True
    if is_loopback(bound_host):
        return False
    # Open to other machines: they use this one's name, or an address, which no page can rebind.
    return _address(host) is not None or host == socket.gethostname().lower()


def _without_port(host_header: str) -> str:
    if host_header.startswith("["):
        return host_header[1:].partition("]")[0]
    return host_header.rpartition(":")[0] if ":" in host_header else host_header


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
