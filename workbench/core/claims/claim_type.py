"""The types that a claim can be given."""

from enum import StrEnum


class ClaimType(StrEnum):
    """The types that a value can be given; a date is a number that says a moment (RFC 7519 section 2)."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    ARRAY = "array"
    OBJECT = "object"
    DATE = "date"
    DATE_TEXT = "date as text"
