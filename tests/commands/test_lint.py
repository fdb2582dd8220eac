"""``token-workbench lint`` as it is called: what it prints where, and how it ends."""

import argparse
import csv
import io
import json
import sys
from hashlib import sha256

import pytest

from tests.core.keys.ring import KEYS, OTHER_ES256
from tests.core.lint.tokens.samples import CLAIMS, HEADER, NOW, changed, compact
from workbench.commands import lint
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.lint.tokens import TokenKind, parse_references
from workbench.core.signing.jose import sign
from workbench.core.token.segments import encode_segment
from workbench.ui.assets import asset

SIGNATURE = b"this-signature-is-nobody's-business" + bytes(29)
TABLE = "claim,purpose,reference,category\n" + "".join(f"{name},,,registered\n" for name in CLAIMS)
LIMITS = asset("header_limits.csv").read_text(encoding="utf-8")
GOOD = compact(HEADER, CLAIMS, SIGNATURE)
BAD = compact(
    HEADER, changed(CLAIMS, {"exp": ..., "jti": "7", "tier": 1, "email": "bob@example.org", "password": "x"}), SIGNATURE
)
WARNED = compact(HEADER, CLAIMS | {"jti": "7"}, SIGNATURE)


NOT_VERIFIED = "The signature was not verified."


@pytest.fixture
def run(monkeypatch, capsys):
    """Call the command as the program does; give exit code, standard output and standard error."""

    def call(*arguments, stdin=""):
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        parser = argparse.ArgumentParser()
        lint.add_to(parser.add_subparsers(), references=lambda: parse_references(TABLE, LIMITS), clock=lambda: NOW)
        try:
            options = parser.parse_args(["lint", *map(str, arguments)])
            code = options.run(options)
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return call


@pytest.mark.parametrize(("token", "code"), [(GOOD, 0), (WARNED, 0), (BAD, 1)])
def test_the_exit_code_is_1_if_there_is_an_error_among_the_findings(run, token, code):
    assert run(stdin=token)[::2] == (code, "")


@pytest.mark.parametrize("wrapping", ["{}", "  {}\n", "Bearer {}", "Authorization: Bearer {}\r\n", "\ufeff{}"])
def test_a_token_is_read_from_standard_input_with_what_surrounds_it(run, wrapping):
    code, output, _ = run("-", stdin=wrapping.format(GOOD))
    assert (code, output) == (
        0,
        f"Read as an access token of {len(GOOD)} bytes: typ is at+jwt.\n\nNo findings.\n{NOT_VERIFIED}\n",
    )


def test_a_token_is_read_from_a_file(run, tmp_path):
    path = tmp_path / "token.txt"
    path.write_text(BAD + "\n", encoding="utf-8")
    code, output, _ = run(path)
    assert code == 1
    assert "JWT002" in output


def test_the_table_tells_source_and_fix_below_each_finding(run):
    _, output, _ = run(stdin=BAD)
    assert output.splitlines()[2:8] == [
        "error    JWT002  exp is missing: the token never expires, and works for anyone who finds it.",
        "                 RFC 9068 section 2.2",
        "                 Fix: Set exp to one hour after iat.",
        "error    JWT033  password is a secret by its name, and the payload is not encrypted: "
        "anyone who sees the token can read it.",
        "                 RFC 9068 section 6",
        "                 Fix: Remove password.",
    ]
    assert output.splitlines()[-2:] == ["2 errors, 2 warnings, 1 note.", NOT_VERIFIED]


def test_json_holds_everything_that_is_known_of_a_finding(run):
    code, output, _ = run("--format", "json", stdin=BAD)
    document = json.loads(output)
    assert code == 1
    assert (document["kind"], document["kind_reason"]) == ("access-token", "typ is at+jwt")
    assert document["token_bytes"] == len(BAD)
    assert document["counts"] == {"error": 2, "warning": 2, "info": 1}
    assert document["findings"][2] == {
        "id": "JWT019",
        "severity": "warning",
        "segment": "payload",
        "paths": [["jti"]],
        "message": 'jti is "7", a number that may be counted up: at most 3 bits, too few to prevent guessing (96).',
        "source": "RFC 7519 section 4.1.7",
        "fix": "Set jti to a new random id",
    }


def test_all_formats_tell_of_the_same_findings(run):
    ids = [finding["id"] for finding in json.loads(run("--format", "json", stdin=BAD)[1])["findings"]]
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", stdin=BAD)[1])))
    assert [row["id"] for row in rows] == ids
    assert {"severity": "error", "claim": "password", "fix": "Remove password"}.items() <= rows[1].items()
    markdown = run("--format", "markdown", stdin=BAD)[1].splitlines()
    assert markdown[0] == f"Read as an access token of {len(BAD)} bytes: typ is at+jwt."
    assert markdown[1] == NOT_VERIFIED
    markdown = markdown[5:]
    assert [line.split(" | ")[0].removeprefix("| ") for line in markdown] == ids
    assert [line.split()[1] for line in run(stdin=BAD)[1].splitlines() if " JWT" in line] == ids


@pytest.mark.parametrize("format_", ["table", "json", "csv", "markdown"])
def test_neither_the_token_nor_its_signature_is_printed(run, format_):
    broken = BAD[:40] + "\n" + BAD[40:] + "="
    for token in (GOOD, BAD, broken):
        text = "".join(run("--format", format_, stdin=token)[1:])
        for segment in token.split("."):
            assert segment not in text
            assert segment[:30] not in text
        assert "nobody's-business" not in text


def test_the_profile_decides_which_rules_hold(run):
    plain = compact({"alg": "ES256", "typ": "JWT"}, CLAIMS)

    def found(profile):
        return {
            each["id"] for each in json.loads(run("--format=json", "--profile", profile, stdin=plain)[1])["findings"]
        }

    assert found("auto") == {"JWT021"}
    assert found("access") == {"JWT022"}
    assert found("access-token") == {"JWT022"}
    assert found("id") == found("id-token") == set()


@pytest.mark.parametrize("kind", list(TokenKind))
def test_the_profile_takes_every_kind(run, kind):
    document = json.loads(run("--format=json", "--profile", kind.value, stdin=GOOD)[1])
    assert (document["kind"], document["kind_reason"]) == (kind.value, "chosen by hand")


def test_for_a_token_of_unknown_kind_it_says_what_follows(run):
    plain = compact({"alg": "ES256", "typ": "JWT"}, changed(CLAIMS, {"client_id": ...}))
    lines = run(stdin=plain)[1].splitlines()
    assert "a token of unknown kind" in lines[0]
    assert "typ is JWT, and neither the claims nor the issuer name a kind" in lines[0]
    assert "--profile" in lines[1]


def test_a_finding_about_several_claims_names_them_all(run):
    token = compact(HEADER, CLAIMS | {"tier": 1, "level": 2})
    (finding,) = json.loads(run("--format=json", stdin=token)[1])["findings"]
    assert finding["paths"] == [["tier"], ["level"]]


def test_a_cookie_and_a_leeway_are_taken_into_account(run):
    large = compact(HEADER, CLAIMS) + "A" * 3_721
    assert len(large) == 4_091
    assert run("--cookie", "s", stdin=large)[0] == 0
    assert run("--cookie", "session", stdin=large)[0] == 1
    early = compact(HEADER, CLAIMS | {"iat": NOW + 60})
    assert "JWT008" in run(stdin=early)[1]
    assert "JWT008" not in run("--leeway", "60", stdin=early)[1]


@pytest.mark.parametrize(
    ("stdin", "words"),
    [
        ("", "There is no token here."),
        ("hello world", "this text has one segment"),
        (b"\xff\xfe\x00", "standard input is not UTF-8 text"),
        (f"{GOOD}\n{BAD}\n", "more than one token"),
        ("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..QQ.QQ.QQ", "it is encrypted"),
        (compact(HEADER, '{"a":NaN}'), "NaN is not a JSON number"),
        (compact(HEADER, "[]"), "JSON, but not an object"),
        (compact("7", CLAIMS), "The header is JSON, but not an object"),
        ("A" * (1024 * 1024 + 1), "a token of more than 1,048,576 is not read"),
        ("A" * (4 * 1024 * 1024 + 1), "more than 4,194,304 bytes"),
    ],
)
def test_what_is_no_token_ends_with_2_and_one_line_that_says_why(run, stdin, words):
    code, output, error = run(stdin=stdin)
    assert (code, output) == (2, "")
    assert words in error
    assert error.startswith("token-workbench lint: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [("no-such-file", "cannot be read: "), (".", " is a folder."), ("a\0b", "is not a valid file name")],
)
def test_a_file_that_cannot_be_read_ends_with_2_and_its_name(run, tmp_path, monkeypatch, name, words):
    monkeypatch.chdir(tmp_path)
    code, output, error = run(name)
    assert (code, output, error.count("\n")) == (2, "", 1)
    assert words in error


def test_a_token_as_an_argument_is_refused_without_being_repeated(run):
    code, output, error = run(GOOD)
    assert (code, output) == (2, "")
    assert "other users" in error
    assert GOOD[:20] not in error


@pytest.mark.parametrize(
    "arguments", [["--leeway", "-1"], ["--leeway", "1.5"], ["--format", "yaml"], ["--profile", "x"]]
)
def test_a_wrong_option_is_a_usage_error(run, arguments):
    code, output, error = run(*arguments, stdin=GOOD)
    assert (code, output) == (2, "")
    assert arguments[0] in error


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{{"access_token": "{}", "expires_in": 60}}', "Token taken from access_token in a JSON text."),
        (
            "curl -H 'Authorization: Bearer {}' https://x/",
            "Token taken from the Authorization header of a curl command.",
        ),
        ('"{}"', "Removed: quotation marks."),
        ("id_token={}", "Token taken from id_token in the text."),
        ("https://x/#id_token%3D{}", "percent-encoded."),
    ],
)
def test_a_token_is_found_as_in_the_window_and_it_is_said_where(run, text, told):
    code, output, error = run(stdin=text.format(GOOD))
    assert (code, f"{len(GOOD)} bytes" in output) == (0, True)
    assert told in error
    assert GOOD not in error


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ya29.a0AfH6SMBx3kY_tQ-Zz", "a Google access token"),
        ("v4.public.eyJzdWIiOiJib2IifQAAAA", "PASETO"),
        (f"{GOOD[:60]}...", "cut off"),
        ('{ "ciphertext": "x" }', "a JWE in JSON serialization"),
    ],
)
def test_what_is_no_jws_is_named_in_one_line(run, text, words):
    code, output, error = run(stdin=text)
    assert (code, output, error.count("\n")) == (2, "", 1)
    assert words in error


@pytest.mark.parametrize("option", ["--key", "--jwks"])
def test_the_signature_is_verified_by_the_key_in_a_file(run, tmp_path, option):
    claims = ClaimSet.from_dict(CLAIMS)
    good = sign(HEADER, claims, KEYS[HEADER["alg"]])
    forged = sign(HEADER, claims, OTHER_ES256)
    jwk = KEYS[HEADER["alg"]].public_jwk() | {"kid": HEADER["kid"]}
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"keys": [jwk]} if option == "--jwks" else jwk))
    for token, code, word in ((good, 0, "valid"), (forged, 1, "invalid")):
        found, output, _ = run(option, path, "--format=json", stdin=token)
        assert (found, json.loads(output)["signature"]) == (code, word)
        sentence = "The signature is valid: " if code == 0 else "The signature is not valid: "
        assert sentence in run(option, path, stdin=token)[1]
        assert sentence in run(option, path, "--format=csv", stdin=token)[2]
    assert json.loads(run("--format=json", stdin=forged)[1])["signature"] == "not verified"


def test_a_key_file_that_cannot_be_used_ends_with_2(run, tmp_path):
    path = tmp_path / "key.txt"
    path.write_text("no key")
    for given in (path, tmp_path / "none.pem"):
        code, output, error = run("--key", given, stdin=GOOD)
        assert (code, output, error.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("payload", "problem"), [(b"It is a text.", "is not JSON"), (b"[1]", "is JSON, but not an object")]
)
def test_the_signature_of_what_is_not_a_jwt_is_verified_all_the_same(run, tmp_path, payload, problem):
    key = tmp_path / "key.json"
    key.write_text(json.dumps(dict(KEYS["ES256"].public_jwk())))
    signed = sign({"alg": "ES256"}, payload, KEYS["ES256"])
    for text, says in (
        (signed, "The signature is valid: "),
        (f"{signed[:-8]}AAAAAAAA", "The signature is not valid: "),
    ):
        code, out, err = run("--key", key, stdin=text)
        assert (code, out) == (2, "")
        assert [says in err, problem in err] == [True, True]
    code, out, err = run(stdin=signed)
    assert (code, err.count("\n")) == (2, 1)


def test_an_sd_jwt_is_listed_with_what_it_discloses(run):
    disclosure = encode_segment(b'["salt", "given_name", "Ann"]')
    forged = encode_segment(b'["salt", "admin", true]')
    digest = encode_segment(sha256(disclosure.encode()).digest())
    text = f"{compact({'alg': 'ES256', 'typ': 'dc+sd-jwt'}, {'vct': 'x', '_sd': [digest]})}~{disclosure}~{forged}~"
    code, out, _ = run(stdin=text)
    assert code == 1
    assert "It has 2 disclosures (sha-256), no key binding." in out
    assert f'  given_name = "Ann"; digest {digest}' in out
    assert "  admin = true; refused, see below; digest" in out
    assert 'Disclosure 2 ("admin") matches no digest: the issuer did not sign it.' in out
    document = json.loads(run("--format", "json", stdin=text)[1])
    assert [(each["name"], each["value"], each["matched"]) for each in document["disclosures"]] == [
        ("given_name", "Ann", True),
        ("admin", True, False),
    ]
    assert document["key_binding"] is False
