"""The states of a signature."""

from enum import StrEnum


class SignatureState(StrEnum):
    """What the signature is worth."""

    TRUSTED = "trusted"  # valid, and the demo server accepts the key
    NOT_TRUSTED = "not_trusted"  # valid under a key of the ring that the demo server does not accept
    NO_KID = "no_kid"  # valid under a key of the ring, but the header does not say which
    SELF_SIGNED = "self_signed"  # valid only under a key that the token brought along
    UNKNOWN_KEY = "unknown_key"  # the key it names is not in the ring, or none of the ring's made it
    INVALID = "invalid"  # the key it names did not make it
    UNSIGNED = "unsigned"  # there is no signature, or alg is none
    UNREADABLE = "unreadable"  # no token
