"""SD-JWT: the example of RFC 9901 section 4.2 and 5, and everything that a verifier must refuse one for."""

import base64
import hashlib
import json

import pytest

from workbench.core.token.compact import encode_segment, read
from workbench.core.token.sd_jwt import take_apart

HEADER = {"alg": "ES256", "typ": "example+sd-jwt"}
SIGNATURE = encode_segment(bytes(64))
# RFC 9901 section 4.2.1: the text is hashed as it stands, with the blanks that its writer left in the JSON.
FAMILY_NAME = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
FAMILY_NAME_DIGEST = "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
# RFC 9901 section 4.2.2: an element of an array.
NATIONALITY = "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0"
NATIONALITY_DIGEST = "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs"


def segment(value: object) -> str:
    return encode_segment(json.dumps(value).encode())


def disclosure(*parts: object) -> str:
    return segment(list(parts))


def digest(text: str | bytes, name: str = "sha256") -> str:
    data = text.encode() if isinstance(text, str) else text
    return encode_segment(hashlib.new(name, data).digest())


def sd_jwt(claims: dict, *disclosures: str, binding: str = "") -> str:
    return "~".join((f"{segment(HEADER)}.{segment(claims)}.{SIGNATURE}", *disclosures, binding))


def binding_of(presented: str, typ: str = "kb+jwt", **changed: object) -> str:
    claims = {"iat": 1, "aud": "https://v.example", "nonce": "n", "sd_hash": digest(presented)} | changed
    kept = {name: value for name, value in claims.items() if value is not None}
    return f"{segment({'alg': 'ES256', 'typ': typ})}.{segment(kept)}.{SIGNATURE}"


def test_a_jwt_alone_is_not_an_sd_jwt():
    assert take_apart(read(sd_jwt({"sub": "a"}).rstrip("~"))) is None


def test_the_examples_of_the_specification_match():
    claims = {"_sd": [FAMILY_NAME_DIGEST], "nationalities": [{"...": NATIONALITY_DIGEST}, "DE"], "_sd_alg": "sha-256"}
    found = take_apart(read(sd_jwt(claims, FAMILY_NAME, NATIONALITY)))
    assert found is not None
    first, second = found.disclosures
    assert (first.name, first.value, first.digest, first.place) == (
        "family_name", "Möbius", FAMILY_NAME_DIGEST, ("family_name",),
    )  # fmt: skip
    assert (second.name, second.value, second.place) == ("", "FR", ("nationalities", 0))
    assert found.all_problems == ()
    assert found.undisclosed == 0


def test_the_jwt_is_read_without_what_follows_it():
    reading = read(sd_jwt({"_sd": [FAMILY_NAME_DIGEST]}, FAMILY_NAME))
    assert reading.faults == ()
    assert len(reading.segments) == 3
    assert reading.token is not None
    assert reading.token.compact == ".".join(reading.segments)
    assert reading.with_segments(reading.segments) == reading.text


@pytest.mark.parametrize("name", ["sha-256", "sha-384", "sha-512", "sha3-256", "sha3-512"])
def test_the_hash_is_the_one_that_the_claims_name(name):
    text = disclosure("salt", "given_name", "Ann")
    claims = {"_sd": [digest(text, name.replace("sha-", "sha").replace("3-", "3_"))], "_sd_alg": name}
    found = take_apart(read(sd_jwt(claims, text)))
    assert found is not None
    assert found.disclosures[0].is_matched
    assert found.hash_name == name


def test_a_disclosure_inside_another_is_found():
    street = disclosure("s1", "street", "High Street")
    address = disclosure("s2", "address", {"_sd": [digest(street)], "country": "UK"})
    found = take_apart(read(sd_jwt({"_sd": [digest(address)]}, street, address)))
    assert found is not None
    assert [each.place for each in found.disclosures] == [("address", "street"), ("address",)]


def test_withheld_claims_and_decoys_are_counted():
    claims = {"_sd": [FAMILY_NAME_DIGEST, "decoy"], "list": [{"...": "withheld"}]}
    found = take_apart(read(sd_jwt(claims, FAMILY_NAME)))
    assert found is not None
    assert found.undisclosed == 2
    assert found.all_problems == ()


@pytest.mark.parametrize(
    ("claims", "texts", "problem"),
    [
        ({}, [disclosure("s", "admin", True)], 'Disclosure 1 ("admin") matches no digest'),
        ({}, [disclosure("s", "element")], "Disclosure 1 matches no digest"),
        ({}, ["!"], "Disclosure 1 is not base64url"),
        ({}, [encode_segment(b"no")], "Disclosure 1 is not JSON"),
        ({}, [segment({"a": 1})], "Disclosure 1 is an object of 1 member; expected an array"),
        ({}, [segment([1])], "expected an array of salt, name and value"),
        ({}, [segment(["s", 7, 8])], "The name in disclosure 1 is 7; expected a string"),
        ({}, [segment([7, "a", 8])], "The salt of disclosure 1 is 7; expected a string"),
        ({}, [disclosure("s", "_sd", [])], 'has the name "_sd", which is reserved'),
        ({}, [""], "Disclosure 1 is empty"),
        ({"_sd_alg": "md5"}, [FAMILY_NAME], '_sd_alg is "md5", a hash that is not known here'),
        ({"_sd": [FAMILY_NAME_DIGEST] * 2}, [FAMILY_NAME], "is there 2 times"),
        ({"_sd": [FAMILY_NAME_DIGEST], "family_name": "x"}, [FAMILY_NAME], "would replace a claim that is there"),
        ({"_sd": [FAMILY_NAME_DIGEST]}, [FAMILY_NAME] * 2, "A disclosure is there 2 times"),
        ({"_sd": "x"}, [], '_sd is "x"; expected an array of strings'),
        ({"a": {"_sd": [7]}}, [], "a._sd is an array of 1 element; expected an array of strings"),
        # What was hashed in place of the text.
        (
            {"_sd": [digest(b'["s", "a", 1]')]},
            [encode_segment(b'["s", "a", 1]')],
            "digest of its decoded JSON is there",
        ),
        ({"_sd": [digest(f"{NATIONALITY}=")]}, [NATIONALITY], "the text with padding is there"),
        ({"_sd": [hashlib.sha256(FAMILY_NAME.encode()).hexdigest()]}, [FAMILY_NAME], "is there in hexadecimal"),
        ({"_sd": [NATIONALITY_DIGEST]}, [NATIONALITY], "has no name, but its digest stands for a claim"),
        ({"a": [{"...": FAMILY_NAME_DIGEST}]}, [FAMILY_NAME], "but its digest stands for an element of an array"),
    ],
)
def test_what_a_verifier_must_refuse_is_named(claims, texts, problem):
    found = take_apart(read(sd_jwt(claims, *texts)))
    assert found is not None
    assert problem in " ".join(found.all_problems)


def test_a_missing_tilde_at_the_end_is_named():
    found = take_apart(read(sd_jwt({"_sd": [FAMILY_NAME_DIGEST]}, binding=FAMILY_NAME)))
    assert found is not None
    assert "a ~ must follow every disclosure" in found.all_problems[0]


def test_a_key_binding_over_what_precedes_it_is_accepted():
    presented = sd_jwt({"_sd": [FAMILY_NAME_DIGEST], "cnf": {"jwk": {}}}, FAMILY_NAME)
    found = take_apart(read(presented + binding_of(presented)))
    assert found is not None
    assert found.key_binding is not None
    assert found.key_binding.reading.claims is not None
    assert found.all_problems == ()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"sd_hash": "other"}, "sd_hash of the key-binding JWT is not the digest"),
        ({"sd_hash": None}, "has no sd_hash"),
        ({"nonce": None}, "has no nonce"),
        ({"typ": "JWT"}, 'typ of the key-binding JWT is "JWT"'),
    ],
)
def test_a_wrong_key_binding_is_named(changed, problem):
    presented = sd_jwt({"_sd": [FAMILY_NAME_DIGEST], "cnf": {"jwk": {}}}, FAMILY_NAME)
    found = take_apart(read(presented + binding_of(presented, **changed)))
    assert found is not None
    assert problem in " ".join(found.all_problems)


def test_the_digest_is_of_the_text_not_of_its_octets():
    again = base64.urlsafe_b64encode(base64.urlsafe_b64decode(FAMILY_NAME + "=")).decode()
    assert digest(again.rstrip("=")) == FAMILY_NAME_DIGEST
    assert digest(disclosure("_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius")) != FAMILY_NAME_DIGEST
