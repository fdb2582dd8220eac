"""Tokens and keys for the tests, written by hand so that nothing under test confirms itself."""

import base64
import hashlib
import hmac
import json
from typing import Any

SECRET = b"a secret of thirty-two octets !!"
SECRET_JWK = {
    "kty": "oct",
    "kid": "test-hs256",
    "alg": "HS256",
    "k": base64.urlsafe_b64encode(SECRET).rstrip(b"=").decode(),
}
HEADER = {"alg": "HS256", "typ": "JWT", "kid": "test-hs256"}


def segment(content: Any) -> str:
    """Encode octets, text or a JSON value as one segment."""
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else json.dumps(content)).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def sign(header: Any, payload: Any, secret: bytes = SECRET) -> str:
    """Sign any two segments with HMAC-SHA-256, whatever they hold."""
    signing_input = f"{segment(header)}.{segment(payload)}"
    return f"{signing_input}.{segment(hmac.digest(secret, signing_input.encode(), hashlib.sha256))}"


def without(mapping: dict[str, Any], name: str) -> dict[str, Any]:
    """Copy *mapping* without one member."""
    return {key: value for key, value in mapping.items() if key != name}
