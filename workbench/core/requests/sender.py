"""Who sends a token that is bound to a key (RFC 9449): its holder, or a thief."""

from enum import StrEnum


class Sender(StrEnum):
    """Which proof goes with a token that is bound to a key. All others are sent as they are."""

    HOLDER = "holder"  # one by the client's key
    WITHOUT_PROOF = "without-proof"  # none: the token alone, as Bearer
    OTHER_KEY = "other-key"  # one by another key
