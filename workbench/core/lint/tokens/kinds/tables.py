"""All tables: those of workloads and of tokens of unknown kind, and the others by their kind."""

from collections.abc import Mapping

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.kinds import credentials, oauth, openid
from workbench.core.lint.tokens.kinds.kind import KindTable, Lifetime, TokenKind, of_severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

WORKLOAD = KindTable(
    TokenKind.WORKLOAD,
    "a token of a workload",
    "OpenID Connect Core 1.0 section 2",
    must=of_severity(_ERROR, "iss", "sub", "exp") | of_severity(_WARNING, "aud"),
    lifetime=Lifetime(86_400, "a workload can request another at any time", "RFC 6750 section 5.3", 86_400),
    rules=frozenset({"JWT010"}),
)

SPIFFE = KindTable(
    TokenKind.WORKLOAD,
    "a JWT-SVID of a workload",
    "SPIFFE JWT-SVID section 3",
    must=of_severity(_ERROR, "sub", "aud", "exp"),
    asymmetric=True,
    lifetime=Lifetime(86_400, "a workload can request another at any time", "SPIFFE JWT-SVID section 3", 86_400),
    rules=frozenset({"JWT010"}),
)

WORKLOAD_IDENTITY = KindTable(
    TokenKind.WORKLOAD,
    "a workload identity token",
    "draft-ietf-wimse-workload-creds section 3.1",
    types=("wit+jwt",),
    must=of_severity(_ERROR, "sub", "exp", "cnf"),
    asymmetric=True,
)

UNKNOWN = KindTable(
    TokenKind.UNKNOWN,
    "a token of unknown kind",
    "RFC 8725 sections 3.8 and 3.9",
    must=of_severity(_WARNING, "exp", "iss", "aud"),
    rules=frozenset({
        "JWT010", "JWT015", "JWT021", "JWT025", "JWT026", "JWT027", "JWT028", "JWT032", "JWT036", "JWT042", "JWT043",
        "JWT055",
    }),
)  # fmt: skip

OTHER_TYPE = KindTable(
    TokenKind.UNKNOWN,
    "a token of unknown kind",
    "RFC 7519 section 4",
    sender_keys=frozenset({"jwk", "x5c", "x5u"}),  # PASSporT and attestations must have one
)
"""Of a token that names a kind without a table, by ``typ`` or by a claim: its own specification says what it must
have."""

TABLES: tuple[KindTable, ...] = (
    oauth.ACCESS_TOKEN,
    oauth.OTHER_ACCESS_TOKEN,
    openid.ID_TOKEN,
    openid.LOGOUT_TOKEN,
    oauth.DPOP_PROOF,
    oauth.CLIENT_ASSERTION,
    oauth.ASSERTION,
    oauth.ID_JAG,
    oauth.REQUEST_OBJECT,
    oauth.PRESENTATION_REQUEST,
    oauth.CIBA_REQUEST,
    openid.SECURITY_EVENT,
    credentials.SD_JWT,
    credentials.SD_JWT_VC,
    credentials.KEY_BINDING,
    credentials.KEY_PROOF,
    credentials.CREDENTIAL,
    credentials.NESTED_CREDENTIAL,
    credentials.STATUS_LIST,
    oauth.INTROSPECTION_RESPONSE,
    openid.ENTITY_STATEMENT,
    WORKLOAD,
    SPIFFE,
    WORKLOAD_IDENTITY,
    oauth.API_KEY,
    UNKNOWN,
    OTHER_TYPE,
)
"""Every table; a kind may have several, for the forms that its tokens come in."""

BY_TYPE: Mapping[str, KindTable] = {name: table for table in TABLES for name in table.types}
"""The table that each ``typ`` names."""


def table_of(kind: TokenKind, recognised: KindTable, typ: str | None, names: frozenset[str]) -> KindTable:
    """The table of a kind that was chosen: the form that was recognised, if it is of that kind.

    Args:
        kind: the kind that was chosen.
        recognised: the table that was recognised.
        typ: the token's type, in lower case without ``application/``.
        names: names of its claims.
    """
    if recognised.kind is kind:
        return recognised
    if kind is TokenKind.ACCESS and typ not in oauth.ACCESS_TOKEN.types:
        return oauth.OTHER_ACCESS_TOKEN
    if kind is TokenKind.CREDENTIAL and not names.isdisjoint({"vc", "vp"}):
        return credentials.NESTED_CREDENTIAL
    return next(table for table in TABLES if table.kind is kind)
