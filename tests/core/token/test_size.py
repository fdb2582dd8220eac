import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strict_json.values import objects
from workbench.core.errors import JsonTextError
from workbench.core.strict_json import text as json_text
from workbench.core.token.compact import encode_segment, parse_compact
from workbench.core.token.size import ClaimCost, claim_costs, measure, measure_opaque

HEADER = encode_segment(b'{"alg":"HS256"}')
SIGNATURE = "s" * 42 + "A"  # 32 octets


def token(payload):
    return parse_compact(f"{HEADER}.{encode_segment(payload.encode())}.{SIGNATURE}")


@given(objects, st.booleans())
def test_header_claims_braces_signature_and_dots_are_the_token(claims, spaced):
    payload = json_text.indent(json_text.dump(claims)) if spaced else json_text.dump_compact(claims)
    made = token(payload)
    size = measure(made)
    assert size.token_bytes == len(made.compact)
    assert [cost.name for cost in size.claims] == [claim.name for claim in made.claims]
    assert size.braces >= 1
    assert all(cost.characters > 0 for cost in size.claims)


@given(objects.filter(lambda claims: len(claims) > 1), st.data())
def test_a_token_without_a_claim_is_shorter_by_what_it_cost_give_or_take_one(claims, data):
    name = data.draw(st.sampled_from(list(claims)))
    whole = measure(token(json_text.dump_compact(claims)))
    without = measure(token(json_text.dump_compact({each: claims[each] for each in claims if each != name})))
    cost = next(each for each in whole.claims if each.name == name)
    # The last claim has no comma of its own, but it needs the one before it.
    comma = 2 if name == list(claims)[-1] else 0
    assert abs(whole.token_bytes - without.token_bytes - cost.characters) <= 1 + comma


def test_a_character_belongs_to_the_part_that_its_first_bit_comes_from():
    # {"a":1,"bc":"é"} has 17 octets, of which the claims take 1 to 6 and 7 to 15.
    payload = '{"a":1,"bc":"é"}'
    assert claim_costs(payload) == (ClaimCost("a", 6, 8), ClaimCost("bc", 9, 12))
    size = measure(token(payload))
    assert (size.header, size.braces, size.signature) == (len(HEADER), 23 - 20, 43)
    assert len(base64.urlsafe_b64encode(payload.encode()).rstrip(b"=")) == 23


def test_a_value_that_looks_like_a_name_and_a_name_with_an_escape_are_told_apart():
    payload = '{ "a" : "\\"b\\"", "b":\n["a", "b"] , "\\u0062c": {"a":":"} }'
    assert [(cost.name, cost.json_bytes) for cost in claim_costs(payload)] == [
        ("a", len('"a" : "\\"b\\"", ')),
        ("b", len('"b":\n["a", "b"] , ')),
        ("bc", len('"\\u0062c": {"a":":"}')),
    ]


def test_a_name_that_stands_twice_costs_twice():
    assert [cost.json_bytes for cost in claim_costs('{"a":1,"a":22}')] == [6, 6]
    assert claim_costs("{}") == ()


def test_the_dearest_claim_comes_first():
    size = measure(token('{"a":1,"roles":["viewer","admin"],"sub":"bob"}'))
    assert [cost.name for cost in size.biggest_first] == ["roles", "sub", "a"]


def test_what_is_no_object_has_no_claims_to_cost_anything():
    with pytest.raises(JsonTextError):
        claim_costs("[1]")


def test_a_reference_token_has_a_length_and_no_parts():
    size = measure_opaque("x" * 43)
    assert (size.token_bytes, size.claims, size.biggest_first) == (43, (), ())
    assert size.header_bytes == len("Authorization: Bearer " + "x" * 43 + "\r\n")
