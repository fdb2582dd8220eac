"""What a status line shows."""

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.errors import StoppedError, WorkbenchError


class StatusLevel(StrEnum):
    """How a status should be taken."""

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
        """The sentence of *error* and what to do next; a warning where the user wanted it so."""
        severity = StatusLevel.WARNING if isinstance(error, StoppedError) else StatusLevel.ERROR
        return cls(f"{error} {error.hint}".strip(), severity)
