"""What a request can be copied as."""

from enum import StrEnum


class CopyForm(StrEnum):
    """What a request is written as."""

    CURL = "curl"
    CURL_COMMAND_PROMPT = "curl for the command prompt"
    CURL_POWERSHELL = "curl for PowerShell"
    HTTPIE = "HTTPie"
    PYTHON = "Python"
