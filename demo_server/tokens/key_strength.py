"""Flaws that make a long enough key worthless. The strict server trusts no such key."""

import binascii
import json
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509 import load_der_x509_certificate

_COMMON_SECRETS = files("demo_server") / "common_secrets.txt"
_SMALL_PRIMES_BELOW = 10_000
_FERMAT_STEPS = 100
_FILLED_FROM = 4
"""A secret that ends in the same character this often was padded to the required length."""

_LONGEST_WORDS = 1_024
"""The longest text that is searched for repetitions, in characters: no word list has longer words."""

_PUBLIC_TEXT = re.compile(
    rb"\s*(?:-----BEGIN (?:RSA |EC )?PUBLIC KEY|-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-|ssh-\S+ AAAA|ecdsa-\S+ AAAA)"
)

# ROCA (CVE-2017-15361): the library made every prime as k * M + (65537^a mod M), with M the product of the first
# primes, so that a modulus is a power of 65537 modulo M as well. Of other moduli one in 2^154 is (Nemec et al., "The
# Return of Coppersmith's Attack", section 3.1).
_ROCA_GENERATOR = 65_537
_ROCA_LARGEST_PRIME = 167

# Prime powers whose product is the order of the generator modulo M.
_ROCA_ORDER = (16, 81, 25, 7, 11, 13, 17, 23, 29, 37, 41, 53, 83)


def secret_weakness(secret: bytes) -> str | None:
    """Return what is wrong with an HMAC secret, apart from its length; None if it may be random."""
    if is_public_key(secret):
        return "the secret is a public key: anyone who has it can sign (algorithm confusion, RFC 8725 section 2.1)"
    if is_common_secret(secret):
        return "the secret is one of the common ones, which are tried first (RFC 8725 section 3.5)"
    repeats_itself = (secret + secret).find(secret, 1) < len(secret)
    steps = {(after - before) % 256 for before, after in pairwise(secret)}
    if repeats_itself or len(steps) == 1:
        return "the secret is a pattern: repeated bytes, or bytes in sequence (RFC 8725 section 3.5)"
    return None


def rsa_weakness(modulus: int, exponent: int) -> str | None:
    """Return why an RSA key is not valid or its private part can be computed; None if no flaw was found."""
    if exponent < 3 or exponent % 2 == 0:
        return f"the public exponent is {exponent}, and must be odd and 3 or more (RFC 8017 section 3.1)"
    if math.gcd(modulus, _small_primes_product()) != 1:
        return (
            "the modulus has a small factor: it is not the product of two large primes and can be factored immediately"
        )
    if _fermat_factors(modulus):
        return "the two primes of the modulus are so close that Fermat's method finds them immediately"
    if has_roca_fingerprint(modulus):
        return "the modulus has the fingerprint of ROCA (CVE-2017-15361): its primes can be computed"
    return None


@lru_cache(maxsize=1)
def common_secrets() -> frozenset[str]:
    """Return the secrets that attackers try first, reduced to letters and digits in lower case."""
    lines = _COMMON_SECRETS.read_text(encoding="utf-8").splitlines()
    return frozenset(_squeezed(line) for line in lines if line and not line.startswith("#"))


def is_common_secret(secret: bytes) -> bool:
    """Whether a secret is one that attackers try first.

    Case, spaces and punctuation do not count. It is also found if it is repeated, padded, or followed by digits; if
    the octets are its base64 or hexadecimal text; and if they were decoded from such text.
    """
    known = common_secrets()
    return not secret or any(word in known for form in _forms(secret) for word in _words(form))


def is_public_key(secret: bytes) -> bool:
    """Whether the octets are a public key or a certificate: as PEM, OpenSSH, JWK or DER."""
    if _PUBLIC_TEXT.match(secret):
        return True
    if secret.lstrip()[:1] == b"{":
        with suppress(ValueError, RecursionError):
            jwk = json.loads(secret)
            return isinstance(jwk, dict) and jwk.get("kty") in {"RSA", "EC", "OKP", "AKP"}
    if secret[:1] == b"\x30":  # a DER sequence
        for load in (load_der_public_key, load_der_x509_certificate):
            with suppress(ValueError, UnsupportedAlgorithm):
                load(secret)
                return True
    return False


def has_roca_fingerprint(modulus: int) -> bool:
    """Whether *modulus* is a power of 65537 modulo the product of the primes up to 167.

    Pohlig and Hellman: it is one if each of its parts of prime power order is a power of the generator's.
    """
    product, order = _roca_product(), math.prod(_ROCA_ORDER)
    for part in _ROCA_ORDER:
        generator = pow(_ROCA_GENERATOR, order // part, product)
        wanted, power = pow(modulus, order // part, product), 1
        for _ in range(part):
            if power == wanted:
                break
            power = power * generator % product
        else:
            return False
    return True


def _forms(secret: bytes) -> Iterator[str]:
    """Yield the texts that the octets may have been decoded from, or may be."""
    yield binascii.b2a_base64(secret, newline=False).decode()
    yield secret.hex()
    with suppress(UnicodeDecodeError):
        text = secret.decode()
        yield text
        digits = "".join(text.split())
        with suppress(ValueError):
            yield binascii.a2b_base64(digits.rstrip("=").replace("-", "+").replace("_", "/") + "==").decode()
        with suppress(ValueError):
            yield bytes.fromhex(digits).decode()


def _words(text: str) -> Iterator[str]:
    """Yield the text, the text without padding, and what it repeats; all of them squeezed."""
    bare = text.strip("\0 \t\r\n")
    filled = bare.rstrip(bare[-1:])
    for each in (bare, filled) if len(bare) - len(filled) >= _FILLED_FROM else (bare,):
        squeezed = _squeezed(each)
        yield squeezed
        if len(squeezed) > _LONGEST_WORDS:
            continue
        yield re.sub(r"(?<=[a-z]{3})[0-9]{1,12}$", "", squeezed)
        repeated = re.fullmatch(r"(.+?)\1+(.*)", squeezed, re.DOTALL)
        if repeated and repeated[1].startswith(repeated[2]):
            yield repeated[1]


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _fermat_factors(modulus: int) -> bool:
    """Whether a few steps of Fermat's method find two factors (Böck, CVE-2022-26320)."""
    middle = math.isqrt(modulus)
    middle += middle * middle < modulus
    for step in range(middle, middle + _FERMAT_STEPS):
        rest = step * step - modulus
        if math.isqrt(rest) ** 2 == rest:
            return True
    return False


@lru_cache(maxsize=1)
def _small_primes_product() -> int:
    return math.prod(_primes(_SMALL_PRIMES_BELOW))


@lru_cache(maxsize=1)
def _roca_product() -> int:
    return math.prod(_primes(_ROCA_LARGEST_PRIME + 1))


def _primes(below: int) -> list[int]:
    sieve = bytearray([1]) * below
    for number in range(2, math.isqrt(below) + 1):
        if sieve[number]:
            sieve[number * number :: number] = bytes(len(range(number * number, below, number)))
    return [number for number in range(2, below) if sieve[number]]
