"""The ways in which a design's tokens can be refused before ``exp``."""

from enum import StrEnum


class Revocation(StrEnum):
    """Whom the server asks, on each request, whether a token still counts."""

    DENY_LIST = "deny-list"  # by jti
    NONE = "none"  # nobody: a token works until exp
