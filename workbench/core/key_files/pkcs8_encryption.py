"""Encrypted PKCS#8 (RFC 5958 section 3) by PBES2 (RFC 8018 section 6.2).

The cryptographic library writes such files too, but with 2,048 rounds of key derivation and no way to ask for more:
passwords can then be tried some three hundred times as fast as with the rounds that are advised today. So the few
octets of ASN.1 around the cipher are written here.

PBKDF2 with HMAC-SHA-256 and AES-256-CBC are what every reader of such files knows. Scrypt would make guessing
more expensive still, but Java and .NET have no reader for it.
"""

import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7

from workbench.core.key_files import der
from workbench.core.key_files.pem_blocks import PemBlock

ROUNDS = 600_000
"""Of PBKDF2 with HMAC-SHA-256: what OWASP's Password Storage Cheat Sheet asks for. A third of a second or so."""

LONGEST_PASSWORD = 1_023
"""Octets in UTF-8; ``openssl`` does not read a longer one."""

_SALT_OCTETS = 16
_KEY_OCTETS = 32
_BLOCK_BITS = 128

_PBES2 = "1.2.840.113549.1.5.13"
_PBKDF2 = "1.2.840.113549.1.5.12"
_HMAC_SHA256 = "1.2.840.113549.2.9"
_AES_256_CBC = "2.16.840.1.101.3.4.1.42"


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
    derivation = der.sequence(
        der.object_id(_PBKDF2),
        der.sequence(
            der.octet_string(salt), der.integer(ROUNDS), der.sequence(der.object_id(_HMAC_SHA256), der.encode(der.NULL))
        ),
    )
    cipher = der.sequence(der.object_id(_AES_256_CBC), der.octet_string(vector))
    algorithm = der.sequence(der.object_id(_PBES2), der.sequence(derivation, cipher))
    return PemBlock("ENCRYPTED PRIVATE KEY", der.sequence(algorithm, der.octet_string(encrypted))).text
