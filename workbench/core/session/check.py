"""Compares what a session expects with what a server answers."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Checked:
    """One expectation and the answer to it.

    Attributes:
        scenario: id of the scenario.
        design: id of the design that decided.
        variant: name of the variant; empty if it is about a user's own token.
        user: who logged in; empty if it is about a variant.
        request: id of the request.
        expected: the status that was expected.
        status: the status that came; None if none did.
        reason: stable code of the server's reason, or why nothing was asked.
    """

    scenario: str
    design: str
    variant: str
    user: str
    request: str
    expected: int
    status: int | None
    reason: str

    @property
    def holds(self) -> bool:
        """Whether the answer is the expected one."""
        return self.status == self.expected

    @property
    def subject(self) -> str:
        """The variant, or the user whose token it is."""
        return self.variant or f"{self.user}'s token"

    def to_json(self) -> dict[str, object]:
        """The members that ``token-workbench check`` prints."""
        return asdict(self) | {"holds": self.holds}
