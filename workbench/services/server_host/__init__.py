"""The embedded demo server, as the rest of the program sees it. The one package of the workbench that imports it."""

from workbench.services.server_host.definitions import SCENARIOS, check_definitions, names_file
from workbench.services.server_host.host import ServerHost
from workbench.services.server_host.info import built_in_designs, read_design
from workbench.services.server_host.trial import Trial

__all__ = [
    "SCENARIOS",
    "ServerHost",
    "Trial",
    "built_in_designs",
    "check_definitions",
    "names_file",
    "read_design",
]
