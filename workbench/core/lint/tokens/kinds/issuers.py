"""Issuers that are known by their ``iss``: what their tokens are, and what they write in a way of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core.lint.tokens.kinds.kind import TokenKind


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer whose tokens are known.

    Attributes:
        name: as a sentence has it, and as the table of claims names whose claim one is.
        iss: what its ``iss`` looks like.
        kind: what its tokens are where nothing else says so; None for nothing certain.
        omits: claims that it never writes.
        writes: claims that it writes under these names and in this form; its clients cannot change them.
        own_api: whether the API that reads its tokens is its own, so that no other party gets to see them.
    """

    name: str
    iss: re.Pattern[str]
    kind: TokenKind | None = None
    omits: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    own_api: bool = False


def _issuer(
    name: str,
    iss: str,
    kind: TokenKind | None = None,
    *,
    omits: str = "",
    writes: str = "",
    own_api: bool = False,
) -> Issuer:
    return Issuer(name, re.compile(iss), kind, frozenset(omits.split()), frozenset(writes.split()), own_api)


_ACCESS, _ID, _WORKLOAD = TokenKind.ACCESS, TokenKind.ID, TokenKind.WORKLOAD
_HOST = r"https://[^/]*"

ISSUERS: tuple[Issuer, ...] = (
    _issuer(
        "Entra",
        r"https://(sts\.windows\.net|login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn"
        r"|[^/]+\.ciamlogin\.com|[^/]+\.b2clogin\.com)/.*",
        writes="sub scp roles groups wids",
    ),
    _issuer("Auth0", _HOST + r"\.auth0\.com/?", writes="permissions azp gty"),
    _issuer(
        "Okta",
        _HOST + r"(\.(okta|oktapreview|okta-emea|okta-gov)\.com(/oauth2/.*)?|/oauth2/(default|aus\w{17}))",
        writes="scp groups",
        omits="client_id",
    ),
    _issuer(
        "Cognito", r"https://cognito-idp\.[^/]+\.amazonaws\.com(\.cn)?/.*", omits="aud", writes="cognito:groups scope"
    ),
    _issuer("Firebase", r"https://(securetoken|session\.firebase)\.google\.com/.*", _ID),
    _issuer("Google", r"(https://)?accounts\.google\.com", _ID),
    _issuer("Google", r".*\.gserviceaccount\.com", TokenKind.ASSERTION, omits="sub jti", writes="scope"),
    _issuer("Apple", r"https://(appleid|account)\.apple\.com", _ID, writes="events"),
    _issuer("Salesforce", _HOST + r"\.(my\.)?salesforce\.com", writes="scp roles"),
    _issuer("Supabase", _HOST + r"/auth/v1/?", writes="role amr app_metadata user_metadata", own_api=True),
    _issuer("Keycloak", _HOST + r".*/realms/[^/]+", writes="realm_access resource_access scope allowed-origins"),
    _issuer("UAA", _HOST + r"/oauth/token", writes="scope authorities"),
    _issuer("Ping", _HOST + r"\.?(pingone\.[a-z.]+|pingidentity\.com)(/.*)?", writes="scope"),
    _issuer("Vault", r"https?://[^/]*/v1/(.*/)?identity/oidc(/.*)?", _ID),
    _issuer("Firebase App Check", r"https://firebaseappcheck\.googleapis\.com/.*", _ACCESS, writes="aud"),
    _issuer("Cloudflare Access", _HOST + r"\.cloudflareaccess\.com", _ACCESS),
    _issuer("Bot Framework", r"https://api\.botframework\.com", _ACCESS),
    _issuer("Argo CD", r"argocd", _ACCESS, omits="aud", own_api=True),
    _issuer(
        "Snowflake", r"[^.]+\..+\.SHA256:[A-Za-z0-9+/=]+", TokenKind.CLIENT_ASSERTION, omits="aud jti", writes="iss"
    ),
    _issuer("GitHub Actions", r"https://token\.actions\.githubusercontent\.com(/.*)?", _WORKLOAD),
    _issuer("Buildkite", r"https://agent\.buildkite\.com", _WORKLOAD),
    _issuer("CircleCI", r"https://oidc\.circleci\.com/org/.*", _WORKLOAD),
    _issuer("Bitbucket Pipelines", r"https://api\.bitbucket\.org/.*/pipelines-config/identity/oidc", _WORKLOAD),
    _issuer("HCP Terraform", r"https://app\.terraform\.io", _WORKLOAD),
    _issuer("Vercel", r"https://oidc\.vercel\.com(/.*)?", _WORKLOAD),
    _issuer("Azure DevOps", r"https://vstoken\.dev\.azure\.com/.*", _WORKLOAD),
    _issuer("Fly.io", r"https://oidc\.fly\.io/.*", _WORKLOAD),
    _issuer("Amazon EKS", r"https://oidc\.eks\.[^/]+\.amazonaws\.com(\.cn)?/id/.*", _WORKLOAD),
    _issuer("Google GKE", r"https://container\.googleapis\.com/v1/projects/.*", _WORKLOAD),
    _issuer("Kubernetes", r"kubernetes/serviceaccount|https://kubernetes\.default\.svc.*", _WORKLOAD),
    _issuer("LINE", r"https://access\.line\.me", _ID),
    _issuer("Facebook", r"https://(www\.)?facebook\.com", _ID),
    _issuer("Twitch", r"https://id\.twitch\.tv/oauth2", _ID),
    _issuer("Slack", r"https://slack\.com", _ID),
    _issuer("LinkedIn", r"https://www\.linkedin\.com(/oauth)?", _ID),
)


def known_issuer(values: Mapping[str, object]) -> Issuer | None:
    """The issuer that ``iss`` names; None if it is not known."""
    iss = values.get("iss")
    if not isinstance(iss, str):
        return None
    return next((issuer for issuer in ISSUERS if issuer.iss.fullmatch(iss)), None)
