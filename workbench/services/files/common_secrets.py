"""Reads the list of the secrets that attackers try first, when it is first asked."""

from functools import cached_property
from pathlib import Path

from workbench.core.lint.keys.common_secrets import CommonSecrets


class CommonSecretsFile:
    """The list in a file; its methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Use the list at *path*, with one secret a line."""
        self._path = path

    def has(self, secret: bytes) -> bool:
        """Whether *secret* is on the list; see `CommonSecrets.has`."""
        return self._secrets.has(secret)

    @cached_property
    def _secrets(self) -> CommonSecrets:
        return CommonSecrets(self._path.read_text(encoding="utf-8").splitlines())
