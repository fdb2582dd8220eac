"""Proofs of possession (DPoP, RFC 9449): the sender of a request shows that it holds the key a token is bound to."""

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from demo_server.segments import SegmentError, decode_base64url, encode_base64url, parse_object, shorten
from demo_server.time_text import apart
from demo_server.tokens.algorithms import ALGORITHMS
from demo_server.tokens.digests import digest
from demo_server.tokens.thumbprint import thumbprint
from demo_server.tokens.trust import InvalidKeyError, VerificationKey

WINDOW_S = 60
"""Seconds by which the ``iat`` of a proof may differ from the server's clock, either way (RFC 9449 section 11.1)."""

TYPE = "dpop+jwt"
PROOF_ALGORITHMS = tuple(name for name, rule in ALGORITHMS.items() if rule.kty != "oct")
"""The algorithms of a proof: those with a public key, which the proof can show (RFC 9449 section 4.2)."""

_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
_MOST_PROOFS = 100_000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")


class ProofRefusedError(Exception):
    """A proof that shows nothing. The message is a sentence.

    Attributes:
        code: stable, such as ``method``.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that is sound in itself.

    Attributes:
        key: thumbprint of the key that the sender holds (RFC 7638).
        id: its ``jti``.
    """

    key: str
    id: str


class ProofLog:
    """The newest proofs, each of which counts once (RFC 9449 section 11.1). Safe to use from threads.

    They are 100,000, whatever their times: the clock can be moved back. A digest is kept of each, whose length does not
    depend on the sender.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: OrderedDict[bytes, None] = OrderedDict()

    def use(self, proof: Proof) -> None:
        """Note a proof.

        Raises:
            ProofRefusedError: it was used before.
        """
        noted = digest(f"{proof.key} {proof.id}")  # ids are the sender's: two senders may choose the same
        with self._lock:
            if noted in self._seen:
                detail = "the proof was used before; make a new one, with another jti, for each request"
                raise ProofRefusedError("replayed", detail)
            self._seen[noted] = None
            if len(self._seen) > _MOST_PROOFS:
                self._seen.popitem(last=False)


def access_token_hash(token: str) -> str:
    """Return the ``ath`` that a proof for this access token has (RFC 9449 section 4.2)."""
    return encode_base64url(sha256(token.encode("ascii", "replace")).digest())


def only_proof(sent: Sequence[str]) -> str:
    """Return the one proof that a request carries (RFC 9449 section 4.3).

    Args:
        sent: the values of its DPoP headers.

    Raises:
        ProofRefusedError: it carries none, or several.
    """
    if not sent:
        raise ProofRefusedError("missing", "no proof was sent; send one in the header DPoP, made for this request")
    if len(sent) > 1:
        raise ProofRefusedError("duplicate", "more than one proof was sent; send one in the header DPoP")
    return sent[0]


def read_proof(text: str, *, method: str, url: str, now: float, token: str | None) -> Proof:
    """Check everything that RFC 9449 section 4.3 asks of a proof but its novelty.

    Args:
        text: the value of the DPoP header.
        method: of the request that it came with.
        url: of that request; query and fragment do not count.
        now: seconds since 1970 UTC.
        token: the access token beside it; None for a request that asks for one.

    Raises:
        ProofRefusedError: it is not a proof for this request, at this time, with this token.
    """
    key, claims = _verified(text)
    _require_text("jti", claims)
    if claims.get("htm") != method:
        raise ProofRefusedError("method", f"the proof is for {shorten(claims.get('htm'))}, not for {method}")
    if not isinstance(claims.get("htu"), str) or _place(claims["htu"]) != _place(url):
        raise ProofRefusedError("url", f"the proof is for {shorten(claims.get('htu'))}, not for {url}")
    _check_times(claims, now)
    if token is not None and claims.get("ath") != access_token_hash(token):
        raise ProofRefusedError("token", "ath of the proof is not the hash of this access token")
    return Proof(key, claims["jti"])


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    """Refuse a proof of another time; ``exp`` and ``nbf`` may narrow the time further (RFC 7519 section 4.1)."""
    if "iat" not in claims:
        raise ProofRefusedError("malformed", "the proof has no iat")
    for name in ("iat", "exp", "nbf"):
        moment = claims.get(name, now)
        if not isinstance(moment, int | float) or isinstance(moment, bool):
            detail = f"{name} of the proof is {shorten(moment)}; expected a number of seconds"
            raise ProofRefusedError("malformed", detail)
    # Compared, never subtracted: no float can be subtracted from an integer of hundreds of digits.
    issued = claims["iat"]
    if not now - WINDOW_S <= issued <= now + WINDOW_S:
        when = f"{apart(issued, now)} ahead of" if issued > now else f"{apart(now, issued)} behind"
        detail = f"iat of the proof is {when} the server's clock, which takes {WINDOW_S} s either way; make a new proof"
        raise ProofRefusedError("time", detail)
    if claims.get("exp", now + 1) <= now:
        raise ProofRefusedError("time", "the proof has expired; make a new one")
    if claims.get("nbf", now) > now + WINDOW_S:
        raise ProofRefusedError("time", "nbf of the proof is in the future")


def _verified(text: str) -> tuple[str, Mapping[str, Any]]:
    """Return the thumbprint of the key that signed the proof, and its claims."""
    segments = text.split(".")
    try:
        if len(segments) != 3:
            raise SegmentError("json", f"has {len(segments)} segments; expected three")
        header, claims = (parse_object(decode_base64url(segment)) for segment in segments[:2])
        signature = decode_base64url(segments[2])
    except SegmentError as error:
        raise ProofRefusedError("malformed", f"the proof {error}") from None
    if header.get("typ") != TYPE:
        raise ProofRefusedError("type", f"typ of the proof is {shorten(header.get('typ'))}; expected {TYPE}")
    if "crit" in header:
        raise ProofRefusedError("malformed", "the proof has crit, of which this server understands nothing")
    key, name = _key(header)
    if not key.verifies(text[: text.rindex(".")].encode("ascii"), signature):
        raise ProofRefusedError("signature", "the signature of the proof does not match its key")
    return thumbprint(key.public_jwk or {}, name), claims


def _key(header: Mapping[str, Any]) -> tuple[VerificationKey, str]:
    name, jwk = header.get("alg"), header.get("jwk")
    rule = ALGORITHMS.get(name) if isinstance(name, str) else None
    if rule is None or rule.kty == "oct" or not isinstance(name, str):
        raise ProofRefusedError("algorithm", f"alg of the proof is {shorten(name)}; expected a public-key algorithm")
    if not isinstance(jwk, dict):
        raise ProofRefusedError("key", "the header of the proof has no jwk, the public key of the sender")
    if not _PRIVATE.isdisjoint(jwk):
        raise ProofRefusedError("key", "jwk of the proof is a private key; whoever reads the request has it now")
    try:
        return VerificationKey.from_jwk({**jwk, "alg": name, "kid": "of the proof"}), name
    except InvalidKeyError as error:
        raise ProofRefusedError("key", f"jwk of the proof: {error.reason}") from None


def _require_text(name: str, claims: Mapping[str, Any]) -> None:
    if not isinstance(claims.get(name), str) or not claims[name]:
        raise ProofRefusedError("malformed", f"{name} of the proof is not a non-empty string")


def _place(url: str) -> tuple[str, str, int | None, str] | None:
    """Scheme, host, port and path; None for what is not a URL (RFC 9449 section 4.3, RFC 3986 section 6.2.3)."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or parts.username is not None:
        return None
    return parts.scheme, parts.hostname, port, _ESCAPED.sub(_normal, parts.path) or "/"


def _normal(escaped: re.Match[str]) -> str:
    """An escape in capitals, or the character that needed none (RFC 3986 section 6.2.2)."""
    character = chr(int(escaped[1], 16))
    return character if _UNRESERVED.fullmatch(character) else escaped[0].upper()
