"""Checks scenario and design files, as the demo server reads them, before anything starts."""

from collections.abc import Sequence

from demo_server import DefinitionError
from demo_server.policy.designs import collect_designs
from demo_server.world.scenario import load_scenario
from demo_server.world.toml_reader import names_file
from workbench.core.errors import DefinitionFileError

__all__ = ["check_definitions", "names_file"]


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
