import pytest

from tests.core.token.test_finder import BOB
from workbench.core.token.compact import read
from workbench.core.token.segments import encode_segment


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("ya29.a0AfH6SMBx3kY_tQ-Zz", "opaque", "a Google access token"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "opaque", "a GitHub personal access token"),
        ("xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy", "opaque", "a Slack bot token"),
        ("833ec1ca1a47b128634a4744343a6215", "opaque", "32 hexadecimal digits"),
        ("ZSuxk8aa8KAh5idJ", "opaque", "opaque: only the server that issued it can read it"),
        ("2YotnFZFEjr1zCsicMWpAA", "opaque", "opaque"),
        ("v4.public.eyJzdWIiOiJib2IifQAAAA", "paseto", "PASETO token (v4.public)"),
        (
            "v2.local.QAxIpVe-ECVNI1z4xQbm_qQYomyT3h8FtV8bxkz8pBJWkT8f7HtlOpbroPDEZUKop_vaglyp76CzYy375cHmKCW8e1CCkV0Lflu4GT.Zm9v",
            "paseto",
            "(v2.local)",
        ),
        ("v3.public.AAAA.BBBB", "paseto", "PASETO"),
        (f"{BOB[:60]}...", "cut_off", "cut off"),
        (f"{BOB[:30]}...", "cut_off", "cut off"),
        (f"{BOB[:-9]}…", "cut_off", "cut off"),
    ],
)
def test_what_is_not_a_jws_is_named_in_one_sentence(text, code, words):
    for pasted in (text, f"Bearer {text}", f"{text}\n"):
        (fault,) = read(pasted).faults
        assert fault.code == code
        assert words in fault.message
        assert fault.hint


def test_a_header_that_can_be_read_is_shown_although_the_rest_is_cut_off():
    assert read(f"{BOB[:60]}...").header == {"alg": "HS256"}


@pytest.mark.parametrize("text", ["eyJ", BOB, BOB[:25], "a.b.c", "short", "not.a", "example.com is", "", "{}"])
def test_what_is_typed_or_may_be_a_token_is_read_as_before(text):
    assert not {"opaque", "paseto", "cut_off"} & {fault.code for fault in read(text).faults}


def test_five_segments_are_encrypted_only_where_the_header_has_enc():
    codes = [fault.code for fault in read(f"{BOB}.QQ.QQ").faults]
    assert codes[0] == "segment_count"


@pytest.mark.parametrize(
    "text", ['{"ciphertext": "x"}', '{\n  "ciphertext": "x"\n}', ' { "ciphertext":"x", "iv":"y" }']
)
def test_white_space_in_a_json_serialization_is_not_a_fault(text):
    (fault,) = read(text).faults
    assert fault.code == "json_serialization"
    assert "a JWE in JSON serialization" in fault.message


def test_a_nested_jwt_is_named_as_one():
    outer = f"{BOB.split('.')[0]}.{encode_segment(BOB.encode())}.AAAA"
    (fault,) = read(outer).faults
    assert (fault.code, fault.message) == ("nested", "The payload is a token: open it.")
    plain = f"{BOB.split('.')[0]}.{encode_segment(b'no token')}.AAAA"
    assert [fault.code for fault in read(plain).faults] == ["json"]
