"""Private keys as other programs write them, and the keys that must come out of them."""

import shlex
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import mldsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

from tests.core.key_files.outside_keys import private
from tests.key_tools import run_tool

PASSWORD = "correct horse"


@cache
def key_of(kind):
    """One key a kind; those of the ring's tests, and ML-DSA."""
    return mldsa.MLDSA65PrivateKey.generate() if kind == "ML-DSA-65" else private(kind)


def written(kind, encoding=Encoding.PEM, form=PrivateFormat.PKCS8, password=None):
    how = NoEncryption() if password is None else BestAvailableEncryption(password.encode())
    return key_of(kind).private_bytes(encoding, form, how)


def locked(kind, wrong):
    """A key under `PASSWORD`, and the program says that *wrong* does not open it.

    Once in 256 times the padding happens to be right under another password, and then the key inside is what cannot be
    read: the program says so in other words.
    """
    while True:
        pem = written(kind, password=PASSWORD)
        try:
            load_pem_private_key(pem, wrong.encode())
        except ValueError as error:
            if "Incorrect password" in str(error):
                return pem


def store(kind, password=PASSWORD, name=b"signer"):
    how = NoEncryption() if password is None else BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(name, key_of(kind), None, None, how)


def run(folder: Path, command: str) -> None:
    """Let openssl or ssh-keygen write a file into *folder*."""
    run_tool(*shlex.split(command), cwd=folder)


def der(tag: int, *parts: bytes) -> bytes:
    """A value in DER."""
    content = b"".join(parts)
    length = len(content)
    head = bytes([length]) if length < 128 else b"\x84" + length.to_bytes(4)
    return bytes([tag]) + head + content


def der_number(value: int) -> bytes:
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1))
