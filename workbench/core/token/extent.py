"""Where a token in a text ends, if not where its characters do: nothing of it is dropped without a word.

Who copies a token out of a page or a chat brings blanks and stray characters along. Whether what follows one of them
belongs to the token can be seen by the length of the signature that the header's algorithm makes.
"""

import re
from dataclasses import dataclass, field

from workbench.core.text.invisible import named
from workbench.core.token.segments import character_named
from workbench.core.token.signature_length import is_whole, signature_lengths

_PIECE = re.compile(r"(\s+)([A-Za-z0-9_-]+)")
_MOST_PIECES = 64
# What ends a token in running text, JSON, HTML, a shell or an address, whatever follows.
_DELIMITER = re.compile(
    r"""[\s"'`<>“”,;:!?()\[\]{}|#~]|&(?:[\w.-]+=|$)|\\(?:["'/]|u00|[nrt](?![\w-])|$)|%(?:2[2267CFcf]|3[BDbd]|[57][BDbd]|0[ADad])|\.+(?:\s|$)|\Z"""
)
_REST = re.compile(r"""[^\s"'`<>“”]+""")
_IN_TOKEN = re.compile(r"[A-Za-z0-9_-]")
_CUT_OFF = re.compile(r"\.\.|…(?![A-Za-z0-9_-])")


@dataclass(frozen=True, slots=True)
class Extent:
    """A token and what had to be decided about its end.

    Attributes:
        token: the token without white space.
        end: where it ends in the text.
        removed: what was removed inside, in words.
        notes: a sentence on what was kept, or is missing.
    """

    token: str = field(repr=False)
    end: int
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def extent(text: str, start: int, end: int) -> Extent | None:
    """The whole token whose characters are those from *start* to *end*; None if the text says that it was cut off."""
    token = text[start:end]
    if _CUT_OFF.match(text, end) or (token.endswith(".") and _CUT_OFF.match(text, end - 1)):
        return None
    if is_whole(token):
        return Extent(token, end)
    longer = _joined(text, token, end)
    if longer is not None:
        return longer
    if _DELIMITER.match(text, end):
        return Extent(token, end, notes=_missing(token))
    rest = _REST.match(text, end)
    if rest is None or not _IN_TOKEN.search(rest[0]):
        return Extent(token, end, notes=_missing(token))
    tail = rest[0].rstrip(",;.)]}")
    return Extent(token + tail, end + len(tail), notes=(_strange(token, tail),))


def _joined(text: str, token: str, end: int) -> Extent | None:
    """The token with the pieces behind white space that make its signature as long as it has to be."""
    head, _, signature = token.rpartition(".")
    wanted = signature_lengths(token.partition(".")[0])
    blanks = ""
    for _ in range(_MOST_PIECES):
        piece = _PIECE.match(text, end)
        if piece is None or len(signature) >= max(wanted):
            return None
        signature, end, blanks = signature + piece[2], piece.end(), blanks + piece[1]
        if len(signature) in wanted:
            return Extent(f"{head}.{signature}", end, _blanks_named(blanks))
    return None


def _missing(token: str) -> tuple[str, ...]:
    segments = token.split(".")
    lengths = sorted(signature_lengths(segments[0]))
    if len(lengths) > 1 or not segments[2]:
        return ()  # an unknown length, or a token whose signature was left out
    return (f"Its signature has {len(segments[2]):,} characters instead of {lengths[0]:,}: it may be incomplete.",)


def _strange(token: str, tail: str) -> str:
    signature = token.rpartition(".")[2]
    return f"The signature has {character_named(tail[0])} at position {len(signature) + 1:,}, which was kept."


def _blanks_named(blanks: str) -> tuple[str, ...]:
    """White space in words; a blank that only looks like one by its name."""
    unusual = dict.fromkeys(named(each) for each in blanks if not each.isascii())
    return (*(("white space inside",) if any(map(str.isascii, blanks)) else ()), *unusual)
