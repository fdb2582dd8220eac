"""The signature of a token judged by keys from outside: the key says the algorithm, never the token alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.core.keys.verification_key import VerificationKey
from workbench.core.signing.jose import made_by, verifies_with_jwk
from workbench.core.text.wording import capitalized, quoted
from workbench.core.token.compact import Jws, Reading
from workbench.core.verification.signature_form import cut_off, form_fault, signature_length
from workbench.core.verification.standard_base64 import in_base64url, over_text_as_received

_DETACHED = (
    "The payload is empty: if it is sent apart (RFC 7515, appendix F), put it back between the dots to verify it."
)
_NAMED = 3
"""Keys that a sentence names before it stops."""


class SignatureResult(StrEnum):
    """The result of verifying."""

    VALID = "valid"
    INVALID = "invalid"  # none of the keys made it
    REFUSED = "refused"  # the key, or the algorithm, may not be used for it
    UNKNOWN_KEY = "unknown_key"  # the set has no key of the header's kid
    NO_KEY = "no_key"  # there is nothing to verify with
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


_WORDS = {
    SignatureResult.VALID: "signature valid",
    SignatureResult.INVALID: "signature not valid",
    SignatureResult.REFUSED: "signature not accepted",
    SignatureResult.UNKNOWN_KEY: "no such key",
    SignatureResult.NO_KEY: "no key to verify with",
    SignatureResult.UNSIGNED: "not signed",
    SignatureResult.UNREADABLE: "not readable",
}


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """Whether a signature counts, and why.

    Attributes:
        result: what came of it.
        detail: the reasons as sentences.
        found: the value in the token, for a table: ``RS256, 256 octets``.
        expected: what was asked for: ``RS256 by the certificate's key``.
    """

    result: SignatureResult
    detail: str
    found: str = ""
    expected: str = ""

    @property
    def ok(self) -> bool:
        """Whether the signature counts under strict rules."""
        return self.result is SignatureResult.VALID

    @property
    def words(self) -> str:
        """Two to five words for a pill."""
        return _WORDS[self.result]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One key tried on one token."""

    key: VerificationKey
    alg: str
    fits: bool
    refusal: str

    @property
    def counts(self) -> bool:
        return self.fits and not self.refusal


def algorithms_of(keys: Sequence[VerificationKey]) -> tuple[str, ...]:
    """Every algorithm that one of *keys* permits, each once."""
    return tuple(dict.fromkeys(alg for key in keys for alg in key.algorithms))


def judge_signature(reading: Reading, keys: Sequence[VerificationKey], alg: str | None = None) -> SignatureFinding:
    """Judge the signature of what was read.

    Args:
        reading: the token.
        keys: what may have made it. Of several the header's ``kid`` picks one; each is tried where it names none.
        alg: the algorithm to verify with; None takes the header's if the key permits it.
    """
    token = reading.jws
    if token is None:
        return _unreadable(reading, keys, alg)
    octets = len(token.signature)
    found = f"{quoted(token.header['alg']) if 'alg' in token.header else 'no alg'}, {octets:,} bytes"
    if not token.signature or (token.alg or "").lower() == "none":
        reason = f"alg is {token.alg}." if token.signature else "The third segment is empty."
        detail = f"Anyone could have written this token: {reason}"
        return SignatureFinding(SignatureResult.UNSIGNED, detail, found, "a signature")
    if not keys:
        return SignatureFinding(SignatureResult.NO_KEY, "Choose or paste a key to verify with.", found)
    candidates, how = _candidates(token, keys)
    if not candidates:
        return _no_key_of_that_kid(token, keys, alg, found)
    excluded = [key for key in candidates if key.contradictions]
    if 0 < len(excluded) < len(candidates):  # a key for another purpose is not a candidate beside one for signatures
        candidates = [key for key in candidates if not key.contradictions]
        how = f"{how} {_left_out(excluded)}".strip()
    else:
        excluded = []
    attempts = [_attempt(token, key, alg) for key in candidates]
    best = next((each for each in attempts if each.counts), None) or next(
        (each for each in attempts if each.fits),
        next((each for each in (_attempt(token, key, alg) for key in excluded) if each.fits), None),
    )
    if best is not None:
        return _fitting(best, len(attempts), how, found, alg)
    finding = _not_fitting(token, attempts, how, found)
    return finding if reading.segments[1] else replace(finding, detail=f"{finding.detail} {_DETACHED}")


def _unreadable(reading: Reading, keys: Sequence[VerificationKey], alg: str | None) -> SignatureFinding:
    """The first fault of the text; of a token in standard base64 all of them, and what it would be in base64url."""
    first = reading.faults[0].message if reading.faults else "There is no token here."
    token = in_base64url(reading)
    if token is None or not keys:
        short = next(filter(None, (cut_off(reading, key.jwk) for key in keys)), "")
        return SignatureFinding(SignatureResult.UNREADABLE, f"{first} {short}".strip())
    faults = " ".join(fault.message for fault in reading.faults)
    for each, words in ((token, ""), (over_text_as_received(token, reading), " over its text as it is")):
        maker = next((one for one in (_attempt(each, key, alg) for key in keys) if one.counts), None)
        if maker is not None:
            verb = "The signature would be valid in base64url" if not words else "The signature was made"
            return SignatureFinding(
                SignatureResult.UNREADABLE, f"{faults} {verb}{words}: by {maker.key.name}, with {maker.alg}."
            )
    return SignatureFinding(SignatureResult.UNREADABLE, f"{faults} The signature would not be valid in base64url.")


def _candidates(token: Jws, keys: Sequence[VerificationKey]) -> tuple[list[VerificationKey], str]:
    """The keys to try, and a sentence on how they were chosen."""
    if len(keys) == 1 and not keys[0].in_set:
        key = keys[0]
        if token.kid is not None and key.kid is not None and token.kid != key.kid:
            return [key], f"The header's kid is {quoted(token.kid)}, and that of {key.name} is {quoted(key.kid)}."
        return [key], ""
    if token.kid is None:
        tried = sum(not key.contradictions for key in keys) or len(keys)
        return list(keys), "" if tried == 1 else f"The header names no kid, so that each of {tried} keys was tried."
    named = [key for key in keys if key.kid == token.kid]
    if named:
        return named, "The header's kid chose the key."
    nameless = [key for key in keys if key.kid is None]
    return nameless, f"No key has the header's kid, so that those without one were tried: {len(nameless)}."


def _left_out(excluded: Sequence[VerificationKey]) -> str:
    names = ", ".join([key.name for key in excluded[:_NAMED]]) + (", …" if len(excluded) > _NAMED else "")
    were = "1 key was not tried" if len(excluded) == 1 else f"{len(excluded)} keys were not tried"
    return f"{were} ({names}): {excluded[0].contradictions[0]}"


def _no_key_of_that_kid(token: Jws, keys: Sequence[VerificationKey], alg: str | None, found: str) -> SignatureFinding:
    kid = quoted(token.kid or "")
    whose = f"The only key does not have the header's kid {kid}."
    detail = whose if len(keys) == 1 else f"None of {len(keys)} keys has the header's kid {kid}."
    maker = next((each for each in (_attempt(token, key, alg) for key in keys) if each.fits), None)
    if maker is not None:
        detail += (
            f" {_beginning(maker.key.name)} made the signature, but the header names another, so it does not count."
        )
    return SignatureFinding(SignatureResult.UNKNOWN_KEY, detail, found, f"a key with the kid {kid}")


def _attempt(token: Jws, key: VerificationKey, chosen: str | None) -> _Attempt:
    """Try *key*; whether it fits is found out also where it may not count, so that both can be said."""
    permitted = key.algorithms
    refusals = list(key.contradictions)
    alg = chosen if chosen is not None else token.alg or ""
    if (token.alg or "").startswith("HS") and not key.is_secret:
        refusals.append(_confusion(token, key))
    elif alg not in permitted and not (key.contradictions and alg in _permitted_by_type(key)):
        refusals.append(_not_permitted(token, key, alg, chosen))
    elif token.alg != alg:
        refusals.append(f"The header's alg is {quoted(token.alg)}, and {alg} was chosen.")
    tried = key.alg is None or key.alg == alg or bool(key.contradictions)
    fits = tried and alg in _permitted_by_type(key) and verifies_with_jwk(token, alg, key.jwk)
    return _Attempt(key, alg, fits, " ".join(refusals))


def _permitted_by_type(key: VerificationKey) -> tuple[str, ...]:
    """What the type of the key permits, whatever it says of itself."""
    return VerificationKey(key.name, key.jwk).algorithms


def _confusion(token: Jws, key: VerificationKey) -> str:
    return (
        f"The header's alg is {token.alg}, and {key.name} is a public key. A verifier that took it as the secret of an "
        f"HMAC would accept what anybody made with that public key (algorithm confusion, RFC 8725, 2.1); "
        f"it permits {', '.join(key.algorithms) or 'no algorithm'} alone."
    )


def _not_permitted(token: Jws, key: VerificationKey, alg: str, chosen: str | None) -> str:
    whose = f"The header's alg is {quoted(token.header.get('alg'))}" if chosen is None else f"{alg} was chosen"
    name = key.name if key.is_secret else f"{key.name} ({key.type_words})"
    if not key.algorithms:
        return f"{whose}; with {name} no algorithm of this program may be used."
    return f"{whose}; {name} permits {', '.join(key.algorithms)}."


def _fitting(attempt: _Attempt, tried: int, how: str, found: str, chosen: str | None) -> SignatureFinding:
    key, alg = attempt.key, attempt.alg
    expected = f"{alg} by {key.name}"
    if attempt.refusal:
        detail = f"{_beginning(key.name)} made this signature, but it does not count: {attempt.refusal}"
        return SignatureFinding(SignatureResult.REFUSED, detail, found, expected)
    fitted = f"{_beginning(key.name)} fitted" if tried > 1 else f"{_beginning(key.name)} made this signature"
    kid = f" (kid {quoted(key.kid)})" if tried > 1 and key.kid is not None else ""
    sentences = [f"{fitted}{kid} with {alg}.", how, key.weakness(alg)]
    if alg == "EdDSA":
        sentences.append(f"The name EdDSA is deprecated; {key.jwk['crv']} is the new one (RFC 9864).")
    if chosen is None and len(key.algorithms) > 1 and alg != "EdDSA" and key.jwk["kty"] != "OKP":
        sentences.append(f"The key permits {', '.join(key.algorithms)}; that it is {alg} is the header's word.")
    return SignatureFinding(SignatureResult.VALID, " ".join(filter(None, sentences)), found, expected)


def _not_fitting(token: Jws, attempts: Sequence[_Attempt], how: str, found: str) -> SignatureFinding:
    if len(attempts) == 1:
        (attempt,) = attempts
        key = attempt.key
        if attempt.refusal:
            detail = " ".join(filter(None, (attempt.refusal, how)))
            return SignatureFinding(SignatureResult.REFUSED, detail, found, ", ".join(key.algorithms) or "no algorithm")
        form = form_fault(token, attempt.alg, key.jwk) or _other_reading(token, attempt)
        detail = (
            form
            or f"{_beginning(key.name)} did not make this signature with {attempt.alg}, or the signed part was changed."
        )
        detail = " ".join(filter(None, (detail, how, key.weakness(attempt.alg))))
        wanted = signature_length(attempt.alg, key.jwk)
        size = f", {wanted:,} bytes" if wanted and wanted != len(token.signature) else ""
        return SignatureFinding(SignatureResult.INVALID, detail, found, f"{attempt.alg} by {key.name}{size}")
    usable = [each for each in attempts if not each.refusal]
    if not usable:
        detail = f"{how} None may be used for it. {attempts[0].refusal}"
        expected = ", ".join(algorithms_of([each.key for each in attempts])) or "no algorithm"
        return SignatureFinding(SignatureResult.REFUSED, detail, found, expected)
    detail = f"None of {len(attempts)} keys made this signature, or the signed part was changed. {how}"
    forms = ((each, form_fault(token, each.alg, each.key.jwk)) for each in usable)
    made = next(((each, form) for each, form in forms if form.startswith("The key made it")), None)
    if made is not None:
        detail = f"{_beginning(made[0].key.name)}: {made[1][0].lower()}{made[1][1:]} {how}".strip()
    return SignatureFinding(SignatureResult.INVALID, detail, found, f"{usable[0].alg} by one of {len(attempts)} keys")


def _other_reading(token: Jws, attempt: _Attempt) -> str:
    """A sentence on another reading of a typed secret under which the signature fits; empty if none does."""
    for words, jwk in attempt.key.other_readings.items():
        if made_by(token, attempt.alg, jwk, token.signature):
            return f"The secret as read did not make this signature; it fits if the secret is read {words}."
    return ""


def _beginning(name: str) -> str:
    """*name* at the beginning of a sentence; a key of the ring keeps the name that its owner gave it."""
    return capitalized(name) if name.startswith(("the ", "key ")) else name
