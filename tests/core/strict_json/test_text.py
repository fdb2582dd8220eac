import json
import math
import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.strict_json.values import objects, values
from workbench.core.errors import JsonTextError
from workbench.core.strict_json import text as json_text
from workbench.core.strict_json.text import JsonNumber


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ("", 1, 1, "expected a value, found the end of the text"),
        (" \n ", 2, 2, "expected a value, found the end of the text"),
        ("nul", 1, 1, "expected a value"),
        ("-", 1, 1, "expected a value"),
        ("01", 1, 2, "expected the end of the text"),
        ("[1] x", 1, 5, "expected the end of the text"),
        ("[1 2]", 1, 4, "expected ',' or ']'"),
        ('{"a": [1, 2], "b": 3 "c": 4}', 1, 22, "expected ',' or '}'"),
        ('{"a": 1\n "b": 2}', 2, 2, "expected ',' or '}'"),
        ('["]", {"}": 1 2}]', 1, 15, "expected ',' or '}'"),
        ("[1, 2,\n]", 1, 6, "a comma with no further element after it"),
        ('{"a": 1,}', 1, 8, "a comma with no further member after it"),
        ("{", 1, 2, "expected a member's name in quotation marks, found the end of the text"),
        ("{a: 1}", 1, 2, "expected a member's name in quotation marks"),
        ('{"a" 1}', 1, 6, "expected ':' after the member's name"),
        ('{"a":', 1, 6, "expected a value, found the end of the text"),
        ('["abc', 1, 2, "this string has no closing quotation mark"),
        ('"abc\\', 1, 1, "this string has no closing quotation mark"),
        ('"a\tb"', 1, 3, "the character U+0009 must be written as an escape in a string"),
        ('"\\x"', 1, 2, "this is not a valid JSON escape"),
        ('"\\u12g4"', 1, 3, "this is not a valid JSON escape"),
        ("[1, NaN]", 1, 5, "NaN is not a JSON number"),
        ("[-Infinity]", 1, 2, "-Infinity is not a JSON number"),
        ('["NaN", Infinity]', 1, 9, "Infinity is not a JSON number"),
        ('{"a": 1, "b": 2,\n "a": 3}', 2, 2, 'the member "a" is a duplicate'),
        ('[{"a": {"b": 1, "\\u0062": 2}}]', 1, 17, 'the member "\\u0062" is a duplicate'),
        ("\ufeff{}", 1, 1, "there is a byte order mark (U+FEFF) before the JSON"),
        ('["\ud800"]', 1, 3, "a lone surrogate cannot be sent as UTF-8; write it as the escape \\ud800"),
        ("[" * 201 + "]" * 201, 1, 201, "arrays and objects are nested more than 200 levels deep"),
        ("[" * 100_000, 1, 201, "arrays and objects are nested more than 200 levels deep"),
        ("[1" + "0" * 4000 + "]", 1, 2, "an integer has more than 4000 digits"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_fault_is_named_with_its_line_and_column(text, line, column, problem):
    with pytest.raises(JsonTextError) as caught:
        json_text.parse(text)
    assert (caught.value.line, caught.value.column, caught.value.problem) == (line, column, problem)
    assert str(caught.value) == f"Line {line}, column {column}: {problem}."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[]", []),
        (' {"a" : [true, false, null] } ', {"a": [True, False, None]}),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\ud800"', "\ud800"),
        ("-0", 0),
        ("9" * 4000, 10**4000 - 1),
        ("-" + "9" * 4000, 1 - 10**4000),
        ("[" * 200 + "]" * 200, json.loads("[" * 200 + "]" * 200)),
        (json.dumps("[" * 300), "[" * 300),
        (json.dumps([{}] * 300), [{}] * 300),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_rfc_8259_allows_is_read(text, value):
    assert json_text.parse(text) == value


@pytest.mark.parametrize("text", ["1.0", "-1.50", "1e5", "1E+2", "1e400", "-0.0"])
def test_a_number_keeps_the_way_it_was_written(text):
    number = json_text.parse(text)
    assert isinstance(number, JsonNumber)
    assert number == float(text)
    assert json_text.dump_compact([number]) == f"[{text}]"
    assert pickle.loads(pickle.dumps(number)).text == text  # noqa: S301  our own bytes


def test_a_number_beyond_every_float_does_not_become_infinity_in_the_text():
    number = json_text.parse("1e400")
    assert math.isinf(number)
    assert json_text.dump({"exp": number}) == '{"exp": 1e400}'


@given(st.text() | st.text(st.sampled_from('{}[]":,\\ \n01eE+-.u"ntfalsé\ud800')))
@example('"' + '\\"' * 100_000)
def test_any_text_is_either_read_or_refused_with_a_place_inside_it(text):
    refusal = None
    try:
        json_text.parse(text)
    except JsonTextError as error:
        refusal = error
    if refusal is None:
        json.loads(text)
    else:
        lines = text.split("\n")
        assert 1 <= refusal.line <= len(lines)
        assert 1 <= refusal.column <= len(lines[refusal.line - 1]) + 1


@given(values)
def test_what_was_written_is_read_back(value):
    for text in (json_text.dump(value), json_text.dump_compact(value), json_text.indent(json_text.dump(value))):
        assert json_text.parse(text) == value
        text.encode("utf-8")


@given(values)
def test_laid_out_text_differs_in_white_space_alone(value):
    text = json_text.dump_compact(value)
    laid_out = json_text.indent(text)
    assert json_text.indent(laid_out) == laid_out
    assert json_text.dump_compact(json_text.parse(laid_out)) == text


def test_laid_out_text_has_two_spaces_a_level():
    assert json_text.indent('{"a":[1.0,{}],"b":{"c":"[1, 2]"},"d":[]}') == (
        '{\n  "a": [\n    1.0,\n    {}\n  ],\n  "b": {\n    "c": "[1, 2]"\n  },\n  "d": []\n}'
    )


def test_a_cell_shows_a_value_on_one_line():
    assert json_text.dump(["viewer", {"a": 1, "b": "ü"}]) == '["viewer", {"a": 1, "b": "ü"}]'
    assert json_text.dump_compact(["viewer", {"a": 1}]) == '["viewer",{"a":1}]'


def test_a_lone_surrogate_is_written_as_an_escape():
    assert json_text.dump("a\ud800") == '"a\\ud800"'


@pytest.mark.parametrize("value", [math.nan, math.inf, object(), b"bytes"])
def test_what_json_cannot_say_is_not_written(value):
    with pytest.raises((TypeError, ValueError)):
        json_text.dump([value])


def test_members_keep_their_text_their_order_and_their_place():
    first, second = json_text.members('{ "\\u0061" : [1,  2] ,\n  "exp":1.50e1}')
    assert (first.name, first.name_text, first.text, first.value) == ("a", '"\\u0061"', "[1,  2]", [1, 2])
    assert (first.line, first.column) == (1, 3)
    assert (second.name, second.text, second.value) == ("exp", "1.50e1", 15.0)
    assert (second.line, second.column) == (2, 3)


def test_a_name_that_occurs_twice_is_kept_twice():
    found = json_text.members('{"a":1,"b":2,"a":3}')
    assert [(member.name, member.value) for member in found] == [("a", 1), ("b", 2), ("a", 3)]


def test_a_value_in_which_a_name_occurs_twice_is_marked():
    found = json_text.members('{"a":{"b":1,"b":2},"c":[{"d":{"e":1,"\\u0065":2}}],"f":{"b":1,"g":{"b":1}}}')
    assert [member.ambiguous for member in found] == [True, True, False]
    assert found[0].value == {"b": 2}


@pytest.mark.parametrize("text", ["{}", " { } ", "\n{\n}\n"])
def test_an_empty_object_has_no_members(text):
    assert json_text.members(text) == ()


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("[1]", 1, "expected an object: '{', members, '}'"),
        ("", 1, "expected a value, found the end of the text"),
        ("nope", 1, "expected a value"),
        ('{"a":1', 7, "expected ',' or '}', found the end of the text"),
        ('{"a":1,}', 7, "a comma with no further member after it"),
        ('{"a":1} x', 9, "expected the end of the text"),
        ("{} x", 4, "expected the end of the text"),
        ("{1:2}", 2, "expected a member's name in quotation marks"),
        ('{"a"}', 5, "expected ':' after the member's name"),
        ('{"a":[NaN]}', 7, "NaN is not a JSON number"),
        ('{"a":"', 6, "this string has no closing quotation mark"),
        ('{"a', 2, "this string has no closing quotation mark"),
    ],
)
def test_members_are_strict_in_all_but_duplicates(text, column, problem):
    with pytest.raises(JsonTextError) as caught:
        json_text.members(text)
    assert (caught.value.line, caught.value.column, caught.value.problem) == (1, column, problem)


WORDS = ("true", "false", "null", "NaN", "Infinity", "-Infinity", "-12.5e3", '"a"', "9" * 4001, "-" + "9" * 4001)
CUT_OR_RUN_ON = [word[:end] for word in WORDS[:8] for end in range(1, len(word))] + [
    word + tail for word in WORDS for tail in ("x", "0", "_", ".", "e", "-", "N", "NaN", "é", "]", "}", ":", '"')
]
AROUND = (
    "%s",
    " %s ",
    "[%s]",
    "[1, %s",
    '{"a":%s}',
    '{"a":[{"b":%s}]}',
    "{%s:1}",
    '{"a" %s}',
    '{"a":1 %s',
    '{"a":1}%s',
)


def fault_column(read, text):
    """Where *read* finds a fault; 1 if it finds none. Any other error than its own goes on to the test."""
    try:
        read(text)
    except JsonTextError as error:
        return error.column if error.line == 1 else 1
    return 1


@pytest.mark.parametrize("around", AROUND)
def test_a_literal_that_is_cut_or_runs_on_is_a_fault_with_its_place_wherever_it_is(around):
    for literal in CUT_OR_RUN_ON:
        text = around % literal
        for read in (json_text.parse, json_text.members):
            assert 1 <= fault_column(read, text) <= len(text) + 1, text[:40]


@pytest.mark.parametrize("tail", ["x", "0", "_", ".5", "e", "-", "NaN", "é", '"', "\\"])
@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_is_named_whatever_it_runs_on_into(constant, tail):
    for text, column in ((f"{constant}{tail}", 1), (f"[[1], {constant}{tail}]", 7), (f'{{"a":{constant}{tail}}}', 6)):
        with pytest.raises(JsonTextError) as caught:
            json_text.parse(text)
        assert (caught.value.column, caught.value.problem) == (column, f"{constant} is not a JSON number")


@pytest.mark.parametrize("tail", ["x", "_", ".", "e", "e+", "-", "NaN"])
def test_an_integer_of_too_many_digits_is_named_whatever_it_runs_on_into(tail):
    with pytest.raises(JsonTextError, match=r"column 2: an integer has more than 4000 digits"):
        json_text.parse(f"[{'9' * 4001}{tail}]")
    assert json_text.parse(f"[{'9' * 4001}.0]") == [math.inf]


JSON_PIECES = ["{", "}", "[", "]", ":", ",", " ", "\n", '"', '"a"', '"b":', "\\", "\\u12", "1", "-", "0", ".5", "e9"]


@given(st.lists(st.sampled_from([*JSON_PIECES, *WORDS[:6], "\ud800", "\ufeff", "é"]), max_size=12).map("".join))
@example('{"b":NaN1')
def test_no_text_raises_anything_but_a_json_text_error(text):
    for read in (json_text.parse, json_text.members):
        assert 1 <= fault_column(read, text) <= len(text) + 1


@given(objects)
def test_members_together_are_the_object(value):
    members = json_text.members(json_text.dump(value))
    assert {member.name: member.value for member in members} == value
    assert [json_text.parse(member.text) for member in members] == list(value.values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('""', "string"),
        ("0", "number"),
        ("0.5", "number"),
        ("true", "boolean"),
        ("null", "null"),
        ("[]", "array"),
        ("{}", "object"),
    ],
)
def test_types_have_the_names_of_json(text, name):
    assert json_text.type_name(json_text.parse(text)) == name
