"""Rules on who is named: iss, sub, aud and jti (RFC 7519 sections 4.1.1 to 4.1.3 and 4.1.7)."""

import math
import re
from collections.abc import Iterator

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.edits import setting
from workbench.core.lint.tokens.finding import Fix
from workbench.core.lint.tokens.kinds import TokenKind
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import Subject
from workbench.core.text.wording import counted, shown

_HTTPS_ISSUER = re.compile(r"https://[^\s/?#]+(/[^\s?#]*)?")  # RFC 8414 section 2: no query, no fragment
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(tel:)?\+[0-9][0-9 .()-]{5,20}")
_WORD = r"(?:[A-Z]?[a-z]{1,24}|[A-Z]{1,24})"  # letters in mixed case are an opaque id
_LOGIN_NAME = re.compile(rf"{_WORD}{{1,2}}([._]{_WORD}{{1,2}})?")
_NAMES_OF_LOGINS = ("preferred_username", "username", "user_name", "login", "upn", "unique_name", "email", "nickname")
_LONGEST_SUBJECT = 255
_FEWEST_BITS = 96
_OTHER_IDS = frozenset({"uti", "origin_jti", "sid", "session_id"})  # of the token, or of the login that it came from
_ALPHABETS = ((re.compile(r"[0-9]*"), 10), (re.compile(r"[0-9a-f-]*|[0-9A-F-]*"), 16))


def audience_missing(subject: Subject) -> Iterator[Hit]:
    """JWT009: no ``aud``, in a token that must have one."""
    severity = subject.lacks("aud")
    if severity is not None:
        message = "aud is missing: everyone who trusts the issuer accepts the token."
        if subject.kind in (TokenKind.ACCESS, TokenKind.UNKNOWN):
            message = "aud is missing: every API that trusts the issuer accepts the token."
        yield Hit(message, severity=severity, source=subject.table.source)


def several_audiences(subject: Subject) -> Iterator[Hit]:
    """JWT010: an ``aud`` of more than one entry."""
    aud = subject.values.get("aud")
    if not isinstance(aud, list) or len(aud) < 2 or subject.kind is TokenKind.ID:
        return
    message = f"aud lists {counted(len(aud), 'audience')}: each of them can replay the token to the others."
    fix = None
    if subject.audiences:
        first = subject.audiences[0]
        fix = setting(f"Set aud to {shown(first)} alone", "aud", first)
    yield Hit(message, ("aud",), fix)


def audiences_without_client(subject: Subject) -> Iterator[Hit]:
    """JWT053: an ID token for several audiences that does not say which client it was issued to."""
    aud = subject.values.get("aud")
    if not isinstance(aud, list) or len(aud) < 2 or "azp" in subject.values:
        return
    message = (
        f"aud lists {counted(len(aud), 'audience')}, and azp is missing: it does not say which client asked for it."
    )
    yield Hit(message, ("aud",))


def audience_open(subject: Subject) -> Iterator[Hit]:
    """JWT011: an ``aud`` that is empty, ``*``, or no string."""
    if "aud" not in subject.values:
        return
    aud = subject.values["aud"]
    count = len(aud) if isinstance(aud, list) else 1
    if len(subject.audiences) == count and count:
        return
    if isinstance(aud, list) and aud:
        what = f"aud holds {shown(next(name for name in aud if name not in subject.audiences))}"
    else:
        what = f"aud is {shown(aud)}"
    fix = None
    if subject.audiences:
        fix = setting("Keep only the audiences that name a service", "aud", list(subject.audiences))
    yield Hit(f"{what}, which does not restrict the token to any service.", ("aud",), fix)


def issuer_missing(subject: Subject) -> Iterator[Hit]:
    """JWT012: no ``iss`` in a token that must have one, or one that is not a string."""
    severity = subject.lacks("iss")
    if severity is not None:
        message = "iss is missing: a verifier cannot tell whose key must have signed the token."
        yield Hit(message, severity=severity, source=subject.table.source)
    elif "iss" in subject.values and (not isinstance(subject.values["iss"], str) or not subject.values["iss"]):
        yield Hit(f"iss is {shown(subject.values['iss'])}; expected a non-empty string.", ("iss",))


def issuer_not_https(subject: Subject) -> Iterator[Hit]:
    """JWT013: an ``iss`` that is not an https URL without query and fragment."""
    iss = subject.values.get("iss")
    if not isinstance(iss, str) or not iss or _HTTPS_ISSUER.fullmatch(iss):
        return
    if subject.kind is TokenKind.ACCESS and not subject.follows_rfc9068 and "://" not in iss:
        return  # only RFC 9068 asks for a URL
    if iss == subject.values.get("sub"):
        return  # self-issued: iss is the thumbprint or the DID of the holder's key
    message = f"iss is {shown(iss)}, not an https URL: verifiers cannot find metadata or keys with it."
    secure = iss.replace("http://", "https://", 1)
    fix = None
    if iss.startswith("http://") and _HTTPS_ISSUER.fullmatch(secure):
        fix = setting("Set iss to the https URL", "iss", secure)
    yield Hit(message, ("iss",), fix)


def subject_missing(subject: Subject) -> Iterator[Hit]:
    """JWT014: no ``sub`` in a token that must have one, or an empty one."""
    severity = subject.table.must.get("sub")
    if severity is None:
        return
    if subject.lacks("sub"):
        yield Hit(
            "sub is missing: the token does not say who it is about.", severity=severity, source=subject.table.source
        )
    elif subject.values.get("sub") == "":
        yield Hit(
            "sub is empty: the token does not say who it is about.",
            ("sub",),
            severity=severity,
            source=subject.table.source,
        )


def subject_not_opaque(subject: Subject) -> Iterator[Hit]:
    """JWT015: a ``sub`` that is an e-mail address, a telephone number or a login name."""
    sub = subject.values.get("sub")
    if not isinstance(sub, str):
        return
    same = next((name for name in _NAMES_OF_LOGINS if sub and subject.values.get(name) == sub), None)
    looks = _looks_like(subject, sub, same)
    if looks:
        message = f"sub is {shown(sub)}, {looks}: it may be reassigned, and reveals who it is; use an opaque id."
        yield Hit(message, ("sub",), others=() if same is None else ((same,),))


def _looks_like(subject: Subject, sub: str, same: str | None) -> str:
    """What kind of personal name *sub* seems to be, which is also the value of the claim *same*; empty for none."""
    if _E_MAIL.fullmatch(sub):
        return "an e-mail address"
    if _PHONE.fullmatch(sub):
        return "a telephone number"
    if sub in (subject.values.get("client_id"), subject.values.get("azp")):  # a service that acts for itself
        return ""
    if same is not None and not _UUID.fullmatch(sub):
        return f"the same as {same}"
    return "which looks like a login name" if _LOGIN_NAME.fullmatch(sub) and not subject.is_issuers("sub") else ""


def subject_not_interoperable(subject: Subject) -> Iterator[Hit]:
    """JWT016: a ``sub`` of an ID token beyond 255 characters, or beyond ASCII."""
    sub = subject.values.get("sub")
    if not isinstance(sub, str):
        return
    if len(sub) > _LONGEST_SUBJECT:
        message = f"sub has {len(sub):,} characters; in an ID token it may have at most {_LONGEST_SUBJECT}."
        yield Hit(message, ("sub",))
    elif not sub.isascii():
        yield Hit(f"sub is {shown(sub)}; in an ID token it may hold only ASCII characters.", ("sub",))


def identifier_not_string(subject: Subject) -> Iterator[Hit]:
    """JWT017: a ``sub`` or ``jti`` that is not a string."""
    for name in ("sub", "jti"):
        if name not in subject.values or isinstance(subject.values[name], str):
            continue
        value = subject.values[name]
        fix: Fix | None = None
        if isinstance(value, int | float) and not isinstance(value, bool):
            claim = subject.claims.claim(name)
            text = "" if claim is None else claim.text
            # A client assertion names one party as issuer and subject.
            if name == "jti" or subject.kind is not TokenKind.CLIENT_ASSERTION or text == subject.values.get("iss"):
                fix = setting(f"Make {name} a string", name, text)
        elif name == "jti":
            fix = _new_id(subject)
        yield Hit(f"{name} is {shown(value)}; expected a string.", (name,), fix)


def token_id_missing(subject: Subject) -> Iterator[Hit]:
    """JWT018: no ``jti`` in a token that must have one, unless its issuer has an id of another name."""
    severity = subject.lacks("jti")
    if severity is None or (severity is not Severity.ERROR and not _OTHER_IDS.isdisjoint(subject.values)):
        return
    message = "jti is missing: the token cannot be revoked by a deny-list, since its text has more than one form."
    if subject.kind is not TokenKind.ACCESS:
        message = "jti is missing: a second use of the token cannot be noticed."
    yield Hit(message, fix=_new_id(subject), severity=severity, source=subject.table.source)


def token_id_guessable(subject: Subject) -> Iterator[Hit]:
    """JWT019: a ``jti`` that cannot hold 96 bits of chance."""
    jti = subject.values.get("jti")
    if not isinstance(jti, str) or (bits := _bits(jti)) >= _FEWEST_BITS:
        return
    kind = "a number that may be counted up" if jti.isdecimal() else "short"
    message = f"jti is {shown(jti)}, {kind}: at most {bits} bits, too few to prevent guessing ({_FEWEST_BITS})."
    yield Hit(message, ("jti",), _new_id(subject))


def _bits(text: str) -> int:
    """How much chance an identifier can hold at most, by its length and the characters that it uses."""
    size = next((size for alphabet, size in _ALPHABETS if alphabet.fullmatch(text)), 64)
    return int((len(text) - text.count("-") * (size == 16)) * math.log2(size))


def _new_id(subject: Subject) -> Fix | None:
    if subject.new_id is None:
        return None
    make = subject.new_id
    return Fix("Set jti to a new random id", claims=lambda claims: claims.with_value("jti", make()))
