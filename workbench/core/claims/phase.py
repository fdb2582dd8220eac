"""The phases of a token's lifetime."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a token is in its lifetime."""

    NOT_YET = "not yet"
    COUNTS = "counts"
    EXPIRED = "expired"
    ENDLESS = "endless"
    UNREADABLE = "unreadable"
