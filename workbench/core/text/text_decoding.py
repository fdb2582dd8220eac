"""Decodes the octets of a file in the encodings that shells and editors write."""

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class NoTextError(ValueError):
    """The octets of a file are not text.

    Attributes:
        position: the first octet, or character, that is not text, from 0.
    """

    def __init__(self, position: int) -> None:
        super().__init__("not text")
        self.position = position


def decoded(data: bytes) -> str:
    """The text of *data*, in UTF-8, or in UTF-16 with its mark, as shells of Windows write it.

    Raises:
        NoTextError: it is neither.
    """
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NoTextError(error.start) from None
    if "\0" in text:
        raise NoTextError(text.index("\0"))
    return text
