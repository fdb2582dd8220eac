"""Sessions: there and back, signed again, and everything refused that is no session."""

import json
import string
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.keys.ring import EACH_KIND, KEYS, OTHER_ES256
from workbench.core.answers.outcome import Request
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import SessionFileError, SessionNewerError
from workbench.core.keys.signing_key import KeyRole, generate
from workbench.core.requests.request import AUTHORIZATION, TokenPlacement, TokenWhere
from workbench.core.session.file_format import from_text, to_text
from workbench.core.session.saved_token import KeyNote, SavedToken, rebuild
from workbench.core.session.secrets import LEFT_OUT, without_secrets
from workbench.core.session.session import SavedVariant, Session
from workbench.core.signing.jose import sign, sign_segments, verify_signature
from workbench.core.text.base64_runs import base64_runs
from workbench.core.token.compact import encode_segment, parse_compact, read
from workbench.core.variants.variant import SignedHow, signed_how
from workbench.core.verification.ring_verdict import signature_verdict

KEY = KEYS["ES256"]
NAMES = st.text(string.ascii_letters + string.digits + " -äß✓", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()) or "x"
)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


def token(header_text, payload_text, key=KEY):
    segments = f"{encode_segment(header_text.encode())}.{encode_segment(payload_text.encode())}"
    return sign_segments(segments, key)


def header(key=KEY):
    return json.dumps({"alg": key.algorithm, "kid": key.kid}, indent=1)


@st.composite
def compacts(draw):
    """Tokens good and bad: signed, stale, not signed, not base64url, not three segments."""
    payload = draw(st.dictionaries(WORDS, st.one_of(WORDS, st.integers(), st.none(), st.lists(WORDS)), max_size=3))
    good = token(header(), json.dumps(payload))
    part = good.rpartition(".")[0]
    return draw(
        st.sampled_from(
            [good, f"{part}.", f"{part}.{'A' * 86}", f"{part}=.AA", f"x{part}.+/", part, "opaque", "", "a.b.c.d.e"]
        )
    )


@st.composite
def saved_tokens(draw):
    compact = draw(compacts())
    return SavedToken.of(compact, signed_how(read(compact), (KEY,)), whole=draw(st.booleans()))


PLACEMENTS = st.sampled_from(
    [AUTHORIZATION, TokenPlacement(TokenWhere.COOKIE, "session"), TokenPlacement(TokenWhere.NOWHERE)]
)
HEADERS = st.lists(
    st.tuples(st.sampled_from(["X-One", "Accept"]), st.text(string.ascii_letters, max_size=9)), max_size=2
)


@st.composite
def requests(draw):
    return Request(
        draw(NAMES),
        draw(st.sampled_from(["GET", "PUT", "QUERY"])),
        "/" + draw(st.text(string.ascii_letters + "/?=", max_size=9)),
        draw(st.none() | WORDS.filter(bool)),
        tuple(draw(HEADERS)),
        draw(PLACEMENTS),
        draw(st.sampled_from([None, "https://api.example.org", "http://127.0.0.1:8080"])),
    )


PLACES = st.dictionaries(st.tuples(NAMES, NAMES, NAMES), st.integers(100, 599), max_size=3)


@st.composite
def sessions(draw):
    variants = draw(
        st.lists(st.builds(SavedVariant, NAMES, saved_tokens(), WORDS), max_size=3, unique_by=lambda v: v.name)
    )
    names = [variant.name for variant in variants]
    pins = st.tuples(NAMES, st.sampled_from(names or [""]), NAMES)
    return Session(
        scenario=draw(WORDS),
        design=draw(WORDS),
        moment=draw(st.integers(0, 10**11)),
        offset_s=draw(st.integers(-(10**6), 10**6)),
        issued=draw(st.none() | saved_tokens()),
        edited=draw(st.none() | saved_tokens()),
        requests=tuple(draw(st.lists(requests(), max_size=3, unique_by=lambda request: request.id))),
        variants=tuple(variants),
        keys=draw(st.sampled_from([(), (KeyNote.of(KEY),)])),
        expected=draw(st.dictionaries(pins, st.integers(100, 599), max_size=3 if names else 0)),
        expected_of_designs={
            scenario: places for scenario, places in draw(st.dictionaries(NAMES, PLACES, max_size=2)).items() if places
        },
    )


@given(sessions())
def test_a_session_comes_back_from_its_file_as_it_was(session):
    assert from_text(to_text(session)) == session


@given(compacts())
def test_a_token_that_was_kept_whole_comes_back_to_the_letter(compact):
    saved = SavedToken.of(compact, signed_how(read(compact), (KEY,)), whole=True)
    assert rebuild(saved, (), ()).compact == read(compact).text


@given(compacts())
def test_a_token_that_was_kept_without_its_signature_gets_header_and_payload_back_to_the_letter(compact):
    reading = read(compact)
    signed = signed_how(reading, (KEY,))
    rebuilt = rebuild(SavedToken.of(compact, signed, whole=False), (KeyNote.of(KEY),), (KEY,))
    if len(reading.segments) != 3:
        assert (rebuilt.compact, bool(rebuilt.problem)) == ("", True)
        return
    again = read(rebuilt.compact)
    assert (again.segments[:2], rebuilt.problem) == (reading.segments[:2], "")
    assert signature_verdict(again, (KEY,)).state == signature_verdict(reading, (KEY,)).state
    assert [fault.code for fault in again.faults] == [fault.code for fault in reading.faults]
    if signed.how is not SignedHow.NONE:
        assert len(again.segments[2]) == len(reading.segments[2])


@pytest.mark.parametrize("key", EACH_KIND, ids=lambda key: key.name)
def test_what_a_key_of_any_kind_signed_it_signs_again(key):
    compact = sign({"kid": key.kid, "alg": key.algorithm}, ClaimSet.from_json('{ "sub" : "bob" }'), key)
    saved = SavedToken.of(compact, signed_how(read(compact), EACH_KIND), whole=False)
    note = KeyNote.of(key)
    rebuilt = rebuild(from_text(to_text(Session("s", edited=saved, keys=(note,)))).edited, (note,), EACH_KIND)
    assert rebuilt.compact.rpartition(".")[0] == compact.rpartition(".")[0]
    assert verify_signature(parse_compact(rebuilt.compact), key)
    made = generate(note.kind, note.name, now=0, kid=note.kid)  # what the command makes in its place
    assert verify_signature(parse_compact(rebuild(saved, (note,), (made,)).compact), made)


def test_without_the_key_it_is_said_that_the_token_is_not_signed():
    saved = SavedToken.of(token(header(), "{}"), signed_how(read(token(header(), "{}")), (KEY,)), whole=False)
    rebuilt = rebuild(saved, (KeyNote.of(KEY),), (OTHER_ES256,))
    assert rebuilt.problem == f"not signed: the key {KEY.name} is not in the keyring"
    assert rebuilt.compact.endswith(".")


def test_what_another_servers_own_key_signed_the_own_key_of_this_one_signs_and_the_header_names_it():
    issuer = generate("ES256", "issuer", now=0, role=KeyRole.ISSUER)
    here = generate("EdDSA", "issuer", now=0, role=KeyRole.ISSUER)
    compact = sign({"typ": "JWT", "alg": "ES256", "kid": issuer.kid}, ClaimSet.from_json("{}"), issuer)
    saved = SavedToken.of(compact, signed_how(read(compact), (issuer,)), whole=False)
    rebuilt = rebuild(saved, (KeyNote.of(issuer),), (KEY, here))
    again = parse_compact(rebuilt.compact)
    assert (dict(again.header), rebuilt.other_issuer) == ({"typ": "JWT", "alg": "EdDSA", "kid": here.kid}, True)
    assert verify_signature(again, here)


def test_nothing_of_a_key_and_no_signature_is_in_a_file_without_tokens():
    ring = (*EACH_KIND, OTHER_ES256)
    variants = []
    for key in ring:
        compact = token(header(key), '{"sub":"bob"}', key)
        saved = SavedToken.of(compact, signed_how(read(compact), ring), whole=False)
        variants.append(SavedVariant(key.name, saved))
        variants.append(
            SavedVariant(
                f"{key.name} 2", SavedToken.of(compact[:-2], signed_how(read(compact[:-2]), ring), whole=False)
            )
        )
        assert compact.rpartition(".")[2] not in to_text(Session("s", variants=tuple(variants)))
    session = Session("s", variants=tuple(variants), keys=tuple(map(KeyNote.of, ring)))
    text = to_text(session)
    assert not session.has_tokens
    for key in ring:
        public = set() if key.is_secret else set(key.public_jwk().values())
        private = set(key.private_jwk().values()) - public - {key.kid, key.algorithm, "oct"}
        assert private
        assert not [value for value in private if value in text]


def request(**parts):
    return Request(**({"id": "r", "method": "POST", "path": "/x"} | parts))


NOWHERE = TokenPlacement(TokenWhere.NOWHERE)
COMPACT = token(header(), '{"sub":"bob"}')
SECRETS = [
    request(placement=NOWHERE, headers=(("Authorization", "Basic Ym9iOnBsYW50ZWQ="),)),
    request(headers=(("X-Api-Key", "planted"),)),
    request(path="/x?api_key=planted&y=1"),
    request(body='{"username": "bob", "password": "planted"}'),
    request(body="grant_type=password&client_secret=planted"),
    request(body='{"kty":"oct","k":"planted"}'),
    request(body="-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----"),
]
TOKENS = [
    request(placement=NOWHERE, headers=(("Authorization", f"Bearer {COMPACT}"),)),
    request(headers=(("Cookie", "session=planted"),)),
    request(headers=(("X-Other", COMPACT),)),
    request(path=f"/x?t={COMPACT}"),
    request(path="/x?access_token=planted"),
    request(body=f'{{"t":"{COMPACT}"}}'),
]


@pytest.mark.parametrize("made", [*SECRETS, *TOKENS])
def test_passwords_keys_and_tokens_in_requests_are_left_out(made):
    kept = without_secrets(made, tokens=False)
    text = to_text(Session("s", requests=(kept,)))
    assert LEFT_OUT in text
    assert "planted" not in text
    assert "Ym9iOnBsYW50ZWQ" not in text
    assert COMPACT not in text
    assert from_text(text).requests == (kept,)
    assert without_secrets(made, tokens=True) == (made if made in TOKENS else kept)


# Where a credential may be in a text; {} is its place.
PATHS = [
    "/documents?auth={}",
    "/login?next=%2Fdocuments%3Fa%3Db%26x%3D{}",
    "/login?next=%252Fdocuments%253Fx%253D{}%2526y",
    "/login?next=https%3A%2F%2Fx.example%2F{}%2Fconfirm",
    "/a/{}/b",
    "/a;v={};w=1",
]
CONTENTS = [
    '{{"ctx": "{}"}}',
    "ctx=%7B%22jwt%22%3A%22{}%22%7D",
    '{{"ctx": "{{\\"x\\": \\"{}\\"}}"}}',
    "<a href=&quot;{}&quot;>",
    "s%3A{}",
    "s:{}",
    "v1_{}",
    "x=1, y={}, z=2",
    "[{}]",
    "a={}&b=1",
]
INDENTED = token(' {"alg":"none"}', '{"sub":"bob"}')
CREDENTIALS = [
    COMPACT,
    INDENTED,
    f"Bearer%20{COMPACT}",
    f"Bearer+{COMPACT}",
    COMPACT.replace(".", "%2E"),
    COMPACT.replace("e", "%65", 1),
    COMPACT.replace(".", "%252E"),
    "Bearer%20planted-opaque",
    "Basic%20Ym9iOnBsYW50ZWQ=",
    "%26password%3Dplanted%26",
    "https://bob:planted@x.example/",
    "%7B%22password%22:%22planted%22%7D",
    "ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUppYjJJaWZRLkFBQUE",  # a token in base64 once more
    encode_segment(f"Bearer {COMPACT}".encode()),
    encode_segment(json.dumps({"t": COMPACT}).encode()),
    encode_segment(encode_segment(COMPACT.encode()).encode()),
    encode_segment(b'{"user": "bob", "password": "planted"}'),
]


def undone(text):
    """*text* decoded until no percent-encoding is left."""
    return text if unquote(text) == text else undone(unquote(text))


def leaks(text):
    found = undone(text)
    secrets = ("planted", "Ym9iOnBsYW50ZWQ", "ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRX")
    encoded = (run.text for run in base64_runs(found))
    return any(map(leaks, encoded)) or any(
        each in found for each in (*secrets, *COMPACT.split("."), *INDENTED.split("."))
    )


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_no_delimiter_and_no_encoding_hides_a_credential(credential):
    for path in PATHS:
        assert not leaks(without_secrets(request(path=path.format(credential)), tokens=False).path)
    for text in CONTENTS:
        made = request(body=text.format(credential), headers=(("X-Ctx", text.format(credential)),))
        kept = without_secrets(made, tokens=False)
        assert not leaks(str(kept.body) + kept.headers[0][1])
        assert from_text(to_text(Session("s", requests=(kept,)))).requests == (kept,)


PASSWORDS = [
    request(path="/login?next=%2Fa%3Fpassword%3Dplanted%26b"),
    request(path="/login?next=https%3A%2F%2Fbob%3Aplanted%40x.example%2F"),
    request(path="/x?auth=Basic%20Ym9iOnBsYW50ZWQ="),
    request(body="ctx=%7B%22password%22%3A%22planted%22%7D"),
    request(body='{"ctx": "{\\"client_secret\\": \\"planted\\"}"}'),
    request(body='{"password": 12345678}'),
    request(body='{"pwd": "planted"}'),
    request(body="user=bob&pin=planted"),
    request(body="<login><password>planted</password></login>"),
    request(body="user: bob\npassword: planted"),
    request(body='mutation { login(user: "bob", password: "planted") }'),
    request(body='--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nplanted\r\n--b--'),
    request(body=encode_segment(b'{"user": "bob", "password": "planted"}')),
    request(headers=(("X-Ctx", "a=b; password=planted; c=d"),)),
    request(body="key=-----BEGIN+PRIVATE+KEY-----%0Aplanted%0A-----END+PRIVATE+KEY-----&x=1"),
]


@pytest.mark.parametrize("made", PASSWORDS)
def test_a_password_in_such_a_place_is_left_out_even_with_tokens(made):
    kept = to_text(Session("s", requests=(without_secrets(made, tokens=True),)))
    assert LEFT_OUT in kept
    assert not leaks(kept)
    assert "12345678" not in kept


def test_a_token_that_may_stay_is_kept_whatever_its_claims_are_called():
    signed = token(header(), '{"sub": "bob", "password": "long ago"}')
    made = request(path=f"/x/{signed}", body=f'{{"t": "{signed}"}}')
    assert without_secrets(made, tokens=True) == made


def test_what_is_no_secret_is_kept():
    made = request(
        path="/keys?monkey=1&page=2", body='{"title": "Passwords of the stars"}', headers=(("Accept", "*/*"),)
    )
    assert without_secrets(made, tokens=False) == made


GOOD = json.loads(
    to_text(
        Session(
            "documents",
            variants=(SavedVariant("a", SavedToken.of(COMPACT, signed_how(read(COMPACT), (KEY,)), whole=True)),),
            requests=(request(),),
        )
    )
)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("format",), "else", "format is not token-workbench-session"),
        (("version",), "1", "version must be a whole number"),
        (("version",), True, "version must be a whole number"),
        (("colour",), 1, "colour is not a member of a session of this version"),
        (("scenario",), 7, "scenario must be a string, not the number 7"),
        (("clock", "moment"), 1.5, "clock.moment must be a whole number"),
        (("variants", 0, "name"), " ", "variants[0].name: A variant needs a name"),
        (("variants", 0, "token", "signed", "how"), "well", "variants[0].token.signed.how must be one of"),
        (("variants", 0, "token", "payload"), "{}", "variants[0].token.token is not a token of this header"),
        (("variants", 0, "token", "payload"), "\ud800", "half of a surrogate pair"),
        (("variants", 0, "token", "signed", "octets"), 10**9, "octets must be a whole number from 0"),
        (("requests", 0, "method"), "GET\r\nX: y", "requests[0].method"),
        (("requests", 0, "path"), "https://evil.example/", "requests[0].path must be a path that begins with a slash"),
        (("requests", 0, "base_url"), "file:///etc", "requests[0].url"),
        (("requests", 0, "headers"), [{"name": "A", "value": "b\r\nC: d"}], "requests[0].headers"),
        (("requests", 0, "id"), None, "requests[0].id must be a string, not null"),
        (("expected",), [{"design": "d", "variant": "b", "request": "r", "status": 200}], "there is no variant b"),
        (
            ("expected",),
            [{"design": "d", "variant": "a", "request": "r", "status": 99}],
            "expected[0].status must be a whole number from 100 to 599",
        ),
        (
            ("expected",),
            [{"design": "d", "variant": "a", "request": "r", "status": status} for status in (403, 403, 200)],
            "expected[2] contradicts expected[0]: the same request cannot answer both 403 and 200",
        ),
        (
            ("expected_of_designs",),
            [
                {"scenario": scenario, "design": "d", "user": "u", "request": "r", "status": status}
                for scenario, status in (("other", 200), ("s", 403), ("s", 200))
            ],
            "expected_of_designs[2] contradicts expected_of_designs[1]",
        ),
        (("keys",), [{"kid": "k", "name": "n", "kind": "none", "trusted": True}], "keys[0].kind"),
    ],
)
def test_a_mistake_is_named_by_its_key_path(path, value, says):
    document = json.loads(json.dumps(GOOD))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(SessionFileError) as told:
        from_text(json.dumps(document))
    assert says in str(told.value)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "no json", json.dumps(GOOD)[:-9], '{"format":1}', "[" * 100_000]
)
def test_what_is_no_session_is_refused(text):
    with pytest.raises(SessionFileError):
        from_text(text)


def test_a_newer_version_is_told_as_such():
    with pytest.raises(SessionNewerError, match="version 2"):
        from_text(json.dumps(GOOD | {"version": 2, "colour": "of the future"}))
