"""The state of the keyring, and what the user can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

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
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.text.wording import counted
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.keys.store import KeyStore

_NAMED = 3
"""Temporary keys that a sentence names; of more it says the number."""


class Condition(Enum):
    """Whether the keyring can be used; the value is what the window says."""

    WAITING = "waiting for an answer"
    OPEN = "open"
    PARTLY = "open, but not every key can be read"
    LOCKED = "locked"
    DENIED = "access denied"
    SILENT = "does not answer"
    REFUSED = "refused: not known to keep secrets encrypted"
    MISSING = "not available"
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
    """The state of the keyring.

    Attributes:
        condition: whether it can be used.
        detail: what it is, what is wrong with it, and what to do.
        can_retry: whether asking it again makes sense.
    """

    condition: Condition
    detail: str = ""
    can_retry: bool = False

    @classmethod
    def open(cls, keyring: KeyStore) -> RingState:
        """The state of a keyring that has answered."""
        return cls(Condition.OPEN, f"{keyring.name} answers, and is open.")

    @classmethod
    def of(cls, error: WorkbenchError) -> RingState:
        """The state of a keyring that answered with *error*."""
        condition = next((each for kind, each in _CONDITIONS if isinstance(error, kind)), Condition.FAILED)
        return cls(condition, f"{error} {error.hint}".strip(), can_retry=True)


def offer_to_save(keys: Sequence[SigningKey], keyring_name: str) -> tuple[Status, str]:
    """What to say of temporary keys once the keyring can be used, and the button that saves them; empty without keys.

    Args:
        keys: the temporary keys.
        keyring_name: what the keyring calls itself.
    """
    if not keys:
        return Status(""), ""
    names = ", ".join(key.name for key in keys[:_NAMED]) + (", …" if len(keys) > _NAMED else "")
    text = (
        f"The keyring ({keyring_name}) can be used again. {counted(len(keys), 'temporary key')} ({names}) will be lost "
        "when the workbench ends, and later runs will refuse tokens they signed, unless you save them."
    )
    if any(key.role is KeyRole.ISSUER for key in keys):
        text = f"{text} The demo server goes on signing with its temporary key, and accepts earlier tokens too."
    which = f"the {len(keys)} temporary keys" if len(keys) > 1 else "the temporary key"
    return Status(text, StatusLevel.WARNING), f"Save {which} to the keyring"
