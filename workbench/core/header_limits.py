"""How large a header real servers take, and with it how large a token."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

HEADER_NAME = "Authorization: Bearer "
"""What stands before the token in the request (RFC 6750 section 2.1)."""

LINE_END = 2
"""Octets of the line end after the token."""

OTHER_HEADERS = 100
"""Octets of request line, Host and what else a plain client sends, where nobody has measured: browsers send more."""


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

        As measured; else the limit without what stands beside the token in a request of a plain client.
        """
        if self.measured_bytes is not None:
            return self.measured_bytes
        beside = {
            LimitScope.LINE: len(HEADER_NAME) + LINE_END,
            LimitScope.BLOCK: len(HEADER_NAME) + LINE_END + OTHER_HEADERS,
            LimitScope.COOKIE: len("token"),
        }
        return self.limit_bytes - beside[self.scope]

    def takes(self, token_bytes: int) -> bool:
        """Whether a token of this length comes through."""
        return token_bytes <= self.largest_token


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


def refusing(limits: Iterable[HeaderLimit], token_bytes: int) -> tuple[HeaderLimit, ...]:
    """Those of *limits* that a token of this length is too large for, in their order."""
    return tuple(limit for limit in limits if not limit.takes(token_bytes))
