"""Where in a text tokens are, by their characters alone: for those who must not miss one, whatever is around it."""

import base64
import re
from collections.abc import Iterator

# Base64url of the beginning of a JSON object (RFC 8259 section 2): a brace with what may follow it, after white space
# or a byte order mark. A token may stand right behind other characters of base64url, as in "v1_eyJ…".
_BEGINNING = re.compile(r"e(?:y[A-DI-L]|w[k-r0-3]|30)|I[A-P]|C[Q-v]|D[Q-f]|77u[_/]")
# JWS, also with an empty payload, and JWE, also without an encrypted key; an SD-JWT has its disclosures behind it.
# Standard base64 has + / and = inside the segments; a signature ends before them, since an address may go on.
_SEGMENTS = re.compile(r"[A-Za-z0-9_+/=.-]+")
_TOKEN = re.compile(
    r"[A-Za-z0-9_+/=-]*(?:\.[A-Za-z0-9_+/=-]*){1,3}\.[A-Za-z0-9_-]*(?:(?:~[A-Za-z0-9_-]*)+(?:\.[A-Za-z0-9_-]*){0,2})?"
)
_WHITE_SPACE = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SHORTEST_HEADER = 6  # characters; shorter ones are parts of names of hosts
_MOST_READ = 256  # characters of a segment; what begins with more white space than that is a header as well


def raw_tokens(text: str) -> Iterator[tuple[int, int]]:
    """Yields from where to where each token in *text* is."""
    done = 0
    for run in _SEGMENTS.finditer(text):
        start = run.start()
        for segment in run[0].split(".")[:-2]:
            end = start + len(segment)
            begins = _BEGINNING.finditer(text, max(start, done), end)
            starts = (each.start() for each in begins)
            at = next((each for each in starts if is_header(text[each : min(end, each + _MOST_READ)])), None)
            token = _TOKEN.match(text, at) if at is not None else None
            if token is not None:
                yield token.span()
                done = token.end()
            start = end + 1


def is_header(segment: str) -> bool:
    """Whether *segment* begins as base64url of a JSON object does, as the first segment of a token."""
    if segment == "e30":
        return True
    if len(segment) < _SHORTEST_HEADER:
        return False
    digits = segment[:_MOST_READ].rstrip("=").replace("+", "-").replace("/", "_")
    digits = digits[: len(digits) - (len(digits) % 4 == 1)]
    try:
        data = base64.b64decode(digits + "==", altchars=b"-_", validate=False)
    except ValueError:
        return False
    data = data.removeprefix(_BYTE_ORDER_MARK).lstrip(_WHITE_SPACE)
    return not data or (data[:1] == b"{" and data[1:2] in (b'"', b"}", b" ", b"\t", b"\r", b"\n", b""))
