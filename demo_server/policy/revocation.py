"""The ways in which a design's tokens can be refused before ``exp``."""

from enum import StrEnum


class Revocation(StrEnum):
    """Whom the server asks, on each request, whether a token still counts."""

    DENY_LIST = "deny-list"  # by jti
    VERSION = "version"  # the directory, for the user's permission version: the token's must be the same
    INTROSPECTION = "introspection"  # the authorization server (RFC 7662), for a reference token
    NONE = "none"  # nobody: a token works until exp
