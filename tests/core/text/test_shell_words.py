import contextlib
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import ShellTextError
from workbench.core.text.shell_words import split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  \n ", []),
        ("curl -H 'a: b c' x", ["curl", "-H", "a: b c", "x"]),
        ('curl -H "a: \\"b\\" $c \\n" x', ["curl", "-H", 'a: "b" $c \\n', "x"]),
        ("curl \\\n  -H a:b \\\r\n -v", ["curl", "-H", "a:b", "-v"]),
        ("a\\\nb", ["ab"]),
        ("a'b'\"c\"d", ["abcd"]),
        ("'' \"\"", ["", ""]),
        (r"$'it\'s\tA\x41\u00e9\101'", ["it's\tAAéA"]),
        (r"$'\q'", ["\\q"]),
        ('$"plain"', ["plain"]),
        ("cost$ $HOME", ["cost$", "$HOME"]),
        ("a\\ b \\'", ["a b", "'"]),
        ("two\nlines", ["two", "lines"]),
        ('curl ^\r\n  -H "a: b" ^\r\n  -v', ["curl", "-H", "a: b", "-v"]),
        ('curl ^"http://x/?a=1^&b=2^" ^\n  -H ^"a: ^\\^"b^\\^"^"', ["curl", "http://x/?a=1&b=2", "-H", 'a: "b"']),
        ('^"C:\\dir\\\\^" x', ["C:\\dir\\", "x"]),
    ],
)
def test_a_command_line_is_split_as_its_shell_would(text, words):
    assert split(text) == words


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("curl 'abc", "line 1, column 6"),
        ('curl\n -H "abc', "line 2, column 5"),
        ("$'abc", "line 1, column 2"),
        ('^"a ^\n b', "line 1"),
    ],
)
def test_a_quotation_mark_that_is_not_closed_is_named_with_its_place(text, place):
    with pytest.raises(ShellTextError, match=place):
        split(text)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0^"))))
def test_what_was_quoted_for_a_shell_comes_out_as_it_was(words):
    assert split(shlex.join(words)) == words


@given(st.text(st.sampled_from("a \\'\"$^\n\rx1")))
def test_no_text_breaks_it(text):
    with contextlib.suppress(ShellTextError):
        assert all(isinstance(word, str) for word in split(text))
