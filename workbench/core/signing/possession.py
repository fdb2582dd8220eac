"""Requests with a token that is bound to a key (RFC 9449), and the proof that goes with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.errors import MalformedTokenError
from workbench.core.strict_json import text as json_text
from workbench.core.token.compact import MAX_CHARACTERS, parse_compact
from workbench.core.token.header_limits import header_bytes

if TYPE_CHECKING:
    from workbench.core.requests.request import SentRequest

PROOF_HEADER = "DPoP"
SCHEME = "DPoP"


def bound_key(compact: str) -> str:
    """The thumbprint of the key that a token is bound to by ``cnf.jkt``; empty if it says none, or cannot be read."""
    if len(compact) > MAX_CHARACTERS:
        return ""
    try:
        cnf = parse_compact(compact).claims.to_dict().get("cnf")
    except MalformedTokenError:
        return ""
    key = cnf.get("jkt") if isinstance(cnf, dict) else None
    return key if isinstance(key, str) else ""


def carries_bearer_token(sent: SentRequest) -> bool:
    """Whether a proof can be added: the token is in ``Authorization``, and there is no proof yet."""
    names = [name.lower() for name, _ in sent.headers]
    schemes = [value.partition(" ")[0].lower() for name, value in sent.headers if name.lower() == "authorization"]
    return schemes in (["bearer"], ["dpop"]) and PROOF_HEADER.lower() not in names


def with_proof(sent: SentRequest, proof: str) -> SentRequest:
    """The request with the token under the scheme ``DPoP``, and the proof in its header (RFC 9449 section 7.1)."""
    headers = tuple(
        (name, f"{SCHEME} {value.partition(' ')[2]}") if name.lower() == "authorization" else (name, value)
        for name, value in sent.headers
    )
    return replace(sent, headers=(*headers, (PROOF_HEADER, proof)))


def proof_bytes(sent: SentRequest) -> int:
    """How much longer the headers of a request are than with a bearer token of the same length; 0 without a proof."""
    lines = {name.lower(): f"{name}: {value}\r\n" for name, value in sent.headers}
    if PROOF_HEADER.lower() not in lines:
        return 0
    return len(lines["authorization"]) + len(lines[PROOF_HEADER.lower()]) - header_bytes(len(sent.token))


def proof_in_words(sent: SentRequest) -> str:
    """Header and payload of the request's proof as indented JSON; empty if it has none that can be read."""
    proof = next((value for name, value in sent.headers if name.lower() == PROOF_HEADER.lower()), "")
    try:
        token = parse_compact(proof)
    except MalformedTokenError:
        return ""
    parts = (json_text.dump(dict(token.header)), token.payload_text)
    return "\n".join(("Proof of possession (the header DPoP), good once:", *map(json_text.indent, parts)))
