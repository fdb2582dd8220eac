import pytest

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.edits import described, free_name, restored, retyped
from workbench.core.errors import JsonTextError

RECEIVED = ClaimSet.from_json('{"sub": "bob", "roles": ["viewer",  "editor"], "n": 1.0, "o": {"a" : 1}}')


def test_the_same_text_laid_out_for_reading_changes_nothing():
    assert retyped(RECEIVED, RECEIVED.to_pretty_json()) is RECEIVED


def test_what_was_not_touched_keeps_its_text_and_what_was_changed_has_no_white_space():
    text = RECEIVED.to_pretty_json().replace('"a": 1', '"a": [\n2 , "x  y"]')
    assert (
        retyped(RECEIVED, text).to_json() == '{"sub":"bob","roles":["viewer",  "editor"],"n":1.0,"o":{"a":[2,"x  y"]}}'
    )


def test_another_way_to_write_a_number_or_a_string_is_a_change():
    assert retyped(RECEIVED, RECEIVED.to_pretty_json().replace("1.0", "1")).claim("n").text == "1"
    assert (
        retyped(RECEIVED, RECEIVED.to_pretty_json().replace('"bob"', r'"\u0062ob"')).claim("sub").text == r'"\u0062ob"'
    )


def test_a_name_may_be_typed_twice():
    assert retyped(RECEIVED, '{"sub": "bob", "sub": "eve"}').to_json() == '{"sub":"bob","sub":"eve"}'


def test_what_is_no_object_is_refused():
    with pytest.raises(JsonTextError, match="expected an object"):
        retyped(RECEIVED, "[1]")


def test_a_claim_comes_back_to_its_place_and_as_it_was_written():
    edited = RECEIVED.without(1)
    assert restored(edited, RECEIVED, RECEIVED[1]).to_json().startswith('{"sub":"bob","roles":["viewer",  "editor"]')


def test_a_new_claim_gets_a_name_that_is_free():
    claims = ClaimSet.from_dict({"x": 1, "x_2": 1})
    assert free_name(claims, "x") == "x_3"
    assert free_name(claims, "y") == "y"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('{"roles":["viewer"]}', '{"roles":["viewer","admin"]}', 'add "admin" to roles'),
        ('{"roles":["viewer","admin"]}', '{"roles":["admin"]}', 'remove "viewer" from roles'),
        ('{"roles":["viewer"]}', '{"roles":["admin"]}', "change roles"),
        ('{"f":[1]}', '{"f":[1,true]}', "add true to f"),
        ('{"scope":"a b"}', '{"scope":"a b c"}', 'add "c" to scope'),
        ('{"sub":"bob"}', '{"sub":"eve"}', 'set sub to "eve"'),
        ('{"sub":"bob"}', '{"sub":["bob"]}', "make sub an array"),
        ('{"sub":"bob"}', '{"sub":null}', "make sub null"),
        ('{"sub":"bob"}', '{"sub":{}}', "make sub an object"),
        ('{"sub":"bob"}', '{"sub":"bob","tid":1}', "add claim tid"),
        ('{"sub":"bob","tid":1}', '{"sub":"bob"}', "remove claim tid"),
        ('{"sub":"bob"}', '{"user":"bob"}', "rename claim sub to user"),
        ('{"a":1,"b":2}', '{"a":2,"b":3}', "change 2 claims"),
        ('{"a":1,"b":2}', '{"b":2,"a":1}', "reorder the claims"),
        ('{"a":1}', '{"a": 1}', "change white space"),
        ('{"a":1}', '{"a":1}', ""),
        ('{"a":"x"}', '{"a":"' + "y" * 90 + '"}', 'set a to "' + "y" * 26 + "…"),
    ],
)
def test_an_edit_is_told_in_words(before, after, words):
    assert described(ClaimSet.from_json(before), ClaimSet.from_json(after)) == words
