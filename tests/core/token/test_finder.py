import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.token.compact import parse_compact, read
from workbench.core.token.finder import find
from workbench.core.token.segments import encode_segment

# {"alg":"HS256"}, about bob and about alice; the signatures are made up.
BOB = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ." + "A" * 43
ALICE = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9." + "B" * 42 + "A"
PROTECTED, PAYLOAD, SIGNATURE = BOB.split(".")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (BOB, ""),
        (f" {BOB}\n", "Removed: white space."),
        (f"Bearer {BOB}", "Removed: Bearer."),
        (f"DPoP {BOB}", "Removed: DPoP."),
        (f"Authorization: DPoP {BOB}", "Removed: Authorization: DPoP."),
        (f"authorization: bearer {BOB}\r\n", "Removed: authorization: bearer."),
        (f'"{BOB}",', "Removed: quotation marks."),
        (f"{BOB[:40]}\n  {BOB[40:80]}\r\n{BOB[80:]}", "Removed: line breaks inside."),
        (f"{BOB[:10]}\n{BOB[10:60]}\n{BOB[60:]}", "Removed: line breaks inside."),
        (
            f"Authorization: Bearer\n {BOB[:10]}\n {BOB[10:]}",
            "Removed: Authorization: Bearer and line breaks inside.",
        ),
        (
            f"curl -H 'Authorization: Bearer {BOB}' https://x/y",
            "Token taken from the Authorization header of a curl command.",
        ),
        (
            f'$ curl https://x \\\n -H "X-Api-Token: {BOB}" \\\n --compressed',
            "Token taken from the X-Api-Token header of a curl command.",
        ),
        (f"curl -HAuthorization:{BOB} x", "Token taken from the Authorization header of a curl command."),
        (
            f"curl $'https://x' --header=$'Authorization: Bearer {BOB}'",
            "Token taken from the Authorization header of a curl command.",
        ),
        (
            f'curl ^"https://x^" ^\r\n  -H ^"Authorization: Bearer {BOB}^" ^\r\n',
            "Token taken from the Authorization header of a curl command.",
        ),
        (f"curl -b 'a=1; session={BOB}' x", "Token taken from the cookie session of a curl command."),
        (f"curl --oauth2-bearer {BOB} x", "Token taken from --oauth2-bearer of a curl command."),
        (
            f"curl 'https://x/?a=1&access_token={BOB}'",
            "Token taken from access_token in the query of a curl command.",
        ),
        (f'curl -d \'{{"token":"{BOB}"}}\' x', "Token taken from token in the body of a curl command."),
        (f"curl -H 'Authorization: Bearer {BOB}", "Token taken from Authorization in a curl command."),
        (
            f"GET /x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {BOB}\r\nCookie: a=b; session={ALICE}\r\n\r\n",
            "Token taken from the Authorization header of an HTTP request. "
            "1 further token was left out: the cookie session of an HTTP request.",
        ),
        (f"Cookie: session={BOB}; b=c", "Token taken from the cookie session."),
        (f"HTTP/1.1 200 OK\nSet-Cookie: id={BOB}; Path=/", "Token taken from the cookie id of an HTTP answer."),
        (
            json.dumps({"access_token": BOB, "id_token": ALICE}),
            "Token taken from access_token in a JSON text. 1 further token was left out: id_token in a JSON text.",
        ),
        (json.dumps(json.dumps({"t": BOB})), "Token taken from t in the text."),
        (f"https://x/#access_token={BOB}&x=1", "Token taken from access_token in the fragment of an address."),
        (f"export TOKEN={BOB}", "Token taken from TOKEN in the text."),
        (f"Here it is: {BOB}. Regards", "Token taken from the text."),
        (f"{BOB}\nregards", "Token taken from the text."),
        (f"Bearer%20{BOB}", "Token taken from the text."),
        (f"{BOB} {ALICE}", "Token taken from the text. 1 further token was left out."),
    ],
)
def test_the_token_is_found_and_it_is_said_where(text, sentence):
    found = find(text)
    assert found is not None
    assert (found.token, found.sentence) == (BOB, sentence)
    assert BOB not in repr(found)


@pytest.mark.parametrize(
    "text", ["", "no token", "a.b.c", "example.com is. nice", f"{BOB}.x", f"x{BOB}", "eyJ.eyJ", "{}"]
)
def test_a_text_without_a_whole_token_has_none(text):
    assert find(text) is None


@pytest.mark.parametrize("broken", [f"{BOB}=", BOB.replace(".", ".+", 1), f"{PROTECTED}..", f"{PROTECTED}.{PAYLOAD}."])
def test_a_token_alone_keeps_its_faults(broken):
    found = find(f"Bearer {broken}")
    assert found is not None
    assert found.token == broken


def test_a_jws_in_flattened_json_becomes_compact_and_what_is_lost_is_said():
    text = json.dumps(
        {"payload": PAYLOAD, "protected": PROTECTED, "header": {"kid": "x"}, "signature": SIGNATURE}, indent=2
    )
    found = find(text)
    assert found is not None
    assert parse_compact(found.token).claims.to_dict() == {"sub": "bob"}
    assert "flattened JSON serialization" in found.sentence
    assert 'unprotected header parameters "kid"' in found.sentence
    (fault,) = read(text.replace(" ", "").replace("\n", "")).faults
    assert (fault.code, "flattened" in fault.message) == ("json_serialization", True)


def test_of_several_signatures_in_json_the_first_that_can_be_compact_is_taken():
    signatures = [
        {"header": {"alg": "HS256"}, "signature": "AAAA"},
        {"protected": PROTECTED, "signature": SIGNATURE},
        {"protected": PROTECTED, "signature": ALICE.rpartition(".")[2]},
    ]
    found = find(json.dumps({"payload": PAYLOAD, "signatures": signatures}))
    assert found is not None
    assert found.token == BOB
    assert "general JSON serialization with 3 signatures" in found.sentence
    assert "Token taken from signature 2 of a JWS" in found.sentence
    assert "1 further token was left out: signature 3." in found.sentence
    assert "Signature 1 has no protected header" in found.sentence


def test_a_jwe_in_json_is_named_and_not_taken():
    text = '{"protected":"e30","ciphertext":"AAAA","iv":"AAAA","tag":"AAAA"}'
    assert find(text) is None
    assert "a JWE in JSON serialization" in read(text).faults[0].message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"# get it\nPS C:\\> curl.exe -H 'X: {BOB}' `\n https://x", "the X header of a curl command"),
        (f'TOKEN={BOB}\ncurl -H "Authorization: Bearer $TOKEN" https://x', "TOKEN before a curl command"),
        (f'user@host:~$ sudo curl -d "{{""t"":""{BOB}""}}" x', "t in the body of a curl command"),
    ],
)
def test_a_command_is_found_inside_what_was_pasted_with_it(text, place):
    found = find(text)
    assert found is not None
    assert (found.token, found.place) == (BOB, place)


ES256 = encode_segment(b'{"alg":"ES256"}') + f".{PAYLOAD}.{'C' * 86}"
UNKNOWN = encode_segment(b'{"alg":"X"}') + f".{PAYLOAD}.{'D' * 86}"
UNDER = [
    "{}", "Bearer {}", " {}\n", "Here it is: {} regards", "token={}", "https://x/?token={}", '{{"t": "{}"}}',
    "curl -H 'Authorization: Bearer {}' https://x/", "GET / HTTP/1.1\nAuthorization: Bearer {}\n\n",
]  # fmt: skip
INVISIBLE = "\u200b\u00ad\ufeff\u2060\u200d\u202e"


@pytest.mark.parametrize("token", [BOB, ES256, UNKNOWN])
@pytest.mark.parametrize("place", UNDER)
def test_invisible_characters_inside_a_token_are_removed_and_named(token, place):
    for character in (*INVISIBLE, "\u200b\u200b"):
        for at in (5, token.index(".") + 4, len(token) - 3):
            found = find(place.format(token[:at] + character + token[at:]))
            assert found is not None
            assert found.token == token
            assert f"U+{ord(character[0]):04X}" in found.sentence


@pytest.mark.parametrize("token", [BOB, ES256, UNKNOWN])
@pytest.mark.parametrize("place", UNDER)
@pytest.mark.parametrize(
    ("blank", "words"),
    [
        (" ", "white space inside"),
        ("\t", "white space inside"),
        ("\xa0", "U+00A0"),
        ("\u202f", "U+202F"),
        ("\n", "inside"),
    ],
)
def test_a_blank_in_the_signature_is_removed_and_named(token, place, blank, words):
    for at in (len(token) - 3, token.rindex(".") + 1):
        found = find(place.format(token[:at] + blank + token[at:]))
        assert found is not None
        assert (found.token, words in found.sentence) == (token, True)


@pytest.mark.parametrize("token", [BOB, ES256, UNKNOWN])
@pytest.mark.parametrize("place", [each for each in UNDER if "curl" not in each])
def test_a_character_that_does_not_belong_is_kept_and_its_place_named(token, place):
    for strange in ("…", "%20", "\\", "&", "*", "ä", "$", "^", "@", "=", "+", "/"):
        broken = token[:-3] + strange + token[-3:]
        found = find(place.format(broken))
        assert found is not None
        assert found.token == broken
        position = f"at position {len(token.rpartition('.')[2]) - 2}"
        told = found.sentence + " ".join(each.message for each in read(found.token).faults)
        assert position in told


@pytest.mark.parametrize(
    "behind", ["&x=1", '"}', "'", ",", "; b=c", "#top", ")", "]", "</a>", "|", "?", "!", "\\n", "%22"]
)
def test_what_ends_a_token_is_not_part_of_it(behind):
    for token in (BOB, BOB[:-3]):
        found = find(f"x: {token}{behind}")
        assert found is not None
        assert found.token == token


def test_a_signature_that_is_too_short_is_named():
    found = find(f"log: {BOB[:-3]} seen")
    assert found is not None
    assert "Its signature has 40 characters instead of 43: it may be incomplete." in found.sentence


@pytest.mark.parametrize("end", ["...", "…", "..", "... (truncated)"])
def test_a_token_that_a_log_cut_off_is_not_taken(end):
    assert find(f"log: {BOB[:60]}{end}") is None
    assert find(f"{BOB[:-20]}{end}") is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"s%3A{BOB}", "Token taken from s in the text, percent-encoded."),
        (f"s%3A{BOB}.c2lnbmF0dXJl", None),
        (f"%22{BOB}%22", "Token taken from the text, percent-encoded."),
        (f"https://x/login?next=%2Fa%3Fid_token%3D{BOB}%26x%3D1", "percent-encoded."),
        (f"https://x/login?next=%252Fa%253Fid_token%253D{BOB}%2526x", "percent-encoded."),
        (f"id_token%3D{BOB}", "Token taken from id_token in the text, percent-encoded."),
        (BOB.replace(".", "%2E"), "Token taken from the text, percent-encoded."),
        (rf"x\u003d{BOB}\u0026", "escaped."),
        (f"a=&#101;{BOB[1:]}&quot;", "escaped."),
        (
            f"token: {base64.b64encode(BOB.encode()).decode()}",
            "Token taken from token in the text, in base64 once more.",
        ),
        (f'{{"data": {{"token": "{base64.b64encode(BOB.encode()).decode()}"}}}}', "in base64 once more."),
        (f"> {BOB[:30]}\n> {BOB[30:80]}\n> {BOB[80:]}\n", "Removed: line breaks inside and > before each line."),
        (f"> Here:\n> {BOB[:-5]}\n> {BOB[-5:]}\n", "> before each line."),
        (f">> {BOB[:80]}\n>> {BOB[80:]}\n", "> before each line."),
    ],
)
def test_a_token_that_is_encoded_or_quoted_is_found_and_it_is_said_how(text, sentence):
    found = find(text)
    if sentence is None:
        assert found is None
    else:
        assert found is not None
        assert found.token == BOB
        assert sentence in found.sentence


def in_base64(text):
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"v1_{BOB}", "Token taken from the text. Removed: v1_ before it."),
        (f"X-Session: v1_{BOB}", "Token taken from the X-Session header. Removed: v1_ before it."),
        (f"jwt-{BOB}", "Removed: jwt- before it."),
        (f"{BOB},", "Removed: , behind it."),
        (f"Bearer {BOB};", "Removed: Bearer and ; behind it."),
        (
            f"token: >-\n  {BOB[:30]}\n  {BOB[30:60]}\n  {BOB[60:]}\nother: x",
            "Token taken from the text. Removed: line breaks",
        ),
        (f"Here:\r\n\r\n{BOB[:50]}\r\n{BOB[50:]}\r\n\r\nRegards", " inside."),
        (f"{BOB[:30]}=\n{BOB[30:60]}=\r\n{BOB[60:]}", "Removed: = at the ends of lines."),
        (f"Hello,\nyour token: {BOB[:30]}=\n{BOB[30:]}\n", "the text. Removed: = at the ends of lines."),
        (f'{{"token": "session_{BOB}"}}', "Token taken from token in a JSON text. Removed: session_ before it."),
        (f"x%3Dv1_{BOB}", "v1_ before it."),
        (f"Authorization: Basic {in_base64(f'user:{BOB}')}", "the Authorization header, in base64 once more."),
        (f"data:application/json;base64,{in_base64(json.dumps({'t': BOB}))}", "in base64 once more."),
        (f"data:\n  config: {in_base64(in_base64(BOB))}", "config in the text, in base64 once more."),
        (f"/x/{encode_segment(BOB.encode())}/y", "in base64 once more."),
    ],
)
def test_a_token_behind_a_prefix_or_inside_base64_is_found(text, sentence):
    found = find(text)
    assert found is not None
    assert found.token == BOB
    assert sentence in found.sentence


DISCLOSURE = encode_segment(b'["salt", "name", "Ann"]')


@pytest.mark.parametrize("sd_jwt", [f"{BOB}~{DISCLOSURE}~", f"{BOB}~", f"{BOB}~{DISCLOSURE}~{DISCLOSURE}~{ALICE}"])
@pytest.mark.parametrize("around", ["{}", "Bearer {}", '{{"vp_token": "{}"}}', "vp_token={}&state=1", "Here: {} ok?"])
def test_an_sd_jwt_keeps_its_disclosures_and_its_key_binding(sd_jwt, around):
    found = find(around.format(sd_jwt))
    assert found is not None
    assert found.token == sd_jwt
    assert not found.others


@given(st.text(st.sampled_from("eyJ0.-_ \n{}\"'=:;&?#/curl-HBearer\\^$")))
def test_no_text_breaks_the_search(text):
    found = find(text)
    assert found is None or not any(each.isspace() for each in found.token)
