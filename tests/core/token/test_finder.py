import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.token.compact import parse_compact, read
from workbench.core.token.finder import find

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
    assert "1 further token was left out" in found.sentence
    assert "Signature 1 has no protected header" in found.sentence


def test_a_jwe_in_json_is_named_and_not_taken():
    text = '{"protected":"e30","ciphertext":"AAAA","iv":"AAAA","tag":"AAAA"}'
    assert find(text) is None
    assert "a JWE in JSON serialization" in read(text).faults[0].message


@given(st.text(st.sampled_from("eyJ0.-_ \n{}\"'=:;&?#/curl-HBearer\\^$")))
def test_no_text_breaks_the_search(text):
    found = find(text)
    assert found is None or not any(each.isspace() for each in found.token)
