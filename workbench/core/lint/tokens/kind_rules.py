"""Rules on what a kind of token must and must not have, as its table says, and on the types of registered claims."""

from collections.abc import Iterator, Mapping

from workbench.core.claims.registry import ClaimMeaning
from workbench.core.lint.tokens.edits import removing, setting
from workbench.core.lint.tokens.finding import Fix
from workbench.core.lint.tokens.kinds import TokenKind
from workbench.core.lint.tokens.kinds.own_claims import LOGOUT_EVENT, ONLY_IN_STATEMENTS
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import Subject
from workbench.core.lint.tokens.time_fixes import seconds_of
from workbench.core.text.wording import named, printable, shown
from workbench.core.token.segments import Segment

_HAVE_A_RULE = ("exp", "iss", "aud", "sub", "jti", "iat")
"""Claims whose absence a rule of its own reports."""

_TYPES_CHECKED_ELSEWHERE = frozenset({"exp", "nbf", "iat", "iss", "aud", "sub", "jti", "scope", "..."})
_BITS_OF_STATUS = (1, 2, 4, 8)


def claim_missing(subject: Subject) -> Iterator[Hit]:
    """JWT049: a claim that tokens of the kind must have is missing."""
    table = subject.table
    for name in table.must:
        severity = None if name in _HAVE_A_RULE else subject.lacks(name)
        if severity is not None:
            yield Hit(f"{name} is missing: {table.words} must have it.", severity=severity, source=table.source)


def kinds_mixed(subject: Subject) -> Iterator[Hit]:
    """JWT023: a claim that belongs in a token of another kind."""
    table = subject.table
    for name in subject.values:
        severity = table.must_not.get(name)
        if severity is None or subject.is_issuers(name):
            continue
        message = f"{name} is in {table.words}, {_belongs(name, table.kind)}"
        yield Hit(message, (name,), removing((name,)), severity, source=_source(subject))


def _source(subject: Subject) -> str:
    return "" if subject.kind in (TokenKind.ACCESS, TokenKind.ID) else subject.table.source


def _belongs(name: str, kind: TokenKind) -> str:
    match kind:
        case TokenKind.ACCESS | TokenKind.ID if name == "events":
            return "but belongs in a logout token or a security event: each could be passed off as the other."
        case TokenKind.ACCESS:
            return "but belongs in an ID token: each could be passed off as the other."
        case TokenKind.ID if name in ("scope", "scopes", "scp"):
            return "but belongs in an access token: each could be passed off as the other."
        case TokenKind.ID:
            return "which is for the client: an API must take rights from an access token."
        case TokenKind.LOGOUT:
            return "which must not have it, so that it cannot be passed off as an ID token."
        case TokenKind.CREDENTIAL:
            return "which is a credential itself, and must not hold another."
    return "which should not have it, so that it cannot be passed off as a token of another kind."


def value_not_of_kind(subject: Subject) -> Iterator[Hit]:
    """JWT050: a claim whose value is not what tokens of the kind must have there."""
    look = _LOOKS.get(subject.kind)
    if look is not None:
        for hit in look(subject):
            yield Hit(hit.message, hit.path, hit.fix, hit.severity, source=subject.table.source, others=hit.others)


def _logout(subject: Subject) -> Iterator[Hit]:
    events = subject.values.get("events")
    if isinstance(events, Mapping) and LOGOUT_EVENT not in events:
        fix = setting("Add the logout event", "events", {**events, LOGOUT_EVENT: {}})
        yield Hit(f"events has no member {LOGOUT_EVENT}: the token does not ask for a logout.", ("events",), fix)
    if "sub" not in subject.values and "sid" not in subject.values:
        yield Hit("sub and sid are missing: the token does not say whom to log out.")


def _security_event(subject: Subject) -> Iterator[Hit]:
    if subject.values.get("events") == {}:
        yield Hit("events is an empty object: the token reports no event.", ("events",))


def _client_assertion(subject: Subject) -> Iterator[Hit]:
    iss, sub = subject.values.get("iss"), subject.values.get("sub")
    apples = subject.values.get("aud") == "https://appleid.apple.com"  # iss is the team there
    if isinstance(iss, str) and isinstance(sub, str) and iss != sub and not apples and not subject.is_issuers("iss"):
        message = f"iss is {shown(iss)} and sub is {shown(sub)}; both must be the client's id."
        yield Hit(message, ("iss",), others=(("sub",),))


def _dpop(subject: Subject) -> Iterator[Hit]:
    htu = subject.values.get("htu")
    if isinstance(htu, str) and ("?" in htu or "#" in htu):
        whole = htu.partition("#")[0].partition("?")[0]
        fix = setting("Remove query and fragment from htu", "htu", whole)
        yield Hit(f"htu is {shown(htu)}; it must not have a query or a fragment.", ("htu",), fix)


def _status_list(subject: Subject) -> Iterator[Hit]:
    statuses = subject.values.get("status_list")
    if not isinstance(statuses, Mapping):
        return
    if statuses.get("bits") not in _BITS_OF_STATUS or isinstance(statuses.get("bits"), bool):
        message = f"status_list.bits is {shown(statuses.get('bits'))}; expected 1, 2, 4 or 8."
        yield Hit(message, ("status_list", "bits"))
    if not isinstance(statuses.get("lst"), str):
        message = f"status_list.lst is {shown(statuses.get('lst'))}; expected a string."
        yield Hit(message, ("status_list", "lst"))


def _entity_statement(subject: Subject) -> Iterator[Hit]:
    if not isinstance(subject.header.get("kid"), str):
        yield Hit("The header has no kid: an entity statement must name the key that signed it.")
    jwks = subject.values.get("jwks")
    if isinstance(jwks, Mapping) and not jwks.get("keys"):
        yield Hit("jwks has no keys: statements of the entity could not be verified.", ("jwks",))


def disclosures_refused(subject: Subject) -> Iterator[Hit]:
    """JWT059: what follows the JWT of an SD-JWT does not belong to it, or is not what it must be."""
    for problem in () if subject.sd_jwt is None else subject.sd_jwt.all_problems:
        yield Hit(printable(problem), segment=Segment.TOKEN)


_LOOKS = {
    TokenKind.LOGOUT: _logout,
    TokenKind.SECURITY_EVENT: _security_event,
    TokenKind.CLIENT_ASSERTION: _client_assertion,
    TokenKind.DPOP: _dpop,
    TokenKind.STATUS_LIST: _status_list,
    TokenKind.ENTITY_STATEMENT: _entity_statement,
}


def type_of_registered(subject: Subject) -> Iterator[Hit]:
    """JWT052: a registered claim whose value is of another type than its specification says."""
    for name, value in subject.values.items():
        meaning = subject.references.meanings.get(name)
        if meaning is None or name not in subject.references.registered or name in _TYPES_CHECKED_ELSEWHERE:
            continue
        if name in ONLY_IN_STATEMENTS and subject.kind is not TokenKind.ENTITY_STATEMENT:
            continue  # common words, which a token of another kind uses for something else
        fault = meaning.type_fault(value)
        if not fault or subject.is_issuers(name) or _is_disclosed(value):
            continue
        message = f"{named(name)} is {shown(value)}; it {fault}."
        fix, required = _converted(subject, name, value, meaning), subject.table.must.get(name)
        yield Hit(message, (name,), fix, required, source=meaning.reference)


def _is_disclosed(value: object) -> bool:
    """Whether elements of an array are hidden behind digests (RFC 9901 section 4.2.4.2)."""
    return isinstance(value, list) and any(isinstance(each, Mapping) and "..." in each for each in value)


def _converted(subject: Subject, name: str, value: object, meaning: ClaimMeaning) -> Fix | None:
    """A fix that gives the value its type; None if it is not known what is meant."""
    if not isinstance(value, str):
        return None
    new: object = None
    if "boolean" in meaning.types and value.lower() in ("true", "false"):
        new = value.lower() == "true"
    elif "date" in meaning.types:
        new = seconds_of(value, subject.now)
    elif "number" in meaning.types and value.isascii() and value.isdecimal() and len(value) < len("9" * 16):
        new = int(value)
    elif any(each.startswith("array") and each != "array of objects" for each in meaning.types):
        new = [word for word in value.replace(",", " ").split() if word]
    return None if new is None else setting(f"Make {named(name)} {meaning.type_words}", name, new)
