"""Tables of the tokens of OpenID: ID tokens, logout tokens, security events and entity statements."""

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.kinds.kind import KindTable, Lifetime, TokenKind, of_severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

ID_TOKEN = KindTable(
    TokenKind.ID,
    "an ID token",
    "OpenID Connect Core 1.0 section 2",
    must=of_severity(_ERROR, "iss", "sub", "aud", "exp", "iat"),
    must_not=of_severity(
        _WARNING, "scope", "scopes", "scp", "roles", "role", "permissions", "permission", "entitlements", "authorities",
        "authorization_details", "events",
    ),
    lifetime=Lifetime(86_400, "a client reads an ID token right after the login", "OpenID Connect Core 1.0 section 2"),
    rules=frozenset({
        "JWT013", "JWT015", "JWT016", "JWT026", "JWT027", "JWT028", "JWT042", "JWT043", "JWT053", "JWT055",
    }),
)  # fmt: skip

LOGOUT_TOKEN = KindTable(
    TokenKind.LOGOUT,
    "a logout token",
    "OpenID Connect Back-Channel Logout 1.0 section 2.4",
    types=("logout+jwt",),
    must=of_severity(_ERROR, "iss", "aud", "iat", "exp", "jti", "events"),
    must_not=of_severity(_ERROR, "nonce"),
    lifetime=Lifetime(120, "two minutes are enough to deliver it", "OpenID Connect Back-Channel Logout 1.0 section 4"),
)

SECURITY_EVENT = KindTable(
    TokenKind.SECURITY_EVENT,
    "a security event token",
    "RFC 8417 section 2.2",
    types=("secevent+jwt",),
    must=of_severity(_ERROR, "iss", "iat", "jti", "events"),
    must_not=of_severity(_WARNING, "exp"),
)

ENTITY_STATEMENT = KindTable(
    TokenKind.ENTITY_STATEMENT,
    "an entity statement",
    "OpenID Federation 1.0 section 3",
    types=("entity-statement+jwt", "explicit-registration-response+jwt"),
    type_severity=_ERROR,
    must=of_severity(_ERROR, "iss", "sub", "iat", "exp", "jwks"),
    sender_keys=frozenset({"trust_chain"}),
    asymmetric=True,
)
