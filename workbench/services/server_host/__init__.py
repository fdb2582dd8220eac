"""The embedded demo server, as the rest of the program sees it. The one package of the workbench that imports it."""

from demo_server import is_common_secret
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
    "is_common_secret",
    "names_file",
    "read_design",
]
