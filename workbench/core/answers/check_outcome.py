"""How a check ends."""

from enum import StrEnum


class CheckOutcome(StrEnum):
    """How a check of the server ended."""

    PASS = "pass"  # noqa: S105  an outcome, no password
    FAIL = "fail"
    OFF = "off"
    NOT_REACHED = "not_reached"
