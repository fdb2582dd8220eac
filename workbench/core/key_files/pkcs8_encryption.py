"""Encrypted PKCS#8 (RFC 5958 section 3) by PBES2 (RFC 8018 section 6.2).

The cryptographic library writes such files too, but with 2,048 rounds of key derivation and no way to ask for more:
passwords can then be tried some three hundred times as fast as with the rounds that are advised today. So the few
octets of ASN.1 around the cipher are written here.

PBKDF2 with HMAC-SHA-256 and AES-256-CBC are what every reader of such files knows. Scrypt would make guessing
more expensive still, but Java and .NET have no reader for it.
"""

import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA1, SHA224, SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
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
_SCRYPT = "1.3.6.1.4.1.11591.4.11"
_HMAC_SHA256 = "1.2.840.113549.2.9"
_AES_256_CBC = "2.16.840.1.101.3.4.1.42"
_HMACS: Mapping[str, type[HashAlgorithm]] = {
    "": SHA1,  # the default of RFC 8018 appendix A.2
    "1.2.840.113549.2.7": SHA1,
    "1.2.840.113549.2.8": SHA224,
    _HMAC_SHA256: SHA256,
    "1.2.840.113549.2.10": SHA384,
    "1.2.840.113549.2.11": SHA512,
}
_AES_CBC = {"2.16.840.1.101.3.4.1.2": 16, "2.16.840.1.101.3.4.1.22": 24, _AES_256_CBC: 32}


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


def decrypted(value: der.DerValue, password: str) -> bytes | None:
    """The PrivateKeyInfo in an encrypted PKCS#8, for what the library does not say of a key that it has opened.

    Args:
        value: the structure of the file, or of the bag in a PKCS#12 store; what it asks for has been checked.
        password: what it is encrypted with.

    Returns:
        the octets in DER; None if it is not encrypted by PBES2 with AES, or the password is wrong.
    """
    if value.tags != (der.SEQUENCE, der.OCTET_STRING) or value.parts[0].tags != (der.OBJECT_ID, der.SEQUENCE):
        return None
    name, parameters = value.parts[0].parts
    if name.object_id != _PBES2 or parameters.tags != (der.SEQUENCE, der.SEQUENCE):
        return None
    derivation, cipher = parameters.parts
    octets = _AES_CBC.get(cipher.parts[0].object_id) if cipher.tags == (der.OBJECT_ID, der.OCTET_STRING) else None
    if octets is None or derivation.tags != (der.OBJECT_ID, der.SEQUENCE):
        return None
    key = _derived(derivation, password.encode("utf-8", "surrogatepass"), octets)
    if key is None:
        return None
    try:
        decryptor = Cipher(algorithms.AES(key), modes.CBC(cipher.parts[1].content)).decryptor()
        unpadder = PKCS7(_BLOCK_BITS).unpadder()
        clear = decryptor.update(value.parts[1].content) + decryptor.finalize()
        return unpadder.update(clear) + unpadder.finalize()
    except ValueError:
        return None


def _derived(derivation: der.DerValue, password: bytes, octets: int) -> bytes | None:
    """The key that the password gives; None for a way of deriving that is not known here."""
    name, parameters = derivation.parts
    numbers = [part.number for part in parameters.parts if part.tag == der.INTEGER]
    if parameters.tags[:2] != (der.OCTET_STRING, der.INTEGER):
        return None
    salt = parameters.parts[0].content
    if name.object_id == _SCRYPT and len(numbers) >= 3:
        try:
            return Scrypt(salt, octets, *numbers[:3]).derive(password)
        except ValueError:
            return None
    named = [part.parts[0].object_id for part in parameters.parts if part.tag == der.SEQUENCE and part.parts]
    function = named[0] if named else ""
    if name.object_id != _PBKDF2 or function not in _HMACS:
        return None
    return PBKDF2HMAC(_HMACS[function](), octets, salt, numbers[0]).derive(password)
