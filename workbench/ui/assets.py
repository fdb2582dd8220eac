"""Finds the files of ``assets/``: beside the packages in a checkout, inside ``workbench`` in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def asset(name: str) -> Path:
    """Path of the asset *name*, for example ``workbench.qss``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for folder in (_PACKAGE / "assets", _PACKAGE.parent / "assets"):
        path = folder / name
        if path.exists():
            return path
    raise FileNotFoundError(f"{name} is missing from the installation of token-workbench; install it again.")
