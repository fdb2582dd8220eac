"""All rules in one table, in the order of their ids."""

from collections.abc import Iterator

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens import (
    content_rules,
    header_rules,
    kind_rules,
    party_rules,
    privacy_rules,
    rights_rules,
    size_rules,
    time_rules,
)
from workbench.core.lint.tokens.finding import Finding
from workbench.core.lint.tokens.rule import Rule
from workbench.core.lint.tokens.subject import Subject
from workbench.core.token.segments import Segment

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_HEADER, _PAYLOAD, _TOKEN = Segment.HEADER, Segment.PAYLOAD, Segment.TOKEN

# An id is never given to another rule.
# JWT044, on the time of the login, would need to know which login an API requires for sensitive operations.
RULES: tuple[Rule, ...] = (
    Rule("JWT001", _ERROR, "RFC 8725 section 3.2", _HEADER, header_rules.not_signed),
    Rule("JWT002", _ERROR, "RFC 9068 section 2.2", _PAYLOAD, time_rules.expiry_missing),
    Rule("JWT003", _WARNING, "RFC 6750 section 5.3", _PAYLOAD, time_rules.lifetime_too_long),
    Rule("JWT004", _WARNING, "RFC 7519 section 4.1.4", _PAYLOAD, time_rules.lifetime_too_short),
    Rule("JWT005", _ERROR, "RFC 7519 section 2, NumericDate", _PAYLOAD, time_rules.not_numeric_date),
    Rule("JWT006", _ERROR, "RFC 7519 section 2, NumericDate", _PAYLOAD, time_rules.beyond_every_lifetime),
    Rule("JWT007", _ERROR, "RFC 7519 sections 4.1.4 and 4.1.5", _PAYLOAD, time_rules.window_empty),
    Rule("JWT008", _WARNING, "RFC 7519 section 4.1.6", _PAYLOAD, time_rules.issued_in_the_future),
    Rule("JWT009", _ERROR, "RFC 8725 section 3.9, RFC 9068 section 2.2", _PAYLOAD, party_rules.audience_missing),
    Rule("JWT010", _WARNING, "RFC 8725 section 2.8, RFC 9068 section 5", _PAYLOAD, party_rules.several_audiences),
    Rule("JWT011", _ERROR, "RFC 8725 section 3.9", _PAYLOAD, party_rules.audience_open),
    Rule("JWT012", _ERROR, "RFC 8725 section 3.8, RFC 9068 section 2.2", _PAYLOAD, party_rules.issuer_missing),
    Rule("JWT013", _WARNING, "RFC 8414 section 2, RFC 9068 section 4", _PAYLOAD, party_rules.issuer_not_https),
    Rule("JWT014", _ERROR, "RFC 9068 section 2.2", _PAYLOAD, party_rules.subject_missing),
    Rule(
        "JWT015",
        _WARNING,
        "OpenID Connect Core section 2, NIST SP 800-63C section 6.2.5",
        _PAYLOAD,
        party_rules.subject_not_opaque,
    ),
    Rule("JWT016", _ERROR, "OpenID Connect Core section 2", _PAYLOAD, party_rules.subject_not_interoperable),
    Rule("JWT017", _ERROR, "RFC 7519 sections 4.1.2 and 4.1.7", _PAYLOAD, party_rules.identifier_not_string),
    Rule("JWT018", _WARNING, "RFC 9068 section 2.2", _PAYLOAD, party_rules.token_id_missing),
    Rule("JWT019", _WARNING, "RFC 7519 section 4.1.7", _PAYLOAD, party_rules.token_id_guessable),
    Rule("JWT020", _WARNING, "RFC 9068 section 2.2", _PAYLOAD, time_rules.issue_time_missing),
    Rule("JWT021", _WARNING, "RFC 8725 section 3.11", _HEADER, header_rules.type_not_explicit),
    Rule("JWT022", _ERROR, "RFC 9068 sections 2.1 and 4", _HEADER, header_rules.not_an_access_token),
    Rule("JWT023", _WARNING, "RFC 8725 section 3.12, RFC 9068 section 5", _PAYLOAD, kind_rules.kinds_mixed),
    Rule("JWT024", _WARNING, "RFC 8693 section 4.2", _PAYLOAD, rights_rules.scope_not_string),
    Rule("JWT025", _INFO, "RFC 9068 sections 2.2.3 and 2.2.3.1", _PAYLOAD, rights_rules.name_not_registered),
    Rule("JWT026", _WARNING, "Okta refuses 100 groups, Entra drops 200", _PAYLOAD, rights_rules.many_rights),
    Rule("JWT027", _ERROR, "Okta refuses 100 groups, Entra drops 200", _PAYLOAD, rights_rules.too_many_rights),
    Rule("JWT028", _WARNING, "RFC 9068 section 4", _PAYLOAD, rights_rules.resources_listed),
    Rule("JWT029", _WARNING, "RFC 6265 section 6.1", _TOKEN, size_rules.too_large_for_a_cookie),
    Rule("JWT030", _WARNING, "default limits of servers", _TOKEN, size_rules.large),
    Rule("JWT031", _ERROR, "default limits of servers", _TOKEN, size_rules.too_large_for_servers),
    Rule("JWT032", _WARNING, "RFC 9068 section 6, RFC 7519 section 12", _PAYLOAD, privacy_rules.personal_data),
    Rule("JWT033", _ERROR, "RFC 9068 section 6", _PAYLOAD, privacy_rules.secret_in_payload),
    Rule("JWT034", _ERROR, "RFC 7518 section 3.2, RFC 8725 section 3.5", _TOKEN, header_rules.secret_weak),
    Rule("JWT035", _ERROR, "RFC 7518 section 3.3", _TOKEN, header_rules.rsa_key_short),
    Rule("JWT036", _WARNING, "RFC 9068 section 4", _HEADER, header_rules.secret_shared_between_parties),
    Rule("JWT037", _WARNING, "RFC 8725 section 3.10", _HEADER, header_rules.key_in_header),
    Rule("JWT038", _WARNING, "RFC 8725 section 3.10", _HEADER, header_rules.key_id_unsafe),
    Rule("JWT039", _ERROR, "RFC 7515 section 4.1.11, RFC 7797 section 7", _HEADER, header_rules.extension_refused),
    Rule("JWT040", _ERROR, "RFC 7519 section 4, RFC 7515 section 10.12", _TOKEN, content_rules.ambiguous),
    Rule("JWT041", _ERROR, "RFC 8259 sections 6 and 8.2", _TOKEN, content_rules.not_json),
    Rule("JWT042", _INFO, "RFC 7519 sections 4.2 and 4.3", _PAYLOAD, content_rules.name_collides),
    Rule("JWT043", _WARNING, "RFC 9068 section 4", _PAYLOAD, rights_rules.administrator_flag),
    Rule("JWT045", _INFO, "OpenID Connect Core section 5.6.2", _PAYLOAD, rights_rules.groups_elsewhere),
    Rule("JWT046", _INFO, "RFC 8693 section 4.1", _PAYLOAD, rights_rules.actors_nested),
    Rule("JWT047", _WARNING, "RFC 7800 section 3.1", _PAYLOAD, content_rules.several_confirmation_keys),
    Rule("JWT048", _WARNING, "RFC 7515 sections 2 and 7.1", _TOKEN, header_rules.not_compact),
    Rule("JWT049", _ERROR, "RFC 9068 section 2.2", _PAYLOAD, kind_rules.claim_missing),
    Rule("JWT050", _ERROR, "the specification of its kind", _PAYLOAD, kind_rules.value_not_of_kind),
    Rule("JWT051", _ERROR, "RFC 8725 section 3.11", _HEADER, header_rules.wrong_type),
    Rule("JWT052", _WARNING, "the specification of the claim", _PAYLOAD, kind_rules.type_of_registered),
    Rule("JWT053", _WARNING, "OpenID Connect Core 1.0 section 3.1.3.7", _PAYLOAD, party_rules.audiences_without_client),
    Rule("JWT054", _ERROR, "RFC 8725 section 3.1", _HEADER, header_rules.algorithm_symmetric),
    Rule("JWT055", _WARNING, "RFC 9700 section 2.3", _PAYLOAD, rights_rules.right_to_everything),
    Rule("JWT056", _WARNING, "RFC 7518 section 7.1, RFC 9864 section 2", _HEADER, header_rules.algorithm_discouraged),
    Rule("JWT057", _ERROR, "RFC 7515 section 4.1.3", _HEADER, header_rules.key_of_sender),
    Rule("JWT058", _ERROR, "RFC 7515 section 4.1", _HEADER, header_rules.parameter_of_wrong_type),
    Rule("JWT059", _ERROR, "RFC 9901 section 7.1", _PAYLOAD, kind_rules.disclosures_refused),
    Rule("JWT060", _ERROR, "RFC 9396 sections 2 and 2.2", _PAYLOAD, rights_rules.detail_of_wrong_type),
)
"""Every rule of the linter."""


def lint(subject: Subject) -> tuple[Finding, ...]:
    """Apply every rule to a token; never raises, whatever the token.

    Returns:
        the findings, errors first, those of one severity in the order of their rules' ids.
    """
    return tuple(sorted(_found(subject), key=lambda finding: finding.severity.rank))


def _found(subject: Subject) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule.findings(subject)
