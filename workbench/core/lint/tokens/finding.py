"""A finding on a token, and the change that fixes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.nodes import Path
from workbench.core.lint.severity import Severity
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import named
from workbench.core.token.compact import Reading
from workbench.core.token.segments import Segment, encode_segment

ClaimsEdit = Callable[[ClaimSet], ClaimSet]
HeaderEdit = Callable[[Mapping[str, object]], dict[str, object]]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that fixes a finding; see ``apply_fix``.

    Both functions are pure, take any token, and leave alone what they do not find.

    Attributes:
        label: what it does, for a button: ``Set exp to one hour after iat``.
        claims: the change of the claims; None leaves the payload unchanged, octet for octet.
        header: the change of the header; None leaves it unchanged, octet for octet.
    """

    label: str
    claims: ClaimsEdit | None = field(default=None, compare=False, repr=False)
    header: HeaderEdit | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found on a token.

    Attributes:
        rule_id: the rule, ``JWT001`` and so on.
        severity: how much it matters for this token.
        segment: the part that it is about; TOKEN for the whole, or its key.
        path: names and list indexes that lead to the claim or header parameter; empty for the whole segment. The
            first element is the name of a claim, or of a header parameter.
        message: one sentence about this very token, of printable characters only.
        source: the specification and section, or the measurement, behind the rule.
        fix: the change that fixes it, if one needs no further knowledge.
        others: as ``path``, for each further claim that it is about.
    """

    rule_id: str
    severity: Severity
    segment: Segment
    path: Path
    message: str
    source: str
    fix: Fix | None = None
    others: tuple[Path, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """What leads to each claim or parameter that it is about; none for a whole segment."""
        return (self.path, *self.others) if self.path else self.others

    @property
    def name(self) -> str:
        """The path as one text, ``realm_access.roles``, of printable characters; empty for a whole segment."""
        return named(*self.path) if self.path else ""


def apply_fix(reading: Reading, fix: Fix) -> str:
    """The compact token with the fix made.

    Only a segment that the fix changes is rewritten. The signature stays unchanged, so that it no longer fits.
    What could not be read is not changed.
    """
    segments = list(reading.segments)
    if fix.header is not None and reading.header is not None:
        segments[0] = encode_segment(json_text.dump_compact(fix.header(reading.header)).encode())
    if fix.claims is not None and reading.claims is not None:
        segments[1] = encode_segment(fix.claims(reading.claims).to_json().encode())
    return reading.with_segments(segments)
