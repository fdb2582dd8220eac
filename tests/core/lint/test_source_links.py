import pytest

from workbench.core.lint.source_links import source_links
from workbench.core.lint.tokens.table import RULES

CORE = "https://openid.net/specs/openid-connect-core-1_0.html"
NIST = "https://pages.nist.gov/800-63-3/sp800-63c.html"


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("RFC 8725 section 3.2", [("RFC 8725 section 3.2", "https://www.rfc-editor.org/rfc/rfc8725.html#section-3.2")]),
        (
            "RFC 7519 sections 4.1.4 and 4.1.5",
            [("RFC 7519 sections 4.1.4 and 4.1.5", "https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.4")],
        ),
        (
            "RFC 7519 section 2, NumericDate",
            [("RFC 7519 section 2", "https://www.rfc-editor.org/rfc/rfc7519.html#section-2")],
        ),
        (
            "OpenID Connect Core section 2, NIST SP 800-63C section 6.2.5",
            [("OpenID Connect Core section 2", CORE), ("NIST SP 800-63C section 6.2.5", NIST)],
        ),
        ("default limits of real servers, measured", []),
        ("Okta refuses 100 groups, Entra drops 200", []),
    ],
)
def test_a_source_leads_to_the_documents_it_names(source, links):
    assert list(source_links(source)) == links


def test_every_rule_that_names_a_standard_has_a_link():
    for rule in RULES:
        assert bool(source_links(rule.source)) == rule.source.startswith(("RFC", "OpenID", "NIST")), rule.rule_id
