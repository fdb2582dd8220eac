"""Claims that a specification gives to one kind of token alone."""

from collections.abc import Callable, Mapping

from workbench.core.lint.tokens.kinds import credentials, oauth, openid
from workbench.core.lint.tokens.kinds.kind import KindTable

Values = Mapping[str, object]

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_ONLY_IN_REQUESTS = frozenset({"response_type", "redirect_uri", "code_challenge", "response_mode", "response_uri"})
_ONLY_IN_CIBA = frozenset({
    "login_hint", "login_hint_token", "id_token_hint", "binding_message", "client_notification_token", "user_code",
    "requested_expiry",
})  # fmt: skip
ONLY_IN_STATEMENTS = frozenset({
    "authority_hints", "metadata", "metadata_policy", "metadata_policy_crit", "trust_marks", "source_endpoint",
    "trust_mark_issuers", "trust_mark_owners", "trust_anchor_hints", "constraints",
})  # fmt: skip


def _first(*names: str) -> Callable[[Values], str]:
    return lambda values: next((name for name in names if name in values), "")


def _object(name: str) -> Callable[[Values], str]:
    return lambda values: name if isinstance(values.get(name), Mapping) else ""


def _all(*names: str) -> Callable[[Values], str]:
    return lambda values: " and ".join(names) if values.keys() >= set(names) else ""


def _logout(values: Values) -> str:
    events = values.get("events")
    return "events with a logout event" if isinstance(events, Mapping) and LOGOUT_EVENT in events else ""


def _events(values: Values) -> str:
    """Events as an object, or as the text of one, as Apple writes them."""
    events = values.get("events")
    is_object = isinstance(events, Mapping) or (isinstance(events, str) and events.lstrip().startswith("{"))
    return "events" if is_object else ""


def _statement(values: Values) -> str:
    own = next((name for name in sorted(ONLY_IN_STATEMENTS) if name in values), None)
    return f"jwks and {own}" if own and isinstance(values.get("jwks"), Mapping) else ""


def _whole_credential(values: Values) -> str:
    types = values.get("type")
    listed = types if isinstance(types, list) else [types]
    is_credential = "VerifiableCredential" in listed or "VerifiablePresentation" in listed
    return "@context and type" if "@context" in values and is_credential else ""


def _request(values: Values) -> str:
    return next((name for name in sorted(_ONLY_IN_REQUESTS) if name in values and "client_id" in values), "")


def _ciba(values: Values) -> str:
    if "scope" not in values:
        return ""
    return next((name for name in sorted(_ONLY_IN_CIBA) if name in values), "")


OWN_CLAIMS: tuple[tuple[KindTable, Callable[[Values], str]], ...] = (
    (openid.LOGOUT_TOKEN, _logout),
    (openid.SECURITY_EVENT, _events),
    (oauth.DPOP_PROOF, _all("htm", "htu")),
    (oauth.INTROSPECTION_RESPONSE, _object("token_introspection")),
    (credentials.STATUS_LIST, _object("status_list")),
    (credentials.KEY_BINDING, _first("sd_hash")),
    (credentials.SD_JWT_VC, _first("vct")),
    (credentials.SD_JWT, _first("_sd", "_sd_alg")),
    (credentials.NESTED_CREDENTIAL, _object("vc")),
    (credentials.NESTED_CREDENTIAL, _object("vp")),
    (credentials.CREDENTIAL, _whole_credential),
    (openid.ENTITY_STATEMENT, _statement),
    (oauth.REQUEST_OBJECT, _request),
    (oauth.CIBA_REQUEST, _ciba),
)
"""Each kind, and what finds the claims that only it has: their names as a sentence has them, or an empty text."""
