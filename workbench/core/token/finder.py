"""Finds the token in what was pasted: a curl command, a header, a whole request, a JSON answer, an address, a mail.

Only the text is looked at; whether the token is any good is for ``token.read`` to say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.core.errors import JsonTextError, ShellTextError
from workbench.core.requests.shell_words import split
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import listed
from workbench.core.token.serialization import recognise

# A JOSE header is a JSON object, so that its base64url begins with an e and one of these (RFC 7519 section 3.1 has an
# example); three segments, or five of an encrypted one, and no further segment behind them.
_TOKEN = re.compile(
    r"(?:(?<![\w.-])|(?<=%20))e[w-z0-9_-][\w-]*(?:\.[\w-]*){2}(?:(?:\.[\w-]+){2})?(?!\.?[\w-])", re.ASCII
)
# What is left when a token alone was pasted, broken into lines or not.
_ALONE = re.compile(r"e[w-z0-9_-][\w\s-]*\.[\w.\s=+/-]*", re.ASCII)
_PREFIX = re.compile(r"(?:Authorization[ \t]*:[ \t]*)?(?:Bearer\s+)?", re.IGNORECASE)
_QUOTES = "\"'`<>“”"
# Lengths of signatures in base64url: HMAC, ECDSA, EdDSA, and RSA of 2,048, 3,072 and 4,096 bits.
_SIGNATURE_LENGTHS = {43, 64, 86, 128, 152, 176, 342, 512, 683}

_REQUEST_LINE = re.compile(r"[A-Z]{3,10} \S+ HTTP/\d")
_ANSWER_LINE = re.compile(r"HTTP/\d(?:\.\d)? \d{3}")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_COMMAND = re.compile(r"\s*(?:[$>%#]\s+)?(?:\S*[\\/])?curl(?:\.exe)?\s", re.IGNORECASE)
_HEADER_LINE = re.compile(r"[<>*]?[ \t]*([A-Za-z][\w-]*)[ \t]*:(?!//)", re.ASCII)
# What names a value right before it: a JSON member, a cookie, a form field, a query parameter, a variable.
_NAME_BEFORE = re.compile(
    r"""([?&#;\s{,\\"']|\A)([A-Za-z_][\w.-]{0,63})\\?["']?\s*([=:])\s*\\?["']?(?:Bearer(?:\s+|%20|\+))?\Z""", re.ASCII
)
_LOOK_BACK = 128

_OPTIONS_WITH_HEADER = ("-H", "--header")
_OPTIONS_WITH_COOKIE = ("-b", "--cookie")
_OPTIONS_WITH_BODY = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json")
_OPTIONS = (*_OPTIONS_WITH_HEADER, *_OPTIONS_WITH_COOKIE, *_OPTIONS_WITH_BODY, "--oauth2-bearer")


@dataclass(frozen=True, slots=True)
class Found:
    """A token, and where it was.

    Attributes:
        token: the compact token, without white space.
        place: where it was, in words: ``the Authorization header of a curl command``; empty where it was alone.
        taken_off: what surrounded a token that was alone: ``Bearer``, ``line breaks``.
        others: where further tokens were, which were left out.
        notes: further sentences.
    """

    token: str = field(repr=False)
    place: str = ""
    taken_off: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What was taken, from where, and what was left; empty for a token that was alone."""
        parts: list[str] = []
        if self.place:
            parts.append(f"Token taken from {self.place}.")
        if self.taken_off:
            parts.append(f"Removed: {listed(self.taken_off)}.")
        if self.others:
            further = "1 further token was" if len(self.others) == 1 else f"{len(self.others)} further tokens were"
            where = tuple(dict.fromkeys(each for each in self.others if each != self.place))
            parts.append(f"{further} left out: {listed(where)}." if where else f"{further} left out.")
        return " ".join((*parts, *self.notes))


def find(text: str) -> Found | None:
    """The token in *text*, the first if there are several; None if there is no whole one."""
    alone = _alone(text)
    if alone is not None:
        return alone
    serialized = _from_json_serialization(text)
    if serialized is not None:
        return serialized
    places: dict[str, str] = {}
    for token, place in _tokens(text):
        places.setdefault(token, place)
    if not places:
        return None
    first, *others = places
    return Found(first, places[first], others=tuple(places[each] for each in others))


def _alone(text: str) -> Found | None:
    """The token, if there is nothing else but what usually surrounds one."""
    stripped = text.strip()
    unquoted = stripped.rstrip(",;").strip(_QUOTES).strip()
    prefix = _PREFIX.match(unquoted)
    bare = unquoted[prefix.end() if prefix else 0 :].strip(_QUOTES)
    if not _ALONE.fullmatch(bare) or _is_followed_by_words(bare):
        return None
    token = "".join(bare.split())
    if token.count(".") not in (2, 4):
        return None
    taken_off = [prefix[0].strip()] if prefix and prefix[0] else []
    if not stripped.endswith(bare):
        taken_off.append("quotation marks")
    if token != bare:
        taken_off.append("line breaks inside")
    if not taken_off and text != stripped:
        taken_off.append("white space")
    return Found(token, taken_off=tuple(taken_off))


def _is_followed_by_words(bare: str) -> bool:
    """Whether white space in *bare* parts words rather than pieces of one token."""
    lines = bare.splitlines()
    if any(len(line.split()) > 1 for line in lines):
        return True
    if len(lines) < 2:
        return False
    whole = _TOKEN.match(lines[0].strip())
    if whole is None or whole[0] != lines[0].strip():
        return False
    # A whole token in the first line, and more below: a signature of a known length is not cut off.
    return len(whole[0].rpartition(".")[2]) in _SIGNATURE_LENGTHS


def _from_json_serialization(text: str) -> Found | None:
    stripped = text.strip()
    if not stripped.startswith("{"):
        return None
    try:
        serialized = recognise(json_text.parse(stripped))
    except JsonTextError:
        return None
    if serialized is None or not serialized.compact:
        return None
    others = tuple(f"signature {number}" for number in range(2, len(serialized.compact) + 1))
    return Found(serialized.compact[0], serialized.form, others=others, notes=serialized.notes)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Every whole token with its place."""
    if _COMMAND.match(text):
        try:
            words = split(text)
        except ShellTextError:
            pass  # a command that was cut off still holds its token
        else:
            yield from _tokens_of_command(words)
            return
    kind = _kind(text.lstrip())
    for found in _TOKEN.finditer(text):
        yield found[0], _place(text, found.start(), kind)


def _kind(text: str) -> str:
    if _COMMAND.match(text):
        return "a curl command"
    if _REQUEST_LINE.match(text):
        return "an HTTP request"
    if _ANSWER_LINE.match(text):
        return "an HTTP answer"
    if text.startswith(("{", "[")):
        return "a JSON text"
    return "an address" if _ADDRESS.fullmatch(text.strip()) else "the text"


def _tokens_of_command(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    kind = "a curl command"
    option = ""
    for word in words:
        value = word
        if not option:
            option, value = _option_of(word)
            if option and not value:
                continue
        for found in _TOKEN.finditer(value):
            yield found[0], _place_in_command(option, value, found.start(), kind)
        option = ""


def _option_of(word: str) -> tuple[str, str]:
    """The option that *word* is, and the value that is joined to it; no option where it is not a known one."""
    if word in _OPTIONS:
        return word, ""
    for option in _OPTIONS:
        if option.startswith("--"):
            if word.startswith(f"{option}="):
                return option, word.removeprefix(f"{option}=")
        elif word.startswith(option):
            return option, word.removeprefix(option)
    return "", word


def _place_in_command(option: str, value: str, start: int, kind: str) -> str:
    name = _name_before(value, start)[1]
    if option in _OPTIONS_WITH_HEADER:
        return _place(value, start, kind)
    if option in _OPTIONS_WITH_COOKIE:
        return f"the cookie {name} of {kind}" if name else f"the cookies of {kind}"
    if option in _OPTIONS_WITH_BODY:
        return f"{name} in the body of {kind}" if name else f"the body of {kind}"
    return f"{option} of {kind}" if option else _place(value, start, kind)


def _place(text: str, start: int, kind: str) -> str:
    """Where in *text* the token at *start* is, in words."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    of_kind = "" if kind == "the text" else f" of {kind}"
    before, name = _name_before(text, start)
    header = _header_name(line, kind)
    if header:
        is_cookie = header.lower() in ("cookie", "set-cookie") and name not in ("", header)
        return f"the cookie {name}{of_kind}" if is_cookie else f"the {header} header{of_kind}"
    if not name:
        return kind
    if before in ("?", "&", "#"):
        part = "fragment" if "#" in line else "query"
        return f"{name} in the {part}{of_kind or ' of an address'}"
    return f"{name} in {kind}"


def _header_name(line: str, kind: str) -> str:
    """The name of the header whose value *line* is, up to the token; empty where it is not a header."""
    found = _HEADER_LINE.match(line)
    if not found:
        return ""
    spoken = kind in ("a curl command", "an HTTP request", "an HTTP answer")
    return found[1] if spoken or "-" in found[1] or found[1].lower() in ("authorization", "cookie") else ""


def _name_before(text: str, start: int) -> tuple[str, str]:
    """The character before the name that ends at *start*, and the name; both empty if there is no name."""
    behind = text[max(0, start - _LOOK_BACK) : start]
    found = _NAME_BEFORE.search(behind)
    if not found:
        return "", ""
    line_before = behind[: found.start(2)].rpartition("\n")[2]
    if found[3] == ":" and found[1].isspace() and line_before.strip(" <>*-"):
        return "", ""  # the last word of a sentence: "Here it is: …"
    return found[1], found[2]
