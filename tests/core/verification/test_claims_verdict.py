import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.strict_json.values import objects
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.verification.claims_verdict import claims_verdict

NOW = 1_764_000_000
ISSUER, AUDIENCE = "https://demo.example", "documents"
GOOD = {"iss": ISSUER, "aud": AUDIENCE, "sub": "bob", "exp": NOW + 60, "iat": NOW, "nbf": NOW, "jti": "1"}
HEADER = {"alg": "HS256", "typ": "JWT", "kid": "k"}


def verdict_on(change, header=HEADER, **expectations):
    claims = {name: value for name, value in (GOOD | change).items() if value is not ...}
    options = {"now": NOW, "issuer": ISSUER, "audience": AUDIENCE} | expectations
    return claims_verdict(ClaimSet.from_dict(claims), header, **options)


def codes(verdict):
    return [fault.code for fault in verdict.faults]


def test_good_claims_are_accepted():
    verdict = verdict_on({})
    assert (verdict.ok, verdict.words, verdict.faults) == (True, "claims valid", ())
    assert verdict.detail == "Time, issuer, audience and subject are as expected."


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"exp": NOW + 1}, None),
        ({"exp": NOW}, "exp.expired"),  # equal is too late: RFC 7519 section 4.1.4
        ({"exp": NOW + 0.5}, "exp.expired"),  # a begun second is gone
        ({"exp": NOW + 1.5}, None),
        ({"exp": -1}, "exp.expired"),
        ({"exp": 10**400}, None),
        ({"exp": 1e300}, None),
        ({"exp": ...}, "exp.missing"),
        ({"exp": str(NOW + 60)}, "exp.not_numeric_date"),
        ({"exp": True}, "exp.not_numeric_date"),
        ({"exp": None}, "exp.not_numeric_date"),
        ({"exp": [NOW + 60]}, "exp.not_numeric_date"),
        ({"exp": {}}, "exp.not_numeric_date"),
        ({"nbf": NOW + 1}, "nbf.not_yet"),
        ({"nbf": NOW + 0.1}, "nbf.not_yet"),
        ({"nbf": ...}, None),
        ({"nbf": None}, "nbf.not_numeric_date"),
        ({"nbf": "0"}, "nbf.not_numeric_date"),
        ({"iat": NOW + 1}, "iat.future"),
        ({"iat": ...}, None),
        ({"iat": False}, "iat.not_numeric_date"),
        ({"iss": ...}, "iss.missing"),
        ({"iss": ISSUER + ".evil"}, "iss.other"),
        ({"iss": ISSUER.upper()}, "iss.other"),
        ({"iss": [ISSUER]}, "iss.type"),
        ({"iss": ""}, "iss.type"),
        ({"iss": None}, "iss.type"),
        ({"aud": ...}, "aud.missing"),
        ({"aud": [AUDIENCE]}, None),
        ({"aud": ["billing", AUDIENCE]}, None),
        ({"aud": "billing"}, "aud.other"),
        ({"aud": ["billing"]}, "aud.other"),
        ({"aud": "documents-archive"}, "aud.other"),
        ({"aud": []}, "aud.type"),
        ({"aud": ""}, "aud.type"),
        ({"aud": [AUDIENCE, 1]}, "aud.type"),
        ({"aud": {AUDIENCE: True}}, "aud.type"),
        ({"aud": None}, "aud.type"),
        ({"aud": True}, "aud.type"),
        ({"sub": ...}, "sub.missing"),
        ({"sub": ""}, "sub.type"),
        ({"sub": 1}, "sub.type"),
        ({"sub": None}, "sub.type"),
        ({"jti": 1}, "jti.type"),
        ({"jti": ""}, None),
        ({"jti": ...}, None),
    ],
)
def test_each_claim_decides_on_its_own(change, expected):
    verdict = verdict_on(change)
    assert codes(verdict) == ([expected] if expected else [])
    assert verdict.ok == (expected is None)
    for fault in verdict.faults:
        assert fault.name == next(iter(change))
        assert fault.name in fault.message


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"typ": "jwt"}, None),
        ({"typ": "at+jwt"}, None),
        ({"typ": "application/AT+JWT"}, None),
        ({"typ": "JOSE"}, "typ.other"),
        ({"typ": None}, "typ.other"),
        ({"kid": 1}, "kid.type"),
        ({"crit": ["exp"]}, "crit.unknown"),
        ({"crit": []}, "crit.unknown"),
        ({"b64": True}, None),
        ({"b64": False}, "b64.forbidden"),
        ({"b64": None}, "b64.forbidden"),
    ],
)
def test_header_parameters_that_change_the_meaning_decide_too(parameters, expected):
    assert codes(verdict_on({}, HEADER | parameters)) == ([expected] if expected else [])


@pytest.mark.parametrize("header", [None, {}, {"alg": "HS256"}])
def test_typ_and_kid_may_be_missing(header):
    assert verdict_on({}, header).ok


def test_a_number_beyond_every_float_is_no_numeric_date():
    text = ClaimSet.from_dict(GOOD).to_json().replace(f'"exp":{NOW + 60}', '"exp":1e400')
    verdict = claims_verdict(ClaimSet.from_json(text), HEADER, now=NOW, issuer=ISSUER, audience=AUDIENCE)
    assert codes(verdict) == ["exp.not_numeric_date"]
    assert "1e400" in verdict.detail


def test_a_claim_that_stands_twice_is_a_fault():
    text = ClaimSet.from_dict(GOOD).to_json()[:-1] + ',"sub":"carol"}'
    verdict = claims_verdict(ClaimSet.from_json(text), HEADER, now=NOW, issuer=ISSUER, audience=AUDIENCE)
    assert codes(verdict) == ["sub.duplicate"]


@pytest.mark.parametrize(
    ("change", "ok"),
    [
        ({"exp": NOW - 29}, True),
        ({"exp": NOW - 30}, False),
        ({"nbf": NOW + 30}, True),
        ({"nbf": NOW + 31}, False),
        ({"iat": NOW + 30}, True),
        ({"iat": NOW + 31}, False),
    ],
)
def test_clocks_may_differ_by_the_leeway_and_no_more(change, ok):
    assert verdict_on(change, leeway_s=30).ok == ok


def test_without_expectations_any_issuer_and_audience_will_do_but_they_must_be_there():
    assert verdict_on({"iss": "x", "aud": ["y"]}, issuer=None, audience=None).ok
    assert codes(verdict_on({"iss": ..., "aud": ...}, issuer=None, audience=None)) == ["iss.missing", "aud.missing"]


def test_every_fault_is_told_at_once():
    verdict = verdict_on({"exp": NOW, "iss": "x", "aud": "y", "sub": ...}, HEADER | {"typ": "x"})
    assert codes(verdict) == ["typ.other", "sub.missing", "exp.expired", "iss.other", "aud.other"]
    assert verdict.words == "5 claim faults"
    assert verdict.detail.count(".") >= 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"exp": NOW}, "expired"),
        ({"nbf": NOW + 1}, "not valid yet"),
        ({"iat": NOW + 1}, "issued in the future"),
        ({"iss": "x"}, "wrong issuer"),
        ({"aud": "x"}, "wrong audience"),
        ({"sub": ...}, "sub missing"),
        ({"exp": "soon"}, "exp invalid"),
    ],
)
def test_a_single_fault_has_words_of_its_own(change, words):
    assert verdict_on(change).words == words


def test_claims_that_cannot_be_read_are_no_claims():
    verdict = claims_verdict(None, None, now=NOW, issuer=None, audience=None)
    assert (verdict.ok, verdict.words, codes(verdict)) == (False, "no claims", ["claims.unreadable"])


def test_a_long_value_is_not_repeated_whole():
    assert len(verdict_on({"iss": "x" * 100_000}).detail) < 300


@settings(max_examples=50)
@given(objects, objects, st.floats(allow_nan=False, allow_infinity=False))
def test_any_claims_are_judged_without_an_error(claims, header, now):
    verdict = claims_verdict(ClaimSet.from_dict(claims), header, now=now, issuer=ISSUER, audience=AUDIENCE)
    assert verdict.ok == (not verdict.faults)
    assert verdict.detail
