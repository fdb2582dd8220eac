"""The blocks of a PEM text (RFC 7468, and RFC 1421 for headers): labels and octets, with the line of every fault."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from workbench.core.errors import KeyTextError
from workbench.core.keys.private_value import PrivateValue

COPY_AGAIN = "Copy the whole block again."

_BEGIN = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----")
_END = re.compile(r"-----END ([A-Z0-9 ]+)-----")
_HEADER = re.compile(r"([A-Za-z-]+): (.*)")
_STRANGE = re.compile(r"[^A-Za-z0-9+/=]")


@dataclass(frozen=True, slots=True)
class PemBlock(PrivateValue):
    """One block.

    Attributes:
        label: the text between ``BEGIN`` and the dashes: ``EC PRIVATE KEY``.
        octets: the decoded base64.
        headers: the lines before the base64, such as ``Proc-Type`` of a key encrypted in the old way.
        line: the line of its ``BEGIN``, from 1.
    """

    label: str
    octets: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    line: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", MappingProxyType(dict(self.headers)))

    @property
    def text(self) -> str:
        """The block alone, written again: no comments around it, no line too long for a reader."""
        digits = base64.b64encode(self.octets).decode("ascii")
        headers = [f"{name}: {value}" for name, value in self.headers.items()]
        lines = [*headers, *([""] if headers else []), *(digits[at : at + 64] for at in range(0, len(digits), 64))]
        return "\n".join((f"-----BEGIN {self.label}-----", *lines, f"-----END {self.label}-----", ""))


def pem_blocks(text: str) -> list[PemBlock]:
    """Every block of *text*; lines between blocks are comments.

    Raises:
        KeyTextError: there is none, or one of them is cut off or not base64; the message says in which line.
    """
    found: list[PemBlock] = []
    label, begun, body, headers = "", 0, list[tuple[int, str]](), dict[str, str]()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        begin, end = _BEGIN.fullmatch(stripped), _END.fullmatch(stripped)
        header = _HEADER.fullmatch(stripped)
        if begin and label:
            raise KeyTextError(
                f"Line {number}: expected -----END {label}-----, since line {begun} begins one.", hint=COPY_AGAIN
            )
        if begin:
            label, begun, body, headers = begin[1], number, [], {}
        elif end and label:
            if end[1] != label:
                raise KeyTextError(f"Line {number}: expected -----END {label}-----, found {stripped}.", hint=COPY_AGAIN)
            # The check sum of OpenPGP (RFC 9580 section 6.1) is not base64; nothing of such a block is read.
            octets = b"" if label.startswith("PGP ") else _octets(body, begun)
            found.append(PemBlock(label, octets, headers, begun))
            label = ""
        elif label and header:
            headers[header[1]] = header[2]
        elif label and stripped:
            body.append((number, stripped))
    if label:
        lines = len(text.splitlines())
        raise KeyTextError(
            f"Line {lines}: expected -----END {label}-----, found the end of the text.",
            hint="Copy the whole block, with its last line, again.",
        )
    if not found:
        raise KeyTextError("Line 1: expected -----BEGIN, the type of the key and -----, on a line.", hint=COPY_AGAIN)
    return found


def _octets(body: list[tuple[int, str]], begun: int) -> bytes:
    for number, line in body:
        strange = _STRANGE.search(line)
        if strange:
            raise KeyTextError(f"Line {number}, column {strange.start() + 1}: expected base64.", hint=COPY_AGAIN)
    if not body:
        raise KeyTextError(
            f"Line {begun + 1}: expected base64, found nothing between the first and the last line.", hint=COPY_AGAIN
        )
    try:
        return base64.b64decode("".join(line for _, line in body), validate=True)
    except binascii.Error:
        last = body[-1][0]
        raise KeyTextError(
            f"Line {last}: the base64 of lines {body[0][0]} to {last} is cut off, or has a '=' inside.",
            hint=COPY_AGAIN,
        ) from None
