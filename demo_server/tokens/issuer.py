"""Logging in, issuing tokens, and revoking them."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from demo_server.clock import Clock
from demo_server.policy.designs import ClaimDesign
from demo_server.policy.mechanisms import CONFIRMATION, TokenForm
from demo_server.policy.revocation import Revocation
from demo_server.questions import Asked, Questions, UnavailableError
from demo_server.tokens.issuer_keys import IssuerKeys
from demo_server.tokens.reference_tokens import ReferenceTokens
from demo_server.tokens.refresh_tokens import RefreshRefusedError, RefreshTokens
from demo_server.world.directory import Directory
from demo_server.world.lookups import DirectorySession
from demo_server.world.scenario import Scenario
from demo_server.world.synthetic_holdings import Holdings, with_holdings
from demo_server.world.user_fields import Subject

_KNOWN_TO = {
    Revocation.DENY_LIST: Asked.DENY_LIST,
    Revocation.VERSION: Asked.VERSION,
    Revocation.INTROSPECTION: Asked.INTROSPECTION,
}
"""Who is asked later whether a token was revoked, and so has to know of it."""

_NOBODYS_KEY = "0" * 43
"""A thumbprint that no key has, as long as one: for tokens that are measured and never sent."""


class LoginRefusedError(Exception):
    """The login was refused.

    Attributes:
        reason: ``login.refused``, or ``login.disabled`` if the credentials were right and the account is disabled.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token as the login returns it.

    Attributes:
        access_token: the compact JWS, or a reference token.
        expires_in: seconds until ``exp``.
        token_type: ``Bearer``, or ``DPoP`` where it is bound to a key.
        refresh_token: renews it; None for a design without refresh tokens.
    """

    access_token: str = field(repr=False)
    expires_in: int
    token_type: str
    refresh_token: str | None = field(default=None, repr=False)


class DenyList:
    """The ids of the revoked tokens. Safe to use from several threads.

    Nothing is removed while the server runs, not even after ``exp``: the clock can be moved back.
    """

    def __init__(self) -> None:
        self._revoked: set[str] = set()
        self._lock = Lock()

    def revoke(self, token_id: str) -> None:
        """Refuse the token with that id from now on."""
        with self._lock:
            self._revoked.add(token_id)

    def take_over(self, other: "DenyList") -> None:
        """Refuse what *other* refuses at this moment as well."""
        with self._lock:
            self._revoked |= other._revoked.copy()

    def __contains__(self, token_id: str) -> bool:
        return token_id in self._revoked


class Issuer:
    """Checks credentials and signs tokens.

    Args:
        keys: the key that is due at the time signs.
        questions: makes the counter of a login's questions.
        ttl_s: lifetime of the tokens, seconds, where the design does not say it.
        designs: every design that a refresh token can belong to, by id.
    """

    def __init__(
        self,
        scenario: Scenario,
        directory: Directory,
        keys: IssuerKeys,
        clock: Clock,
        ttl_s: int,
        designs: Mapping[str, ClaimDesign],
        questions: Callable[[], Questions] = Questions,
    ) -> None:
        self._scenario = scenario
        self._directory = directory
        self._keys = keys
        self._clock = clock
        self._ttl_s = ttl_s
        self._questions = questions
        self._designs = designs
        self.deny_list = DenyList()
        self.refresh_tokens = RefreshTokens()
        self.references = ReferenceTokens(self._still_counts)

    def log_in(self, username: str, password: str, design: ClaimDesign, key: str = "") -> IssuedToken:
        """Check the credentials and issue a token whose claims follow *design*.

        An unknown user takes the same work as a wrong password, and is refused in the same words. Only a caller who
        knows the password learns that an account is disabled.

        Args:
            username: who logs in.
            password: as sent.
            design: what the token contains.
            key: thumbprint of the key that the client has proved to have; only a design that confirms asks for it.

        Raises:
            LoginRefusedError: wrong credentials, or a disabled account.
            UnavailableError: the directory does not answer.
            ValueError: the design binds its tokens to a key, and there is none.
        """
        session = self._directory.session(self._questions())
        if not session.password_matches(username, password):
            raise LoginRefusedError("login.refused", "username or password is wrong; check both and try again")
        return self._admit(username, session, design, key)

    def admit(self, username: str, design: ClaimDesign, key: str = "") -> IssuedToken:
        """Do as `log_in` with the right password, without its hash, which is slow on purpose.

        It is meant for the owner of the server, who needs many tokens.

        Raises:
            KeyError: the scenario has no such user.
            LoginRefusedError: the account is disabled.
            ValueError: the design binds its tokens to a key, and there is none.
        """
        return self._admit(username, self._directory.session(), design, key)

    def _admit(self, username: str, session: DirectorySession, design: ClaimDesign, key: str) -> IssuedToken:
        account = session.account(username)
        if account is None or account.disabled:
            raise LoginRefusedError(
                "login.disabled", f"the account of {username} is disabled; ask an administrator to enable it"
            )
        return self._begin(self._subject(username, session), design, key)

    def renew(self, refresh_token: str, prove: Callable[[], str]) -> tuple[IssuedToken, str]:
        """Issue a token by the user's present record, as at a login; return it with the id of its design.

        Args:
            refresh_token: as sent.
            prove: returns the thumbprint of the client's key; called for a refresh token that is bound to one.

        Raises:
            RefreshRefusedError: the refresh token does not count, or the account is disabled.
            UnavailableError: the directory does not answer. The refresh token can be used again: a client that does so
                must not look like a thief.
            ProofRefusedError: *prove* raised it; the refresh token still counts.
        """
        key = prove() if self.refresh_tokens.key_of(refresh_token) else ""
        family, successor = self.refresh_tokens.use(refresh_token, self._clock.now(), key)
        session = self._directory.session(self._questions())
        try:
            account = session.account(family.username)
            if account is None or account.disabled:
                self.refresh_tokens.revoke(successor)
                raise RefreshRefusedError("refresh.disabled", f"the account of {family.username} is disabled")
            issued, access_id = self._issue(self._subject(family.username, session), self._designs[family.design], key)
        except UnavailableError:
            self.refresh_tokens.give_back(refresh_token, successor)
            raise
        self.refresh_tokens.add_access_token(successor, access_id)
        return replace(issued, refresh_token=successor), family.design

    def log_out(self, access_id: str | None, username: str | None, design: ClaimDesign) -> None:
        """End what the access token with that ``jti`` belongs to, by the means that *design* has.

        Raises:
            UnavailableError: what would know of it does not answer; nothing has ended.
        """
        if design.revocation in _KNOWN_TO:
            self._questions().require(_KNOWN_TO[design.revocation])
        if access_id is not None:
            self.deny_list.revoke(access_id)
            self.refresh_tokens.revoke_with(access_id)
        if username is not None and design.revocation is Revocation.VERSION:
            self._directory.raise_permission_version(username)

    def take_over(self, other: "Issuer") -> None:
        """Know the tokens that *other* has issued and revoked until now."""
        self.deny_list.take_over(other.deny_list)
        self.refresh_tokens.take_over(other.refresh_tokens)
        self.references.take_over(other.references)

    def issue(self, username: str, design: ClaimDesign, key: str = "") -> IssuedToken:
        """Return the token that a login would return, without a password; a disabled account gets one too.

        It is meant for the owner of the server, who needs many tokens: a login is slow, because its password hash is.

        Raises:
            KeyError: the scenario has no such user.
            ValueError: the design binds its tokens to a key, and there is none.
        """
        return self._begin(self._subject(username, self._directory.session()), design, key)

    def sample(self, username: str, design: ClaimDesign, holdings: Holdings) -> str:
        """Return the token that the user would get under *design* with these holdings, without a login.

        The server accepts it, unless the design binds its tokens to a key. It is meant for the owner of the server, to
        be measured and thrown away.

        Raises:
            KeyError: the scenario has no such user.
            ValueError: the holdings cannot be made up.
        """
        subject = self._subject(username, self._directory.session())
        return self._issue(with_holdings(subject, holdings), design, _NOBODYS_KEY)[0].access_token

    def _begin(self, subject: Subject, design: ClaimDesign, key: str) -> IssuedToken:
        """Issue a token as at a login: with a refresh token, where the design has them."""
        issued, access_id = self._issue(subject, design, key)
        refresh = design.mechanisms.refresh
        if refresh is None:
            return issued
        ends = self._clock.now() + refresh.lifetime_s
        username = subject.user.username
        bound_to = key if design.confirms else ""
        token = self.refresh_tokens.begin(username, design.id, ends, access_id, rotates=refresh.rotates, key=bound_to)
        return replace(issued, refresh_token=token)

    def _issue(self, subject: Subject, design: ClaimDesign, key: str) -> tuple[IssuedToken, str]:
        """Return an access token, and its ``jti``."""
        if design.confirms and not key:
            raise ValueError(f"the design {design.id} binds its tokens to a key: name the thumbprint of the client's")
        moment = self._clock.now()
        now = int(moment)
        lifetime_s = self._ttl_s if design.lifetime_s is None else design.lifetime_s
        claims = {
            "iss": self._scenario.issuer,
            "sub": design.sub.fill(subject.user, self._scenario),
            "aud": self._scenario.audience if design.audience is None else design.audience,
            "exp": now + lifetime_s,
            "nbf": now,
            "iat": now,
            "jti": secrets.token_urlsafe(16),
            **design.claims_for(subject),
        }
        if design.confirms:
            claims[CONFIRMATION] = {"jkt": key}
        if design.mechanisms.form is TokenForm.REFERENCE:
            token = self.references.issue(claims)
        else:
            token = self._keys.at(moment).sign(claims, design.token_type)
        return IssuedToken(token, lifetime_s, "DPoP" if design.confirms else "Bearer"), claims["jti"]

    def _still_counts(self, claims: Mapping[str, Any]) -> bool:
        """Whether a reference token with these claims was neither revoked nor has expired."""
        return claims["jti"] not in self.deny_list and self._clock.now() < claims["exp"]

    def _subject(self, username: str, session: DirectorySession) -> Subject:
        """Return the user with what the directory says at this moment."""
        user = replace(
            self._scenario.users[username],
            roles=session.roles(username),
            groups=session.groups(username),
            system_admin=session.is_system_admin(username),
        )
        return Subject(user, self._scenario, session)
