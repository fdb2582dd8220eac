"""How much a finding matters, what findings of each severity are called, and in which order they are shown."""

from collections.abc import Mapping
from enum import StrEnum

from workbench.core.text import wording


class Severity(StrEnum):
    """How much a finding matters, the worst first."""

    ERROR = "error"  # a verifier must refuse it, or anyone may misuse it
    WARNING = "warning"  # works, until it does harm
    INFO = "info"  # worth knowing

    @property
    def rank(self) -> int:
        """Its place among the severities: 0 is the worst."""
        return SEVERITIES.index(self)


SEVERITIES: tuple[Severity, ...] = tuple(Severity)
"""The severities in the order in which findings are shown."""

NOUNS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""What a finding of each severity is called."""


def counted(count: int, severity: Severity) -> str:
    """``1 error``, ``2 warnings``, ``3 notes``."""
    return wording.counted(count, NOUNS[severity])
