"""Which addresses the server may listen on, and which names it answers to."""

import ipaddress
import re
import socket
from functools import lru_cache

_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[0-9a-z._-]+))(?::[0-9]*)?", re.ASCII | re.IGNORECASE)
"""A Host header (RFC 9110 section 7.2): only a port, in digits, may follow the name or the bracket."""


def is_loopback(host: str) -> bool:
    """Return whether *host* is an address, or the name, of this machine alone. No name is looked up."""
    address = _address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


@lru_cache(maxsize=32)
def answers_to(host_header: str, bound_host: str) -> bool:
    """Return whether a Host header names this server.

    A web page can point its own name at this machine (DNS rebinding) and make the browser of a user here send requests
    to the server; they carry the page's name as Host. Any port is accepted, since it may be forwarded.

    Args:
        host_header: such as ``127.0.0.1:8000`` or ``[::1]``.
        bound_host: the address that the server listens on.
    """
    host = _without_port(host_header)
    if host is None:
        return False
    if is_loopback(host) or host == bound_host.lower():
        return True
    if is_loopback(bound_host):
        return False
    # Open to other machines: they use this machine's name, or an address, which no page can rebind.
    return _address(host) is not None or host == socket.gethostname().lower()


def _without_port(host_header: str) -> str | None:
    """Return the name or address in lower case, without brackets; None if the header is malformed."""
    found = _HOST.fullmatch(host_header)
    if found is None:
        return None
    if found["name"] is not None:
        return found["name"].lower()
    address = _address(found["ipv6"])
    return found["ipv6"].lower() if isinstance(address, ipaddress.IPv6Address) else None


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
