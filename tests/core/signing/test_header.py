import json

import pytest

from tests.core.keys.ring import KEYS
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import SigningError
from workbench.core.signing.header import header_segment, members_of, updated_header
from workbench.core.signing.header_update import HeaderUpdate
from workbench.core.signing.jose import sign, verify_signature
from workbench.core.token.compact import read
from workbench.core.token.segments import Segment, decode_segment, encode_segment

KEY = KEYS["ES256"]
KID = KEY.kid
CLAIMS = ClaimSet.from_json('{"sub": "bob"}')

# Headers that are written as no writer of JSON would write them again.
HEADERS = [
    '{"alg":"ES256","typ" : "JWT"}',
    ' {\n  "typ": "JWT",\n  "alg": "ES256"\n}\n',
    '{"alg":"ES256","x":1,"x":2}',
    '{"alg":"ES256","x":"\\u00e9\\/"}',
    '{"alg":"ES256","n":1.50e1,"big":12345678901234567890123}',
    '\ufeff{"alg":"ES256"}',
    '{"\\u0061lg":"ES256"}',
    '{"alg":"\\u0045S256"}',
]


def text(segment):
    return decode_segment(segment, Segment.HEADER)[0].decode()


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_that_is_kept_is_signed_to_the_octet(header):
    segment = encode_segment(header.encode())
    kept = updated_header(segment, KEY, HeaderUpdate.KEEP)
    assert kept == segment
    compact = sign(kept, CLAIMS, KEY)
    assert compact.split(".")[0] == segment
    token = read(compact).token
    assert token is None or verify_signature(token, KEY)


@pytest.mark.parametrize("header", HEADERS)
def test_an_alg_that_is_right_already_changes_nothing(header):
    segment = encode_segment(header.encode())
    assert updated_header(segment, KEY, HeaderUpdate.SET_ALG) == segment


@pytest.mark.parametrize(
    ("header", "alg", "alg_and_kid"),
    [
        (
            '{"alg":"none","typ" : "JWT"}',
            '{"alg":"ES256","typ" : "JWT"}',
            f'{{"alg":"ES256","typ" : "JWT","kid" : "{KID}"}}',
        ),
        (
            '{ "kid": "old",\n  "alg": "none",\n  "x": "\\u00e9", "x": 1.0 }',
            '{ "kid": "old",\n  "alg": "ES256",\n  "x": "\\u00e9", "x": 1.0 }',
            f'{{ "kid": "{KID}",\n  "alg": "ES256",\n  "x": "\\u00e9", "x": 1.0 }}',
        ),
        ('{"alg":1,"alg":"RS256"}', '{"alg":"ES256","alg":"ES256"}', f'{{"alg":"ES256","alg":"ES256","kid":"{KID}"}}'),
        ('{"typ":"JWT"}', '{"typ":"JWT","alg":"ES256"}', f'{{"typ":"JWT","alg":"ES256","kid":"{KID}"}}'),
        ("{}", '{"alg":"ES256"}', f'{{"alg":"ES256","kid":"{KID}"}}'),
        ("\ufeff{ }", '\ufeff{"alg":"ES256" }', f'\ufeff{{"alg":"ES256","kid":"{KID}" }}'),
        ('{"kid":null}', '{"kid":null,"alg":"ES256"}', f'{{"kid":"{KID}","alg":"ES256"}}'),
    ],
    ids=lambda each: each.replace(KID, "KID"),  # the key is another one in each process
)
def test_only_the_members_that_are_set_change(header, alg, alg_and_kid):
    segment = encode_segment(header.encode())
    assert text(updated_header(segment, KEY, HeaderUpdate.KEEP)) == header
    assert text(updated_header(segment, KEY, HeaderUpdate.SET_ALG)) == alg
    assert text(updated_header(segment, KEY, HeaderUpdate.SET_ALG_AND_KID)) == alg_and_kid


def test_a_segment_keeps_its_spelling_where_nothing_changes():
    padded = encode_segment(b'{"alg":"ES256"}') + "="
    assert updated_header(padded, KEY, HeaderUpdate.KEEP) == padded
    assert sign(padded, CLAIMS, KEY).startswith(f"{padded}.")


@pytest.mark.parametrize("header", ["[]", "no json", "", '"alg"'])
def test_what_is_not_an_object_cannot_be_changed(header):
    with pytest.raises(SigningError):
        updated_header(encode_segment(header.encode()), KEY, HeaderUpdate.SET_ALG)


def test_a_segment_beyond_ascii_is_refused():
    with pytest.raises(SigningError, match="beyond ASCII"):
        sign(header_segment({"alg": "ES256"}) + "é", CLAIMS, KEY)


def test_members_are_written_compactly_and_read_from_a_segment():
    header = {"typ": "JWT", "alg": "ES256"}
    assert text(header_segment(header)) == json.dumps(header, separators=(",", ":"))
    assert members_of(header_segment(header)) == header
    assert members_of("AAAA") == {}
