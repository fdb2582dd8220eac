"""Tokens of further vendors and standards: each is of the right kind and has these errors and warnings, no others.

They are built from what the vendors document; the claims are facts, the values are invented.
"""

import json
from pathlib import Path

from tests.core.lint.tokens.test_kinds import check_fixes, named, subject
from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens import TokenKind, lint

TOKENS = json.loads((Path(__file__).parent / "vendor_tokens.json").read_text(encoding="utf-8"))


@named(TOKENS)
def test_a_token_of_a_vendor_is_of_its_kind_and_has_no_other_findings_than_these(token):
    looked_at = subject(token)
    assert looked_at.kind == token["kind"], looked_at.kind_reason
    found = lint(looked_at)
    assert sorted({each.rule_id for each in found if each.severity is Severity.ERROR}) == token["errors"]
    assert sorted({each.rule_id for each in found if each.severity is Severity.WARNING}) == token["warnings"]


@named(TOKENS)
def test_no_fix_on_it_makes_a_new_error_whatever_kind_it_is_said_to_be(token):
    check_fixes(subject(token))
    for kind in TokenKind:
        check_fixes(subject(token, profile=kind))
