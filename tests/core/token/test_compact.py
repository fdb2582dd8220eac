import base64
import contextlib
import copy
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.strict_json.values import objects
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import MalformedTokenError
from workbench.core.token.compact import (
    MAX_CHARACTERS,
    Segment,
    encode_segment,
    join,
    parse_compact,
    read,
    signing_input,
)

# RFC 7515 appendix A.1: {"typ":"JWT",\r\n "alg":"HS256"} and the claims iss joe, exp 1300819380, is_root true.
RFC_7515_A_1 = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
HEADER, PAYLOAD, SIGNATURE = RFC_7515_A_1.split(".")


NO_ALG = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}


def segment(text: str | bytes) -> str:
    return encode_segment(text if isinstance(text, bytes) else text.encode())


def with_header(text: str | bytes) -> str:
    return f"{segment(text)}.{PAYLOAD}.{SIGNATURE}"


def with_payload(text: str | bytes) -> str:
    return f"{HEADER}.{segment(text)}.{SIGNATURE}"


def test_a_token_is_taken_apart_and_keeps_its_text():
    token = parse_compact(RFC_7515_A_1)
    assert token.compact == RFC_7515_A_1
    assert token.header == {"typ": "JWT", "alg": "HS256"}
    assert token.header_text == '{"typ":"JWT",\r\n "alg":"HS256"}'
    assert token.claims.to_dict() == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}
    assert token.payload_text == token.claims.to_json()
    assert len(token.signature) == 32
    assert token.signing_input == f"{HEADER}.{PAYLOAD}".encode()
    assert (token.alg, token.kid) == ("HS256", None)


def test_white_space_around_a_token_does_not_matter():
    assert parse_compact(f"\n\t {RFC_7515_A_1}\r\n") == parse_compact(RFC_7515_A_1)


def test_a_token_without_signature_is_one_with_an_empty_signature():
    token = parse_compact(f"{NO_ALG}.{PAYLOAD}.")
    assert token.signature == b""
    assert token.alg == "none"


@pytest.mark.parametrize("header", ["{}", '{"alg":1,"kid":null}', '{"alg":["HS256"]}'])
def test_parameters_that_are_no_strings_name_nothing(header):
    token = parse_compact(with_header(header))
    assert (token.alg, token.kid) == (None, None)


SPARE_BITS = SIGNATURE[:-1] + "l"  # k and l stand for the same octets

FAULTS = [
    pytest.param("", "token", "empty", id="nothing"),
    pytest.param("e30", "token", "segment_count", id="one segment"),
    pytest.param(f"{HEADER}.{PAYLOAD}", "token", "segment_count", id="two segments"),
    pytest.param(f"{RFC_7515_A_1}.", "token", "segment_count", id="four segments"),
    pytest.param("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0.a.b.c.d", "token", "encrypted", id="five segments"),
    pytest.param("a" * (MAX_CHARACTERS + 1), "token", "too_long", id="more than a mebibyte"),
    pytest.param(f".{PAYLOAD}.{SIGNATURE}", "header", "empty", id="empty header"),
    pytest.param(f"{HEADER}..{SIGNATURE}", "payload", "empty", id="empty payload"),
    pytest.param(f"{HEADER}=.{PAYLOAD}.{SIGNATURE}", "header", "padding", id="padding in the header"),
    pytest.param(f"{HEADER}.{PAYLOAD}==.{SIGNATURE}", "payload", "padding", id="padding in the payload"),
    pytest.param(f"{HEADER}.{PAYLOAD}.{SIGNATURE}=", "signature", "padding", id="padding in the signature"),
    pytest.param(f"{HEADER}.{PAYLOAD}.{SIGNATURE[:-2]}+/", "signature", "alphabet", id="standard base64"),
    pytest.param(f"{HEADER}.{PAYLOAD}.{SIGNATURE[:-1]}é", "signature", "alphabet", id="beyond ASCII"),
    pytest.param(f"{HEADER}.{PAYLOAD[:9]}!{PAYLOAD[9:]}.{SIGNATURE}", "payload", "alphabet", id="stray sign"),
    pytest.param(f"{HEADER}.{PAYLOAD}.{SIGNATURE}AA", "signature", "truncated", id="no whole octet"),
    pytest.param(f"{HEADER}.{PAYLOAD}.{SPARE_BITS}", "signature", "spare_bits", id="spare bits"),
    pytest.param(with_header("[1]"), "header", "not_object", id="header is a list"),
    pytest.param(with_payload('"text"'), "payload", "not_object", id="payload is a string"),
    pytest.param(with_payload("Payload"), "payload", "json", id="payload is no JSON"),
    pytest.param(with_payload('{"exp":NaN}'), "payload", "json", id="NaN"),
    pytest.param(with_payload('{"a":' * 1000), "payload", "json", id="too deep"),
    pytest.param(with_payload('{"a":1,"a":2}'), "payload", "duplicate", id="claim twice"),
    pytest.param(with_payload('{"a":{"b":1,"b":2}}'), "payload", "duplicate", id="nested twice"),
    pytest.param(with_header('{"alg":"none","alg":"HS256"}'), "header", "duplicate", id="alg twice"),
    pytest.param(with_payload(b'{"a":"\xff"}'), "payload", "utf8", id="not UTF-8"),
    pytest.param(with_payload("{}".encode("utf-16")), "payload", "utf8", id="UTF-16"),
    pytest.param(with_payload(b"\xef\xbb\xbf{}"), "payload", "byte_order_mark", id="byte order mark"),
    pytest.param(with_payload(b'{"a":"\xed\xa0\x80"}'), "payload", "utf8", id="surrogate octets"),
]


@pytest.mark.parametrize(("text", "where", "code"), FAULTS)
def test_a_broken_token_is_refused_with_its_fault_and_its_segment(text, where, code):
    with pytest.raises(MalformedTokenError) as caught:
        parse_compact(text)
    assert (caught.value.segment, caught.value.fault, caught.value.code) == (where, code, "malformed_token")
    assert str(caught.value).endswith(".")
    assert where in str(caught.value)


@pytest.mark.parametrize(("text", "where", "code"), FAULTS)
def test_a_broken_token_is_read_as_far_as_it_goes(text, where, code):
    reading = read(text)
    assert reading.token is None
    assert [(fault.segment, fault.code) for fault in reading.faults] == [(where, code)]
    assert all(where in fault.message for fault in reading.faults)
    for name, got, good in (
        (Segment.HEADER, reading.header, {"typ": "JWT", "alg": "HS256"}),
        (Segment.PAYLOAD, reading.claims, ClaimSet.from_json(parse_compact(RFC_7515_A_1).payload_text)),
    ):
        if where not in (name, Segment.TOKEN):
            assert got == good


@pytest.mark.parametrize(
    ("text", "header", "payload_text", "claims"),
    [
        (HEADER, {"typ": "JWT", "alg": "HS256"}, None, None),
        (f"e30.{segment('{}')}", {}, "{}", {}),
        (f"e30=.{segment('{}')}.x", {}, "{}", {}),
        ("e30." + segment('{"a":1,"a":2}') + ".", {}, '{"a":1,"a":2}', {"a": 2}),
        ("e30." + segment('{"a":1}') + "!!.", {}, '{"a":1}', {"a": 1}),
        ("e30." + segment("Payload") + ".", {}, "Payload", None),
        ("e30." + segment(b'{"a":"\xff"}') + ".", {}, '{"a":"\ufffd"}', {"a": "\ufffd"}),
        ("e30." + segment(b'\xef\xbb\xbf{"a":1}') + ".", {}, '{"a":1}', {"a": 1}),
        (f"{HEADER}.a.b.c.d", {"typ": "JWT", "alg": "HS256"}, None, None),
    ],
)
def test_what_can_be_decoded_of_a_broken_token_is_shown(text, header, payload_text, claims):
    reading = read(text)
    assert reading.header == header
    assert reading.payload_text == payload_text
    assert (reading.claims.to_dict() if reading.claims is not None else None) == claims
    assert reading.segments == tuple(text.split("."))


def test_standard_base64_is_read_as_what_was_meant():
    text = base64.b64encode(b'{"a":"\xc3\xbf\xc3\xbf\xc3\xbf"}').decode().rstrip("=")
    assert "/" in text
    reading = read(f"e30.{text}.")
    assert reading.claims is not None
    assert reading.claims.get("a") == "ÿÿÿ"
    assert [fault.code for fault in reading.faults] == ["alphabet"]


def test_every_fault_of_every_segment_is_named():
    twice = segment('{"a":1,"a":2}')
    reading = read(f"{segment('[]')}.{twice}=.{SPARE_BITS}")
    assert [(fault.segment, fault.code) for fault in reading.faults] == [
        ("header", "not_object"),
        ("payload", "padding"),
        ("payload", "duplicate"),
        ("signature", "spare_bits"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"Bearer {RFC_7515_A_1}",
        f"DPoP {RFC_7515_A_1}",
        f"bearer\t{RFC_7515_A_1}",
        f"Authorization: Bearer {RFC_7515_A_1}\r\n",
        f"authorization:{RFC_7515_A_1}",
        f"\n   {RFC_7515_A_1}   ",
    ],
)
def test_what_surrounds_a_token_is_taken_off_without_a_word(text):
    reading = read(text)
    assert reading.text == RFC_7515_A_1
    assert reading.faults == ()
    assert reading.token == parse_compact(RFC_7515_A_1)
    if text.strip() != RFC_7515_A_1:
        with pytest.raises(MalformedTokenError):
            parse_compact(text)


def test_line_breaks_inside_a_token_are_a_fault_that_the_cleaned_text_is_free_of():
    reading = read(f"{HEADER}.{PAYLOAD[:20]}\n  {PAYLOAD[20:]}.\n{SIGNATURE}")
    assert [(fault.segment, fault.code) for fault in reading.faults] == [("token", "white_space")]
    assert reading.token is None
    assert reading.claims == parse_compact(RFC_7515_A_1).claims
    assert read(reading.text).token == parse_compact(RFC_7515_A_1)


def test_a_token_of_a_mebibyte_is_read():
    text = with_payload(json.dumps({"a": "x" * 700_000}))
    assert len(text) < MAX_CHARACTERS
    assert read(text).token is not None


@given(st.text() | st.text(st.sampled_from("eyJ0.=-_ \nBearer:AQg{}é\ud800")))
@example("Authorization: ")
@example("\u2028Bearer\u00a0")
@example("." * 1000)
def test_arbitrary_text_is_read_without_an_error_or_refused_with_the_documented_one(text):
    reading = read(text)
    assert (reading.token is None) == bool(reading.faults)
    assert read(reading.text).text == reading.text or reading.text.lower().startswith(("authorization:", "bearer"))
    with contextlib.suppress(MalformedTokenError):
        assert parse_compact(text) == reading.token


@given(st.lists(st.binary(max_size=30), min_size=3, max_size=3))
def test_arbitrary_octets_are_read_without_an_error(parts):
    reading = read(".".join(map(encode_segment, parts)))
    assert reading.signature == parts[2]
    assert (reading.token is None) == bool(reading.faults)


@given(st.sampled_from("HPS"), st.integers(0, 200), st.characters())
def test_one_altered_character_makes_another_token_or_none(which, position, character):
    parts = dict(zip("HPS", RFC_7515_A_1.split("."), strict=True))
    position %= len(parts[which])
    parts[which] = parts[which][:position] + character + parts[which][position + 1 :]
    altered = ".".join(parts.values())
    token = read(altered).token
    original = parse_compact(RFC_7515_A_1)
    if token is not None and token != original:
        # No two texts stand for the same octets.
        assert (token.signing_input, token.signature) != (original.signing_input, original.signature)


@settings(max_examples=50)
@given(objects, objects, st.binary(max_size=40))
def test_what_was_put_together_is_taken_apart_to_the_same(header, claims, signature):
    claim_set = ClaimSet.from_dict(claims)
    compact = join(header, claim_set, signature)
    token = parse_compact(compact)
    assert token.header == header
    assert token.claims.to_dict() == claims
    assert token.signature == signature
    assert token.signing_input == signing_input(header, claim_set)


def test_a_token_does_not_show_itself_in_its_repr():
    token = parse_compact(RFC_7515_A_1)
    for shown in (repr(token), repr(read(RFC_7515_A_1))):
        assert SIGNATURE not in shown
        assert PAYLOAD not in shown


def test_a_header_cannot_be_changed_behind_a_token_and_the_token_can_be_copied():
    token = parse_compact(RFC_7515_A_1)
    with pytest.raises(TypeError):
        token.header["alg"] = "none"
    assert hash(token) == hash(parse_compact(RFC_7515_A_1))
    assert copy.copy(token) == token
