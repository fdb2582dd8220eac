"""A token in standard base64, which is not one by RFC 7515: the same octets in base64url, to judge what it would be."""

from dataclasses import replace

from workbench.core.token.compact import Jws, Reading, read

_FAULTS = {"alphabet", "padding"}


def in_base64url(reading: Reading) -> Jws | None:
    """The token with ``-`` and ``_`` for ``+`` and ``/``, without padding; None if more than that is wrong with it."""
    if reading.jws is not None or not {fault.code for fault in reading.faults} & _FAULTS:
        return None
    segments = (segment.rstrip("=") for segment in reading.segments)
    return read(".".join(segments).replace("+", "-").replace("/", "_")).jws


def over_text_as_received(token: Jws, reading: Reading) -> Jws:
    """*token*, with the text that was received as what the signature is about."""
    return replace(token, compact=".".join(reading.segments))
