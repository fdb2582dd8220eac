import pytest

from workbench.core.diff.members import Kind, Part, compare
from workbench.core.token.compact import encode_segment, read


def token(payload="{}", header='{"alg":"ES256"}'):
    return read(f"{encode_segment(header.encode())}.{encode_segment(payload.encode())}.AA")


def told(before, after):
    """Name, kind and words of each difference of the claims."""
    return [(row.name, row.kind, row.words) for row in compare(token(before), token(after)).rows]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('{"a":1}', '{"a":1}', []),
        ('{"a":1}', '{ "a" : 1 }', []),  # white space between members is for the bytes
        ("{}", '{"a":null}', [("a", Kind.ADDED, "added")]),
        ('{"a":1}', "{}", [("a", Kind.REMOVED, "removed")]),
        ('{"a":"x"}', '{"a":"y"}', [("a", Kind.CHANGED, "changed")]),
        ('{"a":1}', '{"a":1.0}', [("a", Kind.CHANGED, "changed")]),
        ('{"a":1}', '{"a":true}', [("a", Kind.TYPE_CHANGED, "number, now boolean")]),
        ('{"a":{}}', '{"a":null}', [("a", Kind.TYPE_CHANGED, "object, now null")]),
        ('{"a":"x"}', '{"a":"\\u0078"}', [("a", Kind.REWRITTEN, "same value, written otherwise")]),
        ('{"a":[1,2]}', '{"a":[1, 2]}', [("a", Kind.REWRITTEN, "same value, other white space")]),
        ('{"a":1}', '{"\\u0061":1}', [("a", Kind.REWRITTEN, "same name, written otherwise")]),
    ],
)
def test_each_kind_of_difference_is_told(before, after, expected):
    assert told(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('["viewer"]', '["viewer","admin"]', 'added "admin"'),
        ('["viewer"]', '["admin","viewer"]', 'added "admin" as element 1'),
        ('["viewer","admin"]', '["admin"]', 'removed "viewer", element 1'),
        ('["a","b","c"]', '["a","x","c"]', 'element 2 was "b", now "x"'),
        ("[1,2]", "[2,1]", "order of elements changed"),
        ("[1]", "[true]", "element 1 was 1, now true"),
        ('{"city":"Bonn","zip":1}', '{"city":"Ulm","road":2}', 'city: was "Bonn"; added road; removed zip'),
        ('{"in":{"n":[1]}}', '{"in":{"n":[1,2]}}', "in.n: added 2"),
        ('{"n":1}', '{"n":[1]}', "n: was 1, now an array"),
        ('{"a":1,"b":2}', '{"b":2,"a":1}', "order of members changed"),
        ("[]", "[1,2,3,4,5,6,7,8]", "; ".join(f"added {n}" for n in range(1, 7)) + "; and 2 more"),
    ],
)
def test_lists_are_told_element_by_element_and_objects_member_by_member(before, after, words):
    assert told(f'{{"a":{before}}}', f'{{"a":{after}}}') == [("a", Kind.CHANGED, words)]


def test_the_words_of_a_scope_are_told_like_elements():
    assert told('{"scope":"a b"}', '{"scope":"a b c"}')[0][2] == 'added "c"'


def test_only_the_claims_that_were_moved_are_told():
    rows = compare(token('{"a":1,"b":2,"c":3,"d":4}'), token('{"b":2,"c":3,"a":1,"d":4}')).rows
    assert [(row.name, row.before, row.after, row.words) for row in rows] == [
        ("a", "place 1 of 4", "place 3 of 4", "order: now behind c")
    ]


def test_a_name_that_stands_twice_is_compared_place_by_place():
    assert told('{"a":1,"a":2}', '{"a":1,"a":3}') == [("a", Kind.CHANGED, "changed")]
    assert told('{"a":1}', '{"a":1,"a":2}') == [("a", Kind.ADDED, "added")]


def test_header_parameters_are_compared_too():
    rows = compare(token(header='{"alg":"ES256"}'), token(header='{"alg":"none","kid":"k"}')).rows
    assert [(row.part, row.name, row.before, row.after) for row in rows] == [
        (Part.HEADER, "alg", '"ES256"', '"none"'),
        (Part.HEADER, "kid", None, '"k"'),
    ]


def test_a_part_that_cannot_be_read_is_named():
    found = compare(token('{"a":1}'), token("no JSON"), ("issued", "edited"))
    assert found.rows == ()
    assert found.unread == ("The claims of the edited token cannot be read: see the bytes.",)
    assert compare(token("x"), token("x")).unread == (), "nothing differs"


def test_a_deep_value_and_long_lists_are_told_without_recursion_without_end():
    deep = "[" * 190 + "1" + "]" * 190
    assert told(f'{{"a":{deep}}}', f'{{"a":{deep.replace("1", "2")}}}')[0][1] is Kind.CHANGED
    numbers = [str(number) for number in range(5_000)]
    before, after = f'{{"a":[{",".join(numbers)}]}}', f'{{"a":[{",".join([*numbers[:-1], "-1"])}]}}'
    assert told(before, after)[0][2] == "element 5,000 was 4999, now -1"
