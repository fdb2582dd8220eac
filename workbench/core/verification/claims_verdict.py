"""The claims of a token against a clock and expectations, as strictly as RFC 7519 and RFC 8725 allow.

Signatures are looked at elsewhere (``signing``), so that a user sees two verdicts and their reasons apart.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.text.wording import printable, quoted, shortened

_REQUIRED = ("exp", "iss", "aud", "sub")
_TYPES = ("jwt", "at+jwt")
_MEDIA_TYPE_PREFIX = "application/"  # may be left out, and case does not count: RFC 7515 section 4.1.9


@dataclass(frozen=True, slots=True)
class ClaimFault:
    """One reason to refuse a token.

    Attributes:
        name: the claim, or the header parameter.
        code: stable name, ``claim.reason``, such as ``exp.expired``.
        message: one sentence.
    """

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ClaimsVerdict:
    """What a strict reader thinks of the claims.

    Attributes:
        ok: whether there is no fault.
        words: two to four words for a pill.
        faults: every reason to refuse, not only the first.
    """

    ok: bool
    words: str
    faults: tuple[ClaimFault, ...]

    @property
    def detail(self) -> str:
        """The reasons as sentences, or one that says that there are none."""
        return " ".join(fault.message for fault in self.faults) or "Time, issuer, audience and subject are as expected."


def claims_verdict(
    claims: ClaimSet | None,
    header: Mapping[str, object] | None,
    *,
    now: float,
    issuer: str | None,
    audience: str | None,
    leeway_s: int = 0,
    token_type: str | None = None,
) -> ClaimsVerdict:
    """Judge a claims set and the header parameters that change its meaning.

    Args:
        claims: the claims; None where they could not be read.
        header: the JOSE header; None where it could not be read.
        now: seconds since 1970 UTC.
        issuer: the ``iss`` that is expected; None accepts any.
        audience: the ``aud`` that must be among the token's; None accepts any.
        leeway_s: seconds by which clocks may differ.
        token_type: the ``typ`` that is expected, ``JWT`` or ``at+jwt``; None accepts either. A missing one counts as
            ``JWT``.
    """
    if claims is None:
        fault = ClaimFault("claims", "claims.unreadable", "The payload holds no claims that can be read.")
        return ClaimsVerdict(ok=False, words="no claims", faults=(fault,))
    faults = (
        *_type_faults(header or {}, token_type),
        *_header_faults(header or {}),
        *_duplicate_faults(claims),
        *_missing_faults(claims),
        *_time_faults(claims, now, leeway_s),
        *_party_faults(claims, issuer, audience),
    )
    return ClaimsVerdict(ok=not faults, words=_words(faults), faults=faults)


def _words(faults: tuple[ClaimFault, ...]) -> str:
    if not faults:
        return "claims valid"
    if len(faults) > 1:
        return f"{len(faults)} claim faults"
    words = {
        "exp.expired": "expired",
        "nbf.not_yet": "not valid yet",
        "iat.future": "issued in the future",
        "iss.other": "wrong issuer",
        "aud.other": "wrong audience",
        "typ.other": "wrong type",
    }
    fault = faults[0]
    return words.get(
        fault.code, f"{fault.name} missing" if fault.code.endswith(".missing") else f"{fault.name} invalid"
    )


def _type_faults(header: Mapping[str, object], token_type: str | None) -> Iterator[ClaimFault]:
    typ = header.get("typ", "JWT")
    wanted = _TYPES if token_type is None else (token_type.lower(),)
    if not isinstance(typ, str) or typ.lower().removeprefix(_MEDIA_TYPE_PREFIX) not in wanted:
        found = f"typ is {quoted(typ)}" if "typ" in header else "typ is missing"
        yield ClaimFault("typ", "typ.other", f"{found}; expected {token_type or 'JWT or at+jwt'}.")


def _header_faults(header: Mapping[str, object]) -> Iterator[ClaimFault]:
    if "kid" in header and not isinstance(header["kid"], str):
        yield ClaimFault("kid", "kid.type", f"kid is {quoted(header['kid'])}; expected a string.")
    if "crit" in header:
        message = f"crit names {quoted(header['crit'])}, which this verifier does not understand (RFC 7515, 4.1.11)."
        yield ClaimFault("crit", "crit.unknown", message)
    if header.get("b64", True) is not True:
        yield ClaimFault("b64", "b64.forbidden", "b64 is not true; a JWT's payload is always encoded (RFC 7797, 7).")


def _duplicate_faults(claims: ClaimSet) -> Iterator[ClaimFault]:
    for name in claims.duplicates:
        yield ClaimFault(name, f"{name}.duplicate", f"{name} is a duplicate; readers may differ in which one they use.")


def _missing_faults(claims: ClaimSet) -> Iterator[ClaimFault]:
    for name in _REQUIRED:
        if name not in claims:
            yield ClaimFault(name, f"{name}.missing", f"{name} is missing.")


def _time_faults(claims: ClaimSet, now: float, leeway_s: int) -> Iterator[ClaimFault]:
    times: dict[str, float] = {}
    for name in ("exp", "nbf", "iat"):
        if name not in claims:
            continue
        value = claims.get(name)
        if not is_numeric_date(value):
            message = f"{name} is {_shown_claim(claims, name)}; expected a number of seconds since 1970."
            yield ClaimFault(name, f"{name}.not_numeric_date", message)
        else:
            times[name] = value
    # Equal is too late (RFC 7519, 4.1.4), and fractions are cut off, as many readers do.
    if "exp" in times and math.floor(times["exp"]) <= now - leeway_s:
        yield ClaimFault("exp", "exp.expired", "exp is in the past: the token has expired.")
    if "nbf" in times and times["nbf"] > now + leeway_s:
        yield ClaimFault("nbf", "nbf.not_yet", "nbf is in the future: the token is not valid yet.")
    if "iat" in times and times["iat"] > now + leeway_s:
        yield ClaimFault(
            "iat", "iat.future", "iat is in the future: the issuer's clock differs, or the claim is forged."
        )


def _party_faults(claims: ClaimSet, issuer: str | None, audience: str | None) -> Iterator[ClaimFault]:
    for name in ("iss", "sub", "jti"):
        if name in claims:
            value = claims.get(name)
            # jti may be empty, though that identifies nothing: RFC 7519, 4.1.7 asks for a string alone.
            if not isinstance(value, str) or (not value and name != "jti"):
                wanted = "a string" if name == "jti" else "a non-empty string"
                yield ClaimFault(name, f"{name}.type", f"{name} is {_shown_claim(claims, name)}; expected {wanted}.")
            elif name == "iss" and issuer is not None and value != issuer:
                yield ClaimFault("iss", "iss.other", f"iss is {quoted(value)}; expected {quoted(issuer)}.")
    if "aud" in claims:
        yield from _audience_faults(claims, audience)


def _audience_faults(claims: ClaimSet, audience: str | None) -> Iterator[ClaimFault]:
    value = claims.get("aud")
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
        message = f"aud is {_shown_claim(claims, 'aud')}; expected a string or an array of strings."
        yield ClaimFault("aud", "aud.type", message)
    elif audience is not None and audience not in names:
        yield ClaimFault("aud", "aud.other", f"aud is {quoted(value)}; expected {quoted(audience)}.")


def _shown_claim(claims: ClaimSet, name: str) -> str:
    claim = claims.claim(name)
    return printable(shortened(claim.text if claim else "null"))
