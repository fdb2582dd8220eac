"""Reads public keys from PEM (RFC 7468): SPKI, PKCS#1, X.509, and the public half of private ones."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

from workbench.core.errors import KeyTextError
from workbench.core.key_files.library import LibraryError, call_library
from workbench.core.key_files.pem_blocks import COPY_AGAIN, pem_blocks
from workbench.core.keys.public_jwk import public_jwk
from workbench.core.text.wording import with_article

# Labels of a PEM whose key cannot be read, and what to do instead.
_UNREADABLE = {
    "ENCRYPTED PRIVATE KEY": "It is encrypted. Take its public half: openssl pkey -in key.pem -pubout",
    "OPENSSH PRIVATE KEY": "It is in OpenSSH's own format. Write its public half: ssh-keygen -e -m PKCS8 -f key",
    "SSH2 PUBLIC KEY": "It is in SSH's own format. Convert it: ssh-keygen -e -m PKCS8 -f key.pub",
    "CERTIFICATE REQUEST": "It is a request for a certificate. Paste the certificate, or the public key.",
    "PGP PUBLIC KEY BLOCK": "It is a PGP key, which signs no tokens.",
}
PARAMETERS = ("EC PARAMETERS",)
"""Labels of blocks that say nothing which the key does not say itself."""


@dataclass(frozen=True, slots=True)
class PemKey:
    """The public key of a PEM.

    Attributes:
        jwk: the public key as a JWK, without ``kid`` and ``alg`` (but with the ``alg`` that a key of type AKP has).
        form: what it was, in words: ``a public key (SPKI)``.
        notes: sentences on what the user should know.
    """

    jwk: dict[str, str]
    form: str
    notes: tuple[str, ...]


def read_pem(text: str) -> PemKey:
    """The public key of the first PEM block in *text*.

    Raises:
        KeyTextError: there is none, or it cannot be read; the message says in which line and what was expected.
    """
    blocks = [block for block in pem_blocks(text) if block.label not in PARAMETERS]
    label, der = (blocks[0].label, blocks[0].octets) if blocks else ("", b"")
    notes: tuple[str, ...] = ()
    if len(blocks) > 1:
        notes = (f"Only the first of {len(blocks)} PEM blocks is used.",)
    if label in _UNREADABLE:
        advice, _, command = _UNREADABLE[label].partition(". ")
        raise KeyTextError(f"This PEM is {with_article(label)}. {advice}.", hint=command)
    read = _READERS.get(label)
    if read is None:
        expected = "PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE"
        raise KeyTextError(f"This PEM is {with_article(label)}; expected {expected}.")
    try:
        key, form, more = call_library(partial(read, der))
    except LibraryError:
        raise KeyTextError(
            f"The bytes of this PEM are not a valid {label.lower()}, or not of a kind that can be read.",
            hint=COPY_AGAIN,
        ) from None
    return PemKey(public_jwk(key), form, (*more, *notes))


_Read = tuple[object, str, tuple[str, ...]]


def _read_public(der: bytes) -> _Read:
    return load_der_public_key(der), "a public key (SPKI)", ()


def _read_pkcs1(der: bytes) -> _Read:
    return load_der_public_key(der), "an RSA public key (PKCS#1)", ()


def _read_certificate(der: bytes) -> _Read:
    certificate = x509.load_der_x509_certificate(der)
    ends = certificate.not_valid_after_utc
    note = f"Only its key is used: neither its issuer nor its dates (until {ends:%Y-%m-%d}) are checked."
    return certificate.public_key(), "an X.509 certificate", (note,)


def _read_private(der: bytes) -> _Read:
    key = load_der_private_key(der, password=None)
    note = "It is a private key: only its public half is used, and nothing of it is kept."
    return key.public_key(), "a private key", (note,)


_READERS: dict[str, Callable[[bytes], _Read]] = {
    "PUBLIC KEY": _read_public,
    "RSA PUBLIC KEY": _read_pkcs1,
    "CERTIFICATE": _read_certificate,
    "X509 CERTIFICATE": _read_certificate,
    "TRUSTED CERTIFICATE": _read_certificate,
    "PRIVATE KEY": _read_private,
    "RSA PRIVATE KEY": _read_private,
    "EC PRIVATE KEY": _read_private,
}
