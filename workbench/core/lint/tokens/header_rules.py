"""Rules on the header and the text of a token, and on the key that signs it (RFC 7515, RFC 7518, RFC 8725)."""

import re
from collections.abc import Iterator

from workbench.core.keys.algorithms import LEAST_SECRET_OCTETS, RSA_BITS
from workbench.core.lint.tokens.edits import removing_parameter, setting_parameter
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import ACCESS_TOKEN_TYPES, Subject, TokenKind
from workbench.core.text.wording import counted, listed, shown

_PLAIN_TYPES = ("jwt", "application/jwt")
_INJECTION = re.compile(r"\.\.|[/\\'\"`|;\s]")
# Codes of segments.Fault.
_NOT_COMPACT = ("white_space", "segment_count", "alphabet", "padding", "truncated", "spare_bits")


def not_signed(subject: Subject) -> Iterator[Hit]:
    """JWT001: ``alg`` is none in any letter case or missing, or there is no signature."""
    if "alg" not in subject.header:
        yield Hit("alg is missing: no signature can be checked, and anyone can make such a token.")
    elif subject.alg is None or subject.alg.strip().lower() == "none":
        message = f"alg is {shown(subject.header['alg'])}: no signature is checked, and anyone can make such a token."
        yield Hit(message, ("alg",))
    elif len(subject.reading.segments) <= 3 and not "".join(subject.reading.segments[2:]):
        yield Hit(f"The signature is empty, though alg is {shown(subject.alg)}: anyone can make such a token.")


def type_not_explicit(subject: Subject) -> Iterator[Hit]:
    """JWT021: a ``typ`` that tokens for other purposes have as well; ID tokens have no other."""
    expected = "JWT" if subject.kind is TokenKind.ID else "at+jwt"
    if "typ" not in subject.header:
        what = "typ is missing"
    elif subject.typ is None:
        what = f"typ is {shown(subject.header['typ'])}, and no string"
    elif subject.typ in _PLAIN_TYPES and subject.kind is not TokenKind.ID and not _must_be_access_token(subject):
        what = f"typ is {shown(subject.header['typ'])}, which every kind of token is"
    else:
        return
    if _must_be_access_token(subject):  # the rule on RFC 9068 reports it, as an error
        return
    message = f"{what}: a token made for another purpose can be passed off as this one."
    fix = None if subject.kind is TokenKind.UNKNOWN else setting_parameter("typ", expected)
    yield Hit(message, ("typ",) if "typ" in subject.header else (), fix)


def not_an_access_token(subject: Subject) -> Iterator[Hit]:
    """JWT022: another ``typ`` than at+jwt, where the user chose the profile of access tokens."""
    if not _must_be_access_token(subject) or subject.typ in ACCESS_TOKEN_TYPES:
        return
    what = f"is {shown(subject.header['typ'])}" if "typ" in subject.header else "is missing"
    message = f'typ {what}, but must be "at+jwt" in an access token of RFC 9068.'
    yield Hit(message, ("typ",) if "typ" in subject.header else (), setting_parameter("typ", "at+jwt"))


def _must_be_access_token(subject: Subject) -> bool:
    """Whether the user chose that profile; a token that looks like one is not enough."""
    return subject.profile is TokenKind.ACCESS


def key_in_header(subject: Subject) -> Iterator[Hit]:
    """JWT037: a key or the address of one in the header."""
    for name in ("jku", "x5u", "jwk", "x5c"):
        if name in subject.header:
            what = "makes a verifier fetch an address" if name in ("jku", "x5u") else "brings a key along"
            message = f"{name} {what} that the sender of the token chose: it must never decide which key is trusted."
            yield Hit(message, (name,), removing_parameter(name))


def key_id_unsafe(subject: Subject) -> Iterator[Hit]:
    """JWT038: a ``kid`` with characters that mean something to a path, a query or a shell."""
    kid = subject.header.get("kid")
    found = _INJECTION.search(kid) if isinstance(kid, str) else None
    if found:
        message = f"kid is {shown(kid)}: {shown(found[0])} can misdirect a lookup by path, query or command."
        yield Hit(message, ("kid",))


def extension_refused(subject: Subject) -> Iterator[Hit]:
    """JWT039: ``b64`` that is not true, and a ``crit`` that names an unknown extension."""
    if subject.header.get("b64", True) is not True:
        message = f"b64 is {shown(subject.header['b64'])}: the payload of a JWT must be base64url."
        yield Hit(message, ("b64",), removing_parameter("b64"))
    if "crit" not in subject.header:
        return
    crit = subject.header["crit"]
    names = [name for name in crit if isinstance(name, str)] if isinstance(crit, list) else []
    unknown = [name for name in names if name != "b64"]
    if unknown:
        message = f"crit names {listed(unknown)}: a verifier that does not know {_them(unknown)} must refuse the token."
    elif not names or not isinstance(crit, list) or len(names) < len(crit):
        message = f"crit is {shown(crit)}; expected a non-empty array of strings."
    else:
        return
    yield Hit(message, ("crit",), removing_parameter("crit"))


def _them(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


def secret_weak(subject: Subject) -> Iterator[Hit]:
    """JWT034: an HMAC secret that is shorter than the hash, or a usual word."""
    key, fewest = subject.key, LEAST_SECRET_OCTETS.get(subject.alg or "")
    if key is None or key.secret_bytes is None or fewest is None:
        return
    if key.secret_is_common:
        yield Hit(f"The {subject.alg} secret is one that attackers try first: anyone can sign with it.")
    elif key.secret_bytes < fewest:
        length = counted(key.secret_bytes, "byte")
        message = f"The {subject.alg} secret has {length}, and needs {fewest}: it can be guessed from a single token."
        yield Hit(message)


def rsa_key_short(subject: Subject) -> Iterator[Hit]:
    """JWT035: an RSA key of fewer than 2,048 bits."""
    bits = subject.key.rsa_bits if subject.key is not None else None
    if bits is not None and bits < RSA_BITS:
        yield Hit(f"The RSA key has {bits:,} bits, and needs {RSA_BITS:,}: it can be factored.")


def secret_shared_between_parties(subject: Subject) -> Iterator[Hit]:
    """JWT036: an HMAC algorithm although issuer and audience are not the same party."""
    iss = subject.values.get("iss")
    if subject.alg not in LEAST_SECRET_OCTETS or not isinstance(iss, str):
        return
    others = [name for name in subject.audiences if name != iss]
    if others:
        message = f"{subject.alg} has one secret for all: {listed(others)} can forge tokens of {shown(iss)}."
        yield Hit(message, ("alg",))


def not_compact(subject: Subject) -> Iterator[Hit]:
    """JWT048: white space, padding and whatever else is not in the one text that a compact JWT has."""
    for fault in subject.reading.faults:
        if fault.code in _NOT_COMPACT:
            yield Hit(fault.message, segment=fault.segment)
