"""The version of the program, for what it writes."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """The version of the program; ``0.0.0`` where it is run from its folder without being installed."""
    try:
        return version("token-workbench")
    except PackageNotFoundError:
        return "0.0.0"
