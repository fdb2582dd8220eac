"""Finds the token in what was pasted: a curl command, a header, a whole request, a JSON answer, an address, a mail.

Only the text is looked at; whether the token is any good is for ``token.read`` to say.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from workbench.core.errors import JsonTextError, ShellTextError
from workbench.core.strict_json import text as json_text
from workbench.core.text.base64_runs import base64_runs
from workbench.core.text.command_line import CommandLine, command_line
from workbench.core.text.escapes import levels
from workbench.core.text.invisible import INVISIBLE, named
from workbench.core.text.wording import listed
from workbench.core.token.extent import Extent, extent
from workbench.core.token.raw import is_header, raw_tokens
from workbench.core.token.serialization import recognise
from workbench.core.token.signature_length import is_whole

# A JOSE header is a JSON object, so that its base64url begins with an e and one of these (RFC 7519 section 3.1 has an
# example); three segments, or five of an encrypted one, and no further segment behind them.
_CHARACTERS = r"[\w-]*(?:\.[\w-]*){2}(?:(?:\.[\w-]+){2})?(?!\.?[\w-])"
_TOKEN = re.compile(rf"(?:(?<![\w.-])|(?<=%20))e[w-z0-9_-]{_CHARACTERS}", re.ASCII)
_FROM_HERE = re.compile(_CHARACTERS, re.ASCII)
# What follows the JWT of an SD-JWT: disclosures, and a key-binding JWT (RFC 9901 section 4).
_DISCLOSURES = re.compile(r"(?:~[\w-]*)+(?:\.[\w-]*){0,2}", re.ASCII)
# Lines that hold nothing but characters of a token, after the one that begins it.
_BROKEN = re.compile(
    r"(?<![\w.-])e[w-z0-9_-][\w.-]{6,}(?:[ \t]*\r?\n[ \t]*[\w.-]+(?=[\"'`,;]?[ \t]*(?:\r?\n|\Z)))+", re.ASCII
)
_SOFT_END = re.compile(r"(?<=[\w.~-])=\r?\n(?=[\w.~-])")
_PREFIX_OF_WORD = re.compile(r"[\w-]*[_-]\Z", re.ASCII)
_WORD = re.compile(r"[\w-]", re.ASCII)
# What is left when a token alone was pasted, broken into lines or not.
_ALONE = re.compile(r"e[w-z0-9_-][\w\s-]*\.[\w.\s=+/~-]*", re.ASCII)
_PREFIX = re.compile(r"(?:Authorization[ \t]*:[ \t]*)?(?:(?:Bearer|DPoP)\s+)?", re.IGNORECASE)
_QUOTES = "\"'`<>“”"
_INVISIBLE_INSIDE = re.compile(rf"(?<=[\w.~-]){INVISIBLE.pattern}+(?=[\w.~-])")
_MAIL_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)

_REQUEST_LINE = re.compile(r"[A-Z]{3,10} \S+ HTTP/\d")
_ANSWER_LINE = re.compile(r"HTTP/\d(?:\.\d)? \d{3}")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_COMMAND = re.compile(r"^[^\n'\"{}<]*?(?<![\w.-])curl(?:\.exe)?\"?[ \t]", re.IGNORECASE | re.MULTILINE)
_HEADER_LINE = re.compile(r"[<>*]?[ \t]*([A-Za-z][\w-]*)[ \t]*:(?!//)", re.ASCII)
# What names a value right before it: a JSON member, a cookie, a form field, a query parameter, a variable.
_NAME_BEFORE = re.compile(
    r"""([?&#;\s{,\\"']|\A)([A-Za-z_][\w.-]{0,63})\\?["']?\s*([=:])\s*\\?["']?(?:(?:Bearer|DPoP)(?:\s+|%20|\+))?\Z""",
    re.ASCII,
)
_LOOK_BACK = 128
_MOST_BASE64 = 2
_MOST_TOKENS = 200
"""Tokens that are looked at; of a log file with thousands the first is taken."""

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
    """The token in *text*, the first if there are several; None if there is no whole one.

    Invisible characters inside it are removed and named. A token is also found inside quoted lines of a mail, where it
    is percent-encoded or otherwise escaped, and in base64 once more.
    """
    cleaned, removed = _without_invisible(text)
    found = _search(cleaned)
    quoted = _MAIL_QUOTE.sub("", cleaned) if len(_MAIL_QUOTE.findall(cleaned)) > 1 else cleaned
    if quoted != cleaned and (found is None or not is_whole(found.token)):
        inside = _search(quoted)
        if inside is not None:
            found = replace(inside, taken_off=(*inside.taken_off, "> before each line"))
    if found is None or not is_whole(found.token):
        found = _over_soft_ends(cleaned) or found
    if found is None:
        found = _over_lines(cleaned) or _from_base64(cleaned)
    if found is None or not removed:
        return found
    names = tuple(dict.fromkeys(named(character) for character in removed))
    return replace(found, taken_off=(*found.taken_off, *names))


def _over_soft_ends(text: str) -> Found | None:
    """The token in a mail whose long lines end with an equals sign (quoted-printable, RFC 2045 section 6.7)."""
    joined = _SOFT_END.sub("", text)
    found = _search(joined) if joined != text else None
    if found is None or not is_whole(found.token):
        return None
    return replace(found, taken_off=(*found.taken_off, "= at the ends of lines"))


def _over_lines(text: str) -> Found | None:
    """The token that goes on in further lines of a text, as far as its signature is long."""
    for found in islice(_BROKEN.finditer(text), _MOST_TOKENS):
        token = ""
        for line in found[0].split():
            token += line
            if token.count(".") == 2 and len(token.rpartition(".")[2]) > 0 and is_whole(token):
                place = _place(text, found.start(), _kind(text.lstrip()))
                return Found(token, place, ("line breaks inside",))
    return None


def _search(text: str) -> Found | None:
    alone = _alone(text)
    if alone is not None:
        return alone
    serialized = _from_json_serialization(text)
    if serialized is not None:
        return serialized
    return _listed(text, _tokens) or _listed(text, _tokens_behind_others)


def _listed(text: str, tokens: Callable[[str], Iterator[tuple[Extent, str]]]) -> Found | None:
    """The first of the *tokens* that *text* has at any level of escapes."""
    places: dict[str, tuple[str, Extent]] = {}
    for level in levels(text):
        encoded = f", {_how_escaped(text)}" if level.depth else ""
        for found, place in islice(tokens(level.text), _MOST_TOKENS):
            # At a deeper level the stump of a token may be whole.
            known = next((each for each in places if found.token.startswith(each) or each.startswith(found.token)), "")
            if not known or len(known) < len(found.token):
                places.pop(known, None)
                places[found.token] = (f"{place}{encoded}", found)
    if not places:
        return None
    (token, (place, first)), *others = places.items()
    return Found(token, place, first.removed, tuple(each for _, (each, _) in others), first.notes)


def _without_invisible(text: str) -> tuple[str, list[str]]:
    """The text without invisible characters between two characters of a word, and these characters."""
    removed = _INVISIBLE_INSIDE.findall(text)
    return (_INVISIBLE_INSIDE.sub("", text), [each for run in removed for each in run]) if removed else (text, [])


def _how_escaped(text: str) -> str:
    return "percent-encoded" if "%" in text else "escaped"


def _from_base64(text: str, depth: int = 1) -> Found | None:
    """The token in a text that was encoded in base64 once more, as a secret of Kubernetes is, or twice."""
    for level in levels(text):
        for run in base64_runs(level.text):
            inside = _search(run.text) or (_from_base64(run.text, depth + 1) if depth < _MOST_BASE64 else None)
            if inside is not None:
                place = _place(level.text, run.start, _kind(level.text.lstrip()))
                return replace(inside, place=f"{place}, in base64 once more")
    return None


def _alone(text: str) -> Found | None:
    """The token, if there is nothing else but what usually surrounds one."""
    stripped = text.strip()
    unquoted = stripped.rstrip(",;").strip(_QUOTES).strip()
    prefix = _PREFIX.match(unquoted)
    bare = unquoted[prefix.end() if prefix else 0 :].strip(_QUOTES)
    if not _ALONE.fullmatch(bare) or _is_followed_by_words(bare):
        return None
    token = "".join(bare.split())
    signed = token.partition("~")[0]
    if signed.count(".") not in (2, 4) or (signed.count(".") == 4 and signed.endswith("..")):
        return None
    if not is_header(signed.partition(".")[0]) and next(_behind_others(token), None) is not None:
        return None
    taken_off = [prefix[0].strip()] if prefix and prefix[0] else []
    if unquoted != stripped.rstrip(",;") or bare != unquoted[prefix.end() if prefix else 0 :]:
        taken_off.append("quotation marks")
    elif not stripped.endswith(bare):
        taken_off.append(f"{stripped[len(stripped.rstrip(',;')) :]} behind it")
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
    return is_whole(whole[0])


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
    first, *others = serialized.numbers
    place = f"signature {first} of {serialized.form}" if serialized.total > 1 else serialized.form
    left = tuple(f"signature {number}" for number in others)
    return Found(serialized.compact[0], place, others=left, notes=serialized.notes)


def _extents(text: str) -> Iterator[tuple[Extent, int]]:
    """Every whole token, and where it begins."""
    done = 0
    for found in _TOKEN.finditer(text):
        whole = extent(text, *found.span()) if found.start() >= done else None
        if whole is not None:
            whole = _with_disclosures(text, whole)
            yield whole, found.start()
            done = whole.end


def _with_disclosures(text: str, found: Extent) -> Extent:
    """The token with the disclosures that follow it, if it is an SD-JWT."""
    tail = _DISCLOSURES.match(text, found.end)
    return found if tail is None else replace(found, token=f"{found.token}{tail[0]}", end=tail.end())


def _behind_others(text: str) -> Iterator[tuple[Extent, int]]:
    """Every token right behind other characters of a word, as in ``v1_eyJ…``, or with white space in its header."""
    for start, _ in raw_tokens(text):
        found = _FROM_HERE.match(text, start)
        whole = extent(text, *found.span()) if found is not None else None
        if whole is not None:
            before = _PREFIX_OF_WORD.search(text, max(0, start - _LOOK_BACK), start)
            if before is None and _WORD.match(text, max(0, start - 1), start):
                continue  # letters and digits with nothing between: another word
            removed = (f"{before[0]} before it",) if before is not None else ()
            whole = _with_disclosures(text, replace(whole, removed=(*whole.removed, *removed)))
            yield whole, before.start() if before is not None else start


def _tokens_behind_others(text: str) -> Iterator[tuple[Extent, str]]:
    kind = _kind(text.lstrip())
    for whole, start in _behind_others(text):
        yield whole, _place(text, start, kind)


def _tokens(text: str) -> Iterator[tuple[Extent, str]]:
    """Every whole token with its place."""
    kind = _kind(text.lstrip())
    if kind == "a curl command":
        try:
            command = command_line(text)
        except ShellTextError:
            command = None  # a command that was cut off still holds its token
        if command is not None:
            yield from _tokens_of_command(command)
            return
    for whole, start in _extents(text):
        yield whole, _place(text, start, kind)


def _kind(text: str) -> str:
    if _COMMAND.search(text):
        return "a curl command"
    if _REQUEST_LINE.match(text):
        return "an HTTP request"
    if _ANSWER_LINE.match(text):
        return "an HTTP answer"
    if text.startswith(("{", "[")):
        return "a JSON text"
    return "an address" if _ADDRESS.fullmatch(text.strip()) else "the text"


def _tokens_of_command(command: CommandLine) -> Iterator[tuple[Extent, str]]:
    kind = "a curl command"
    option = ""
    for word in command.words:
        value = word
        if not option:
            option, value = _option_of(word)
            if option and not value:
                continue
        for whole, start in _extents(value):
            yield whole, _place_in_command(option, value, start, kind)
        option = ""
    for name, value in command.variables.items():
        for whole, _ in _extents(value):
            yield whole, f"{name} before {kind}"


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
