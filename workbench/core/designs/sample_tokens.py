"""A token of each design for one user, as an example of what the design puts in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.core.server.info import DesignInfo, Mechanism
from workbench.core.text.units import duration
from workbench.core.text.wording import joined


@dataclass(frozen=True, slots=True)
class SamplesQuestion:
    """Whose tokens are issued."""

    username: str


@dataclass(frozen=True, slots=True)
class SampleToken:
    """A token that a design issued.

    Attributes:
        design: id of the design.
        claims_text: its claims set as indented JSON; empty for a reference token, from which nothing can be read.
        token_bytes: its length.
        claims: names of its claims.
    """

    design: str
    claims_text: str = field(repr=False)
    token_bytes: int
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Samples:
    """One token of each design, all of the same user at the same moment."""

    username: str
    tokens: tuple[SampleToken, ...]

    def of(self, design: str) -> SampleToken | None:
        """The token of this design; None if it issued none."""
        return next((each for each in self.tokens if each.design == design), None)


NOTHING_READABLE = "nothing: a reference token"


def contents_words(design: DesignInfo, sample: SampleToken | None = None) -> str:
    """What the design puts in a token beside the claims that every token has, in a few words.

    Without a *sample* it names claims for which some scenario has no data, such as a tenant, too.
    """
    if design.opaque:
        return NOTHING_READABLE
    return ", ".join(_present(design.claims, sample)) or "only who the user is"


def decision_words(design: DesignInfo, sample: SampleToken | None = None) -> str:
    """What the design decides by, and what it needs beside tokens and a directory, in sentences."""
    sentences = ["Rights are looked up for each request."]
    trusted = _present(design.trusted_claims, sample)
    if trusted:
        sentences = [f"Rights come from {joined(trusted)}."]
    if design.account_check:
        sentences.append("Each request checks that the account exists and is enabled.")
    if design.lifetime_s is not None:
        sentences.append(f"Tokens last {duration(design.lifetime_s)}.")
    needed = [each.value for each in Mechanism if each in design.mechanisms]
    if needed:
        sentences.append(f"It needs: {joined(needed)}.")
    return " ".join(sentences)


def _present(claims: Sequence[str], sample: SampleToken | None) -> list[str]:
    return [each for each in claims if sample is None or not sample.claims_text or each in sample.claims]
