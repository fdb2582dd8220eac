"""How much of the header signing changes."""

from enum import StrEnum


class HeaderUpdate(StrEnum):
    """What signing does to the header."""

    KEEP = "keep"
    SET_ALG = "set_alg"
    SET_ALG_AND_KID = "set_alg_and_kid"
