from enum import StrEnum

import pytest

from workbench.core.strict_json.members import Members


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class RefusedError(Exception):
    """The error of this caller."""


def members(document, path="", unknown=""):
    return Members(document, path, error=RefusedError, unknown=unknown)


def test_members_are_read_by_name_and_type():
    made = members({"a": "x", "b": True, "c": 7, "d": 1.5, "e": ["y"], "f": "red", "g": [1, "z"], "h": None})
    assert (made.text("a"), made.boolean("b"), made.whole("c"), made.number("d")) == ("x", True, 7, 1.5)
    assert (made.texts("e"), made.one_of("f", Colour), made.array("g")) == (("y",), Colour.RED, [1, "z"])
    assert (made.value("h"), made.has("h"), made.has("a"), made.has("z")) == (None, False, True, False)
    assert (made.nullable_text("h"), made.nullable_text("a")) == ("", "x")


def test_a_missing_member_has_its_default():
    made = members({})
    assert (made.text("a", ""), made.boolean("b", default=False), made.whole("c", 0)) == ("", False, 0)
    assert (made.texts("d", ()), made.each("e", lambda each: each.text("x"), ())) == ((), ())


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda it: it.text("none"), "none is missing."),
        (lambda it: it.nullable_text("none"), "none is missing."),
        (lambda it: it.text("number"), "number must be a string, not the number 7."),
        (lambda it: it.text("null"), "null must be a string, not null."),
        (lambda it: it.text("null", ""), "null must be a string, not null."),
        (lambda it: it.number("true"), "true must be a number, not true."),
        (lambda it: it.number("text"), "text must be a number, not a string."),
        (lambda it: it.whole("true"), "true must be a whole number, not true."),
        (lambda it: it.whole("number", least=8), "number must be a whole number from 8."),
        (lambda it: it.whole("number", least=0, most=5), "number must be a whole number from 0 to 5."),
        (lambda it: it.boolean("number"), "number must be true or false, not the number 7."),
        (lambda it: it.one_of("text", Colour), "text must be one of red, green."),
        (lambda it: it.one_of("null", Colour), "null must be a string, not null."),
        (lambda it: it.texts("mixed"), "mixed[1] must be a string, not the number 1."),
        (lambda it: it.texts("text"), "text must be an array, not a string."),
        (lambda it: it.each("mixed", lambda each: each), "mixed[0] must be an object, not a string."),
        (lambda it: it.one("inner", lambda inner: inner.text("x")), "inner.x must be a string, not an object."),
        (lambda it: it.one("number", lambda inner: inner), "number must be an object, not the number 7."),
    ],
)
def test_what_is_wrong_is_named_by_its_path_in_the_callers_error(read, message):
    document = {"number": 7, "text": "secret", "true": True, "null": None, "mixed": ["a", 1], "inner": {"x": {}}}
    with pytest.raises(RefusedError) as caught:
        read(members(document))
    assert str(caught.value) == message


def test_what_is_no_object_has_no_members():
    with pytest.raises(RefusedError, match="The file must be an object, not a"):
        members([])
    with pytest.raises(RefusedError, match="decision must be an object, not null"):
        members(None, "decision")


def test_an_integer_beyond_every_float_stays_one():
    assert members({"a": 10**400}).number("a") == 10**400


def test_a_member_that_nobody_reads_is_ignored_or_refused_at_any_depth():
    document = {"list": [{"a": "x"}, {"a": "y", "colour": 1}]}
    assert members(document).each("list", lambda each: each.text("a")) == ("x", "y")
    strict = members(document, unknown="is unknown")
    with pytest.raises(RefusedError, match=r"^list\[1\].colour is unknown\.$"):
        strict.each("list", lambda each: each.text("a"))
    top = members({"a": 1, "b": 2}, unknown="is unknown")
    top.whole("a")
    with pytest.raises(RefusedError, match=r"^b is unknown\.$"):
        top.end()
