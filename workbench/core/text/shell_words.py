"""Splits a command line into words, as a POSIX shell or the command prompt of Windows does.

Commands are pasted from browsers' developer tools, documentation and terminals. Nothing is run and nothing expanded.
"""

import re
from enum import StrEnum

from workbench.core.text.word_readers import PosixWords, PowerShellWords, WindowsWords

_CARET_QUOTE = re.compile(r"\^\"")
_CARET_OPERATOR = re.compile(r"\^[&|<>^]")
_CARET_LINE_END = re.compile(r"\^[ \t]*(?:\r?\n|\Z)")
# Chrome used to escape every unusual character inside plain quotes, though no caret is an escape there.
_USUAL = r"[A-Za-z0-9\s_:=+~'/.,?;()*`-]"
_ESCAPED_BY_CHROME = re.compile(rf'(?:[^"^]|\^\s|"(?:{_USUAL}|\^[\s\S]|%(?=\^))*")*')
_ESCAPED_QUOTE_INSIDE = re.compile(r"\^\\\^\"")
_PLAIN_QUOTE = re.compile(r"(?<!\^)\"")
_CARET_INSIDE = re.compile(r"\^[^\sA-Za-z0-9\"]")
_POWERSHELL = re.compile(r"""\$env:|(?:^|\s)--%\s|@["'][ \t]*\r?\n|'[^'"\s]*[{\[]\\"|'[{\[]\s*""\w""", re.IGNORECASE)
_QUOTED_SINGLY = re.compile(r"(?:^|[\s=])'[^'\n]*'(?=\s|\Z)")
_QUOTED = re.compile(r"""'[^']*'|"(?P<double>(?:[^"\\]|\\.)*)"|\\.""", re.DOTALL)
_SUBSTITUTED = re.compile(r"(?:[\w./~-]|\$(?!\w+=)).*", re.DOTALL)


class Shell(StrEnum):
    """By whose rules a command line is split."""

    POSIX = "POSIX shell"
    COMMAND_PROMPT = "command prompt of Windows"
    POWERSHELL = "PowerShell"


def shell_of(text: str, prompt: Shell | None = None) -> Shell:
    """The shell that a command line was written for.

    Args:
        text: the command.
        prompt: the shell that a prompt before it names, if there was one.
    """
    kept, bare = _without_single_quotes(text), _QUOTED.sub(" ", text)
    single = is_quoted_singly(text)
    if _CARET_QUOTE.search(kept) or is_escaped_throughout(text) or _CARET_OPERATOR.search(bare):
        return Shell.COMMAND_PROMPT
    # Single quotes quote nothing there: who writes them took the command from another shell.
    if _CARET_LINE_END.search(bare) and not single:
        return Shell.COMMAND_PROMPT
    if prompt is Shell.POWERSHELL or _POWERSHELL.search(text) or _has_backticks(text):
        return Shell.POWERSHELL
    if _has_doubled_quotes(text) or (prompt is Shell.COMMAND_PROMPT and not single):
        return Shell.COMMAND_PROMPT
    return Shell.POSIX


def split(text: str, shell: Shell | None = None) -> list[str]:
    """The words of a command line, without their quotes; an operator such as ``|`` is a word of its own.

    Args:
        text: the command line.
        shell: whose rules to use; None for those that the text looks like.

    Raises:
        ShellTextError: a quote is open at the end.
    """
    match shell or shell_of(text):
        case Shell.COMMAND_PROMPT:
            return WindowsWords(text, everywhere=is_escaped_throughout(text)).split()
        case Shell.POWERSHELL:
            return PowerShellWords(text).split()
        case _:
            return PosixWords(text).split()


def is_quoted_singly(text: str) -> bool:
    """Whether a word is in single quotes."""
    return _QUOTED_SINGLY.search(text) is not None


def is_escaped_throughout(text: str) -> bool:
    """Whether carets escape inside quotes as well: where each unusual character has one, it was not typed."""
    if _ESCAPED_QUOTE_INSIDE.search(text) and _PLAIN_QUOTE.search(text):
        return True
    return _CARET_INSIDE.search(text) is not None and '"' in text and _ESCAPED_BY_CHROME.fullmatch(text) is not None


def _without_single_quotes(text: str) -> str:
    """*text* without what is inside single quotes."""
    return _QUOTED.sub(lambda found: " " if found[0].startswith("'") else found[0], text)


def _has_backticks(text: str) -> bool:
    """Whether backticks are escapes; a POSIX shell has them in pairs around a command."""
    pieces = _without_single_quotes(text).split("`")[1:]
    if len(pieces) % 2:
        return True
    return any(_SUBSTITUTED.match(inside) is None for inside in pieces[::2])


def _has_doubled_quotes(text: str) -> bool:
    """Whether ``""`` stands for a quote inside double quotes, as in ``"{""days"":1}"``.

    A POSIX shell would read two quoted strings there without a blank between, which nobody writes.
    """
    for found in _QUOTED.finditer(text):
        inside = found["double"]
        following = text[found.end() : found.end() + 1]
        if inside and following == '"' and text[found.end() + 1 : found.end() + 2].strip():
            return True
    return False
