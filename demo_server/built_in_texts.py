"""The files of the built-in designs and scenarios as texts, for a user's own file to begin with."""

import re
from pathlib import Path

from demo_server.policy.designs import DESIGNS
from demo_server.world.scenario import SCENARIOS
from demo_server.world.toml_reader import find_definition, read_text

_POLICY_FILE = re.compile(r'^file = "(?P<name>[^"\n]+\.cedar)"$', re.MULTILINE)


def design_text(name_or_path: str | Path) -> str:
    """A design's file as it is, comments and all; policies in a file beside it are put in, so that it is whole.

    Args:
        name_or_path: the name of a built-in design, or the path of a file.

    Raises:
        DefinitionError: there is no such design, or a file cannot be read.
    """
    path = find_definition(name_or_path, DESIGNS)
    return _POLICY_FILE.sub(lambda found: _inlined(path.parent / found["name"], found[0]), _read(path))


def scenario_text(name_or_path: str | Path) -> str:
    """A scenario's file as it is, comments and all. Arguments and errors as in `design_text`."""
    return _read(find_definition(name_or_path, SCENARIOS))


def _inlined(path: Path, line: str) -> str:
    policies = _read(path)
    # A text with the delimiter in it cannot be written as a literal string; then the file has to be copied too.
    return line if "'''" in policies else f"policies = '''\n{policies.rstrip()}\n'''"


def _read(path: Path) -> str:
    return read_text(path, readable="a readable file", in_utf8="a file in UTF-8")
