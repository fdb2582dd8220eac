"""Rules on what a payload holds: secrets, personal data, names, and JSON that readers disagree on."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from workbench.core.claims.claim import Claim
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.lint.tokens.edits import last_of_each, removing, setting
from workbench.core.lint.tokens.finding import Fix, Path
from workbench.core.lint.tokens.lists import last_part, words_of
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import Subject
from workbench.core.strict_json import text as json_text
from workbench.core.strict_json.faults import TOKEN
from workbench.core.text.wording import counted, listed, named
from workbench.core.token.segments import Segment

_PERSONAL = frozenset({
    "given_name", "family_name", "middle_name", "preferred_username", "email", "mail", "e_mail", "phone_number",
    "phone", "mobile", "msisdn", "birthdate", "birth_date", "date_of_birth", "dob", "place_of_birth",
    "birth_given_name", "birth_family_name", "birth_middle_name", "full_name", "fullname", "first_name", "firstname",
    "last_name", "lastname", "surname", "display_name", "upn", "unique_name", "ipaddr", "username", "user_name",
    "email_address", "emailaddress", "national_id", "passport_number", "ssn", "also_known_as",
})  # fmt: skip
_PERSONAL_OF_PERSONS = frozenset({"name", "nickname", "address", "gender", "picture", "nationalities", "age", "title"})
"""Words that say something of a person only at the top of the claims, or inside an object that is a person."""
_PERSONS = frozenset({
    "user", "profile", "person", "account", "customer", "employee", "contact", "owner", "identity", "member", "patient",
    "student", "user_metadata", "userinfo", "user_info", "subject",
})  # fmt: skip
# Objects whose members are of the specification, not of a person.
_NOT_OF_THE_PERSON = frozenset({
    "_claim_names", "_claim_sources", "authorization_details", "events", "access", "authorization", "cnf", "metadata",
    "realm_access", "resource_access", "status", "jwks", "kubernetes.io",
})  # fmt: skip

_SECRET_WORDS = frozenset({
    "password", "passwd", "passphrase", "secret", "apikey", "privatekey", "card", "creditcard", "ssn", "cvv", "cvc",
})  # fmt: skip
_SECRET_PAIRS = frozenset({
    ("api", "key"), ("private", "key"), ("refresh", "token"), ("access", "token"), ("id", "token"), ("auth", "token"),
    ("session", "token"), ("access", "key"),
})  # fmt: skip
_NO_SECRET_AFTER_ALL = frozenset({
    "at", "changed", "expired", "expires", "hash", "id", "type", "url", "uri", "name", "version", "hint", "in", "count",
})  # fmt: skip
_SHAPES_OF_SECRETS = (
    (re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{16}"), "an access key of AWS"),
    (re.compile(r"AIza[\w-]{35}"), "an API key of Google"),
    (re.compile(r"ya29\.[\w-]{20,}"), "an access token of Google"),
    (re.compile(r"1//0[\w-]{20,}"), "a refresh token of Google"),
    (re.compile(r"gh[opsur]_[A-Za-z0-9]{30,}|github_pat_\w{30,}"), "a token of GitHub"),
    (re.compile(r"gl(?:pat|rt|cbt|dt)-[\w-]{16,}"), "a token of GitLab"),
    (re.compile(r"xox[abeprs]-[\w-]{10,}"), "a token of Slack"),
    (re.compile(r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}"), "a secret key of Stripe"),
    (re.compile(r"sk-[\w-]{20,}"), "an API key"),
    (re.compile(r"SG\.[\w-]{16,}\.[\w-]{16,}"), "an API key of SendGrid"),
    (re.compile(r"(?:npm|hf|dop_v1|shpat|pypi)[_-][A-Za-z0-9-]{20,}"), "a token of a provider"),
    (re.compile(r"hvs\.[\w-]{20,}"), "a token of Vault"),
    (re.compile(r"v1\.M[\w-]{20,}"), "a refresh token of Auth0"),
    (re.compile(r"(?:Basic|Bearer) [\w.~+/=-]{8,}"), "the credentials of a request"),
)
_BEGINNINGS_OF_SECRETS = (
    "AKIA", "ASIA", "AIza", "ya29.", "1//0", "gh", "gl", "xox", "sk", "rk_", "SG.", "npm_", "hf_", "dop_v1_", "shpat_",
    "pypi-", "hvs.", "v1.M", "Basic ", "Bearer ",
)  # fmt: skip
_JWT = re.compile(r"eyJ[\w-]+(?:\.[\w-]*){2,4}")
_URL_WITH_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#\s:@]*:[^/?#\s@]+@", re.IGNORECASE)
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----")
# Claims whose specification puts signed tokens into them.
_HOLD_TOKENS = frozenset({"_claim_sources", "trust_marks", "trust_chain", "vp", "vc", "txn"})

_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_NO_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity"})

_NAMESPACE = frozenset(":/.")  # of a URL, a URN or a reversed domain name
_KEYS_OF_CONFIRMATION = ("jwk", "jwe", "jku")


def personal_data(subject: Subject) -> Iterator[Hit]:
    """JWT032: claims that identify a person, at any depth, in a token that is not meant for it."""
    if subject.issuer is not None and subject.issuer.own_api:  # nobody else reads it
        return
    for path, value in subject.members:
        if value.__class__ is not bool and _is_personal(path) and value not in ("", None, [], {}):
            message = (
                f"{named(*path)} is personal data that every API and client can read; leave it out, or use UserInfo."
            )
            yield Hit(message, path, removing(path))


def _is_personal(path: Path) -> bool:
    name = last_part(path[-1]).lower()
    if name not in _PERSONAL and name not in _PERSONAL_OF_PERSONS:
        return False
    above = [last_part(part).lower() for part in path[:-1]]
    if not _NOT_OF_THE_PERSON.isdisjoint(above):
        return False
    return name in _PERSONAL or not above or above[-1] in _PERSONS


_SHORTEST_FORM = 12
"""Characters; no key in PEM and no token has fewer."""


def secret_in_payload(subject: Subject) -> Iterator[Hit]:
    """JWT033: passwords, card numbers, private keys and tokens, by name and by form, at any depth."""
    for path, value in subject.nodes:
        if path[-1].__class__ is int and value.__class__ is str and len(value) <= _SHORTEST_FORM:
            continue  # an element has no name to check, and this one is too short for the other checks
        what = _secret(path, value)
        if what:
            message = f"{named(*path)} {what}, and the payload is not encrypted: anyone who sees the token can read it."
            yield Hit(message, path, removing(path))


def _secret(path: Path, value: object) -> str:
    """Why a value must not be in a token; never the value. Empty if there is no reason."""
    if isinstance(value, str):
        long = len(value) > _SHORTEST_FORM  # most of the strings of a large token are ids
        if long and "-----BEGIN" in value and _PEM.search(value):
            return "holds a private key"
        if long and "://" in value and _URL_WITH_PASSWORD.match(value):
            return "holds a password in an address"
        if long and value.startswith("eyJ") and _JWT.fullmatch(value) and path[0] not in _HOLD_TOKENS:
            return "holds a token"
        if long and value.startswith(_BEGINNINGS_OF_SECRETS):
            found = next((what for form, what in _SHAPES_OF_SECRETS if form.fullmatch(value)), None)
            if found is not None:
                return f"holds {found}"
    elif isinstance(value, bool) or not isinstance(value, int):
        return ""
    return "is a secret by its name" if value != "" and _names_secret(path[-1]) else ""


@lru_cache(maxsize=4_096)
def _names_secret(name: str | int) -> bool:
    words = words_of(name)
    if not words or words[-1] in _NO_SECRET_AFTER_ALL:
        return False
    return not _SECRET_WORDS.isdisjoint(words) or not _SECRET_PAIRS.isdisjoint(pairwise(words))


def ambiguous(subject: Subject) -> Iterator[Hit]:
    """JWT040: a duplicate member, in the header or in the payload, at any depth."""
    for fault in subject.reading.faults:
        if fault.code != "duplicate":
            continue
        if fault.segment is Segment.HEADER:
            message = "The header has a duplicate member: readers differ in which one they use."
            fix = Fix("Keep the last of each in the header", header=dict)
            yield Hit(message, fix=fix, segment=Segment.HEADER)
            continue
        twice = subject.claims.duplicates
        what = listed(twice) if twice else "A member inside a claim"
        message = (
            f"{what} {'are duplicates' if len(twice) > 1 else 'is a duplicate'}: readers differ in which one they use."
        )
        fix = Fix("Keep the last of each", claims=last_of_each)
        others = tuple((name,) for name in twice[1:])
        yield Hit(message, twice[:1], fix, segment=Segment.PAYLOAD, others=others)


def not_json(subject: Subject) -> Iterator[Hit]:
    """JWT041: NaN, Infinity, octets that are not UTF-8, and halves of a surrogate pair."""
    for fault in subject.reading.faults:
        if fault.code in ("utf8", "byte_order_mark"):
            yield Hit(fault.message, segment=fault.segment)
    text = subject.reading.payload_text
    if text is None:
        return
    if subject.reading.claims is None:
        # Only in a payload that could not be read: a strict reader refuses these.
        found = next((part for part in TOKEN.findall(text) if part in _NO_NUMBERS), None)
        if found is not None:
            message = f"The payload holds {found}, which is not JSON: readers differ in how they read it."
            yield Hit(message, segment=Segment.PAYLOAD)
    elif _SURROGATE_ESCAPE.search(text):
        path = next((path for path, value in subject.nodes if _has_surrogate(path, value)), None)
        if path is not None:
            message = (
                f"{named(*path)} contains half of a surrogate pair, which is not a character, and breaks other readers."
            )
            fix = Fix("Replace it by U+FFFD", claims=_without_surrogates)
            yield Hit(message, path, fix, segment=Segment.PAYLOAD)


def _has_surrogate(path: Path, value: object) -> bool:
    return any(isinstance(text, str) and _SURROGATE.search(text) for text in (path[-1], value))


def _without_surrogates(claims: ClaimSet) -> ClaimSet:
    rows = []
    for claim in claims:
        name, value = _repaired(claim.name), _repaired(claim.value)
        same = _SURROGATE_ESCAPE.search(claim.name_text + claim.text) is None
        rows.append(claim if same else Claim(str(name), json_text.dump_compact(value), value))
    return ClaimSet(rows)


def _repaired(value: object) -> object:
    """A copy of *value* with U+FFFD for each lone surrogate."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_repaired(each) for each in value]
    if isinstance(value, Mapping):
        return {_SURROGATE.sub("\ufffd", name): _repaired(each) for name, each in value.items()}
    return value


def name_collides(subject: Subject) -> Iterator[Hit]:
    """JWT042: names that are neither registered nor made unique by a namespace; all of them as one finding."""
    registered = subject.references.registered
    if not registered:
        return
    known = registered if subject.issuer is None else registered | subject.references.meanings.keys()
    private = [name for name in subject.values if name not in known and _NAMESPACE.isdisjoint(name)]
    shadows = next((name for name in private if name.lower() in registered), None)
    if shadows is not None:
        message = (
            f"{named(shadows)} differs from the registered {shadows.lower()} only by case, and is a different claim."
        )
        yield Hit(message, (shadows,))
        private = [name for name in private if name.lower() not in registered]
    if private:
        verb = "is a private name" if len(private) == 1 else "are private names"
        message = f"{listed(private)} {verb} without a namespace, which another issuer may use for something else."
        yield Hit(message, (private[0],), others=tuple((name,) for name in private[1:]))


def several_confirmation_keys(subject: Subject) -> Iterator[Hit]:
    """JWT047: a ``cnf`` with more than one of jwk, jwe and jku."""
    cnf = subject.values.get("cnf")
    if not isinstance(cnf, Mapping):
        return
    keys = [name for name in _KEYS_OF_CONFIRMATION if name in cnf]
    if len(keys) > 1:
        message = f"cnf holds {counted(len(keys), 'key')}, {listed(keys)}, but may hold only one: verifiers may differ."
        kept = {name: value for name, value in cnf.items() if name not in keys[1:]}
        yield Hit(message, ("cnf",), setting(f"Keep only {keys[0]} in cnf", "cnf", kept))
