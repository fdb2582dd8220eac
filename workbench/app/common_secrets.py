"""The list of the secrets that attackers try first, as every page uses it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from workbench.ui.assets import asset

if TYPE_CHECKING:
    from workbench.services.files.common_secrets import CommonSecretsFile


def is_common_secret(secret: bytes) -> bool:
    """Whether *secret* is on the list."""
    return _common_secrets().has(secret)


@cache
def _common_secrets() -> CommonSecretsFile:
    from workbench.services.files.common_secrets import CommonSecretsFile

    return CommonSecretsFile(asset("common_secrets.txt"))
