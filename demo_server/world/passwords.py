"""Password hashes (scrypt, RFC 7914)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache

_COST = 2**12
"""Iterations: about 14 ms and 4 MiB a hash.

Far below what a real service needs (OWASP recommends 2**17). Anyone can read a scenario's passwords in its file, so a
higher cost would protect nothing and only delay the start of the server.
"""


@dataclass(frozen=True, slots=True)
class PasswordHash:
    """A salted scrypt hash.

    Attributes:
        salt: 16 octets.
        digest: 32 octets.
    """

    salt: bytes
    digest: bytes

    def matches(self, password: str) -> bool:
        """Whether *password* is the right one; the comparison takes the same time wherever they differ.

        The right password is remembered, so that the next login with it is fast. A wrong one costs a hash each time.
        """
        try:
            return _is_right(self, password)
        except _WrongPasswordError:
            return False


class _WrongPasswordError(Exception):
    """Raised by `_is_right`: what is raised is not kept, so no wrong password stays in memory."""


@lru_cache(maxsize=1024)
def _is_right(kept: PasswordHash, password: str) -> bool:
    if not hmac.compare_digest(_digest(password, kept.salt), kept.digest):
        raise _WrongPasswordError
    return True


def hash_password(password: str) -> PasswordHash:
    """Hash *password* with a new salt."""
    salt = secrets.token_bytes(16)
    return PasswordHash(salt, _digest(password, salt))


@lru_cache(maxsize=1024)
def hash_demo_password(username: str, password: str) -> PasswordHash:  # noqa: ARG001  one hash for each user
    """Hash a scenario's password, once per process and user: servers are started and reset often."""
    return hash_password(password)


def _digest(password: str, salt: bytes) -> bytes:
    # A lone surrogate can arrive in JSON; no password of a scenario has one, so any encoding of it will do.
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=8, p=1, dklen=32)
