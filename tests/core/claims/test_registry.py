import pytest

from tests.core.lint.tokens.published import REAL
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.registry import ClaimMeaning, parse_header_registry, parse_registry
from workbench.ui.assets import asset


def test_a_registry_tells_what_each_claim_means():
    table = 'claim,purpose,reference,category\naud,"audience: who may, and must, take it",RFC7519 4.1.3,registered\n'
    assert parse_registry(table) == {
        "aud": ClaimMeaning("aud", "audience: who may, and must, take it", "RFC7519 4.1.3", "registered"),
    }


def test_an_empty_registry_knows_no_claim():
    assert parse_registry("claim,purpose,reference\n") == {}


def test_a_wrong_type_is_told_with_the_right_one():
    table = "claim,type,purpose,reference\naud,string or array,who,RFC\nexp,date,when,RFC\nfree,,what,RFC\n"
    known = parse_registry(table)
    claims = ClaimSet.from_dict({"aud": 1, "exp": "soon", "free": {}})
    assert [known[claim.name].type_fault(claim.value) for claim in claims] == [
        "should be a string or an array",
        "should be a number of seconds",
        "",
    ]
    assert known["exp"].type_fault(float("inf")) == "should be a number of seconds"  # 1e400, in JSON
    good = ClaimSet.from_dict({"aud": ["a"], "exp": 1.5})
    assert not any(known[claim.name].type_fault(claim.value) for claim in good)


def test_the_types_of_the_registry_are_types_of_json():
    known = parse_registry(asset("claims.csv").read_text(encoding="utf-8"))
    types = {each for meaning in known.values() for each in meaning.types}
    assert {each.partition(" of ")[0] for each in types} == {"string", "number", "boolean", "array", "object", "date"}
    assert known["exp"].types == ("date",)
    assert known["aud"].types == ("string", "array of strings")
    assert known["amr"].type_fault(["a", 1]) == "should be an array of strings"
    assert known["amr"].type_fault([]) == known["aud"].type_fault(["a", "b"]) == ""


def test_header_parameters_and_the_values_of_typ_are_no_claims():
    table = asset("claims.csv").read_text(encoding="utf-8")
    header = parse_header_registry(table)
    assert header["kid"].types == ("string",)
    assert header["typ=at+jwt"].reference == "RFC9068 2.1"
    claims = parse_registry(table)
    assert not [name for name in claims if name.startswith(("hdr:", "typ="))]
    assert len(claims) + len(header) == len(table.splitlines()) - 1


def test_every_claim_of_a_vendor_says_whose_it_is_and_where_it_is_documented():
    table = asset("claims.csv").read_text(encoding="utf-8")
    assert "unverified" not in table
    for meaning in parse_registry(table).values():
        assert meaning.reference
        if meaning.category.startswith("vendor"):
            assert ": " in meaning.purpose, meaning.name


def test_the_claims_that_published_tokens_have_are_known():
    known = parse_registry(asset("claims.csv").read_text(encoding="utf-8"))
    names = {name for token in REAL for name in token["claims"]}
    assert names - known.keys() == {"debtorAccount", "https://myapp.example.com/roles", "custom_claim"}


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("verified_claims", "OpenID Identity Assurance Schema Definition 1.0 5"),
        ("msisdn", "OpenID Connect for Identity Assurance Claims Registration 1.0 4"),
        ("also_known_as", "OpenID Connect for Identity Assurance Claims Registration 1.0 4"),
    ],
)
def test_a_reference_names_the_document_that_defines_the_claim(name, reference):
    assert parse_registry(asset("claims.csv").read_text(encoding="utf-8"))[name].reference == reference


@pytest.mark.parametrize(
    "name", ["openid4vci-proof+jwt", "vc+jwt", "vp+jwt", "trust-mark+jwt", "jwk-set+jwt", "JOSE", "oauth-id-jag+jwt"]
)
def test_the_values_of_typ_that_people_meet_are_known(name):
    assert f"typ={name}" in parse_header_registry(asset("claims.csv").read_text(encoding="utf-8"))
