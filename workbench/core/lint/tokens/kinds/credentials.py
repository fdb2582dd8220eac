"""Tables of credentials: SD-JWT, what a holder proves with, verifiable credentials, and status lists."""

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.kinds.kind import KindTable, TokenKind, of_severity

_ERROR = Severity.ERROR
_CERTIFIED = frozenset({"x5c", "jwk"})

SD_JWT = KindTable(TokenKind.SD_JWT, "an SD-JWT", "RFC 9901 section 4", sender_keys=_CERTIFIED, asymmetric=True)
"""Of any SD-JWT: all its claims are the application's."""

SD_JWT_VC = KindTable(
    TokenKind.SD_JWT,
    "an SD-JWT credential",
    "SD-JWT VC section 2.2.2",
    types=("dc+sd-jwt", "vc+sd-jwt"),
    must=of_severity(_ERROR, "vct"),
    sender_keys=_CERTIFIED,
    asymmetric=True,
)

KEY_BINDING = KindTable(
    TokenKind.KEY_BINDING,
    "a key-binding JWT",
    "RFC 9901 section 4.3",
    types=("kb+jwt",),
    type_severity=_ERROR,
    must=of_severity(_ERROR, "iat", "aud", "nonce", "sd_hash"),
    asymmetric=True,
)

KEY_PROOF = KindTable(
    TokenKind.KEY_PROOF,
    "a key proof",
    "OpenID for Verifiable Credential Issuance 1.0 appendix F.1",
    types=("openid4vci-proof+jwt",),
    type_severity=_ERROR,
    must=of_severity(_ERROR, "aud", "iat"),
    key_parameters=("jwk", "kid", "x5c", "trust_chain"),
    sender_keys=_CERTIFIED,
    asymmetric=True,
)

CREDENTIAL = KindTable(
    TokenKind.CREDENTIAL,
    "a verifiable credential",
    "W3C Securing Verifiable Credentials using JOSE and COSE section 3.1",
    types=("vc+jwt", "vp+jwt", "vc+ld+jwt", "vp+ld+jwt"),
    must_not=of_severity(_ERROR, "vc", "vp"),
    sender_keys=_CERTIFIED,
    asymmetric=True,
)
"""Of a credential or presentation that is the claims set itself (data model 2.0)."""

NESTED_CREDENTIAL = KindTable(
    TokenKind.CREDENTIAL,
    "a verifiable credential",
    "W3C Verifiable Credentials Data Model 1.1 section 6.3.1",
    must=of_severity(_ERROR, "iss"),
    sender_keys=_CERTIFIED,
)
"""Of a credential or presentation inside the claim ``vc`` or ``vp`` (data model 1.1)."""

STATUS_LIST = KindTable(
    TokenKind.STATUS_LIST,
    "a status list",
    "Token Status List section 5.1",
    types=("statuslist+jwt",),
    type_severity=_ERROR,
    must=of_severity(_ERROR, "sub", "iat", "status_list"),
    sender_keys=_CERTIFIED,
)
