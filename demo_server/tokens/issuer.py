"""Logging in, issuing tokens, and revoking them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock

from demo_server.clock import Clock
from demo_server.policy.designs import ClaimDesign
from demo_server.questions import Questions
from demo_server.tokens.issuer_keys import IssuerKeys
from demo_server.world.directory import Directory
from demo_server.world.lookups import DirectorySession
from demo_server.world.scenario import Scenario
from demo_server.world.synthetic_holdings import Holdings, with_holdings
from demo_server.world.user_fields import Subject


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
        access_token: the compact JWS.
        expires_in: seconds until ``exp``.
    """

    access_token: str = field(repr=False)
    expires_in: int


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
    """

    def __init__(
        self,
        scenario: Scenario,
        directory: Directory,
        keys: IssuerKeys,
        clock: Clock,
        ttl_s: int,
        questions: Callable[[], Questions] = Questions,
    ) -> None:
        self._scenario = scenario
        self._directory = directory
        self._keys = keys
        self._clock = clock
        self._ttl_s = ttl_s
        self._questions = questions

    def log_in(self, username: str, password: str, design: ClaimDesign) -> IssuedToken:
        """Check the credentials and issue a token whose claims follow *design*.

        An unknown user takes the same work as a wrong password, and is refused in the same words. Only a caller who
        knows the password learns that an account is disabled.

        Raises:
            LoginRefusedError: wrong credentials, or a disabled account.
        """
        session = self._directory.session(self._questions())
        if not session.password_matches(username, password):
            raise LoginRefusedError("login.refused", "username or password is wrong; check both and try again")
        account = session.account(username)
        if account is None or account.disabled:
            raise LoginRefusedError(
                "login.disabled", f"the account of {username} is disabled; ask an administrator to enable it"
            )
        return self._issue(self._subject(username, session), design)

    def issue(self, username: str, design: ClaimDesign) -> IssuedToken:
        """Return the token that a login would return, without a password; a disabled account gets one too.

        It is meant for the owner of the server, who needs many tokens: a login is slow, because its password hash is.

        Raises:
            KeyError: the scenario has no such user.
        """
        return self._issue(self._subject(username, self._directory.session()), design)

    def sample(self, username: str, design: ClaimDesign, holdings: Holdings) -> str:
        """Return the token that the user would get under *design* with these holdings, without a login.

        The server accepts it. It is meant for the owner of the server, to be measured and thrown away.

        Raises:
            KeyError: the scenario has no such user.
            ValueError: the holdings cannot be made up.
        """
        subject = self._subject(username, self._directory.session())
        return self._issue(with_holdings(subject, holdings), design).access_token

    def _issue(self, subject: Subject, design: ClaimDesign) -> IssuedToken:
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
        return IssuedToken(self._keys.at(moment).sign(claims, design.token_type), lifetime_s)

    def _subject(self, username: str, session: DirectorySession) -> Subject:
        """Return the user with what the directory says at this moment."""
        user = replace(
            self._scenario.users[username],
            roles=session.roles(username),
            groups=session.groups(username),
            system_admin=session.is_system_admin(username),
        )
        return Subject(user, self._scenario, session)
