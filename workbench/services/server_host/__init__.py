"""The embedded demo server, as the rest of the program sees it. The one package of the workbench that imports it."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.services.server_host.definitions import (
        check_definitions,
        design_text,
        names_file,
        scenario_text,
    )
    from workbench.services.server_host.host import ServerHost
    from workbench.services.server_host.info import built_in_designs, read_design
    from workbench.services.server_host.scenarios import SCENARIOS
    from workbench.services.server_host.trial import Trial

__all__ = [
    "SCENARIOS",
    "ServerHost",
    "Trial",
    "built_in_designs",
    "check_definitions",
    "design_text",
    "names_file",
    "read_design",
    "scenario_text",
]

_MODULES = {
    "SCENARIOS": "scenarios",
    "ServerHost": "host",
    "Trial": "trial",
    "built_in_designs": "info",
    "check_definitions": "definitions",
    "design_text": "definitions",
    "names_file": "definitions",
    "read_design": "info",
    "scenario_text": "definitions",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: the first paint of the window needs neither a server nor an experiment."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
