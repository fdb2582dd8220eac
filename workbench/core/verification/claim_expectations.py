"""What a verifier expects."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClaimExpectations:
    """What a verifier expects of the claims; None accepts any."""

    issuer: str | None = None
    audience: str | None = None
    token_type: str | None = None
    leeway_s: int = 0
