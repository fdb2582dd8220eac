"""Which requests a change decides: those that a user is answered differently with and without the right."""

from dataclasses import dataclass

from workbench.core.requests.request import Request
from workbench.core.server.directory_change import WorldChange


@dataclass(frozen=True, slots=True)
class Decided:
    """A request that a change decides.

    Attributes:
        request: what is asked.
        designs: under how many designs a token issued after the change gets another answer than one issued before it.
    """

    request: Request
    designs: int


@dataclass(frozen=True, slots=True)
class Dependence:
    """What depends on a change of the world.

    Attributes:
        change: the change.
        decided: the requests that it decides under some design, in the order of the scenario.
    """

    change: WorldChange
    decided: tuple[Decided, ...]

    def designs(self, request: Request) -> int:
        """Under how many designs the answer to *request* depends on the change."""
        return next((each.designs for each in self.decided if each.request == request), 0)

    @property
    def best(self) -> Request | None:
        """The first of those that depend on the change under the most designs; None if nothing depends on it."""
        return max(self.decided, key=lambda each: each.designs).request if self.decided else None

    def warning(self, request: Request) -> str:
        """Why asking *request* shows nothing of the change, and what to ask instead; empty if it depends on it."""
        if self.designs(request):
            return ""
        if self.best is None:
            return f"No request depends on this change: {self.change.user} gets the same answers with and without it."
        return (
            f"{request.label} does not depend on this change: {self.change.user} gets the same answer with and "
            f"without it. Ask {self.best.label} instead."
        )
