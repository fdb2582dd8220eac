import json
import os

import pytest

from tests import weak_keys
from tests.common_secrets import is_common_secret
from tests.presenters.stand_ins import NOW, RunLater, heard, key, run_now
from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.key_files.pasted_keys import SecretReading
from workbench.core.signing.jose import sign
from workbench.core.verification.claim_expectations import ClaimExpectations
from workbench.core.verification.key_verdict import SignatureResult
from workbench.presenters.status import StatusLevel
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.token.expectations import TokenExpectations
from workbench.presenters.token.key_source import ALL_KEYS, PASTED_KEY, SECRET, KeySourcePresenter
from workbench.presenters.token.verify import VerifyPresenter

KEY, OTHER = key("mine"), key("other")
DEMO = ClaimExpectations("https://demo.example", "documents", "JWT")


def token(signer=KEY, iss="https://demo.example", **more):
    claims = {"iss": iss, "sub": "bob", "aud": "documents", "exp": NOW + 60} | more
    return sign({"typ": "JWT", "alg": signer.algorithm, "kid": signer.kid}, ClaimSet.from_dict(claims), signer)


class Desk:
    """An editor and what verifies its token; `said` is what the key line told."""

    def __init__(self, run):
        self.now = NOW
        self.editor = EditorPresenter(BenchToken(lambda: self.now))
        self.keys = KeySourcePresenter({"/key.jwk": json.dumps(KEY.public_jwk())}.__getitem__, run, is_common_secret)
        self.expected = TokenExpectations(self.editor.token)
        self.verify = VerifyPresenter(self.editor.token, self.keys, self.expected, run)
        self.said = heard(self.keys.status_changed)
        self.reports = heard(self.verify.report_changed)
        self.expected.expect(DEMO.issuer, DEMO.audience)
        self.expected.expect_design(DEMO.token_type, None)
        self.keys.set_ring((KEY, OTHER))
        self.verify.watch(True)

    @property
    def result(self):
        return self.verify.report.signature.result


@pytest.fixture
def desk(qapp):
    return Desk(run_now)


@pytest.fixture
def later():
    return RunLater()


@pytest.fixture
def slow(qapp, later):
    return Desk(later)


def test_the_token_is_verified_while_it_is_typed(desk):
    desk.editor.token.set_issued(token())
    assert desk.result is SignatureResult.VALID
    assert desk.verify.report.failed == ()
    desk.editor.edit_claim(1, "alice")
    assert desk.result is SignatureResult.INVALID
    desk.editor.token.undo()
    assert desk.result is SignatureResult.VALID


def test_nothing_is_verified_while_nobody_looks_and_at_once_when_somebody_does(desk):
    desk.verify.watch(False)
    desk.editor.token.set_issued(token())
    assert desk.reports == []
    desk.verify.watch(True)
    assert desk.result is SignatureResult.VALID


@pytest.mark.parametrize(
    ("source", "result"),
    [
        (ALL_KEYS, SignatureResult.VALID),
        (KEY.kid, SignatureResult.VALID),
        (OTHER.kid, SignatureResult.INVALID),
        (PASTED_KEY, SignatureResult.NO_KEY),
        (SECRET, SignatureResult.NO_KEY),
    ],
    ids=["every key", "its key", "another key", "nothing pasted", "no secret"],
)
def test_the_key_is_the_one_that_was_chosen(desk, source, result):
    desk.editor.token.set_issued(token())
    desk.keys.choose(source)
    assert desk.result is result


def test_a_pasted_key_is_recognised_or_it_is_said_what_is_wrong(desk):
    desk.editor.token.set_issued(token())
    desk.keys.choose(PASTED_KEY)
    assert desk.said[-1].severity is StatusLevel.INFO, "that there is none yet is no error"
    desk.keys.set_text("{")
    assert (desk.said[-1].severity, "line 1" in desk.said[-1].text) == (StatusLevel.ERROR, True)
    desk.keys.set_text(json.dumps(KEY.public_jwk()))
    assert (desk.said[-1].severity, desk.result) == (StatusLevel.OK, SignatureResult.VALID)
    desk.keys.set_text(json.dumps(KEY.private_jwk()))
    assert (desk.said[-1].severity, desk.result) == (StatusLevel.WARNING, SignatureResult.VALID)


def test_a_key_is_opened_from_a_file(desk):
    desk.editor.token.set_issued(token())
    desk.keys.choose(PASTED_KEY)
    shown = heard(desk.keys.text_changed)
    desk.keys.open("/key.jwk")
    assert shown == [json.dumps(KEY.public_jwk())]
    assert desk.result is SignatureResult.VALID


def test_a_secret_says_its_octets_and_that_it_is_short(desk):
    desk.keys.choose(SECRET)
    desk.keys.set_secret("abcd")
    assert desk.said[-1].text.startswith("4 bytes as text, 3 as base64url, 2 as hex. The secret has 4 bytes")
    desk.keys.choose_reading(SecretReading.HEX)
    assert "The secret has 2 bytes" in desk.said[-1].text
    assert "HS256" in desk.verify.algorithms


def test_what_is_expected_is_filled_in_for_tokens_of_the_demo_server_alone(desk):
    desk.editor.token.set_issued(token())
    assert desk.verify.expectations == DEMO
    desk.editor.token.set_text(token(iss="https://elsewhere.example"))
    assert desk.verify.expectations == ClaimExpectations()
    assert desk.verify.report.claims.ok
    desk.editor.token.revert()
    assert desk.verify.expectations == DEMO
    desk.editor.edit_claim(0, "https://evil.example")
    assert desk.verify.expectations == DEMO, "an edit makes no token from elsewhere"
    assert [check.name for check in desk.verify.report.failed] == ["signature", "iss"]


def test_what_the_user_expects_stays(desk):
    mine = ClaimExpectations("x", None, None, 5)
    desk.verify.set_expectations(mine)
    desk.editor.token.set_issued(token())
    assert desk.verify.expectations == mine


def test_the_claims_are_judged_again_as_time_goes_by_without_verifying_again(desk):
    desk.editor.token.set_issued(token())
    before = desk.verify.report.signature
    desk.now += 61
    desk.editor.token.tick()
    assert desk.verify.report.signature is before
    assert [check.name for check in desk.verify.report.failed] == ["exp"]


def test_the_old_verdict_is_never_shown_for_a_large_token_that_changed_meanwhile(slow, later, qtbot):
    large = ["x" * 100] * 300
    slow.editor.token.set_issued(token(canRead=large))
    assert slow.verify.report is None
    qtbot.waitUntil(lambda: len(later.waiting) == 1)
    slow.editor.edit_claim(1, "mallory")
    qtbot.waitUntil(lambda: len(later.waiting) == 2)
    later.let_one_through()
    assert slow.reports == [], "it was the verdict on the token of before"
    later.let_one_through()
    assert slow.result is SignatureResult.INVALID
    slow.editor.token.undo()
    assert slow.verify.report is None, "nothing is known yet of the token that is back"
    qtbot.waitUntil(lambda: len(later.waiting) == 1)
    later.let_one_through()
    assert slow.result is SignatureResult.VALID


def test_a_verdict_under_another_key_is_dropped_as_well(slow, later, qtbot):
    slow.editor.token.set_issued(token(canRead=["x" * 100] * 300))
    qtbot.waitUntil(lambda: len(later.waiting) == 1)
    slow.keys.choose(OTHER.kid)
    later.let_one_through()
    assert slow.verify.report is None


def test_without_a_token_there_is_no_report(desk):
    desk.editor.token.set_issued(token())
    desk.editor.token.set_text("")
    assert desk.verify.report is None
    assert desk.reports[-1] is None


def test_a_broken_token_has_its_faults_among_the_checks(desk):
    desk.editor.token.set_text("eyJhbGciOiJFZERTQSJ9.e30.AAAA=")
    assert ("format", CheckOutcome.FAIL) in [(check.name, check.outcome) for check in desk.verify.report.checks]


def test_what_is_wrong_with_a_pasted_key_is_said_and_it_verifies_all_the_same(desk):
    desk.keys.choose(PASTED_KEY)
    roca = {name: weak_keys.roca()[name] for name in ("kty", "n", "e")}
    desk.keys.set_text(json.dumps(roca))
    assert "the fingerprint of ROCA" in desk.said[-1].text
    assert desk.said[-1].severity is StatusLevel.WARNING
    assert len(desk.keys.keys) == 1
    one, other = (key(name).public_jwk() | {"kid": "same"} for name in ("one", "other"))
    desk.keys.set_text(json.dumps({"keys": [one, other, one, other]}))
    assert 'Key 1 of the set: The kid "same" is also that of key 2 of the set' in desk.said[-1].text
    assert desk.said[-1].text.endswith("And 3 more.")
    desk.keys.set_text(json.dumps({"keys": [one, key("other").public_jwk() | {"use": "enc"}]}))
    assert desk.said[-1].text.startswith(
        'Recognized a JWK set of 2 keys. 1 key is ignored (key 2 of the set): Its use is "enc"'
    )


def test_a_typed_secret_that_everybody_tries_is_said_to_be_one(desk):
    desk.keys.choose(SECRET)
    desk.keys.set_secret("changeme")
    assert "one of those that everybody tries first" in desk.said[-1].text
    desk.keys.choose_reading(SecretReading.HEX)
    desk.keys.set_secret(os.urandom(32).hex())
    assert (desk.said[-1].severity, "bytes" in desk.said[-1].text) == (StatusLevel.INFO, True)
