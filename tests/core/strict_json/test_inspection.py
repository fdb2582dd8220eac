from workbench.core.strict_json.inspection import inspect, position

TEXT = """{
  "sub": 1,
  "address": {"city": "a",
    "city": "b"},
  "list": [{"x": 1, "x": 2}, {"x": 3}],
  "sub": 2
}
"""


def test_what_stands_twice_is_found_at_every_depth_with_its_places():
    found = inspect(TEXT)
    assert [each.path for each in found.duplicates] == ["sub", "address.city", "list.x"]
    assert [[place.line for place in each.places] for each in found.duplicates] == [[2, 6], [3, 4], [5, 5]]
    assert {TEXT[place.start : place.end] for place in found.duplicates[1].places} == {'"city"'}
    assert found.duplicates[0].words.startswith("sub is a duplicate (lines 2 and 6): readers may differ")


def test_a_name_that_stands_often_is_told_in_a_sentence_of_bounded_length():
    text = "{" + ",\n".join('"a": 1' for _ in range(1000)) + "}"
    (duplicate,) = inspect(text).duplicates
    assert len(duplicate.places) == 1000
    assert "a is a duplicate (lines 1, 2, 3, 4 and others)" in duplicate.words


def test_the_same_name_in_two_objects_is_no_duplicate():
    assert inspect('{"a": {"n": 1}, "b": {"n": 1}, "n": ["n", "n"]}').duplicates == ()


def test_an_escaped_name_is_the_same_name():
    assert [each.path for each in inspect('{"sub": 1, "s\\u0075b": 2}').duplicates] == ["sub"]


def test_members_know_their_lines():
    members = inspect('{"a": 1, "b": [\n1,\n2],\n"c": 3\n\n}\n').members
    assert [(each.name, each.first, each.last) for each in members] == [("a", 1, 1), ("b", 1, 3), ("c", 4, 4)]


def test_a_fault_has_line_and_column_and_is_found_again_in_the_text():
    text = '{"a": 1,\n "b": oops}'
    fault = inspect(text).fault
    assert (fault.line, fault.column) == (2, 7)
    assert text[position(text, fault.line, fault.column) :] == "oops}"
    assert position(text, 9, 9) == len(text)


def test_nesting_without_end_is_a_fault_and_no_crash():
    assert "deep" in str(inspect("{" + '"a":[' * 1000).fault)
