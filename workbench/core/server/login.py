"""The answer to a successful login."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """The answer to a successful login.

    Attributes:
        access_token: the compact token.
        token_type: ``Bearer``.
        expires_in: seconds until the token expires.
        design: id of the design by which its claims were chosen.
    """

    access_token: str = field(repr=False)
    token_type: str
    expires_in: int
    design: str
