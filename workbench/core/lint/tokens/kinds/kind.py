"""What a table of a kind of token says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.core.lint.severity import Severity


class TokenKind(StrEnum):
    """What a token is for; what it must have and how long it may live depend on it."""

    ACCESS = "access-token"
    ID = "id-token"
    LOGOUT = "logout-token"
    DPOP = "dpop-proof"
    CLIENT_ASSERTION = "client-assertion"
    ASSERTION = "assertion"
    REQUEST_OBJECT = "request-object"
    SECURITY_EVENT = "security-event"
    SD_JWT = "sd-jwt-credential"
    KEY_BINDING = "key-binding"
    KEY_PROOF = "key-proof"
    CREDENTIAL = "credential"
    STATUS_LIST = "status-list"
    INTROSPECTION = "introspection-response"
    ENTITY_STATEMENT = "entity-statement"
    WORKLOAD = "workload"
    API_KEY = "api-key"
    UNKNOWN = "unknown"


SPECIAL_RULES = frozenset({
    "JWT010", "JWT013", "JWT015", "JWT016", "JWT021", "JWT025", "JWT026", "JWT027", "JWT028", "JWT032", "JWT036",
    "JWT042", "JWT043", "JWT053", "JWT055",
})  # fmt: skip
"""Rules that hold for the kinds alone whose tables name them; every other rule is general, and asks the table."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long tokens of a kind may live.

    Attributes:
        longest_s: seconds from ``iat`` to ``exp`` that nothing is said against.
        why: what speaks against more, as the end of a sentence.
        source: what says so.
        far_too_long_s: seconds beyond which it is an error; None for never.
    """

    longest_s: int
    why: str
    source: str
    far_too_long_s: int | None = None


@dataclass(frozen=True, slots=True)
class KindTable:
    """What a kind of token must have, must not have, and how long it may live.

    What a table does not name, such a token may have.

    Attributes:
        kind: which kind.
        words: the kind in a sentence: ``an access token``.
        source: the specification that says what it must have.
        types: values of ``typ`` that name the kind, in lower case without ``application/``; a fix sets the first.
        type_severity: how much another ``typ`` matters; None for not at all.
        must: claims that it must have, and how much it matters if one is missing.
        key_parameters: header parameters of which it must have exactly one.
        must_not: claims that it must not have, and how much it matters if one is there.
        sender_keys: header parameters that may bring a key along.
        asymmetric: whether a shared secret must not sign it.
        lifetime: how long it may live; None for as long as it likes.
        rules: those of the rules for some kinds alone that hold for it.
    """

    kind: TokenKind
    words: str
    source: str
    types: tuple[str, ...] = ()
    type_severity: Severity | None = None
    must: Mapping[str, Severity] = field(default_factory=dict)
    key_parameters: tuple[str, ...] = ()
    must_not: Mapping[str, Severity] = field(default_factory=dict)
    sender_keys: frozenset[str] = frozenset()
    asymmetric: bool = False
    lifetime: Lifetime | None = None
    rules: frozenset[str] = frozenset()

    def applies(self, rule_id: str) -> bool:
        """Whether a rule holds for tokens of this kind."""
        return rule_id not in SPECIAL_RULES or rule_id in self.rules


def of_severity(severity: Severity, *names: str) -> dict[str, Severity]:
    """The same severity for each of these claims."""
    return dict.fromkeys(names, severity)
