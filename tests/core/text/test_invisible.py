import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.text.invisible import (
    Places,
    concealed,
    disclosed,
    escapes,
    has_invisible,
    isolated,
    named,
    unisolated,
)

OVERRIDE = '{"a": "x\u202ey", "b": "\\u202e", "c": "plain"}'


def test_what_cannot_be_seen_is_shown_as_an_escape_and_goes_back_as_it_came():
    shown, originals = disclosed(OVERRIDE)
    assert not has_invisible(shown)
    assert '"x\\u202ey"' in shown
    assert json.loads(shown) == json.loads(OVERRIDE)
    assert concealed(shown, originals) == OVERRIDE
    assert concealed(shown.replace("plain", "edited"), originals) == OVERRIDE.replace("plain", "edited")


@given(st.dictionaries(st.text(), st.text()))
def test_any_strings_mean_the_same_and_come_back(values):
    text = json.dumps(values, ensure_ascii=False)
    shown, originals = disclosed(text)
    assert json.loads(shown) == values
    assert concealed(shown, originals) == text
    assert unisolated(isolated(shown)) == shown


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r'"\u202e"', [r"\u202e"]),
        (r'"\u0000\ud800"', [r"\u0000", r"\ud800"]),
        (r'"\ud83d\ude00"', []),  # an emoji
        (r'"\u0041\n"', []),
        (r'"\\u202e"', []),  # a backslash, then letters
    ],
)
def test_escapes_of_what_cannot_be_seen_are_found(line, expected):
    assert [line[start:end] for start, end in escapes(line)] == expected


def test_strings_from_right_to_left_keep_their_signs_to_themselves():
    text = '{"שם": "עולם 34", "a": "\U0001f600 b"}'
    shown = isolated(text)
    assert shown != text
    assert unisolated(shown) == text
    places = Places(shown)
    units = shown.encode("utf-16-le")
    for number, character in enumerate(text):
        start = places.of(number) * 2
        assert units[start : start + 2 * len(character.encode("utf-16-le")) // 2].decode("utf-16-le") == character, (
            number
        )


def test_latin_text_is_left_alone():
    assert isolated('{"a": "b"}') == '{"a": "b"}'
    assert Places("abc").of(2) == 2


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("\u202e", "U+202E right-to-left override"),
        ("\0", "U+0000 null"),
        ("a", "U+0061 latin small letter a"),
        ("\udcff", "byte 0xff, which is not valid UTF-8 here"),
    ],
)
def test_a_character_is_named(character, words):
    assert named(character) == words
