import pytest

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.nested_edits import (
    moved_claim,
    moved_inside,
    value_at,
    with_added_inside,
    with_name_at,
    with_typed,
    with_value_at,
    without_inside,
)
from workbench.core.errors import ClaimEditError

CLAIMS = ClaimSet.from_json('{"sub": "bob", "o": {"roles": ["a", "b"], "n": 1.50}, "x": [1,  2]}')
INSIDE = 1


def text(claims, name="o"):
    return claims.claim(name).text


def test_what_stands_at_a_path_is_found():
    assert value_at(CLAIMS.get("o"), ("roles", 1)) == "b"
    with pytest.raises(KeyError):
        value_at(CLAIMS.get("o"), ("roles", "b"))


def test_an_element_keeps_its_type_and_numbers_keep_how_they_are_written():
    edited = with_typed(CLAIMS, INSIDE, ("roles", 1), "admin")
    assert text(edited) == '{"roles": ["a", "admin"], "n": 1.50}'
    assert text(edited, "x") == "[1,  2]", "what was not touched keeps its text"
    with pytest.raises(ClaimEditError, match="is a number"):
        with_typed(CLAIMS, INSIDE, ("n",), "text")


def test_another_type_a_name_an_addition_and_a_removal():
    assert text(with_value_at(CLAIMS, INSIDE, ("n",), [])) == '{"roles": ["a", "b"], "n": []}'
    assert text(with_name_at(CLAIMS, INSIDE, ("roles",), "groups")) == '{"groups": ["a", "b"], "n": 1.50}'
    added, path = with_added_inside(CLAIMS, INSIDE, ("roles",))
    assert (text(added), path) == ('{"roles": ["a", "b", ""], "n": 1.50}', ("roles", 2))
    added, path = with_added_inside(added, INSIDE, ())
    assert (text(added), path) == ('{"roles": ["a", "b", ""], "n": 1.50, "name": null}', ("name",))
    assert text(without_inside(CLAIMS, INSIDE, ("roles", 0))) == '{"roles": ["b"], "n": 1.50}'
    assert text(without_inside(CLAIMS, INSIDE, ("roles",))) == '{"n": 1.50}'


@pytest.mark.parametrize(
    "edit",
    [
        lambda: with_name_at(CLAIMS, INSIDE, ("roles",), "n"),
        lambda: with_name_at(CLAIMS, INSIDE, ("roles", 0), "n"),
        lambda: with_added_inside(CLAIMS, INSIDE, ("n",)),
        lambda: without_inside(CLAIMS, INSIDE, ("roles", 7)),
        lambda: with_typed(CLAIMS, INSIDE, ("gone",), "x"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(edit):
    with pytest.raises(ClaimEditError):
        edit()


def test_elements_members_and_claims_move_as_far_as_there_is_room():
    assert moved_inside(CLAIMS, INSIDE, ("roles", 0), 1)[1] == ("roles", 1)
    assert text(moved_inside(CLAIMS, INSIDE, ("roles", 0), 5)[0]) == '{"roles": ["b", "a"], "n": 1.50}'
    assert text(moved_inside(CLAIMS, INSIDE, ("n",), -1)[0]) == '{"n": 1.50, "roles": ["a", "b"]}'
    moved, row = moved_claim(CLAIMS, 0, 1)
    assert (moved.names, row) == (("o", "sub", "x"), 1)
    assert moved_claim(CLAIMS, 0, -1) == (CLAIMS, 0)


def test_only_what_is_edited_changes_its_text():
    received = '{"a": {"x":1e2,\n "x":  2, "\\u0062": [ 1 ]}}'
    claims = ClaimSet.from_json(received)
    by_place = with_typed(claims, 0, (0,), "300")
    assert text(by_place, "a") == '{"x":300,\n "x":  2, "\\u0062": [ 1 ]}', "of two members the one at that place"
    assert text(without_inside(claims, 0, (1,)), "a") == '{"x":1e2, "\\u0062": [ 1 ]}'
    assert text(with_added_inside(claims, 0, ("b",))[0], "a") == '{"x":1e2,\n "x":  2, "\\u0062": [ 1,0 ]}'
    assert text(moved_inside(claims, 0, (2,), -2)[0], "a") == '{"\\u0062": [ 1 ],\n "x":1e2, "x":  2}'
    assert without_inside(without_inside(claims, 0, (0,)), 0, ("b", 0)).get("a") == {"x": 2, "b": []}


def test_a_value_nested_as_deep_as_a_token_may_be_is_edited_at_its_bottom():
    claims = ClaimSet.from_json('{"deep":' + "[" * 190 + "1" + "]" * 190 + "}")
    assert text(with_typed(claims, 0, (0,) * 190, "2"), "deep") == "[" * 190 + "2" + "]" * 190
