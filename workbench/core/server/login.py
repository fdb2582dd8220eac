"""The answer to a successful login."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """The answer to a successful login.

    Attributes:
        access_token: the compact token, or a reference token.
        token_type: ``Bearer``, or ``DPoP`` where it is bound to the key of the client (RFC 9449).
        expires_in: seconds until the token expires.
        design: id of the design by which its claims were chosen.
        refresh_token: renews it; empty where the design has none.
    """

    access_token: str = field(repr=False)
    token_type: str
    expires_in: int
    design: str
    refresh_token: str = field(default="", repr=False)

    @property
    def is_bound(self) -> bool:
        """Whether the token works only with a proof of the client's key (RFC 9449)."""
        return self.token_type.lower() == "dpop"

    @property
    def is_opaque(self) -> bool:
        """Whether nothing can be read from the token: it is not a JWT, whose segments have dots between them."""
        return "." not in self.access_token
