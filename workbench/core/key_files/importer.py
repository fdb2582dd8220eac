"""Reads private keys and secrets from whatever the user has: PEM, DER, OpenSSH, JWK, JWK set, PKCS#12, or a secret.

What a file is shows in the file alone, not in its name. How much is read is bounded, and so is the work that a password
may cost; a key is taken only if its numbers belong together. No error quotes a part of a key.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from workbench.core.errors import (
    JsonTextError,
    KeyImportError,
    KeyPasswordError,
    KeyPasswordNeededError,
    KeyTextError,
    StoppedError,
)
from workbench.core.key_files.der_private import PRIVATE, DerForm, der_jwk, der_value, form_of
from workbench.core.key_files.imported_keys import ImportedKey, ImportedKeys, imported
from workbench.core.key_files.jwk_private import private_key_of_jwk, private_keys_of_set
from workbench.core.key_files.library import LibraryError, call_library
from workbench.core.key_files.openssh import FORM as OPENSSH
from workbench.core.key_files.openssh import LABEL as OPENSSH_LABEL
from workbench.core.key_files.openssh import openssh_jwk
from workbench.core.key_files.pasted_keys import PASTE_IT, SecretReading, line_end_note, secret_octets
from workbench.core.key_files.pem_blocks import PemBlock, pem_blocks
from workbench.core.key_files.pem_public import PARAMETERS
from workbench.core.key_files.pkcs12 import pkcs12_key
from workbench.core.key_files.unsupported_files import not_binary_key, not_pem_key, not_text_key
from workbench.core.key_files.wrapping.addresses import discovery_fault
from workbench.core.key_files.wrapping.json_shapes import inner_jwk, key_member, texts_by_kid
from workbench.core.key_files.wrapping.pasted_text import unwrapped
from workbench.core.keys.private_jwk import private_jwk
from workbench.core.strict_json import text as json_text
from workbench.core.text.text_decoding import NoTextError, decoded
from workbench.core.text.wording import counted
from workbench.core.token.segments import encode_segment

MOST_OCTETS = 1024 * 1024
"""Size of a file that is read as keys; a thousand keys of RSA have as much."""

UNNAMED = "imported"
"""What a key is called that comes without any name."""

_SHORT_KID = 40
_PRIVATE_LABELS = ("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", OPENSSH_LABEL)
_MOST_BLOCKS = 1_000

Stopped = Callable[[], bool]


def _never() -> bool:
    return False


def read_private_keys(
    data: bytes, name: str = UNNAMED, password: str | None = None, stopped: Stopped = _never
) -> ImportedKeys:
    """The private keys that the octets of a file, or of a pasted text, hold.

    Args:
        data: the octets.
        name: what to call the key in the ring, where the file does not say.
        password: what it is encrypted with; None if none was given yet.
        stopped: asked before each key; once it is true, the rest is left.

    Raises:
        KeyPasswordNeededError: a key is encrypted, and *password* is None.
        KeyPasswordError: the password does not open it.
        KeyImportError: there is no key here that can sign; the message says what there is instead.
        StoppedError: *stopped* became true.
    """
    if len(data) > MOST_OCTETS:
        raise KeyImportError(f"This has {len(data):,} bytes; more than {MOST_OCTETS:,} (1 MiB) are not read as keys.")
    if not data.strip():
        raise KeyImportError("There is no key here: it is empty.")
    text = _text_of(data)
    if text is None:
        return _read_binary(data, name, password)
    try:
        return _read_text(text.removeprefix("\ufeff"), name, password, stopped)
    except KeyTextError as error:
        hint = KeyImportError.hint if error.hint == KeyTextError.hint else error.hint
        raise KeyImportError(str(error), hint=hint) from None


def read_imported_secret(text: str, reading: SecretReading, name: str = "secret") -> ImportedKeys:
    """The secret that *text* is in this reading; a line break at its end is not part of it.

    Raises:
        KeyImportError: it cannot be read so, is empty, longer than 1 MiB, or a key of another kind.
    """
    if len(text) > MOST_OCTETS:
        raise KeyImportError(f"This has {len(text):,} characters; more than {MOST_OCTETS:,} are not read as a secret.")
    try:
        octets = secret_octets(text, reading)
    except KeyTextError as error:
        hint = "Import it as a key, not as a secret." if error.hint == PASTE_IT else error.hint
        raise KeyImportError(str(error), hint=hint) from None
    if not octets:
        raise KeyImportError("There is no secret here.", hint="Type or paste the secret that both sides share.")
    note = line_end_note(text, reading)
    key = imported({"kty": "oct", "k": encode_segment(octets)}, name, notes=(note,) if note else ())
    return ImportedKeys(f"a secret, read as {reading}", (key,))


def _text_of(data: bytes) -> str | None:
    """The text of *data*; None if it is binary."""
    try:
        return decoded(data)
    except NoTextError:
        # Comments around a PEM may be in any encoding; the PEM itself is ASCII.
        return data.decode("latin-1") if b"-----BEGIN " in data and b"\0" not in data else None


def _read_binary(data: bytes, name: str, password: str | None) -> ImportedKeys:
    if data[:2] == b"\x30\x80":
        raise KeyImportError(
            "This is a key store or a key in BER of indefinite length, which is not read here.",
            hint="Write it again: openssl pkcs12 -in old.p12 -out key.pem, and import key.pem.",
        )
    if data[:1] != b"\x30":
        raise not_binary_key(data)
    value = der_value(data)
    form = form_of(value)
    if form is DerForm.PKCS12:
        stored = pkcs12_key(data, value, password)
        key = imported(stored.jwk, stored.name or name, limited_to=stored.limited_to)
        return ImportedKeys(form.value, (key,), stored.left_out)
    if form not in PRIVATE:
        raise _no_private_der(form)
    jwk, limited_to = der_jwk(data, value, password)
    return ImportedKeys(f"{form.value}, in DER", (imported(jwk, name, limited_to=limited_to),))


def _no_private_der(form: DerForm) -> KeyImportError:
    bench = "To verify with it, write it as PEM and paste it in the view Verify on the bench."
    match form:
        case DerForm.PUBLIC | DerForm.CERTIFICATE:
            return KeyImportError(f"This is {form.value} in DER: it can verify, and cannot sign.", hint=bench)
        case DerForm.DSA:
            return KeyImportError("This is a DSA key; no JWS algorithm signs with DSA.")
        case DerForm.REQUEST:
            return KeyImportError(
                "This is a request for a certificate.", hint="Import the private key that it was made with."
            )
        case _:
            return KeyImportError("This is DER, and no private key of PKCS#1, PKCS#8, SEC1 or PKCS#12.")


def _read_text(text: str, name: str, password: str | None, stopped: Stopped) -> ImportedKeys:
    pasted = unwrapped(text)
    return _read_plain(pasted.text, name, password, stopped).with_notes(pasted.notes)


def _read_plain(text: str, name: str, password: str | None, stopped: Stopped) -> ImportedKeys:
    stripped = text.strip()
    if stripped.startswith(("{", "[")):
        return _read_json(text, name, password, stopped)
    if "-----BEGIN" in stripped:
        return _read_pem(text, name, password, stopped)
    raise not_text_key(stripped)


def _read_json(text: str, name: str, password: str | None, stopped: Stopped) -> ImportedKeys:
    try:
        value = json_text.parse(text)
    except JsonTextError as error:
        raise KeyImportError(
            f"This looks like a JWK, but is not JSON: line {error.line}, column {error.column}: {error.problem}.",
            hint="Correct it at this place, or copy it again.",
        ) from None
    fault = discovery_fault(value)
    if fault is not None:
        raise KeyImportError(fault[0], hint=fault[1])
    member, inner = key_member(value)
    if member:  # such as private_key, in which cloud providers give it to services
        found = _read_text(inner, name, password, stopped)
        return replace(found, form=f"{found.form}, in the member {member} of a JSON file")
    by_kid = [unwrapped(each).text for each in texts_by_kid(value).values()]
    if by_kid:
        found = _read_pem("\n".join(by_kid), name, password, stopped)
        return replace(found, form=f"{found.form}, in a JSON object of keys by kid")
    jwk, where = inner_jwk(value)
    notes = (where,) if where else ()
    if isinstance(jwk, Mapping) and "keys" in jwk:
        keys, left_out = private_keys_of_set(jwk, name, stopped)
        return ImportedKeys(f"a JWK set, {counted(len(keys), 'key')}", keys, left_out).with_notes(notes)
    return ImportedKeys("a JWK", (private_key_of_jwk(jwk, "the JWK", _named(name, jwk)),)).with_notes(notes)


def _named(name: str, jwk: object) -> str:
    """*name*, or where it says nothing the JWK's own kid."""
    kid = jwk.get("kid") if isinstance(jwk, Mapping) else None
    return kid if name == UNNAMED and isinstance(kid, str) and kid and len(kid) <= _SHORT_KID else name


def _read_pem(text: str, name: str, password: str | None, stopped: Stopped) -> ImportedKeys:
    blocks = [block for block in pem_blocks(text) if block.label not in PARAMETERS]
    if len(blocks) > _MOST_BLOCKS:
        raise KeyImportError(f"This has {len(blocks):,} PEM blocks; more than {_MOST_BLOCKS:,} are not read.")
    private = [block for block in blocks if block.label in _PRIVATE_LABELS]
    others = [not_pem_key(block) for block in blocks if block.label not in _PRIVATE_LABELS]
    if not private:
        raise others[0] if others else KeyImportError("The PEM holds parameters of a curve, and no key.")
    keys: list[ImportedKey] = []
    form, problems = "", list[KeyImportError]()
    for number, block in enumerate(private, 1):
        if stopped():
            raise StoppedError("Reading the keys was stopped.")
        try:
            jwk, limited_to, form = _key_of_block(block, password)
        except KeyPasswordNeededError:
            raise
        except KeyImportError as error:
            problems.append(error)
        else:
            keys.append(imported(jwk, name if len(private) == 1 else f"{name}-{number}", limited_to=limited_to))
            continue
        if len(private) > 1:
            problems[-1] = _at_line(block, problems[-1])
    if not keys:
        raise problems[0]
    words = form if len(private) == 1 else f"a PEM file, {counted(len(keys), 'key')}"
    return ImportedKeys(words, tuple(keys), tuple(str(each) for each in (*problems, *others)))


def _key_of_block(block: PemBlock, password: str | None) -> tuple[dict[str, str], tuple[str, ...], str]:
    """The JWK of a block, the algorithms that its form limits it to, if any, and what it is in words."""
    if block.label == OPENSSH_LABEL:
        return openssh_jwk(block, password), (), OPENSSH
    if block.headers.get("Proc-Type", "").endswith("ENCRYPTED"):
        return _old_encryption(block, password), (), "a private key encrypted in the old way of OpenSSL"
    value = der_value(block.octets)
    form = form_of(value)
    if form is DerForm.DSA:
        raise _no_private_der(form)
    if form not in PRIVATE:
        raise KeyImportError(f"This PEM says {block.label}, and holds {form.value}.")
    jwk, limited_to = der_jwk(block.octets, value, password)
    return jwk, limited_to, form.value


def _old_encryption(block: PemBlock, password: str | None) -> dict[str, str]:
    if password is None:
        raise KeyPasswordNeededError("This private key is encrypted.")
    try:
        key = call_library(
            partial(
                load_pem_private_key,
                block.text.encode("ascii", "replace"),
                password.encode("utf-8", "surrogatepass"),
                unsafe_skip_rsa_key_validation=True,
            )
        )
    except LibraryError as error:
        if error.unsupported:
            raise KeyImportError(
                "This private key is encrypted with a cipher that the cryptography library lacks.",
                hint="Encrypt it again: openssl pkcs8 -topk8 -in key.pem -out new.pem",
            ) from None
        raise KeyPasswordError("The password does not open this private key, or the file is damaged.") from None
    return private_jwk(key)


def _at_line(block: PemBlock, error: KeyImportError) -> KeyImportError:
    return type(error)(f"The key that begins in line {block.line} is left out. {error}", hint=error.hint)
