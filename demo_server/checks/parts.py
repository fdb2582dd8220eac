"""The replaceable parts of a decision: what a weakness can wrap.

A server makes its decisions with one `Parts` value. A strict server has `demo_server.checks.strict.STRICT`; each
weakness that is switched on turns the value into another one, in which it wraps the parts that it names.

A part that returns a `Check` or a `GrantResult` marks a flawed result with `by_weakness`. The others call
`Evidence.note`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo_server.checks.evidence import Evidence
from demo_server.decision import Check
from demo_server.policy.grants import GrantFunction
from demo_server.policy.revocation import Revocation
from demo_server.policy.tenancy import FenceFunction
from demo_server.questions import Questions
from demo_server.tokens.dpop import ProofLog
from demo_server.tokens.reference_tokens import Introspection
from demo_server.tokens.trust import TrustStore, VerificationKey
from demo_server.world.lookups import DirectorySession

Decode = Callable[[str, Evidence], bytes]
"""Decodes one base64url segment of a token. Raises `SegmentError` for text that is not allowed."""

Parse = Callable[[bytes, Evidence], Mapping[str, Any]]
"""Reads the JSON object in a header or payload segment. Raises `SegmentError` for text that is not allowed."""

FindKey = Callable[[Evidence, "Rules"], VerificationKey | None]
"""Returns the key that the header names; None if the server does not trust it."""

CheckFunction = Callable[[Evidence, "Rules"], Check]
"""Makes one check, and adds what it found to the evidence."""

Order = Callable[[Evidence], Sequence[str]]
"""Returns the names of all checks in the order in which they run. What it notes is shown with the first check."""

DenyListId = Callable[[Evidence], str | None]
"""Returns what the deny-list knows the token by; None if the token cannot be revoked."""

RefusalText = Callable[[Check, Evidence], str]
"""Returns what the answer says about the check that failed."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a decision is made with.

    Attributes:
        decode: reads base64url.
        parse: reads JSON.
        find_key: looks up the verification key.
        checks: the function for each of `demo_server.decision.VERIFICATION_CHECKS`, and for `PROOF`.
        order: the order of these checks.
        deny_list_id: used by logout and by the ``revocation`` check.
        grants: the function for each grant kind.
        fence: keeps tenants apart.
        refusal_text: words a refusal.
    """

    decode: Decode
    parse: Parse
    find_key: FindKey
    checks: Mapping[str, CheckFunction]
    order: Order
    deny_list_id: DenyListId
    grants: Mapping[str, GrantFunction]
    fence: FenceFunction
    refusal_text: RefusalText


@dataclass(slots=True)  # not frozen, which would make it three times as slow to create, once for each request
class Rules:
    """What a token is checked against.

    Attributes:
        trust: the keys that the server accepts.
        issuer: the ``iss`` that it must have.
        audience: the ``aud`` that it must name.
        token_type: the ``typ`` that the design requires.
        now: seconds since 1970 UTC.
        revocation: how the design lets tokens be refused before ``exp``.
        is_revoked: asks the deny-list; None where the server's revocation is switched off.
        directory: asked for the subject's account; None where the design does not check it.
        usernames: the users by their ``sub``, as the design writes it.
        introspect: says what a reference token stands for.
        version_claim: where the token has the user's permission version; empty where it is not asked for.
        current_version: asks for the permission version of a user, by username.
        questions: counts what is asked, and knows which answers were kept ones.
        confirms: whether the design takes only tokens that are bound to a key.
        proofs: the proofs that were used.
        parts: what the checks are made of.
    """

    trust: TrustStore
    issuer: str
    audience: str
    token_type: str
    now: float
    revocation: Revocation
    is_revoked: Callable[[str], bool] | None
    directory: DirectorySession | None
    usernames: Mapping[str, str]
    introspect: Callable[[str], Introspection]
    version_claim: str
    current_version: Callable[[str], int | None]
    questions: Questions
    confirms: bool
    proofs: ProofLog
    parts: Parts

    def username(self, evidence: Evidence) -> str | None:
        """Return the user whom the token is about; None if no user has its ``sub``."""
        return self.usernames.get(evidence.subject)
