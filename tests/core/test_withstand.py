"""What a hostile or an absurd token holds: read, verified and named, without a crash and without a lie."""

import json

import pytest

from tests.core.keys.ring import CREATED, KEYS
from workbench.core.claims.changes import differences
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import JsonTextError, KeyTextError
from workbench.core.key_files.pasted_keys import read_keys
from workbench.core.keys.verification_key import of_ring
from workbench.core.lint.tokens import Subject, lint
from workbench.core.signing.jose import sign
from workbench.core.token.compact import MAX_CHARACTERS, encode_segment, read
from workbench.core.token.finder import find
from workbench.core.verification.claim_expectations import ClaimExpectations
from workbench.core.verification.key_verdict import judge_signature
from workbench.core.verification.report import report_on

KEY = KEYS["HS256"]
HEADER = encode_segment(b'{"alg":"HS256"}')
NOW = CREATED + 60


def signed(claims_text):
    return sign({"alg": "HS256"}, claims_text.encode(), KEY)


def with_payload(text):
    return f"{HEADER}.{encode_segment(text.encode())}.AAAA"


def report(text):
    reading = read(text)
    return reading, report_on(reading, judge_signature(reading, [of_ring(KEY)]), ClaimExpectations(), now=NOW)


def test_a_token_of_a_mebibyte_is_found_read_looked_at_and_verified():
    text = signed(json.dumps({"sub": "bob", "a": "x" * 786_000}))
    assert MAX_CHARACTERS - 1_000 < len(text) <= MAX_CHARACTERS
    reading, verified = report(find(f"curl -H 'Authorization: Bearer {text}' x").token)
    assert verified.signature.ok
    assert all(len(check.found) < 200 for check in verified.checks)
    lint(Subject(reading, now=NOW))


def test_ten_thousand_claims_are_read_compared_and_verified():
    claims = {f"claim_{number}": number for number in range(10_000)}
    reading, verified = report(signed(json.dumps(claims)))
    assert verified.signature.ok
    edited = reading.claims.with_text(5_000, "7")
    changed = [change.name for change in differences(reading.claims, edited) if change.words]
    assert changed == ["claim_5000"]


def test_ten_thousand_times_the_same_name_is_one_fault_named_once():
    text = "{" + ",".join(['"a":1'] * 10_000) + "}"
    reading, _ = report(with_payload(text))
    assert [fault.code for fault in reading.faults] == ["duplicate"]


@pytest.mark.parametrize("opening", ['{"a":', '{"a":['])
def test_nesting_is_refused_with_its_place_wherever_it_comes(opening):
    deep = opening * 1_000
    place = f"line 1, column {5 * 200 + 1}" if opening == '{"a":' else "line 1, column 601"
    for text, segment in ((with_payload(deep), "payload"), (f"{encode_segment(deep.encode())}.e30.AAAA", "header")):
        (fault,) = read(text).faults
        assert (fault.segment, fault.code) == (segment, "json")
        assert "more than 200 levels deep" in fault.message
        assert place in fault.message
    with pytest.raises(KeyTextError, match="more than 200 levels deep"):
        read_keys(deep)
    with pytest.raises(JsonTextError):
        ClaimSet.from_json(deep)
    assert find(deep) is None


def test_a_number_of_400_digits_stays_to_the_digit():
    digits = "9" * 400
    reading, verified = report(signed(f'{{"exp":{digits},"n":-{digits}}}'))
    assert reading.claims.claim("n").text == f"-{digits}"
    assert next(check for check in verified.checks if check.name == "exp").outcome.value == "pass"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_named_with_its_place(word):
    (fault,) = read(with_payload(f'{{"sub":"bob",\n "exp": {word}}}')).faults
    assert f"line 2, column 9: {word} is not a JSON number" in fault.message


def test_lone_surrogates_as_escapes_and_nul_are_values_like_others():
    text = r'{"sub":"\ud800","iss":"a\u0000b"}'
    reading, verified = report(signed(text))
    assert reading.token is not None
    assert verified.signature.ok
    assert reading.claims.get("iss") == "a\0b"
    assert reading.claims.with_text(1, "x").to_json() == r'{"sub":"\ud800","iss":"x"}'


def test_lone_surrogates_as_octets_are_no_utf_8():
    text = f"{HEADER}.{encode_segment(bytes([0x22, 0xED, 0xA0, 0x80, 0x22]))}.AAAA"
    assert "byte 2 is 0xed" in read(text).faults[0].message


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\x7f"])
def test_what_turns_or_hides_text_is_an_escape_in_what_is_said(character):
    _, verified = report(signed(json.dumps({"iss": f"a{character}b", "typ": 1}, ensure_ascii=False)))
    row = next(check for check in verified.checks if check.name == "iss")
    assert row.found == f'"a\\u{ord(character):04x}b"'
    faults = report_on(read(signed(f'{{"iss":"{character}"}}')), verified.signature, ClaimExpectations("x"), now=NOW)
    assert character not in faults.claims.detail


def test_right_to_left_and_combining_text_is_kept_as_it_came():
    text = '{"sub":"שלום e\u0301"}'
    reading, verified = report(signed(text))
    assert reading.claims.to_json() == text
    assert next(check for check in verified.checks if check.name == "sub").found == '"שלום e\u0301"'
