"""Reads public keys from PEM (RFC 7468): SPKI, PKCS#1, X.509, and the public half of private ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_public_key

from workbench.core.errors import KeyImportError, KeyTextError
from workbench.core.key_files.der import BIT_STRING, SEQUENCE, encode, parse
from workbench.core.key_files.der_private import PRIVATE, der_jwk, der_value, form_of
from workbench.core.key_files.identifiers.rsa_pss import PssError, pss_algorithms_of_spki
from workbench.core.key_files.identifiers.unknown_kinds import OTHER_KEY, unknown_kind
from workbench.core.key_files.library import LibraryError, call_library
from workbench.core.key_files.pem_blocks import COPY_AGAIN, PemBlock, pem_blocks
from workbench.core.keys.algorithms import PUBLIC_MEMBERS
from workbench.core.keys.public_jwk import public_jwk
from workbench.core.text.wording import with_article

_PUBLIC_HALF = "Write it: openssl pkey -in key.pem -pubout"
_PGP = ("It is a PGP key, which signs no tokens.", "Paste the key that signs the tokens.")

# Labels of a PEM whose key cannot be read, and what to do instead.
_UNREADABLE = {
    "ENCRYPTED PRIVATE KEY": ("It is encrypted. To verify, its public half is enough.", _PUBLIC_HALF),
    "OPENSSH PRIVATE KEY": (
        "It is in OpenSSH's own format. To verify, its public half is enough.",
        "Write it: ssh-keygen -e -m PKCS8 -f key",
    ),
    "SSH2 PUBLIC KEY": ("It is in SSH's own format.", "Convert it: ssh-keygen -e -m PKCS8 -f key.pub"),
    "CERTIFICATE REQUEST": ("It is a request for a certificate.", "Paste the certificate, or the public key."),
    "NEW CERTIFICATE REQUEST": ("It is a request for a certificate.", "Paste the certificate, or the public key."),
    "PKCS7": (
        "It is a bundle of certificates.",
        "Write the certificates as PEM: openssl pkcs7 -in bundle.p7b -print_certs",
    ),
    **dict.fromkeys(("PGP PUBLIC KEY BLOCK", "PGP PRIVATE KEY BLOCK", "PGP MESSAGE", "PGP SIGNATURE"), _PGP),
}
CERTIFICATES = ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")
PARAMETERS = ("EC PARAMETERS",)
"""Labels of blocks that say nothing which the key does not say itself."""

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class PemKey:
    """The public key of a PEM.

    Attributes:
        jwk: the public key as a JWK, without ``kid`` and ``alg`` (but with the ``alg`` that a key of type AKP has).
        form: what it was, in words: ``a public key (SPKI)``.
        notes: sentences on what the user should know.
        algorithms: the only algorithms that it is for, of an RSASSA-PSS key; empty for all of its type.
    """

    jwk: dict[str, str]
    form: str
    notes: tuple[str, ...] = ()
    algorithms: tuple[str, ...] = ()


def read_pem(text: str) -> PemKey:
    """The public key of the first PEM block in *text*.

    Raises:
        KeyTextError: there is none, or it cannot be read; the message says in which line and what was expected.
    """
    blocks = [block for block in pem_blocks(text) if block.label not in PARAMETERS]
    if not blocks:
        raise KeyTextError("The PEM holds parameters of a curve, and no key.", hint=COPY_AGAIN)
    block = blocks[0]
    read = _READERS.get(block.label)
    if read is None:
        raise _unknown(block)
    if block.headers.get("Proc-Type", "").endswith("ENCRYPTED"):
        raise KeyTextError(
            "This private key is encrypted in the old way of OpenSSL (DEK-Info). To verify, its public half is enough.",
            hint=_PUBLIC_HALF,
        )
    found = read(block)
    if len(blocks) == 1:
        return found
    return replace(found, notes=(*found.notes, f"Only the first of {len(blocks)} PEM blocks is used."))


def read_certificate(der: bytes) -> PemKey:
    """The key of a certificate in DER. Raises KeyTextError: it is not one, or its key signs no tokens."""
    certificate = _call(partial(x509.load_der_x509_certificate, der), "certificate", der)
    ends = certificate.not_valid_after_utc
    note = f"Only its key is used: neither its issuer nor its dates (until {ends:%Y-%m-%d}) are checked."
    spki = spki_of_certificate(der)
    # From its own bytes: the library does not show the parameters of an RSASSA-PSS key.
    return replace(_read_spki(spki), form="an X.509 certificate", notes=(note,))


def spki_of_certificate(der: bytes) -> bytes:
    """The SubjectPublicKeyInfo of a certificate (RFC 5280 section 4.1), which the library has read already."""
    parts = parse(der).parts[0].parts
    found = next(part for part in parts if part.tags == (SEQUENCE, BIT_STRING))
    return encode(SEQUENCE, found.content)


def _read_spki(der: bytes) -> PemKey:
    try:
        algorithms = pss_algorithms_of_spki(der)
    except PssError as error:
        raise KeyTextError(str(error), hint=error.hint or OTHER_KEY) from None
    # The library reads only some of the parameters of RSASSA-PSS: they are known by now, and the numbers are enough.
    numbers = parse(der).parts[-1].content[1:] if algorithms else der
    key = _call(partial(load_der_public_key, numbers), "public key", der)
    form = "an RSASSA-PSS public key" if algorithms else "a public key (SPKI)"
    return PemKey(public_jwk(key), form, algorithms=algorithms)


def _read_public(block: PemBlock) -> PemKey:
    found = _read_spki(block.octets)
    return replace(found, form="an RSA public key (PKCS#1)") if block.label == "RSA PUBLIC KEY" else found


def _read_private(block: PemBlock) -> PemKey:
    note = "It is a private key: only its public half is used, and nothing of it is kept."
    try:
        value = der_value(block.octets)
        if form_of(value) not in PRIVATE:
            raise KeyTextError(f"This PEM says {block.label}, and holds {form_of(value).value}.", hint=COPY_AGAIN)
        jwk, algorithms = der_jwk(block.octets, value, None)
    except KeyImportError as error:
        raise KeyTextError(str(error), hint=error.hint) from None
    names = PUBLIC_MEMBERS[jwk["kty"]]
    return PemKey({name: jwk[name] for name in names}, "a private key", (note,), algorithms)


def _call(read: Callable[[], Read], what: str, der: bytes) -> Read:
    try:
        return call_library(read)
    except LibraryError:
        kind = unknown_kind(der)
        if kind:
            raise KeyTextError(kind, hint=OTHER_KEY) from None
        raise KeyTextError(
            f"The bytes of this PEM are not a valid {what}, or not of a kind that can be read.", hint=COPY_AGAIN
        ) from None


def _unknown(block: PemBlock) -> KeyTextError:
    if block.label in _UNREADABLE:
        what, hint = _UNREADABLE[block.label]
        return KeyTextError(f"This PEM is {with_article(block.label)}. {what}", hint=hint)
    kind = unknown_kind(block.octets)
    if kind:
        return KeyTextError(kind, hint=OTHER_KEY)
    expected = "PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE"
    return KeyTextError(f"This PEM is {with_article(block.label)}; expected {expected}.")


_READERS: dict[str, Callable[[PemBlock], PemKey]] = {
    "PUBLIC KEY": _read_public,
    "RSA PUBLIC KEY": _read_public,
    **dict.fromkeys(CERTIFICATES, lambda block: read_certificate(block.octets)),
    "PRIVATE KEY": _read_private,
    "RSA PRIVATE KEY": _read_private,
    "EC PRIVATE KEY": _read_private,
}
