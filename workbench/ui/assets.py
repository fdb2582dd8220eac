"""Finds the files of ``assets/``: inside the package in an installed wheel, beside it in a checkout."""

from functools import cache
from importlib.resources import files
from pathlib import Path


def asset(name: str) -> Path:
    """Path of the asset *name*, for example ``workbench.qss``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    path = _folder() / name
    if not path.exists():
        raise FileNotFoundError(f"{name} is missing from the installation of token-workbench; install it again.")
    return path


@cache
def _folder() -> Path:
    package = Path(str(files("workbench")))  # a folder: style sheet and Qt need files, and a wheel is unpacked
    installed = package / "assets"
    return installed if installed.is_dir() else package.parent / "assets"
