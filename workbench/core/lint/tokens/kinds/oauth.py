"""Tables of the tokens of OAuth: access tokens, what a client proves and asks with, and introspection responses."""

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.kinds.kind import KindTable, Lifetime, TokenKind, of_severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

_BEARER = Lifetime(3_600, "a bearer token should live an hour or less", "RFC 6750 section 5.3", 86_400)
_RIGHTS = frozenset({"JWT026", "JWT027", "JWT028", "JWT043", "JWT055"})
_ACCESS_RULES = _RIGHTS | {"JWT010", "JWT013", "JWT015", "JWT021", "JWT025", "JWT032", "JWT036", "JWT042"}
_OF_OTHERS = of_severity(_WARNING, "nonce", "at_hash", "c_hash", "s_hash", "events")

ACCESS_TOKEN = KindTable(
    TokenKind.ACCESS,
    "an access token",
    "RFC 9068 section 2.2",
    types=("at+jwt",),
    must=of_severity(_ERROR, "iss", "exp", "aud", "sub", "client_id", "iat", "jti"),
    must_not=_OF_OTHERS,
    lifetime=_BEARER,
    rules=_ACCESS_RULES,
)
"""Of a token that says by its ``typ`` that it follows RFC 9068."""

OTHER_ACCESS_TOKEN = KindTable(
    TokenKind.ACCESS,
    "an access token",
    "RFC 8725 sections 3.8 and 3.9, RFC 9068 section 2.2",
    must=of_severity(_ERROR, "exp") | of_severity(_WARNING, "iss", "aud", "sub", "iat", "jti"),
    must_not=_OF_OTHERS,
    lifetime=_BEARER,
    rules=_ACCESS_RULES,
)
"""Of an access token in the form of its issuer, which RFC 9068 binds to nothing."""

API_KEY = KindTable(
    TokenKind.API_KEY,
    "an API key in the form of a JWT",
    "RFC 8725 section 3.8",
    must=of_severity(_WARNING, "exp"),
    lifetime=Lifetime(31_622_400, "a key that leaks works until then; replace it at least once a year", "OWASP"),
    rules=_RIGHTS | {"JWT032"},
)

DPOP_PROOF = KindTable(
    TokenKind.DPOP,
    "a DPoP proof",
    "RFC 9449 section 4.2",
    types=("dpop+jwt",),
    type_severity=_ERROR,
    must=of_severity(_ERROR, "jti", "htm", "htu", "iat"),
    key_parameters=("jwk",),
    sender_keys=frozenset({"jwk"}),
    asymmetric=True,
)

CLIENT_ASSERTION = KindTable(
    TokenKind.CLIENT_ASSERTION,
    "a client assertion",
    "RFC 7523 section 3",
    types=("client-authentication+jwt",),
    must=of_severity(_ERROR, "iss", "sub", "aud", "exp") | of_severity(_WARNING, "jti"),
    sender_keys=frozenset({"x5c", "jwk", "trust_chain"}),
    lifetime=Lifetime(3_600, "it is used once, right after it was made", "RFC 7523 section 3"),
    rules=frozenset({"JWT010"}),
)

ASSERTION = KindTable(
    TokenKind.ASSERTION,
    "an assertion of a bearer grant",
    "RFC 7523 section 3",
    types=("authorization-grant+jwt",),
    must=of_severity(_ERROR, "iss", "sub", "aud", "exp"),
    sender_keys=frozenset({"x5c"}),
    lifetime=Lifetime(3_600, "it is exchanged for an access token right after it was made", "RFC 7523 section 3"),
    rules=frozenset({"JWT010"}),
)

ID_JAG = KindTable(
    TokenKind.ASSERTION,
    "an identity assertion (ID-JAG)",
    "draft-ietf-oauth-identity-assertion-authz-grant section 3.1",
    types=("oauth-id-jag+jwt",),
    must=of_severity(_ERROR, "iss", "sub", "aud", "client_id", "jti", "exp", "iat"),
    lifetime=Lifetime(3_600, "it is exchanged for an access token right after it was made", "RFC 7523 section 3"),
    rules=frozenset({"JWT010"}),
)

REQUEST_OBJECT = KindTable(
    TokenKind.REQUEST_OBJECT,
    "a request object",
    "RFC 9101 section 4",
    types=("oauth-authz-req+jwt",),
    must=of_severity(_ERROR, "client_id") | of_severity(_WARNING, "iss", "aud"),
    must_not=of_severity(_ERROR, "request", "request_uri") | of_severity(_WARNING, "sub"),
    sender_keys=frozenset({"x5c", "jwk", "trust_chain"}),
    lifetime=Lifetime(3_600, "it is used once, right after it was made", "RFC 9101 section 10.2"),
)

PRESENTATION_REQUEST = KindTable(
    TokenKind.REQUEST_OBJECT,
    "a request for a presentation",
    "OpenID for Verifiable Presentations 1.0 section 5",
    must=of_severity(_ERROR, "client_id", "response_type", "nonce"),
    must_not=of_severity(_ERROR, "request", "request_uri"),
    sender_keys=frozenset({"x5c", "jwk", "trust_chain"}),
    lifetime=Lifetime(3_600, "it is used once, right after it was made", "RFC 9101 section 10.2"),
)
"""Of a request object that a wallet answers: who made it is in ``client_id``, and ``iss`` is ignored."""

CIBA_REQUEST = KindTable(
    TokenKind.REQUEST_OBJECT,
    "a signed authentication request (CIBA)",
    "OpenID Connect CIBA Core 1.0 section 7.1.1",
    must=of_severity(_ERROR, "iss", "aud", "exp", "iat", "nbf", "jti"),
    lifetime=Lifetime(3_600, "it is used once, right after it was made", "OpenID Connect CIBA Core 1.0 section 7.1.1"),
    asymmetric=True,
)

INTROSPECTION_RESPONSE = KindTable(
    TokenKind.INTROSPECTION,
    "an introspection response",
    "RFC 9701 section 5",
    types=("token-introspection+jwt",),
    type_severity=_ERROR,
    must=of_severity(_ERROR, "iss", "aud", "iat", "token_introspection"),
    must_not=of_severity(_WARNING, "sub", "exp"),
)
