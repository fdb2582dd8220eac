"""Checks scenario and design files, as the demo server reads them, before anything starts."""

from collections.abc import Callable, Sequence

from demo_server import DefinitionError, built_in_texts
from demo_server.policy.designs import collect_designs
from demo_server.world.scenario import load_scenario
from demo_server.world.toml_reader import names_file
from workbench.core.errors import DefinitionFileError

__all__ = ["check_definitions", "design_text", "names_file", "scenario_text"]


def check_definitions(scenario: str, designs: Sequence[str]) -> None:
    """Read a scenario and designs, each built in or a file, as a server would.

    Raises:
        DefinitionFileError: one cannot be used; the message has file, key path, what is wrong, and what was expected.
    """
    try:
        load_scenario(scenario)
        collect_designs(designs)
    except DefinitionError as error:
        raise DefinitionFileError(f"{error}.") from None


def design_text(name_or_path: str) -> str:
    """The whole file of a design, built in or a file, for a design of one's own to begin with.

    Raises:
        DefinitionFileError: there is no such design, or a file cannot be read.
    """
    return _text(built_in_texts.design_text, name_or_path)


def scenario_text(name_or_path: str) -> str:
    """The whole file of a scenario; see `design_text`."""
    return _text(built_in_texts.scenario_text, name_or_path)


def _text(read: Callable[[str], str], name_or_path: str) -> str:
    try:
        return read(name_or_path)
    except DefinitionError as error:
        raise DefinitionFileError(f"{error}.") from None
