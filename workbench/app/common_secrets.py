"""The list of the secrets that attackers try first, read once for all pages."""

from workbench.services.files.common_secrets import CommonSecretsFile
from workbench.ui.assets import asset

is_common_secret = CommonSecretsFile(asset("common_secrets.txt")).has
"""Whether a secret is on the list."""
