"""Octets that are a public key, pasted where a secret belongs.

A verifier that takes such a secret accepts what anybody signs who has the public key (RFC 8725 section 2.1).
"""

import re
from contextlib import suppress

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

from workbench.core.errors import JsonTextError
from workbench.core.strict_json import text as json_text

_PEM = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*(?:PUBLIC KEY|CERTIFICATE)-----")
_SSH = re.compile(rb"(?:ssh|ecdsa|sk)-\S+ AAAA")
_PUBLIC_TYPES = ("RSA", "EC", "OKP", "AKP")
_LONGEST = 64 * 1024
"""Octets; no public key has more, and a secret of more is not searched."""


def public_key_form(octets: bytes) -> str:
    """What kind of public key the octets of a secret are, as ``a PEM`` in words; empty if they are not one."""
    if len(octets) > _LONGEST:
        return ""
    start = octets.lstrip()
    if _PEM.match(start):
        return "a PEM"
    if _SSH.match(start):
        return "an OpenSSH public key"
    if start.startswith((b"{", b"[")):
        return "a JWK" if _is_public_jwk(start) else ""
    if octets.startswith(b"\x30"):  # a DER sequence
        for load in (load_der_public_key, x509.load_der_x509_certificate):
            with suppress(ValueError, TypeError, UnsupportedAlgorithm):
                load(octets)
                return "a DER"
    return ""


def _is_public_jwk(octets: bytes) -> bool:
    with suppress(UnicodeDecodeError, JsonTextError):
        value = json_text.parse(octets.decode())
        keys = value.get("keys", [value]) if isinstance(value, dict) else value
        return isinstance(keys, list) and any(
            isinstance(each, dict) and each.get("kty") in _PUBLIC_TYPES for each in keys
        )
    return False
