"""What is known of the installed program: its version and its README."""

from importlib.metadata import PackageNotFoundError, metadata, version

_NAME = "token-workbench"


def program_version() -> str:
    """The version of the program; ``0.0.0`` where it is run from its folder without being installed."""
    try:
        return version(_NAME)
    except PackageNotFoundError:
        return "0.0.0"


def program_readme() -> str:
    """The README as Markdown, from the installed package; empty where the program is not installed."""
    try:
        found = metadata(_NAME).json
    except PackageNotFoundError:
        return ""
    return str(found.get("description", ""))
