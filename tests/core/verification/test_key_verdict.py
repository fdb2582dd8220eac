import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from tests.core.key_files.outside_keys import certificate, private, spki
from tests.core.keys.ring import CREATED, KEYS, OTHER_ES256
from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.key_files.pasted_keys import SecretReading, read_keys, read_secret
from workbench.core.keys.public_jwk import public_jwk
from workbench.core.keys.signing_key import SigningKey, generate
from workbench.core.keys.verification_key import VerificationKey, of_ring, of_secret
from workbench.core.signing.jose import sign
from workbench.core.token.compact import encode_segment, read
from workbench.core.verification.claim_expectations import ClaimExpectations
from workbench.core.verification.key_verdict import SignatureResult, algorithms_of, judge_signature
from workbench.core.verification.report import report_on
from workbench.core.verification.ring_verdict import signature_verdict
from workbench.core.verification.signature_state import SignatureState

NOW = CREATED + 60
CLAIMS = ClaimSet.from_dict(
    {"iss": "https://issuer.example", "sub": "bob", "aud": ["a", "b"], "exp": CREATED + 600, "iat": CREATED}
)


def token(key, **header):
    return read(sign({"alg": key.algorithm, **header}, CLAIMS, key))


def made_by_hmac(alg, secret, **header):
    """A token signed without our own code: HMAC over any secret, as an attacker would."""
    text = f"{encode_segment(json.dumps({'alg': alg, **header}).encode())}.{encode_segment(CLAIMS.to_json().encode())}"
    digest = hmac.new(secret, text.encode(), getattr(hashlib, f"sha{alg[2:]}")).digest()
    return read(f"{text}.{encode_segment(digest)}")


def jwk_text(*keys, **members):
    jwks = [key.public_jwk() | members for key in keys]
    return json.dumps(jwks[0] if len(jwks) == 1 else {"keys": jwks})


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_key_verifies_what_it_signed_and_nothing_that_was_changed(algorithm):
    key = KEYS[algorithm]
    good = token(key)
    finding = judge_signature(good, [of_ring(key)])
    assert (finding.result, finding.ok) == (SignatureResult.VALID, True)
    assert f"{key.name} made this signature with {algorithm}" in finding.detail
    header, _, signature = good.text.split(".")
    changed = read(f"{header}.{encode_segment(b'{}')}.{signature}")
    assert judge_signature(changed, [of_ring(key)]).result is SignatureResult.INVALID


def test_a_pem_leaves_the_choice_among_its_type_and_says_that_the_header_made_it():
    key = KEYS["RS256"]
    jwk = {name: key.public_jwk()[name] for name in ("kty", "n", "e")}
    loose = VerificationKey("the PEM's key", jwk)
    assert "RS256" in loose.algorithms
    finding = judge_signature(token(key), [loose])
    assert finding.ok
    if len(loose.algorithms) > 1:
        assert "that it is RS256 is the header's word" in finding.detail
        other = next(alg for alg in loose.algorithms if alg != "RS256")
        chosen = judge_signature(token(key), [loose], other)
        assert chosen.result is SignatureResult.REFUSED
        assert f"{other} was chosen" in chosen.detail
    assert "is the header's word" not in judge_signature(token(key), [loose], "RS256").detail


def test_of_a_set_the_kid_chooses_and_without_one_each_is_tried_and_the_one_that_fitted_is_named():
    keys = read_keys(jwk_text(KEYS["ES256"], OTHER_ES256, KEYS["EdDSA"])).keys
    assert algorithms_of(keys) == ("ES256", "EdDSA")
    by_kid = judge_signature(token(OTHER_ES256, kid=OTHER_ES256.kid), keys)
    assert by_kid.ok
    assert "chose the key" in by_kid.detail
    without = judge_signature(token(OTHER_ES256), keys)
    assert without.detail.startswith("Key 2 of the set fitted")
    assert "each of 3 keys was tried" in without.detail
    wrong = judge_signature(token(OTHER_ES256, kid=KEYS["ES256"].kid), keys)
    assert wrong.result is SignatureResult.INVALID
    unknown = judge_signature(token(OTHER_ES256, kid="elsewhere"), keys)
    assert unknown.result is SignatureResult.UNKNOWN_KEY
    assert "Key 2 of the set made the signature, but the header names another" in unknown.detail


def test_a_set_of_one_key_still_goes_by_kid_while_a_key_on_its_own_is_used_for_any_token():
    reading, jwk = token(KEYS["ES256"], kid="elsewhere"), KEYS["ES256"].public_jwk()
    in_set = judge_signature(reading, read_keys(json.dumps({"keys": [jwk]})).keys)
    assert in_set.result is SignatureResult.UNKNOWN_KEY
    assert "The only key does not have the header's kid" in in_set.detail
    alone = judge_signature(reading, read_keys(json.dumps(jwk)).keys)
    assert alone.ok
    assert 'The header\'s kid is "elsewhere", and that of the JWK is' in alone.detail


@pytest.mark.parametrize(
    ("members", "says"),
    [({"use": "enc"}, "Its use is"), ({"key_ops": ["sign"]}, "without"), ({"alg": "ES384"}, "permits ES256")],
)
def test_a_key_that_contradicts_does_not_count_though_it_fits(members, says):
    finding = judge_signature(token(KEYS["ES256"]), read_keys(jwk_text(KEYS["ES256"], **members)).keys)
    assert finding.result is SignatureResult.REFUSED
    assert "made this signature, but it does not count" in finding.detail
    assert says in finding.detail


@pytest.mark.parametrize("text", [spki("RSA"), certificate("P-256")])
def test_a_public_key_taken_as_a_secret_is_refused_with_the_explanation(text):
    forged = made_by_hmac("HS256", text.encode())
    finding = judge_signature(forged, read_keys(text).keys)
    assert finding.result is SignatureResult.REFUSED
    assert "algorithm confusion" in finding.detail


def test_a_short_secret_verifies_and_is_said_to_be_short():
    reading = made_by_hmac("HS256", b"secret")
    finding = judge_signature(reading, [read_secret("secret", SecretReading.TEXT)])
    assert finding.ok
    assert "6 bytes; HS256 asks for 32" in finding.detail
    assert not judge_signature(reading, [read_secret("Secret", SecretReading.TEXT)]).ok
    assert judge_signature(reading, [of_secret(base64.b64decode("c2VjcmV0"))]).ok


def test_an_rsa_key_that_is_too_short_is_said_to_be():
    key = VerificationKey("k", public_jwk(private("weak RSA").public_key()))
    assert key.weakness("RS256") == "The RSA key has 1,024 bits; RS256 asks for 2,048 or more (RFC 7518, 3.3)."


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", SignatureResult.UNREADABLE),
        ("eyJhbGciOiJIUzI1NiJ9.e30.AAAA=", SignatureResult.UNREADABLE),
        ("eyJhbGciOiJIUzI1NiJ9.e30.", SignatureResult.UNSIGNED),
        ("eyJhbGciOiJub25lIn0.e30.AAAA", SignatureResult.UNSIGNED),
        ("eyJhbGciOiJoczI1NiJ9.e30.AAAA", SignatureResult.REFUSED),
        ("e30.e30.AAAA", SignatureResult.REFUSED),
    ],
)
def test_what_cannot_be_verified_is_told_apart(text, result):
    finding = judge_signature(read(text), [of_secret(b"x" * 32)])
    assert finding.result is result
    assert finding.detail.endswith(".")


def test_without_a_key_nothing_is_said_of_the_signature():
    finding = judge_signature(token(KEYS["HS256"]), [])
    report = report_on(token(KEYS["HS256"]), finding, ClaimExpectations(), now=NOW)
    outcome = next(check.outcome for check in report.checks if check.name == "signature")
    assert (finding.result, outcome) == (SignatureResult.NO_KEY, CheckOutcome.NOT_REACHED)


def test_the_user_is_named_beside_sub():
    reading = token(KEYS["HS256"])
    report = report_on(reading, judge_signature(reading, []), ClaimExpectations(), now=NOW, user="bob")
    found = {check.name: check.found for check in report.checks}
    assert found["sub"] == f'"{reading.claims.get("sub")}" (bob)'
    assert "(bob)" not in found["iss"]


def checks(reading, expectations, now=NOW):
    finding = judge_signature(reading, [of_ring(KEYS["HS256"])])
    return {check.name: check for check in report_on(reading, finding, expectations, now=now).checks}


def test_all_failing_checks_are_listed_at_once_with_what_was_found_and_expected():
    reading = made_by_hmac("HS256", b"other", typ="JOSE", crit=["x"])
    expectations = ClaimExpectations("https://other.example", "c", "at+jwt", leeway_s=30)
    found = checks(reading, expectations, now=CREATED + 700)
    failed = [name for name, check in found.items() if check.outcome is CheckOutcome.FAIL]
    assert failed == ["signature", "crit", "typ", "exp", "iss", "aud"]
    assert (found["iss"].found, found["iss"].expected) == ('"https://issuer.example"', '"https://other.example"')
    assert found["aud"].expected == '"c", or an array with it'
    assert "1 min 40 s ago" in found["exp"].found
    assert "give or take 30 s" in found["exp"].expected
    assert all(found[name].detail for name in failed)


def test_what_is_as_expected_passes_and_what_may_be_missing_is_off():
    found = checks(token(KEYS["HS256"]), ClaimExpectations())
    assert {name: check.outcome.value for name, check in found.items()} == {
        "format": "pass", "signature": "pass", "crit": "off", "typ": "off", "exp": "pass", "nbf": "off", "iat": "pass",
        "iss": "pass", "aud": "pass", "sub": "pass", "jti": "off",
    }  # fmt: skip
    assert found["iss"].expected == "any, but required"


def test_leeway_lets_a_token_live_longer():
    assert checks(token(KEYS["HS256"]), ClaimExpectations(), CREATED + 620)["exp"].outcome is CheckOutcome.FAIL
    assert (
        checks(token(KEYS["HS256"]), ClaimExpectations(leeway_s=30), CREATED + 620)["exp"].outcome is CheckOutcome.PASS
    )


def test_every_fault_of_the_format_is_a_check_that_failed():
    reading = read("eyJhbGciOiJIUzI1NiJ9=.eyJhIjoxLCJhIjoyfQ.AAAA=")
    report = report_on(reading, judge_signature(reading, []), ClaimExpectations(), now=NOW)
    assert [check.name for check in report.failed].count("format") == 3
    assert "a" in [check.name for check in report.failed], "the member that is a duplicate"


def test_neither_key_nor_secret_shows_in_a_repr_or_a_pickle():
    key = read_secret("hunter2hunter2", SecretReading.TEXT)
    assert "hunter2" not in repr(key)
    assert encode_segment(b"hunter2hunter2") not in repr(key)
    with pytest.raises(TypeError):
        key.__reduce_ex__(4)


def test_a_key_of_a_set_that_is_for_something_else_is_no_candidate_and_it_is_said():
    jwks = [KEYS["ES256"].public_jwk(), OTHER_ES256.public_jwk() | {"use": "enc"}]
    keys = read_keys(json.dumps({"keys": jwks})).keys
    good = judge_signature(token(KEYS["ES256"]), keys)
    assert good.ok
    assert good.detail.startswith("Key 1 of the set made this signature with ES256.")
    assert '1 key was not tried (key 2 of the set): Its use is "enc"' in good.detail
    barred = judge_signature(token(OTHER_ES256), keys)
    assert barred.result is SignatureResult.REFUSED
    assert "Key 2 of the set made this signature, but it does not count: Its use is" in barred.detail
    stranger = judge_signature(token(generate("ES256", "stranger", now=CREATED)), keys)
    assert stranger.result is SignatureResult.INVALID
    assert "1 key was not tried" in stranger.detail


def test_a_kid_chooses_the_key_that_may_verify_among_two_of_its_name():
    jwks = [
        key.public_jwk() | {"kid": "same", "use": use} for key, use in ((KEYS["ES256"], "sig"), (OTHER_ES256, "enc"))
    ]
    keys = read_keys(json.dumps({"keys": jwks})).keys
    assert judge_signature(token(KEYS["ES256"], kid="same"), keys).ok
    assert judge_signature(token(OTHER_ES256, kid="same"), keys).result is SignatureResult.REFUSED


@pytest.mark.parametrize(
    ("algorithm", "members", "says"),
    [
        ("ES256", {"use": "enc"}, 'Its use is "enc"'),
        ("ES256", {"key_ops": ("decrypt",)}, 'without "verify"'),
        ("HS256", {"key_ops": ("sign",)}, 'without "verify"'),
        ("ES256", {"use": "sig", "key_ops": ("verify", "encrypt")}, "must not contradict"),
        ("RS256", {"algorithm": "ES256"}, 'Its alg is "ES256"'),
    ],
)
def test_what_a_key_of_the_ring_says_of_itself_is_enforced(algorithm, members, says):
    key = replace(KEYS[algorithm], **members)
    finding = judge_signature(token(KEYS[algorithm]), [of_ring(key)])
    assert finding.result is SignatureResult.REFUSED
    assert says in finding.detail


@pytest.mark.parametrize(
    ("algorithm", "members"),
    [
        ("ES256", {"key_ops": ("sign",)}),
        ("HS256", {"key_ops": ("sign", "verify")}),
        ("ES256", {"use": "sig"}),
        ("ES256", {"key_ops": ("verify", "verify")}),
    ],
)
def test_a_key_that_may_sign_verifies_by_its_public_half(algorithm, members):
    assert judge_signature(token(KEYS[algorithm]), [of_ring(replace(KEYS[algorithm], **members))]).ok


@pytest.mark.parametrize("text", [spki("RSA"), certificate("P-256")])
def test_a_secret_that_is_a_public_key_signs_on_the_bench_and_does_not_count(text):
    key = SigningKey("pem", "pasted", "HS256", CREATED, {"kty": "oct", "k": encode_segment(text.encode())})
    finding = judge_signature(token(key), [of_ring(key)])
    assert finding.result is SignatureResult.REFUSED
    assert "The secret is a PEM, a public key" in finding.detail


NESTED = ".".join((encode_segment(b'{"alg":"none"}'), encode_segment(b"{}"), ""))
PAYLOADS = [b"It is a text.", b"[1, 2]", b"7", bytes(range(128, 200)), NESTED.encode(), b'{"a": 1, "a": 2}', b""]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
@pytest.mark.parametrize("algorithm", ["ES256", "HS256"])
def test_a_jws_is_verified_whatever_its_payload(payload, algorithm):
    key = KEYS[algorithm]
    compact = sign({"alg": algorithm, "kid": key.kid}, payload, key)
    reading = read(compact)
    assert reading.token is None
    assert judge_signature(reading, [of_ring(key)]).result is SignatureResult.VALID
    assert signature_verdict(reading, [key]).state in (SignatureState.TRUSTED, SignatureState.NOT_TRUSTED)
    header, _segment, signature = compact.split(".")
    changed = read(f"{header}.{encode_segment(payload + b'x')}.{signature}")
    assert judge_signature(changed, [of_ring(key)]).result is SignatureResult.INVALID


def test_an_empty_payload_may_have_been_sent_apart():
    key = KEYS["ES256"]
    header, _, signature = sign({"alg": "ES256"}, b"sent apart", key).split(".")
    finding = judge_signature(read(f"{header}..{signature}"), [of_ring(key)])
    assert finding.result is SignatureResult.INVALID
    assert "The payload is empty: if it is sent apart" in finding.detail


def test_the_signature_of_an_sd_jwt_is_that_of_its_jwt():
    key = KEYS["ES256"]
    compact = sign({"alg": "ES256"}, ClaimSet.from_dict({"sub": "a"}), key)
    disclosure = encode_segment(b'["s", "name", "Ann"]')
    for text in (f"{compact}~", f"{compact}~{disclosure}~", f"{compact}~{disclosure}~{NESTED}"):
        assert judge_signature(read(text), [of_ring(key)]).result is SignatureResult.VALID


@pytest.mark.parametrize("text", ["a.b.c", ""])
def test_what_is_not_a_jws_is_still_not_readable(text):
    assert judge_signature(read(text), [of_ring(KEYS["ES256"])]).result is SignatureResult.UNREADABLE


def presented(*disclosures, cnf=None, binding_key=None, **bound):
    """An SD-JWT of the ring's ES256 key, with a key-binding JWT if *binding_key* is given."""
    digests = [encode_segment(hashlib.sha256(each.encode()).digest()) for each in disclosures]
    claims = ClaimSet.from_dict({"_sd": digests} | ({} if cnf is None else {"cnf": {"jwk": cnf.public_jwk()}}))
    text = "~".join((sign({"alg": "ES256"}, claims, KEYS["ES256"]), *disclosures, ""))
    if binding_key is None:
        return text
    sd_hash = encode_segment(hashlib.sha256(text.encode()).digest())
    proof = ClaimSet.from_dict({"iat": NOW, "aud": "v", "nonce": "n", "sd_hash": sd_hash} | bound)
    return text + sign({"alg": binding_key.algorithm, "typ": "kb+jwt"}, proof, binding_key)


NAME_DISCLOSED = encode_segment(b'["salt", "name", "Ann"]')
HOLDER = KEYS["ES256"]


@pytest.mark.parametrize(
    ("text", "disclosures", "binding"),
    [
        (presented(NAME_DISCLOSED), CheckOutcome.PASS, CheckOutcome.OFF),
        (presented(NAME_DISCLOSED) + NAME_DISCLOSED.upper() + "~", CheckOutcome.FAIL, CheckOutcome.OFF),
        (presented(NAME_DISCLOSED, cnf=HOLDER, binding_key=HOLDER), CheckOutcome.PASS, CheckOutcome.PASS),
        (presented(NAME_DISCLOSED, cnf=HOLDER, binding_key=OTHER_ES256), CheckOutcome.PASS, CheckOutcome.FAIL),
        (presented(NAME_DISCLOSED, binding_key=HOLDER), CheckOutcome.PASS, CheckOutcome.FAIL),
        (presented(NAME_DISCLOSED, cnf=HOLDER, binding_key=HOLDER, sd_hash="x"), CheckOutcome.PASS, CheckOutcome.FAIL),
    ],
    ids=["no binding", "an unsigned disclosure", "bound", "another key", "no cnf", "another hash"],
)
def test_the_disclosures_and_the_key_binding_of_an_sd_jwt_are_checks(text, disclosures, binding):
    found = checks(read(text), ClaimExpectations())
    assert found["disclosures"].outcome is disclosures, found["disclosures"]
    assert found["key binding"].outcome is binding, found["key binding"]
    assert (found["key binding"].outcome is CheckOutcome.FAIL) == found["key binding"].detail.endswith(".")


def test_a_nested_token_is_not_a_fault_of_the_format():
    compact = sign({"alg": "ES256", "cty": "JWT"}, NESTED.encode(), KEYS["ES256"])
    found = checks(read(compact), ClaimExpectations())
    assert found["format"].outcome is CheckOutcome.PASS
    assert found["claims"].outcome is CheckOutcome.NOT_REACHED
    assert read(compact).nested == NESTED
