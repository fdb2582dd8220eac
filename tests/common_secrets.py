"""The workbench's list of common secrets, for tests of what is given it."""

from workbench.services.files.common_secrets import CommonSecretsFile
from workbench.ui.assets import asset

is_common_secret = CommonSecretsFile(asset("common_secrets.txt")).has
