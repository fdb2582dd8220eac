r"""A request as a curl command for the shells of Windows, whose programs take their command lines apart themselves.

The C library of a program reads ``\"`` as a quote and doubled backslashes before one as backslashes. The command
prompt expands ``%NAME%`` first and then removes carets. PowerShell passes quotes in arguments on in one way up to
version 7.2 and in another since 7.3; behind ``--%`` it passes the line as it stands, so that what has quotes in it goes
through variables of the environment.
"""

import re
from collections.abc import Sequence

from workbench.core.errors import CopyError

_VARIABLE = "%TOKEN%"
_BEFORE_QUOTE = re.compile(r'(\\*)"')
_AT_THE_END = re.compile(r"(\\+)\Z")
_UNUSUAL = re.compile(r"[^A-Za-z0-9 _.,:/;=+'?*~\n-]")
_VERBATIM = re.compile(r'(?!.*&&)[^"%|\x00-\x1f\x7f-\U0010ffff]*(?<!\\)')
_SINGLE_QUOTES = re.compile("['\u2018\u2019\u201a\u201b]")  # PowerShell takes each of them for one
_LONGEST_LINE = 8_191
"""Characters of a command that the command prompt takes."""
_LONGEST_COMMAND = 32_000
"""Characters of the arguments that Windows hands to a program."""

Arguments = Sequence[tuple[str, str | None]]
"""Options, each with its value if it has one."""


def for_command_prompt(arguments: Arguments, place: str) -> str:
    """The command for the command prompt.

    Args:
        arguments: what follows ``curl``.
        place: stands for a token that a variable is to hold.

    Raises:
        CopyError: a value cannot be written there.
    """
    parts = ["curl"]
    for option, value in arguments:
        if value is not None and ("\r" in value or "\t" in value):
            what = "carriage return" if "\r" in value else "tab"
            raise CopyError(f"The request has a {what} in it, which the command prompt would change.")
        parts.append(option if value is None else f"{option} {_for_prompt(value, place)}")
    text = " ^\n  ".join(parts)
    if len(text) > _LONGEST_LINE:
        message = f"The command has {len(text):,} characters; the command prompt takes at most {_LONGEST_LINE:,}."
        raise CopyError(message, hint="Copy it as curl for PowerShell, or as Python.")
    return text


def for_powershell(arguments: Arguments, place: str) -> str:
    """The commands for PowerShell, in any of its versions; arguments and errors as of `for_command_prompt`."""
    variables: list[str] = []
    words = ["curl.exe --%"]
    for option, value in arguments:
        if value is None:
            words.append(option)
            continue
        bare = value.replace(place, "")
        if _VERBATIM.fullmatch(bare):
            words.append(f'{option} "{value.replace(place, _VARIABLE)}"')
            continue
        name = f"CURL_{len(variables) + 1}"
        doubled = _SINGLE_QUOTES.sub(r"\g<0>\g<0>", _inside_quotes(value))
        pieces = (f"'{piece}'" for piece in doubled.split(place))
        variables.append(f"$env:{name} = {' + $env:TOKEN + '.join(pieces)}")
        words.append(f'{option} "%{name}%"')
    text = "\n".join([*variables, " ".join(words), *(["Remove-Item Env:CURL_*"] if variables else [])])
    if len(text) > _LONGEST_COMMAND:
        message = f"The command has {len(text):,} characters, which is more than Windows hands to a program."
        raise CopyError(message, hint="Copy it as Python.")
    return text


def _for_prompt(value: str, place: str) -> str:
    """*value* as one argument, with a caret before whatever the command prompt might take for its own."""
    quoted = f'"{_inside_quotes(value)}"'
    pieces = (_UNUSUAL.sub(r"^\g<0>", piece).replace("\n", "^\n\n") for piece in quoted.split(place))
    return _VARIABLE.join(pieces)


def _inside_quotes(value: str) -> str:
    """*value* as the C library wants it between double quotes."""
    escaped = _BEFORE_QUOTE.sub(r'\1\1\\"', value)
    return _AT_THE_END.sub(r"\1\1", escaped)
