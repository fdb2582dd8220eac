"""The content of a status line."""

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.errors import StoppedError, WorkbenchError


class StatusLevel(StrEnum):
    """The severity of a status."""

    INFO = "info"
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Status:
    """A sentence for the user; an empty text clears the line."""

    text: str
    severity: StatusLevel = StatusLevel.INFO

    @classmethod
    def of(cls, error: WorkbenchError) -> "Status":
        """The sentence of *error* and its next step; only a warning if the user stopped the call."""
        severity = StatusLevel.WARNING if isinstance(error, StoppedError) else StatusLevel.ERROR
        return cls(f"{error} {error.hint}".strip(), severity)
