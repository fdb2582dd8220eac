"""Recognises the kind of a token: by its ``typ``, then by claims that only one kind has, then by its issuer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core.lint.tokens.kinds import credentials, oauth, openid, tables
from workbench.core.lint.tokens.kinds.issuers import Issuer, known_issuer
from workbench.core.lint.tokens.kinds.kind import KindTable, TokenKind
from workbench.core.lint.tokens.kinds.own_claims import OWN_CLAIMS, Values
from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.text.wording import named, shown

_PLAIN_TYPES = frozenset({"jwt", "jose", "jws"})
_MEDIA_SUFFIX = "+jwt"
_OTHER_TYPES = frozenset({"passport", "svt"})
"""Types without the suffix of a media type that name kinds of their own: RFC 8225, RFC 9321."""
_OF_ITS_OWN = ", which names a kind of its own"
_YEAR_S = 31_536_000

# The claim "typ" of Keycloak, "token_use" of Cognito, "token_type" and their like.
_USE_CLAIMS = ("token_use", "typ", "token_type", "token_usage", "tokenType", "tokenUse", "use", "type")
_USES: Mapping[str, KindTable] = {
    "access": oauth.OTHER_ACCESS_TOKEN,
    "access_token": oauth.OTHER_ACCESS_TOKEN,
    "bearer": oauth.OTHER_ACCESS_TOKEN,
    "id": openid.ID_TOKEN,
    "id_token": openid.ID_TOKEN,
    "logout": openid.LOGOUT_TOKEN,
    "api_key": oauth.API_KEY,
    "api-key": oauth.API_KEY,
    "apikey": oauth.API_KEY,
    "refresh": tables.OTHER_TYPE,
    "refresh_token": tables.OTHER_TYPE,
    "offline": tables.OTHER_TYPE,
}

_ONLY_IN_WORKLOADS = (
    frozenset({"kubernetes.io"}),
    frozenset({"kubernetes.io/serviceaccount/namespace"}),
    frozenset({"repository", "workflow", "run_id"}),
    frozenset({"job_workflow_ref"}),
    frozenset({"project_path", "pipeline_id"}),
    frozenset({"project_path", "job_id"}),
    frozenset({"namespace_path", "project_path"}),
    frozenset({"pipeline_slug", "build_number"}),
    frozenset({"oidc.circleci.com/project-id"}),
    frozenset({"repositoryUuid", "pipelineUuid"}),
    frozenset({"terraform_workspace_id", "terraform_run_id"}),
    frozenset({"https://sts.amazonaws.com/"}),
    frozenset({"nomad_job_id", "nomad_allocation_id"}),
)
_ONLY_IN_ACCESS_TOKENS = (
    "scope", "scp", "client_id", "authorization_details", "scopes", "act", "may_act", "cnf", "appid", "appidacr",
    "azpacr", "cid", "grant_type", "realm_access", "resource_access", "authorities", "gty", "idtyp",
    "https://hasura.io/jwt/claims",
)  # fmt: skip
_HASHES = ("at_hash", "c_hash", "s_hash", "sub_jwk", "urn:openid:params:jwt:claim:rt_hash")
_ONLY_IN_ID_TOKENS = (*_HASHES, "nonce")
_MOST_IN_ID_TOKENS = ("auth_time", "email_verified", "phone_number_verified", "nonce_supported")
_RIGHTS = ("roles", "role", "permissions", "permission", "entitlements", "groups")
_OF_EVERY_ASSERTION = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})
_NEVER_IN_CLIENT_ASSERTIONS = frozenset({*_ONLY_IN_ID_TOKENS, *_RIGHTS, "scope", "scp", "client_id"})

_TOKEN_ENDPOINT = re.compile(
    r"https://[^?#]*/(token|access_token|tokens)/?"
    r"|(https://)?(login|test|[^/]*\.my)\.salesforce\.com(/.*)?"
    r"|(https://)?(account(-[a-z])?\.docusign\.com|ims-na1\.adobelogin\.com/.*)"
    r"|https://identitytoolkit\.googleapis\.com/.*"
)
# The issuer identifier of an authorization server, which an assertion may have as audience (RFC 7523 section 3).
_AUTHORIZATION_SERVER = re.compile(
    r"https://(?:[^/?#]+\.)?(?:auth|authn|authz|authorization|login|oauth2?|oidc|idp|sso|sts|accounts?|signin)"
    r"(?:[-.][^/?#]+)?/?"
    r"|https://[^/?#]+/(?:.+/)?(?:realms/[^/?#]+|oauth2?(?:/[^/?#]+)?|adfs|as)/?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a token is taken for, and why.

    Attributes:
        table: the table of its kind.
        reason: what in the token says so: ``typ is dpop+jwt``.
    """

    table: KindTable
    reason: str


def media_type(typ: object) -> str | None:
    """A ``typ`` as it is compared: in lower case, without ``application/`` (RFC 7515 section 4.1.9)."""
    return typ.lower().removeprefix("application/") if isinstance(typ, str) else None


def recognise(header: Mapping[str, object], values: Values) -> Recognition:
    """What kind of token one with this header and these claims is."""
    by_type = _by_type(header.get("typ"), values)
    if by_type is not None:
        return by_type
    issuer = known_issuer(values)
    for look in (_by_use, _by_own_claims, _as_assertion, _as_workload, _as_key, _as_oauth_token):
        found = look(values, issuer)
        if found is not None:
            return found
    return _by_issuer(values, issuer) or Recognition(tables.UNKNOWN, _nothing_known(header))


def _nothing_known(header: Mapping[str, object]) -> str:
    typ = f"typ is {_plain(header['typ'])}" if "typ" in header else "typ is missing"
    return f"{typ}, and neither the claims nor the issuer name a kind"


def _plain(typ: object) -> str:
    return named(typ) if isinstance(typ, str) else shown(typ)


def _by_type(typ: object, values: Values) -> Recognition | None:
    name = media_type(typ)
    if not name or name in _PLAIN_TYPES:
        return None
    reason = f"typ is {_plain(typ)}"
    if name in tables.BY_TYPE:
        table = tables.BY_TYPE[name]
        for_wallet = table is oauth.REQUEST_OBJECT and "vp_token" in str(values.get("response_type")).split()
        return Recognition(oauth.PRESENTATION_REQUEST if for_wallet else table, reason)
    if name == "sd-jwt" or name.endswith("+sd-jwt"):
        return Recognition(credentials.SD_JWT_VC if "vct" in values else credentials.SD_JWT, reason)
    if name.endswith(_MEDIA_SUFFIX) or name in _OTHER_TYPES:
        return Recognition(tables.OTHER_TYPE, reason + _OF_ITS_OWN)
    return None


def _by_use(values: Values, issuer: Issuer | None) -> Recognition | None:
    for claim in _USE_CLAIMS:
        use = values.get(claim)
        if not isinstance(use, str):
            continue
        table = _USES.get(use.lower())
        if table is None and claim == "typ" and issuer is not None and issuer.name == "Keycloak":
            table = tables.OTHER_TYPE
        if table is not None:
            reason = f"the claim {claim} is {shown(use)}"
            return Recognition(table, f"{reason}{_OF_ITS_OWN}" if table is tables.OTHER_TYPE else reason)
    return None


def _by_own_claims(values: Values, _issuer: Issuer | None) -> Recognition | None:
    """Claims that a specification gives to one kind alone."""
    for table, has in OWN_CLAIMS:
        claims = has(values)
        if claims:
            return Recognition(table, _has(claims))
    return None


def _has(claims: str) -> str:
    return f"it has the claim {claims}" if " and " not in claims else f"it has the claims {claims}"


def _as_assertion(values: Values, issuer: Issuer | None) -> Recognition | None:
    """What is sent to a token endpoint, by its audience and its parties."""
    iss, sub, aud = values.get("iss"), values.get("sub"), values.get("aud")
    if issuer is not None and issuer.kind is TokenKind.ASSERTION:
        return Recognition(oauth.ASSERTION, "iss is a service account")
    if issuer is not None and issuer.kind is TokenKind.CLIENT_ASSERTION:
        return Recognition(oauth.CLIENT_ASSERTION, f"iss names a key at {issuer.name}")
    audiences = aud if isinstance(aud, list) else [aud]
    endpoint = next((each for each in audiences if isinstance(each, str) and _TOKEN_ENDPOINT.fullmatch(each)), None)
    same = isinstance(iss, str) and iss != "" and iss == sub
    if same and aud is not None and values.keys().isdisjoint(_NEVER_IN_CLIENT_ASSERTIONS):
        return Recognition(oauth.CLIENT_ASSERTION, "iss and sub are the same")
    if aud == "https://appleid.apple.com" and isinstance(iss, str) and "://" not in iss:
        return Recognition(oauth.CLIENT_ASSERTION, f"aud is {shown(aud)}, where clients log in")
    if endpoint is not None and "client_id" not in values:
        return Recognition(oauth.ASSERTION, f"aud is the token endpoint {shown(endpoint)}")
    if _asks_a_server(values):
        return Recognition(oauth.ASSERTION, f"it says nothing but who asks {shown(aud)}, an authorization server")
    return None


def _asks_a_server(values: Values) -> bool:
    """Whether another party than the authorization server in ``aud`` made it, about somebody, with no rights in it."""
    iss, sub, aud = (values.get(name) for name in ("iss", "sub", "aud"))
    audience = aud[0] if isinstance(aud, list) and len(aud) == 1 else aud
    if not (isinstance(iss, str) and isinstance(sub, str) and isinstance(audience, str) and iss != sub):
        return False
    if not values.keys() <= _OF_EVERY_ASSERTION or _AUTHORIZATION_SERVER.fullmatch(audience) is None:
        return False
    return _host(iss) != _host(audience)


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].lower()


def _as_workload(values: Values, issuer: Issuer | None) -> Recognition | None:
    sub = values.get("sub")
    if isinstance(sub, str) and sub.startswith("spiffe://"):
        return Recognition(tables.SPIFFE, "sub is a SPIFFE id")
    if isinstance(sub, str) and sub.startswith("system:serviceaccount:"):
        return Recognition(tables.WORKLOAD, "sub is a service account of Kubernetes")
    google = values.get("google")
    if isinstance(google, Mapping) and "compute_engine" in google:
        return Recognition(tables.WORKLOAD, "it has the claim google.compute_engine")
    own = next((names for names in _ONLY_IN_WORKLOADS if names <= values.keys()), None)
    if own is not None:
        return Recognition(tables.WORKLOAD, _has(" and ".join(sorted(own))))
    if issuer is not None and issuer.kind is TokenKind.WORKLOAD:
        return Recognition(tables.WORKLOAD, f"the issuer is {issuer.name}")
    return None


def _as_key(values: Values, issuer: Issuer | None) -> Recognition | None:
    """Keys of an API, which are made once, and name nobody."""
    if issuer is not None and issuer.name == "Argo CD" and not str(values.get("sub")).endswith(":login"):
        return Recognition(oauth.API_KEY, "the issuer is Argo CD, and sub is not a login")
    if "sub" not in values and "aud" not in values and values.get("role") in ("anon", "service_role"):
        return Recognition(oauth.API_KEY, f"role is {shown(values['role'])}, and it names no user")
    own = next((name for name in ("api_key_id", "apiKeyId", "key_id", "keyId", "scopedKeyKey") if name in values), None)
    if own is not None:
        return Recognition(oauth.API_KEY, _has(own))
    if values.get("aud") == "public-api":
        return Recognition(oauth.API_KEY, 'aud is "public-api"')
    expires, issued = values.get("exp"), values.get("iat")
    lives_long = is_numeric_date(expires) and is_numeric_date(issued) and expires - issued > _YEAR_S
    if lives_long and values.keys().isdisjoint({"aud", *_ONLY_IN_ACCESS_TOKENS, *_ONLY_IN_ID_TOKENS, *_RIGHTS}):
        return Recognition(oauth.API_KEY, "it has no aud, and lives for more than a year")
    return None


def _as_oauth_token(values: Values, issuer: Issuer | None) -> Recognition | None:
    """Access tokens and ID tokens, by what only one of them has, and then by what one of them mostly has."""
    for names, table in (
        (("firebase", *_HASHES), openid.ID_TOKEN),
        (("access",), oauth.OTHER_ACCESS_TOKEN),
        (("authorization", "grants", "video", "mercure", "x-ably-capability", "room"), oauth.OTHER_ACCESS_TOKEN),
        (_ONLY_IN_ACCESS_TOKENS, oauth.OTHER_ACCESS_TOKEN),
        (_ONLY_IN_ID_TOKENS, openid.ID_TOKEN),
    ):
        own = next((name for name in names if name in values and _is_structured(name, values)), None)
        if own is not None:
            return Recognition(table, _has(own))
    if issuer is not None and issuer.own_api:
        return Recognition(oauth.OTHER_ACCESS_TOKEN, f"the issuer is {issuer.name}, and the API is its own")
    own = next((name for name in _MOST_IN_ID_TOKENS if name in values), None)
    if own is not None and values.keys().isdisjoint(_RIGHTS):
        return Recognition(openid.ID_TOKEN, _has(own))
    if values.get("azp") is not None:
        return _by_authorized_party(values)
    own = next((name for name in _RIGHTS if isinstance(values.get(name), str | list | Mapping)), None)
    if own is not None and not (issuer is not None and _is_login(values)):
        return Recognition(oauth.OTHER_ACCESS_TOKEN, _has(own))
    return None


def _is_structured(name: str, values: Values) -> bool:
    """Whether a name that is also a common word has the form that only one kind gives it."""
    value = values[name]
    match name:
        case "access":
            return isinstance(value, list) and any(isinstance(each, Mapping) and "actions" in each for each in value)
        case "authorization":
            return isinstance(value, Mapping) and "permissions" in value
        case "scope" | "scopes" if isinstance(value, list):  # App Store Connect has requests there, "GET /v1/apps"
            return not any(isinstance(each, str) and " " in each for each in value)
        case "room":  # of Jitsi, beside its context
            return isinstance(value, str) and "context" in values
        case "firebase" | "grants" | "video" | "mercure":  # grants of Twilio, video of LiveKit
            return isinstance(value, Mapping)
    return True


def _by_authorized_party(values: Values) -> Recognition:
    azp, aud = values["azp"], values.get("aud")
    if azp == aud or (isinstance(aud, list) and azp in aud and values.keys().isdisjoint(_RIGHTS)):
        return Recognition(openid.ID_TOKEN, "azp is its audience")
    return Recognition(oauth.OTHER_ACCESS_TOKEN, "azp is not its audience")


def _is_login(values: Values) -> bool:
    """Whether it says who has logged in to a client: an address or a name, and a client, not a URL, as audience."""
    aud = values.get("aud")
    told = not values.keys().isdisjoint({"email", "name", "preferred_username", "picture", "given_name"})
    return told and isinstance(aud, str) and "://" not in aud


def _by_issuer(values: Values, issuer: Issuer | None) -> Recognition | None:
    if issuer is None:
        return None
    reason = f"the issuer is {issuer.name}"
    if issuer.kind is TokenKind.ID:
        return Recognition(openid.ID_TOKEN, reason)
    if issuer.kind is TokenKind.ACCESS:
        return Recognition(oauth.OTHER_ACCESS_TOKEN, reason)
    aud = values.get("aud")
    if isinstance(aud, str) and "://" not in aud:
        return Recognition(openid.ID_TOKEN, f"{reason}, and its audience is a client")
    return Recognition(
        oauth.OTHER_ACCESS_TOKEN, f"{reason}, and {'aud is missing' if aud is None else 'its audience is an API'}"
    )
