"""Finds the curl command in what was pasted with it: comments, prompts, variables, ``sudo``.

What is around the command tells which shell it was written for; see `shell_words`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.core.text.shell_words import Shell, shell_of, split

_VALUE = r"""(?:'[^'\n]*'|"[^"\n]*"|[^\s;]*)"""
_PROMPT = re.compile(
    r"\s*(?:\([\w.-]+\)\s*)?(?:(?P<powershell>PS(?:\s[^>\n]*)?>+)|(?P<windows>[A-Za-z]:[\\/][^>\n]*>)"
    r"|\[?[\w.-]+@[\w.-]+[^\n$#%>]*[$#%>]|[$%#>\u276f\u279c])\s*"
)
_BEFORE = re.compile(
    rf"\s*(?:(?:(?:sudo|env|time|exec|command|nohup|&)(?:[ \t]+-\S+)*|[A-Za-z_]\w*={_VALUE})[ \t]+)*", re.IGNORECASE
)
_CURL = re.compile(r"""\s*(?:"[^"\n]*[\\/]curl(?:\.exe)?"|(?:[^\s'"=]*[\\/])?curl(?:\.exe)?)(?=\s|\Z)""", re.IGNORECASE)
_ASSIGNMENT = re.compile(
    rf"""(?:^|(?<=[\s;]))(?:export[ ]+|set[ ]+|\$(?:env:)?)?(?P<name>[A-Za-z_]\w*)[ ]*=[ ]*(?P<value>{_VALUE})""",
    re.IGNORECASE | re.MULTILINE,
)
_FENCE = re.compile(r"^[ \t]*```", re.MULTILINE)
_CONTINUED = re.compile(r"^[ \t]*>{1,2}[ \t]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A curl command.

    Attributes:
        words: what follows ``curl``, without quotes.
        variables: values that were assigned in front of it, by name.
    """

    words: tuple[str, ...] = field(repr=False)
    variables: Mapping[str, str] = field(repr=False)


def command_line(text: str) -> CommandLine | None:
    """The first curl command in *text*; None if no line begins with one.

    Raises:
        ShellTextError: a quote is open at the end.
    """
    return _first(text, comments=False) or _first(text, comments=True)


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
    return None if curl is None else (curl.end(), shell)


def _read(above: str, before: str, arguments: str, shell: Shell | None) -> CommandLine:
    arguments = _FENCE.split(arguments, maxsplit=1)[0]
    lines = arguments.splitlines()
    if len(lines) > 1 and all(_CONTINUED.match(each) for each in lines[1:] if each.strip()):
        arguments = _CONTINUED.sub("", arguments)  # the prompt of a shell that waits for the rest
    variables = {
        found["name"]: found["value"].strip("'\"")
        for found in _ASSIGNMENT.finditer("\n".join((above, before)))
        if found["value"]
    }
    return CommandLine(tuple(split(arguments, shell_of(arguments, shell))), variables)
