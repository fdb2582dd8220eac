"""All rules on keys in one table, in the order of their ids, and the two questions that they answer."""

from collections.abc import Iterable, Sequence

from workbench.core.keys.purpose import Contradiction
from workbench.core.lint.keys import ring_rules, rsa_rules, secret_rules
from workbench.core.lint.keys.finding import KeyFinding
from workbench.core.lint.keys.purpose_rules import says
from workbench.core.lint.keys.rule import IsCommon, KeyRule, Look
from workbench.core.lint.keys.subject import KeySubject
from workbench.core.lint.severity import Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_RANDOM_OCTETS = "Generate a new one, or use as many random bytes as the hash has."
_NEW_RSA = "Generate a new RSA key, and stop trusting this one."
_SAY_VERIFY = 'For tokens, take a key that says "use": "sig", or "key_ops": ["verify"].'

RULES: tuple[KeyRule, ...] = (
    KeyRule("KEY001", _ERROR, "RFC 7518 section 3.2", _RANDOM_OCTETS, secret_rules.short),
    KeyRule("KEY002", _ERROR, "RFC 8725 section 3.5", _RANDOM_OCTETS, secret_rules.common),
    KeyRule("KEY003", _ERROR, "RFC 8725 section 3.5", _RANDOM_OCTETS, secret_rules.pattern),
    KeyRule("KEY004", _WARNING, "RFC 8725 section 3.5", _RANDOM_OCTETS, secret_rules.words),
    KeyRule(
        "KEY005",
        _WARNING,
        "RFC 7518 section 3.2",
        "Read the digits as bytes if they encode bytes; otherwise use as many random bytes as the hash has.",
        secret_rules.few_signs,
    ),
    KeyRule(
        "KEY006",
        _ERROR,
        "RFC 8725 section 2.1",
        "Use the public key to verify with, under its own algorithm; a secret has to be random.",
        secret_rules.public_key,
    ),
    KeyRule("KEY010", _ERROR, "RFC 7518 section 3.3", _NEW_RSA, rsa_rules.short),
    KeyRule("KEY011", _ERROR, "RFC 8017 section 3.1", _NEW_RSA, rsa_rules.exponent_is_none),
    KeyRule(
        "KEY012",
        _WARNING,
        "FIPS 186-5 appendix A.1.1",
        "Prefer a key with the exponent 65,537, as Generate makes them.",
        rsa_rules.exponent_small,
    ),
    KeyRule(
        "KEY013",
        _WARNING,
        "FIPS 186-5 appendix A.1.1",
        "Prefer a key with the exponent 65,537, as Generate makes them.",
        rsa_rules.exponent_huge,
    ),
    KeyRule("KEY014", _ERROR, "RFC 8017 section 3.1", _NEW_RSA, rsa_rules.small_factor),
    KeyRule("KEY015", _ERROR, "CVE-2022-26320", _NEW_RSA, rsa_rules.primes_close),
    KeyRule("KEY016", _ERROR, "CVE-2017-15361", _NEW_RSA, rsa_rules.roca),
    KeyRule("KEY020", _ERROR, "RFC 7517 section 4.2", _SAY_VERIFY, says(Contradiction.USE)),
    KeyRule("KEY021", _ERROR, "RFC 7517 section 4.3", _SAY_VERIFY, says(Contradiction.KEY_OPS)),
    KeyRule(
        "KEY022",
        _ERROR,
        "RFC 7518 section 3.1",
        "Give the key the algorithm of its type and curve.",
        says(Contradiction.ALG),
    ),
    KeyRule("KEY023", _ERROR, "RFC 7517 section 4.3", _SAY_VERIFY, says(Contradiction.INCONSISTENT)),
    KeyRule("KEY024", _WARNING, "RFC 7517 section 4.3", "Say each operation once.", says(Contradiction.DUPLICATE)),
)
"""Every rule on a single key; those on several keys are in `ring_rules`."""


def judge(key: KeySubject, is_common: IsCommon) -> tuple[KeyFinding, ...]:
    """Check a single key; never raises, whatever the key.

    Args:
        key: the key.
        is_common: recognises the secrets that others try first.

    Returns:
        the findings, errors first, those of one severity in the order of their rules' ids.
    """
    look = Look(key, is_common)
    return ordered(finding for rule in RULES for finding in rule.findings(look))


def judge_among(keys: Sequence[KeySubject]) -> list[tuple[KeyFinding, ...]]:
    """What each of *keys* has to do with the others, in their order."""
    return [ordered(findings) for findings in ring_rules.among(keys)]


def ordered(findings: Iterable[KeyFinding]) -> tuple[KeyFinding, ...]:
    """*findings* with the worst first."""
    return tuple(sorted(findings, key=lambda finding: (finding.severity.rank, finding.rule_id)))
