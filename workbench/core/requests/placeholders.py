"""Placeholders, as documentation and scripts write where a token belongs: ``$TOKEN``, ``{{token}}``, ``YOUR_TOKEN``."""

import re
from collections.abc import Iterator, Mapping

_SYNTAX = r"\$\{{?{0}\}}?|\$?\{{\{{{0}\}}\}}|\$env:{0}|%{0}%|[#@]?\{{{0}\}}|<{0}>|\[{0}\]|:{0}|@@?{0}@@?".format(
    r"[\w .-]+"
)
_EXPANSION = r"\$\([^)]*\)|`[^`]*`|[\w.-]*(?:…|\.{3})|x{3,}|\*{3,}"
_NOTHING = r"undefined|null|None|nil|\[object Object\]"
"""What a program writes that had no token."""

# Without digits: a credential that has such a word in it is one all the same.
_WORDS = r"(?=\D{1,48}\Z)(?:(?:your|my|the|insert|put|paste|replace|some)[ _.-][\w .-]*|[\w.-]*token[\w.-]*|jwt)"
# Alone where a token belongs, anything of this kind is one.
_ALONE = re.compile(f"{_SYNTAX}|{_EXPANSION}|{_NOTHING}|{_WORDS}", re.IGNORECASE)
# In any other place it has to speak of a token.
_NAME = r"\w*(?:token|jwt|bearer)\w*"
_SOMEWHERE = re.compile(
    rf"\$\{{{_NAME}\}}|\$(?:env:)?{_NAME}|%{_NAME}%|\{{\{{\s*{_NAME}\s*\}}\}}|<\s*{_NAME}\s*>|\bYOUR_{_NAME}",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"\$(?:env:)?\{?(\w+)\}?|%(\w+)%", re.IGNORECASE)


def is_placeholder(text: str) -> bool:
    """Whether *text*, which takes the place of a token, is a placeholder."""
    return _ALONE.fullmatch(text.strip()) is not None


def placeholders(text: str) -> Iterator[tuple[int, int]]:
    """Yields from where to where *text* has a placeholder for a token."""
    for found in _SOMEWHERE.finditer(text):
        yield found.span()


def value_of(placeholder: str, variables: Mapping[str, str]) -> str:
    """What the variable *placeholder* was assigned; empty where it is not known."""
    found = _VARIABLE.fullmatch(placeholder.strip())
    return variables.get(found[1] or found[2], "") if found else ""
