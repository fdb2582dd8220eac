import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.strict_json.values import objects
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import ClaimEditError, JsonTextError
from workbench.core.strict_json import text as json_text

RECEIVED = """{ "sub" : "alice",
  "exp":1.76E9, "roles":["viewer",  "editor"], "\\u0061dmin": false, "address": {"city":"Bern"}, "note":null }"""


def claim_set() -> ClaimSet:
    return ClaimSet.from_json(RECEIVED)


def test_an_unchanged_set_is_the_text_as_received():
    assert claim_set().to_json() == RECEIVED


def test_rows_keep_order_text_and_type():
    claims = claim_set()
    assert claims.names == ("sub", "exp", "roles", "admin", "address", "note")
    assert [claim.text for claim in claims] == [
        '"alice"',
        "1.76E9",
        '["viewer",  "editor"]',
        "false",
        '{"city":"Bern"}',
        "null",
    ]
    assert [claim.type_name for claim in claims] == ["string", "number", "array", "boolean", "object", "null"]
    assert len(claims) == 6
    assert claims[0].value == "alice"
    assert [claim.name for claim in claims[4:]] == ["address", "note"]


def test_values_are_found_by_name():
    claims = claim_set()
    assert claims.get("sub") == "alice"
    assert claims.get("note", "default") is None
    assert claims.get("missing", "default") == "default"
    assert "admin" in claims
    assert "missing" not in claims
    assert claims.claim("missing") is None


def test_a_set_is_decoded_by_name():
    assert claim_set().to_dict() == {
        "sub": "alice",
        "exp": 1.76e9,
        "roles": ["viewer", "editor"],
        "admin": False,
        "address": {"city": "Bern"},
        "note": None,
    }


@pytest.mark.parametrize("text", ["[]", '"sub"', "{", "", '{"a":NaN}'])
def test_only_a_json_object_is_a_set(text):
    with pytest.raises(JsonTextError):
        ClaimSet.from_json(text)


def test_a_name_that_stands_twice_is_named_and_the_last_one_counts():
    claims = ClaimSet.from_json('{"sub":"alice","aud":"x","sub":"bob","sub":"carol"}')
    assert claims.duplicates == ("sub",)
    assert claims.get("sub") == "carol"
    assert claims.to_dict() == {"sub": "carol", "aud": "x"}
    assert claim_set().duplicates == ()


@pytest.mark.parametrize(
    ("name", "typed", "text"),
    [
        ("sub", "bob", '"bob"'),
        ("sub", '"bob"', '"bob"'),
        ("sub", "42", '"42"'),
        ("sub", "true", '"true"'),
        ("sub", "", '""'),
        ("sub", '""', '""'),
        ("sub", '"', '"\\""'),
        ("sub", '"a" and "b"', '"\\"a\\" and \\"b\\""'),
        ("sub", ' "bob" ', '"bob"'),
        ("sub", " bob ", '" bob "'),
        ("sub", "\ud800", '"\\ud800"'),
        ("exp", "42", "42"),
        ("exp", " 1.0 ", "1.0"),
        ("exp", "1e400", "1e400"),
        ("admin", "true", "true"),
        ("roles", '["admin"]', '["admin"]'),
        ("roles", '[ "admin" ]', '[ "admin" ]'),
        ("address", "{}", "{}"),
        ("note", "42", "42"),
        ("note", '"text"', '"text"'),
    ],
)
def test_a_claim_keeps_its_type_when_a_value_is_typed(name, typed, text):
    claims = claim_set()
    row = claims.names.index(name)
    edited = claims.with_text(row, typed)
    assert edited[row].text == text
    assert edited[row].value == json_text.parse(text)
    assert edited.names == claims.names


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("exp", "tomorrow", 'exp is a number; "tomorrow" is not. Type a number such as 42 or 1.5.'),
        ("exp", "", 'exp is a number; "" is not. Type a number such as 42 or 1.5.'),
        ("exp", '"42"', 'exp is a number; ""42"" is not. Type a number such as 42 or 1.5.'),
        ("exp", "true", 'exp is a number; "true" is not. Type a number such as 42 or 1.5.'),
        ("exp", "NaN", 'exp is a number; "NaN" is not. Type a number such as 42 or 1.5.'),
        ("admin", "1", 'admin is a boolean; "1" is not. Type true or false.'),
        ("admin", "True", 'admin is a boolean; "True" is not. Type true or false.'),
        ("roles", "admin", 'roles is an array; "admin" is not. Type an array such as ["viewer", "admin"].'),
        ("roles", "{}", 'roles is an array; "{}" is not. Type an array such as ["viewer", "admin"].'),
        ("address", "[]", 'address is an object; "[]" is not. Type an object such as {"name": "value"}.'),
        ("note", "nothing", 'note: "nothing" is not a JSON value. Line 1, column 1: expected a value.'),
    ],
)
def test_a_value_of_another_type_is_refused_in_words(name, typed, message):
    claims = claim_set()
    with pytest.raises(ClaimEditError) as caught:
        claims.with_text(claims.names.index(name), typed)
    assert str(caught.value).startswith(message)
    assert (caught.value.name, caught.value.typed, caught.value.code) == (name, typed, "claim_edit")
    assert "JSON view" in caught.value.hint


def test_a_fault_in_a_typed_list_is_named_with_its_place():
    claims = claim_set()
    with pytest.raises(ClaimEditError, match="column 11: expected ',' or ']'"):
        claims.with_text(claims.names.index("roles"), '["viewer" "admin"]')


def test_a_long_text_is_not_repeated_whole_in_the_message():
    with pytest.raises(ClaimEditError) as caught:
        claim_set().with_text(1, "x" * 10_000)
    assert len(str(caught.value)) < 200
    assert caught.value.typed == "x" * 10_000


@settings(max_examples=50)
@given(objects.filter(bool), st.data())
def test_an_edit_of_one_row_leaves_every_other_text_as_it_was(value, data):
    claims = ClaimSet.from_json(json_text.indent(json_text.dump(value)))
    row = data.draw(st.integers(0, len(claims) - 1))
    typed = {"string": "typed", "number": "7.50", "boolean": "true", "array": "[ 1 ]", "object": "{ }", "null": "[0]"}
    edited = claims.with_text(row, typed[claims[row].type_name])
    assert edited.names == claims.names
    for other in range(len(claims)):
        if other != row:
            assert edited[other].text == claims[other].text
            assert edited[other].name_text == claims[other].name_text
    assert ClaimSet.from_json(edited.to_json()) == edited


@given(objects)
def test_pretty_text_is_the_same_set(value):
    claims = ClaimSet.from_dict(value)
    assert ClaimSet.from_json(claims.to_pretty_json()).to_dict() == value
    assert [claim.type_name for claim in claims] == [json_text.type_name(each) for each in value.values()]


def test_a_changed_set_keeps_names_and_values_as_they_were_written():
    edited = claim_set().with_text(0, "bob")
    assert edited.to_json() == (
        '{"sub":"bob","exp":1.76E9,"roles":["viewer",  "editor"],'
        '"\\u0061dmin":false,"address":{"city":"Bern"},"note":null}'
    )


def test_an_edit_that_changes_nothing_gives_the_very_set_back():
    claims = claim_set()
    assert claims.with_text(0, "alice") is claims
    assert claims.renamed(0, "sub") is claims


def test_a_set_cannot_be_changed_by_an_edit():
    claims = claim_set()
    claims.with_text(0, "bob").with_added("new", 1).without(1).renamed(0, "user")
    assert claims.to_json() == RECEIVED


def test_a_claim_is_renamed_in_its_place():
    edited = claim_set().renamed(2, "groups")
    assert edited.names == ("sub", "exp", "groups", "admin", "address", "note")
    assert edited[2].text == '["viewer",  "editor"]'


def test_a_claim_is_added_at_the_end():
    edited = claim_set().with_added("ü\u0000", {"a": [1]})
    assert edited[-1].name == "ü\u0000"
    assert edited[-1].text == '{"a":[1]}'
    assert ClaimSet.from_json(edited.to_json()).names == edited.names


@pytest.mark.parametrize(
    ("name", "message"), [("", "A claim needs a name."), ("exp", 'There already is a claim "exp".')]
)
def test_a_name_must_be_there_and_free(name, message):
    claims = claim_set()
    for edit in (lambda: claims.with_added(name, 1), lambda: claims.renamed(0, name)):
        with pytest.raises(ClaimEditError, match=message) as caught:
            edit()
        assert caught.value.name == name


def test_a_value_is_set_by_name():
    claims = claim_set().with_value("admin", True).with_value("new", [1])
    assert claims.names == ("sub", "exp", "roles", "admin", "address", "note", "new")
    assert claims.get("admin") is True
    assert claims.get("new") == [1]


def test_a_claim_is_left_out():
    claims = claim_set().without(1)
    assert claims.names == ("sub", "roles", "admin", "address", "note")
    assert claim_set().without(-1).names == ("sub", "exp", "roles", "admin", "address")


@pytest.mark.parametrize("edit", [lambda c: c.with_text(9, "x"), lambda c: c.without(9), lambda c: c.renamed(9, "x")])
def test_a_row_that_is_not_there_is_an_error(edit):
    with pytest.raises(IndexError):
        edit(claim_set())


def test_sets_are_equal_by_their_text():
    assert claim_set() == ClaimSet.from_json(RECEIVED)
    assert hash(claim_set()) == hash(ClaimSet.from_json(RECEIVED))
    assert claim_set() != ClaimSet.from_json(RECEIVED.replace("alice", "bob"))
    assert claim_set() != RECEIVED
    assert copy.deepcopy(claim_set()) == claim_set()
    assert repr(ClaimSet.from_dict({"a": 1})) == "ClaimSet('{\"a\":1}')"


def test_claims_of_one_name_are_numbered_in_their_order():
    claims = ClaimSet.from_json('{"a":1,"b":2,"a":3}')
    assert [(key, claim.text) for key, claim in claims.numbered()] == [
        (("a", 0), "1"),
        (("b", 0), "2"),
        (("a", 1), "3"),
    ]
