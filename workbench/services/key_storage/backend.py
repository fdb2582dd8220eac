"""Which keyring there is, and what its errors mean.

keyring takes what it finds; with ``keyrings.alt`` installed and no Secret Service that is a file of plain text. Here
only backends count that are known to keep secrets encrypted.
"""

from collections.abc import Mapping

import keyring
import keyring.core
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from workbench.core.errors import (
    KeyringDeniedError,
    KeyringLockedError,
    KeyringMissingError,
    KeyringRefusedError,
    KeyStoreError,
)

_KNOWN: Mapping[str, str] = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Locker",
}
"""What the modules of keyring's backends keep secrets in."""

_NOTHING = ("keyring.backends.fail", "keyring.backends.null")
"""Modules of backends that keep nothing."""

# By the names of their classes, since the modules that define them are there only on their own system.
_MEANINGS: Mapping[str, tuple[type[KeyStoreError], str]] = {
    "NoKeyringError": (KeyringMissingError, "There is no keyring on this system."),
    "SecretServiceNotAvailableException": (KeyringMissingError, "The Secret Service does not run."),
    "KeyringLocked": (KeyringLockedError, "The keyring is locked."),
    "LockedException": (KeyringLockedError, "The keyring is locked."),
    "InitError": (KeyringLockedError, "The keyring could not be opened or set up."),
    "KeychainDenied": (KeyringDeniedError, "The access to the keyring was denied."),  # what macOS calls locked is this
    "PromptDismissedException": (KeyringDeniedError, "The keyring's prompt was dismissed."),
    "PasswordSetError": (KeyringDeniedError, "The keyring refused to keep an entry."),
    "PasswordDeleteError": (KeyringDeniedError, "The keyring refused to delete an entry."),
}


def system_backend(*, again: bool = False) -> KeyringBackend:
    """The keyring of this system. Finding it may take as long as any call of it.

    Args:
        again: there was none before. keyring itself looks for one only once in a run.

    Raises:
        KeyringMissingError: there is none.
        KeyringRefusedError: it is not known to be safe.
    """
    found = keyring.get_keyring()
    # A chain hands each secret to the first of its backends that takes it; only a known one is asked here.
    candidates: list[KeyringBackend] = list(getattr(found, "backends", [found]))
    if again and not _is_chosen():
        candidates += [kind() for kind in KeyringBackend.get_viable_backends() if kind.__module__ in _KNOWN]
    for backend in candidates:
        if type(backend).__module__ in _KNOWN:
            return backend
    strangers = [backend for backend in candidates if type(backend).__module__ not in _NOTHING]
    if not strangers:
        raise KeyringMissingError("There is no keyring on this system.")
    names = ", ".join(_class_name(backend) for backend in strangers)
    raise KeyringRefusedError(f"The keyring {names} is not used: it is not known to keep secrets encrypted.")


def _is_chosen() -> bool:
    """Whether the user has configured keyring's backend; then no other is looked for."""
    return keyring.core.load_env() is not None or keyring.core.load_config() is not None


def described(backend: KeyringBackend) -> str:
    """What the backend keeps secrets in, in words for the user."""
    return _KNOWN.get(type(backend).__module__) or _class_name(backend)


def translated(error: Exception) -> KeyStoreError:
    """What an error of a keyring means.

    The error's own text is left out, since an unknown backend may put anything into it.
    """
    causes = [error] if error.__cause__ is None else [error.__cause__, error]
    for kind in (kind for cause in causes for kind in type(cause).__mro__):
        if kind.__name__ in _MEANINGS:
            meaning, message = _MEANINGS[kind.__name__]
            if meaning is KeyringLockedError and "dismissed" in str(error).lower():
                meaning, message = _MEANINGS["PromptDismissedException"]
            return meaning(message)
    name = type(error).__name__ if isinstance(error, KeyringError) else _class_name(error)
    return KeyStoreError(f"The keyring failed: {name}.")


def _class_name(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"
