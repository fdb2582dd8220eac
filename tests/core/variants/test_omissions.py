import pytest
from hypothesis import given

from tests.core.keys.ring import KEYS
from tests.core.strict_json.values import objects
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.signing.jose import sign
from workbench.core.strict_json import text as json_text
from workbench.core.variants.omissions import Untried, omissions, untried


def left_out(text, **more):
    """Label of each omission to the claims that remain."""
    return {each.label: each.remaining().to_json() for each in omissions(ClaimSet.from_json(text), **more)}


def test_each_claim_is_left_out_and_after_a_list_each_of_its_elements():
    assert left_out('{"sub":"bob","roles":["viewer","editor"],"exp":17}') == {
        "sub": '{"roles":["viewer","editor"],"exp":17}',
        "roles": '{"sub":"bob","exp":17}',
        '"viewer" of roles': '{"sub":"bob","roles":["editor"],"exp":17}',
        '"editor" of roles': '{"sub":"bob","roles":["viewer"],"exp":17}',
        "exp": '{"sub":"bob","roles":["viewer","editor"]}',
    }


def test_a_scope_loses_one_word_after_the_other_and_no_other_text_is_taken_apart():
    assert left_out('{"scope":"a:read  a:write","note":"two words"}') == {
        "scope": '{"note":"two words"}',
        '"a:read" of scope': '{"scope":"a:write","note":"two words"}',
        '"a:write" of scope': '{"scope":"a:read","note":"two words"}',
        "note": '{"scope":"a:read  a:write"}',
    }


def test_the_last_element_leaves_an_empty_list_and_an_empty_list_has_no_elements():
    assert left_out('{"roles":["viewer"],"scope":"x","groups":[],"realm":{"roles":["a","b"]}}') == {
        "roles": '{"scope":"x","groups":[],"realm":{"roles":["a","b"]}}',
        '"viewer" of roles': '{"roles":[],"scope":"x","groups":[],"realm":{"roles":["a","b"]}}',
        "scope": '{"roles":["viewer"],"groups":[],"realm":{"roles":["a","b"]}}',
        '"x" of scope': '{"roles":["viewer"],"scope":"","groups":[],"realm":{"roles":["a","b"]}}',
        "groups": '{"roles":["viewer"],"scope":"x","realm":{"roles":["a","b"]}}',
        "realm": '{"roles":["viewer"],"scope":"x","groups":[]}',
    }
    assert left_out("{}") == {}


def test_claims_that_stay_keep_their_very_text():
    text = r'{ "\u0061dmin" : 1.50, "n":12345678901234567890123, "list":[1.0, "é", {"b": 1e400}] }'
    assert left_out(text)['"é" of list'] == r'{"\u0061dmin":1.50,"n":12345678901234567890123,"list":[1.0,{"b":1e400}]}'


def test_of_a_claim_that_stands_twice_each_is_left_out_by_itself():
    text = '{"role":"a","role":["b","c"]}'
    assert left_out(text) == {
        "role (row 1)": '{"role":["b","c"]}',
        "role (row 2)": '{"role":"a"}',
        '"b" of role': '{"role":"a","role":["c"]}',
        '"c" of role': '{"role":"a","role":["b"]}',
    }


def test_names_and_elements_that_would_spoil_a_line_are_shown_shortened_and_escaped():
    long = "x" * 500
    labels = list(left_out(json_text.dump({"a\nb": 1, "list": [long, {"id": 7}, "\u202e"]})))
    assert labels[0] == "a\\u000ab"
    assert len(labels[2]) < 70
    assert labels[3] == "an object of 1 member of list"
    assert "\u202e" not in labels[4]


def test_of_a_long_list_no_more_elements_than_wanted_are_left_out_and_the_rest_is_counted():
    claims = ClaimSet.from_dict({"ids": list(range(1000)), "scope": "a b c", "short": [1, 2]})
    assert len(list(omissions(claims, 2))) == 3 + 2 + 2 + 2
    assert untried(claims, 2) == (Untried("ids", 998), Untried("scope", 1))
    assert [each.sentence for each in untried(claims, 2)] == [
        "998 further elements of ids were not tried.",
        "1 further element of scope was not tried.",
    ]
    assert len(list(omissions(claims))) == 3 + 1000 + 3 + 2
    assert untried(claims) == ()


HEADER = {"typ": "JWT", "alg": "HS256"}


def signed_length(claims):
    return len(sign(HEADER, claims, KEYS["HS256"]))


@given(objects)
def test_the_bytes_saved_are_those_of_the_signed_tokens(value):
    claims = ClaimSet.from_dict(value)
    for each in omissions(claims):
        if "scope" not in each.label:  # its words may have stood apart by more than a space
            assert each.saved_bytes == signed_length(claims) - signed_length(each.remaining())


@pytest.mark.parametrize(
    ("spaced", "compact"),
    [
        ('{ "a" : 1,\n  "ids": [1,  2],\n  "z": 3 }', '{"a":1,"ids":[1,2],"z":3}'),
        ('{"scope":"a   b", "z":3}', '{"scope":"a b","z":3}'),
    ],
)
def test_white_space_between_parts_is_nobodys_saving(spaced, compact):
    spaced, compact = (
        {each.label: each.saved_bytes for each in omissions(ClaimSet.from_json(text)) if each.is_element}
        for text in (spaced, compact)
    )
    assert spaced == compact
    assert all(spaced.values())
