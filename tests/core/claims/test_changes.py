import pytest
from hypothesis import given, settings

from tests.core.strict_json.values import objects
from workbench.core.claims.changes import ChangeKind, changes, differences
from workbench.core.claims.claim_set import ClaimSet


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        ("1", "1", ChangeKind.SAME, ""),
        ("[1,2]", "[1, 2]", ChangeKind.SAME, ""),
        ("1", "1.0", ChangeKind.CHANGED, "was 1"),
        ("[true]", "[1]", ChangeKind.CHANGED, "added 1, removed true"),
        ("1764000000", "0", ChangeKind.CHANGED, "was 1764000000"),
        ('"viewer"', '"admin"', ChangeKind.CHANGED, "was viewer"),
        ("true", "false", ChangeKind.CHANGED, "was true"),
        ('["viewer"]', '["viewer","admin"]', ChangeKind.CHANGED, "added admin"),
        ('["viewer","admin"]', '["viewer"]', ChangeKind.CHANGED, "removed admin"),
        ('["viewer"]', '["admin"]', ChangeKind.CHANGED, "added admin, removed viewer"),
        ('["a"]', '["a","b","c"]', ChangeKind.CHANGED, "added 2"),
        ('["a","b"]', '["b","a"]', ChangeKind.CHANGED, "order changed"),
        ('["a"]', '["a","a"]', ChangeKind.CHANGED, "added a"),
        ('{"a":1}', '{"a":2}', ChangeKind.CHANGED, "changed"),
        ('["a"]', '"a"', ChangeKind.TYPE_CHANGED, "now a string"),
        ('"a"', "{}", ChangeKind.TYPE_CHANGED, "now an object"),
        ("1", "null", ChangeKind.TYPE_CHANGED, "now null"),
        (f'"{"x" * 100}"', '"y"', ChangeKind.CHANGED, f"was {'x' * 31}…"),
    ],
)
def test_a_change_is_described_in_a_few_words(before, after, kind, words):
    issued, edited = ClaimSet.from_json(f'{{"c":{before}}}'), ClaimSet.from_json(f'{{"c":{after}}}')
    (change,) = differences(issued, edited)
    assert (change.name, change.kind, change.words) == ("c", kind, words)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.text, change.after.text) == (before, after)


def test_words_of_a_scope_are_compared_one_by_one():
    issued = ClaimSet.from_dict({"scope": "documents:read", "name": "a b"})
    edited = ClaimSet.from_dict({"scope": "documents:read documents:delete", "name": "a b c"})
    assert [change.words for change in differences(issued, edited)] == ["added documents:delete", "was a b"]


def test_removed_claims_come_last():
    issued = ClaimSet.from_dict({"sub": "bob", "exp": 1})
    edited = ClaimSet.from_dict({"new": None, "exp": 1})
    changes = differences(issued, edited)
    assert [(change.name, change.kind, change.words) for change in changes] == [
        ("new", ChangeKind.ADDED, "added"),
        ("exp", ChangeKind.SAME, ""),
        ("sub", ChangeKind.REMOVED, "removed"),
    ]


def test_of_a_name_that_occurs_twice_the_second_is_compared_with_the_second():
    issued = ClaimSet.from_json('{"a":1,"a":2}')
    edited = ClaimSet.from_json('{"a":1,"a":3}')
    assert [change.words for change in differences(issued, edited)] == ["", "was 2"]


@settings(max_examples=50)
@given(objects, objects)
def test_every_claim_of_both_sets_is_compared_once(before, after):
    changes = differences(ClaimSet.from_dict(before), ClaimSet.from_dict(after))
    assert sorted(change.name for change in changes) == sorted(set(before) | set(after))
    assert all(isinstance(change.words, str) for change in changes)


@given(objects, objects)
def test_changes_are_the_differences_without_what_is_the_same(before, after):
    sets = ClaimSet.from_dict(before), ClaimSet.from_dict(after)
    assert changes(*sets) == tuple(each for each in differences(*sets) if each.kind is not ChangeKind.SAME)
