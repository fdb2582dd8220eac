"""How large a header, and with it a token, real servers accept."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.text.units import percent

HEADER_NAME = "Authorization: Bearer "
"""The part of the header before the token (RFC 6750 section 2.1)."""

LINE_END = 2
"""Octets of the line end after the token."""

OTHER_HEADERS = 100
"""Octets of request line, Host and what else a plain client sends, where it was not measured: browsers send more."""


REFERENCE = "nginx"
"""The server whose limit shares refer to: the most widespread of those that take 8 KiB."""

_BEST_KNOWN = (REFERENCE, "Apache httpd", "Tomcat", "Node.js http", "Jetty", "gunicorn")


class LimitScope(StrEnum):
    """What a limit is about."""

    LINE = "line"  # one header with its name
    BLOCK = "block"  # the request line and all headers together
    COOKIE = "cookie"  # name and value of a cookie that holds the token


@dataclass(frozen=True, slots=True)
class HeaderLimit:
    """The limit of one server in its default setting.

    Attributes:
        name: the server.
        version: where it was measured; empty for a service without versions.
        limit_bytes: as the server's own documentation or source states it.
        measured_bytes: the largest bearer token that came through; None where that was not measured.
        answer: what a request beyond it gets: a status, or ``refused`` where it is not known how.
        setting: by which it can be changed; empty where it cannot.
    """

    name: str
    version: str
    scope: LimitScope
    limit_bytes: int
    measured_bytes: int | None
    answer: str
    setting: str

    @property
    def largest_token(self) -> int:
        """Bytes of the largest token that comes through in an Authorization header, or in the cookie.

        As measured; else the limit less the other octets of a request of a plain client.
        """
        if self.measured_bytes is not None:
            return self.measured_bytes
        beside = {
            LimitScope.LINE: len(HEADER_NAME) + LINE_END,
            LimitScope.BLOCK: len(HEADER_NAME) + LINE_END + OTHER_HEADERS,
            LimitScope.COOKIE: len("token"),
        }
        return self.limit_bytes - beside[self.scope]

    @property
    def sentence(self) -> str:
        """What it accepts, and its answer to more: ``nginx 1.22.1: up to 8,168 B, else 400 (measured; …)``."""
        evidence = "measured" if self.measured_bytes is not None else "as documented"
        setting = f"; set by {self.setting}" if self.setting else ""
        version = f" {self.version}" if self.version else ""
        return f"{self.name}{version}: up to {self.largest_token:,} B, else {self.answer} ({evidence}{setting})"

    def takes(self, token_bytes: int, beside: int = 0) -> bool:
        """Whether a token of this length comes through, with so many bytes of other headers that belong to it."""
        return token_bytes + (beside if self.scope is LimitScope.BLOCK else 0) <= self.largest_token


def header_bytes(token_bytes: int) -> int:
    """Octets of the whole Authorization header with a token of *token_bytes*, its line end included."""
    return len(HEADER_NAME) + token_bytes + LINE_END


def parse_limits(text: str) -> tuple[HeaderLimit, ...]:
    """Read ``assets/header_limits.csv``; the strictest limit comes first."""
    limits = (
        HeaderLimit(
            name=row["name"],
            version=row["version"],
            scope=LimitScope(row["scope"]),
            limit_bytes=int(row["limit_bytes"]),
            measured_bytes=int(row["largest_token_bytes"]) if row["largest_token_bytes"] else None,
            answer=row["answer"],
            setting=row["setting"],
        )
        for row in csv.DictReader(io.StringIO(text))
    )
    return tuple(sorted(limits, key=lambda limit: limit.largest_token))


def refusing(limits: Iterable[HeaderLimit], token_bytes: int, beside: int = 0) -> tuple[HeaderLimit, ...]:
    """Those of *limits* that a token of this length is too large for, in their order; see `HeaderLimit.takes`."""
    return tuple(limit for limit in limits if not limit.takes(token_bytes, beside))


def servers(limits: Iterable[HeaderLimit]) -> tuple[HeaderLimit, ...]:
    """Those of *limits* that are a server's: a browser's limit on cookies is about another way to send a token."""
    return tuple(limit for limit in limits if limit.scope is not LimitScope.COOKIE)


def best_known(limits: Iterable[HeaderLimit]) -> tuple[HeaderLimit, ...]:
    """Those of *limits* that are of the best-known servers."""
    return tuple(limit for limit in limits if limit.name in _BEST_KNOWN)


def reference(limits: Iterable[HeaderLimit]) -> HeaderLimit:
    """The one of *limits* that shares refer to."""
    return next(limit for limit in limits if limit.name == REFERENCE)


def share_of(limit: HeaderLimit, token_bytes: int) -> str:
    """How much of *limit* a token takes: ``5 %``, ``< 1 %``."""
    return percent(token_bytes, limit.largest_token)


def named(limits: Sequence[HeaderLimit], at_most: int = 1) -> str:
    """Name *limits*, the best-known first: ``nginx and 7 more``."""
    rank = {name: position for position, name in enumerate(_BEST_KNOWN)}
    names = sorted((limit.name for limit in limits), key=lambda name: rank.get(name, len(rank)))
    shown, left = names[:at_most], len(names) - at_most
    if left > 0:
        return f"{', '.join(shown)} and {left} more"
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def marked(limits: Iterable[HeaderLimit]) -> str:
    """Name *limits* with their bytes, as they come: ``Tomcat 8,114 · nginx 8,168``."""
    return " · ".join(f"{limit.name} {limit.largest_token:,}" for limit in limits)


def settings_to_try(limits: Iterable[HeaderLimit]) -> tuple[tuple[int, tuple[HeaderLimit, ...]], ...]:
    """Limits of the header block to give a server of one's own: bytes, and whose default they are; ascending.

    Those that more than one server has, or the smallest and the largest of all. A server that limits each line instead
    of the whole block is named with the limit of as many bytes: it takes a little more.
    """
    by_size: dict[int, list[HeaderLimit]] = {}
    for limit in servers(limits):
        by_size.setdefault(limit.limit_bytes, []).append(limit)
    sizes = sorted(by_size)
    return tuple(
        (size, tuple(by_size[size]))
        for size in sizes
        if (len(by_size[size]) > 1 and any(limit.scope is LimitScope.BLOCK for limit in by_size[size]))
        or size in (sizes[0], sizes[-1])
    )


def refusal_details(limits: Iterable[HeaderLimit], token_bytes: int, beside: int = 0) -> str:
    """Every limit that a token of this length is beyond, one a line, servers first; see `HeaderLimit.takes`."""
    beyond = refusing(limits, token_bytes, beside)
    lines = [limit.sentence for limit in servers(beyond)]
    if not lines:
        lines = ["Every server in the list takes a token of this length."]
    lines += [
        f"In a cookie it would be lost: beyond {limit.largest_token:,} B browsers ignore it."
        for limit in beyond
        if limit.scope is LimitScope.COOKIE
    ]
    return "\n".join(lines)


def in_words(limits: Sequence[HeaderLimit], token_bytes: int) -> str:
    """What the limits say of a token of this length: ``Header 433 B, token 409 B: 5 % of nginx's 8,168 B; …``."""
    measure = reference(limits)
    refused_by = servers(refusing(limits, token_bytes))
    verdict = f"refused by {named(refused_by)}" if refused_by else "every server in the list takes it"
    share = f"{share_of(measure, token_bytes)} of {measure.name}'s {measure.largest_token:,} B"
    return f"Header {header_bytes(token_bytes):,} B, token {token_bytes:,} B: {share}; {verdict}."
