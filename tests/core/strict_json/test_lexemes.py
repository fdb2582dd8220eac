import pytest

from workbench.core.strict_json.lexemes import Kind, lexemes, partner


def parts(line):
    return [(each.kind, line[each.start : each.end]) for each in lexemes(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            '  "exp" : -1.5e3, "a": "b: c"',
            [(Kind.NAME, '"exp"'), (Kind.NUMBER, "-1.5e3"), (Kind.NAME, '"a"'), (Kind.STRING, '"b: c"')],
        ),
        (
            '[true, null, {"x": []}]',
            [
                (Kind.BRACKET, "["),
                (Kind.LITERAL, "true"),
                (Kind.LITERAL, "null"),
                (Kind.BRACKET, "{"),
                (Kind.NAME, '"x"'),
                (Kind.BRACKET, "["),
                (Kind.BRACKET, "]"),
                (Kind.BRACKET, "}"),
                (Kind.BRACKET, "]"),
            ],
        ),
        ('"a \\" { b"', [(Kind.STRING, '"a \\" { b"')]),
        ('"never closed { 1', [(Kind.STRING, '"never closed { 1')]),
        ("oops, truest", []),
        ("", []),
    ],
)
def test_a_line_falls_into_its_parts(line, expected):
    assert parts(line) == expected


LINES = ['{"a": [1,', ' "]", {}', "]}", "]"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((0, 0), (2, 1)),
        ((0, 6), (2, 0)),  # not the one inside the string
        ((2, 0), (0, 6)),
        ((2, 1), (0, 0)),
        ((1, 6), (1, 7)),
        ((1, 2), None),  # a bracket of a string has no partner
        ((3, 0), None),
    ],
)
def test_a_bracket_finds_its_partner_over_lines(place, expected):
    assert partner(lambda number: LINES[number] if 0 <= number < len(LINES) else None, *place) == expected


def test_brackets_of_two_kinds_do_not_belong_together():
    assert partner(lambda number: "[1}" if number == 0 else None, 0, 0) is None
