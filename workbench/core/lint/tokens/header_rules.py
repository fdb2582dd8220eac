"""Rules on the header and the text of a token, and on the key that signs it (RFC 7515, RFC 7518, RFC 8725)."""

import re
from collections.abc import Iterator, Mapping

from workbench.core.claims.nodes import Path
from workbench.core.keys.algorithms import LEAST_SECRET_OCTETS, RSA_BITS
from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.edits import removing_parameter, setting_parameter
from workbench.core.lint.tokens.embedded_keys import is_private_key, public_part
from workbench.core.lint.tokens.finding import Fix
from workbench.core.lint.tokens.kinds import TokenKind
from workbench.core.lint.tokens.kinds.oauth import ACCESS_TOKEN
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import Subject
from workbench.core.text.wording import counted, joined, listed, named, shown

_PLAIN_TYPES = ("jwt", "jose")
_SEGMENTS_OF_JWS = 3
_DEPRECATED = {"EdDSA": "Ed25519 or Ed448"}
_REGISTERED_ALGORITHMS = frozenset({
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
    "ES256K", "Ed25519", "Ed448", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87",
})  # fmt: skip
_HARMLESS_KEY_ID = re.compile(r"[A-Za-z0-9+/]{43}=|did:[\w.:%/#?=&-]+")  # a hash in base64; a DID URL
_REFERENCE = re.compile(r"RFC(\d+) ([\d.]+).*")
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
    """JWT021: a ``typ`` that tokens for other purposes have as well, in an access token or one of unknown kind."""
    if _must_be_access_token(subject):  # the rule on RFC 9068 reports it, as an error
        return
    if "typ" not in subject.header:
        what = "typ is missing"
    elif subject.typ is None:
        what = f"typ is {shown(subject.header['typ'])}, and not a string"
    elif subject.typ in _PLAIN_TYPES:
        what = f"typ is {shown(subject.header['typ'])}, which every kind of token is"
    else:
        return
    message = f"{what}: a token made for another purpose can be passed off as this one."
    fix = _set_access_type(subject) if subject.kind is TokenKind.ACCESS else None
    yield Hit(message, _typ_path(subject), fix)


def not_an_access_token(subject: Subject) -> Iterator[Hit]:
    """JWT022: another ``typ`` than at+jwt, where the user chose the profile of access tokens."""
    if not _must_be_access_token(subject) or subject.follows_rfc9068:
        return
    message = f'typ {_found_type(subject)}, but must be "at+jwt" in an access token of RFC 9068.'
    yield Hit(message, _typ_path(subject), _set_access_type(subject))


def _must_be_access_token(subject: Subject) -> bool:
    """Whether the user chose that profile; a token that looks like one is not enough."""
    return subject.profile is TokenKind.ACCESS


def _set_access_type(subject: Subject) -> Fix | None:
    """A fix that sets ``typ`` to at+jwt; None where the token would then lack what RFC 9068 requires."""
    complete = subject.values.keys() >= ACCESS_TOKEN.must.keys()
    return setting_parameter("typ", ACCESS_TOKEN.types[0]) if complete else None


def wrong_type(subject: Subject) -> Iterator[Hit]:
    """JWT051: another ``typ`` than the one that tokens of the kind must have."""
    table = subject.table
    if table.type_severity is None or subject.typ in table.types:
        return
    message = f"typ {_found_type(subject)}, but must be {shown(table.types[0])} in {table.words}."
    fix = setting_parameter("typ", table.types[0])
    yield Hit(message, _typ_path(subject), fix, table.type_severity, source=table.source)


def _found_type(subject: Subject) -> str:
    return f"is {shown(subject.header['typ'])}" if "typ" in subject.header else "is missing"


def _typ_path(subject: Subject) -> Path:
    return ("typ",) if "typ" in subject.header else ()


def algorithm_discouraged(subject: Subject) -> Iterator[Hit]:
    """JWT056: an ``alg`` that is deprecated, or that no specification registers."""
    alg = subject.alg
    if alg is None or alg.strip().lower() == "none" or len(subject.reading.segments) > _SEGMENTS_OF_JWS:
        return
    if alg in _DEPRECATED:
        message = f"alg is {shown(alg)}, which is deprecated, since it does not name the curve: use {_DEPRECATED[alg]}."
        yield Hit(message, ("alg",), severity=Severity.INFO)
    elif alg not in _REGISTERED_ALGORITHMS:
        same = next((name for name in sorted(_REGISTERED_ALGORITHMS) if name.lower() == alg.lower()), None)
        hint = f"; names differ by case, and {same} is meant" if same else ""
        message = (
            f"alg is {shown(alg)}, which is not a registered algorithm: verifiers refuse what they do not know{hint}."
        )
        yield Hit(message, ("alg",))


def algorithm_symmetric(subject: Subject) -> Iterator[Hit]:
    """JWT054: a shared secret signs a token of a kind that only its holder may be able to sign."""
    if subject.table.asymmetric and subject.alg in LEAST_SECRET_OCTETS:
        message = f"alg is {subject.alg}, but {subject.table.words} must be signed with a private key."
        yield Hit(message, ("alg",), source=subject.table.source)


def key_of_sender(subject: Subject) -> Iterator[Hit]:
    """JWT057: the header lacks the key that the kind requires, names several, or holds a private one."""
    jwk = subject.header.get("jwk")
    if isinstance(jwk, Mapping) and is_private_key(jwk):
        message = "jwk holds a private or a secret key: anyone who sees the token can sign with it."
        public = public_part(jwk)
        fix = None if public is None else setting_parameter("jwk", public, "Keep only the public members of jwk")
        yield Hit(message, ("jwk",), fix)
    wanted = subject.table.key_parameters
    found = [name for name in wanted if name in subject.header]
    if wanted and not found:
        message = f"The header has no {joined(wanted, 'or')}: {subject.table.words} must say whose key signed it."
        yield Hit(message, source=subject.table.source)
    elif len(found) > 1 and not {"kid", "trust_chain"} >= set(found):
        message = f"The header has {joined(found)}, but {subject.table.words} must have only one of them."
        yield Hit(message, (found[0],), others=tuple((name,) for name in found[1:]), source=subject.table.source)


def key_in_header(subject: Subject) -> Iterator[Hit]:
    """JWT037: a key or the address of one in the header."""
    for name in ("jku", "x5u", "jwk", "x5c"):
        if name in subject.header and name not in subject.table.sender_keys:
            what = "makes a verifier fetch an address" if name in ("jku", "x5u") else "brings a key along"
            message = f"{name} {what} that the sender of the token chose: it must never decide which key is trusted."
            yield Hit(message, (name,), removing_parameter(name))


def key_id_unsafe(subject: Subject) -> Iterator[Hit]:
    """JWT038: a ``kid`` with characters that mean something to a path, a query or a shell."""
    kid = subject.header.get("kid")
    if not isinstance(kid, str) or _HARMLESS_KEY_ID.fullmatch(kid):
        return
    found = _INJECTION.search(kid)
    if found:
        message = f"kid is {shown(kid)}: {shown(found[0])} can misdirect a lookup by path, query or command."
        yield Hit(message, ("kid",))


def parameter_of_wrong_type(subject: Subject) -> Iterator[Hit]:
    """JWT058: a header parameter whose value is of another type than its specification says."""
    elsewhere = {"alg", "crit", "b64"}
    if subject.table.type_severity is not None or _must_be_access_token(subject):
        elsewhere.add("typ")
    for name, value in subject.header.items():
        meaning = subject.references.parameters.get(name)
        if meaning is None or name in elsewhere:
            continue
        if meaning.type_fault(value):
            message = f"{named(name)} is {shown(value)}, but must be {meaning.type_words}."
        elif name in ("x5c", "trust_chain") and not value:
            message = f"{name} is an empty array, but must have at least one certificate or statement."
        else:
            continue
        yield Hit(message, (name,), source=_REFERENCE.sub(r"RFC \1 section \2", meaning.reference.partition(";")[0]))


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
    if subject.issuer is not None and subject.issuer.own_api:
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
