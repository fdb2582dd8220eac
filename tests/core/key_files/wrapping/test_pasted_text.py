"""Keys as they come out of settings, shells, JSON strings and web pages, to verify with and to import."""

import base64
import json
from urllib.parse import quote, quote_plus

import pytest
from cryptography.hazmat.primitives.serialization import PrivateFormat

from tests.core.key_files.outside_keys import certificate, pkcs1, private, private_pem, spki
from workbench.core.errors import KeyImportError, KeyTextError
from workbench.core.key_files.importer import read_private_keys
from workbench.core.key_files.pasted_keys import read_keys
from workbench.core.key_files.wrapping.pasted_text import unwrapped
from workbench.core.keys.private_jwk import private_jwk
from workbench.core.keys.public_jwk import public_jwk


def bare(pem):
    return "".join(pem.splitlines()[1:-1])


def on_one_line(pem, joint):
    return joint.join(pem.splitlines())


WRAPPED = {
    "\\n": lambda pem: on_one_line(pem, "\\n"),
    "\\r\\n": lambda pem: on_one_line(pem, "\\r\\n"),
    "\\r": lambda pem: on_one_line(pem, "\\r"),
    "\\\\n, escaped twice": lambda pem: on_one_line(pem, "\\\\n"),
    "\\n and a continued line": lambda pem: on_one_line(pem, "\\n\\\n"),
    "/n": lambda pem: on_one_line(pem, "/n"),
    "a hyphen lost": lambda pem: pem[1:],
    "dashes of a word processor": lambda pem: pem.replace("-----", "\u2014\u2014"),
    "a blank beside the hyphens": lambda pem: pem.replace("-----BEGIN", "---- BEGIN"),
    "blanks": lambda pem: on_one_line(pem, " "),
    "nothing": lambda pem: on_one_line(pem, ""),
    "blanks between its lines alone": lambda pem: "\n".join(
        (pem.splitlines()[0], f"{bare(pem)[:20]} {bare(pem)[20:]}", pem.splitlines()[-1])
    ),
    "quotes": lambda pem: f'"{pem}"',
    "single quotes and \\n": lambda pem: f"'{on_one_line(pem, chr(92) + 'n')}'",
    "a JSON string": json.dumps,
    "a JSON string with a comma": lambda pem: json.dumps(pem) + ",",
    "a member of JSON": lambda pem: '"key": ' + json.dumps(pem) + ",",
    "a variable": lambda pem: f'KEY="{on_one_line(pem, chr(92) + "n")}"',
    "a variable without quotes": lambda pem: f"KEY={on_one_line(pem, chr(92) + 'n')}",
    "export": lambda pem: f"export JWT_KEY='{pem}'",
    "YAML": lambda pem: "key: |\n" + "\n".join(f"  {line}" for line in pem.splitlines()),
    "base64 of it all": lambda pem: base64.b64encode(pem.encode()).decode(),
    "a variable in base64": lambda pem: f"KEY={base64.b64encode(pem.encode()).decode()}",
    "base64 without its lines": bare,
    "base64 in lines": lambda pem: "\n".join(pem.splitlines()[1:-1]),
    "percent-encoded": quote,
    "percent-encoded with its slashes": lambda pem: quote(pem, safe=""),
    "a form": quote_plus,
    "a variable of a form": lambda pem: f"key={quote_plus(pem)}",
    "a web page": lambda pem: pem.replace("\n", "<br>"),
    "a web page in lines": lambda pem: f"<pre>{pem}</pre>",
    "XML": lambda pem: pem.replace("\n", "&#10;"),
    "a variable with base64": lambda pem: f"JWT_KEY={bare(pem)}",
}


@pytest.mark.parametrize("kind", ["RSA", "P-256", "Ed25519"])
@pytest.mark.parametrize("wrap", WRAPPED.values(), ids=WRAPPED)
def test_a_key_is_read_in_whatever_it_was_wrapped_and_that_is_noted(kind, wrap):
    key = private(kind)
    for pem in (spki(kind), certificate(kind), private_pem(kind)):
        found = read_keys(wrap(pem))
        assert dict(found.keys[0].jwk) == public_jwk(key.public_key())
        assert len(found.notes) > len(read_keys(pem).notes)
    imported = read_private_keys(wrap(private_pem(kind)).encode())
    assert dict(imported.keys[0].jwk) == private_jwk(key)
    assert imported.keys[0].notes
    with pytest.raises(KeyImportError, match="can verify, and cannot sign"):
        read_private_keys(wrap(spki(kind)).encode())


@pytest.mark.parametrize("form", ["PKCS#1 public", "PKCS#1", "SEC1"])
def test_older_forms_are_recognised_without_their_lines(form):
    old = PrivateFormat.TraditionalOpenSSL
    pem = {"PKCS#1 public": pkcs1(), "PKCS#1": private_pem("RSA", old), "SEC1": private_pem("P-256", old)}[form]
    assert dict(read_keys(bare(pem)).keys[0].jwk) == dict(read_keys(pem).keys[0].jwk)


def test_a_label_of_another_form_is_no_hindrance():
    assert read_keys(spki("RSA").replace("PUBLIC KEY", "RSA PUBLIC KEY")).keys[0].jwk["kty"] == "RSA"


@pytest.mark.parametrize(
    "text",
    [spki("RSA"), private_pem("P-256"), json.dumps({"keys": []}), "secret", "a=b", "x: 'y", "", " ", '"', "M" * 40],
)
def test_a_text_with_nothing_around_it_stays_unchanged(text):
    assert unwrapped(text).text == text
    assert unwrapped(text).notes == ()


def test_a_wrapped_key_says_nothing_of_itself():
    assert "BEGIN" not in repr(unwrapped(f"KEY={private_pem('RSA')}"))


RSA_PUBLIC = public_jwk(private("RSA").public_key())
EC_PUBLIC = public_jwk(private("P-256").public_key())
RSA_X5C = {"kty": "RSA", "kid": "c", "x5c": [bare(certificate("RSA"))]}


@pytest.mark.parametrize(
    ("value", "kids", "says"),
    [
        ({"realm": "r", "public_key": bare(spki("RSA")), "token-service": "https://h"}, [None], "member public_key"),
        ({"publicKey": spki("RSA")}, [None], "member publicKey"),
        ({"type": "service_account", "private_key": private_pem("RSA")}, [None], "member private_key"),
        ({"a1": certificate("RSA"), "b2": certificate("P-256")}, ["a1", "b2"], "2 keys by kid"),
        ({"a1": spki("RSA")}, ["a1"], "1 key by kid"),
        ([RSA_PUBLIC | {"kid": "x"}, EC_PUBLIC], ["x", None], "an array of JWKs"),
        ({"jwk": RSA_PUBLIC | {"kid": "x"}}, ["x"], "member jwk"),
        ({"jwks": {"keys": [RSA_PUBLIC]}}, [None], "member jwks"),
        ({"jwks": [RSA_PUBLIC]}, [None], "member jwks"),
        (RSA_X5C, ["c"], "certificate (x5c)"),
        ({"x5c": RSA_X5C["x5c"]}, [None], "certificate (x5c)"),
        ({"keys": [RSA_X5C]}, ["c"], "JWK set of 1 key"),
    ],
    ids=lambda each: str(each)[:12],
)
def test_json_holds_keys_in_more_forms_than_a_jwk_and_a_set(value, kids, says):
    found = read_keys(json.dumps(value))
    assert dict(found.keys[0].jwk) == RSA_PUBLIC
    assert [key.kid for key in found.keys] == kids
    assert says in found.sentence
    if not isinstance(value, dict) or "private_key" not in value:
        with pytest.raises(KeyImportError, match="can verify, and cannot sign"):
            read_private_keys(json.dumps(value).encode())


@pytest.mark.parametrize("wrap", [lambda jwk: [jwk], lambda jwk: {"jwk": jwk}, lambda jwk: {"jwks": {"keys": [jwk]}}])
def test_private_keys_are_imported_from_the_same_forms(wrap):
    jwk = private_jwk(private("P-256"))
    assert dict(read_private_keys(json.dumps(wrap(jwk)).encode()).keys[0].jwk) == jwk


@pytest.mark.parametrize(
    ("x5c", "says"),
    [
        ([], "x5c of the JWK must be an array of certificates"),
        ("abc", "x5c of the JWK must be an array of certificates"),
        (["!"], "x5c of the JWK: its first entry is not a certificate"),
        ([bare(spki("RSA"))], "x5c of the JWK: its first entry is not a certificate"),
        ([bare(certificate("P-256"))], 'kty of the JWK is "RSA", and the certificate in x5c has a key of the type EC'),
    ],
)
def test_a_jwk_whose_certificate_is_no_use_is_refused(x5c, says):
    with pytest.raises(KeyTextError, match=says.replace("(", r"\(")):
        read_keys(json.dumps({"kty": "RSA", "x5c": x5c}))


ADDRESSES = [
    "https://login.example/jwks.json",
    " http://127.0.0.1:8080/.well-known/jwks.json\n",
    '"https://login.example/oauth2/v3/certs"',
    "<https://login.example/jwks>",
    "login.example/.well-known/openid-configuration",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_named_and_not_fetched(text):
    for read, error in (
        (lambda: read_keys(text), KeyTextError),
        (lambda: read_private_keys(text.encode()), KeyImportError),
    ):
        with pytest.raises(error, match="this is an address, not a key") as caught:
            read()
        assert "Nothing is fetched." in str(caught.value)
        assert caught.value.hint == "Download it, and paste what it answers."


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ({"issuer": "https://i", "jwks_uri": "https://i/jwks"}, "Download https://i/jwks, and paste what it answers."),
        ({"issuer": "https://i", "token_endpoint": "https://i/t"}, "Ask its issuer for them."),
    ],
)
def test_a_discovery_document_is_named_and_not_followed(value, hint):
    text = json.dumps(value)
    for read, error in (
        (lambda: read_keys(text), KeyTextError),
        (lambda: read_private_keys(text.encode()), KeyImportError),
    ):
        with pytest.raises(error, match="This is a discovery document") as caught:
            read()
        assert caught.value.hint == hint


@pytest.mark.parametrize("unit", ["-----BEGIN A-----", "-----BEGIN A-----\n", "\\", "'x", "M", "-", "A ", "a.", "/n"])
def test_a_megabyte_that_holds_no_key_is_looked_through_in_a_moment(unit):
    text = "-----BEGIN A-----" + unit * (2**20 // len(unit))
    assert "BEGIN" in unwrapped(text).text  # a pattern that goes back over the text would take hours
