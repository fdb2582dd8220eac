r"""The PEM or JSON in a pasted text, freed of what a settings file, a shell or a JSON string put around it.

Keys travel through environment variables and settings of one line: line ends become ``\n``, blanks or nothing, quotes
and a name come before, or the lines around the base64 are lost. What was changed is said; nothing is guessed that the
bytes do not show.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from workbench.core.key_files.der import INTEGER, DerError, DerValue, parse
from workbench.core.key_files.der_private import DerForm, form_of
from workbench.core.key_files.pem_blocks import PemBlock
from workbench.core.keys.private_value import PrivateValue
from workbench.core.text.escapes import Level, levels

_MOST_LAYERS = 6
_BEGIN = "-----BEGIN "
_NAME = re.compile(r"(?:(?:export|set|setx)\s+|\$env:)?([\"']?)[A-Za-z_][\w.-]{0,80}\1\s*[:=]\s*(?:[|>]-?\s+)?")
_AFTER_NAME = re.compile(
    r"([\"'`]).*\1[,;]?\Z|[{]|-----BEGIN |M[A-Za-z0-9+/_-]{40}|LS0tLS1CRUdJTi|b3BlbnNzaC1rZXk", re.DOTALL
)
_QUOTED = re.compile(r"([\"'`])(.*)\1[,;]?", re.DOTALL)
_ESCAPED_END = re.compile(r"\\{1,4}r\\{1,4}n|\\{1,4}[nr]")
_EDGE = re.compile(r"[-–—]{1,6} ?(BEGIN|END) (?!SSH2)((?:[A-Z0-9]+ )*(?:KEY|CERTIFICATE)) ?[-–—]{1,6}")
_SLASHED = re.compile(
    r"(-----BEGIN [A-Z0-9 ]+-----)/n((?:[A-Za-z0-9+/]{64}/n)*)([\w+/]{1,64}={0,2})/n(-----END [A-Z0-9 ]+-----)(?:/n)?"
)
# Its body has no five hyphens, so that a text of many beginnings is looked through once.
_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----((?:[^-]|-(?!----))*)-----END \1-----")
_PERCENT = re.compile(r"(?:-|%2[Dd]){5}BEGIN(?:%20|\+)[A-Z0-9%+]*(?:KEY|CERTIFICATE)(?:-|%2[Dd]){5}")
_LINE_TAGS = re.compile(r"\s*(?:<(?:br|/?p|/?div|/?pre|/?code)\s*/?>|&#(?:10|13|xa|xA|xd|xD);)\s*", re.IGNORECASE)
_HEADERS = re.compile(r"\s*(Proc-Type: ?\S+)\s+(DEK-Info: ?\S+)\s+(.*)", re.DOTALL)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_OPENSSH = b"openssh-key-v1\0"

_LABELS = {
    DerForm.PKCS8: "PRIVATE KEY",
    DerForm.ENCRYPTED: "ENCRYPTED PRIVATE KEY",
    DerForm.PKCS1: "RSA PRIVATE KEY",
    DerForm.SEC1: "EC PRIVATE KEY",
    DerForm.DSA: "DSA PRIVATE KEY",
    DerForm.CERTIFICATE: "CERTIFICATE",
    DerForm.REQUEST: "CERTIFICATE REQUEST",
}


@dataclass(frozen=True, slots=True)
class PastedText(PrivateValue):
    """A text to read keys from.

    Attributes:
        text: PEM or JSON as their readers expect it; the pasted text itself if it is neither.
        notes: sentences on what was around it.
    """

    text: str = field(repr=False)
    notes: tuple[str, ...] = ()


def unwrapped(text: str) -> PastedText:
    """Free *text* of all layers around a key; a text without a key, or with a regular one, stays unchanged."""
    notes: list[str] = []
    for _ in range(_MOST_LAYERS):
        for step in _STEPS:
            found = step(text)
            if found is not None:
                text, note = found
                notes += [note] * (note not in notes)
                break
        else:
            break
    return PastedText(text, tuple(notes))


def in_armour(text: str) -> str:
    """The PEM of a key in bare base64; empty if *text* is not one."""
    digits = "".join(text.split())
    if not _BASE64.fullmatch(digits):
        return ""
    data = _decoded(digits)
    label = "OPENSSH PRIVATE KEY" if data.startswith(_OPENSSH) else _label_of(data)
    return PemBlock(label, data).text if label else ""


_Step = Callable[[str], tuple[str, str] | None]


def _without_name(text: str) -> tuple[str, str] | None:
    name = _NAME.match(text.strip())
    if name is None or not _AFTER_NAME.match(text.strip(), name.end()):
        return None
    return text.strip()[name.end() :], "The name before it was left out."


def _without_quotes(text: str) -> tuple[str, str] | None:
    stripped = text.strip()
    quoted = _QUOTED.fullmatch(stripped)
    if quoted is None:
        return None
    try:
        inner = json.loads(stripped.rstrip(",;"))
    except ValueError:
        inner = quoted[2]
    return (inner, "The quotes around it were left out.") if isinstance(inner, str) else None


def _with_line_ends(text: str) -> tuple[str, str] | None:
    if _BEGIN not in text or text.lstrip().startswith(("{", "[")) or not _ESCAPED_END.search(text):
        return None
    return _ESCAPED_END.sub("\n", text).replace("\\\n", "\n"), r"Its \n were read as line ends."


def _with_hyphens(text: str) -> tuple[str, str] | None:
    """With five hyphens on each side of BEGIN and END, where one was lost or a word processor made dashes of them."""
    if re.search(r"-----BEGIN [A-Z0-9 ]+-----", text) or text.lstrip().startswith(("{", "[")):
        return None
    changed = _EDGE.sub(r"-----\1 \2-----", text)
    return (changed, "Its first and last line did not have five hyphens on each side.") if changed != text else None


def _without_percent(text: str) -> tuple[str, str] | None:
    """Without the percent-encoding of a form or an address; a plus stands for a blank in a form alone."""
    found = _PERCENT.search(text)
    if found is None:
        return None
    spaced = text.replace("+", " ") if "+" in found[0] else text
    return next(islice(levels(spaced), 1, None), Level(spaced)).text, "Its percent-encoding was undone."


def _without_tags(text: str) -> tuple[str, str] | None:
    """With line ends for the tags of a web page."""
    if _BEGIN not in text or text.lstrip().startswith(("{", "[")) or not _LINE_TAGS.search(text):
        return None
    return _LINE_TAGS.sub("\n", text), "Its tags were read as line ends."


def _with_slashed_line_ends(text: str) -> tuple[str, str] | None:
    """With line ends for ``/n``, which is base64 too, so that every line must be as long as those of a PEM."""
    slashed = _SLASHED.fullmatch(text.strip())
    if slashed is None:
        return None
    lines = (slashed[2][at : at + 64] for at in range(0, len(slashed[2]), 66))
    return "\n".join((slashed[1], *lines, slashed[3], slashed[4])), "Its /n were read as line ends."


def _with_lines(text: str) -> tuple[str, str] | None:
    if _BEGIN not in text or text.lstrip().startswith(("{", "[")):
        return None
    changed = _BLOCK.sub(lambda block: block[0] if _is_regular(block[2]) else _in_lines(block), text)
    return (changed.lstrip("\n"), "It was not in lines, as a PEM should be.") if changed != text else None


def _is_regular(body: str) -> bool:
    return body.lstrip(" \t")[:1] in ("\r", "\n") and body.rstrip(" \t")[-1:] in ("\r", "\n") and not _has_blanks(body)


def _has_blanks(body: str) -> bool:
    return any(" " in line.strip() and ":" not in line for line in body.splitlines())


def _in_lines(block: re.Match[str]) -> str:
    """The block in lines of 64; unchanged if it holds anything but base64, whose place the reader names."""
    label, body = block[1], block[2]
    found = _HEADERS.fullmatch(body)
    headers = [found[1], found[2], ""] if found else []
    digits = "".join((found[3] if found else body).split())
    if not re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", digits):
        return block[0]
    lines = (digits[at : at + 64] for at in range(0, len(digits), 64))
    return "\n".join(("", f"-----BEGIN {label}-----", *headers, *lines, f"-----END {label}-----", ""))


def _with_armour(text: str) -> tuple[str, str] | None:
    armoured = in_armour(text)
    return (armoured, "It was base64 without the lines of a PEM around it.") if armoured else None


def _out_of_base64(text: str) -> tuple[str, str] | None:
    digits = "".join(text.split())
    if not _BASE64.fullmatch(digits):
        return None
    try:
        inner = _decoded(digits).decode()
    except UnicodeDecodeError:
        return None
    is_key = _BEGIN in inner or re.match(r'\s*\{\s*"(?:kty|keys|jwk|crv|alg|use|kid|n|e|x|y|d|k)"', inner)
    return (inner, "It was in base64 as a whole.") if is_key else None


_STEPS: tuple[_Step, ...] = (
    _without_percent,
    _without_tags,
    _without_name,
    _without_quotes,
    _with_hyphens,
    _with_line_ends,
    _with_slashed_line_ends,
    _with_lines,
    _with_armour,
    _out_of_base64,
)


def _decoded(digits: str) -> bytes:
    plain = digits.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return b""


def _label_of(data: bytes) -> str:
    try:
        value = parse(data)
    except DerError:
        return ""
    form = form_of(value)
    return _public_label(value) if form is DerForm.PUBLIC else _LABELS.get(form, "")


def _public_label(value: DerValue) -> str:
    return "RSA PUBLIC KEY" if value.tags == (INTEGER, INTEGER) else "PUBLIC KEY"
