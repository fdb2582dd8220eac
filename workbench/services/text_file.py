"""Text files that the user opens: tokens, requests, keys."""

import codecs
from pathlib import Path

from workbench.core.errors import TextFileError

MAX_BYTES = 4 * 1024 * 1024
"""Size of a file that is read at all; a token has at most a quarter of it."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DER_SEQUENCE = b"\x30"


def read_text_file(path: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark, as shells of Windows write it.

    Raises:
        TextFileError: there is no such file, it cannot be read, is larger than 4 MiB, or no text.
    """
    name = Path(path).name
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise TextFileError(f"{name} is a folder.", hint="Choose a file.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TextFileError(f"{name} cannot be read: {reason}.", hint="Check its name and your rights to it.") from None
    if len(data) > MAX_BYTES:
        raise TextFileError(f"{name} is larger than 4 MiB, which no token and no key is.")
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _binary(name, data, error.start) from None
    if "\0" in text:
        raise _binary(name, data, text.index("\0"))
    return text


def _binary(name: str, data: bytes, position: int) -> TextFileError:
    hint = TextFileError.hint
    if data.startswith(_DER_SEQUENCE):
        hint = "If it is a key or certificate in DER, write it as PEM: openssl x509 -inform der, or openssl pkey."
    return TextFileError(f"{name} is no text file: octet {position + 1:,} belongs to no text in UTF-8.", hint=hint)
