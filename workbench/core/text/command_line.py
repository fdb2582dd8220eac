"""Finds the curl command in what was pasted with it: comments, prompts, variables, ``sudo``.

What is around the command tells which shell it was written for; see `shell_words`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from workbench.core.text.shell_words import Shell, is_quoted_singly, shell_of, split

_VALUE = r"""(?:@'[ \t]*\r?\n[\s\S]*?\r?\n'@|@"[ \t]*\r?\n[\s\S]*?\r?\n"@|'[^'\n]*'|"[^"\n]*"|[^\s;]*)"""
_PROMPT = re.compile(
    r"\s*(?:\([\w.-]+\)\s*)?(?:(?P<powershell>PS(?:\s[^>\n]*)?>+)|(?P<windows>[A-Za-z]:[\\/][^>\n]*>)"
    r"|\[?[\w.-]+@[\w.-]+[^\n$#%>]*[$#%>]|[$%#>\u276f\u279c])\s*"
)
_BEFORE = re.compile(
    rf"\s*(?:(?:(?:sudo|env|time|exec|command|nohup|&)(?:[ \t]+-\S+)*|[A-Za-z_]\w*={_VALUE})[ \t]+)*", re.IGNORECASE
)
_CURL = re.compile(r"""\s*(?:"[^"\n]*[\\/]curl(?:\.exe)?"|(?:[^\s'"=]*[\\/])?curl(?:\.exe)?)(?=\s|\Z)""", re.IGNORECASE)
# In any other place of a line, if what follows can only be a command.
_ANYWHERE = re.compile(
    r"""(?<![\w.\\/-])curl(?P<exe>\.exe)?(?=[ \t]+(?:-|["'^$<{]|[\w-]+://|[\w.-]+[/:.]\w|localhost))""", re.IGNORECASE
)
_VERBATIM = re.compile(r"(?:^|\s)--%\s")
_EXPANDED = re.compile(r"%(\w+)%")
# In PowerShell: strings with doubled quotes in them, joined with variables.
_DOUBLED_QUOTE = re.compile("(['\u2018\u2019\u201a\u201b])\\1")
_PIECES = re.compile(r"'(?:[^']|'')*'|\$(?:env:)?\w+", re.IGNORECASE)
_JOINED = re.compile(
    rf"^[ \t]*\$(?:env:)?(?P<name>\w+)[ ]*=[ ]*"
    rf"(?P<value>(?:{_PIECES.pattern})(?:[ ]*\+[ ]*(?:{_PIECES.pattern}))*)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = {"(": re.compile(r"\)[\"']?[;\s]*\Z"), "`": re.compile(r"`[\"']?[;\s]*\Z")}
_OTHER_COMMANDS = "What precedes curl was left out."
_ASSIGNMENT = re.compile(
    rf"""(?:^|(?<=[\s;]))(?:export[ ]+|set[ ]+|\$(?:env:)?)?(?P<name>[A-Za-z_]\w*)[ ]*=[ ]*(?P<value>{_VALUE})""",
    re.IGNORECASE | re.MULTILINE,
)
_IN_WORDS = {Shell.COMMAND_PROMPT: "the command prompt of Windows", Shell.POWERSHELL: "PowerShell"}
_FENCE = re.compile(r"^[ \t]*```", re.MULTILINE)
_CONTINUED = re.compile(r"^[ \t]*>{1,2}[ \t]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A curl command.

    Attributes:
        words: what follows ``curl``, without quotes.
        variables: values that were assigned in front of it, by name.
        notes: sentences on how it was read, and on what was left out.
    """

    words: tuple[str, ...] = field(repr=False)
    variables: Mapping[str, str] = field(repr=False)
    notes: tuple[str, ...] = ()


def command_line(text: str) -> CommandLine | None:
    """The first curl command in *text*; None if no line begins with one.

    Raises:
        ShellTextError: a quote is open at the end.
    """
    return _first(text, comments=False) or _inside_line(text) or _first(text, comments=True)


def _first(text: str, *, comments: bool) -> CommandLine | None:
    """The first command; *comments* are looked into as well, since ``#`` may be a prompt."""
    start = 0
    for line in text.splitlines(keepends=True):
        for prompted in (False, True):
            is_comment = line.lstrip().startswith("#")
            place = _command(text, start, prompted=prompted) if comments or not is_comment else None
            if place is not None:
                return _read(text[:start], text[start : place[0]], text[place[0] :], place[1])
        start += len(line)
    return None


def _inside_line(text: str) -> CommandLine | None:
    """The first command behind others in a line: ``cd /x && curl``, ``$(curl …)``, ``docker exec x curl``."""
    start = 0
    for line in text.splitlines(keepends=True):
        found = None if line.lstrip().startswith("#") else _ANYWHERE.search(line)
        if found is not None:
            before, arguments = line[: found.start()], text[start + found.end() :]
            closing = (
                _CLOSING.get(before.rstrip("\"'")[-1:]) if before.rstrip("\"'").endswith(("$(", "`", "(")) else None
            )
            if closing is not None:
                arguments = closing.sub("", arguments)
            shell = Shell.POWERSHELL if found["exe"] and is_quoted_singly(arguments) else None
            read = _read(text[:start], before, arguments, shell)
            left_out = _ASSIGNMENT.sub("", before).strip("&|;$( \t'\"`")
            return replace(read, notes=(*read.notes, _OTHER_COMMANDS)) if left_out else read
        start += len(line)
    return None


def _command(text: str, start: int, *, prompted: bool) -> tuple[int, Shell | None] | None:
    """Where the arguments of the command begin whose line begins at *start*, and the shell that its prompt names."""
    shell = None
    if prompted:
        prompt = _PROMPT.match(text, start)
        if prompt is None:
            return None
        start = prompt.end()
        shell = Shell.POWERSHELL if prompt["powershell"] else Shell.COMMAND_PROMPT if prompt["windows"] else None
    before = _BEFORE.match(text, start)
    curl = _CURL.match(text, before.end() if before else start)
    if curl is None:
        return None
    if shell is None and curl[0].strip().lower() == "curl.exe" and is_quoted_singly(text[curl.end() :]):
        shell = Shell.POWERSHELL  # where curl alone is another command; the command prompt has no single quotes
    return curl.end(), shell


def _read(above: str, before: str, arguments: str, shell: Shell | None) -> CommandLine:
    arguments = _FENCE.split(arguments, maxsplit=1)[0]
    lines = arguments.splitlines()
    if len(lines) > 1 and all(_CONTINUED.match(each) for each in lines[1:] if each.strip()):
        arguments = _CONTINUED.sub("", arguments)  # the prompt of a shell that waits for the rest
    variables = {
        found["name"]: _unquoted(found["value"])
        for found in _ASSIGNMENT.finditer("\n".join((above, before)))
        if found["value"]
    }
    for found in _JOINED.finditer(above):
        variables[found["name"]] = "".join(map(_unquoted_piece, _PIECES.findall(found["value"])))
    verbatim = _VERBATIM.search(arguments)
    if verbatim is not None:  # the rest of the line, in which variables are put before the program reads it
        line = arguments[verbatim.end() :].partition("\n")[0]
        line = _EXPANDED.sub(lambda found: variables.get(found[1], found[0]), line)
        arguments = arguments[: verbatim.end()] + line
    written_for = shell_of(arguments, shell)
    notes = () if written_for is Shell.POSIX else (f"It was read as a command for {_IN_WORDS[written_for]}.",)
    return CommandLine(tuple(split(arguments, written_for)), variables, notes)


def _unquoted_piece(piece: str) -> str:
    return _DOUBLED_QUOTE.sub(r"\1", piece[1:-1]) if piece.startswith("'") else piece


def _unquoted(value: str) -> str:
    return value[2:-2].strip("\r\n") if value.startswith("@") else value.strip("'\"")
