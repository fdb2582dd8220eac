"""Where a request goes: scheme, host and port (RFC 6454 section 4), and whether others can read along."""

import re
from dataclasses import dataclass

from workbench.core.errors import RequestError

_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#\\]*)(?P<rest>.*)", re.DOTALL)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_LOOPBACK = re.compile(r"127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}|\[::1\]|localhost|[a-z0-9.-]+\.localhost")
_USUAL_PORTS = {"http": 80, "https": 443}

# What a stored consent has beside the address where others can read the connection.
_UNENCRYPTED = "unencrypted"


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of a server.

    Attributes:
        scheme: ``http`` or ``https``.
        host: in lower case; IPv6 in brackets.
        port: TCP port.
    """

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        """Its base URL without the usual port: ``https://api.example.org``."""
        port = "" if self.port == _USUAL_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine: another program than the demo server, but no one else can read along."""
        return _LOOPBACK.fullmatch(self.host) is not None

    @property
    def is_unencrypted(self) -> bool:
        """Whether others can read what is sent."""
        return self.scheme == "http" and not self.is_loopback

    @property
    def consent(self) -> str:
        """What is stored when the user always allows it; never the address alone where others can read along."""
        return f"{self} {_UNENCRYPTED}" if self.is_unencrypted else str(self)

    @classmethod
    def of_consent(cls, text: object) -> "Origin | None":
        """The origin that a stored consent is for; None for a text that allows nothing."""
        if not isinstance(text, str):
            return None
        try:
            origin = cls.of(text.removesuffix(f" {_UNENCRYPTED}"))
        except RequestError:
            return None
        return origin if origin.consent == text else None

    @classmethod
    def of(cls, base_url: str) -> "Origin":
        """The origin of a base URL.

        Raises:
            RequestError: it is not an origin, or has more than scheme, host and port.
        """
        origin, path = split_url(base_url)
        if origin is None or path != "/":
            raise _fault("A server's address is a scheme and a host, such as https://api.example.org.")
        return origin


def split_url(text: str) -> tuple[Origin | None, str]:
    """Split an address that a user typed.

    Args:
        text: a path of the demo server from the slash on, or an absolute http or https URL.

    Returns:
        the server, None for the demo server; and path with query.

    Raises:
        RequestError: it is neither; the message says why.
    """
    text = text.strip()
    if any(character < " " or character == "\x7f" for character in text):
        raise _fault("The URL has a line break or another control character in it.")
    if "#" in text:
        raise _fault("A fragment (from # on) is never sent to a server; leave it out, or write %23.")
    if text.startswith("/"):
        return None, text
    found = _URL.fullmatch(text)
    if found is None:
        hint = "Write a path such as /me for the demo server, or a URL that begins with https://."
        raise _fault("The URL begins neither with a slash nor with http:// or https://.", hint)
    path = found["rest"]
    if path and path[0] not in "/?":
        raise _fault("The host of the URL ends in a character that no host has.")
    if path.startswith("?"):
        path = f"/{path}"
    return _origin(found["scheme"].lower(), found["authority"]), path or "/"


def _origin(scheme: str, authority: str) -> Origin:
    if scheme not in _USUAL_PORTS:
        raise _fault(f"A request goes over http or https, not {scheme[:20]}.")
    if "@" in authority:
        raise _fault("The URL has a user name or a password in it, and this would be sent to the server as well.")
    if not authority.isascii():
        # Letters of other scripts may look like those of a host that the user trusts.
        raise _fault("The host has characters beyond ASCII; write it as it is asked for, with xn--.")
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        raise _fault("The URL names no host." if not authority else "The host or the port of the URL is not valid.")
    port = int(found["port"]) if found["port"] else _USUAL_PORTS[scheme]
    if not 1 <= port <= 65535:
        raise _fault("The port of the URL is not between 1 and 65535.")
    return Origin(scheme, found["host"].lower(), port)


def _fault(message: str, hint: str | None = None) -> RequestError:
    return RequestError(message, part="url", hint=hint)
