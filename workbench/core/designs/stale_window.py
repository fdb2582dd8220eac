"""How long answers may stay wrong after a right was removed, if a server believes the token."""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.core.answers.issued_token import IssuedToken
from workbench.core.text.units import duration
from workbench.core.text.wording import counted, named


@dataclass(frozen=True, slots=True)
class StaleWindow:
    """How long a server may answer by outdated data.

    Attributes:
        seconds: the longest time; 0 if every change works immediately, None if the tokens never expire.
        believed: claims that give rights, and are believed until the token expires.
        account_check: whether a disabled account is refused immediately.
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
                "a right that is removed is gone with the next request."
            )
        end = "forever, since the tokens never expire" if self.seconds is None else "until the token expires"
        parts = []
        if self.believed:
            names = ", ".join(named(name) for name in self.believed)
            claims = "this claim" if len(self.believed) == 1 else counted(len(self.believed), "claim")
            parts.append(
                f"The server believes {claims} of the token: {names}. A right that is removed keeps working {end}."
            )
        if self.account_check:
            parts.append("A disabled account is refused immediately: each request looks it up.")
        else:
            parts.append(f"A disabled account keeps working {end}: no request looks it up.")
        return " ".join(parts)


def wrong_for(trusted_claims: Iterable[str], *, account_check: bool, tokens: Iterable[IssuedToken]) -> StaleWindow:
    """Work out the stale window of a design.

    Args:
        trusted_claims: names of the claims that its grants take rights from.
        account_check: whether each request asks the directory if the account is enabled.
        tokens: those that were issued under it; a claim that none of them carries is not believed.
    """
    issued = tuple(tokens)
    carried = frozenset().union(*(token.claims for token in issued))
    believed = tuple(name for name in trusted_claims if name in carried)
    if not believed and account_check:
        return StaleWindow(0, (), account_check)
    lifetimes = [token.lifetime_s for token in issued]
    known = [each for each in lifetimes if each is not None]
    return StaleWindow(max(known) if known and len(known) == len(lifetimes) else None, believed, account_check)
