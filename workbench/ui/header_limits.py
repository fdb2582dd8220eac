"""The table of header limits, read when the first widget needs it."""

from functools import cache

from workbench.core.token.header_limits import HeaderLimit, parse_limits, reference, refusing, servers
from workbench.ui.assets import asset
from workbench.ui.theme import Tone

_MARKED = ("browser cookie", "Tomcat", "nginx", "Node.js http", "Envoy", "Go net/http, Caddy")


@cache
def header_limits() -> tuple[HeaderLimit, ...]:
    """The limits of real servers, the strictest first."""
    return parse_limits(asset("header_limits.csv").read_text(encoding="utf-8"))


def marked_limits() -> tuple[HeaderLimit, ...]:
    """The limits that are marked on charts and gauges: one of each order of magnitude, and two that many sites use."""
    return tuple(limit for limit in header_limits() if limit.name in _MARKED)


def size_tone(token_bytes: int, beside: int = 0) -> Tone:
    """The tone of a token of this length: `Tone.REFUSED` if the most widespread servers refuse it."""
    limits = header_limits()
    if not reference(limits).takes(token_bytes, beside):
        return Tone.REFUSED
    return Tone.WARNING if servers(refusing(limits, token_bytes, beside)) else Tone.ALLOWED
