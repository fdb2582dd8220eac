"""What a rule may know of a key: how long it is, and whether others would try it first."""

import base64
from contextlib import suppress

from workbench.core.findings.subject import KeyFacts
from workbench.core.keys import SigningKey
from workbench.core.segments import Segment, decode_segment

# Secrets of tutorials, templates and examples, which every list for guessing begins with; compared without case.
_COMMON_SECRETS = frozenset({
    "", "1234", "12345", "123456", "12345678", "123456789", "1234567890", "abc123", "admin", "changeit", "changeme",
    "change-me", "default", "demo", "dev", "development", "example", "hello", "helloworld", "hmac", "hs256-secret",
    "jwt", "jwt_secret", "jwt-secret", "jwtsecret", "key", "letmein", "mysecret", "my_secret", "my-secret",
    "mysecretkey", "my-secret-key", "my-32-character-ultra-secure-and-ultra-long-secret", "none", "pass", "passw0rd",
    "password", "password1", "private", "qwerty", "s3cr3t", "secret", "secret123", "secretkey", "secret_key",
    "secret-key", "shhhh", "shhhhh", "signing-key", "supersecret", "super-secret", "super_secret", "super-secret-key",
    "test", "test-secret", "testing", "token", "token-secret", "topsecret", "your-256-bit-secret",
    "your-384-bit-secret", "your-512-bit-secret", "your-secret", "your-secret-key", "your_secret_key",
    "a-string-secret-at-least-256-bits-long", "thisisasecret", "this-is-a-secret", "undefined", "null",
})  # fmt: skip


def key_facts(key: SigningKey) -> KeyFacts:
    """The facts on *key*, without the key."""
    jwk = key.jwk_private
    if jwk["kty"] == "oct":
        secret, _ = decode_segment(jwk["k"], Segment.TOKEN)
        return KeyFacts(secret_bytes=len(secret), secret_is_common=is_common_secret(secret))
    if jwk["kty"] == "RSA":
        modulus, _ = decode_segment(jwk["n"], Segment.TOKEN)
        return KeyFacts(rsa_bits=int.from_bytes(modulus).bit_length())
    return KeyFacts()


def is_common_secret(secret: bytes) -> bool:
    """Whether a secret is a usual word, as it stands or in base64, or one character again and again."""
    if len(set(secret)) < 2:
        return True
    forms = [secret]
    with suppress(ValueError):
        forms.append(base64.b64decode(secret, validate=True))
    return any(form.decode("latin-1").strip().lower() in _COMMON_SECRETS for form in forms)
