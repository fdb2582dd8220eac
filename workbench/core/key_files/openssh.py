"""Private keys in OpenSSH's own format (PROTOCOL.key of OpenSSH)."""

from dataclasses import dataclass, field
from functools import partial

from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from workbench.core.errors import KeyImportError, KeyPasswordError, KeyPasswordNeededError
from workbench.core.key_files.kdf_limits import check_rounds
from workbench.core.key_files.library import LibraryError, call_library
from workbench.core.key_files.pem_blocks import COPY_AGAIN, PemBlock
from workbench.core.keys.private_jwk import private_jwk
from workbench.core.keys.rsa_numbers import MOST_BITS

LABEL = "OPENSSH PRIVATE KEY"
FORM = "an OpenSSH private key"

_MAGIC = b"openssh-key-v1\0"


@dataclass(frozen=True, slots=True)
class _Head:
    """The part before the private one, in clear: cipher, rounds of bcrypt, type of the key, and its numbers."""

    cipher: str
    rounds: int
    key_type: str
    modulus_bits: int


@dataclass(slots=True)
class _Reader:
    """Reads the strings and numbers of SSH (RFC 4251 section 5); short ones raise IndexError."""

    data: bytes = field(repr=False)

    def number(self) -> int:
        """A number of four octets."""
        return int.from_bytes(self._take(4))

    def octets(self) -> bytes:
        """A string with its length before it."""
        return self._take(self.number())

    def text(self) -> str:
        """A string of ASCII characters."""
        return self.octets().decode("ascii", "replace")

    def _take(self, count: int) -> bytes:
        if count > len(self.data):
            raise IndexError
        taken, self.data = self.data[:count], self.data[count:]
        return taken


def openssh_jwk(block: PemBlock, password: str | None) -> dict[str, str]:
    """The private JWK of the key in *block*.

    Raises:
        KeyPasswordNeededError: it is encrypted, and *password* is None.
        KeyPasswordError: the password does not open it.
        KeyImportError: it is damaged, signs no tokens, or asks for too much work.
    """
    head = _head(block.octets)
    if head.key_type.startswith("sk-"):
        raise KeyImportError(
            "This OpenSSH key lives in a security key (FIDO): the file holds a handle, and no private key.",
            hint="Import a key whose private part is in the file.",
        )
    if head.key_type == "ssh-dss":
        raise KeyImportError("This is a DSA key of OpenSSH; no JWS algorithm signs with DSA.")
    if head.modulus_bits > MOST_BITS:
        raise KeyImportError(f"This RSA key has {head.modulus_bits:,} bits; more than {MOST_BITS:,} are not read.")
    encrypted = head.cipher != "none"
    if encrypted and password is None:
        raise KeyPasswordNeededError("This OpenSSH key is encrypted.")
    check_rounds(head.rounds)
    secret = (password or "").encode("utf-8", "surrogatepass") if encrypted else None
    try:
        key = call_library(partial(load_ssh_private_key, block.text.encode("ascii"), secret))
    except LibraryError as error:
        if error.unsupported:
            raise _unsupported(head, missing=error.needs_bcrypt) from None
        if encrypted:
            raise KeyPasswordError("The password does not open this OpenSSH key, or the file is damaged.") from None
        raise KeyImportError(
            "This OpenSSH key is damaged: its parts do not belong together.", hint=COPY_AGAIN
        ) from None
    return private_jwk(key)


def _unsupported(head: _Head, *, missing: bool) -> KeyImportError:
    if missing:
        return KeyImportError(
            "To open an encrypted OpenSSH key, this program needs the Python package bcrypt, which is not installed.",
            hint="Install it, or write the key as PKCS#8: ssh-keygen -p -m PKCS8 -f key (on a copy of the file).",
        )
    return KeyImportError(
        f"This OpenSSH key is of the type {head.key_type}, its cipher {head.cipher}: one of them is not known here.",
        hint="Write it as PKCS#8: ssh-keygen -p -m PKCS8 -f key (on a copy of the file).",
    )


def _head(octets: bytes) -> _Head:
    if not octets.startswith(_MAGIC):
        raise KeyImportError(
            "This PEM says OPENSSH PRIVATE KEY, and does not begin as such a key does.", hint=COPY_AGAIN
        )
    reader = _Reader(octets[len(_MAGIC) :])
    try:
        cipher, _kdf, options, count = reader.text(), reader.text(), _Reader(reader.octets()), reader.number()
        rounds = 0
        if options.data:
            options.octets()  # the salt
            rounds = options.number()
        if count != 1:
            raise KeyImportError(f"This OpenSSH file holds {count:,} keys; one is expected.")
        public = _Reader(reader.octets())
        reader.octets()  # the private part has to be whole
        key_type, bits = public.text(), 0
        if key_type == "ssh-rsa":
            public.octets()  # e
            bits = int.from_bytes(public.octets()).bit_length()
    except IndexError:
        raise KeyImportError("This OpenSSH key is cut off.", hint=COPY_AGAIN) from None
    return _Head(cipher, rounds, key_type, bits)
