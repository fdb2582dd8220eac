"""Refresh tokens: rotated with each use, and revoked as a family when one is used twice (RFC 9700 section 4.14.2)."""

import secrets
from dataclasses import dataclass, field, replace
from threading import Lock

from demo_server.tokens.digests import digest


class RefreshRefusedError(Exception):
    """A refresh token that gives no new access token.

    Attributes:
        reason: ``refresh.unknown``, ``refresh.expired``, ``refresh.revoked``, ``refresh.reused`` or
            ``refresh.other_key``.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Family:
    """What descends from one login: all refresh tokens that replaced each other.

    Attributes:
        username: who logged in.
        design: id of the design of the access tokens.
        expires_at: when the last of its refresh tokens ends, seconds since 1970 UTC; a new one does not extend it.
        rotates: whether each use replaces the refresh token.
        current: digest of the one refresh token that counts.
        key: thumbprint of the key that its refresh tokens are bound to (RFC 9449 section 5); empty if to none.
        revoked: whether none counts any more.
    """

    username: str
    design: str
    expires_at: float
    rotates: bool
    current: bytes = field(repr=False)
    key: str = ""
    revoked: bool = False


class RefreshTokens:
    """The families of refresh tokens, by digests. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._families: dict[str, Family] = {}
        self._family_of: dict[bytes, str] = {}  # by the digest of every refresh token, used ones as well
        self._family_of_access: dict[str, str] = {}  # by the jti of an access token

    def begin(self, username: str, design: str, expires_at: float, access_id: str, *, rotates: bool, key: str) -> str:
        """Begin a family at a login; return its first refresh token, 43 characters.

        Args:
            username: who logged in.
            design: id of the design.
            expires_at: end of the family, seconds since 1970 UTC.
            access_id: the ``jti`` of the access token beside it.
            rotates: whether each use replaces the refresh token.
            key: thumbprint of the key that all of them are bound to; empty if to none.
        """
        token, name = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
        with self._lock:
            self._families[name] = Family(username, design, expires_at, rotates, digest(token), key)
            self._family_of[digest(token)] = name
            self._family_of_access[access_id] = name
        return token

    def key_of(self, token: str) -> str:
        """Return the thumbprint of the key that a refresh token is bound to; empty if to none, or if it is unknown."""
        with self._lock:
            name = self._family_of.get(digest(token))
            return "" if name is None else self._families[name].key

    def use(self, token: str, now: float, key: str) -> tuple[Family, str]:
        """Use a refresh token once; return its family, and the refresh token to use the next time.

        Of two uses of one token, even at the same moment, the second one revokes the family: one of the two was a
        thief's, and nobody can say which (RFC 9700 section 4.14.2). Whoever lacks the key that the token is bound to
        can do no such harm.

        Args:
            token: the refresh token.
            now: seconds since 1970 UTC.
            key: thumbprint of the key that the sender has; empty for a token that is bound to none.

        Raises:
            RefreshRefusedError: the token is unknown, expired, revoked, was used before, or is bound to another key.
        """
        presented = digest(token)
        with self._lock:
            name = self._family_of.get(presented)
            if name is None:
                raise RefreshRefusedError("refresh.unknown", "this server did not issue the refresh token; log in")
            family = self._families[name]
            if family.revoked:
                raise RefreshRefusedError("refresh.revoked", "the refresh token was revoked; log in again")
            if family.key != key:
                detail = "the refresh token is bound to another key than the one that the proof was made with"
                raise RefreshRefusedError("refresh.other_key", detail)
            if family.current != presented:
                self._families[name] = replace(family, revoked=True)
                raise RefreshRefusedError(
                    "refresh.reused",
                    "the refresh token was used before: all refresh tokens of this login are revoked; log in again",
                )
            if now >= family.expires_at:
                raise RefreshRefusedError("refresh.expired", "the refresh token has expired; log in again")
            if not family.rotates:
                return family, token
            successor = secrets.token_urlsafe(32)
            self._families[name] = family = replace(family, current=digest(successor))
            self._family_of[family.current] = name
        return family, successor

    def give_back(self, token: str, successor: str) -> None:
        """Undo the use of *token* that gave *successor*, which nobody has seen: the client has to use *token* again.

        A family that was revoked in the meantime stays revoked.
        """
        with self._lock:
            name = self._family_of[digest(token)]
            if self._families[name].current == digest(successor) and token != successor:
                self._families[name] = replace(self._families[name], current=digest(token))
                del self._family_of[digest(successor)]

    def add_access_token(self, refresh_token: str, access_id: str) -> None:
        """Count the access token with that ``jti`` among the family of *refresh_token*, which issued it."""
        with self._lock:
            self._family_of_access[access_id] = self._family_of[digest(refresh_token)]

    def revoke(self, refresh_token: str) -> None:
        """Refuse all refresh tokens of the family of *refresh_token* from now on."""
        with self._lock:
            self._revoke(self._family_of.get(digest(refresh_token)))

    def revoke_with(self, access_id: str) -> None:
        """Refuse all refresh tokens of the family of an access token from now on, if it has any."""
        with self._lock:
            self._revoke(self._family_of_access.get(access_id))

    def take_over(self, other: "RefreshTokens") -> None:
        """Know what *other* knows at this moment as well."""
        with self._lock, other._lock:
            self._families |= other._families
            self._family_of |= other._family_of
            self._family_of_access |= other._family_of_access

    def _revoke(self, name: str | None) -> None:
        if name is not None:
            self._families[name] = replace(self._families[name], revoked=True)
