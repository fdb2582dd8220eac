"""Private keys in DER: PKCS#1, PKCS#8, SEC1 and encrypted PKCS#8, each recognised by its structure."""

import hashlib
from enum import StrEnum
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

from workbench.core.errors import KeyImportError, KeyPasswordError, KeyPasswordNeededError
from workbench.core.key_files.der import (
    BIT_STRING,
    INTEGER,
    NULL,
    OBJECT_ID,
    OCTET_STRING,
    SEQUENCE,
    DerError,
    DerValue,
    encode,
    integer,
    object_id,
    parse,
    sequence,
)
from workbench.core.key_files.identifiers.rsa_pss import OID as PSS
from workbench.core.key_files.identifiers.rsa_pss import PssError, pss_algorithms
from workbench.core.key_files.identifiers.unknown_kinds import OTHER_KEY, unknown_kind
from workbench.core.key_files.kdf_limits import check_work
from workbench.core.key_files.library import LibraryError, call_library
from workbench.core.key_files.pkcs8_encryption import decrypted
from workbench.core.keys import ml_dsa
from workbench.core.keys.private_jwk import private_jwk
from workbench.core.keys.rsa_numbers import MOST_BITS
from workbench.core.text.wording import counted
from workbench.core.token.segments import Segment, decode_segment

MOST_OCTETS = 32 * 1024
"""Length of one private key; one of RSA with 8,192 bits has less than 5,000."""

_RSA = ("1.2.840.113549.1.1.1", PSS)
_ML_DSA = {f"2.16.840.1.101.3.4.3.{number}": alg for number, alg in enumerate(ml_dsa.ALGORITHMS, 17)}
_TWO_PRIMES = (INTEGER,) * 9
_PUBLIC, _PUBLIC_EXPLICIT = 0x81, 0xA1
# RFC 8410 section 3: keys that are octets and nothing else, and how many; RFC 7748 and RFC 8032.
_RAW = {
    "1.3.101.110": ("X25519", 32),
    "1.3.101.111": ("X448", 56),
    "1.3.101.112": ("Ed25519", 32),
    "1.3.101.113": ("Ed448", 57),
}


class DerForm(StrEnum):
    """What a DER value is, in words for the user."""

    PKCS8 = "a private key (PKCS#8)"
    ENCRYPTED = "an encrypted private key (PKCS#8)"
    PKCS1 = "an RSA private key (PKCS#1)"
    SEC1 = "an EC private key (SEC1)"
    PKCS12 = "a key store (PKCS#12)"
    PUBLIC = "a public key"
    CERTIFICATE = "a certificate"
    REQUEST = "a request for a certificate"
    DSA = "a DSA private key"
    UNKNOWN = "DER of another kind"


PRIVATE = (DerForm.PKCS8, DerForm.ENCRYPTED, DerForm.PKCS1, DerForm.SEC1)


def form_of(value: DerValue) -> DerForm:
    """What *value* is, by its structure alone."""
    tags = value.tags
    if value.tag != SEQUENCE:
        return DerForm.UNKNOWN
    first = value.parts[0] if value.parts else None
    if tags[:3] == (INTEGER, SEQUENCE, OCTET_STRING):
        return DerForm.PKCS8
    if tags[:9] == _TWO_PRIMES:
        return DerForm.PKCS1
    if tags == (INTEGER,) * 6:
        return DerForm.DSA
    if tags[:2] == (INTEGER, OCTET_STRING):
        return DerForm.SEC1
    if tags in ((INTEGER, INTEGER), (SEQUENCE, BIT_STRING)):
        return DerForm.PUBLIC
    if tags == (SEQUENCE, OCTET_STRING):
        return DerForm.ENCRYPTED
    if tags[:2] == (INTEGER, SEQUENCE) and value.parts[1].tags[:1] == (OBJECT_ID,):
        return DerForm.PKCS12
    if tags == (SEQUENCE, SEQUENCE, BIT_STRING) and first is not None:
        # A request begins with its version and a name; a certificate with [0], or with its number and an algorithm.
        names = first.parts[1].parts if first.tags[:2] == (INTEGER, SEQUENCE) else ()
        return DerForm.CERTIFICATE if not names or names[0].tag == OBJECT_ID else DerForm.REQUEST
    return DerForm.UNKNOWN


def der_value(data: bytes) -> DerValue:
    """The structure of *data*. Raises KeyImportError, which says where it is not DER."""
    try:
        return parse(data)
    except DerError as error:
        raise KeyImportError(
            f"This begins as DER, and is not whole: {error}.", hint="It may be cut off: get the file again."
        ) from None


def der_jwk(data: bytes, value: DerValue, password: str | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """The private JWK of a key in one of the `PRIVATE` forms, and the algorithms that its form limits it to.

    Args:
        data: the key.
        value: its structure.
        password: what it is encrypted with, if it is.

    Returns:
        the JWK, and of a key that is for RSASSA-PSS alone its algorithms; otherwise an empty tuple.

    Raises:
        KeyPasswordNeededError: it is encrypted, and *password* is None.
        KeyPasswordError: the password does not open it.
        KeyImportError: it is damaged, signs no tokens, or asks for too much work.
    """
    if len(data) > MOST_OCTETS:
        raise KeyImportError(f"This key has {len(data):,} bytes; more than {MOST_OCTETS:,} are not read as one key.")
    form = form_of(value)
    encrypted = form is DerForm.ENCRYPTED
    if encrypted and password is None:
        raise KeyPasswordNeededError("This private key is encrypted.")
    check_work(value)
    limited_to: tuple[str, ...] = ()
    public: bytes | None = None
    if not encrypted:
        _check_readable(value, form)
    if form is DerForm.PKCS8:
        if _holds_both(value):
            return _of_seed(value), ()
        limited_to = _limits(value)
        data, public = _in_version_1(value)
    secret = (password or "").encode("utf-8", "surrogatepass") if encrypted else None
    try:
        # Its numbers are checked by `rsa_numbers`; the library would ask for minutes whether large ones are primes.
        key = call_library(partial(load_der_private_key, data, secret, unsafe_skip_rsa_key_validation=True))
    except LibraryError as error:
        raise _unreadable(form, error, data) from None
    jwk = private_jwk(key)
    if encrypted and jwk["kty"] == "RSA":
        limited_to = limits_of_encrypted(value, password or "")
    if public is not None and public not in _public_halves(key):
        raise KeyImportError(
            "The private and the public half in this PKCS#8 key do not belong together.", hint="Get the file again."
        )
    return jwk, limited_to


def _limits(value: DerValue) -> tuple[str, ...]:
    try:
        return pss_algorithms(value.parts[1])
    except PssError as error:
        raise KeyImportError(str(error), hint=error.hint or OTHER_KEY) from None


def limits_of_encrypted(value: DerValue, password: str) -> tuple[str, ...]:
    """The algorithms that an RSA key, or the one in a store, is limited to; empty if it is not, or cannot be seen.

    The library opens a key for RSASSA-PSS as any RSA key, so what its identifier says is read here.

    Args:
        value: an encrypted PKCS#8, or a PKCS#12 store.
        password: it opens.

    Raises:
        KeyImportError: its parameters leave no JWS algorithm.
    """
    for each in value.inside():
        clear = decrypted(each, password)
        try:
            key = each if clear is None else parse(clear)
        except DerError:
            continue
        if form_of(key) is DerForm.PKCS8 and _algorithm(key) == PSS:
            return _limits(key)
    return ()


def _in_version_1(value: DerValue) -> tuple[bytes, bytes | None]:
    """A PKCS#8 key as the library reads it, and the public half that a key of version 2 brings (RFC 5958 section 2).

    That has the version 1, and may have attributes and the public key. RSASSA-PSS is written as usual RSA, for what its
    parameters say is known by then.
    """
    algorithm = value.parts[1]
    if _algorithm(value) == PSS:
        algorithm = parse(sequence(object_id(_RSA[0]), encode(NULL)))
    written = sequence(integer(0), encode(SEQUENCE, algorithm.content), encode(OCTET_STRING, value.parts[2].content))
    brought = next((part for part in value.parts[3:] if part.tag in (_PUBLIC, _PUBLIC_EXPLICIT)), None)
    if brought is None:
        return written, None
    # Some programs wrap the BIT STRING in [1] instead of putting [1] in the place of its tag.
    bits = brought.parts[0].content if brought.tag == _PUBLIC_EXPLICIT and brought.parts else brought.content
    return written, bits[1:]


def _public_halves(key: PrivateKeyTypes) -> tuple[bytes, ...]:
    """The public key of *key*, in each way in which a BIT STRING may hold it."""
    public = key.public_key()
    spki = parse(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).parts[1].content[1:]
    if isinstance(public, EllipticCurvePublicKey):
        return spki, public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return (spki,)


def _unreadable(form: DerForm, error: LibraryError, data: bytes) -> KeyImportError:
    kind = unknown_kind(data) if form is not DerForm.ENCRYPTED else ""
    if kind:
        return KeyImportError(kind, hint=OTHER_KEY)
    if error.unsupported:
        return KeyImportError(
            "This private key is of a type, on a curve, or encrypted in a way that the cryptography library lacks.",
            hint="Take a key on one of the curves P-256, P-384, P-521 and secp256k1, or encrypt it with AES (PBES2).",
        )
    if form is DerForm.ENCRYPTED:
        return _not_opened(error.wrong_password)
    return KeyImportError(f"This looks like {form}, but its bytes are not a valid key.", hint="Get the file again.")


def _not_opened(refused: bool) -> KeyPasswordError:
    if refused:
        return KeyPasswordError("The password does not open this private key, or the file is damaged.")
    return KeyPasswordError(
        "With this password the file holds no key that can be read: the password is wrong, or the key is of a kind "
        "that is read in clear only (more than two primes, ML-DSA with its expanded key).",
        hint="If you are sure of the password, decrypt a copy: openssl pkey -in key.pem -out clear.pem",
    )


def _holds_both(value: DerValue) -> bool:
    """Whether it is an ML-DSA key with its seed and its expanded key, which the library does not read."""
    inner = value.parts[2].content
    return _algorithm(value) in _ML_DSA and inner[:1] == bytes([SEQUENCE])


def _of_seed(value: DerValue) -> dict[str, str]:
    """The JWK of such a key, if its two parts belong together as far as the public key shows (FIPS 204 section 7.2)."""
    parts = der_value(value.parts[2].content).parts
    if tuple(part.tag for part in parts) != (OCTET_STRING, OCTET_STRING) or len(parts[0].content) != 32:
        raise KeyImportError("This ML-DSA key is neither a seed, nor a seed and its expanded key.")
    jwk = ml_dsa.to_jwk(ml_dsa.from_seed(_ML_DSA[_algorithm(value)], parts[0].content))
    public, _ = decode_segment(jwk["pub"], Segment.TOKEN)
    expanded = parts[1].content
    if expanded[:32] != public[:32] or expanded[64:128] != hashlib.shake_256(public).digest(64):
        raise KeyImportError("The seed and the expanded key of this ML-DSA key do not belong together.")
    return jwk


def _algorithm(value: DerValue) -> str:
    """The identifier of the algorithm of a PKCS#8."""
    return value.parts[1].parts[0].object_id if value.parts[1].parts else ""


def _check_readable(value: DerValue, form: DerForm) -> None:
    """Say what is wrong with a key in clear that the library would only call invalid."""
    key = value
    if form is DerForm.PKCS8:
        algorithm, inner = _algorithm(value), value.parts[2].content
        if algorithm in _ML_DSA and inner[:1] == bytes([OCTET_STRING]):
            raise KeyImportError(
                "This ML-DSA key holds the expanded key without its seed, and a JWK is made of the seed (RFC 9964).",
                hint="Export it with its seed, or generate a new key.",
            )
        if algorithm not in _RSA and algorithm not in _RAW:
            return
        try:
            key = parse(inner)
        except DerError:
            return  # the library says that it is not valid
        if algorithm in _RAW:
            _check_length(key, *_RAW[algorithm])
            return
    elif form is not DerForm.PKCS1:
        return
    if key.tags[:3] != (INTEGER,) * 3:
        return
    bits = key.parts[1].number.bit_length()
    if bits > MOST_BITS:
        raise KeyImportError(f"This RSA key has {bits:,} bits; more than {MOST_BITS:,} are not read.")
    if key.parts[0].number == 1:
        raise KeyImportError(
            "This is an RSA key of more than two primes, which no library here signs with.",
            hint="Import a key of two primes.",
        )


def _check_length(key: DerValue, name: str, octets: int) -> None:
    if key.tag == OCTET_STRING and len(key.content) != octets:
        raise KeyImportError(
            f"This {name} key has {counted(len(key.content), 'byte')}; a private key of {name} has {octets}.",
            hint="Get the file again.",
        )
