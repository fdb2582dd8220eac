"""Describes the rotation of the running server's own key in sentences."""

from collections.abc import Sequence

from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.text.numeric_date import countdown, local_time


def retiring_keys(keys: Sequence[SigningKey]) -> tuple[SigningKey, ...]:
    """The keys that retire, the last one to retire first."""
    ends = [(key.retires_at, key) for key in keys if key.trusted and key.retires_at is not None]
    return tuple(key for _, key in sorted(ends, key=lambda each: -each[0]))


def rotation_words(keys: Sequence[SigningKey], now: float) -> str:
    """Describe which key signs, and until when its predecessor is accepted.

    Args:
        keys: the ring.
        now: the demo server's clock, in seconds since 1970 UTC.
    """
    signer = next((key for key in keys if key.role is KeyRole.ISSUER), None)
    if signer is None:
        return "The keyring has not been read yet."
    words = f"The demo server signs with {signer.name}."
    retiring = retiring_keys(keys)
    if not retiring:
        return f"{words} Log in, rotate, move the clock and replay on the Bench: the old token changes from 200 to 401."
    key = retiring[0]
    end = key.retires_at or 0
    moment, distance = local_time(end, now=now), countdown(end, now)
    if key.accepted_at(now):
        return f"{words} {key.name} is still accepted, until {moment} ({distance})."
    return f"{words} {key.name} was retired at {moment} ({distance}): tokens that it signed get 401."
