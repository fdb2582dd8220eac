"""How long an answer may stay wrong after a right was taken away: the price of a server that believes a token."""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.core.answers.issued_token import IssuedToken
from workbench.core.text.units import duration
from workbench.core.text.wording import counted, named


@dataclass(frozen=True, slots=True)
class StaleWindow:
    """How long a server may go on answering by what is no longer so.

    Attributes:
        seconds: the longest time; 0 if every change works at once, None if no token tells when it ends.
        believed: claims that give rights, and are believed until the token ends.
        account_check: whether a disabled account is refused at once.
    """

    seconds: int | None
    believed: tuple[str, ...]
    account_check: bool

    @property
    def text(self) -> str:
        """``0``, or the longest time: ``≤ 30 min``."""
        if self.seconds is None:
            return "no end"
        return f"≤ {duration(self.seconds)}" if self.seconds else "0"

    @property
    def why(self) -> str:
        """The reason, in words that name the claims."""
        if self.seconds == 0:
            return (
                "Each request looks up what the user may do, and whether the account is enabled: "
                "a right taken away is gone with the next request."
            )
        end = "without end, since the tokens have none" if self.seconds is None else "until the token ends"
        parts = []
        if self.believed:
            names = ", ".join(named(name) for name in self.believed)
            claims = "this claim" if len(self.believed) == 1 else counted(len(self.believed), "claim")
            parts.append(
                f"The server believes {claims} of the token: {names}. What is taken away there goes on working {end}."
            )
        if self.account_check:
            parts.append("A disabled account is refused at once: each request looks it up.")
        else:
            parts.append(f"A disabled account goes on working {end}: no request looks it up.")
        return " ".join(parts)


def wrong_for(trusted_claims: Iterable[str], *, account_check: bool, tokens: Iterable[IssuedToken]) -> StaleWindow:
    """Work it out for a design.

    Args:
        trusted_claims: names of the claims that its grants take rights from.
        account_check: whether each request asks the directory if the account is enabled.
        tokens: those that were issued under it; a claim that none of them carries is believed by nobody.
    """
    issued = tuple(tokens)
    carried = frozenset().union(*(token.claims for token in issued))
    believed = tuple(name for name in trusted_claims if name in carried)
    if not believed and account_check:
        return StaleWindow(0, (), account_check)
    lifetimes = [token.lifetime_s for token in issued]
    known = [each for each in lifetimes if each is not None]
    return StaleWindow(max(known) if known and len(known) == len(lifetimes) else None, believed, account_check)
