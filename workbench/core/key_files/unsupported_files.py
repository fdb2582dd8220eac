"""Says what a file is that holds no private key in a usual form, and what to do with it instead."""

import re

from workbench.core.errors import KeyImportError
from workbench.core.key_files.identifiers.unknown_kinds import OTHER_KEY, unknown_kind
from workbench.core.key_files.pem_blocks import PemBlock
from workbench.core.key_files.wrapping.addresses import address_fault

_BENCH = "To verify with it, paste it in the view Verify on the bench."
_SSH_PUBLIC = re.compile(r"(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+) AAAA")
_BARE_BASE64 = re.compile(r"(?:MI[A-Z]|MC4|b3BlbnNzaC1rZXk)[A-Za-z0-9+/=\s]+")
_TOKEN = re.compile(r"(?:Bearer\s+)?eyJ[\w-]*\.[\w-]*\.[\w-]*", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)

# The first octets of files that are often taken for keys.
_MAGIC = (
    (b"\xfe\xed\xfe\xed", "a Java key store (JKS)", "Convert it: keytool -importkeystore -deststoretype pkcs12 …"),
    (b"\xce\xce\xce\xce", "a Java key store (JCEKS)", "Convert it: keytool -importkeystore -deststoretype pkcs12 …"),
    (b"openssh-key-v1\0", "an OpenSSH key without its first and last line", "Open the file that ssh-keygen wrote."),
    (b"PK\x03\x04", "a ZIP archive", "Unpack it, and open the key in it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it, and open the key in it."),
    (b"%PDF", "a PDF document", ""),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"\x7fELF", "a program", ""),
    (b"SQLite format 3", "a database", ""),
    (b"\x99", "a binary PGP key, which signs no tokens", ""),
    (b"\x95", "a binary PGP key, which signs no tokens", ""),
)

# Labels of PEM blocks that hold no key to sign with.
_LABELS = {
    "PUBLIC KEY": ("a public key: it can verify, and cannot sign", _BENCH),
    "RSA PUBLIC KEY": ("a public key: it can verify, and cannot sign", _BENCH),
    "SSH2 PUBLIC KEY": ("a public key: it can verify, and cannot sign", ""),
    "CERTIFICATE": ("a certificate: its key can verify, and cannot sign", _BENCH),
    "X509 CERTIFICATE": ("a certificate: its key can verify, and cannot sign", _BENCH),
    "TRUSTED CERTIFICATE": ("a certificate: its key can verify, and cannot sign", _BENCH),
    "CERTIFICATE REQUEST": ("a request for a certificate", "Import the private key that it was made with."),
    "NEW CERTIFICATE REQUEST": ("a request for a certificate", "Import the private key that it was made with."),
    "DSA PRIVATE KEY": ("a DSA key, with which no JWS algorithm signs", ""),
    "PKCS7": ("a bundle of certificates: their keys can verify, and cannot sign", ""),
    "X509 CRL": ("a list of revoked certificates", ""),
    "DH PARAMETERS": ("parameters of Diffie-Hellman, which signs nothing", ""),
    **dict.fromkeys(
        ("PGP PRIVATE KEY BLOCK", "PGP PUBLIC KEY BLOCK", "PGP MESSAGE", "PGP SIGNATURE"),
        ("a PGP key or message, which signs no tokens", "Import the key that signs the tokens."),
    ),
    "SSH2 ENCRYPTED PRIVATE KEY": ("a key in the form of ssh.com", "Convert it: ssh-keygen -i -f key"),
}


def not_binary_key(data: bytes) -> KeyImportError:
    """The error of octets that are neither DER nor a text."""
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return KeyImportError(
            "This is a text in UTF-16 without its byte order mark, or binary.", hint="Save it as UTF-8, then open it."
        )
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            return KeyImportError(f"This is {what}.", hint=hint or None)
    return KeyImportError(
        "This is binary, and neither DER nor PKCS#12, which begin with the byte 30 hexadecimal: it begins with "
        f"{data[:1].hex()}."
    )


def not_pem_key(block: PemBlock) -> KeyImportError:
    """The error of a PEM block that holds no private key."""
    label, line = block.label, block.line
    kind = unknown_kind(block.octets) if label not in _LABELS else ""
    if kind:
        return KeyImportError(f"Line {line}: {kind[0].lower()}{kind[1:]}", hint=OTHER_KEY)
    what, hint = _LABELS.get(label, (f"of the kind {label}, which holds no private key that is known here", ""))
    return KeyImportError(f"Line {line}: the PEM block is {what}.", hint=hint or None)


def not_text_key(text: str) -> KeyImportError:
    """The error of a text, without white space around it, that is neither PEM nor JSON."""
    address = address_fault(text)
    if address is not None:
        return KeyImportError(address[0], hint=address[1])
    if text.startswith("PuTTY-User-Key-File-"):
        return KeyImportError(
            "Line 1: this is a key of PuTTY (.ppk).",
            hint="Convert it: puttygen key.ppk -O private-openssh -o key; or in PuTTYgen, Conversions, Export OpenSSH.",
        )
    if _SSH_PUBLIC.match(text):
        return KeyImportError(
            "Line 1: this is an OpenSSH public key: it can verify, and cannot sign.",
            hint="Import the file of the same name without .pub.",
        )
    if _TOKEN.fullmatch(text):
        return KeyImportError("Line 1: this is a token, not a key.", hint="Paste it into the token field on the bench.")
    if _MARKUP.match(text):
        return KeyImportError(
            "Line 1: this is a web page or XML, not a key.",
            hint="Perhaps a login page was saved in its place: download the key again.",
        )
    if text.startswith("---- BEGIN SSH2"):
        return KeyImportError("Line 1: this is a key in the form of ssh.com.", hint="Convert it: ssh-keygen -i -f key")
    if _BARE_BASE64.fullmatch(text):
        return KeyImportError(
            "Line 1: this looks like a key in base64 without the lines around it, but it is not whole.",
            hint="Copy the whole key again, with its first and last line; or choose a secret, if it is one.",
        )
    return KeyImportError("Line 1: expected -----BEGIN … PRIVATE KEY-----, or the { of a JWK or JWK set.")
