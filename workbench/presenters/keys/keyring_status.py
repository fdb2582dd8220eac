"""How the keyring stands, in a few words beside the keys."""

from dataclasses import dataclass
from enum import Enum

from workbench.core.errors import (
    KeyringDamagedError,
    KeyringDeniedError,
    KeyringLockedError,
    KeyringMissingError,
    KeyringNewerError,
    KeyringRefusedError,
    KeyringTimeoutError,
    WorkbenchError,
)


class Condition(Enum):
    """Whether the keyring can be used; the value is how that is said."""

    WAITING = "waiting for an answer"
    OPEN = "open"
    PARTLY = "open, but not every key can be read"
    LOCKED = "locked"
    DENIED = "access denied"
    SILENT = "does not answer"
    REFUSED = "refused: not known to keep secrets encrypted"
    MISSING = "there is none"
    DAMAGED = "damaged"
    NEWER = "written by a newer version"
    FAILED = "failed"


_CONDITIONS: tuple[tuple[type[WorkbenchError], Condition], ...] = (
    (KeyringLockedError, Condition.LOCKED),
    (KeyringDeniedError, Condition.DENIED),
    (KeyringTimeoutError, Condition.SILENT),
    (KeyringRefusedError, Condition.REFUSED),
    (KeyringMissingError, Condition.MISSING),
    (KeyringDamagedError, Condition.DAMAGED),
    (KeyringNewerError, Condition.NEWER),
)


@dataclass(frozen=True, slots=True)
class RingState:
    """How the keyring stands.

    Attributes:
        condition: whether it can be used.
        detail: what it is, what is wrong with it, and what to do.
        can_retry: whether asking it again makes sense.
    """

    condition: Condition
    detail: str = ""
    can_retry: bool = False

    @classmethod
    def of(cls, error: WorkbenchError) -> "RingState":
        """How a keyring stands that answered with *error*."""
        condition = next((each for kind, each in _CONDITIONS if isinstance(error, kind)), Condition.FAILED)
        return cls(condition, f"{error} {error.hint}".strip(), can_retry=True)
