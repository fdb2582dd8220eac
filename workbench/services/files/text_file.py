"""Text files that the user opens: tokens, requests, keys."""

from pathlib import Path

from workbench.core.errors import TextFileError
from workbench.core.text.text_decoding import NoTextError, decoded
from workbench.services.files.reading import read_bounded

MAX_BYTES = 4 * 1024 * 1024
"""Size of a file that is read at all; a token has at most a quarter of it."""

_DER_SEQUENCE = b"\x30"


def read_text_file(path: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark, as shells of Windows write it.

    Raises:
        TextFileError: there is no such file, it cannot be read, is larger than 4 MiB, or no text.
    """
    name = Path(path).name
    data = read_bounded(path, MAX_BYTES, "is larger than 4 MiB, which no token and no key is.", TextFileError)
    try:
        return decoded(data)
    except NoTextError as error:
        raise _binary(name, data, error.position) from None


def _binary(name: str, data: bytes, position: int) -> TextFileError:
    hint = TextFileError.hint
    if data.startswith(_DER_SEQUENCE):
        hint = "If it is a key or certificate in DER, write it as PEM: openssl x509 -inform der, or openssl pkey."
    return TextFileError(f"{name} is no text file: octet {position + 1:,} belongs to no text in UTF-8.", hint=hint)
