"""The private key of a PKCS#12 store (RFC 7292), and what it is called there."""

from dataclasses import dataclass, field
from functools import partial

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12
from cryptography.x509.oid import NameOID

from workbench.core.errors import KeyImportError, KeyPasswordError, KeyPasswordNeededError
from workbench.core.key_files.der import DerValue
from workbench.core.key_files.der_private import limits_of_encrypted
from workbench.core.key_files.identifiers.rsa_pss import PssError, pss_algorithms_of_spki
from workbench.core.key_files.identifiers.unknown_kinds import OTHER_KEY
from workbench.core.key_files.kdf_limits import check_work
from workbench.core.key_files.library import LibraryError, call_library
from workbench.core.key_files.pem_public import spki_of_certificate
from workbench.core.keys.private_jwk import private_jwk
from workbench.core.keys.private_value import PrivateValue
from workbench.core.text.wording import counted

# RFC 7292 appendix B.1: an empty password, and none, are two different things, and programs write both.
_EMPTY = (b"", None)


@dataclass(frozen=True, slots=True)
class StoredKey(PrivateValue):
    """The key of a store.

    Attributes:
        jwk: its private JWK.
        name: what it is called there.
        limited_to: of a key for RSASSA-PSS alone, its algorithms.
        left_out: sentences on what was left out.
    """

    jwk: dict[str, str] = field(repr=False)
    name: str
    limited_to: tuple[str, ...]
    left_out: tuple[str, ...]


def pkcs12_key(data: bytes, value: DerValue, password: str | None) -> StoredKey:
    """The private key in a store.

    Args:
        data: the store.
        value: its structure.
        password: of the store; None tries whether it has an empty one.

    Raises:
        KeyPasswordNeededError: it needs a password, and *password* is None.
        KeyPasswordError: the password does not open it.
        KeyImportError: it holds no key that signs tokens, or asks for too much work.
    """
    check_work(value)
    store = _opened(data, password)
    if store.key is None:
        count = len(store.additional_certs) + (store.cert is not None)
        if not count:
            raise KeyImportError(
                "This PKCS#12 store holds neither a private key nor a certificate. It may hold shared secrets, as "
                "keytool -genseckey writes them, which are not read here.",
                hint="Write the secret itself as base64 or hex, and import it as a secret.",
            )
        raise KeyImportError(
            f"This PKCS#12 store holds no private key, only {counted(count, 'certificate')}.",
            hint="Export it again with its private key: openssl pkcs12 -export -inkey key.pem -in cert.pem.",
        )
    certificates = len(store.additional_certs) + (store.cert is not None)
    left_out: tuple[str, ...] = ()
    if certificates:
        what = "Its certificate was" if certificates == 1 else f"Its {certificates} certificates were"
        left_out = (f"{what} left out: tokens are verified with the key alone.",)
    jwk = private_jwk(store.key)
    limited_to = limits_of_encrypted(value, password or "") if jwk["kty"] == "RSA" else ()
    return StoredKey(jwk, _name(store), limited_to or _limits_of_certificate(store), left_out)


def _limits_of_certificate(store: PKCS12KeyAndCertificates) -> tuple[str, ...]:
    """What the certificate says of its key, where the store is encrypted in an older way."""
    if store.cert is None:
        return ()
    try:
        return pss_algorithms_of_spki(spki_of_certificate(store.cert.certificate.public_bytes(Encoding.DER)))
    except PssError as error:
        raise KeyImportError(str(error), hint=error.hint or OTHER_KEY) from None


def _opened(data: bytes, password: str | None) -> PKCS12KeyAndCertificates:
    for secret in _EMPTY if not password else (password.encode("utf-8", "surrogatepass"),):
        try:
            return call_library(partial(load_pkcs12, data, secret))
        except LibraryError as error:
            if error.unsupported:
                raise KeyImportError(
                    "This PKCS#12 store is encrypted in a way, or holds a key of a type, that the cryptography "
                    "library lacks.",
                    hint="Export it again with AES: openssl pkcs12 -export -keypbe AES-256-CBC -certpbe AES-256-CBC.",
                ) from None
    if password is None:
        raise KeyPasswordNeededError("This PKCS#12 store is encrypted.")
    raise KeyPasswordError("The password does not open this PKCS#12 store, or the file is damaged.")


def _name(store: PKCS12KeyAndCertificates) -> str:
    """The friendly name; without one the common name of the certificate's subject."""
    if store.cert is None:
        return ""
    if store.cert.friendly_name:
        return store.cert.friendly_name.decode("utf-8", "replace")
    names = store.cert.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""
