"""Encrypted PKCS#8 (RFC 5958 section 3) by PBES2 (RFC 8018 section 6.2).

The cryptographic library writes such files too, but with 2,048 rounds of key derivation and no way to ask for more:
passwords can then be tried some three hundred times as fast as with the rounds that are advised today. So the few
octets of ASN.1 around the cipher are written here.

PBKDF2 with HMAC-SHA-256 and AES-256-CBC are what every reader of such files knows. Scrypt would make guessing dearer
still, but Java and .NET have no reader for it.
"""

import base64
import secrets
import textwrap

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7

ROUNDS = 600_000
"""Of PBKDF2 with HMAC-SHA-256: what OWASP's Password Storage Cheat Sheet asks for. A third of a second or so."""

LONGEST_PASSWORD = 1_023
"""Octets in UTF-8; ``openssl`` reads no longer one."""

_SALT_OCTETS = 16
_KEY_OCTETS = 32
_BLOCK_BITS = 128

_PBES2 = "1.2.840.113549.1.5.13"
_PBKDF2 = "1.2.840.113549.1.5.12"
_HMAC_SHA256 = "1.2.840.113549.2.9"
_AES_256_CBC = "2.16.840.1.101.3.4.1.42"

_INTEGER, _OCTETS, _NULL, _OBJECT, _SEQUENCE = 0x02, 0x04, 0x05, 0x06, 0x30


def encrypted_pem(key_info: bytes, password: str) -> str:
    """Encrypt a private key, which takes a moment on purpose.

    Args:
        key_info: the PrivateKeyInfo in DER, as in a plain PKCS#8 file.
        password: what the key is derived from, in UTF-8.

    Returns:
        a PEM ``ENCRYPTED PRIVATE KEY`` (RFC 7468 section 11).
    """
    salt, vector = secrets.token_bytes(_SALT_OCTETS), secrets.token_bytes(_BLOCK_BITS // 8)
    # One after the other: derive() gives the interpreter's lock away, so that the window stays alive.
    key = PBKDF2HMAC(SHA256(), _KEY_OCTETS, salt, ROUNDS).derive(password.encode())
    padder, encryptor = PKCS7(_BLOCK_BITS).padder(), Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    encrypted = encryptor.update(padder.update(key_info) + padder.finalize()) + encryptor.finalize()
    derivation = _sequence(
        _object(_PBKDF2),
        _sequence(_der(_OCTETS, salt), _integer(ROUNDS), _sequence(_object(_HMAC_SHA256), _der(_NULL, b""))),
    )
    cipher = _sequence(_object(_AES_256_CBC), _der(_OCTETS, vector))
    algorithm = _sequence(_object(_PBES2), _sequence(derivation, cipher))
    return pem("ENCRYPTED PRIVATE KEY", _sequence(algorithm, _der(_OCTETS, encrypted)))


def pem(label: str, der: bytes) -> str:
    """The text of *der* in base64 between two lines (RFC 7468 section 2)."""
    lines = textwrap.wrap(base64.b64encode(der).decode("ascii"), 64)
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""))


def _der(tag: int, content: bytes) -> bytes:
    """Tag, length and content (X.690 sections 8.1 and 10.1)."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(octets))) + octets + content


def _sequence(*parts: bytes) -> bytes:
    return _der(_SEQUENCE, b"".join(parts))


def _integer(number: int) -> bytes:
    # One bit more than it takes: the first is the sign.
    return _der(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def _object(dotted: str) -> bytes:
    """An object identifier (X.690 section 8.19): seven bits an octet, and the first two numbers in one."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    content = b""
    for number in (40 * first + second, *rest):
        octets = [number & 0x7F]
        while number := number >> 7:
            octets.append(0x80 | number & 0x7F)
        content += bytes(reversed(octets))
    return _der(_OBJECT, content)
