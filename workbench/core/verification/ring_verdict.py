"""What a signature is worth, and why: judged by the keys of the ring, or as a strict server does."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.errors import MalformedTokenError
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing.jose import maker_of, verifies_with_own_key, verify_signature
from workbench.core.text.wording import quoted
from workbench.core.token.compact import Jws, Reading, parse_compact
from workbench.core.verification.claims_verdict import claims_verdict
from workbench.core.verification.signature_form import form_fault
from workbench.core.verification.signature_state import SignatureState
from workbench.core.verification.standard_base64 import in_base64url

_WORDS = {
    SignatureState.TRUSTED: "valid, key trusted",
    SignatureState.NOT_TRUSTED: "valid, key not trusted",
    SignatureState.NO_KID: "valid, names no key",
    SignatureState.SELF_SIGNED: "valid by own key only",
    SignatureState.UNKNOWN_KEY: "unknown key",
    SignatureState.INVALID: "signature not valid",
    SignatureState.UNSIGNED: "not signed",
    SignatureState.UNREADABLE: "not readable",
}


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What a signature is worth, and why.

    Attributes:
        state: the verdict.
        detail: the reason in one sentence.
    """

    state: SignatureState
    detail: str

    @property
    def ok(self) -> bool:
        """Whether it is valid under a key that the demo server trusts."""
        return self.state is SignatureState.TRUSTED

    @property
    def code(self) -> str:
        """Stable name of the verdict."""
        return self.state.value

    @property
    def words(self) -> str:
        """Two to five words for a pill."""
        return _WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a token is to be accepted, signature and claims together.

    Attributes:
        ok: whether it is.
        code: ``accepted``, or why not: ``malformed.padding``, ``signature.invalid``, ``exp.expired``.
        words: two to five words.
        detail: the reasons as sentences.
    """

    ok: bool
    code: str
    words: str
    detail: str


def signature_verdict(reading: Reading, keys: Sequence[SigningKey]) -> SignatureVerdict:
    """Judge the signature of what was read by the keys of the ring.

    The header's ``kid`` picks the key, as at the server; where it names none, every key of the algorithm is tried,
    for tokens from elsewhere need not have one.
    """
    token = reading.jws
    if token is None:
        return SignatureVerdict(SignatureState.UNREADABLE, _unreadable(reading, keys))
    if not token.signature or (token.alg or "").lower() == "none":
        reason = f"alg is {token.alg}." if token.signature else "The third segment is empty."
        return SignatureVerdict(SignatureState.UNSIGNED, f"Anyone could have written this token: {reason}")
    return _verdict_by_kid(token, keys) if token.kid is not None else _verdict_without_kid(token, keys)


def _unreadable(reading: Reading, keys: Sequence[SigningKey]) -> str:
    first = reading.faults[0].message if reading.faults else "There is no token here."
    token = in_base64url(reading)
    if token is None:
        return first
    faults = " ".join(fault.message for fault in reading.faults)
    maker = maker_of(token, keys)
    return faults if maker is None else f"{faults} In base64url it would be valid: signed by {maker.name}."


def strict_verdict(compact: str, key: SigningKey, *, now: float, issuer: str | None, audience: str | None) -> Verdict:
    """Judge a token as a strict server does that accepts this one key.

    Args:
        compact: the token.
        key: the only key that counts, whatever ``kid`` the header names.
        now: seconds since 1970 UTC.
        issuer: the ``iss`` that is expected; None accepts any.
        audience: the ``aud`` that must be among the token's; None accepts any.
    """
    try:
        token = parse_compact(compact)
    except MalformedTokenError as error:
        return Verdict(ok=False, code=f"malformed.{error.fault}", words="not readable", detail=str(error))
    if not verify_signature(token, key):
        detail = f"{key.name} did not sign this token with {key.algorithm}."
        return Verdict(ok=False, code="signature.invalid", words="signature not valid", detail=detail)
    claims = claims_verdict(token.claims, token.header, now=now, issuer=issuer, audience=audience)
    code = "accepted" if claims.ok else claims.faults[0].code
    return Verdict(claims.ok, code, claims.words, claims.detail)


def _verdict_by_kid(token: Jws, keys: Sequence[SigningKey]) -> SignatureVerdict:
    named = [key for key in keys if key.kid == token.kid]
    maker = next((key for key in named if verify_signature(token, key)), None)
    if maker is not None:
        return _valid(maker)
    if verifies_with_own_key(token):
        return _self_signed()
    return _mismatch(token, named[0]) if named else _unknown_kid(token, keys)


def _mismatch(token: Jws, key: SigningKey) -> SignatureVerdict:
    if not key.can_sign(token.alg):
        reason = (
            f"The header's alg is {token.alg or 'missing'}, and its kid names {key.name}, a key for {key.algorithm}."
        )
    else:
        jwk = key.private_jwk() if key.is_secret else key.public_jwk()
        reason = form_fault(token, key.algorithm, jwk) or f"{key.name} did not sign this header and payload."
    return SignatureVerdict(SignatureState.INVALID, reason)


def _verdict_without_kid(token: Jws, keys: Sequence[SigningKey]) -> SignatureVerdict:
    makers = [key for key in keys if verify_signature(token, key)]
    if makers:
        maker = next((key for key in makers if key.trusted), makers[0])
        detail = f"Signed by {maker.name}, but the header lacks the kid by which the server looks for the key."
        return SignatureVerdict(SignatureState.NO_KID, detail)
    if verifies_with_own_key(token):
        return _self_signed()
    detail = "The header names no kid, and no key of the ring signed this token."
    return SignatureVerdict(SignatureState.UNKNOWN_KEY, detail)


def _valid(key: SigningKey) -> SignatureVerdict:
    if key.trusted:
        return SignatureVerdict(SignatureState.TRUSTED, f"Signed by {key.name}, which the demo server trusts.")
    detail = f"Signed by {key.name}, which the demo server does not trust."
    return SignatureVerdict(SignatureState.NOT_TRUSTED, detail)


def _self_signed() -> SignatureVerdict:
    detail = "Valid only under the key embedded in the token; anyone can make such a token."
    return SignatureVerdict(SignatureState.SELF_SIGNED, detail)


def _unknown_kid(token: Jws, keys: Sequence[SigningKey]) -> SignatureVerdict:
    kid = quoted(token.kid or "")
    maker = next((key for key in keys if verify_signature(token, key)), None)
    if maker is None:
        return SignatureVerdict(SignatureState.UNKNOWN_KEY, f"No key of the ring has the kid {kid}.")
    detail = f"{maker.name} signed this token, but the header names another key: no key of the ring has the kid {kid}."
    return SignatureVerdict(SignatureState.UNKNOWN_KEY, detail)
