"""Rules on what a payload gives away: personal data and secrets, by their names and by their form."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from workbench.core.claims.nodes import Path
from workbench.core.lint.tokens.edits import removing
from workbench.core.lint.tokens.embedded_keys import is_private_key
from workbench.core.lint.tokens.lists import NAMES_KEPT, last_part, words_of
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import Subject
from workbench.core.text.wording import counted, named

_PERSONAL = frozenset({
    "givenname", "familyname", "middlename", "preferredusername", "email", "mail", "phonenumber", "phone", "mobile",
    "mobilephone", "homephone", "otherphone", "msisdn", "birthdate", "dateofbirth", "dob", "placeofbirth",
    "birthgivenname", "birthfamilyname", "birthmiddlename", "fullname", "firstname", "lastname", "surname",
    "displayname", "upn", "uniquename", "ip", "ipaddr", "ipaddress", "username", "login", "emailaddress", "emails",
    "emailaddresses", "phones", "phonenumbers", "streetaddress", "postaladdress", "homeaddress", "postalcode",
    "nationalid", "taxid", "passportnumber", "ssn", "alsoknownas",
})  # fmt: skip
_PERSONAL_OF_PERSONS = frozenset({"name", "nickname", "address", "gender", "picture", "nationalities", "age", "title"})
"""Words that say something of a person only at the top of the claims, or inside an object that is a person."""
_PERSONS = frozenset({
    "user", "profile", "person", "account", "customer", "employee", "contact", "owner", "identity", "member", "patient",
    "student", "usermetadata", "userinfo", "subject",
})  # fmt: skip
# Objects whose members are of the specification, not of a person.
_NOT_OF_THE_PERSON = frozenset({
    "claimnames", "claimsources", "authorizationdetails", "events", "access", "authorization", "cnf", "metadata",
    "realmaccess", "resourceaccess", "status", "jwks", "kubernetes.io",
})  # fmt: skip

_SECRET_WORDS = frozenset({
    "password", "passwd", "pwd", "passphrase", "passcode", "secret", "apikey", "privatekey", "card",
    "creditcard", "ssn", "cvv", "cvc", "pin", "otp",
})  # fmt: skip
_SECRET_PAIRS = frozenset({
    ("api", "key"), ("private", "key"), ("refresh", "token"), ("access", "token"), ("id", "token"), ("auth", "token"),
    ("session", "token"), ("access", "key"),
})  # fmt: skip
_NO_SECRET_AFTER_ALL = frozenset({
    "at", "changed", "exp", "expired", "expires", "hash", "id", "type", "url", "uri", "name", "version", "hint",
    "in", "count",
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
    (re.compile(r"sk-(?=[\w-]*[0-9])(?=[\w-]*[A-Z])[\w-]{20,}|key-[0-9a-f]{32}"), "an API key"),
    (re.compile(r"SG\.[\w-]{16,}\.[\w-]{16,}"), "an API key of SendGrid"),
    (
        re.compile(r"(?:npm|hf|dop_v1|shpat|pypi|whsec|dckr_pat|lin_api|GOCSPX)[_-][A-Za-z0-9-]{20,}"),
        "a token of a provider",
    ),
    (re.compile(r"https://hooks\.slack\.com/services/\S+"), "an address of Slack that anyone can post to"),
    (re.compile(r"hvs\.[\w-]{20,}"), "a token of Vault"),
    (re.compile(r"v1\.M[\w-]{20,}"), "a refresh token of Auth0"),
    (re.compile(r"[01]\.A[\w.-]{100,}"), "a refresh token of Entra"),
    (re.compile(r"(?:Basic|Bearer) [\w.~+/=-]{8,}"), "the credentials of a request"),
)
_BEGINNINGS_OF_SECRETS = (
    "AKIA", "ASIA", "AIza", "ya29.", "1//0", "gh", "github_pat_", "gl", "xox", "sk", "rk_", "SG.", "npm_", "hf_",
    "dop_v1_", "shpat_", "pypi-", "whsec_", "dckr_pat_", "lin_api_", "GOCSPX-", "key-", "hvs.", "v1.M", "0.A", "1.A",
    "https://hooks.slack.com/", "Basic ", "Bearer ",
)  # fmt: skip
_JWT = re.compile(r"eyJ[\w-]+(?:\.[\w-]*){2,4}")
_URL_WITH_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#\s:@]*:[^/?#\s@]+@", re.IGNORECASE)
_PASSWORD_IN_SETTINGS = re.compile(r"(?:^|;)\s*(?:password|pwd|account_?key|shared_?access_?key)\s*=", re.IGNORECASE)
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----")
# Claims whose specification puts signed tokens into them.
_HOLD_TOKENS = frozenset({
    "_claim_sources", "trust_marks", "trust_chain", "vp", "vc", "verifiableCredential", "txn", "cnf", "id_token_hint",
    "login_hint_token", "software_statement", "delegation", "nonce", "c_nonce", "state",
})  # fmt: skip


_MOST = 20
"""Findings of one rule that are made one by one, with a fix each."""


def personal_data(subject: Subject) -> Iterator[Hit]:
    """JWT032: claims that identify a person, at any depth, in a token that is not meant for it."""
    if subject.issuer is not None and subject.issuer.own_api:  # nobody else reads it
        return
    found = [
        path
        for path, value in subject.members
        if value.__class__ is not bool and _is_personal(path) and value not in ("", None, [], {})
    ]
    for path in found[:_MOST]:
        message = f"{named(*path)} is personal data that every API and client can read; leave it out, or use UserInfo."
        yield Hit(message, path, removing(path))
    yield from _further(found[_MOST:], "personal data")


def _further(paths: Sequence[Path], what: str) -> Iterator[Hit]:
    """One finding for what comes after the first ones of a rule: a list of people has thousands."""
    if paths:
        message = f"{counted(len(paths), 'further member')} {'holds' if len(paths) == 1 else 'hold'} {what}."
        yield Hit(message, paths[0], others=tuple(paths[1:]))


def _is_personal(path: Path) -> bool:
    name = _bare(path[-1])
    if name not in _PERSONAL and name not in _PERSONAL_OF_PERSONS:
        return False
    above = [_bare(part) for part in path[:-1] if isinstance(part, str)]
    if not _NOT_OF_THE_PERSON.isdisjoint(above):
        return False
    return name in _PERSONAL or not above or above[-1] in _PERSONS


@lru_cache(maxsize=NAMES_KEPT)
def _bare(name: str | int) -> str:
    """A name without namespace, case, hyphens and underscores: ``fullname`` of ``https://x.example/fullName``."""
    return last_part(name).lower().replace("_", "").replace("-", "")


_SHORTEST_FORM = 12
"""Characters; no key in PEM and no token has fewer."""


def secret_in_payload(subject: Subject) -> Iterator[Hit]:
    """JWT033: passwords, card numbers, private keys and tokens, by name and by form, at any depth."""
    found = []
    for path, value in subject.nodes:
        if value.__class__ is str and len(value) <= _SHORTEST_FORM and not _names_secret(path[-1]):
            continue  # most of the strings of a large token are short ids
        what = _secret(path, value)
        if what:
            found.append((path, what))
    for path, what in found[:_MOST]:
        message = f"{named(*path)} {what}, and the payload is not encrypted: anyone who sees the token can read it."
        yield Hit(message, path, removing(path))
    yield from _further([path for path, _ in found[_MOST:]], "secrets")


def _secret(path: Path, value: object) -> str:
    """Why a value must not be in a token; never the value. Empty if there is no reason."""
    if isinstance(value, str):
        long = len(value) > _SHORTEST_FORM  # most of the strings of a large token are ids
        if long and "-----BEGIN" in value and _PEM.search(value):
            return "holds a private key"
        if long and "://" in value and _URL_WITH_PASSWORD.match(value):
            return "holds a password in an address"
        if long and ";" in value and _PASSWORD_IN_SETTINGS.search(value):
            return "holds a password in the settings of a connection"
        if long and value.startswith("eyJ") and _JWT.fullmatch(value) and path[0] not in _HOLD_TOKENS:
            return "holds a token"
        if long and value.startswith(_BEGINNINGS_OF_SECRETS):
            found = next((what for form, what in _SHAPES_OF_SECRETS if form.fullmatch(value)), None)
            if found is not None:
                return f"holds {found}"
    elif isinstance(value, dict):
        return "is a private key" if is_private_key(value) else ""
    elif isinstance(value, bool) or not isinstance(value, int):
        return ""
    return "is a secret by its name" if value != "" and _names_secret(path[-1]) else ""


@lru_cache(maxsize=NAMES_KEPT)
def _names_secret(name: str | int) -> bool:
    words = words_of(name)
    if not words or words[-1] in _NO_SECRET_AFTER_ALL:
        return False
    return not _SECRET_WORDS.isdisjoint(words) or not _SECRET_PAIRS.isdisjoint(pairwise(words))
