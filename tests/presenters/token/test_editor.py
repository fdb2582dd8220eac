import json

import pytest

from tests.presenters.stand_ins import NOW, heard, key
from workbench.core.answers.outcome import Flip, FlipChange, FlipWhere
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import ClaimEditError, JsonTextError
from workbench.core.signing.header_update import HeaderUpdate
from workbench.core.signing.jose import sign
from workbench.core.token.compact import encode_segment
from workbench.core.verification.signature_state import SignatureState
from workbench.presenters.status import StatusLevel
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.token.editor_state import TokenOrigin

ISSUER = key("demo-issuer", trusted=True)
STRANGER = key("stranger")
# White space on purpose: what was issued is to be kept byte for byte.
PAYLOAD = (
    '{"iss": "https://demo.example", "sub": "bob", "aud": "documents", "roles": ["viewer"],'
    f' "exp": {NOW + 1800}, "nbf": {NOW}, "iat": {NOW}, "jti": "j1"}}'
)
ISSUED = sign({"typ": "JWT", "alg": "EdDSA", "kid": ISSUER.kid}, ClaimSet.from_json(PAYLOAD), ISSUER)


@pytest.fixture
def clock():
    return [NOW]


@pytest.fixture
def editor(qapp, clock):
    presenter = EditorPresenter(BenchToken(lambda: clock[0]))
    presenter.set_keys((ISSUER, STRANGER))
    presenter.token.expect("https://demo.example", "documents")
    presenter.choose_key(ISSUER.kid)
    return presenter


@pytest.fixture
def issued(editor):
    editor.token.set_issued(ISSUED)
    return editor


def row(editor, name):
    return editor.token.state.reading.claims.row(name)


def payload(editor):
    return editor.token.state.reading.claims.to_dict()


def test_an_issued_token_is_valid_and_unedited(issued):
    state = issued.token.state
    assert state.text == ISSUED
    assert state.origin is TokenOrigin.ISSUED
    assert state.signature.state is SignatureState.TRUSTED
    assert state.claims.ok
    assert not state.stale
    assert not state.is_edited
    assert not state.changes


def test_an_edit_leaves_the_signature_and_says_that_it_is_stale(issued):
    issued.edit_claim(row(issued, "roles"), '["viewer", "admin"]')
    assert issued.token.state.text.split(".")[2] == ISSUED.split(".")[2]
    assert issued.token.state.text.split(".")[0] == ISSUED.split(".")[0]
    assert issued.token.state.stale
    assert issued.token.state.signature.state is not SignatureState.TRUSTED
    assert issued.token.state.changes["roles"].words == "added admin"


def test_taking_an_edit_back_by_hand_gives_the_very_bytes_that_were_issued(issued):
    issued.edit_claim(row(issued, "sub"), "alice")
    assert issued.token.state.stale
    issued.edit_claim(row(issued, "sub"), "bob")
    assert issued.token.state.text == ISSUED
    assert not issued.token.state.stale
    assert issued.token.state.signature.state is SignatureState.TRUSTED


@pytest.mark.parametrize("name", ["iss", "roles", "jti"])
def test_a_removed_claim_comes_back_to_its_place(issued, name):
    issued.remove_claim(row(issued, name))
    assert issued.token.state.removed == (name,)
    issued.revert_claim(name)
    assert issued.token.state.text == ISSUED


def test_an_added_claim_is_taken_out_by_reverting_it(issued):
    added = issued.add_claim()
    issued.rename_claim(added, "tenant")
    issued.edit_claim(added, '"acme"')
    assert payload(issued)["tenant"] == "acme"
    issued.revert_claim("tenant")
    assert issued.token.state.text == ISSUED


def test_reverting_everything_takes_back_header_claims_and_signature(issued):
    issued.choose_key(STRANGER.kid)
    issued.edit_claim(row(issued, "roles"), "[]")
    issued.sign()
    assert issued.token.state.text != ISSUED
    issued.token.revert()
    assert issued.token.state.text == ISSUED
    assert issued.token.state.signed_by is None


def test_signing_makes_the_edited_token_valid_again(issued):
    issued.edit_claim(row(issued, "roles"), '["admin"]')
    issued.sign()
    assert not issued.token.state.stale
    assert issued.token.state.signed_by == "demo-issuer"
    assert issued.token.state.signature.state is SignatureState.TRUSTED
    assert payload(issued)["roles"] == ["admin"]


def test_signing_with_a_key_the_server_does_not_trust_is_no_pass(issued):
    issued.choose_key(STRANGER.kid)
    issued.edit_claim(row(issued, "roles"), '["admin"]')
    issued.sign()
    assert issued.token.state.signature.state is SignatureState.NOT_TRUSTED
    assert issued.token.state.reading.header["kid"] == STRANGER.kid


def test_a_header_that_is_kept_stays_what_it_was(issued):
    issued.choose_key(STRANGER.kid)
    issued.choose_header_update(HeaderUpdate.KEEP)
    issued.sign()
    assert issued.token.state.reading.header["kid"] == ISSUER.kid
    assert issued.token.state.signature.state is SignatureState.INVALID


def test_signing_without_a_key_or_a_token_says_what_to_do(editor):
    found = heard(editor.status_changed)
    editor.sign()
    assert "Log in or paste" in found[-1].text
    editor.token.set_issued(ISSUED)
    editor.choose_key("gone")
    editor.sign()
    assert found[-1].text.startswith("Choose a key")
    assert found[-1].severity is StatusLevel.ERROR


def test_sign_each_edit_signs_by_itself(issued):
    issued.set_each_edit(True)
    issued.edit_claim(row(issued, "sub"), "alice")
    assert issued.token.state.signature.state is SignatureState.TRUSTED
    assert payload(issued)["sub"] == "alice"


@pytest.mark.parametrize(
    ("name", "typed"), [("exp", "someday"), ("exp", "true"), ("roles", "[1,"), ("roles", '"admin"'), ("roles", "{}")]
)
def test_a_refused_edit_keeps_the_last_good_token(issued, name, typed):
    with pytest.raises(ClaimEditError) as refused:
        issued.edit_claim(row(issued, name), typed)
    assert refused.value.name == name
    assert issued.token.state.text == ISSUED


def test_the_json_view_can_change_a_type_and_refuses_what_is_no_json(issued):
    issued.set_claims_json(json.dumps({"sub": 1}))
    assert payload(issued) == {"sub": 1}
    before = issued.token.state.text
    with pytest.raises(JsonTextError) as refused:
        issued.set_claims_json('{"sub": 1,\n"roles" 2}')
    assert (refused.value.line, issued.token.state.text) == (2, before)


@pytest.mark.parametrize("text", ["[]", '"x"', "1", ""])
def test_claims_and_header_must_be_objects(issued, text):
    with pytest.raises(JsonTextError):
        issued.set_claims_json(text)
    with pytest.raises(JsonTextError):
        issued.set_header_json(text)
    assert issued.token.state.text == ISSUED


def test_the_header_view_changes_the_header_alone(issued):
    issued.set_header_json('{"typ": "JWT", "alg": "none"}')
    assert issued.token.state.reading.header == {"typ": "JWT", "alg": "none"}
    assert issued.token.state.text.split(".")[1:] == ISSUED.split(".")[1:]
    issued.set_header_json(json.dumps({"typ": "JWT", "alg": "EdDSA", "kid": ISSUER.kid}, indent=2))
    assert issued.token.state.text == ISSUED


def test_a_pasted_token_is_compared_with_the_issued_one(issued):
    other = sign({"alg": "EdDSA"}, ClaimSet.from_json('{"sub": "eve"}'), STRANGER)
    issued.token.set_text(other)
    assert issued.token.state.baseline.text == ISSUED
    assert issued.token.state.changes["sub"].words == "was bob"
    assert not issued.token.state.stale, "a pasted token has its own signature"


def test_the_payload_changed_by_hand_in_the_token_leaves_the_signature_stale(issued):
    head, _, signature = ISSUED.split(".")
    issued.token.set_text(f"{head}.{encode_segment(PAYLOAD.replace('bob', 'alice').encode())}.{signature}")
    assert issued.token.state.stale
    issued.token.set_text(ISSUED)
    assert not issued.token.state.stale


def test_the_type_is_judged_as_the_design_does(issued):
    issued.token.expect_design("at+jwt", None)
    assert not issued.token.state.claims.ok
    issued.token.expect_design("JWT", None)
    assert issued.token.state.claims.ok


def test_a_pasted_token_without_a_log_in_is_its_own_baseline(editor):
    editor.token.set_text(ISSUED)
    assert editor.token.state.origin is TokenOrigin.PASTED
    editor.edit_claim(row(editor, "sub"), "alice")
    assert editor.token.state.changes["sub"].words == "was bob"
    editor.token.revert()
    assert editor.token.state.text == ISSUED


# Of 86 characters of a signature 45 remain, which no octets are encoded in; 46 might be some, if the last fits.
@pytest.mark.parametrize("text", ["x", "a.b", "a.b.c.d", "....", "eyJ9.!!.x", ISSUED[:-41], ISSUED + "=", "\ud800"])
def test_a_broken_token_is_shown_as_it_is_with_its_faults(issued, text):
    issued.token.set_text(text)
    assert issued.token.state.text == text
    assert issued.token.state.reading.faults


def test_the_claims_of_a_token_with_a_broken_signature_can_still_be_edited(issued):
    issued.token.set_text(ISSUED[:-1])
    issued.edit_claim(row(issued, "sub"), "alice")
    assert payload(issued)["sub"] == "alice"
    issued.sign()
    assert issued.token.state.signature.state is SignatureState.TRUSTED


def test_a_broken_payload_can_be_mended_in_the_json_view(issued):
    head, _, signature = ISSUED.split(".")
    issued.token.set_text(f"{head}.{encode_segment(b'{oops')}.{signature}")
    assert issued.token.state.reading.claims is None
    issued.set_claims_json('{"sub": "bob"}')
    assert payload(issued) == {"sub": "bob"}


def test_the_claims_expire_with_the_servers_clock(issued, clock):
    clock[0] = NOW + 1800
    issued.token.tick()
    assert not issued.token.state.claims.ok
    assert issued.token.state.signature.state is SignatureState.TRUSTED, "two verdicts, told apart"


def test_advice_of_the_server_can_be_applied(issued):
    issued.apply(Flip(FlipChange.ADD, FlipWhere.CLAIM, "roles", "admin", 'add "admin" to roles'))
    assert payload(issued)["roles"] == ["viewer", "admin"]


def test_an_emptied_field_is_no_token(issued):
    issued.token.set_text("")
    assert issued.token.state.is_empty
    issued.token.set_text(ISSUED)
    assert issued.token.state.origin is TokenOrigin.ISSUED
    assert not issued.token.state.is_edited


def test_a_signature_is_verified_for_another_token_or_another_ring_and_not_because_time_passes(editor, issued, clock):
    verdict, changes = editor.token.state.signature, editor.token.state.changes
    clock[0] += 60
    editor.token.tick()
    assert editor.token.state.signature is verdict
    assert editor.token.state.changes is changes
    editor.set_keys((STRANGER,))
    assert editor.token.state.signature.state is SignatureState.UNKNOWN_KEY
    editor.set_keys((ISSUER,))
    assert editor.token.state.signature.state is SignatureState.TRUSTED
    editor.edit_claim(1, "alice")
    assert editor.token.state.signature.state is SignatureState.INVALID
    assert "sub" in editor.token.state.changes
    editor.token.undo()
    assert editor.token.state.signature.state is SignatureState.TRUSTED
    assert editor.token.state.changes == {}
