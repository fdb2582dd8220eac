from dataclasses import replace

import pytest

from tests.presenters.stand_ins import NOW, heard
from tests.presenters.token.test_editor import ISSUED, ISSUER, clock, editor  # noqa: F401  fixtures
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.signing_key import SigningKey
from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens import References, TokenKind
from workbench.core.signing.jose import sign
from workbench.core.token.segments import encode_segment
from workbench.presenters.token.findings import FindingsPresenter


@pytest.fixture
def findings(editor):  # noqa: F811
    return FindingsPresenter(editor, References)


def rules(presenter):
    return [finding.rule_id for finding in presenter.findings]


def test_findings_follow_the_token(findings, editor):  # noqa: F811
    editor.token.set_issued(ISSUED)
    assert "JWT002" not in rules(findings)
    editor.remove_claim(editor.token.state.reading.claims.row("exp"))
    assert "JWT002" in rules(findings)
    editor.token.revert()
    assert "JWT002" not in rules(findings)
    editor.token.set_text("")
    assert findings.findings == ()


def test_nothing_is_told_again_while_only_time_passes(findings, editor):  # noqa: F811
    editor.token.set_issued(ISSUED)
    told = heard(findings.findings_changed)
    editor.token.tick()
    assert told == []


def test_a_fix_settles_its_finding_and_leaves_the_signature_stale(findings, editor):  # noqa: F811
    editor.token.set_issued(ISSUED)
    editor.remove_claim(editor.token.state.reading.claims.row("exp"))
    finding = next(each for each in findings.findings if each.rule_id == "JWT002")
    assert finding.severity is Severity.ERROR
    findings.fix(finding)
    assert "JWT002" not in rules(findings)
    assert "exp" in editor.token.state.reading.claims.names
    assert editor.token.state.stale
    assert editor.token.state.text.split(".")[2] == ISSUED.split(".")[2]


def test_the_preview_of_a_fix_is_what_the_fix_then_changes(findings, editor):  # noqa: F811
    editor.token.set_issued(ISSUED)
    editor.remove_claim(editor.token.state.reading.claims.row("exp"))
    text = editor.token.state.text
    finding = next(each for each in findings.findings if each.rule_id == "JWT002")
    preview = findings.preview(finding)
    assert editor.token.state.text == text, "a preview changes nothing"
    findings.fix(finding)
    claims = editor.token.state.reading.claims
    assert preview == f"adds exp: {claims.to_dict()['exp']}"
    assert findings.preview(replace(finding, fix=None)) == ""


def test_the_key_of_the_ring_that_the_header_names_is_judged_too(editor):  # noqa: F811
    findings = FindingsPresenter(editor, References, lambda secret: secret == b"changeme")
    weak = SigningKey("weak", "weak", "HS256", NOW, {"kty": "oct", "k": encode_segment(b"changeme")})
    header = {"alg": "HS256", "typ": "JWT", "kid": "weak"}
    editor.token.set_issued(sign(header, ClaimSet.from_dict({"sub": "bob"}), weak))
    assert "JWT034" not in rules(findings)
    findings.set_ring((weak,))
    assert "JWT034" in rules(findings)
    findings.set_ring((replace(weak, kid="other"),))
    assert "JWT034" not in rules(findings)


DPOP = ".".join((encode_segment(b'{"alg":"ES256","typ":"dpop+jwt"}'), encode_segment(b"{}"), "AAAA"))


def test_a_kind_that_was_chosen_by_hand_holds_for_that_token_and_its_edits_alone(findings, editor):  # noqa: F811
    editor.token.set_issued(ISSUED)
    findings.choose_kind(TokenKind.ID)
    editor.set_claims(editor.token.state.reading.claims.with_value("sub", "ada"))
    header, payload, signature = editor.token.state.text.split(".")
    editor.token.set_text(f"{header}.{payload}.{signature[:-4]}")
    editor.token.revert()
    editor.token.tick()
    assert findings.kind.sentence == "Read as an ID token: chosen by hand."
    editor.token.open_token(DPOP, "paste a token")
    assert findings.kind.sentence == "Read as a DPoP proof: typ is dpop+jwt."
    findings.choose_kind(TokenKind.ACCESS)
    editor.token.set_issued(ISSUED)
    assert findings.kind.sentence == "Read as an access token: it has the claim roles."
    assert findings.kind.chosen is None


def test_the_kind_is_told_once_and_follows_the_token_and_the_choice(findings, editor):  # noqa: F811
    seen = heard(findings.kind_changed)
    editor.token.set_issued(ISSUED)
    editor.token.tick()
    assert [kind.sentence for kind in seen] == ["Read as an access token: it has the claim roles."]
    findings.choose_kind(TokenKind.ID)
    assert findings.kind.sentence == "Read as an ID token: chosen by hand."
    assert "JWT023" in rules(findings)
    findings.choose_kind(None)
    assert findings.kind == seen[0]
    editor.token.set_text("")
    assert findings.kind.sentence == ""
